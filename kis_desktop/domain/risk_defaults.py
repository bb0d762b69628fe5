"""The limits that hold until the trader sets others."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.risk_rules import Action, RiskProfile, RiskRule, Rule

_WARN, _BLOCK = Action.WARN, Action.BLOCK

# what is practised with play money is what holds with real money; only the bounds are wider
_REAL = (
    RiskRule(Rule.QUANTITY, _WARN, Decimal(10_000)),
    RiskRule(Rule.AMOUNT, _WARN, Decimal(50_000_000)),
    RiskRule(Rule.AWAY_PERCENT, _WARN, Decimal(3)),
    RiskRule(Rule.AWAY_TICKS, _WARN, Decimal(30)),
    RiskRule(Rule.LISTED_SHARE, _WARN, Decimal(1)),
    RiskRule(Rule.EXPOSURE, _WARN, Decimal(200_000_000)),
    RiskRule(Rule.ORDERS_PER_MINUTE, _BLOCK, Decimal(30)),
    RiskRule(Rule.DAILY_LOSS, _WARN, Decimal(3_000_000)),
    RiskRule(Rule.DAILY_ORDERS, _BLOCK, Decimal(500)),
    RiskRule(Rule.UNKNOWN_ORDER, _BLOCK),
    RiskRule(Rule.LOST_FILLS, _BLOCK, Decimal(15)),
    RiskRule(Rule.STALE_PRICE, _BLOCK, Decimal(10)),
    RiskRule(Rule.MARKS, _WARN),
    RiskRule(Rule.MARGIN, _BLOCK),
)
_WIDER = {
    Rule.QUANTITY: Decimal(50_000),
    Rule.AMOUNT: Decimal(200_000_000),
    Rule.EXPOSURE: Decimal(1_000_000_000),
    Rule.ORDERS_PER_MINUTE: Decimal(120),
    Rule.DAILY_LOSS: Decimal(10_000_000),
    Rule.DAILY_ORDERS: Decimal(5_000),
}


def default_profile(environment: Environment) -> RiskProfile:
    """All limits of a world, none of them off."""
    if environment is Environment.REAL:
        return RiskProfile(_REAL)
    return RiskProfile(
        tuple(RiskRule(one.rule, one.action, _WIDER.get(one.rule, one.bound)) for one in _REAL)
    )
