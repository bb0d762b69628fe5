"""Every instrument, with names and search, kept as the frames bring it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.instrument_list import KRX_SCOPES, InstrumentList, MasterState
from kis_desktop.domain.instrument_search import Scope
from kis_desktop.services.topics import Topic


class InstrumentDirectory(QObject):
    """What is known of instruments. Symbols mean the Korean stock market and nothing else.

    `changed` is emitted when its list is another, `updated` whenever a master file of any market
    has come or has failed.
    """

    changed = Signal()
    updated = Signal()

    def __init__(self, clock: FrameClock | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list = InstrumentList()
        if clock is not None:
            clock.frame.connect(self._take)

    def __len__(self) -> int:
        """How many instruments of the Korean stock market are known."""
        return len(self._list.symbols)

    @property
    def total(self) -> int:
        """How many instruments of all markets are known."""
        return len(self._list)

    @property
    def states(self) -> Mapping[str, MasterState]:
        """What is used of each master file, by its id."""
        return self._list.states

    def find(self, symbol: str) -> Instrument | None:
        """The Korean stock, fund or note with this code; None when the list doesn't hold it."""
        return self._list.find(symbol)

    def find_key(self, key: str) -> Instrument | None:
        """The instrument of any market with this key; None when the list doesn't hold it."""
        return self._list.find_key(key)

    def name(self, symbol: str) -> str:
        """The name of a symbol; the symbol itself when it isn't known."""
        found = self._list.find(symbol)
        return found.name if found is not None else symbol

    def search(self, text: str, limit: int = 20) -> tuple[Instrument, ...]:
        """Korean stocks, funds and notes by code, name, 초성 or English name, the best first."""
        return self._list.search(text, limit, KRX_SCOPES)

    def search_all(
        self, text: str, limit: int = 20, scopes: Iterable[Scope] = tuple(Scope)
    ) -> tuple[Instrument, ...]:
        """Instruments of all markets by code, name, 초성 or English name, the best first."""
        return self._list.search(text, limit, scopes)

    def replace(self, instruments: InstrumentList) -> None:
        """Know exactly these instruments."""
        before, self._list = self._list, instruments
        if before.symbols is not instruments.symbols:
            self.changed.emit()
        self.updated.emit()

    def _take(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.INSTRUMENTS, ""))
        if told is not None:
            self.replace(cast("InstrumentList", told))
