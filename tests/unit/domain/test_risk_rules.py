from __future__ import annotations

from decimal import Decimal

import pytest

from kis_desktop.domain.risk_rules import (
    SETTABLE,
    Action,
    Assessment,
    Check,
    RiskProfile,
    RiskRule,
    Rule,
    Verdict,
    unusable,
)


def test_a_rule_that_is_not_set_is_off() -> None:
    bound = RiskRule(Rule.AMOUNT, Action.WARN, Decimal(1))
    profile = RiskProfile((bound,))
    assert profile.find(Rule.AMOUNT) is bound
    assert profile.find(Rule.QUANTITY) == RiskRule(Rule.QUANTITY, Action.OFF)


def test_what_stops_and_what_must_be_confirmed() -> None:
    warned = Check(Rule.AMOUNT, Verdict.WARNED)
    passable = Check(Rule.STALE_PRICE, Verdict.BLOCKED, passable=True)
    firm = Check(Rule.INPUT, Verdict.BLOCKED)
    told = Assessment((warned, passable, firm, Check(Rule.MARKS, Verdict.PASSED)))
    nothing: frozenset[str] = frozenset()
    everything = frozenset(rule.value for rule in Rule)
    assert told.stopping(nothing) == (passable, firm)
    assert told.stopping(everything) == (firm,)
    assert told.unapproved(nothing) == (warned,)
    assert told.unapproved(everything) == ()


def test_a_limit_is_set_anew_in_its_place() -> None:
    first = RiskProfile((RiskRule(Rule.MARGIN, Action.BLOCK), RiskRule(Rule.QUANTITY, Action.OFF)))
    changed = RiskRule(Rule.QUANTITY, Action.WARN, Decimal(5))
    assert first.setting(changed).rules == (changed, RiskRule(Rule.MARGIN, Action.BLOCK))
    assert Rule.KILL_SWITCH not in SETTABLE


@pytest.mark.parametrize(
    ("rule", "action", "bound", "told"),
    [
        (Rule.QUANTITY, Action.WARN, "5", None),
        (Rule.QUANTITY, Action.OFF, None, None),
        (Rule.MARGIN, Action.BLOCK, None, None),
        (Rule.AMOUNT, Action.WARN, None, "risk.bound_missing"),
        (Rule.AMOUNT, Action.WARN, "0", "risk.bound_missing"),
        (Rule.AMOUNT, Action.WARN, "NaN", "risk.bound_missing"),
        (Rule.QUANTITY, Action.BLOCK, "1.5", "risk.bound_not_whole"),
        (Rule.AWAY_PERCENT, Action.BLOCK, "1.5", None),
        (Rule.LISTED_SHARE, Action.BLOCK, "100.5", "risk.bound_over_hundred"),
    ],
)
def test_a_bound_that_cannot_be_is_told(
    rule: Rule, action: Action, bound: str | None, told: str | None
) -> None:
    setting = RiskRule(rule, action, None if bound is None else Decimal(bound))
    wrong = unusable(RiskProfile((setting,)))
    assert (None if wrong is None else wrong.id) == told
