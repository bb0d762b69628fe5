"""Every instrument by symbol, with names and search, kept as the frames bring it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.instrument_search import InstrumentSearch
from kis_desktop.services.topics import Topic


class InstrumentDirectory(QObject):
    """What is known of instruments; `changed` is emitted when a new list has come."""

    changed = Signal()

    def __init__(self, clock: FrameClock | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_symbol: dict[str, Instrument] = {}
        self._search = InstrumentSearch(())
        if clock is not None:
            clock.frame.connect(self._take)

    def __len__(self) -> int:
        return len(self._by_symbol)

    def find(self, symbol: str) -> Instrument | None:
        """The instrument of a symbol; None when the list doesn't hold it."""
        return self._by_symbol.get(symbol)

    def name(self, symbol: str) -> str:
        """The name of a symbol; the symbol itself when it isn't known."""
        found = self._by_symbol.get(symbol)
        return found.name if found is not None else symbol

    def search(self, text: str, limit: int = 20) -> tuple[Instrument, ...]:
        """Instruments by code, name, 초성 or English name, the best first."""
        return self._search.find(text, limit)

    def replace(self, instruments: tuple[Instrument, ...]) -> None:
        """Know exactly these instruments."""
        self._by_symbol = {instrument.symbol: instrument for instrument in instruments}
        self._search = InstrumentSearch(instruments)
        self.changed.emit()

    def _take(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.INSTRUMENTS, ""))
        if told is not None:
            self.replace(cast("tuple[Instrument, ...]", told))
