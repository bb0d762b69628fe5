"""A past day played on the chart: its mark, its bar, and its paper orders under the hand."""

from __future__ import annotations

from decimal import Decimal
from math import floor

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from kis_desktop.domain.paper_engine import PaperAccount
from kis_desktop.domain.paper_order import PaperOrder
from kis_desktop.ui.chart.replay_bar import ReplayBar
from kis_desktop.ui.chart.replay_painter import (
    PaperLine,
    paint_fills,
    paint_frame,
    paint_lines,
    paint_start,
)
from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.chart_replay import ReplayModel, ReplayState

TOOL_ORDER = 15
_GRASP = 4.0  # pixels from an order's line within which it is taken hold of
_MANY = 10  # bars, with Shift


def create(view: ChartView) -> ReplayTool:
    """The replay of a chart, not running yet."""
    return ReplayTool(view)


class ReplayTool(ChartTool):
    """Hand, keys and paint of one chart's replay."""

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self._words = view.words
        self.model = ReplayModel(view.context, view.model, self)
        self._bar: ReplayBar | None = None  # a grid of charts opens without building one for each
        self._place = QWidget()
        QVBoxLayout(self._place).setContentsMargins(0, 0, 0, 0)
        view.add_to_foot(self._place)
        self._held: PaperOrder | None = None
        self._price: Decimal | None = None  # where the held order is pulled to
        self._start: float | None = None  # where a replay would begin, pixels
        view.model.replaying_changed.connect(self._show_replaying)
        self.model.changed.connect(self._furnish)
        self.model.changed.connect(self.changed)
        self.model.account_changed.connect(self.changed)
        self.model.happened.connect(self._speak)

    @property
    def bar(self) -> ReplayBar:
        """Transport, ticket and account below the chart."""
        if self._bar is None:
            self._bar = ReplayBar(self.model, self._place)
            layout = self._place.layout()
            assert layout is not None
            layout.addWidget(self._bar)
        return self._bar

    def toggle(self) -> None:
        """Let a moment be chosen, or ask to end."""
        if self.model.state in (ReplayState.OFF, ReplayState.OVER):
            self.model.open()
            self._view.canvas.setFocus()
        else:
            self.model.ask_end()

    def paint(self, brush: Brush) -> None:
        account = self.model.account
        if not self.model.active or account is None:
            return
        mark = self._words("chart_replay.mark", moment=self.model.moment_text)
        paint_frame(brush, mark)
        paint_fills(brush, self._view.model.pyramid, account.fills)

    def paint_held(self, brush: Brush) -> None:
        if self._start is not None and self.model.state is ReplayState.PICKING:
            paint_start(brush, self._start)
        account = self.model.account
        if self.model.active and account is not None:
            self._paint_account(brush, account)
        if self._held is not None and self._price is not None:
            label = self._words("chart_replay.amended", price=shown.price(self._price))
            paint_lines(brush, [PaperLine(self._price, self._held.ticket.side, label)])

    def _paint_account(self, brush: Brush, account: PaperAccount) -> None:
        """Average price and orders, over the axis's own labels."""
        lines = [
            PaperLine(order.shown_price, order.ticket.side, self._label(order))
            for order in account.orders
            if order.shown_price is not None
        ]
        if account.average is not None:
            label = self._words("chart_replay.average", price=shown.price(account.average))
            lines.append(PaperLine(account.average, None, label))
        paint_lines(brush, lines)

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        if self.model.state is ReplayState.PICKING:
            return self._pick(spot)
        self._held, self._price = self.order_at(spot.at), None
        return self._held is not None

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        if self.model.state is ReplayState.PICKING:
            self._start = self._edge(spot)
            self.held_changed.emit()
        elif self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._price = spot.quoted or self._price
            self.held_changed.emit()

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        held, price = self._held, self._price
        self._let_go()
        if held is not None and price is not None and price != held.shown_price:
            self.model.amend(held.number, price)

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        if self.model.state is ReplayState.PICKING:
            return Qt.CursorShape.PointingHandCursor
        over = self._held is not None or self.order_at(spot.at) is not None
        return Qt.CursorShape.SizeVerCursor if over else None

    def key(self, event: QKeyEvent) -> bool:
        """Space plays, the arrows step, Escape ends; only while something is played."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        wide = modifiers == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if not self.model.active or (modifiers and not wide):
            return False
        if key == Qt.Key.Key_Space and not wide:
            self.model.toggle()
        elif key == Qt.Key.Key_Right:
            self.model.step(_MANY if wide else 1)
        elif key == Qt.Key.Key_Left and not wide:
            self.model.back()
        else:
            return False
        return True

    def add_actions(self, menu: QMenu, spot: Spot | None) -> None:
        words, model = self._words, self.model
        menu.addSeparator()
        if model.active:
            order = self.order_at(spot.at) if spot is not None else None
            if order is not None:
                cancel = menu.addAction(words("chart_replay.cancel_order"))
                cancel.triggered.connect(lambda: model.cancel(order.number))
            price = spot.quoted if spot is not None else None
            if price is not None:
                put = menu.addAction(words("chart_replay.menu_price", price=shown.price(price)))
                put.triggered.connect(lambda: self.bar.ticket.show_price(price))
            menu.addAction(words("chart_replay.menu_end")).triggered.connect(model.ask_end)
            return
        menu.addAction(words("chart_replay.menu")).triggered.connect(model.open)
        bar = self._bar_of(spot) if spot is not None else None
        if bar is not None:
            moment = int(self._view.model.pyramid.time[bar])
            here = menu.addAction(words("chart_replay.menu_here"))
            here.triggered.connect(lambda: self._start_at(moment))

    def order_at(self, at: QPointF) -> PaperOrder | None:
        """The paper order whose line is there."""
        sight, account = self._view.canvas.sight, self.model.account
        if not self.model.active or sight is None or account is None:
            return None
        if not sight.panes.price.contains(at):
            return None
        near = [
            (abs(sight.price.y(float(order.shown_price)) - at.y()), order.number, order)
            for order in account.orders
            if order.shown_price is not None
        ]
        distance, _, order = min(near, default=(_GRASP + 1, 0, None))
        return order if distance <= _GRASP else None

    def _label(self, order: PaperOrder) -> str:
        words, ticket = self._words, order.ticket
        label = words(f"chart_replay.order_{ticket.side}", quantity=ticket.quantity)
        if order.waits:
            label += words("chart_replay.order_stop")
            if ticket.price is not None:
                label += words("chart_replay.order_limit", price=shown.price(ticket.price))
        if order.filled:
            label += words("chart_replay.order_filled", filled=order.filled)
        return label

    def _pick(self, spot: Spot) -> bool:
        bar = self._bar_of(spot)
        if bar is None:
            return False
        self._start_at(int(self._view.model.pyramid.time[bar]))
        return True

    def _start_at(self, moment: int) -> None:
        self._start = None
        self.model.start_at(moment)

    def _bar_of(self, spot: Spot) -> int | None:
        """The bar whose slot holds a place; None beside all bars."""
        bar = floor(spot.bar + 0.5)
        return bar if 0 <= bar < len(self._view.model.pyramid) else None

    def _edge(self, spot: Spot) -> float | None:
        bar = self._bar_of(spot)
        if bar is None:
            return None
        viewport = self._view.canvas.viewport
        return viewport.x(bar) - viewport.bar_width / 2

    def _escape(self) -> bool:
        state = self.model.state
        if self._held is not None:
            self._let_go()
        elif state is ReplayState.ASKING:
            self.model.go_on()
        elif state in (ReplayState.ON, ReplayState.PICKING, ReplayState.LOADING):
            self.model.ask_end()
        elif state is ReplayState.OVER:
            self.model.close()
        else:
            return False
        return True

    def _let_go(self) -> None:
        self._held = self._price = None
        self.held_changed.emit()

    def _furnish(self) -> None:
        """The bar is there from the first replay on."""
        if self.model.state is not ReplayState.OFF:
            _ = self.bar

    def _speak(self, sentence: str) -> None:
        """Have the screen reader say it."""
        told = QAccessibleAnnouncementEvent(self._view.canvas, sentence)
        QAccessible.updateAccessibility(told)

    def _show_replaying(self) -> None:
        self._let_go()
        self._view.canvas.show_replaying(replaying=self.model.active)
        if self.model.active:
            self._view.canvas.setFocus()
