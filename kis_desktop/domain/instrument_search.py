"""Finding instruments by code, name, initial consonants (초성) or English name."""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market

_FIRST, _LAST = ord("가"), ord("힣")
_PER_INITIAL = 588  # syllables that share an initial consonant
_FINALS = 28  # syllables that share initial and vowel; the first has no final consonant
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_KEPT = re.compile(r"[\s·.,&()\-_/]+")
_LONGEST_TEXT = 60  # letters; no name is longer, and patterns stay small

Words = Mapping[str, frozenset[str]]
"""What a word narrows a search to (나스닥): values of `Market`, `InstrumentKind` and `Scope`."""


class Scope(enum.StrEnum):
    """What can be searched by itself; among equal matches the earlier stands first."""

    STOCK = "stocks"
    FUND = "funds"
    INDEX = "indices"
    FOREIGN = "foreign"
    DERIVATIVE = "derivatives"
    ELW = "elw_all"
    BOND = "bonds"


_PLACES = {scope: place for place, scope in enumerate(Scope)}
_BY_KIND = {
    InstrumentKind.INDEX: Scope.INDEX,
    InstrumentKind.THEME: Scope.INDEX,
    InstrumentKind.CURRENCY: Scope.INDEX,
    InstrumentKind.COMMODITY: Scope.INDEX,
    InstrumentKind.RATE: Scope.INDEX,
    InstrumentKind.FUTURE: Scope.DERIVATIVE,
    InstrumentKind.SPREAD: Scope.DERIVATIVE,
    InstrumentKind.OPTION: Scope.DERIVATIVE,
    InstrumentKind.ELW: Scope.ELW,
    InstrumentKind.BOND: Scope.BOND,
}
_DERIVATIVE_MARKETS = frozenset(
    {Market.DERIVATIVES, Market.FOREIGN_FUTURES, Market.FOREIGN_OPTIONS}
)


def scope_of(instrument: Instrument) -> Scope:
    """Where an instrument is searched."""
    if instrument.is_krx_stock:
        return Scope.STOCK if instrument.kind is InstrumentKind.STOCK else Scope.FUND
    if instrument.market in _DERIVATIVE_MARKETS:
        return Scope.DERIVATIVE
    return _BY_KIND.get(instrument.kind, Scope.FOREIGN)


class _Column:
    """One text of every instrument, in one string: a line each."""

    __slots__ = ("_starts", "_text")

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = "\n" + "\n".join(texts) + "\n"
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def holds(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self._text) is not None

    def places(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """The lines in which the pattern occurs, each once, from the top."""
        last = -1
        for found in pattern.finditer(self._text):
            place = bisect_right(self._starts, found.start()) - 1
            if place != last:
                last = place
                yield place


class Segment:
    """Instruments of one scope, best first; is not changed once made."""

    __slots__ = ("codes", "english", "instruments", "names", "scope", "tags", "weights")

    def __init__(self, scope: Scope, instruments: Iterable[Instrument]) -> None:
        self.scope = scope
        weighed = sorted(((_weight(one), place, one) for place, one in enumerate(instruments)))
        self.instruments = tuple(one for *_, one in weighed)
        self.weights = tuple((_PLACES[scope], *weight) for weight, *_ in weighed)
        self.tags = frozenset(tag for one in self.instruments for tag in (one.market, one.kind)) | {
            scope
        }
        self.codes = _Column([one.symbol.upper() for one in self.instruments])
        self.names = _Column([folded(one.name) for one in self.instruments])
        self.english = _Column([folded(one.name_en) for one in self.instruments])


def segments_of(instruments: Iterable[Instrument]) -> tuple[Segment, ...]:
    """The instruments, a segment for every scope among them."""
    sorted_out: dict[Scope, list[Instrument]] = {}
    for one in instruments:
        sorted_out.setdefault(scope_of(one), []).append(one)
    return tuple(Segment(scope, found) for scope, found in sorted_out.items())


class InstrumentSearch:
    """An index over instruments; finding takes some milliseconds over sixty thousand."""

    def __init__(self, segments: Iterable[Segment], words: Words | None = None) -> None:
        self._segments = tuple(segments)
        self._words: Words = words or {}

    @classmethod
    def of(cls, instruments: Iterable[Instrument], words: Words | None = None) -> InstrumentSearch:
        """An index over instruments that are in no segment yet."""
        return cls(segments_of(instruments), words)

    def find(
        self, text: str, limit: int = 20, scopes: Iterable[Scope] = tuple(Scope)
    ) -> tuple[Instrument, ...]:
        """The best matches first: code, then names that begin so, then names that hold it.

        Among equals, Korean stocks stand before funds, these before indices and what is foreign,
        and the larger company before the smaller. A word that names a market (나스닥 애플) narrows
        the search to it, behind what the whole text finds. Nothing is found for an empty text.
        """
        wanted = frozenset(scopes)
        segments = [one for one in self._segments if one.scope in wanted]
        found = _found(segments, folded(text)[:_LONGEST_TEXT], limit, None)
        for rest, tags in self._narrowed(text):
            if len(found) < limit:
                narrow = [one for one in segments if one.tags & tags]
                more = _found(narrow, folded(rest)[:_LONGEST_TEXT], limit, tags)
                found += [one for one in more if one not in found]
        return tuple(found[:limit])

    def _narrowed(self, text: str) -> Iterator[tuple[str, frozenset[str]]]:
        """The rest of a text and what it is narrowed to, for a market's name at either end."""
        words = text.split()
        for place in {0, len(words) - 1} if len(words) > 1 else ():
            tags = self._words.get(folded(words[place]))
            if tags is not None:
                yield " ".join(words[:place] + words[place + 1 :]), tags


def folded(text: str) -> str:
    """Upper case, without blanks and the signs between words."""
    return _KEPT.sub("", text).upper()


def _found(
    segments: Sequence[Segment], wanted: str, limit: int, tags: frozenset[str] | None
) -> list[Instrument]:
    if not wanted:
        return []
    literal, name = re.escape(wanted), name_pattern(wanted)
    tiers = (
        (("codes", rf"\n{literal}(?=\n)"), ("names", rf"\n{literal}(?=\n)")),
        (("codes", rf"\n{literal}"), ("names", rf"\n{name}")),
        (("english", rf"\n{literal}"),),
        (("names", name),),
        (("english", literal), ("codes", literal)),
    )
    holding = {"codes": re.compile(literal), "names": re.compile(name)}
    holding["english"] = holding["codes"]
    alive = {
        (place, column): segment
        for place, segment in enumerate(segments)
        for column, pattern in holding.items()
        if getattr(segment, column).holds(pattern)
    }
    found: dict[tuple[int, int], Instrument] = {}
    for tier in tiers:
        ranked = []
        for column, text in tier:
            pattern = re.compile(text)
            for (place, alive_column), segment in alive.items():
                if alive_column == column:
                    taken = _taken(segment, column, pattern, limit, tags)
                    ranked += [(segment.weights[at], place, at) for at in taken]
        for _, place, at in sorted(ranked):
            found.setdefault((place, at), segments[place].instruments[at])
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _taken(
    segment: Segment,
    column: str,
    pattern: re.Pattern[str],
    limit: int,
    tags: frozenset[str] | None,
) -> list[int]:
    """The first places in a segment; twice the limit, for half may have been found before."""
    taken: list[int] = []
    held: _Column = getattr(segment, column)
    for at in held.places(pattern):
        if tags is None or segment.scope in tags or _is_of(segment.instruments[at], tags):
            taken.append(at)
            if len(taken) >= 2 * limit:
                break
    return taken


def _is_of(instrument: Instrument, tags: frozenset[str]) -> bool:
    return instrument.market in tags or instrument.kind in tags


def _weight(instrument: Instrument) -> tuple[int, int, int]:
    """What is best first: the next contract before options, companies by their value."""
    worth = (instrument.listed_shares or 0) * (instrument.base_price or 0)
    match instrument.kind:
        case InstrumentKind.STOCK | InstrumentKind.FUTURE | InstrumentKind.INDEX:
            kind = 0
        case InstrumentKind.OPTION:
            return (2, 0, 0)
        case _:
            kind = 1
    if instrument.kind in {InstrumentKind.FUTURE, InstrumentKind.SPREAD}:
        return (kind, 0, 0)
    return (kind, -int(worth), len(instrument.name))


def name_pattern(wanted: str) -> str:
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
