"""vnpy's chart: candles, volume below them, and its cursor, as its chart module makes them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from vnpy.chart import CandleItem, ChartWidget, VolumeItem
from vnpy.trader.constant import Exchange, Interval
from vnpy.trader.object import BarData

from benchmarks.chart_walk import Columns
from benchmarks.programs.chart_contest import SIZE, Contest


class Vnpy:
    """One chart widget; its bars are its own objects, made with the chart."""

    def __init__(self, bars: Columns) -> None:
        self._widget: Any = ChartWidget()
        self._widget.add_plot("candle", hide_x_axis=True)
        self._widget.add_plot("volume", maximum_height=200)
        self._widget.add_item(CandleItem, "candle", "candle")
        self._widget.add_item(VolumeItem, "volume", "volume")
        self._widget.add_cursor()
        self._widget.resize(*SIZE)
        history = [_bar(*row) for row in bars.T.tolist()]
        self._last = history[-1]
        self._widget.update_history(history)
        self._widget.show()

    @property
    def surface(self) -> Any:
        """The view's viewport."""
        return self._widget.viewport()

    def show(self, first: float, last: float) -> None:
        """As its own keys do."""
        self._widget._right_ix = int(last)  # noqa: SLF001 - what its keys set
        self._widget._bar_count = int(last - first)  # noqa: SLF001
        self._widget._update_x_range()  # noqa: SLF001

    def move_last(self, close: float, volume: float) -> None:
        """As a tick does."""
        self._last.close_price, self._last.volume = close, volume
        self._widget.update_bar(self._last)

    def close(self) -> None:
        """Take the widget away; its own `close` fails."""
        self._widget.hide()
        self._widget.deleteLater()


def _bar(
    time: float, opened: float, high: float, low: float, close: float, volume: float
) -> BarData:
    return BarData(
        gateway_name="bench",
        symbol="005930",
        exchange=Exchange.SMART,
        datetime=datetime.fromtimestamp(time, UTC),
        interval=Interval.MINUTE,
        open_price=opened,
        high_price=high,
        low_price=low,
        close_price=close,
        volume=volume,
    )


if __name__ == "__main__":
    app = QApplication([])
    Contest(app, QObject, Vnpy).serve(f"vnpy {version('vnpy')}")
