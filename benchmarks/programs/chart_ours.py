"""Our chart, with what a trader has on it: volume, three averages, two panes, crosshair, drawings.

`chart_ours [marked|six]`: `marked` has five thousand fills and twenty working orders as well, `six`
are six charts in a window of the same size.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from benchmarks.chart_walk import Columns
from benchmarks.programs.chart_contest import SIZE, Contest
from kis_desktop.domain.chart_setup import StudySetup
from kis_desktop.domain.order import Side
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_levels import FillMark, Level, LevelKind
from kis_desktop.viewmodels.chart_studies import follow, plots
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_STUDIES = (
    StudySetup("sma", (5,)),
    StudySetup("sma", (20,)),
    StudySetup("ema", (60,)),
    StudySetup("rsi", (14,)),
    StudySetup("rsi", (28,)),
)
_MARKS, _ORDERS = 5_000, 20


class Ours:
    """One canvas in a window of its own."""

    def __init__(
        self, bars: Columns, *, marked: bool = False, size: tuple[int, int] = SIZE
    ) -> None:
        time, *columns = bars
        series = BarSeries(time.astype(np.int64), *(column.copy() for column in columns))
        self._pyramid = BarPyramid(series)
        self._plots = plots(_STUDIES, self._pyramid)
        self._canvas = ChartCanvas(Words("ko"))
        self._canvas.resize(*size)
        self._canvas.set_tick(100, lambda price: Decimal(round(price / 100) * 100))
        self._canvas.show_bars(self._pyramid, self._plots, dated=False)
        if marked:
            self._canvas.show_marks(_marks(time))
            self._canvas.show_levels(_levels(float(columns[3][-1])))
        self._canvas.show()
        self._canvas.point(QPointF(700, 300))

    @property
    def surface(self) -> QWidget:
        """The canvas."""
        return self._canvas

    def show(self, first: float, last: float) -> None:
        """As hand and keys do."""
        viewport = self._canvas.viewport
        width = viewport.width / (last - first)
        zoomed = viewport.zoomed(width / viewport.bar_width, 0.0)
        self._canvas.move_to(zoomed.panned((zoomed.right - last) * zoomed.bar_width))
        self._canvas.point(QPointF(700, 300))

    def move_last(self, close: float, volume: float) -> None:
        """As a frame with a print does."""
        rows, last = self._pyramid.level(0), len(self._pyramid) - 1
        opened, high, low = (float(rows[row, last]) for row in range(3))
        moved = (opened, max(high, close), min(low, close), close, volume)
        time = self._pyramid.time[last:].copy()
        self._pyramid.put(last, BarSeries(time, *(np.array([value]) for value in moved)))
        follow(self._plots, self._pyramid, last)
        self._canvas.follow_bars()

    def close(self) -> None:
        """Close the window."""
        self._canvas.close()
        self._canvas.deleteLater()


class Six:
    """Six charts of the same bars, three above three, all moved together."""

    def __init__(self, bars: Columns) -> None:
        self._window = QWidget()
        layout = QGridLayout(self._window)
        self._charts = [Ours(bars, size=(SIZE[0] // 3, SIZE[1] // 2)) for _ in range(6)]
        for number, chart in enumerate(self._charts):
            layout.addWidget(chart.surface, number // 3, number % 3)
        self._window.resize(*SIZE)
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
        self._window.close()
        self._window.deleteLater()


def _marks(time: Any) -> tuple[FillMark, ...]:
    places = np.linspace(0, len(time) - 1, _MARKS).astype(np.int64)
    return tuple(
        FillMark(int(time[place]), Side.BUY if number % 2 else Side.SELL)
        for number, place in enumerate(places.tolist())
    )


def _levels(last: float) -> tuple[Level, ...]:
    prices = [
        Decimal(round(last / 100) * 100 + 100 * (step - _ORDERS // 2)) for step in range(_ORDERS)
    ]
    return tuple(
        Level(
            LevelKind.ORDER,
            price,
            f"{price:,}",
            f"매수 {number + 1}주",
            Tone.BUY if number % 2 else Tone.SELL,
            moves=(f"{number:010d}",),
            cancels=(f"{number:010d}",),
        )
        for number, price in enumerate(prices)
    )


if __name__ == "__main__":
    app = QApplication([])
    Theme().apply(app)
    asked = sys.argv[1:]
    if asked == ["six"]:
        Contest(app, QObject, Six).serve("kis-desktop, six charts")
    else:
        Contest(app, QObject, lambda bars: Ours(bars, marked=bool(asked))).serve("kis-desktop")
