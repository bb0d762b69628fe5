"""Orders, fills and positions of the markets beside the KRX: frozen values, prices as in `course`.

Prices and sums of price times quantity are whole multiples of 10**-decimals of the instrument;
money (costs, profit) is in units of the currency.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kis_desktop.simulator.views import OrderEventKind, OrderKind, OrderState, Side


@dataclass(frozen=True, slots=True)
class DealOrder:
    """One numbered request as it stands now.

    quantity = filled + remaining + cancelled + amended + expired, always.
    """

    account: str
    """12345678-01"""
    number: str
    """ten digits, one sequence for all the other markets"""
    original_number: str | None
    kind: OrderKind
    exchange: str
    """as the market names its exchanges: NASD, KRX, CME …"""
    code: str
    side: Side
    order_type: str
    """ORD_DVSN as it came"""
    quantity: int
    price: int
    """0 for orders without a price"""
    state: OrderState
    trade_date: date
    time: datetime
    filled_quantity: int = 0
    filled_value: int = 0
    """sum of price times quantity"""
    remaining: int = 0
    cancelled_quantity: int = 0
    amended_quantity: int = 0
    expired_quantity: int = 0
    stop_price: int = 0
    """the price that a stop order waits for first, 0 for all others"""

    @property
    def average_price(self) -> float:
        """Value per filled unit, 0 before the first fill."""
        return self.filled_value / self.filled_quantity if self.filled_quantity else 0.0


@dataclass(frozen=True, slots=True)
class DealFill:
    """One fill of one order."""

    account: str
    order_number: str
    exchange: str
    code: str
    side: Side
    price: int
    quantity: int
    time: datetime
    trade_date: date
    fee: Decimal
    """units of the currency, as `tax` and `realized`"""
    tax: Decimal
    realized: Decimal
    """profit of what it closes, multiplier included, before fee and tax; 0 for what it opens"""

    @property
    def value(self) -> int:
        """Price times quantity, without the contract's multiplier."""
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class DealPosition:
    """What an account holds of one instrument; a short position has a negative quantity."""

    account: str
    exchange: str
    code: str
    quantity: int
    cost: int
    """sum of price times quantity of what it was opened with, positive"""
    bought_today: int
    sold_today: int
    realized_today: Decimal
    """units of the currency, before costs"""

    @property
    def average_price(self) -> float:
        """What one was opened at, 0 for nothing."""
        return self.cost / abs(self.quantity) if self.quantity else 0.0


@dataclass(frozen=True, slots=True)
class DealEvent:
    """One thing that happened to an order, with the order right after it."""

    market: str
    """the family of the catalogue: overseas_stock, domestic_futureoption …"""
    kind: OrderEventKind
    order: DealOrder
    time: datetime
    quantity: int
    """of this event alone"""
    price: int
    """of this fill; else the order's"""
    fill: DealFill | None = None
