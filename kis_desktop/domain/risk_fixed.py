"""The checks that no setting changes: what the order says, whether it can go now, and what for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderIntent, Side
from kis_desktop.domain.order_input import beyond_limit, off_tick
from kis_desktop.domain.order_size import LARGE_FROM, OrderSize, order_size
from kis_desktop.domain.risk_facts import RiskFacts
from kis_desktop.domain.risk_measures import amount, cash_needed
from kis_desktop.domain.risk_rules import Check, Rule, Verdict

_HUNDRED = 100
_SIZES = {
    OrderSize.LARGE: (Verdict.WARNED, "risk.large"),
    OrderSize.VERY_LARGE: (Verdict.WARNED, "risk.very_large"),
    OrderSize.REFUSED: (Verdict.BLOCKED, "risk.too_large"),
}


def _input(intent: OrderIntent, facts: RiskFacts) -> Check:
    if intent.quantity <= 0:
        return _blocked(Rule.INPUT, message("order.quantity_missing"))
    prices = []
    if facts.priced:
        prices.append((intent.price, "order.price_missing"))
    if facts.conditional:
        prices.append((intent.condition_price, "order.condition_price_missing"))
    for price, missing in prices:
        if price is None:
            return _blocked(Rule.INPUT, message(missing))
        wrong = off_tick(price, facts.tick_table) or beyond_limit(price, facts.limits)
        if wrong is not None:
            return _blocked(Rule.INPUT, wrong)
    if prices and facts.limits is None:
        return Check(Rule.INPUT, Verdict.UNKNOWN, told=message("risk.no_limits"))
    return Check(Rule.INPUT, Verdict.PASSED)


def _permission(intent: OrderIntent, facts: RiskFacts) -> Check:
    if facts.is_halted:
        return _blocked(Rule.PERMISSION, message("order.halted", symbol=intent.symbol))
    if facts.not_now is not None:
        return _blocked(Rule.PERMISSION, facts.not_now)
    if not facts.is_known:
        told = message("order.unknown_symbol", symbol=intent.symbol)
        return Check(Rule.PERMISSION, Verdict.UNKNOWN, told=told)
    return Check(Rule.PERMISSION, Verdict.PASSED)


def _funds(intent: OrderIntent, facts: RiskFacts) -> Check:
    """Cash with what margin gives on top of it, or shares. Credit is the server's to judge."""
    if intent.credit is not None:
        return Check(Rule.FUNDS, Verdict.UNKNOWN, told=message("risk.not_known"))
    if intent.side is Side.SELL:
        return _shares(intent, facts)
    needed, cash = cash_needed(intent, facts), facts.cash
    if needed is None or cash is None:
        return Check(Rule.FUNDS, Verdict.UNKNOWN, needed, cash, message("risk.not_known"))
    if needed <= cash:
        return Check(Rule.FUNDS, Verdict.PASSED, needed, cash)
    if not facts.margin_rate:
        return Check(Rule.FUNDS, Verdict.UNKNOWN, needed, cash, message("risk.not_known"))
    most = (cash * _HUNDRED / facts.margin_rate).to_integral_value()
    if needed <= most:
        return Check(Rule.FUNDS, Verdict.PASSED, needed, most)
    told = message("order.not_enough_cash", needed=needed, available=most)
    return Check(Rule.FUNDS, Verdict.BLOCKED, needed, most, told)


def _shares(intent: OrderIntent, facts: RiskFacts) -> Check:
    wanted, sellable = intent.quantity, facts.sellable
    if sellable is None:
        told = message("risk.not_known")
        return Check(Rule.FUNDS, Verdict.UNKNOWN, Decimal(wanted), told=told)
    figures = (Decimal(wanted), Decimal(sellable))
    if wanted <= sellable:
        return Check(Rule.FUNDS, Verdict.PASSED, *figures)
    told = message("order.not_enough_shares", needed=wanted, available=sellable)
    return Check(Rule.FUNDS, Verdict.BLOCKED, *figures, told)


def _large(intent: OrderIntent, facts: RiskFacts) -> Check:
    """By the price limit where no best price is known: an empty side of the book hides no size."""
    counted = amount(intent, facts)
    worth = cash_needed(intent, facts) if counted is None else counted
    size = order_size(worth, intent.quantity, facts.listed_shares)
    if size in _SIZES:
        verdict, told = _SIZES[size]
        passable = verdict is Verdict.WARNED
        return Check(Rule.LARGE, verdict, worth, LARGE_FROM, message(told), passable=passable)
    if worth is None:
        told_unknown = message("risk.not_known")
        return Check(Rule.LARGE, Verdict.UNKNOWN, bound=LARGE_FROM, told=told_unknown)
    return Check(Rule.LARGE, Verdict.PASSED, worth, LARGE_FROM)


def _kill_switch(_: OrderIntent, facts: RiskFacts) -> Check:
    if facts.orders.stopped:
        return _blocked(Rule.KILL_SWITCH, message("order.halted_by_user"))
    return Check(Rule.KILL_SWITCH, Verdict.PASSED)


def _blocked(rule: Rule, told: Message) -> Check:
    return Check(rule, Verdict.BLOCKED, told=told)


FIXED_CHECKS: dict[Rule, Callable[[OrderIntent, RiskFacts], Check]] = {
    Rule.INPUT: _input,
    Rule.PERMISSION: _permission,
    Rule.FUNDS: _funds,
    Rule.LARGE: _large,
    Rule.KILL_SWITCH: _kill_switch,
}
