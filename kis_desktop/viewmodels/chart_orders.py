"""What of ours stands on a chart: working orders, conditional ones, reservations, the position."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.account import AccountSnapshot, Position
from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.domain.conditional_order import ConditionalOrder, Grouping
from kis_desktop.domain.order import Order, Origin
from kis_desktop.domain.reservation import ReservationList
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_levels import Level
from kis_desktop.viewmodels.chart_trading import ChartTrading
from kis_desktop.viewmodels.conditional_draft import Field
from kis_desktop.viewmodels.conditional_words import ticks_of
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.ladder_orders import LadderOrders
from kis_desktop.viewmodels.order_levels import (
    Standing,
    average_level,
    conditional_levels,
    order_levels,
    reservation_levels,
)
from kis_desktop.viewmodels.sale_costs import SaleCosts

_SHOWN, _BAR = "chart.orders_shown", "chart.order_bar"


class ChartOrders(QObject):
    """`changed` when the levels have. Twin of `ui/chart/tools/orders.py`."""

    changed = Signal()

    def __init__(
        self, context: ViewContext, model: ChartModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._words = model.words
        self._costs = SaleCosts(context.instruments)
        self._positions: dict[str, Position] = {}
        self._conditional: tuple[ConditionalOrder, ...] = ()
        self._reservations = ReservationList((), 0.0)
        self.levels: tuple[Level, ...] = ()
        self.trading = ChartTrading(context, model, self)
        self.desk = LadderOrders(context, self.trading, self, origin=Origin.CHART)
        context.clock.frame.connect(self._on_frame)
        model.bars_replaced.connect(self._refresh)
        model.stale_changed.connect(self._refresh)
        self.trading.repriced.connect(self._refresh)
        self.desk.changed.connect(self._refresh)
        self._on_frame(context.clock.so_far)

    @property
    def shown(self) -> bool:
        """Whether orders and position are drawn; kept for the next time."""
        return self._context.preferences.get(_SHOWN) != "no"

    def set_shown(self, wanted: bool) -> None:  # noqa: FBT001
        """Draw orders and position, or not."""
        self._context.preferences.set(_SHOWN, "yes" if wanted else "no")
        self._refresh()

    @property
    def bar_wanted(self) -> bool:
        """Whether the bar with switch and quantity stands below the chart."""
        return self._context.preferences.get(_BAR) != "no"

    def set_bar_wanted(self, wanted: bool) -> None:  # noqa: FBT001
        """Keep the bar there, or put it away; kept for the next time."""
        self._context.preferences.set(_BAR, "yes" if wanted else "no")

    def find(self, order_no: str) -> Order | None:
        """The working order of a number; None where nothing of it rests."""
        order = self.trading.own.find(order_no)
        return order if order is not None and order.state.may_rest else None

    def conditional_of(self, name: str) -> ConditionalOrder | None:
        """The conditional order of a level."""
        id_ = name.partition("/")[0]
        return next((order for order in self._conditional if order.id == id_), None)

    def pull(self, level: Level, price: Decimal) -> bool:
        """Ask for a new price of the orders at a level; whether it was asked, or asked about."""
        orders = [self.find(number) for number in level.moves]
        sides = {order.side for order in orders if order is not None and order.price == level.price}
        if len(sides) != 1 or None in orders:
            return False
        return self.desk.move(sides.pop(), level.price, price)

    def trigger_text(
        self, order: ConditionalOrder, level: Level, price: Decimal
    ) -> tuple[Field, str]:
        """Which field of the editor holds a leg's trigger, and a new one as it is typed."""
        number = int(level.conditional.partition("/")[2])
        paired = order.grouping is not Grouping.SINGLE and number == len(order.legs) - 1
        places = 0 if price == price.to_integral_value() else 2
        return (Field.TARGET if paired else Field.LEVEL), fmt.price(price, places)

    def tell_gone(self) -> None:
        """Say that what was pulled has ended or moved meanwhile."""
        self.desk.tell(self._words("chart_orders.gone"))

    def take_back(self, level: Level) -> int:
        """Ask for the orders of a level back; how many were asked for."""
        return self.desk.cancel_numbers(level.cancels)

    def spoken(self) -> str:
        """Our levels in a sentence each, for those who hear them; empty where there is none."""
        told = [
            self._words("chart_orders.spoken", price=level.text, label=level.label)
            for level in self._own_levels()
            if level.label
        ]
        return " ".join(told)

    def _on_frame(self, frame: Frame) -> None:
        touched = self._costs.take(frame)
        account = frame.latest.get((Topic.ACCOUNT, ""))
        board = frame.latest.get((Topic.CONDITIONAL, ""))
        reserved = frame.latest.get((Topic.RESERVATIONS, ""))
        if isinstance(account, AccountSnapshot):
            self._positions = {position.symbol: position for position in account.positions}
            touched = True
        if isinstance(board, ConditionalBoard):
            touched |= board.orders != self._conditional
            self._conditional = board.orders
        if isinstance(reserved, ReservationList):
            self._reservations, touched = reserved, True
        if touched:
            self._refresh()

    def _refresh(self) -> None:
        fresh = self._own_levels() if self.shown else ()
        if fresh != self.levels:
            self.levels = fresh
            self.changed.emit()

    def _own_levels(self) -> tuple[Level, ...]:
        """What stands on the market's own bars; on a past day that is played nothing does."""
        model = self._model
        if not model.symbol or model.replaying:
            return ()
        standing = self._standing()
        ticks = ticks_of(self._context.instruments, model.symbol)
        orders: Iterable[Order] = self.trading.own.working(model.symbol)
        return (
            *order_levels(orders, standing),
            *conditional_levels(self._conditional, model.symbol, ticks, standing),
            *average_level(standing),
            *reservation_levels(self._reservations.rows, model.symbol, standing),
        )

    def _standing(self) -> Standing:
        return Standing(
            self._words,
            self.trading.quote.last,
            self._positions.get(self._model.symbol),
            self._costs.after,
            self.desk.changing,
            stale=bool(self._model.stale),
        )
