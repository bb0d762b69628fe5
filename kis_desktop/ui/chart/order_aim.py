"""Where the next order would go while the chart is switched on: under the pointer, or by key."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen

from kis_desktop.domain.order import Side
from kis_desktop.domain.tick_size import step
from kis_desktop.ui.chart.levels_painter import TAG_HEIGHT, price_tag
from kis_desktop.ui.chart.tool import Brush, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.chart_orders import ChartOrders
from kis_desktop.viewmodels.click_modes import ClickMode
from kis_desktop.viewmodels.ticks import tick_table

_SIDES = {Qt.MouseButton.LeftButton: Side.BUY, Qt.MouseButton.RightButton: Side.SELL}
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
_PLACES = {Qt.Key.Key_Left: Side.BUY, Qt.Key.Key_Right: Side.SELL}
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_PAD, _GAP, _FRAME = 8.0, 4.0, 2.0
_ROOMY = 640.0  # pixels of the pane, below which little is said
_BESIDE = 18.0  # pixels between the pointer and the words


@dataclass(frozen=True, slots=True)
class Aim:
    """A price (KRW, on tick and inside the day's limits); `x` is the pointer's, None by key."""

    price: Decimal
    x: float | None
    stop: bool = False

    def orders_as(self, other: Aim | None) -> bool:
        """Whether a click on either orders the same."""
        return other is not None and (self.price, self.stop) == (other.price, other.stop)


class _Meant(NamedTuple):
    """What half of a click means."""

    price: Decimal | None
    button: Qt.MouseButton
    stop: bool


class OrderAim(QObject):
    """Buys with the left button, sells with the right one, a stop with Ctrl. Both clicks of a
    double one must have meant the same order, and the one that is shown: where scale or Ctrl
    changed under a pointer that rests, a click shows what the next one orders, and orders nothing.
    """

    changed = Signal()

    def __init__(self, view: ChartView, orders: ChartOrders) -> None:
        super().__init__(orders)
        self._view = view
        self._orders = orders
        self._aim: Aim | None = None
        self._at: QPointF | None = None  # where the pointer was when it was told last
        self._first: _Meant | None = None
        self._changed = False  # the press meant another order than was shown
        orders.trading.state_changed.connect(self._look)

    @property
    def aim(self) -> Aim | None:
        """Where the next order would go; None while the switch is off or nothing is pointed at."""
        return self._aim

    def point(self, spot: Spot, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved."""
        self._at = spot.at
        self._show(self._aimed(spot, modifiers))

    def leave(self) -> None:
        """The pointer left the canvas."""
        self._at = None
        self._show(None)

    def press(self, event: QMouseEvent, spot: Spot) -> None:
        """A button went down: the first half of what a double click means."""
        shown, aimed = self._aim, self._aimed(spot, event.modifiers())
        rests = self._at == spot.at and shown is not None
        self._changed = rests and (aimed is None or not aimed.orders_as(shown))
        self._first = None if self._changed else _meant(event, spot)
        if self._changed:
            self._show(aimed)

    def forget(self) -> None:
        """A button went down on something else, which may be gone before the next click."""
        self._first, self._changed = None, False

    def click(self, event: QMouseEvent, spot: Spot, mode: ClickMode) -> bool:
        """A click, or a double one, on the plot; whether it was meant for an order."""
        trading, desk = self._orders.trading, self._orders.desk
        if not trading.armed or spot.quoted is None or event.button() not in _SIDES:
            return False
        meant = _meant(event, spot)
        same, changed = self._first == meant, self._changed
        if mode is ClickMode.DOUBLE:
            self._first = None  # the release that follows is no click of its own
        if mode is desk.settings.mode and same:
            desk.place(_SIDES[event.button()], self._held(spot.quoted), stop=meant.stop)
        elif mode is desk.settings.mode and changed:
            desk.tell(self._view.words("chart_orders.changed"))
        return True

    def key(self, event: QKeyEvent) -> bool:
        """A key while the switch is on; whether it was ours. What acts on the market is never
        repeated by a key that is held.
        """
        if not self._orders.trading.armed:
            return False
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self._orders.trading.arm(False)
        elif key in _STEPS and not modifiers:
            self._step(_STEPS[key])
        elif key == Qt.Key.Key_Home and not modifiers:
            self._to_last()
        elif key == Qt.Key.Key_Delete:
            self._cancel_here(event)
        elif key in _PLACES and modifiers & _CONTROL:
            self._place_here(event, _PLACES[key], stop=bool(modifiers & _SHIFT))
        else:
            return False
        return True

    def paint(self, brush: Brush, *, with_aim: bool) -> None:
        """The frame of a chart that orders, and the order that a click would make."""
        if not self._orders.trading.armed:
            return
        painter, pane = brush.painter, brush.sight.panes.price
        painter.setClipRect(QRectF(0, 0, brush.sight.panes.price_axis.right(), pane.bottom()))
        painter.setPen(QPen(brush.colors.accent, _FRAME))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(pane.adjusted(_FRAME / 2, _FRAME / 2, -_FRAME / 2, -_FRAME / 2))
        self._paint_words(brush)
        if self._orders.desk.question is not None or not with_aim or self._aim is None:
            return
        if brush.sight.price.holds(float(self._aim.price)):
            self._paint_aim(brush, self._aim)

    def _paint_words(self, brush: Brush) -> None:
        """What a click does, at the foot of the frame, as much of it as there is room for."""
        pane, font = brush.sight.panes.price, brush.fonts.strong
        metrics = QFontMetricsF(font)
        room = pane.width() - 2 * _PAD
        form = self._orders.desk.settings.mode.value if pane.width() >= _ROOMY else "short"
        told = self._view.words(f"chart_orders.frame_{form}")
        text = metrics.elidedText(told, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text) + 2 * _PAD
        box = QRectF(pane.right() - width, pane.bottom() - TAG_HEIGHT, width, TAG_HEIGHT)
        _tag(brush.painter, box, text, brush.colors.accent, brush.colors.panel, brush)

    def _paint_aim(self, brush: Brush, aim: Aim) -> None:
        painter, sight, colors = brush.painter, brush.sight, brush.colors
        y = sight.price.y(float(aim.price))
        line = max(int(sight.ratio), 1) / sight.ratio
        painter.fillRect(QRectF(0, sight.snapped(y), sight.panes.plot_width, line), colors.accent)
        price_tag(
            painter, sight, y, fmt.price(aim.price), colors.accent, colors.panel, brush.fonts.strong
        )
        left = _PAD if aim.x is None else aim.x + _BESIDE
        metrics = QFontMetricsF(brush.fonts.strong)
        texts = [(side, self._text(side, aim)) for side in Side]
        widest = max(metrics.horizontalAdvance(text) for _, text in texts) + 2 * _PAD
        left = max(min(left, sight.panes.plot_width - widest - _PAD), 0.0)
        for number, (side, text) in enumerate(texts):
            top = y - TAG_HEIGHT - _GAP if number == 0 else y + _GAP
            ink = colors.up if side is Side.BUY else colors.down
            _tag(painter, QRectF(left, top, widest, TAG_HEIGHT), text, colors.panel, ink, brush)

    def _text(self, side: Side, aim: Aim) -> str:
        words, quantity = self._view.words, self._orders.trading.quantity
        kind = self._orders.desk.checks.order_type(stop=aim.stop)
        return words(
            "chart_orders.preview",
            side=words(f"side.{side.value}_signed"),
            quantity=fmt.quantity(quantity) if quantity else fmt.UNKNOWN,
            price=fmt.price(aim.price),
            type=words(f"order_type.{kind.value}"),
        )

    def _aimed(self, spot: Spot, modifiers: Qt.KeyboardModifier) -> Aim | None:
        """What a click at a place orders."""
        if spot.quoted is None:
            return None
        return Aim(self._held(spot.quoted), spot.at.x(), bool(modifiers & _CONTROL))

    def _held(self, price: Decimal) -> Decimal:
        return self._orders.trading.held_inside(price)

    def _look(self) -> None:
        if not self._orders.trading.armed:
            self._show(None)
        self.changed.emit()

    def _show(self, aim: Aim | None) -> None:
        shown = aim if self._orders.trading.armed else None
        if shown != self._aim:
            self._aim = shown
            self.changed.emit()

    def _to_last(self) -> None:
        last = self._orders.trading.quote.last
        if last is not None:
            self._aim_by_key(last)

    def _step(self, ticks: int) -> None:
        trading = self._orders.trading
        table = tick_table(self._view.context.instruments, trading.symbol, trading.quote)
        start = self._aim.price if self._aim is not None else None
        if start is None or table is None:
            self._to_last()
        else:
            self._aim_by_key(self._held(step(start, table, ticks)))

    def _aim_by_key(self, price: Decimal) -> None:
        """What a key points at is said to those who hear it."""
        self._show(Aim(price, None))
        if self._aim is not None:
            told = " · ".join(self._text(side, self._aim) for side in Side)
            self._view.canvas.setAccessibleDescription(told)

    def _place_here(self, event: QKeyEvent, side: Side, *, stop: bool) -> None:
        if self._aim is not None and not event.isAutoRepeat():
            self._orders.desk.place(side, self._aim.price, stop=stop)

    def _cancel_here(self, event: QKeyEvent) -> None:
        if self._aim is not None and not event.isAutoRepeat():
            self._orders.desk.cancel_at(None, self._aim.price)


def _meant(event: QMouseEvent, spot: Spot) -> _Meant:
    return _Meant(spot.quoted, event.button(), bool(event.modifiers() & _CONTROL))


def _tag(
    painter: QPainter, box: QRectF, text: str, ground: QColor, ink: QColor, brush: Brush
) -> None:
    painter.fillRect(box, ink)
    painter.fillRect(box.adjusted(1, 1, -1, -1), ground)
    painter.setFont(brush.fonts.strong)
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
