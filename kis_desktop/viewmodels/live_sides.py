"""Both sides of the tape by the minute, counted while a chart listens."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from kis_desktop.bridge.mailbox import PrintBatch
from kis_desktop.domain.quote import Aggressor, Trade
from kis_desktop.indicators.series import Floats, Times
from kis_desktop.viewmodels.format import EXCHANGE_ZONE

_MINUTE = 60


class LiveSides:
    """Shares bought at the ask and sold at the bid. A minute counts from its first moment on or is
    not known; so is every minute in which a print was lost.
    """

    def __init__(self) -> None:
        self._whole_from: int | None = None  # the first minute that was heard from its start
        self._minutes: dict[int, list[float]] = {}

    def clear(self) -> None:
        """Prints may have passed unheard: what was counted is no more whole."""
        self._whole_from = None
        self._minutes.clear()

    def take(self, batch: PrintBatch) -> None:
        """Count what arrived."""
        if batch.lost:
            self.clear()
        for trade in batch.trades:
            self._count(trade)

    def bought(self, bars: Times) -> Floats:
        """What was bought in each bar; NaN for a bar that was not heard from its start."""
        return self._laid(bars, 0)

    def sold(self, bars: Times) -> Floats:
        """What was sold in each bar; NaN for a bar that was not heard from its start."""
        return self._laid(bars, 1)

    def _count(self, trade: Trade) -> None:
        if trade.trade_date is None:
            return
        moment = datetime.combine(trade.trade_date, trade.time, EXCHANGE_ZONE)
        minute = int(moment.timestamp()) // _MINUTE * _MINUTE
        if self._whole_from is None:
            self._whole_from = minute + _MINUTE
        sums = self._minutes.setdefault(minute, [0.0, 0.0])
        if trade.aggressor is Aggressor.BUY:
            sums[0] += trade.size
        elif trade.aggressor is Aggressor.SELL:
            sums[1] += trade.size

    def _laid(self, bars: Times, side: int) -> Floats:
        found = np.full(len(bars), np.nan)
        if self._whole_from is None:
            return found
        first = int(np.searchsorted(bars, self._whole_from))
        minutes = np.fromiter(self._minutes, np.int64, len(self._minutes))
        at = np.searchsorted(bars, minutes, side="right") - 1
        sums = np.array([pair[side] for pair in self._minutes.values()], np.float64)
        inside = at >= first
        counted = np.bincount(at[inside], sums[inside], len(bars))
        heard = np.bincount(at[inside], minlength=len(bars)) > 0
        found[heard] = counted[heard]
        return found
