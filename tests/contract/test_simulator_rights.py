"""Days and amounts of rights, reasoned out by hand from the rules of the exchange."""

from __future__ import annotations

from datetime import date

import pytest

from kis_desktop.simulator.facts.corporate_actions import Action, ActionKind
from kis_desktop.simulator.facts.dividends import Dividend, DividendKind
from kis_desktop.simulator.facts.rights import Right
from kis_desktop.simulator.facts.statements import Period, Statement
from kis_desktop.simulator.universe import load_universe


def dividend(record: date, amount: int = 361) -> Dividend:
    return Dividend("005930", DividendKind.FINAL, record, date(2025, 4, 18), amount)


@pytest.mark.parametrize(
    ("record", "last", "ex"),
    [
        # the 31st is closed: whoever buys on Thursday the 26th is entered on Monday the 30th
        (date(2024, 12, 31), date(2024, 12, 26), date(2024, 12, 27)),
        # an ordinary Wednesday
        (date(2026, 6, 10), date(2026, 6, 8), date(2026, 6, 9)),
        # a Sunday counts as the Friday before it
        (date(2026, 6, 14), date(2026, 6, 10), date(2026, 6, 11)),
    ],
)
def test_shares_settle_by_the_record_date(record: date, last: date, ex: date) -> None:
    one = dividend(record)
    assert (one.holding_day, one.ex) == (last, ex)


def test_tax_is_withheld_in_tens_of_won() -> None:
    listing = load_universe().find("005930")
    assert listing is not None
    right = Right(listing, dividend(date(2024, 12, 31)), 187)
    assert right.amount == 67_507
    assert right.tax == 10_390  # 15.4 % are 10,396.078


def test_a_statement_adds_up() -> None:
    one = Statement(
        period=Period(2025, 4, 12),
        shares=10_000_000,
        current_assets=60_000,
        quick_assets=40_000,
        fixed_assets=90_000,
        current_liabilities=30_000,
        fixed_liabilities=20_000,
        borrowings=15_000,
        paid_in=25_000,
        retained=75_000,
        sales=120_000,
        operating=14_000,
        depreciation=3_000,
        administration=16_000,
        other_income=2_000,
        other_expense=1_000,
        special_gain=0,
        special_loss=0,
        net=11_700,
        dividend=250,
    )
    assert (one.assets, one.liabilities, one.equity) == (150_000, 50_000, 100_000)
    assert (one.gross, one.cost, one.ordinary, one.ebitda) == (30_000, 90_000, 15_000, 17_000)
    assert (one.eps, one.bps, one.sps) == (1_170.0, 10_000.0, 12_000.0)
    assert one.dividends == 2_500
    assert one.period.end == date(2025, 12, 31)
    assert one.period.published == date(2026, 3, 21)


def test_an_action_says_what_it_makes_of_the_shares() -> None:
    day = date(2025, 1, 6)
    action = Action(
        kind=ActionKind.MERGER,
        symbol="005930",
        announced=day,
        record=day,
        subscription=(day, day),
        paid=day,
        refunded=day,
        listed=day,
        halt=None,
        meeting=day,
        rate=20.0,
        discount=12.0,
        forfeited=5.0,
        partner="가나다",
    )
    assert action.growth == 1.2
    assert action.new_for_one == 0.2
    assert action.exchange_ratio == 0.6
