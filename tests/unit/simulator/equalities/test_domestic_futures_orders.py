"""국내선물옵션주문: what the requests about an account of Korean contracts say of each other."""

from __future__ import annotations

import pytest

from tests.unit.simulator.equalities.asked import (
    MOMENTS,
    Asked,
    Equality,
    Moment,
    Row,
    Table,
    by,
    standing,
    total,
)

_FAMILY = "domestic_futureoption"
_MULTIPLIERS = {"01": 250_000, "05": 50_000, "06": 10_000}
"""won a point of what follows the KOSPI 200 (large, small) and the KOSDAQ 150, as codes name it"""


def _quote(asked: Asked, code: str) -> Row:
    division = "F" if code[0] in "A1" else "O"
    return asked.row(
        f"{_FAMILY}/inquire_price",
        "output1",
        FID_COND_MRKT_DIV_CODE=division,
        FID_INPUT_ISCD=code,
    )


def _of_indices(rows: list[Row], name: str) -> list[Row]:
    return [row for row in rows if row[name][1:3] in _MULTIPLIERS]


def _positions_have_the_price_of_the_quote(asked: Asked) -> None:
    held = _of_indices(asked.rows(f"{_FAMILY}/inquire_balance", "output1"), "shtn_pdno")
    assert held
    for row in held:
        quote = _quote(asked, row["shtn_pdno"])
        assert float(row["idx_clpr"]) == float(quote["futs_prpr"])


def _worth_is_price_times_quantity(asked: Asked) -> None:
    for row in asked.rows(f"{_FAMILY}/inquire_balance", "output1"):
        if not float(row["excc_unpr"]):
            continue
        each = int(row["pchs_amt"]) / float(row["excc_unpr"]) / int(row["cblc_qty"])
        worth = each * float(row["idx_clpr"]) * int(row["cblc_qty"])
        assert float(row["evlu_amt"]) == pytest.approx(worth, rel=1e-4)
        sign = 1 if row["sll_buy_dvsn_name"] == "BUY" else -1
        gained = sign * (int(row["evlu_amt"]) - int(row["pchs_amt"]))
        assert int(row["evlu_pfls_amt"]) == gained


def _the_valuation_is_the_balance(asked: Asked) -> None:
    held = asked.rows(f"{_FAMILY}/inquire_balance", "output1")
    valued = asked.rows(f"{_FAMILY}/inquire_balance_valuation_pl", "output1")
    for one, other in zip(held, valued, strict=True):
        assert one["cblc_qty"] == other["cblc_qty1"]
        assert [one[name] for name in ("pdno", "evlu_amt", "evlu_pfls_amt", "lqd_psbl_qty")] == [
            other[name] for name in ("pdno", "evlu_amt", "evlu_pfls_amt", "lqd_psbl_qty")
        ]
    sums = asked.row(f"{_FAMILY}/inquire_balance", "output2")
    again = asked.row(f"{_FAMILY}/inquire_balance_valuation_pl", "output2")
    assert {name: sums[name] for name in again} == again


def _sums_are_those_of_the_positions(asked: Asked) -> None:
    held = asked.rows(f"{_FAMILY}/inquire_balance", "output1")
    sums = asked.row(f"{_FAMILY}/inquire_balance", "output2")
    assert total(held, "pchs_amt") == int(sums["pchs_amt_smtl"])
    assert total(held, "evlu_amt") == int(sums["evlu_amt_smtl"])
    parts = int(sums["futr_evlu_pfls_amt"]) + int(sums["opt_evlu_pfls_amt"])
    assert parts == int(sums["evlu_pfls_amt_smtl"])


def _the_deposit_is_that_of_the_balance(asked: Asked) -> None:
    sums = asked.row(f"{_FAMILY}/inquire_balance", "output2")
    cash = asked.row(f"{_FAMILY}/inquire_deposit")
    same = {
        "dnca_tota": "tot_dncl_amt",
        "brkg_mgna_cash": "cash_mgna",
        "ord_psbl_cash": "ord_psbl_cash",
        "ord_psbl_tota": "ord_psbl_tota",
        "dnca_sbst": "dnca_sbst",
        "nxdy_dnca": "nxdy_dnca",
        "prsm_dpast_amt": "prsm_dpast_amt",
        "evlu_pfls_smtl": "evlu_pfls_amt_smtl",
        "wdrw_psbl_tot_amt": "wdrw_psbl_tot_amt",
    }
    for of_deposit, of_balance in same.items():
        assert cash[of_deposit] == sums[of_balance], of_deposit
    whole = int(sums["dnca_cash"]) + int(sums["frcr_dncl_amt"]) + int(sums["dnca_sbst"])
    assert int(sums["tot_dncl_amt"]) == whole


def _what_is_free_is_what_is_not_bound(asked: Asked) -> None:
    sums = asked.row(f"{_FAMILY}/inquire_balance", "output2")
    assert int(sums["mgna_tota"]) == int(sums["cash_mgna"]) + int(sums["sbst_mgna"])
    assert int(sums["ord_psbl_tota"]) == int(sums["ord_psbl_cash"]) + int(sums["ord_psbl_sbst"])
    assert int(sums["ord_psbl_sbst"]) == int(sums["dnca_sbst"]) - int(sums["sbst_mgna"])


def _margins_of_the_night_are_those_of_its_balance(asked: Asked) -> None:
    sums = asked.row(f"{_FAMILY}/inquire_ngt_balance", "output2")
    detail = asked.row(f"{_FAMILY}/ngt_margin_detail", "output3")
    same = {
        "brkg_mgna": "mgna_tota",
        "brkg_mgna_cash_amt": "cash_mgna",
        "ord_psbl_tot_amt": "ord_psbl_tota",
        "dnca_cash": "dnca_cash",
        "nxdy_dncl_amt": "nxdy_dnca",
    }
    for of_detail, of_balance in same.items():
        assert detail[of_detail] == sums[of_balance], of_detail


def _day_and_night_hold_the_same(asked: Asked) -> None:
    day = by(asked.rows(f"{_FAMILY}/inquire_balance", "output1"), "pdno")
    night = by(asked.rows(f"{_FAMILY}/inquire_ngt_balance", "output1"), "pdno")
    assert day.keys() == night.keys()
    for code, row in day.items():
        assert row["cblc_qty"] == night[code]["cblc_qty"]
        assert row["ccld_avg_unpr1"] == night[code]["ccld_avg_unpr1"]


def _orders_of_a_period_add_up(asked: Asked) -> None:
    days = {"STRT_ORD_DT": "20240902", "END_ORD_DT": "20240913"}
    orders = asked.rows(f"{_FAMILY}/inquire_ccnl", "output1", **days)
    sums = asked.row(f"{_FAMILY}/inquire_ccnl", "output2", **days)
    assert orders
    assert total(orders, "ord_qty") == int(sums["tot_ord_qty"])
    assert total(orders, "tot_ccld_qty") == int(sums["tot_ccld_qty_smtl"])
    assert total(orders, "tot_ccld_amt") == int(sums["tot_ccld_amt_smtl"])


def _amounts_by_contract_are_those_of_the_orders(asked: Asked) -> None:
    orders = [
        row
        for night in ("inquire_ccnl", "inquire_ngt_ccnl")
        for row in asked.rows(
            f"{_FAMILY}/{night}", "output1", STRT_ORD_DT="20240909", END_ORD_DT="20240909"
        )
    ]
    days = {"INQR_STRT_DAY": "20240909", "INQR_END_DAY": "20240909"}
    fees = asked.rows(f"{_FAMILY}/inquire_daily_amount_fee", "output1", **days)
    for row in fees:
        own = [order for order in orders if order["pdno"] == row["pdno"]]
        for side, name in (("01", "sll_agrm_amt"), ("02", "buy_agrm_amt")):
            dealt = sum(
                int(order.get("tot_ccld_amt") or order["tot_ccld_amt_SMTL"])
                for order in own
                if order["sll_buy_dvsn_cd"] == side
            )
            assert dealt == int(row[name])


def _fees_of_a_period_add_up(asked: Asked) -> None:
    days = {"INQR_STRT_DAY": "20240902", "INQR_END_DAY": "20240906"}
    fees = asked.rows(f"{_FAMILY}/inquire_daily_amount_fee", "output1", **days)
    sums = asked.row(f"{_FAMILY}/inquire_daily_amount_fee", "output2", **days)
    assert fees
    for name in ("sll_agrm_amt", "buy_agrm_amt", "sll_fee", "buy_fee"):
        assert total(fees, name) == int(sums[name]), name
    assert total(fees, "tot_fee_smtl") == int(sums["fee_smtl"])
    assert total(fees, "trad_pfls") == int(sums["trad_pfls_smtl"])


def _fills_by_time_are_the_orders_of_their_day(asked: Asked) -> None:
    fills = asked.rows(f"{_FAMILY}/inquire_ccnl_bstime", "output1", ORD_DT="20240909")
    sums = asked.row(f"{_FAMILY}/inquire_ccnl_bstime", "output2", ORD_DT="20240909")
    assert fills
    assert total(fills, "ccld_qty") == int(sums["tot_ccld_qty_smtl"])
    assert total(fills, "trad_amt") == int(sums["tot_ccld_amt_smtl"])
    assert total(fills, "fee") == int(sums["fee_smtl"])


def _what_can_be_closed_is_what_is_held(asked: Asked) -> None:
    for row in asked.rows(f"{_FAMILY}/inquire_balance", "output1"):
        against = "01" if row["sll_buy_dvsn_name"] == "BUY" else "02"
        wish = {"PDNO": row["shtn_pdno"], "ORD_DVSN_CD": "02", "UNIT_PRICE": ""}
        can = asked.row(f"{_FAMILY}/inquire_psbl_order", SLL_BUY_DVSN_CD=against, **wish)
        assert can["lqd_psbl_qty1"] == row["lqd_psbl_qty"]
        assert int(can["tot_psbl_qty"]) == int(can["ord_psbl_qty"]) + int(can["lqd_psbl_qty1"])


def _a_past_day_is_settled_with_its_close(asked: Asked) -> None:
    day = "20240909"
    held = asked.rows(f"{_FAMILY}/inquire_balance_settlement_pl", "output1", INQR_DT=day)
    held = [row for row in _of_indices(held, "pdno") if row["pdno"][0] in "A1"]
    held = [row for row in held if int(row["cblc_qty"])]
    assert held
    for row in held:
        chart = asked.rows(
            f"{_FAMILY}/inquire_daily_fuopchartprice",
            "output2",
            FID_COND_MRKT_DIV_CODE="F",
            FID_INPUT_ISCD=row["pdno"],
            FID_INPUT_DATE_1=day,
            FID_INPUT_DATE_2=day,
        )
        each = _MULTIPLIERS[row["pdno"][1:3]]
        worth = float(chart[0]["futs_prpr"]) * each * int(row["cblc_qty"])
        assert int(row["evlu_amt"]) == pytest.approx(worth)


EQUALITIES: Table = (
    ("a position has the price of the quote", _positions_have_the_price_of_the_quote),
    ("worth = price x quantity", _worth_is_price_times_quantity),
    ("valuation = balance", _the_valuation_is_the_balance),
    ("sums = positions", _sums_are_those_of_the_positions),
    ("deposit = balance", _the_deposit_is_that_of_the_balance),
    ("free = all - bound", _what_is_free_is_what_is_not_bound),
    ("margins by night = balance by night", _margins_of_the_night_are_those_of_its_balance),
    ("day and night hold the same", _day_and_night_hold_the_same),
    ("orders of a period add up", _orders_of_a_period_add_up),
    ("amounts by contract = orders", _amounts_by_contract_are_those_of_the_orders),
    ("fees of a period add up", _fees_of_a_period_add_up),
    ("fills by time add up", _fills_by_time_are_the_orders_of_their_day),
    ("closable = held - bound", _what_can_be_closed_is_what_is_held),
    ("a past day is settled with its close", _a_past_day_is_settled_with_its_close),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_requests_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
