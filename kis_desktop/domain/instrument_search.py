"""Finding instruments by code, name, initial consonants (초성) or English name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from kis_desktop.domain.instrument import Instrument, InstrumentKind

_FIRST, _LAST = ord("가"), ord("힣")
_PER_INITIAL = 588  # syllables that share an initial consonant
_FINALS = 28  # syllables that share initial and vowel; the first has no final consonant
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_KEPT = re.compile(r"[\s·.,&()\-_/]+")


class _Entry(msgspec.Struct, frozen=True):
    instrument: Instrument
    code: str
    name: str
    english: str
    weight: tuple[int, Decimal, int]


class InstrumentSearch:
    """An index over instruments; finding takes a few milliseconds over several thousand."""

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self._entries = sorted(map(_entry, instruments), key=lambda entry: entry.weight)

    def find(self, text: str, limit: int = 20) -> tuple[Instrument, ...]:
        """The best matches first: code, then names that begin so, then names that hold it.

        Among equals, stocks stand before funds and the larger company before the smaller. Nothing
        is found for an empty text.
        """
        wanted = folded(text)
        if not wanted:
            return ()
        pattern = re.compile(_pattern(wanted))
        ranked = [
            (rank, place)
            for place, entry in enumerate(self._entries)
            if (rank := _rank(entry, wanted, pattern)) is not None
        ]
        ranked.sort()
        return tuple(self._entries[place].instrument for _, place in ranked[:limit])


def folded(text: str) -> str:
    """Upper case, without blanks and the signs between words."""
    return _KEPT.sub("", text).upper()


def _entry(instrument: Instrument) -> _Entry:
    shares, price = instrument.listed_shares or 0, instrument.base_price or Decimal(0)
    other = instrument.kind is not InstrumentKind.STOCK
    return _Entry(
        instrument,
        instrument.symbol.upper(),
        folded(instrument.name),
        folded(instrument.name_en),
        (int(other), -shares * price, len(instrument.name)),
    )


def _rank(entry: _Entry, wanted: str, pattern: re.Pattern[str]) -> int | None:
    """0 is best; None is no match."""
    if wanted in {entry.code, entry.name}:
        return 0
    if entry.code.startswith(wanted):
        return 1
    found = pattern.search(entry.name)
    if found is not None and found.start() == 0:
        return 1
    if entry.english.startswith(wanted):
        return 2
    if found is not None:
        return 3
    if wanted in entry.english or wanted in entry.code:
        return 4
    return None


def _pattern(wanted: str) -> str:
    """A pattern for names: ㅅ stands for every syllable that begins with it.

    The last syllable, while it is being typed, may still get its final consonant: 서 finds 성.
    """
    body = "".join(_sign(sign) for sign in wanted[:-1])
    return body + _sign(wanted[-1], growing=True)


def _sign(sign: str, *, growing: bool = False) -> str:
    if sign in _INITIALS:
        first = _FIRST + _INITIALS.index(sign) * _PER_INITIAL
        return f"[{sign}{chr(first)}-{chr(first + _PER_INITIAL - 1)}]"
    code = ord(sign)
    if growing and _FIRST <= code <= _LAST and (code - _FIRST) % _FINALS == 0:
        return f"[{sign}-{chr(code + _FINALS - 1)}]"
    return re.escape(sign)
