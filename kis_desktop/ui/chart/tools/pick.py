"""A moment that is picked by a click on the chart, once it was asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from kis_desktop.ui.chart.tool import ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView

TOOL_ORDER = 90


def create(_view: ChartView) -> PickTool:
    """A chart's own."""
    return PickTool()


class PickTool(ChartTool):
    """Takes one press while it waits for it; Escape gives up."""

    picked = Signal(int)  # UTC epoch seconds
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waits = False

    @property
    def waits(self) -> bool:
        """Whether the next press is its own."""
        return self._waits

    def begin(self) -> None:
        """Wait for a press."""
        self._waits = True

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        if not self._waits:
            return False
        self._waits = False
        self.picked.emit(spot.time)
        return True

    def key(self, event: QKeyEvent) -> bool:
        if not self._waits or event.key() != Qt.Key.Key_Escape:
            return False
        self._waits = False
        self.left.emit()
        return True

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        return Qt.CursorShape.PointingHandCursor if self._waits else None
