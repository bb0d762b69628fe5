"""All known instruments, the search over them, and how old each master file is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

import msgspec

from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.instrument_search import (
    InstrumentSearch,
    Scope,
    Segment,
    Words,
    segments_of,
)
from kis_desktop.domain.message import Message

KRX_SCOPES = (Scope.STOCK, Scope.FUND)


class MasterContent(msgspec.Struct, frozen=True):
    """What a master file held; `left_out` rows could not be read."""

    instruments: tuple[Instrument, ...]
    left_out: int = 0


class MasterState(msgspec.Struct, frozen=True):
    """What is used of one master file. `fetched_at` (UTC) is None where nothing is there.

    `problem` says why no newer file could be had; what was fetched before is then still used.
    """

    file: str
    rows: int = 0
    fetched_at: datetime | None = None
    left_out: int = 0
    problem: Message | None = None


class _File(msgspec.Struct, frozen=True, gc=False):
    instruments: tuple[Instrument, ...]
    by_key: dict[str, Instrument]
    segments: tuple[Segment, ...]


_NO_FILES: Mapping[str, _File] = MappingProxyType({})
_NO_STATES: Mapping[str, MasterState] = MappingProxyType({})
_NO_SYMBOLS: Mapping[str, Instrument] = MappingProxyType({})


class InstrumentList:
    """Frozen; another file gives another list that shares all other parts with this one."""

    __slots__ = ("_files", "_krx", "_search", "_words", "states", "symbols")

    def __init__(
        self,
        words: Words | None = None,
        *,
        files: Mapping[str, _File] = _NO_FILES,
        states: Mapping[str, MasterState] = _NO_STATES,
        symbols: Mapping[str, Instrument] = _NO_SYMBOLS,
        krx: tuple[Segment, ...] = (),
    ) -> None:
        self._words: Words = words or {}
        self._files = files
        self._krx = krx
        self.states = states
        self.symbols = symbols
        parts = [part for held in files.values() for part in held.segments]
        self._search = InstrumentSearch([*krx, *parts], self._words)

    @classmethod
    def of(cls, instruments: Iterable[Instrument], words: Words | None = None) -> InstrumentList:
        """These instruments, as if of one file of unknown age."""
        found = tuple(instruments)
        return cls(words).with_file(MasterState("", len(found)), found)

    def __len__(self) -> int:
        """How many instruments there are, in all markets."""
        return sum(len(one.instruments) for one in self._files.values())

    def find(self, symbol: str) -> Instrument | None:
        """The instrument of the Korean stock market with this code, never one of elsewhere."""
        return self.symbols.get(symbol)

    def find_key(self, key: str) -> Instrument | None:
        """The instrument of any market with this key (`005930`, `NAS:AAPL`)."""
        for one in self._files.values():
            if key in one.by_key:
                return one.by_key[key]
        return None

    def instruments(self, file: str) -> tuple[Instrument, ...]:
        """What a master file gave; nothing for one that isn't there."""
        held = self._files.get(file)
        return held.instruments if held is not None else ()

    def search(
        self, text: str, limit: int = 20, scopes: Iterable[Scope] = tuple(Scope)
    ) -> tuple[Instrument, ...]:
        """The best matches first, of some scopes or of all."""
        return self._search.find(text, limit, scopes)

    def with_state(self, state: MasterState) -> InstrumentList:
        """The same instruments, with another word on one of the files."""
        return InstrumentList(
            self._words,
            files=self._files,
            states=MappingProxyType({**self.states, state.file: state}),
            symbols=self.symbols,
            krx=self._krx,
        )

    def with_file(self, state: MasterState, instruments: tuple[Instrument, ...]) -> InstrumentList:
        """The list with these instruments in the place of what the file gave before."""
        elsewhere = [one for one in instruments if not one.is_krx_stock]
        fresh = _File(instruments, _by_key(instruments), segments_of(elsewhere))
        files = {**self._files, state.file: fresh}
        symbols, krx = self.symbols, self._krx
        before = self.instruments(state.file)
        if len(elsewhere) < len(instruments) or any(one.is_krx_stock for one in before):
            symbols = MappingProxyType(_krx_of(files))
            krx = segments_of(symbols.values())
        states = MappingProxyType({**self.states, state.file: state})
        return InstrumentList(self._words, files=files, states=states, symbols=symbols, krx=krx)


def _krx_of(files: Mapping[str, _File]) -> dict[str, Instrument]:
    return {
        symbol: one
        for held in files.values()
        for symbol, one in held.by_key.items()
        if one.is_krx_stock
    }


def _by_key(instruments: tuple[Instrument, ...]) -> dict[str, Instrument]:
    """By key; of two with the same key the first counts."""
    found: dict[str, Instrument] = {}
    for one in instruments:
        found.setdefault(one.key, one)
    return found
