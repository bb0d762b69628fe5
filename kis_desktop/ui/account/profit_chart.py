"""Cumulative realised profit against KOSPI: two lines, two scales, drawn in one pass."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.profit import ProfitLine
from kis_desktop.viewmodels.words import Words

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS = 5
_WIDTH = 1.6
_MONTH = 28  # days from which a month is named instead of a day
_LEAST_DAY_GAP = 64  # pixels between the names of two days


class ProfitChart(QWidget):
    """Profit on the left scale in won, the index on the right in percent since its first day."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profitChart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._titles = words("profit.chart_profit"), words("profit.chart_index")
        self._line: ProfitLine | None = None
        Theme.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(360, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 90)

    def show_line(self, line: ProfitLine | None, spoken: str) -> None:
        """Draw the line, or nothing; `spoken` is what it says in words."""
        self.setAccessibleName(spoken)
        self.setToolTip(spoken if line is not None and line.days else "")
        self._line = line
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, line = Theme.current(), self._line
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Token.PANEL))
        if line is not None and line.days:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(FontKind.HINT))
            _Plot(painter, theme, self._titles, line, QRectF(self.rect())).draw()
        painter.end()


class _Plot:
    """One drawing of a line into a rectangle."""

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        titles: tuple[str, str],
        line: ProfitLine,
        room: QRectF,
    ) -> None:
        self._painter, self._theme, self._titles, self._line = painter, theme, titles, line
        self._metrics = QFontMetrics(theme.font(FontKind.HINT))
        self._left = ticks((*line.profit, 0.0))
        self._right = ticks((*line.index, 0.0)) if line.index else ()
        left = max(self._metrics.horizontalAdvance(_won(tick)) for tick in self._left)
        right = max(
            (self._metrics.horizontalAdvance(_rate(tick)) for tick in self._right), default=0
        )
        height = self._metrics.height()
        self._area = room.adjusted(
            left + 3 * STEP, height + 3 * STEP, -right - 3 * STEP, -height - 2 * STEP
        )
        days = (*line.days, *line.index_days)
        self._first, self._last = min(days), max(*days, min(days) + 1)

    def draw(self) -> None:
        """Grid, names, the index, and the profit above it."""
        theme = self._theme
        accent, dim = theme.color(Token.ACCENT), theme.color(Token.DIM)
        self._draw_heads(accent, dim)
        self._draw_scale(self._left, left=True)
        self._draw_scale(self._right, left=False)
        self._draw_days()
        if self._right:
            pen = QPen(dim, _WIDTH, Qt.PenStyle.DashLine)
            self._draw_line(self._line.index_days, self._line.index, self._right, pen)
        pen = QPen(accent, _WIDTH)
        self._draw_line(self._line.days, self._line.profit, self._left, pen)

    def _draw_heads(self, accent: QColor, dim: QColor) -> None:
        row = QRectF(STEP, STEP, self._area.right() + 8 * STEP, self._metrics.height())
        both = sum(self._metrics.horizontalAdvance(f"━ {title}") for title in self._titles)
        self._painter.setPen(accent)
        self._painter.drawText(row, Qt.AlignmentFlag.AlignLeft, f"━ {self._titles[0]}")
        if self._right and both + 4 * STEP < row.width():
            self._painter.setPen(dim)
            self._painter.drawText(row, Qt.AlignmentFlag.AlignRight, f"╌ {self._titles[1]}")

    def _draw_scale(self, values: Sequence[float], *, left: bool) -> None:
        height = self._metrics.height()
        for value in values:
            y = self._y(value, values)
            if left:
                self._painter.setPen(self._theme.color(Token.LINE))
                self._painter.drawLine(
                    QPointF(self._area.left(), y), QPointF(self._area.right(), y)
                )
                told = QRectF(0, y - height / 2, self._area.left() - STEP, height)
                align, text = Qt.AlignmentFlag.AlignRight, _won(value)
            else:
                told = QRectF(self._area.right() + STEP, y - height / 2, 80, height)
                align, text = Qt.AlignmentFlag.AlignLeft, _rate(value)
            self._painter.setPen(self._theme.color(Token.FAINT))
            self._painter.drawText(told, align | Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_days(self) -> None:
        count = max(int(self._area.width() // _LEAST_DAY_GAP), 1)
        step = max(math.ceil((self._last - self._first) / count), 1)
        form = "%y-%m" if step >= _MONTH else "%m-%d"
        top = self._area.bottom() + STEP
        self._painter.setPen(self._theme.color(Token.FAINT))
        for day in range(self._first, self._last + 1, step):
            text = date.fromordinal(day).strftime(form)
            wide = self._metrics.horizontalAdvance(text)
            left = min(max(self._x(day) - wide / 2, 0), self._area.right() - wide)
            self._painter.drawText(QPointF(left, top + self._metrics.ascent()), text)

    def _draw_line(
        self, days: Sequence[int], values: Sequence[float], scale: Sequence[float], pen: QPen
    ) -> None:
        points = [
            QPointF(self._x(day), self._y(value, scale))
            for day, value in zip(days, values, strict=True)
        ]
        self._painter.setPen(pen)
        if len(points) == 1:
            self._painter.drawEllipse(points[0], _WIDTH, _WIDTH)
        else:
            self._painter.drawPolyline(QPolygonF(points))

    def _x(self, day: int) -> float:
        share = (day - self._first) / (self._last - self._first)
        return self._area.left() + share * self._area.width()

    def _y(self, value: float, scale: Sequence[float]) -> float:
        share = (value - scale[0]) / (scale[-1] - scale[0])
        return self._area.bottom() - share * self._area.height()


def ticks(values: Sequence[float]) -> tuple[float, ...]:
    """Round marks from below the lowest value to above the highest, at least two."""
    low, high = min(values), max(values)
    span = high - low or abs(high) or 1.0
    rough = span / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in _STEPS if power * each >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(step * place for place in range(first, max(last, first + 1) + 1))


def _won(value: float) -> str:
    return f"{value:,.0f}"


def _rate(value: float) -> str:
    return f"{value:+.1f}%" if value else "0%"
