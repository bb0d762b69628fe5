"""What an order measures against each limit, in the limit's own unit; None where it isn't known.

A type that carries no price is counted at the other side's best price, and against cash at the
price limit, for that is what it may cost.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_UP, Decimal

from kis_desktop.domain.instrument import Mark
from kis_desktop.domain.order import (
    CreditKind,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Request,
    Side,
)
from kis_desktop.domain.risk_facts import RiskFacts
from kis_desktop.domain.risk_rules import Rule
from kis_desktop.domain.tick_size import ticks_between

_HUNDRED = 100
_CENTI, _MYRIADTH = Decimal("0.01"), Decimal("0.0001")
_AT_THE_CLOSE = frozenset({OrderType.PRE_HOURS, OrderType.CLOSING_PRICE})
_NEW_SHORTS = frozenset({CreditKind.SELF_SHORT, CreditKind.MARKET_SHORT})
_SHORTS_REPAID = frozenset({CreditKind.SELF_SHORT_REPAY, CreditKind.MARKET_SHORT_REPAY})
_GRAVE_MARKS = (Mark.RISK, Mark.WARNING, Mark.ADMINISTRATIVE, Mark.OVERHEATED)

Measure = Callable[[OrderIntent, RiskFacts], Decimal | None]


def reference_price(intent: OrderIntent, facts: RiskFacts) -> Decimal | None:
    """The price that an order is counted at, in KRW."""
    if facts.priced:
        return intent.price
    if intent.order_type in _AT_THE_CLOSE:
        return facts.last
    return facts.ask if intent.side is Side.BUY else facts.bid


def amount(intent: OrderIntent, facts: RiskFacts) -> Decimal | None:
    """KRW at the reference price."""
    return _times(reference_price(intent, facts), intent.quantity)


def cash_needed(intent: OrderIntent, facts: RiskFacts) -> Decimal | None:
    """KRW that a purchase may bind, costs apart."""
    if facts.priced or intent.order_type in _AT_THE_CLOSE:
        return amount(intent, facts)
    return _times(None if facts.limits is None else facts.limits.upper, intent.quantity)


def only_reduces(intent: OrderIntent, facts: RiskFacts) -> bool:
    """Whether all that an order can do is to make a position smaller."""
    kind = None if intent.credit is None else intent.credit.kind
    if intent.side is Side.BUY:
        return kind in _SHORTS_REPAID
    return kind not in _NEW_SHORTS and facts.held is not None and intent.quantity <= facts.held


def gravest_mark(facts: RiskFacts) -> Mark | None:
    """The mark that an order is warned of first."""
    return next((mark for mark in _GRAVE_MARKS if mark in facts.marks), None)


def _times(price: Decimal | None, quantity: int) -> Decimal | None:
    return None if price is None else price * quantity


def _away_percent(intent: OrderIntent, facts: RiskFacts) -> Decimal | None:
    """How far the price lies on the side that costs: above for a purchase, below for a sale.
    Rounded up, for what is a little beyond a limit is beyond it.
    """
    price = reference_price(intent, facts)
    base = intent.condition_price if facts.conditional else facts.last
    if price is None or not base:
        return None
    away = price - base if intent.side is Side.BUY else base - price
    return max(away * _HUNDRED / base, Decimal(0)).quantize(_CENTI, ROUND_UP)


def _away_ticks(intent: OrderIntent, facts: RiskFacts) -> Decimal | None:
    if not facts.priced:
        return Decimal(0)
    best = facts.ask if intent.side is Side.BUY else facts.bid
    base = intent.condition_price if facts.conditional else best
    if intent.price is None or base is None:
        return None
    low, high = (base, intent.price) if intent.side is Side.BUY else (intent.price, base)
    return Decimal(ticks_between(low, high, facts.tick_table))


def _listed_share(intent: OrderIntent, facts: RiskFacts) -> Decimal | None:
    if not facts.listed_shares:
        return None
    share = Decimal(intent.quantity) * _HUNDRED / facts.listed_shares
    return share.quantize(_MYRIADTH, ROUND_UP)


def _exposure(intent: OrderIntent, facts: RiskFacts) -> Decimal | None:
    """What is held and what is bid for, this order included; a sale adds nothing."""
    adds = amount(intent, facts) if intent.side is Side.BUY else Decimal(0)
    price = facts.last if facts.last is not None else reference_price(intent, facts)
    if adds is None or facts.held is None or price is None:
        return None
    bid_for = sum((_bid_for(order, price) for order in facts.orders.working), Decimal(0))
    return adds + bid_for + price * facts.held


def _bid_for(order: Order, price: Decimal) -> Decimal:
    """What an order may still buy. An amendment stands for its shares once it has a number: until
    then its original does.
    """
    is_asked_for = order.request is Request.AMEND and not order.order_no
    if order.side is not Side.BUY or order.request is Request.CANCEL or is_asked_for:
        return Decimal(0)
    return (order.price or price) * order.remaining


def _without_answer(intent: OrderIntent, facts: RiskFacts) -> Decimal:
    return Decimal(
        sum(
            order.state is OrderState.UNKNOWN and order.side is intent.side
            for order in facts.orders.working
        )
    )


def _marks(_: OrderIntent, facts: RiskFacts) -> Decimal | None:
    if not facts.is_known:
        return None
    return Decimal(sum(mark in _GRAVE_MARKS for mark in facts.marks))


def _margin(intent: OrderIntent, facts: RiskFacts) -> Decimal | None:
    """KRW beyond the cash; a sale and a credit order use none."""
    if intent.side is Side.SELL or intent.credit is not None:
        return Decimal(0)
    needed = cash_needed(intent, facts)
    if needed is None or facts.cash is None:
        return None
    return max(needed - facts.cash, Decimal(0))


def _seconds(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.1f}")


MEASURES: dict[Rule, Measure] = {
    Rule.QUANTITY: lambda intent, _: Decimal(intent.quantity),
    Rule.AMOUNT: amount,
    Rule.AWAY_PERCENT: _away_percent,
    Rule.AWAY_TICKS: _away_ticks,
    Rule.LISTED_SHARE: _listed_share,
    Rule.EXPOSURE: _exposure,
    Rule.ORDERS_PER_MINUTE: lambda _, facts: Decimal(facts.orders.sent_last_minute + 1),
    Rule.DAILY_LOSS: lambda _, facts: facts.daily_loss,
    Rule.DAILY_ORDERS: lambda _, facts: Decimal(facts.orders.sent_today + 1),
    Rule.UNKNOWN_ORDER: _without_answer,
    Rule.LOST_FILLS: lambda _, facts: _seconds(facts.orders.deaf_for),
    Rule.STALE_PRICE: lambda _, facts: _seconds(facts.price_age),
    Rule.MARKS: _marks,
    Rule.MARGIN: _margin,
}
