"""Our working orders on the chart: taken hold of by their lines and pulled to another price."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from kis_desktop.ui.chart.levels_painter import paint_levels
from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.chart_levels import Level
from kis_desktop.viewmodels.roles import Tone

TOOL_ORDER = 30
_GRASP = 4.0  # pixels from an order's line within which it is taken hold of
_SLACK = 4.0  # pixels; less is a click


def create(view: ChartView) -> OrdersTool:
    """The orders of a chart."""
    return OrdersTool(view)


class OrdersTool(ChartTool):
    """Lines of working orders under the hand."""

    picked = Signal(str)  # an order's number
    pulled = Signal(str, object)  # an order's number, Decimal on tick
    hides_in_replay = True

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self._held: Level | None = None
        self._start = QPointF()
        self._price: Decimal | None = None  # where the held order is pulled to
        self.picked.connect(view.model.pick_order)
        self.pulled.connect(view.model.propose_price)
        view.model.bars_replaced.connect(self._let_go)

    @property
    def hides_crosshair(self) -> bool:
        return self._price is not None

    def order_at(self, at: QPointF) -> Level | None:
        """The working order whose line is there and that may be amended."""
        sight = self._view.canvas.sight
        if sight is None or not sight.panes.price.contains(at):
            return None
        near = [
            (abs(sight.price.y(float(level.price)) - at.y()), number, level)
            for number, level in enumerate(self._view.canvas.content.levels)
            if level.order_no
        ]
        distance, _, level = min(near, default=(_GRASP + 1, 0, None))
        return level if distance <= _GRASP else None

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        self._held = self.order_at(spot.at)
        self._start, self._price = spot.at, None
        return self._held is not None

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        if self._held is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        started = self._price is not None
        if started or (spot.at - self._start).manhattanLength() > _SLACK:
            self._price = spot.quoted or self._price
            self.held_changed.emit()

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        held, price = self._held, self._price
        self._let_go()
        if held is None:
            return
        if price is None:
            self.picked.emit(held.order_no)
        elif any(
            level.order_no == held.order_no and level.price != price
            for level in self._view.canvas.content.levels
        ):
            self.pulled.emit(held.order_no, price)

    def key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape or self._held is None:
            return False
        self._let_go()
        return True

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        over = self._held is not None or self.order_at(spot.at) is not None
        return Qt.CursorShape.SizeVerCursor if over else None

    def paint_held(self, brush: Brush) -> None:
        held, price = self._held, self._price
        if held is None or price is None:
            return
        text = f"{price:,}"
        label = self._view.words("chart.order_pulled", price=text)
        moved = replace(held, price=price, text=text, label=label, tone=Tone.UNCERTAIN)
        paint_levels(brush.painter, brush.sight, (moved,), (), brush.colors, brush.fonts)

    def _let_go(self) -> None:
        self._held = self._price = None
        self.held_changed.emit()
