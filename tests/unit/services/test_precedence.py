"""Which of two words on a price is the newer one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from kis_desktop.domain.quote import Quote
from kis_desktop.services.precedence import figures_date, is_older, merged
from kis_desktop.services.session_clock import KOREA
from tests.unit.services.test_market_data import trade

FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)


def quote(volume: int | None, received: float, day: date | None = FRIDAY) -> Quote:
    return Quote("005930", last=Decimal(98_400), volume=volume, received=received, trade_date=day)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-20T10:00", FRIDAY),
        ("2026-11-20T08:30", FRIDAY),
        ("2026-11-20T08:29", None),
        ("2026-11-20T00:01", None),
        ("2026-11-21T12:00", FRIDAY),
        ("2026-11-22T23:00", FRIDAY),
    ],
)
def test_a_read_tells_of_the_last_day_whose_figures_are_surely_there(
    moment: str, day: date | None
) -> None:
    assert figures_date(datetime.fromisoformat(moment).replace(tzinfo=KOREA)) == day


@pytest.mark.parametrize(
    ("known", "received", "day", "older"),
    [
        (quote(1_000, 10.0), 11.0, FRIDAY, True),
        (quote(1_000, 10.0), 14.0, FRIDAY, False),
        (quote(999, 10.0), 11.0, FRIDAY, False),
        (quote(None, 10.0), 11.0, FRIDAY, False),
        (quote(1_000, 10.0, THURSDAY), 11.0, FRIDAY, False),
        (quote(1, 10.0), 100.0, THURSDAY, True),
        (quote(1_000, 10.0, None), 11.0, FRIDAY, True),
    ],
)
def test_a_print_is_overtaken_by_seconds_alone(
    known: Quote, received: float, day: date, older: bool
) -> None:
    assert is_older(trade("005930", 1_000, received=received, day=day), known) is older


@pytest.mark.parametrize(
    ("known", "read", "began", "volume"),
    [
        (quote(2_000, 10.0), quote(1_000, 11.0), 9.0, 2_000),
        (quote(2_000, 10.0), quote(1_000, 14.0), 13.5, 1_000),
        (quote(2_000, 10.0), quote(3_000, 11.0), 9.0, 3_000),
        (quote(2_000, 10.0, THURSDAY), quote(1_000, 11.0), 9.0, 1_000),
        (quote(2_000, 10.0, THURSDAY), quote(1_000, 99.0, None), 98.0, 1_000),
    ],
)
def test_a_read_is_overtaken_by_seconds_alone(
    known: Quote, read: Quote, began: float, volume: int
) -> None:
    kept = merged(known, read, began)
    assert kept.volume == volume
    assert kept.trade_date == (read.trade_date or known.trade_date)
