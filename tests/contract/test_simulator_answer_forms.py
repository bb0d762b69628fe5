"""How the ten requests that are made most are answered: the form of each field, written by hand.

Forms as KIS has published them: prices at home in whole won, rates with two decimals, sums of an
account with eight, foreign prices with those of their exchange, a minus before what fell, a plus
before a foreign rate, numbers of orders filled up with noughts.
"""

from __future__ import annotations

import re

import pytest

from tests.unit.simulator.equalities.asked import Asked, Moment, Row, standing

DAY, NIGHT = Moment("2026-11-20 10:42:00", 7, open_house=True), Moment("2026-11-21 01:10:00", 1)
COUNT, WON, CHANGE = r"\d+", r"\d+", r"-?\d+"
"""none has a leading nought: see `_matches`"""
RATE, LONG_RATE, SIGN, DATE, TIME = r"-?\d+\.\d\d", r"-?\d+\.\d{8}", "[1-5]", r"20\d{6}", r"\d{6}"
SHARE, NUMBER, FLAG = r"[0-9A-Z]{6}", r"\d{10}", "[YN]"
FOREIGN, FOREIGN_RATE = r"\d+\.\d{4}", r"[+-]\d+\.\d\d| 0\.00"
PADDED_WITH_NOUGHTS = {SIGN, DATE, TIME, SHARE, NUMBER}

Forms = dict[str, str]
HOME: Forms = {
    "stck_prpr": WON, "prdy_vrss": CHANGE, "prdy_vrss_sign": SIGN, "prdy_ctrt": RATE,
}  # fmt: skip
FORMS: dict[tuple[str, str], Forms] = {
    ("domestic_stock/inquire_price", "output"): {
        **HOME, "acml_vol": COUNT, "acml_tr_pbmn": WON, "prdy_vrss_vol_rate": RATE,
        "stck_oprc": WON, "stck_mxpr": WON, "wghn_avrg_stck_prc": RATE, "hts_frgn_ehrt": RATE,
        "frgn_ntby_qty": CHANGE, "hts_avls": COUNT, "per": RATE, "pbr": RATE, "eps": RATE,
        "d250_hgpr_date": DATE, "d250_hgpr_vrss_prpr_rate": RATE, "w52_lwpr": WON,
        "stck_shrn_iscd": SHARE, "marg_rate": RATE, "temp_stop_yn": FLAG, "aspr_unit": COUNT,
    },
    ("domestic_stock/inquire_asking_price_exp_ccn", "output1"): {
        "aspr_acpt_hour": TIME, "askp1": WON, "bidp10": WON, "askp_rsqn1": COUNT,
        "askp_rsqn_icdc1": CHANGE, "total_bidp_rsqn": COUNT, "ntby_aspr_rsqn": CHANGE,
    },
    ("domestic_stock/inquire_ccnl", "output"): {
        **HOME, "stck_cntg_hour": TIME, "cntg_vol": COUNT, "tday_rltv": RATE,
    },
    ("domestic_stock/inquire_daily_itemchartprice", "output2"): {
        "stck_bsop_date": DATE, "stck_clpr": WON, "stck_hgpr": WON, "acml_vol": COUNT,
        "acml_tr_pbmn": WON, "flng_cls_code": r"\d\d", "prtt_rate": RATE, "mod_yn": FLAG,
        "prdy_vrss_sign": SIGN, "prdy_vrss": CHANGE,
    },
    ("domestic_stock/inquire_time_itemchartprice", "output2"): {
        "stck_bsop_date": DATE, "stck_cntg_hour": TIME, "stck_prpr": WON, "cntg_vol": COUNT,
        "acml_tr_pbmn": WON,
    },
    ("domestic_stock/inquire_balance", "output1"): {
        "pdno": SHARE, "hldg_qty": COUNT, "ord_psbl_qty": COUNT, "pchs_avg_pric": FOREIGN,
        "pchs_amt": WON, "prpr": WON, "evlu_pfls_amt": CHANGE, "evlu_pfls_rt": RATE,
        "evlu_erng_rt": LONG_RATE, "fltt_rt": LONG_RATE, "bfdy_cprs_icdc": CHANGE,
        "loan_dt": f"({DATE})?", "stck_loan_unpr": FOREIGN,
    },
    ("domestic_stock/inquire_balance", "output2"): {
        "dnca_tot_amt": WON, "nxdy_excc_amt": WON, "prvs_rcdl_excc_amt": WON,
        "tot_evlu_amt": WON, "asst_icdc_amt": CHANGE, "asst_icdc_erng_rt": LONG_RATE,
    },
    ("domestic_stock/inquire_daily_ccld", "output1"): {
        "ord_dt": DATE, "odno": NUMBER, "ord_tmd": TIME, "sll_buy_dvsn_cd": "0[12]",
        "pdno": SHARE, "ord_qty": COUNT, "ord_unpr": WON, "tot_ccld_qty": COUNT,
        "avg_prvs": r"\d+(\.\d+)?", "tot_ccld_amt": WON, "rmn_qty": COUNT, "ord_dvsn_cd": r"\d\d",
    },
    ("domestic_stock/inquire_psbl_order", "output"): {
        "ord_psbl_cash": WON, "psbl_qty_calc_unpr": WON, "nrcvb_buy_qty": COUNT,
        "max_buy_amt": WON, "ord_psbl_frcr_amt_wcrc": WON,
    },
    ("overseas_stock/price", "output"): {
        "rsym": "DNASAAPL", "zdiv": "4", "base": FOREIGN, "pvol": COUNT, "last": FOREIGN,
        "sign": SIGN, "diff": FOREIGN, "rate": FOREIGN_RATE, "tvol": COUNT, "tamt": COUNT,
    },
    ("overseas_stock/inquire_balance", "output1"): {
        "frcr_evlu_pfls_amt": r"-?\d+\.\d{6}", "evlu_pfls_rt": RATE, "pchs_avg_pric": FOREIGN,
        "ovrs_cblc_qty": COUNT, "frcr_pchs_amt1": r"\d+\.\d{5}",
        "ovrs_stck_evlu_amt": r"\d+\.\d{8}", "now_pric2": r"\d+\.\d{6}", "tr_crcy_cd": "USD",
    },
    ("overseas_stock/inquire_balance", "output2"): {
        "ovrs_rlzt_pfls_amt": r"-?\d+\.\d{5}", "rlzt_erng_rt": LONG_RATE,
        "tot_evlu_pfls_amt": LONG_RATE, "frcr_buy_amt_smtl1": r"\d+\.\d{6}",
        "ovrs_rlzt_pfls_amt2": r"-?\d+\.\d{5}", "frcr_buy_amt_smtl2": r"\d+\.\d{6}",
    },
}  # fmt: skip


def _rows(asked: Asked, id_: str, block: str) -> list[Row]:
    fields = {"EXCD": "NAS", "SYMB": "AAPL"} if id_ == "overseas_stock/price" else {}
    if isinstance(asked.body(id_, **fields)[block], dict):
        return [asked.row(id_, block, **fields)]
    rows = asked.rows(id_, block, **fields)
    assert rows
    return rows


def _matches(form: str, text: str) -> bool:
    if (
        form not in PADDED_WITH_NOUGHTS
        and re.match(r"-?0\d", text)
        and form.startswith(("-?", r"\d+"))
    ):
        return False
    return re.fullmatch(form, text) is not None and text not in {"-0", "-0.00", "-0.00000000"}


@pytest.mark.parametrize("moment", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("id_", "block"), FORMS)
def test_fields_have_their_form(id_: str, block: str, moment: Moment) -> None:
    for row in _rows(standing(moment), id_, block):
        for name, form in FORMS[id_, block].items():
            assert _matches(form, row[name]), f"{name}: {row[name]!r}"


@pytest.mark.parametrize("moment", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(
    "id_", ["domestic_stock/inquire_price", "domestic_stock/inquire_ccnl", "overseas_stock/price"]
)
def test_the_sign_tells_the_change(id_: str, moment: Moment) -> None:
    for row in _rows(standing(moment), id_, "output"):
        if id_ == "overseas_stock/price":
            fell, rose = row["rate"].startswith("-"), row["rate"].startswith("+")
            sign = row["sign"]
            assert not row["diff"].startswith("-")
        else:
            fell, rose = row["prdy_vrss"].startswith("-"), row["prdy_vrss"] != "0"
            rose = rose and not fell
            sign = row["prdy_vrss_sign"]
            assert row["prdy_ctrt"].startswith("-") <= fell
        assert sign in ({"4", "5"} if fell else {"1", "2"} if rose else {"2", "3", "5"})
