"""Our own orders of the day as the event lane tells of them."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.event import OrderChanged
from kis_desktop.domain.order import Order, OrderState, Request, Side


class OwnOrders:
    """The newest state of every order, by local id."""

    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}

    def take(self, frame: Frame) -> tuple[Order, ...]:
        """Apply a frame's events; the orders that changed, in order, each once."""
        changed: dict[str, Order] = {}
        for event in frame.events:
            if isinstance(event, OrderChanged):
                changed[event.order.local_id] = event.order
        self._orders.update(changed)
        return tuple(changed.values())

    def find(self, order_no: str) -> Order | None:
        """The order of a number; None for an unknown one. An order's own request goes first."""
        found = [order for order in self._orders.values() if order.order_no == order_no]
        found.sort(key=lambda order: order.request is Request.CANCEL)
        return found[0] if found and order_no else None

    def by_id(self, local_id: str) -> Order | None:
        """The order of a local id."""
        return self._orders.get(local_id)

    def open(self) -> tuple[Order, ...]:
        """Orders that are not over, oldest first; a request to cancel is none of its own."""
        return tuple(order for order in self._orders.values() if is_open(order))

    def resting(self, symbol: str) -> dict[tuple[Side, Decimal], int]:
        """Shares that wait at a price, by side and price (KRW)."""
        levels: dict[tuple[Side, Decimal], int] = {}
        for order in self.open():
            if order.symbol == symbol and order.price is not None and order.remaining:
                key = order.side, order.price
                levels[key] = levels.get(key, 0) + order.remaining
        return levels

    def is_uncertain(self, symbol: str, side: Side) -> bool:
        """Whether an order of this symbol and side has had no answer."""
        return any(
            order.state is OrderState.UNKNOWN and order.symbol == symbol and order.side is side
            for order in self._orders.values()
        )


def is_open(order: Order) -> bool:
    """Whether an order belongs among the open ones; a cancel only while its fate is unknown."""
    if order.request is Request.CANCEL:
        return order.state is OrderState.UNKNOWN
    return not order.state.is_final


def can_change(order: Order) -> bool:
    """Whether an order may be amended or cancelled now."""
    known = order.state in {OrderState.ACCEPTED, OrderState.WORKING, OrderState.PARTLY_FILLED}
    return known and bool(order.order_no) and order.request is not Request.CANCEL
