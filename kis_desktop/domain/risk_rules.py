"""The limits that a trader sets on every order, and what a check of one says."""

from __future__ import annotations

import enum
from decimal import Decimal

import msgspec

from kis_desktop.domain.message import Message, message


class Rule(enum.StrEnum):
    """What is limited. Where a rule has a bound, its unit stands behind it."""

    QUANTITY = "quantity"  # shares of one order
    AMOUNT = "amount"  # KRW of one order
    AWAY_PERCENT = "away_percent"  # percent from the last price, on the side that costs
    AWAY_TICKS = "away_ticks"  # ticks from the other side's best price, on the side that costs
    LISTED_SHARE = "listed_share"  # percent of the listed shares
    EXPOSURE = "exposure"  # KRW held and bought of one instrument, the order included
    ORDERS_PER_MINUTE = "orders_per_minute"
    DAILY_LOSS = "daily_loss"  # KRW lost today, realized and unrealized
    DAILY_ORDERS = "daily_orders"
    UNKNOWN_ORDER = "unknown_order"  # an order without an answer in this symbol and side
    LOST_FILLS = "lost_fills"  # neither notices nor the day's list tell of fills; seconds
    STALE_PRICE = "stale_price"  # the price is too old; seconds
    MARKS = "marks"  # 투자경고, 투자위험, 단기과열, 관리종목
    MARGIN = "margin"  # more than cash: 미수
    INPUT = "input"  # quantity and price are there, on the tick, inside the price limit
    PERMISSION = "permission"  # order type, venue, session, halted
    FUNDS = "funds"  # cash or shares
    LARGE = "large"  # the brokers' rule on large orders
    KILL_SWITCH = "kill_switch"


FIXED = frozenset({Rule.INPUT, Rule.PERMISSION, Rule.FUNDS, Rule.LARGE, Rule.KILL_SWITCH})
"""What no setting changes."""
UNBOUNDED = frozenset({Rule.UNKNOWN_ORDER, Rule.MARKS, Rule.MARGIN})
"""Settings without a bound: they are met or not."""
PASSABLE = frozenset({Rule.UNKNOWN_ORDER, Rule.LOST_FILLS, Rule.STALE_PRICE})
"""Blocks that the trader may pass for one order."""
SETTABLE = tuple(rule for rule in Rule if rule not in FIXED)


class Action(enum.StrEnum):
    """What happens when a limit is met."""

    OFF = "off"
    WARN = "warn"  # confirmed by the trader, once for each order
    BLOCK = "block"


class RiskRule(msgspec.Struct, frozen=True):
    """One limit as it is set; `bound` in the rule's unit, None where it has none."""

    rule: Rule
    action: Action
    bound: Decimal | None = None


class RiskProfile(msgspec.Struct, frozen=True):
    """All limits of a profile. `sheet` is whether every order is shown before it is sent (large
    ones always are).
    """

    rules: tuple[RiskRule, ...]
    sheet: bool = True

    def setting(self, changed: RiskRule) -> RiskProfile:
        """These limits with one of them set anew."""
        kept = (one for one in self.rules if one.rule is not changed.rule)
        order = list(Rule)
        rules = sorted((*kept, changed), key=lambda one: order.index(one.rule))
        return msgspec.structs.replace(self, rules=tuple(rules))

    def find(self, rule: Rule) -> RiskRule:
        """The setting of a rule; off where there is none."""
        for one in self.rules:
            if one.rule is rule:
                return one
        return RiskRule(rule, Action.OFF)


_SHARES = frozenset({Rule.QUANTITY, Rule.AWAY_TICKS, Rule.ORDERS_PER_MINUTE, Rule.DAILY_ORDERS})
"""Bounds that are whole numbers."""
_MOST_PERCENT = 100


def unusable(profile: RiskProfile) -> Message | None:
    """Why limits can't be set so; None where they can."""
    for setting in profile.rules:
        wrong = unusable_bound(setting)
        if wrong is not None:
            return wrong
    return None


def unusable_bound(setting: RiskRule) -> Message | None:
    """Why a limit can't be set so; None where it can."""
    if setting.rule in UNBOUNDED or setting.action is Action.OFF:
        return None
    bound = setting.bound
    if bound is None or not bound.is_finite() or bound <= 0:
        return message("risk.bound_missing")
    if setting.rule in _SHARES and bound != bound.to_integral_value():
        return message("risk.bound_not_whole")
    if setting.rule is Rule.LISTED_SHARE and bound > _MOST_PERCENT:
        return message("risk.bound_over_hundred")
    return None


class Verdict(enum.StrEnum):
    """What a check of a limit says."""

    PASSED = "passed"
    WARNED = "warned"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"  # a figure that it needs is not known; it stops nothing, and is said
    OFF = "off"


class Check(msgspec.Struct, frozen=True):
    """One limit held against an order: what was measured and what is allowed, in the rule's unit.

    `told` is the sentence for the trader, None where it passed. What is `passable` may be confirmed
    for this one order, also where it blocks.
    """

    rule: Rule
    verdict: Verdict
    measured: Decimal | None = None
    bound: Decimal | None = None
    told: Message | None = None
    passable: bool = False


class Assessment(msgspec.Struct, frozen=True):
    """All checks of an order, in the order of `Rule`."""

    checks: tuple[Check, ...]

    def stopping(self, approved: frozenset[str]) -> tuple[Check, ...]:
        """What stops the order for good: blocks, but those that may be passed and were."""
        return tuple(
            check
            for check in self.checks
            if check.verdict is Verdict.BLOCKED
            and not (check.passable and check.rule.value in approved)
        )

    def unapproved(self, approved: frozenset[str]) -> tuple[Check, ...]:
        """Warnings that nobody has confirmed."""
        return tuple(
            check
            for check in self.checks
            if check.verdict is Verdict.WARNED and check.rule.value not in approved
        )


class RiskDay(msgspec.Struct, frozen=True):
    """How the day stands: KRW lost so far (negative: won; None: not known), and whether its limit
    was met, which holds until the next session.
    """

    loss: Decimal | None = None
    locked: bool = False
