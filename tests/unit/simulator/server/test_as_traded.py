"""Splits in the past: adjusted charts run on, unadjusted ones and minutes show what was paid."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from tests.unit.simulator.server.asking import Row, Standing

SPLIT = "060250"  # five for one
EX = date(2026, 9, 14)
LISTED = 4_000  # instruments, so that small companies are among them


@pytest.fixture(scope="module")
def house() -> Standing:
    return Standing(1, "2026-11-20T10:12:00", LISTED)


def days(house: Standing, adjusted: str, period: str = "D", **changed: str) -> list[Row]:
    fields = {
        "FID_INPUT_ISCD": SPLIT,
        "FID_INPUT_DATE_1": "20260803",
        "FID_INPUT_DATE_2": "20261030",
        "FID_PERIOD_DIV_CODE": period,
        "FID_ORG_ADJ_PRC": adjusted,
    }
    return house.rows(
        "domestic_stock/inquire_daily_itemchartprice", "output2", **{**fields, **changed}
    )


def closes(rows: list[Row]) -> list[int]:
    """Oldest first."""
    return [int(row["stck_clpr"]) for row in reversed(rows)]


def test_the_split_is_announced_by_the_depository(house: Standing) -> None:
    (row,) = house.rows(
        "domestic_stock/ksdinfo_rev_split",
        "output1",
        SHT_CD=SPLIT,
        F_DT="20260101",
        T_DT="20261231",
    )
    assert row["list_dt"] == "2026/09/14"
    assert int(row["inter_bf_face_amt"]) == 5 * int(row["inter_af_face_amt"])


def test_adjusted_days_run_on_over_a_split(house: Standing) -> None:
    assert all(0.69 < later / before < 1.31 for before, later in pairwise(closes(days(house, "0"))))


def test_unadjusted_days_are_five_times_as_much_before_it(house: Standing) -> None:
    for adjusted, raw in zip(days(house, "0"), days(house, "1"), strict=True):
        times = 5 if adjusted["stck_bsop_date"] < f"{EX:%Y%m%d}" else 1
        assert abs(int(raw["stck_clpr"]) / int(adjusted["stck_clpr"]) - times) < 0.02 * times
        assert abs(int(raw["acml_vol"]) * times - int(adjusted["acml_vol"])) <= times
        assert raw["acml_tr_pbmn"] == adjusted["acml_tr_pbmn"]
    told = {row["stck_bsop_date"]: float(row["prtt_rate"]) for row in days(house, "1")}
    assert {day: rate for day, rate in told.items() if rate} == {f"{EX:%Y%m%d}": 5.0}


@pytest.mark.parametrize("period", ["W", "M"])
def test_longer_periods_hold_the_days_as_traded(house: Standing, period: str) -> None:
    highest = max(int(row["stck_hgpr"]) for row in days(house, "1"))
    volume = sum(int(row["acml_vol"]) for row in days(house, "1", FID_INPUT_DATE_2="20260830"))
    longer = days(house, "1", period)
    assert max(int(row["stck_hgpr"]) for row in longer) == highest
    until = days(house, "1", period, FID_INPUT_DATE_2="20260830")
    assert sum(int(row["acml_vol"]) for row in until) == volume


def test_minutes_are_as_traded(house: Standing) -> None:
    def close(day: str) -> int:
        rows = house.rows(
            "domestic_stock/inquire_time_dailychartprice", "output2", FID_INPUT_ISCD=SPLIT,
            FID_INPUT_DATE_1=day, FID_INPUT_HOUR_1="180000",
        )  # fmt: skip
        assert rows[0]["stck_bsop_date"] == day
        return int(rows[0]["stck_prpr"])

    raw = {row["stck_bsop_date"]: int(row["stck_clpr"]) for row in days(house, "1")}
    assert close("20260911") == raw["20260911"]
    assert close("20260914") == raw["20260914"]


def test_the_other_daily_chart_says_the_same(house: Standing) -> None:
    def told(adjusted: str) -> dict[str, str]:
        fields = {"FID_INPUT_ISCD": SPLIT, "FID_PERIOD_DIV_CODE": "M", "FID_ORG_ADJ_PRC": adjusted}
        rows = house.rows("domestic_stock/inquire_daily_price", **fields)
        return {row["stck_bsop_date"]: row["stck_clpr"] for row in rows}

    adjusted, raw = told("1"), told("0")
    assert raw["20261030"] == adjusted["20261030"]
    assert int(raw["20260831"]) > 4 * int(adjusted["20260831"])
