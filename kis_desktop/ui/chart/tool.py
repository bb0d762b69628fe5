"""What can be laid over a chart and taken hold of: orders, drawings, alerts, a replay's edge.

A tool is one module of `ui/chart/tools` with `TOOL_ORDER` and `create(view) -> ChartTool`, found by
scan; it adds what it needs to the view (a bar at the side, a line at the foot). Every tool paints
twice: `paint` into a layer that is kept until `changed`, and `paint_held` on the screen itself,
with each movement of the pointer. Hand and keys are offered to the tools by order before the chart
itself moves; who takes a press is given all that follows until the release.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from kis_desktop.ui.chart.colors import ChartColors
    from kis_desktop.ui.chart.levels_painter import TagFonts
    from kis_desktop.ui.chart.sight import Sight


@dataclass(frozen=True, slots=True)
class Brush:
    """What a tool paints with. The painter counts device-independent pixels; the tool clips to the
    pane that it paints in, and leaves pen, brush and clip as it likes.
    """

    painter: QPainter
    sight: Sight
    colors: ChartColors
    fonts: TagFonts


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the canvas: `bar` counts bars with fractions (past the last one for the future),
    `time` is what stands there in UTC epoch seconds, `price` the exact price of the height,
    `quoted` the nearest price that can be quoted; both None outside of the price pane.
    """

    at: QPointF
    bar: float
    time: int
    price: float | None
    quoted: Decimal | None


@dataclass(frozen=True, slots=True)
class AxisTags:
    """What a tool writes on the axes, in pixels: `heights` are the middles of tags on the price
    axis, `spans` the left and right ends of those on the time axis.
    """

    heights: tuple[float, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()


NO_TAGS = AxisTags()


class ChartTool(QObject):
    """The base of all tools: it paints nothing and takes nothing."""

    changed = Signal()  # what `paint` paints is another now
    held_changed = Signal()  # what `paint_held` paints is another now

    hides_in_replay = False
    """whether it shows or moves what is the market's or the account's now: it is gone, for eye,
    hand and keys, while a past day is played
    """

    def paint(self, brush: Brush) -> None:
        """Paint what stays, over bars and indicators, below the levels' tags."""

    def axis_tags(self, sight: Sight) -> AxisTags:
        """Where `paint` writes on the axes: their own labels make way for it."""
        return NO_TAGS

    def paint_held(self, brush: Brush) -> None:
        """Paint what moves with the pointer, over everything."""

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        """The left button went down; whether the tool takes hold."""
        return False

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        """The pointer moved; with the button down only for who holds."""

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        """The button is up again; for who holds."""

    def click(self, event: QMouseEvent, spot: Spot) -> bool:
        """A button went down and up on one place of the plot, the left one while nobody held, the
        right one for who took its press; whether it was meant for the tool.
        """
        return False

    def press_right(self, event: QMouseEvent, spot: Spot) -> bool:
        """The right button went down, once or twice as the event's type says; whether it is the
        tool's, so that no menu opens.
        """
        return False

    def double_click(self, event: QMouseEvent, spot: Spot) -> bool:
        """The left button was pressed twice; whether it was meant for the tool."""
        return False

    def key(self, event: QKeyEvent) -> bool:
        """A key; whether it was the tool's. Escape lets go of what is held."""
        return False

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        """The pointer's shape over what the tool has there; None where it has nothing."""
        return None

    @property
    def spoken(self) -> str:
        """What those who hear the chart are told of it; empty for nothing."""
        return ""

    @property
    def hides_crosshair(self) -> bool:
        """Whether what is held says it all, so that the crosshair would only cover it."""
        return False

    @property
    def is_armed(self) -> bool:
        """Whether a click or a key acts on the market now: no other tool takes them then, but one
        that was taken in the hand for it.
        """
        return False

    def add_actions(self, menu: QMenu, spot: Spot | None) -> None:
        """Add what can be done there to the chart's menu; `spot` is None for the menu key."""
