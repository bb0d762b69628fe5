"""The moment that is pointed at in another chart, as a thin line."""

from __future__ import annotations

from PySide6.QtCore import QLineF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPen

from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView

TOOL_ORDER = 5


def create(view: ChartView) -> MomentTool:
    """A chart's own."""
    return MomentTool(view)


class MomentTool(ChartTool):
    """Tells where the pointer is, and shows where it is elsewhere."""

    pointed = Signal(int)  # UTC epoch seconds

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self._moment: int | None = None

    @property
    def moment(self) -> int | None:
        """What is pointed at elsewhere; None while nothing is."""
        return self._moment

    def show_moment(self, moment: int | None) -> None:
        """Show a moment of another chart, or none."""
        if moment != self._moment:
            self._moment = moment
            self.held_changed.emit()

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        self._moment = None
        self.pointed.emit(spot.time)

    def paint_held(self, brush: Brush) -> None:
        if self._moment is None:
            return
        sight = brush.sight
        index = self._view.canvas.bar_times.index_of(self._moment)
        x = round(sight.viewport.x(round(index))) + 0.5
        if not 0 <= x <= sight.panes.plot_width:
            return
        brush.painter.setPen(QPen(brush.colors.dim, 1, Qt.PenStyle.DashLine))
        brush.painter.drawLine(QLineF(x, 0, x, sight.panes.bottom))
