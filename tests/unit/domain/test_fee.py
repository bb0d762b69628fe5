"""What a fill costs, by the rules of 2026."""

from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.order import Side

FEES = load_market_rules("krx").fees()


@pytest.mark.parametrize(
    ("amount", "kind", "wanted"),
    [(11_796_000, "stock", 1657), (1_000_000, "etf", 146), (1_000, "stock", 0)],
)
def test_commission_is_truncated_to_the_won(amount: int, kind: str, wanted: int) -> None:
    assert FEES.fee(Decimal(amount), kind) == wanted


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
