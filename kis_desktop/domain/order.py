"""Orders: what the trader wants, and the written table of what may become of it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal

import msgspec

from kis_desktop.domain.message import Message


class Side(enum.StrEnum):
    """Buy (매수) or sell (매도)."""

    BUY = "buy"
    SELL = "sell"


class OrderType(enum.StrEnum):
    """How an order is priced and how long it rests; the wire codes are in `catalogue/rules`."""

    LIMIT = "limit"  # 지정가
    MARKET = "market"  # 시장가


class Venue(enum.StrEnum):
    """Where an order goes."""

    KRX = "KRX"
    NXT = "NXT"
    SOR = "SOR"


class Request(enum.StrEnum):
    """What is asked of the exchange."""

    NEW = "new"
    AMEND = "amend"  # 정정
    CANCEL = "cancel"  # 취소


class OrderState(enum.StrEnum):
    """Where an order stands. Accepted means by KIS; at the exchange is one step further."""

    INTENT = "intent"
    SENDING = "sending"
    ACCEPTED = "accepted"
    WORKING = "working"
    PARTLY_FILLED = "partly_filled"
    FILLED = "filled"
    AMENDED = "amended"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    EXPIRED = "expired"
    UNKNOWN = "unknown"

    @property
    def is_final(self) -> bool:
        """Whether nothing more can happen to an order in this state."""
        return not MOVES[self]

    @property
    def may_rest(self) -> bool:
        """Whether shares of the order may still be waiting at the exchange."""
        return self in _RESTING


_S = OrderState
MOVES: dict[OrderState, frozenset[OrderState]] = {
    _S.INTENT: frozenset({_S.SENDING, _S.REJECTED}),
    _S.SENDING: frozenset(
        {
            _S.ACCEPTED,
            _S.WORKING,
            _S.PARTLY_FILLED,
            _S.FILLED,
            _S.AMENDED,
            _S.CANCELLED,
            _S.REJECTED,
            _S.UNKNOWN,
        }
    ),
    _S.UNKNOWN: frozenset(
        {
            _S.ACCEPTED,
            _S.WORKING,
            _S.PARTLY_FILLED,
            _S.FILLED,
            _S.AMENDED,
            _S.CANCELLED,
            _S.REJECTED,
            _S.EXPIRED,
        }
    ),
    _S.ACCEPTED: frozenset(
        {
            _S.WORKING,
            _S.PARTLY_FILLED,
            _S.FILLED,
            _S.AMENDED,
            _S.CANCELLED,
            _S.REJECTED,
            _S.EXPIRED,
        }
    ),
    _S.WORKING: frozenset(
        {_S.PARTLY_FILLED, _S.FILLED, _S.AMENDED, _S.CANCELLED, _S.REJECTED, _S.EXPIRED}
    ),
    _S.PARTLY_FILLED: frozenset({_S.FILLED, _S.AMENDED, _S.CANCELLED, _S.EXPIRED}),
    _S.FILLED: frozenset(),
    _S.AMENDED: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.REJECTED: frozenset(),
    _S.EXPIRED: frozenset(),
}
_RESTING = frozenset({_S.SENDING, _S.UNKNOWN, _S.ACCEPTED, _S.WORKING, _S.PARTLY_FILLED})


class OrderIntent(msgspec.Struct, frozen=True):
    """A new order as the trader means it. `price` in KRW, None for a market order."""

    local_id: str
    symbol: str
    side: Side
    order_type: OrderType
    quantity: int
    price: Decimal | None
    venue: Venue = Venue.KRX


class AmendIntent(msgspec.Struct, frozen=True):
    """A new price for the whole rest of a working order, named by its order number."""

    local_id: str
    order_no: str
    order_type: OrderType
    price: Decimal | None


class CancelIntent(msgspec.Struct, frozen=True):
    """Take back the whole rest of a working order, named by its order number."""

    local_id: str
    order_no: str


class Order(msgspec.Struct, frozen=True):
    """An order as far as we know it. Prices in KRW, `at` UTC, `order_time` exchange time HHMMSS.

    `sent_at` is the exchange time from which on KIS can have received it (empty: not known).
    `order_no` is empty until KIS has given one; `branch` is the order's organisation number that an
    amend or cancel must name. `original_no` is the order that an amendment replaced.
    """

    local_id: str
    symbol: str
    side: Side
    order_type: OrderType
    quantity: int
    price: Decimal | None
    venue: Venue
    state: OrderState
    at: datetime
    trade_date: date
    request: Request = Request.NEW
    order_no: str = ""
    branch: str = ""
    original_no: str = ""
    order_time: str = ""
    sent_at: str = ""
    filled: int = 0
    cancelled: int = 0
    average_price: Decimal | None = None
    reason: Message | None = None

    @property
    def remaining(self) -> int:
        """Shares that may still be filled."""
        if self.state.is_final:
            return 0
        return max(self.quantity - self.filled - self.cancelled, 0)

    def to(self, state: OrderState, **changes: object) -> Order:
        """This order in another state. Raises `ValueError` for a move that the table
        doesn't hold.
        """
        if state is not self.state and state not in MOVES[self.state]:
            raise ValueError(f"order {self.local_id}: {self.state} cannot become {state}")
        return msgspec.structs.replace(self, state=state, **changes)
