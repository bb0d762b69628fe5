"""Our fills on the chart: marked at their bars, told under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPen
from PySide6.QtWidgets import QMenu

from kis_desktop.ui.chart.marks_painter import marks_at
from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.chart_fills import ChartFills
from kis_desktop.viewmodels.roles import Tone

TOOL_ORDER = 8
_PAD, _BESIDE, _ROW = 8.0, 14.0, 17.0


def create(view: ChartView) -> FillsTool:
    """The fills of a chart."""
    return FillsTool(view)


class FillsTool(ChartTool):
    """Twin of `ChartFills`."""

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self.fills = ChartFills(view.context, view.model, self)
        self._at = QPointF()
        self._lines: tuple[tuple[str, Tone], ...] = ()
        self.fills.changed.connect(self._show)
        view.canvas.installEventFilter(self)
        self._show()

    @property
    def told(self) -> tuple[tuple[str, Tone], ...]:
        """What is said of the mark under the pointer."""
        return self._lines

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        if event.buttons():
            self._tell((), spot)
            return
        canvas = self._view.canvas
        content, sight = canvas.content, canvas.sight
        inside = sight is not None and sight.panes.price.contains(spot.at)
        found: tuple[int, ...] = ()
        if sight is not None and inside and content.notice is None:
            found = marks_at(sight, content.pyramid, content.marks, spot.at, dated=content.dated)
        self._tell(found, spot)

    def add_actions(self, menu: QMenu, spot: Spot | None) -> None:
        words = self._view.words
        text = words("chart_fills.menu")
        if self.fills.is_incomplete:
            text += words("chart_fills.unread")
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(self.fills.shown)
        action.toggled.connect(self.fills.set_shown)

    def paint_held(self, brush: Brush) -> None:
        if not self._lines:
            return
        metrics = QFontMetricsF(brush.fonts.plain)
        width = max(metrics.horizontalAdvance(text) for text, _ in self._lines) + 2 * _PAD
        height = len(self._lines) * _ROW + _PAD
        pane = brush.sight.panes.price
        left = self._at.x() + _BESIDE
        if left + width > pane.right():
            left = max(self._at.x() - _BESIDE - width, pane.left())
        top = min(max(self._at.y() + _BESIDE, pane.top()), max(pane.bottom() - height, 0.0))
        painter = brush.painter
        painter.setPen(QPen(brush.colors.line, 1))
        painter.setBrush(brush.colors.raised)
        painter.drawRect(QRectF(left, top, width, height).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(brush.fonts.plain)
        for row, (text, tone) in enumerate(self._lines):
            box = QRectF(left + _PAD, top + _PAD / 2 + row * _ROW, width, _ROW)
            painter.setPen(brush.colors.tone(tone))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave and self._lines:
            self._lines = ()
            self.held_changed.emit()
        return super().eventFilter(watched, event)

    def _tell(self, places: tuple[int, ...], spot: Spot) -> None:
        lines = self.fills.lines(places)
        if lines != self._lines:
            self._lines, self._at = lines, spot.at
            self.held_changed.emit()

    def _show(self) -> None:
        self._lines = ()
        self._view.canvas.show_marks(self.fills.marks)
