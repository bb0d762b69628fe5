"""Changes of limits in short words."""

from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.risk_change import changes, loosened, written
from kis_desktop.domain.risk_defaults import default_profile
from kis_desktop.domain.risk_rules import Action, RiskRule, Rule

USUAL = default_profile(Environment.REAL)


def test_all_limits_stand_on_one_line() -> None:
    assert written(USUAL) == (
        "quantity=warn:10000 amount=warn:50000000 away_percent=warn:3 away_ticks=warn:30"
        " listed_share=warn:1 exposure=warn:200000000 orders_per_minute=block:30"
        " daily_loss=warn:3000000 daily_orders=block:500 unknown_order=block"
        " lost_fills=block:15 stale_price=block:10 marks=warn margin=block sheet=on"
    )


@pytest.mark.parametrize(
    ("setting", "told", "looser"),
    [
        (RiskRule(Rule.QUANTITY, Action.OFF), "quantity=warn:10000>off", True),
        (RiskRule(Rule.MARGIN, Action.WARN), "margin=block>warn", True),
        (RiskRule(Rule.MARKS, Action.BLOCK), "marks=warn>block", False),
        (
            RiskRule(Rule.QUANTITY, Action.WARN, Decimal("12.5")),
            "quantity=warn:10000>warn:12.5",
            False,
        ),
        (
            RiskRule(Rule.QUANTITY, Action.WARN, Decimal(20_000)),
            "quantity=warn:10000>warn:20000",
            True,
        ),
        (
            RiskRule(Rule.QUANTITY, Action.BLOCK, Decimal(20_000)),
            "quantity=warn:10000>block:20000",
            False,
        ),
    ],
)
def test_a_change_is_told_and_whether_it_lets_more_pass(
    setting: RiskRule, told: str, looser: bool
) -> None:
    after = USUAL.setting(setting)
    assert changes(USUAL, after) == told
    assert loosened(USUAL, after) == ((setting.rule.value,) if looser else ())


def test_bounds_of_rules_that_stay_off_loosen_nothing() -> None:
    off = USUAL.setting(RiskRule(Rule.QUANTITY, Action.OFF, Decimal(1)))
    wider = USUAL.setting(RiskRule(Rule.QUANTITY, Action.OFF, Decimal(2)))
    assert loosened(off, wider) == ()


def test_the_sheet_counts_as_a_limit() -> None:
    without = msgspec.structs.replace(USUAL, sheet=False)
    assert (changes(USUAL, without), loosened(USUAL, without)) == ("sheet=on>off", ("sheet",))
    assert (changes(without, USUAL), loosened(without, USUAL)) == ("sheet=off>on", ())
    assert changes(USUAL, USUAL) == ""
