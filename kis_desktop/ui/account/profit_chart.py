"""Cumulative realised profit against KOSPI, drawn by pyqtgraph.

pyqtgraph is imported here, and this module when the panel is opened.
"""

from __future__ import annotations

from datetime import date

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind, Token
from kis_desktop.viewmodels.profit import ProfitLine
from kis_desktop.viewmodels.words import Words

_WIDTH = 1.6


class DayAxis(pg.AxisItem):  # type: ignore[misc]
    """Days by their ordinal, as month and day."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        del scale
        form = "%y-%m" if spacing > 28 else "%m-%d"  # noqa: PLR2004 - days of a month
        return [
            date.fromordinal(int(value)).strftime(form) if value >= 1 else "" for value in values
        ]


class WonAxis(pg.AxisItem):  # type: ignore[misc]
    """Won with commas."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        del scale, spacing
        return [f"{value:,.0f}" for value in values]


class ProfitChart(QWidget):
    """Profit on the left axis in won, the index on the right in percent since the first day."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profitChart")
        self.plot = pg.PlotWidget(
            axisItems={"bottom": DayAxis("bottom"), "left": WonAxis("left")}, parent=self
        )
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.item = self.plot.getPlotItem()
        self.item.showAxis("right")
        self.beside = pg.ViewBox(enableMenu=False)
        self.beside.setMouseEnabled(x=False, y=False)
        self.item.scene().addItem(self.beside)
        self.item.getAxis("right").linkToView(self.beside)
        self.beside.setXLink(self.item)
        self.item.getViewBox().sigResized.connect(self._align)
        self.profit = pg.PlotDataItem()
        self.index = pg.PlotDataItem()
        self.zero = pg.InfiniteLine(0, angle=0)
        self.item.addItem(self.zero)
        self.item.addItem(self.profit)
        self.beside.addItem(self.index)
        self._titles = words("profit.chart_profit"), words("profit.chart_index")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        Theme.current().changed.connect(self._paint)
        self._paint()

    def show_line(self, line: ProfitLine | None, spoken: str) -> None:
        """Draw the line, or nothing; `spoken` is what it says in words."""
        self.setAccessibleName(spoken)
        days, profit = (line.days, line.profit) if line is not None else ((), ())
        index_days, index = (line.index_days, line.index) if line is not None else ((), ())
        self.profit.setData(list(days), list(profit))
        self.index.setData(list(index_days), list(index))
        self.plot.setVisible(bool(days))
        self.item.getViewBox().autoRange()
        self.beside.autoRange()
        self._align()

    def _align(self) -> None:
        """The two views share one place."""
        where: QRectF = self.item.getViewBox().sceneBoundingRect()
        self.beside.setGeometry(where)
        self.beside.linkedViewChanged(self.item.getViewBox(), self.beside.XAxis)

    def _paint(self) -> None:
        theme = Theme.current()
        self.plot.setBackground(theme.color(Token.PANEL))
        faint, line = theme.color(Token.FAINT), theme.color(Token.LINE)
        for name in ("left", "bottom", "right"):
            axis = self.item.getAxis(name)
            axis.setPen(pg.mkPen(line))
            axis.setTextPen(pg.mkPen(faint))
            axis.setStyle(tickFont=theme.font(FontKind.HINT))
        accent, dim = theme.color(Token.ACCENT), theme.color(Token.DIM)
        self.profit.setPen(pg.mkPen(accent, width=_WIDTH))
        self.index.setPen(pg.mkPen(dim, width=_WIDTH, style=Qt.PenStyle.DashLine))
        self.zero.setPen(pg.mkPen(line))
        for side, title, color in zip(("left", "right"), self._titles, (accent, dim), strict=True):
            self.item.getAxis(side).setLabel(title, color=color.name())
