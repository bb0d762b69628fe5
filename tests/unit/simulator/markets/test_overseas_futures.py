"""Foreign futures and options: codes, last days, months that move together, options that follow."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course
from kis_desktop.simulator.markets.overseas_futureoption.contracts import (
    find_contract,
    front,
    listed,
)
from kis_desktop.simulator.markets.overseas_futureoption.market import OverseasDerivatives
from kis_desktop.simulator.markets.overseas_futureoption.products import PRODUCTS
from tests.unit.simulator.trading_floor import Floor

NOW = datetime(2026, 11, 25, 3, 10, tzinfo=KST)
CODES = (
    "ESZ26", "6EZ26", "GCG27", "CLF27", "ZNZ26", "FDXMZ26", "HSIX26", "NKZ26", "ESZ25", "DXM24",
    "1OZQ25", "SPIU25", "6BZ22", "BONU25", "OESU24 C5500", "OESZ26 P5900",
)  # fmt: skip


@pytest.fixture(scope="module", params=[7, 2026])
def market(request: pytest.FixtureRequest) -> OverseasDerivatives:
    return Floor("2026-11-25 03:10", seed=request.param).market.others.overseas_derivatives


def course_of(market: OverseasDerivatives, code: str) -> Course:
    contract = market.find(code)
    assert contract is not None
    return market.course(contract)


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("ESZ26", date(2026, 12, 18)),
        ("6EZ26", date(2026, 12, 14)),
        ("CLF27", date(2026, 12, 18)),
        ("NKZ26", date(2026, 12, 10)),
        ("ZCZ26", date(2026, 12, 14)),
        ("ESH24", date(2024, 3, 15)),
    ],
)
def test_a_contract_trades_last_on_the_day_of_its_rule(code: str, last: date) -> None:
    contract = find_contract(code)
    assert contract is not None
    assert contract.last_day == last


@pytest.mark.parametrize("code", ["", "AAPL", "ES", "ESA26", "XXZ26", "ESZ26 C", "OES C5500"])
def test_what_is_no_code_is_not_found(code: str) -> None:
    assert find_contract(code) is None


def test_a_code_may_be_written_in_any_case_and_with_more_blanks() -> None:
    contract = find_contract(" oesz26  c5900 ")
    assert contract is not None
    assert (contract.code, contract.is_option) == ("OESZ26 C5900", True)


@pytest.mark.parametrize("code", CODES)
def test_bars_follow_each_other_and_end_with_the_quote(
    market: OverseasDerivatives, code: str
) -> None:
    course = course_of(market, code)
    quote = course.quote(NOW)
    bars = course.bars(date(2026, 10, 1), quote.trade_date, NOW)
    assert all(after.base == before.close for before, after in pairwise(bars))
    assert all(bar.low <= min(bar.open, bar.close) for bar in bars)
    assert all(bar.high >= max(bar.open, bar.close) for bar in bars)
    assert (bars[-1].close, bars[-1].volume) == (quote.last, quote.volume)
    assert quote.volume > 0
    minutes = course.minutes(bars[-2].day, NOW)
    assert max(bar.high for bar in minutes) <= bars[-2].high
    assert min(bar.low for bar in minutes) >= bars[-2].low
    assert sum(bar.volume for bar in minutes) == bars[-2].volume
    assert all(bar.close % course.terms.tick(bar.close) == 0 for bar in bars)


def test_an_expired_contract_has_rows_in_its_own_time(market: OverseasDerivatives) -> None:
    for code in ("ESZ25", "DXM24", "6BZ22"):
        contract = market.find(code)
        assert contract is not None
        end = contract.last_day
        assert len(market.course(contract).bars(end - timedelta(days=30), end, NOW)) > 15


def test_a_later_month_costs_more_and_moves_with_the_nearer_one(
    market: OverseasDerivatives,
) -> None:
    for product in (PRODUCTS["ES"], PRODUCTS["GC"], PRODUCTS["CL"]):
        near, later = (market.course(one) for one in listed(product, NOW.date(), 2))
        span = date(2026, 10, 1), date(2026, 11, 20)
        pairs = zip(near.bars(*span, NOW), later.bars(*span, NOW), strict=True)
        assert all(one.close <= other.close for one, other in pairs)
        assert near.quote(NOW).volume > later.quote(NOW).volume


def test_calls_and_puts_of_one_strike_are_a_future_apart(market: OverseasDerivatives) -> None:
    day = date(2026, 11, 20)

    def close(code: str) -> int:
        return course_of(market, code).bars(day, day, NOW)[0].close

    strike = int(market.strike_near(PRODUCTS["ES"], day))
    for offset in (-100, 0, 100):
        call, put = (close(f"OESZ26 {right}{strike + offset}") for right in "CP")
        assert abs(call - put - (close("ESZ26") - (strike + offset) * 100)) <= 50
    assert close(f"OESZ26 C{strike - 100}") > close(f"OESZ26 C{strike + 100}")


def test_the_front_month_is_left_a_week_before_it_ends() -> None:
    product = PRODUCTS["ES"]
    assert front(product, date(2026, 12, 11)).code == "ESZ26"
    assert front(product, date(2026, 12, 12)).code == "ESH27"


def test_every_product_has_its_ticks_and_margins() -> None:
    for product in PRODUCTS.values():
        units = float(product.anchor) * 10**product.decimals
        assert round(units) % product.step == 0, product.code
        assert product.maintenance < product.margin
        assert product.tick_value > 0
