"""Drawings come back from the disk exactly; what cannot be read is set aside and told."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from kis_desktop.domain.drawing import (
    FIRST_TIME,
    LAST_TIME,
    Dash,
    Drawing,
    DrawingPoint,
    DrawingStyle,
    Ink,
)
from kis_desktop.storage.drawing_file import DrawingFolder

SYMBOL = "005930"
POINT = DrawingPoint(1_795_132_800, Decimal(71900))
LINE = Drawing("a1b2", "trend_line", (POINT, DrawingPoint(1_795_132_860, Decimal("72050.25"))))
NOTE = Drawing(
    "c3",
    "text",
    (POINT,),
    DrawingStyle("#aabbcc", 3, Dash.DOTTED, '여기서 "매수"\n두 줄'),
    locked=True,
    hidden=True,
)


def one_drawing(time: str, style: str) -> str:
    head = f'symbol = "{SYMBOL}"\n[[drawings]]\nid = "a"\nkind = "ray"\n{style}\n'
    return head + f'points = [{{ {time}, price = "1" }}]\n'


def any_drawing(chance: random.Random, number: int) -> Drawing:
    points = tuple(
        DrawingPoint(
            chance.randint(FIRST_TIME, LAST_TIME),
            Decimal(chance.randint(-(10**9), 10**9)).scaleb(-chance.randint(0, 6)),
        )
        for _ in range(chance.randint(1, 6))
    )
    text = "".join(chance.choice('가나 a"\\\n\t#[]=\u00e9🙂') for _ in range(chance.randint(0, 20)))
    ink, dash = chance.choice(list(Ink)), chance.choice(list(Dash))
    style = DrawingStyle(ink.value, chance.randint(1, 6), dash, text)
    flags = chance.random() < 0.5, chance.random() < 0.5
    return Drawing(f"id-{number}", "trend_line", points, style, *flags)


def test_nothing_was_drawn_where_there_is_no_file(tmp_path: Path) -> None:
    assert DrawingFolder(tmp_path / "none").load(SYMBOL) == ((), None)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_was_drawn_comes_back_exactly(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    drawings = tuple(any_drawing(chance, number) for number in range(chance.randint(0, 12)))
    folder = DrawingFolder(tmp_path)
    folder.save(SYMBOL, drawings)
    assert folder.load(SYMBOL) == (drawings, None)
    assert [[str(p.price) for p in one.points] for one in folder.load(SYMBOL)[0]] == [
        [str(p.price) for p in one.points] for one in drawings
    ]


def test_the_file_reads_well(tmp_path: Path) -> None:
    DrawingFolder(tmp_path).save(SYMBOL, (LINE,))
    assert (tmp_path / "chart-005930.toml").read_text("utf-8") == (
        'symbol = "005930"\n'
        "\n[[drawings]]\n"
        'id = "a1b2"\n'
        'kind = "trend_line"\n'
        "points = [\n"
        '    { time = 2026-11-20T00:00:00Z, price = "71900" },\n'
        '    { time = 2026-11-20T00:01:00Z, price = "72050.25" },\n'
        "]\n"
    )


def test_instruments_have_files_of_their_own(tmp_path: Path) -> None:
    folder = DrawingFolder(tmp_path)
    for symbol in (SYMBOL, "NAS:BRK.B", "../up", "CON"):
        folder.save(symbol, (LINE.copied("x"),))
        assert folder.load(symbol)[0][0].id == "x"
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("symbol = ", "Invalid value"),
        ("drawings = []", "symbol"),
        ('symbol = "000660"', "000660"),
        ('symbol = "005930"\ndrawings = [{id = "a", kind = "ray", points = []}]', "0 points"),
        (one_drawing("time = 2026-11-20T00:00:00", 'ink = "blue"'), "zone"),
        (one_drawing("time = 2026-11-20T00:00:00Z", 'ink = "blau"'), "blau"),
        (one_drawing("time = 2026-11-20T00:00:00Z", "width = 9"), "width 9"),
    ],
)
def test_a_damaged_file_is_set_aside_and_told(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "chart-005930.toml"
    path.write_text(text, "utf-8")
    drawings, told = DrawingFolder(tmp_path).load(SYMBOL)
    assert drawings == ()
    assert told is not None
    assert told.id == "storage.text_damaged"
    assert reason in told.original
    assert (tmp_path / "chart-005930.toml.damaged-1").read_text("utf-8") == text


def test_a_kind_of_a_later_version_is_kept(tmp_path: Path) -> None:
    folder = DrawingFolder(tmp_path)
    later = Drawing("z", "gann_fan", (POINT,))
    folder.save(SYMBOL, (later, NOTE))
    assert folder.load(SYMBOL) == ((later, NOTE), None)
