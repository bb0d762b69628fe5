from __future__ import annotations

from decimal import Decimal

from kis_desktop.domain.risk_rules import (
    Action,
    Assessment,
    Check,
    RiskProfile,
    RiskRule,
    Rule,
    Verdict,
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
