"""해외선물옵션주문: what the requests about an account of foreign contracts say of each other."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.unit.simulator.equalities.asked import (
    MOMENTS,
    Asked,
    Equality,
    Moment,
    Row,
    Table,
    by,
    near,
    standing,
    total,
)

_FAMILY = "overseas_futureoption"
_CURRENCIES = ("USD", "EUR", "HKD")
_DAYS = {"STRT_DT": "20240603", "END_DT": "20240628"}
_TERM = {"INQR_TERM_FROM_DT": "20240603", "INQR_TERM_TO_DT": "20240628"}
_ALL = {"FUOP_DVSN": "00", "SLL_BUY_DVSN_CD": "%%", "CCLD_NCCS_DVSN": "01"}


def _open(asked: Asked) -> list[Row]:
    found = asked.rows(f"{_FAMILY}/inquire_unpd")
    assert found
    return found


def _futures(rows: list[Row]) -> list[Row]:
    return [row for row in rows if " " not in row["ovrs_futr_fx_pdno"]]


def _details(asked: Asked, code: str) -> Row:
    return asked.row(f"{_FAMILY}/stock_detail", "output1", SRS_CD=code)


def _positions_have_the_price_of_the_quote(asked: Asked) -> None:
    for row in _futures(_open(asked)):
        quote = asked.row(f"{_FAMILY}/inquire_price", "output1", SRS_CD=row["ovrs_futr_fx_pdno"])
        assert Decimal(row["fm_now_pric"]) == Decimal(quote["last_price"].strip())


def _options_have_the_price_of_the_quote(asked: Asked) -> None:
    for row in _open(asked):
        if " " in row["ovrs_futr_fx_pdno"]:
            code = row["ovrs_futr_fx_pdno"]
            quote = asked.row(f"{_FAMILY}/opt_price", "output1", SRS_CD=code)
            assert Decimal(row["fm_now_pric"]) == Decimal(quote["last_price"].strip())


def _profit_is_the_difference_in_ticks(asked: Asked) -> None:
    for row in _futures(_open(asked)):
        told = _details(asked, row["ovrs_futr_fx_pdno"])
        sign = 1 if row["sll_buy_dvsn_cd"] == "02" else -1
        apart = Decimal(row["fm_now_pric"]) - Decimal(row["fm_ccld_avg_pric"])
        ticks = sign * apart / Decimal(told["tick_sz"].strip())
        gained = ticks * Decimal(told["tick_val"].strip()) * int(row["fm_ustl_qty"])
        assert float(row["fm_evlu_pfls_amt"]) == pytest.approx(float(gained), rel=1e-3, abs=60)


def _open_profit_is_that_of_the_cash(asked: Asked) -> None:
    rows = _open(asked)
    for currency in _CURRENCIES:
        own = [row for row in rows if row["crcy_cd"] == currency]
        cash = asked.row(f"{_FAMILY}/inquire_deposit", CRCY_CD=currency)
        assert total(own, "fm_evlu_pfls_amt") == Decimal(cash["fm_fuop_evlu_pfls_amt"])
        assert total(own, "fm_opt_evlu_amt") == Decimal(cash["fm_opt_evlu_amt"])


def _assets_are_cash_and_open_profit(asked: Asked) -> None:
    for currency in _CURRENCIES:
        cash = asked.row(f"{_FAMILY}/inquire_deposit", CRCY_CD=currency)
        worth = Decimal(cash["fm_nxdy_dncl_amt"]) + Decimal(cash["fm_fuop_evlu_pfls_amt"])
        assert near(cash["fm_tot_asst_evlu_amt"], worth, 0.01)
        with_options = Decimal(cash["fm_tot_asst_evlu_amt"]) + Decimal(cash["fm_opt_evlu_amt"])
        assert near(cash["fm_opt_icld_asst_evlu_amt"], with_options, 0.01)


def _tomorrows_cash_is_todays_and_its_result(asked: Asked) -> None:
    for currency in _CURRENCIES:
        cash = asked.row(f"{_FAMILY}/inquire_deposit", CRCY_CD=currency)
        moved = Decimal(cash["fm_lqd_pfls_amt"]) - Decimal(cash["fm_fee"])
        left = Decimal(cash["fm_nxdy_dncl_amt"]) - Decimal(cash["fm_dnca_rmnd"])
        assert near(left, moved, 0.01)


def _margins_are_told_alike(asked: Asked) -> None:
    for currency in ("TKR", *_CURRENCIES):
        cash = asked.row(f"{_FAMILY}/inquire_deposit", CRCY_CD=currency)
        detail = asked.row(f"{_FAMILY}/margin_detail", CRCY_CD=currency)
        for name in ("fm_brkg_mgn_amt", "fm_mntn_mgn_amt", "fm_ord_psbl_amt", "fm_add_mgn_amt"):
            assert cash[name] == detail[name]
        parts = Decimal(detail["fm_ustl_mgn_amt"]) + Decimal(detail["fm_ord_mgn_amt"])
        assert near(detail["fm_brkg_mgn_amt"], parts, 1)


def _closable_is_what_no_order_binds(asked: Asked) -> None:
    orders = asked.rows(f"{_FAMILY}/inquire_ccld", **_ALL)
    for row in _open(asked):
        against = "01" if row["sll_buy_dvsn_cd"] == "02" else "02"
        can = asked.row(
            f"{_FAMILY}/inquire_psamount",
            OVRS_FUTR_FX_PDNO=row["ovrs_futr_fx_pdno"],
            SLL_BUY_DVSN_CD=against,
        )
        assert can["fm_lqd_psbl_qty"] == row["fm_lqd_psbl_qty"]
        assert can["fm_ustl_qty"] == row["fm_ustl_qty"]
        parts = int(can["fm_new_ord_psbl_qty"]) + int(can["fm_lqd_psbl_qty"])
        assert int(can["fm_tot_ord_psbl_qty"]) == parts
    for row in orders:
        assert int(row["fm_ord_qty"]) >= int(row["fm_ccld_qty"]) + int(row["fm_ord_rmn_qty"])


def _fills_of_a_month_are_those_of_its_orders(asked: Asked) -> None:
    orders = asked.rows(f"{_FAMILY}/inquire_daily_order", **_DAYS, **_ALL)
    fills = asked.rows(f"{_FAMILY}/inquire_daily_ccld", "output1", **_DAYS)
    filled: Counter[str] = Counter()
    for row in fills:
        filled[row["odno"]] += int(row["fm_ccld_qty"])
    assert filled
    wanted = {row["odno"]: int(row["fm_ccld_qty"]) for row in orders if int(row["fm_ccld_qty"])}
    assert filled == wanted


def _totals_of_a_month_are_those_of_its_fills(asked: Asked) -> None:
    fills = asked.rows(f"{_FAMILY}/inquire_daily_ccld", "output1", **_DAYS)
    sums = asked.row(f"{_FAMILY}/inquire_daily_ccld", "output2", **_DAYS)
    assert total(fills, "fm_ccld_qty") == int(sums["fm_tot_ccld_qty"])
    for row in fills:
        parts = Decimal(row["fm_futr_ccld_amt"]) + Decimal(row["fm_opt_ccld_amt"])
        assert Decimal(row["fm_ccld_amt"]) == parts


def _results_of_a_month_are_those_of_its_contracts(asked: Asked) -> None:
    whole = by(asked.rows(f"{_FAMILY}/inquire_period_ccld", "output1", **_TERM), "crcy_cd")
    parts = asked.rows(f"{_FAMILY}/inquire_period_ccld", "output2", **_TERM)
    fills = asked.rows(f"{_FAMILY}/inquire_daily_ccld", "output1", **_DAYS)
    for currency, row in whole.items():
        own = [part for part in parts if part["crcy_cd"] == currency]
        dealt = [fill for fill in fills if fill["crcy_cd"] == currency]
        for name in ("fm_buy_qty", "fm_sll_qty", "fm_lqd_pfls_amt", "fm_fee", "fm_net_pfls_amt"):
            assert total(own, name) == Decimal(row[name]), name
        for side, name in (("02", "fm_buy_qty"), ("01", "fm_sll_qty")):
            of_side = [fill for fill in dealt if fill["sll_buy_dvsn_cd"] == side]
            assert total(of_side, "fm_ccld_qty") == int(row[name])
        assert near(total(dealt, "fm_fee"), row["fm_fee"], 0.01)


def _cash_runs_on_from_row_to_row(asked: Asked) -> None:
    rows = asked.rows(f"{_FAMILY}/inquire_period_trans", **_TERM)
    fills = asked.rows(f"{_FAMILY}/inquire_daily_ccld", "output1", **_DAYS)
    for currency in _CURRENCIES:
        own = [row for row in rows if row["crcy_cd"] == currency]
        for before, row in pairwise(own):
            assert row["fm_bf_dncl_amt"] == before["fm_dncl_amt"]
        dealt = [fill for fill in fills if fill["crcy_cd"] == currency]
        assert near(total(own, "fm_fee"), total(dealt, "fm_fee"), 0.01)


EQUALITIES: Table = (
    ("a future has the price of the quote", _positions_have_the_price_of_the_quote),
    ("an option has the price of the quote", _options_have_the_price_of_the_quote),
    ("profit = ticks x their value", _profit_is_the_difference_in_ticks),
    ("open profit = that of the cash", _open_profit_is_that_of_the_cash),
    ("assets = cash + open profit", _assets_are_cash_and_open_profit),
    ("cash tomorrow = cash + result", _tomorrows_cash_is_todays_and_its_result),
    ("margins are told alike", _margins_are_told_alike),
    ("closable = held - bound", _closable_is_what_no_order_binds),
    ("fills of a month = its orders", _fills_of_a_month_are_those_of_its_orders),
    ("totals of a month = its fills", _totals_of_a_month_are_those_of_its_fills),
    ("results of a month = its contracts", _results_of_a_month_are_those_of_its_contracts),
    ("cash runs on from row to row", _cash_runs_on_from_row_to_row),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_requests_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
