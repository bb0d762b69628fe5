"""Our own orders of the day as the event lane tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import msgspec

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.event import OrderChanged, OrderWithdrawn
from kis_desktop.domain.order import Order, OrderState, OrderType, Request, Side

_ON_THE_WAY = frozenset({OrderState.INTENT, OrderState.SENDING, OrderState.ACCEPTED})
_UNSETTLED = _ON_THE_WAY | {OrderState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class OwnLevel:
    """What we have waiting at one price and side, and how many orders of it nobody has answered
    for, or may still wait for their condition (스톱지정가): those don't rest in the market.
    """

    orders: int = 0
    shares: int = 0
    uncertain: int = 0
    stops: int = 0

    def and_one(self, order: Order) -> OwnLevel:
        """With one more order."""
        unknown = order.state is OrderState.UNKNOWN
        shares = self.shares + order.remaining
        stop = order.order_type is OrderType.STOP_LIMIT and not order.filled
        return OwnLevel(self.orders + 1, shares, self.uncertain + unknown, self.stops + stop)


class OwnOrders:
    """The newest state of every order, by local id."""

    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}
        self._gone: set[str] = set()

    def take(self, frame: Frame) -> tuple[Order, ...]:
        """Apply a frame's events; the orders that changed, in order, each once.

        One that was withdrawn comes a last time, as expired, and is forgotten.
        """
        changed: dict[str, Order] = {}
        for event in frame.events:
            if isinstance(event, OrderChanged):
                changed[event.order.local_id] = event.order
            elif isinstance(event, OrderWithdrawn):
                changed.update(self._withdrawn(event.local_id))
        kept = {id_: order for id_, order in changed.items() if id_ not in self._gone}
        self._orders.update(kept)
        self._gone.clear()
        return tuple(changed.values())

    def _withdrawn(self, local_id: str) -> dict[str, Order]:
        order = self._orders.pop(local_id, None)
        if order is None:
            return {}
        self._gone.add(local_id)
        return {local_id: msgspec.structs.replace(order, state=OrderState.EXPIRED)}

    def find(self, order_no: str) -> Order | None:
        """The order of a number; None for an unknown one. An order's own request goes first."""
        wanted = _number(order_no)
        found = [order for order in self._orders.values() if _number(order.order_no) == wanted]
        found.sort(key=lambda order: order.request is Request.CANCEL)
        return found[0] if found and wanted else None

    def by_id(self, local_id: str) -> Order | None:
        """The order of a local id."""
        return self._orders.get(local_id)

    def open(self) -> tuple[Order, ...]:
        """Orders that are not over, oldest first; a request to cancel is none of its own."""
        return tuple(order for order in self._orders.values() if is_open(order))

    def levels(self, symbol: str) -> dict[tuple[Side, Decimal], OwnLevel]:
        """Orders that wait at a price, by side and price (KRW)."""
        levels: dict[tuple[Side, Decimal], OwnLevel] = {}
        for order in self.working(symbol):
            if order.price is not None and order.remaining:
                key = order.side, order.price
                levels[key] = levels.get(key, OwnLevel()).and_one(order)
        return levels

    def working(self, symbol: str) -> tuple[Order, ...]:
        """Orders of a symbol whose shares may wait at the exchange, oldest first, each share once.

        A request to cancel holds no shares, an amendment none besides those of its order.
        """
        orders = [order for order in self.open() if order.symbol == symbol]
        numbers = {_number(order.order_no) for order in orders}
        return tuple(
            order for order in orders if order.state.may_rest and not _stands_for(order, numbers)
        )

    def changing(self, order_no: str) -> Request | None:
        """What was asked of an order and is not settled yet; None where nothing is under way."""
        wanted = _number(order_no)
        for order in self._orders.values():
            asked = order.request is not Request.NEW and _number(order.original_no) == wanted
            if wanted and asked and order.state in _UNSETTLED:
                return order.request
        return None

    def is_uncertain(self, symbol: str, side: Side) -> bool:
        """Whether an order of this symbol and side has had no answer."""
        return any(
            order.state is OrderState.UNKNOWN and order.symbol == symbol and order.side is side
            for order in self._orders.values()
        )


def is_open(order: Order) -> bool:
    """Whether an order belongs among the open ones.

    A cancel does so only while its fate is unknown, an amendment once the exchange has it: until
    then its shares are those of the order that it replaces.
    """
    if order.request is Request.CANCEL:
        return order.state is OrderState.UNKNOWN
    if order.request is Request.AMEND and order.state in _ON_THE_WAY:
        return False
    return not order.state.is_final


def _stands_for(order: Order, numbers: set[int]) -> bool:
    """Whether these shares are counted already, by the order that this request is about."""
    if order.request is Request.CANCEL:
        return True
    return order.request is Request.AMEND and _number(order.original_no) in numbers - {0}


def _number(order_no: str) -> int:
    return int(order_no) if order_no.strip().isdigit() else 0


def can_change(order: Order) -> bool:
    """Whether an order may be amended or cancelled now."""
    known = order.state in {OrderState.ACCEPTED, OrderState.WORKING, OrderState.PARTLY_FILLED}
    return known and bool(order.order_no) and order.request is not Request.CANCEL
