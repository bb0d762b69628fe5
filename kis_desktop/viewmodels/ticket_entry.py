"""What is chosen and typed in the order ticket, before anything is known of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.catalogue.market_rules import OrderTypeRule, load_market_rules
from kis_desktop.domain.order import CreditKind, OrderType, Side, Venue
from kis_desktop.viewmodels import format as fmt

IMMEDIATE = frozenset(kind for kind in OrderType if kind.value.endswith(("_ioc", "_fok")))
"""types whose rest is taken back at once, so that nothing waits at the exchange"""

AT_MARKET = frozenset({OrderType.MARKET, OrderType.MARKET_IOC, OrderType.MARKET_FOK})
"""types that can cost as much as the upper limit"""
AT_OWN_SIDE = frozenset({OrderType.FIRST_LIMIT, OrderType.AFTER_FIRST})
AT_MIDDLE = frozenset({OrderType.MIDPOINT, OrderType.MIDPOINT_IOC, OrderType.MIDPOINT_FOK})


class Tab(enum.StrEnum):
    """What the ticket is turned to."""

    BUY = "buy"
    SELL = "sell"
    AMEND = "amend"


class Sizing(enum.StrEnum):
    """What is typed as the size of an order."""

    SHARES = "shares"
    AMOUNT = "amount"  # KRW; shares follow from it, fractions dropped


def type_rule(order_type: OrderType) -> OrderTypeRule:
    """The exchange's rule of an order type: whether it carries a price, or waits for one."""
    return load_market_rules("krx").order_type(order_type.value)


@dataclass(frozen=True, slots=True)
class TypedPrices:
    """An order type and the prices that are typed for it."""

    order_type: OrderType = OrderType.LIMIT
    price_text: str = ""
    condition_text: str = ""

    @property
    def is_priced(self) -> bool:
        """Whether the order type carries a price."""
        return type_rule(self.order_type).priced

    @property
    def is_conditional(self) -> bool:
        """Whether the order type waits for a price."""
        return type_rule(self.order_type).conditional

    @property
    def price(self) -> Decimal | None:
        """The price in KRW; None for a type without one and for what can't be read."""
        return fmt.parse_price(self.price_text) if self.is_priced else None

    @property
    def condition(self) -> Decimal | None:
        """The price in KRW that the order waits for; None as with `price`."""
        return fmt.parse_price(self.condition_text) if self.is_conditional else None


@dataclass(frozen=True, slots=True)
class Entry(TypedPrices):
    """Texts as typed; `on_margin` lets the percentages count what is lent until settlement (미수).

    `credit` is None for an order with cash, `loan` the date of the loan that is repaid (YYYYMMDD).
    """

    tab: Tab = Tab.BUY
    venue: Venue = Venue.KRX
    quantity_text: str = ""
    amount_text: str = ""
    sizing: Sizing = Sizing.SHARES
    on_margin: bool = False
    credit: CreditKind | None = None
    loan: str = ""

    @property
    def side(self) -> Side:
        """The side of a new order."""
        return Side.SELL if self.tab is Tab.SELL else Side.BUY

    @property
    def amount(self) -> Decimal | None:
        """KRW that shares are wanted for; None where shares are typed and for what can't be
        read.
        """
        return fmt.parse_price(self.amount_text) if self.sizing is Sizing.AMOUNT else None

    def shares(self, at: Decimal | None) -> int | None:
        """The shares that are meant, an amount counted at the price `at`, fractions dropped."""
        if self.sizing is Sizing.SHARES:
            return fmt.parse_quantity(self.quantity_text)
        if self.amount is None or at is None:
            return None
        return int(self.amount // at) or None

    @property
    def is_blank(self) -> bool:
        """Whether no size was typed yet."""
        typed = self.quantity_text if self.sizing is Sizing.SHARES else self.amount_text
        return not typed.strip()
