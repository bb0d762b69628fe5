"""The Korean and English sentences of messages, with particles (을/를, 이/가) set by sound.

Each area has one file a language, `messages/<language>/<area>.toml`, holding `id = "sentence"` with
`{argument}` places. Behind an argument, `{name:을}` adds 을 or 를 as the argument's last
sound asks.
"""

from __future__ import annotations

import string
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from kis_desktop.domain.message import Argument, Message

LANGUAGES = ("ko", "en")

_PARTICLES = {
    "을": ("을", "를"),
    "이": ("이", "가"),
    "은": ("은", "는"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
}
_HANGUL_FIRST, _HANGUL_LAST = ord("가"), ord("힣")
_FINALS = 28  # a syllable's final consonant is its code point modulo 28; 8 is ㄹ
_RIEUL = 8
_DIGITS_WITH_FINAL = frozenset("013678")
_DIGITS_WITH_RIEUL = frozenset("178")
_LETTERS_WITH_FINAL = frozenset("LMNR")
_LETTERS_WITH_RIEUL = frozenset("LR")


@lru_cache(maxsize=4)
def texts(language: str) -> dict[str, str]:
    """All sentences of a language by message id. Raises `ValueError` for an id that stands
    twice.
    """
    found: dict[str, str] = {}
    folder = resources.files("kis_desktop.catalogue").joinpath("messages", language)
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for id_, text in _flatten(tomllib.loads(file.read_text(encoding="utf-8"))):
            if id_ in found:
                raise ValueError(f"message {id_} stands twice, again in {file.name}")
            found[id_] = text
    return found


def render(message: Message, language: str) -> str:
    """The message as a sentence, the server's own code and words behind it: `… — [code] words`.

    A message without a text shows its id: never nothing, never an exception.
    """
    text = texts(language).get(message.id)
    sentence = message.id if text is None else _Filler().vformat(text, (), message.arguments)
    original = message.original.strip()
    if original == sentence:
        original = ""
    code = f"[{message.code}]" if message.code else ""
    if code and original:
        code = f"{code} "
    return f"{sentence} — {code}{original}" if original else f"{sentence} {code}".rstrip()


def particle(word: str, wanted: str) -> str:
    """The form of a particle (`을`, `이`, `은`, `과`, `으로`) that fits behind a word."""
    with_final, without = _PARTICLES[wanted]
    final = _final_sound(word)
    if wanted == "으로" and final == _RIEUL:
        return without
    return with_final if final else without


def _final_sound(word: str) -> int:
    """0 for a vowel, 8 for ㄹ, another number for any other final consonant."""
    last = next((sign for sign in reversed(word.upper()) if sign.isalnum()), "")
    if last and _HANGUL_FIRST <= ord(last) <= _HANGUL_LAST:
        return (ord(last) - _HANGUL_FIRST) % _FINALS
    if last in _DIGITS_WITH_RIEUL or last in _LETTERS_WITH_RIEUL:
        return _RIEUL
    return int(last in _DIGITS_WITH_FINAL or last in _LETTERS_WITH_FINAL)


def _flatten(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flatten(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found


class _Filler(string.Formatter):
    """Puts arguments into a sentence; numbers with thousands commas, a missing one as "—"."""

    def get_value(self, key: int | str, _args: object, kwargs: object) -> object:
        assert isinstance(kwargs, dict)
        return kwargs.get(key, "—")

    def format_field(self, value: object, format_spec: str) -> str:
        shown = _shown(value)
        if format_spec in _PARTICLES:
            return shown + particle(shown, format_spec)
        return shown


def _shown(value: object) -> str:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def arguments_of(text: str) -> frozenset[str]:
    """The names of the arguments that a sentence asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


__all__ = ["LANGUAGES", "Argument", "arguments_of", "particle", "render", "texts"]
