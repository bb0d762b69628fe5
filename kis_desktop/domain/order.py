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
    CONDITIONAL_LIMIT = "conditional_limit"  # 조건부지정가
    BEST_LIMIT = "best_limit"  # 최유리지정가
    FIRST_LIMIT = "first_limit"  # 최우선지정가
    PRE_HOURS = "pre_hours"  # 장전 시간외
    CLOSING_PRICE = "closing_price"  # 장후 시간외
    LIMIT_IOC = "limit_ioc"
    LIMIT_FOK = "limit_fok"
    MARKET_IOC = "market_ioc"
    MARKET_FOK = "market_fok"
    BEST_IOC = "best_ioc"
    BEST_FOK = "best_fok"
    MIDPOINT = "midpoint"  # 중간가
    MIDPOINT_IOC = "midpoint_ioc"
    MIDPOINT_FOK = "midpoint_fok"
    STOP_LIMIT = "stop_limit"  # 스톱지정가
    AFTER_LIMIT = "after_limit"  # 애프터마켓 지정가
    AFTER_LIMIT_IOC = "after_limit_ioc"
    AFTER_LIMIT_FOK = "after_limit_fok"
    AFTER_BEST = "after_best"
    AFTER_BEST_IOC = "after_best_ioc"
    AFTER_BEST_FOK = "after_best_fok"
    AFTER_FIRST = "after_first"


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


class Origin(enum.StrEnum):
    """Which part of the program asked for an order."""

    TICKET = "ticket"
    LADDER = "ladder"
    CHART = "chart"
    LIST = "list"  # the panel of working orders
    HOTKEY = "hotkey"
    CONDITIONAL = "conditional"
    KILL_SWITCH = "kill_switch"


class CreditKind(enum.StrEnum):
    """Whose money or shares a credit order uses, and whether it opens or repays (신용)."""

    SELF_LOAN = "self_loan"  # 자기융자신규
    SELF_LOAN_REPAY = "self_loan_repay"  # 자기융자상환
    MARKET_LOAN = "market_loan"  # 유통융자신규
    MARKET_LOAN_REPAY = "market_loan_repay"  # 유통융자상환
    SELF_SHORT = "self_short"  # 자기대주신규
    SELF_SHORT_REPAY = "self_short_repay"  # 자기대주상환
    MARKET_SHORT = "market_short"  # 유통대주신규
    MARKET_SHORT_REPAY = "market_short_repay"  # 유통대주상환


class Credit(msgspec.Struct, frozen=True):
    """What makes an order a credit order. `loan_date` is that of the loan that is repaid; of a new
    one the trade date.
    """

    kind: CreditKind
    loan_date: date


class Seen(msgspec.Struct, frozen=True):
    """What the trader had on the screen at the click, for the journal; None: nothing was shown.

    Prices in KRW; `age_ms` how old the price was; `source` and `venue` as in `Quote`.
    """

    last: Decimal | None = None
    bid: Decimal | None = None
    ask: Decimal | None = None
    age_ms: int | None = None
    source: str = ""
    venue: str = ""


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
    """A new order as the trader means it. `price` in KRW, None for a type that carries none.

    `condition_price` (KRW) is what a stop-limit order waits for. `approved` names the risk rules
    whose warning, or block that may be passed once, the trader has confirmed for this very order.
    """

    local_id: str
    symbol: str
    side: Side
    order_type: OrderType
    quantity: int
    price: Decimal | None
    venue: Venue = Venue.KRX
    condition_price: Decimal | None = None
    credit: Credit | None = None
    origin: Origin = Origin.TICKET
    seen: Seen | None = None
    approved: frozenset[str] = frozenset()


class AmendIntent(msgspec.Struct, frozen=True):
    """A new price for a working order, named by its order number; `quantity` shares of it, None:
    the whole rest.
    """

    local_id: str
    order_no: str
    order_type: OrderType
    price: Decimal | None
    quantity: int | None = None
    condition_price: Decimal | None = None
    origin: Origin = Origin.TICKET
    seen: Seen | None = None
    approved: frozenset[str] = frozenset()


class CancelIntent(msgspec.Struct, frozen=True):
    """Take back a working order, named by its order number; `quantity` shares of it, None: the
    whole rest.
    """

    local_id: str
    order_no: str
    quantity: int | None = None
    origin: Origin = Origin.TICKET


class Order(msgspec.Struct, frozen=True):
    """An order as far as we know it. Prices in KRW, `at` UTC, `order_time` exchange time HHMMSS.

    `sent_at` is the exchange time from which on KIS can have received it, `sent_until` the last at
    which it can have, for one whose sending got no answer (empty: not known).
    `order_no` is empty until KIS has given one; `branch` is the order's organisation number that an
    amend or cancel must name. `original_no` is the order that an amendment replaced. `origin` is
    None for an order of another program. `condition_price` in KRW.
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
    sent_until: str = ""
    filled: int = 0
    cancelled: int = 0
    average_price: Decimal | None = None
    reason: Message | None = None
    condition_price: Decimal | None = None
    credit: Credit | None = None
    origin: Origin | None = None

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
