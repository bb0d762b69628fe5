"""An order of an account inside the exchange: what is left of it and where the rest went."""

from datetime import date

from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.views import Board, OrderKind, OrderRecord, OrderState, Side, moment

LIMIT = "00"
MARKET = "01"
CONDITIONAL = "02"
"""조건부지정가: a limit order that becomes a market order in the closing auction"""
PRE_HOURS, CLOSING_PRICE = "05", "06"
"""시간외 종가: at the previous close before the open, at today's after the close"""
BEST_OPPOSITE = "03"
"""최유리지정가"""
BEST_OWN = "04"
"""최우선지정가"""
IOC_LIMIT, FOK_LIMIT = "11", "12"
IOC_MARKET, FOK_MARKET = "13", "14"
IOC_BEST, FOK_BEST = "15", "16"

MIDDLE, IOC_MIDDLE, FOK_MIDDLE = "21", "23", "24"
"""중간가: unseen, at the middle of the best bid and ask, on tick or not"""
STOP_LIMIT = "22"
"""스톱지정가: a limit order that waits for a price"""
AFTER_LIMIT, AFTER_IOC_LIMIT, AFTER_FOK_LIMIT = "41", "42", "43"
AFTER_BEST, AFTER_IOC_BEST, AFTER_FOK_BEST, AFTER_BEST_OWN = "44", "45", "46", "47"
"""KRX 애프터마켓: limit, 최유리 and 최우선 again, under codes of their own"""

MORNING_TYPES = frozenset({"27", "28", "29"})
"""NXT 프리마켓 GTP. All that is known: the pre-market alone takes them, and at 08:50 they end. Here
they are limit orders, all three alike."""

FIXED_TYPES = frozenset({PRE_HOURS, CLOSING_PRICE})
IOC_TYPES = frozenset(
    {IOC_LIMIT, IOC_MARKET, IOC_BEST, IOC_MIDDLE, AFTER_IOC_LIMIT, AFTER_IOC_BEST}
)
ALL_OR_NOTHING = frozenset(
    {FOK_LIMIT, FOK_MARKET, FOK_BEST, FOK_MIDDLE, AFTER_FOK_LIMIT, AFTER_FOK_BEST}
)
IMMEDIATE = ALL_OR_NOTHING | IOC_TYPES
PRICED = frozenset(
    {LIMIT, CONDITIONAL, IOC_LIMIT, FOK_LIMIT, STOP_LIMIT}
    | {AFTER_LIMIT, AFTER_IOC_LIMIT, AFTER_FOK_LIMIT}
    | MORNING_TYPES
)
MARKET_TYPES = frozenset({MARKET, IOC_MARKET, FOK_MARKET})
OPPOSITE_TYPES = frozenset(
    {BEST_OPPOSITE, IOC_BEST, FOK_BEST, AFTER_BEST, AFTER_IOC_BEST, AFTER_FOK_BEST}
)
OWN_SIDE_TYPES = frozenset({BEST_OWN, AFTER_BEST_OWN})
MIDDLE_TYPES = frozenset({MIDDLE, IOC_MIDDLE, FOK_MIDDLE})


class Order:
    """One numbered request; mutable, owned by the market, shown as `record()`."""

    __slots__ = (
        "account",
        "amended",
        "at",
        "cancelled",
        "condition_price",
        "credit",
        "day",
        "exchange",
        "expired",
        "filled",
        "filled_amount",
        "kind",
        "number",
        "order_type",
        "original",
        "price",
        "quantity",
        "rejected",
        "remaining",
        "resting_price",
        "routed",
        "side",
        "symbol",
        "triggered_at",
    )

    def __init__(
        self,
        *,
        account: str,
        number: str,
        original: str | None,
        kind: OrderKind,
        symbol: str,
        side: Side,
        order_type: str,
        exchange: str,
        quantity: int,
        price: int,
        day: date,
        at: int,
        condition_price: int = 0,
        credit: Credit | None = None,
        routed: Board = Board.KRX,
    ) -> None:
        self.account = account
        self.number = number
        self.original = original
        self.kind = kind
        self.symbol = symbol
        self.side = side
        self.order_type = order_type
        self.exchange = exchange
        self.quantity = quantity
        self.price = price
        self.day = day
        self.at = at
        self.condition_price = condition_price
        self.credit = credit
        self.routed = routed
        """the exchange that the order went to; `exchange` is what was asked for"""
        self.triggered_at: int | None = None
        """when the price that it waited for was reached"""
        self.resting_price = price
        self.remaining = quantity
        self.filled = 0
        self.filled_amount = 0
        self.cancelled = 0
        self.amended = 0
        self.expired = 0
        self.rejected = 0

    @property
    def buying(self) -> bool:
        """Whether it buys."""
        return self.side is Side.BUY

    @property
    def binds_cash(self) -> bool:
        """Whether it needs cash before it fills: a purchase, or a sale of borrowed shares."""
        return self.buying or (self.credit is not None and not self.credit.repays)

    @property
    def state(self) -> OrderState:
        """Where it stands, told by where its shares went last."""
        if self.remaining:
            return OrderState.WORKING
        if self.kind is OrderKind.CANCEL:
            return OrderState.DONE
        for quantity, state in (
            (self.rejected, OrderState.REJECTED),
            (self.expired, OrderState.EXPIRED),
            (self.cancelled, OrderState.CANCELLED),
            (self.amended, OrderState.AMENDED),
        ):
            if quantity:
                return state
        return OrderState.FILLED

    def is_due(self, last: int) -> bool:
        """Whether a stop order's price has been reached: from below for a buy (CNDT_PRIC)."""
        if self.buying:
            return last >= self.condition_price
        return last <= self.condition_price

    def fill(self, price: int, quantity: int) -> None:
        """Books a fill."""
        self.remaining -= quantity
        self.filled += quantity
        self.filled_amount += price * quantity

    def cancel(self, quantity: int) -> None:
        """Books a cancellation of part of the rest."""
        self.remaining -= quantity
        self.cancelled += quantity

    def record(self) -> OrderRecord:
        """The order as it stands now."""
        return OrderRecord(
            account=self.account,
            number=self.number,
            original_number=self.original,
            kind=self.kind,
            symbol=self.symbol,
            side=self.side,
            order_type=self.order_type,
            exchange=self.exchange,
            quantity=self.quantity,
            price=self.price,
            state=self.state,
            trade_date=self.day,
            time=moment(self.day, self.at),
            filled_quantity=self.filled,
            filled_amount=self.filled_amount,
            remaining=self.remaining,
            cancelled_quantity=self.cancelled,
            amended_quantity=self.amended,
            expired_quantity=self.expired,
            rejected_quantity=self.rejected,
            condition_price=self.condition_price,
            routed=self.routed,
            triggered_at=(
                None if self.triggered_at is None else moment(self.day, self.triggered_at)
            ),
            credit=self.credit,
        )
