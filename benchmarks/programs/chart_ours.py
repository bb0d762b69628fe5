"""Our chart as the program shows it, with what a trader has on it and the crosshair over it.

`chart_ours [marked|bare|six]`: `marked` has five thousand fills and twenty working orders as well,
`bare` has bars and volume alone, as the others have; `six` are six charts in a window of that size.
"""

from __future__ import annotations

import asyncio
import sys
from functools import partial

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from benchmarks.chart_walk import Columns
from benchmarks.chart_world import ChartWorld
from benchmarks.programs.chart_contest import SIZE, Contest
from kis_desktop.indicators.series import BarSeries
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_studies import follow

SAID = {"marked": "5,000 fills and 20 orders on it", "bare": "bars and volume alone"}


class Ours:
    """One chart whose canvas is as large as the others' windows."""

    def __init__(
        self,
        bars: Columns,
        loop: asyncio.AbstractEventLoop,
        *,
        marked: bool = False,
        bare: bool = False,
        size: tuple[int, int] = SIZE,
    ) -> None:
        self._world = ChartWorld(bars, loop, size, marked=marked, bare=bare)
        self._canvas, self._model = self._world.canvas, self._world.model
        self._world.cell.show()
        self._world.point()

    @property
    def surface(self) -> QWidget:
        """The canvas."""
        return self._canvas

    @property
    def cell(self) -> QWidget:
        """The chart with everything around its canvas."""
        return self._world.cell

    def show(self, first: float, last: float) -> None:
        """As hand and keys do."""
        viewport = self._canvas.viewport
        width = viewport.width / (last - first)
        zoomed = viewport.zoomed(width / viewport.bar_width, 0.0)
        self._canvas.move_to(zoomed.panned((zoomed.right - last) * zoomed.bar_width))
        self._world.point()

    def move_last(self, close: float, volume: float) -> None:
        """As a frame with a print does."""
        pyramid = self._model.pyramid
        rows, last = pyramid.level(0), len(pyramid) - 1
        opened, high, low = (float(rows[row, last]) for row in range(3))
        moved = (opened, max(high, close), min(low, close), close, volume)
        time = pyramid.time[last:].copy()
        pyramid.put(last, BarSeries(time, *(np.array([value]) for value in moved)))
        follow(self._model.plots, pyramid, last)
        self._model.bars_moved.emit()

    def close(self) -> None:
        """Close the window."""
        self._world.close()


class Six:
    """Six charts of the same bars, three above three, all moved together."""

    def __init__(self, bars: Columns, loop: asyncio.AbstractEventLoop) -> None:
        self._window = QWidget()
        layout = QGridLayout(self._window)
        size = SIZE[0] // 3, SIZE[1] // 2
        self._charts = [Ours(bars, loop, size=size) for _ in range(6)]
        for number, chart in enumerate(self._charts):
            layout.addWidget(chart.cell, number // 3, number % 3)
        self._window.show()

    @property
    def surface(self) -> QWidget:
        """The last canvas."""
        return self._charts[-1].surface

    def show(self, first: float, last: float) -> None:
        """Move all of them."""
        for chart in self._charts:
            chart.show(first, last)

    def move_last(self, close: float, volume: float) -> None:
        """The same print for all."""
        for chart in self._charts:
            chart.move_last(close, volume)

    def close(self) -> None:
        """Close the window."""
        for chart in self._charts:
            chart.close()
        self._window.close()
        self._window.deleteLater()


if __name__ == "__main__":
    app = QApplication([])
    Theme().apply(app)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    asked = sys.argv[1:]
    marked, bare = asked == ["marked"], asked == ["bare"]
    if asked == ["six"]:
        Contest(app, QObject, lambda bars: Six(bars, loop)).serve("kis-desktop, six charts")
    else:
        made = partial(Ours, loop=loop, marked=marked, bare=bare)
        name = f"kis-desktop, {SAID[asked[0]]}" if asked else "kis-desktop"
        Contest(app, QObject, made).serve(name)
