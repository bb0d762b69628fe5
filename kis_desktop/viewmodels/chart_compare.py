"""Other symbols beside a chart's own: their bars read and followed, and laid on its times."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.chart_setup import MOST_COMPARED, ChartSetup, PriceScale
from kis_desktop.domain.feed_key import feed_key
from kis_desktop.domain.index_key import KOSDAQ, KOSPI, KOSPI_200, index_code
from kis_desktop.indicators.series import Floats, Times
from kis_desktop.viewmodels.chart_bars import ChartBars, ChartState
from kis_desktop.viewmodels.compared_line import ComparedLine
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

INDICES = (KOSPI, KOSDAQ, KOSPI_200)
"""what can be compared with beside shares and funds"""


class ChartCompare(QObject):
    """`changed` when there are other lines, or their last values moved."""

    changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        owner: str,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._owner = owner
        self._monotonic = monotonic
        self._words = Words(context.language)
        self._bars: dict[str, ChartBars] = {}

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of symbols whose bars could not be read."""
        return tuple(
            compared_name(symbol, self._context, self._words)
            for symbol, bars in self._bars.items()
            if bars.state is ChartState.FAILED
        )

    def show(self, symbol: str, setup: ChartSetup) -> None:
        """Follow what a chart of this symbol is compared with; the own one needs no line."""
        wanted = [one for one in setup.compared[:MOST_COMPARED] if one != symbol]
        if not wanted and not self._bars:
            return
        for gone in [one for one in self._bars if one not in wanted]:
            bars = self._bars.pop(gone)
            bars.leave()
            bars.deleteLater()
        for place, one in enumerate(wanted):
            key = BarKey(compared_feed(one, setup), setup.interval, setup.adjusted)
            bars = self._bars.get(one) or self._follow(one, place)
            if bars.key != key:
                bars.show(key)
        self._bars = {one: self._bars[one] for one in wanted}
        self.changed.emit()

    def on_frame(self, frame: Frame) -> None:
        """Take what moved."""
        for bars in tuple(self._bars.values()):
            bars.on_frame(frame)

    def lines(self, times: Times) -> tuple[ComparedLine, ...]:
        """One value for each of a chart's bars: the last close up to it, NaN before the first."""
        return tuple(
            ComparedLine(
                symbol,
                compared_name(symbol, self._context, self._words),
                aligned(times, bars.pyramid.time, bars.pyramid.close),
            )
            for symbol, bars in self._bars.items()
        )

    def leave(self) -> None:
        """Nothing is compared any more."""
        for bars in self._bars.values():
            bars.leave()
            bars.deleteLater()
        self._bars = {}

    def _follow(self, symbol: str, place: int) -> ChartBars:
        owner = f"{self._owner}/{place}/{symbol}"
        bars = self._bars[symbol] = ChartBars(self._context, owner, self, self._monotonic)
        for told in (bars.replaced, bars.reread, bars.state_changed):
            told.connect(self.changed)
        bars.moved.connect(lambda _start: self.changed.emit())
        return bars


def with_compared(setup: ChartSetup, symbol: str) -> ChartSetup:
    """A chart with a further symbol beside its own: with the first one it counts in percent."""
    alone = setup.scale_alone if setup.compared else setup.scale
    compared = (*setup.compared, symbol)
    return replace(setup, compared=compared, scale=PriceScale.PERCENT, scale_alone=alone)


def without_compared(setup: ChartSetup, symbol: str) -> ChartSetup:
    """A chart with one less: with the last one gone the scale is again what it was before, unless
    another has been chosen since.
    """
    left = tuple(one for one in setup.compared if one != symbol)
    if left:
        return replace(setup, compared=left)
    before = setup.scale_alone or PriceScale.LINEAR
    scale = before if setup.scale is PriceScale.PERCENT else setup.scale
    return replace(setup, compared=(), scale=scale, scale_alone=None)


def compared_feed(symbol: str, setup: ChartSetup) -> str:
    """Whose prices are compared: an index has one market alone."""
    return symbol if index_code(symbol) is not None else feed_key(symbol, setup.view)


def compared_name(symbol: str, context: ViewContext, words: Words) -> str:
    """What a compared symbol is called."""
    code = index_code(symbol)
    if code is None:
        return context.instruments.name(symbol)
    return words(f"chart_panel.index.{code}") if symbol in INDICES else code


def aligned(times: Times, others: Times, closes: Floats) -> Floats:
    """The last of `closes` that stood at each of `times`; NaN before the first."""
    found = np.full(len(times), np.nan)
    if len(others):
        places = np.searchsorted(others, times, side="right") - 1
        known = places >= 0
        found[known] = closes[places[known]]
    return found
