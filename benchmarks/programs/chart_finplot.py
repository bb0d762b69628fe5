"""finplot's chart: candles and volume, as its examples make them."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Any

os.environ["PYQTGRAPH_QT_LIB"] = "PyQt6"

import finplot
import pandas as pd
from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QApplication

from benchmarks.chart_walk import Columns
from benchmarks.programs.chart_contest import SIZE, Contest


class Finplot:
    """One window with candles, volume laid over their foot, and its crosshair."""

    def __init__(self, bars: Columns) -> None:
        columns = dict(zip(("open", "high", "low", "close", "volume"), bars[1:], strict=True))
        index = pd.to_datetime(bars[0], unit="s")
        self._frame = pd.DataFrame(columns, index=index)
        self._axis: Any = finplot.create_plot("bench", maximize=False, init_zoom_periods=300)
        self._window = finplot.windows[-1]
        self._window.resize(*SIZE)
        self._candles = finplot.candlestick_ochl(self._candle_frame, ax=self._axis)
        self._volume = finplot.volume_ocv(self._volume_frame, ax=self._axis.overlay())
        finplot.show(qt_exec=False)

    @property
    def surface(self) -> Any:
        """The view's viewport."""
        return self._window.viewport()

    @property
    def _candle_frame(self) -> Any:
        return self._frame[["open", "close", "high", "low"]]

    @property
    def _volume_frame(self) -> Any:
        return self._frame[["open", "close", "volume"]]

    def show(self, first: float, last: float) -> None:
        """As its own panning and zooming do."""
        self._axis.vb.update_y_zoom(first, last)

    def move_last(self, close: float, volume: float) -> None:
        """As its live examples do: the frame is changed and given again."""
        last = self._frame.index[-1]
        self._frame.loc[last, ["close", "volume"]] = (close, volume)
        self._candles.update_data(self._candle_frame)
        self._volume.update_data(self._volume_frame)

    def close(self) -> None:
        """Close the window and forget it."""
        finplot.close()


if __name__ == "__main__":
    finplot.autoviewrestore(enable=False)
    app = QApplication([])
    Contest(app, QObject, Finplot).serve(f"finplot {version('finplot')}")
