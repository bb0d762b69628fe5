"""Sentences: every id in every language, with the same arguments, and the right particles."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import kis_desktop
from kis_desktop.catalogue.message_texts import LANGUAGES, arguments_of, particle, render, texts
from kis_desktop.domain.message import Message, message
from tests.architecture.source_tree import modules, read_modules

HANGUL = re.compile("[가-힣]")
ID_BEGIN = re.compile(r"f['\"][a-z_]+\.")  # a group stands before what is filled in
# one word may serve several columns; what a Korean sentence leaves out an English one may need
FREE = frozenset({"column.name"})


@pytest.fixture(scope="module")
def trees() -> Iterator[tuple[ast.Module, ...]]:
    """The source, parsed once."""
    yield tuple(module.tree for module in modules())
    read_modules.cache_clear()


def nodes(trees: tuple[ast.Module, ...]) -> Iterator[ast.AST]:
    """Everything that stands in the source."""
    for tree in trees:
        yield from ast.walk(tree)


def ids_in_source(trees: tuple[ast.Module, ...]) -> set[str]:
    """Every id that stands as a literal in a call of `message`."""
    found: set[str] = set()
    for node in nodes(trees):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        if name == "message" and isinstance(first, ast.Constant):
            found.add(str(first.value))
    return found


def words_in_source(trees: tuple[ast.Module, ...]) -> tuple[set[str], re.Pattern[str]]:
    """Every literal of the source and of its data, and the shapes of ids that are put together."""
    words: set[str] = set()
    shapes: set[str] = set()
    for node in nodes(trees):
        if isinstance(node, ast.Constant):
            words.add(str(node.value))
        elif isinstance(node, ast.JoinedStr) and ID_BEGIN.match(ast.unparse(node)):
            shapes.add("".join(shape(part) for part in node.values))
    for path in Path(kis_desktop.__file__).parent.rglob("*.toml"):
        if "messages" not in path.parts:
            words.update(re.findall(r'"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    return words, re.compile("|".join(sorted(shapes)))


def shape(part: ast.expr) -> str:
    """A part of an id as an expression: what is filled in may be any name."""
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+"


def test_every_id_stands_in_every_language() -> None:
    korean = set(texts("ko"))
    assert len(korean) > 300
    for language in LANGUAGES:
        assert set(texts(language)) == korean


def test_every_id_that_the_source_speaks_has_its_sentence(trees: tuple[ast.Module, ...]) -> None:
    spoken = ids_in_source(trees)
    assert len(spoken) > 60
    assert spoken - set(texts("ko")) == set()


def test_every_sentence_is_spoken_somewhere(trees: tuple[ast.Module, ...]) -> None:
    words, shapes = words_in_source(trees)
    assert [id_ for id_ in texts("ko") if id_ not in words and not shapes.fullmatch(id_)] == []


def test_a_sentence_asks_for_the_same_arguments_in_every_language() -> None:
    differing = {
        id_: (arguments_of(text), arguments_of(texts("en")[id_]))
        for id_, text in texts("ko").items()
        if arguments_of(text) != arguments_of(texts("en")[id_])
    }
    assert {id_: pair for id_, pair in differing.items() if id_ not in FREE} == {}


def test_the_english_sentences_hold_no_hangul() -> None:
    assert {id_: text for id_, text in texts("en").items() if HANGUL.search(text)} == {}


@pytest.mark.parametrize(
    ("word", "wanted", "form"),
    [
        ("삼성전자", "을", "를"),
        ("기아", "이", "가"),
        ("셀트리온", "을", "을"),
        ("NAVER", "은", "은"),
        ("0000117057", "을", "을"),
        ("카카오", "과", "와"),
        ("서울", "으로", "로"),
        ("부산", "으로", "으로"),
        ("KT", "이", "가"),
        ("117,058", "으로", "로"),
        ("(주)", "이", "가"),
        ("", "을", "를"),
    ],
)
def test_a_particle_follows_the_last_sound(word: str, wanted: str, form: str) -> None:
    assert particle(word, wanted) == form


def test_numbers_are_written_with_commas_and_what_is_missing_as_a_dash() -> None:
    told = render(message("order.off_tick", price=Decimal(98_450), tick=100), "ko")
    assert told.startswith("98,450원은 호가단위(100원)")
    assert "—" in render(Message("order.off_tick"), "ko")


def test_the_servers_code_and_words_stand_behind_the_sentence() -> None:
    told = message("order.refused", code="APBK0952", original=" 주문가능금액을 초과 했습니다  ")
    assert render(told, "ko") == "주문이 거부되었습니다. — [APBK0952] 주문가능금액을 초과 했습니다"


def test_an_unknown_id_is_shown_rather_than_nothing() -> None:
    assert render(Message("no.such.id", code="X1"), "ko") == "no.such.id [X1]"
