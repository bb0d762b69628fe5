"""What a fill costs, by the rules of 2026."""

from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.fee import CommissionRate, FeeProfile, FeeSchedule
from kis_desktop.domain.order import Side

FEES = load_market_rules("krx").fees()
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("amount", "kind", "wanted"),
    [(11_796_000, "stock", 1657), (1_000_000, "etf", 146), (1_000, "stock", 0)],
)
def test_commission_is_truncated_to_the_won(amount: int, kind: str, wanted: int) -> None:
    assert FEES.fee(Decimal(amount), kind, DAY) == wanted


@pytest.mark.parametrize(
    ("side", "market", "kind", "on", "wanted"),
    [
        (Side.SELL, "KOSPI", "stock", date(2026, 11, 20), 2_000),
        (Side.SELL, "KOSDAQ", "stock", date(2026, 11, 20), 2_000),
        (Side.SELL, "KOSPI", "stock", date(2025, 11, 20), 1_500),
        (Side.SELL, "KONEX", "stock", date(2026, 11, 20), 1_000),
        (Side.SELL, "KOSPI", "etf", date(2026, 11, 20), 0),
        (Side.BUY, "KOSPI", "stock", date(2026, 11, 20), 0),
        (Side.SELL, "KOSPI", "stock", date(2019, 1, 2), 0),
    ],
)
def test_sale_tax_by_market_kind_and_date(
    side: Side, market: str, kind: str, on: date, wanted: int
) -> None:
    assert FEES.tax(Decimal(1_000_000), side, market, kind, on) == wanted


def with_own(*rates: CommissionRate) -> FeeSchedule:
    return FeeSchedule(FEES.commission, FEES.taxes, rates)


def test_the_account_s_own_commission_comes_before_the_usual_one() -> None:
    fees = with_own(CommissionRate(Decimal("0.0001")))
    assert fees.fee(Decimal(1_000_000), "stock", DAY) == 100
    assert fees.fee(Decimal(1_000_000), "etf", DAY) == 100


def test_a_commission_for_the_kind_comes_before_one_for_all() -> None:
    fees = with_own(
        CommissionRate(Decimal("0.0001"), since=date(2026, 11, 1)),
        CommissionRate(Decimal("0.0003"), "etf"),
    )
    assert fees.fee(Decimal(1_000_000), "etf", DAY) == 300
    assert fees.fee(Decimal(1_000_000), "stock", DAY) == 100


def test_the_newest_of_two_that_hold_is_the_one() -> None:
    fees = with_own(
        CommissionRate(Decimal("0.0002"), since=date(2026, 6, 1)),
        CommissionRate(Decimal("0.0001"), since=date(2025, 1, 1)),
    )
    assert fees.fee(Decimal(1_000_000), "stock", DAY) == 200


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (date(2026, 1, 1), 140),
        (date(2026, 2, 1), 0),
        (date(2026, 7, 31), 0),
        (date(2026, 8, 1), 140),
    ],
)
def test_a_commission_holds_on_its_days_alone(on: date, wanted: int) -> None:
    free = CommissionRate(Decimal(0), "stock", date(2026, 2, 1), date(2026, 7, 31))
    assert with_own(free).fee(Decimal(1_000_000), "stock", on) == wanted


def test_breakeven_earns_commission_and_tax_back() -> None:
    fees = with_own(CommissionRate(Decimal("0.001")))
    price = fees.breakeven(Decimal(997_000), 10, "KOSPI", "stock", DAY)
    assert price == Decimal(100_000)


@pytest.mark.parametrize(
    "bad",
    [
        CommissionRate(Decimal("0.02")),
        CommissionRate(Decimal("-0.0001")),
        CommissionRate(Decimal("NaN")),
        CommissionRate(Decimal("0.001"), "", date(2026, 2, 2), date(2026, 2, 1)),
    ],
)
def test_a_commission_that_cannot_be_is_named(bad: CommissionRate) -> None:
    sound = CommissionRate(Decimal("0.001"), "", date(2026, 2, 1), date(2026, 2, 1))
    assert FeeProfile((sound, bad)).faulty == 1
    assert FeeProfile((sound,)).faulty is None
