"""Realised profit: sums to the won, groups, and the line over the days."""

from datetime import date
from decimal import Decimal

from kis_desktop.domain.profit import (
    ProfitReport,
    ProfitRow,
    ProfitTotals,
    by_month,
    by_symbol,
    cumulative,
    summed,
)


def row(day: date, realized: int | None, symbol: str = "005930", **changes: object) -> ProfitRow:
    values: dict[str, object] = {
        "bought": Decimal(0),
        "sold": Decimal(1_000_000),
        "realized": None if realized is None else Decimal(realized),
        "fee": Decimal(140),
        "tax": Decimal(2_000),
        "interest": Decimal(0),
        "rate": None,
        "basis": Decimal(900_000),
    }
    return ProfitRow(day, symbol, "삼성전자", **(values | changes))  # type: ignore[arg-type]


ROWS = (
    row(date(2026, 11, 20), 50_000),
    row(date(2026, 11, 20), -20_000, "000660"),
    row(date(2026, 10, 5), 7_000),
)


def test_rows_add_up_to_the_won() -> None:
    sums = summed(ROWS)
    assert (sums.realized, sums.fee, sums.tax) == (Decimal(37_000), Decimal(420), Decimal(6_000))
    assert sums.rate == Decimal(37_000) / Decimal(2_700_000) * 100


def test_one_unknown_part_makes_a_sum_unknown() -> None:
    sums = summed((*ROWS, row(date(2026, 11, 19), None, basis=None)))
    assert (sums.realized, sums.rate) == (None, None)
    assert sums.fee == Decimal(560)


def test_months_stand_newest_first() -> None:
    november, october = by_month(ROWS)
    assert (november.key, november.sums.realized, november.days) == ("2026-11", Decimal(30_000), 1)
    assert (october.key, october.sums.realized) == ("2026-10", Decimal(7_000))


def test_each_instrument_has_its_sum() -> None:
    hynix, samsung = by_symbol(ROWS)
    assert (hynix.key, hynix.sums.realized) == ("000660", Decimal(-20_000))
    assert (samsung.sums.realized, samsung.days, samsung.name) == (Decimal(57_000), 2, "삼성전자")


def test_profit_adds_up_day_by_day() -> None:
    line = cumulative((*ROWS, row(date(2026, 11, 21), None)))
    assert line == ((date(2026, 10, 5), Decimal(7_000)), (date(2026, 11, 20), Decimal(37_000)))


def test_nothing_is_added_up_beyond_a_day_that_is_not_known() -> None:
    line = cumulative((*ROWS, row(date(2026, 10, 6), None)))
    assert line == ((date(2026, 10, 5), Decimal(7_000)),)
    assert cumulative((*ROWS, row(date(2026, 10, 5), None))) == ()


def report(told: int | None, *rows: ProfitRow) -> ProfitReport:
    realized = None if told is None else Decimal(told)
    totals = ProfitTotals(None, None, realized, None, None, None)
    return ProfitReport(date(2026, 10, 1), date(2026, 11, 20), rows, totals)


def test_rows_that_differ_from_the_server_s_sum_are_told_with_both_figures() -> None:
    assert report(37_000, *ROWS).disagreement is None
    assert report(36_999, *ROWS).disagreement == (Decimal(37_000), Decimal(36_999))
    assert report(None, *ROWS).disagreement is None
    assert report(1, row(date(2026, 11, 20), None)).disagreement is None
