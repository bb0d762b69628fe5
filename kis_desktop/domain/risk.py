"""Checks on an order before it may be sent: each gives a reason, none sends anything.

`assess` holds an order against every rule. `check` is what a form asks while it is filled in.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import AmendIntent, Order, OrderIntent, OrderType, Side
from kis_desktop.domain.order_input import beyond_limit, off_tick
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.risk_facts import RiskFacts
from kis_desktop.domain.risk_fixed import FIXED_CHECKS
from kis_desktop.domain.risk_measures import (
    MEASURES,
    cash_needed,
    gravest_mark,
    only_reduces,
)
from kis_desktop.domain.risk_rules import (
    PASSABLE,
    Action,
    Assessment,
    Check,
    RiskProfile,
    Rule,
    Verdict,
)
from kis_desktop.domain.tick_size import TickTable

_SPARES_REDUCING = PASSABLE | {Rule.DAILY_LOSS, Rule.DAILY_ORDERS}
"""Blocks that must not keep a trader in a position: they only warn of an order that reduces it."""
_ADDS = frozenset({Rule.EXPOSURE})
"""What a sale cannot meet."""
_MET_BY_IGNORANCE = frozenset({Rule.STALE_PRICE})
"""What is met where its figure is not known: no price at all is no fresh one."""
_OF_AMENDMENTS = frozenset(
    {
        Rule.QUANTITY,
        Rule.AMOUNT,
        Rule.AWAY_PERCENT,
        Rule.AWAY_TICKS,
        Rule.ORDERS_PER_MINUTE,
        Rule.LOST_FILLS,
        Rule.STALE_PRICE,
        Rule.MARGIN,
        Rule.INPUT,
        Rule.PERMISSION,
        Rule.FUNDS,
        Rule.LARGE,
    }
)


class Limits(msgspec.Struct, frozen=True):
    """What is known about the instrument and the account when an order is checked; None:
    unknown.
    """

    tick_table: TickTable
    price_limits: PriceLimits | None = None
    buying_power: Decimal | None = None
    sellable: int | None = None
    halted: bool = False


def check(intent: OrderIntent, limits: Limits) -> tuple[Message, ...]:
    """Every reason why this order must not be sent; empty when there is none."""
    found = (
        _quantity(intent),
        _halted(intent, limits),
        _price_present(intent),
        _tick(intent, limits),
        _limit(intent, limits),
        _cash(intent, limits),
        _shares(intent, limits),
    )
    return tuple(reason for reason in found if reason is not None)


def check_price(
    price: Decimal | None, order_type: OrderType, limits: Limits
) -> tuple[Message, ...]:
    """Every reason why a working order must not be amended to this price."""
    if order_type is OrderType.MARKET:
        return ()
    if price is None:
        return (message("order.price_missing"),)
    found = (off_tick(price, limits.tick_table), beyond_limit(price, limits.price_limits))
    return tuple(reason for reason in found if reason is not None)


def _quantity(intent: OrderIntent) -> Message | None:
    return None if intent.quantity > 0 else message("order.quantity_missing")


def _halted(intent: OrderIntent, limits: Limits) -> Message | None:
    return message("order.halted", symbol=intent.symbol) if limits.halted else None


def _price_present(intent: OrderIntent) -> Message | None:
    if intent.order_type is OrderType.MARKET or intent.price is not None:
        return None
    return message("order.price_missing")


def _tick(intent: OrderIntent, limits: Limits) -> Message | None:
    if intent.order_type is OrderType.MARKET or intent.price is None:
        return None
    return off_tick(intent.price, limits.tick_table)


def _limit(intent: OrderIntent, limits: Limits) -> Message | None:
    if intent.order_type is OrderType.MARKET or intent.price is None:
        return None
    return beyond_limit(intent.price, limits.price_limits)


def _cash(intent: OrderIntent, limits: Limits) -> Message | None:
    if intent.side is not Side.BUY or intent.price is None or limits.buying_power is None:
        return None
    needed = intent.price * intent.quantity
    if needed <= limits.buying_power:
        return None
    return message("order.not_enough_cash", needed=needed, available=limits.buying_power)


def _shares(intent: OrderIntent, limits: Limits) -> Message | None:
    if intent.side is not Side.SELL or limits.sellable is None:
        return None
    if intent.quantity <= limits.sellable:
        return None
    return message("order.not_enough_shares", needed=intent.quantity, available=limits.sellable)


def assess(intent: OrderIntent, facts: RiskFacts, profile: RiskProfile) -> Assessment:
    """A new order held against every rule."""
    spared = only_reduces(intent, facts)
    return Assessment(tuple(_held(rule, intent, facts, profile, spared=spared) for rule in Rule))


def assess_amend(
    order: Order, amend: AmendIntent, facts: RiskFacts, profile: RiskProfile
) -> Assessment:
    """An amendment of a working order held against the rules of price and quantity.

    What the order binds already is free for the amendment. What blocks new orders for lack of
    knowledge only warns here, for an order at rest must be movable.
    """
    intent = OrderIntent(
        local_id=amend.local_id,
        symbol=order.symbol,
        side=order.side,
        order_type=amend.order_type,
        quantity=order.remaining if amend.quantity is None else amend.quantity,
        price=amend.price,
        venue=order.venue,
        condition_price=amend.condition_price,
        credit=order.credit,
        origin=amend.origin,
    )
    known = _freed(order, intent, facts)
    checks = [
        _held(rule, intent, known, profile, spared=True) for rule in Rule if rule in _OF_AMENDMENTS
    ]
    if intent.quantity > order.remaining:
        told = message("order.amend_too_many", quantity=intent.quantity, rest=order.remaining)
        checks = [
            Check(Rule.INPUT, Verdict.BLOCKED, told=told) if one.rule is Rule.INPUT else one
            for one in checks
        ]
    return Assessment(tuple(checks))


def _freed(order: Order, intent: OrderIntent, facts: RiskFacts) -> RiskFacts:
    """The facts as if the amended shares rested no more."""
    before = msgspec.structs.replace(intent, price=order.price)
    as_before = msgspec.structs.replace(facts, priced=order.price is not None)
    bound = cash_needed(before, as_before)
    cash, sellable = facts.cash, facts.sellable
    if order.side is Side.BUY:
        cash = None if cash is None or bound is None else cash + bound
    elif sellable is not None:
        sellable += intent.quantity
    return msgspec.structs.replace(facts, cash=cash, sellable=sellable)


def _held(
    rule: Rule, intent: OrderIntent, facts: RiskFacts, profile: RiskProfile, *, spared: bool
) -> Check:
    """One rule held against an order; what is `spared` is warned of where it would be blocked."""
    fixed = FIXED_CHECKS.get(rule)
    if fixed is not None:
        return fixed(intent, facts)
    setting, is_locked = profile.find(rule), rule is Rule.DAILY_LOSS and facts.locked
    action = Action.BLOCK if is_locked else setting.action
    if action is Action.OFF:
        return Check(rule, Verdict.OFF)
    measured, bound = MEASURES[rule](intent, facts), setting.bound
    if measured is None and rule not in _MET_BY_IGNORANCE and not is_locked:
        return Check(rule, Verdict.UNKNOWN, bound=bound, told=message("risk.not_known"))
    is_over = is_locked or measured is None or measured > (bound or 0)
    if not is_over or (rule in _ADDS and intent.side is Side.SELL):
        return Check(rule, Verdict.PASSED, measured, bound)
    blocks = action is Action.BLOCK and not (spared and rule in _SPARES_REDUCING)
    return Check(
        rule,
        Verdict.BLOCKED if blocks else Verdict.WARNED,
        measured,
        bound,
        _told(rule, intent, facts, measured, bound),
        passable=not blocks or rule in PASSABLE,
    )


def _told(
    rule: Rule,
    intent: OrderIntent,
    facts: RiskFacts,
    measured: Decimal | None,
    bound: Decimal | None,
) -> Message:
    """What was met, and what to do."""
    mark = gravest_mark(facts)
    if rule is Rule.MARKS and mark is not None:
        return message(f"risk.mark_{mark.value}", symbol=intent.symbol)
    if rule is Rule.DAILY_LOSS and facts.locked:
        return message("risk.locked")
    if measured is None:
        return message("risk.no_price", symbol=intent.symbol)
    figures = {"measured": measured} if bound is None else {"measured": measured, "bound": bound}
    return Message(f"risk.{rule.value}", {"symbol": intent.symbol, **figures})
