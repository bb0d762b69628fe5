"""The dated rules of the Korean market, pinned by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import holidays
import pytest

from kis_desktop.catalogue.calendar import (
    is_trading_day,
    next_trading_day,
    previous_trading_day,
)
from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.tick_size import tick_size

RULES = load_market_rules("krx")
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("kind", "price", "tick"),
    [
        ("stock", 1_999, 1),
        ("stock", 2_000, 5),
        ("stock", 4_995, 5),
        ("stock", 5_000, 10),
        ("stock", 19_990, 10),
        ("stock", 20_000, 50),
        ("stock", 50_000, 100),
        ("stock", 200_000, 500),
        ("stock", 500_000, 1_000),
        ("reit", 4_000, 5),
        ("etf", 1_999, 1),
        ("etf", 2_000, 5),
        ("etf", 500_000, 5),
        ("etn", 30_000, 5),
    ],
)
def test_ticks_by_kind_and_price(kind: str, price: int, tick: int) -> None:
    assert tick_size(Decimal(price), RULES.tick_table(kind, TODAY)) == tick


def test_rules_from_before_their_time_are_not_made_up() -> None:
    with pytest.raises(LookupError):
        RULES.tick_table("stock", date(2020, 1, 2))
    with pytest.raises(LookupError):
        RULES.limit_rate(date(2010, 1, 4))
    with pytest.raises(LookupError):
        RULES.order_type("iceberg")
    with pytest.raises(FileNotFoundError):
        load_market_rules("moon")


def test_the_daily_limit_is_thirty_percent() -> None:
    assert RULES.limit_rate(TODAY) == Decimal("0.30")


@pytest.mark.parametrize(
    ("id_", "code", "priced"), [("limit", "00", True), ("market", "01", False)]
)
def test_order_types_have_their_wire_codes(id_: str, code: str, *, priced: bool) -> None:
    rule = RULES.order_type(id_)
    assert (rule.code, rule.priced) == (code, priced)


def test_no_market_orders_on_nextrade() -> None:
    assert "NXT" not in RULES.order_type("market").venues


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 6, 3), False),  # local elections
        (date(2026, 7, 17), False),  # constitution day
        (date(2026, 12, 25), False),
        (date(2026, 12, 31), False),  # the last day of the year
        (date(2026, 1, 1), False),
    ],
)
def test_trading_days_of_2026(day: date, *, opens: bool) -> None:
    assert is_trading_day(day) is opens


def test_the_shipped_closed_days_are_those_of_the_holidays_package() -> None:
    years = range(RULES.closed_days[0].year, RULES.closed_days[-1].year + 1)
    assert len(years) >= 7
    known = holidays.financial_holidays("XKRX", years=years)
    assert list(RULES.closed_days) == sorted(day for day in known if day.weekday() < 5)


def test_years_that_are_not_shipped_come_from_the_package() -> None:
    assert not is_trading_day(date(2014, 1, 1))
    assert is_trading_day(date(2014, 1, 2))


def test_the_days_before_and_after_skip_what_is_closed() -> None:
    assert previous_trading_day(date(2026, 11, 23)) == date(2026, 11, 20)
    assert next_trading_day(date(2026, 12, 30)) == date(2027, 1, 4)
