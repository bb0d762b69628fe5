"""국내주식주문: what the requests about an account that holds Korean shares say of each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.simulator.equalities.asked import (
    MOMENTS,
    Asked,
    Equality,
    Moment,
    Table,
    by,
    near,
    standing,
    total,
)

_TRADING = "domestic_stock"
_QUARTER = {"INQR_STRT_DT": "20240702", "INQR_END_DT": "20240930"}
_OLD = _QUARTER | {"TR_ID": "CTSC9215R"}
"""orders of more than three months ago have a request of their own"""


def _holdings_have_the_price_of_the_quote(asked: Asked) -> None:
    for held in asked.rows(f"{_TRADING}/inquire_balance", "output1"):
        quote = asked.row(f"{_TRADING}/inquire_price", FID_INPUT_ISCD=held["pdno"])
        assert held["prpr"] == quote["stck_prpr"]
        assert held["bfdy_cprs_icdc"] == quote["prdy_vrss"]
        assert near(held["fltt_rt"], quote["prdy_ctrt"], 0.006)
        assert int(held["evlu_amt"]) == int(held["hldg_qty"]) * int(quote["stck_prpr"])


def _totals_are_the_sums_of_the_holdings(asked: Asked) -> None:
    held = asked.rows(f"{_TRADING}/inquire_balance", "output1")
    sums = asked.row(f"{_TRADING}/inquire_balance", "output2")
    assert total(held, "evlu_amt") == int(sums["evlu_amt_smtl_amt"])
    assert total(held, "pchs_amt") == int(sums["pchs_amt_smtl_amt"])
    assert total(held, "evlu_pfls_amt") == int(sums["evlu_pfls_smtl_amt"])
    assert total(held, "loan_amt") == int(sums["tot_loan_amt"])
    worth = int(sums["scts_evlu_amt"]) + int(sums["prvs_rcdl_excc_amt"])
    assert int(sums["tot_evlu_amt"]) == worth


def _the_balance_with_realized_profit_is_the_balance(asked: Asked) -> None:
    for block in ("output1", "output2"):
        plain = asked.rows(f"{_TRADING}/inquire_balance", block)
        realized = asked.rows(f"{_TRADING}/inquire_balance_rlz_pl", block)
        for one, other in zip(plain, realized, strict=True):
            assert {name: other[name] for name in one if name in other} == {
                name: value for name, value in one.items() if name in other
            }


def _assets_by_class_hold_the_balance_and_what_is_abroad(asked: Asked) -> None:
    classes = asked.rows(f"{_TRADING}/inquire_account_balance", "output1")
    sums = asked.row(f"{_TRADING}/inquire_account_balance", "output2")
    own = asked.row(f"{_TRADING}/inquire_balance", "output2")
    abroad = asked.row("overseas_stock/inquire_present_balance", "output3")
    *classes, whole = classes
    assert total(classes, "evlu_amt") == int(whole["evlu_amt"]) == int(sums["evlu_amt_smtl"])
    assert classes[0]["evlu_amt"] == own["scts_evlu_amt"]
    assert sums["dncl_amt"] == own["dnca_tot_amt"]
    assert sums["crdt_fncg_amt"] == own["tot_loan_amt"]
    unsettled = int(abroad["ustl_sll_amt_smtl"]) - int(abroad["ustl_buy_amt_smtl"])
    assert near(sums["frcr_evlu_tota"], int(abroad["frcr_evlu_tota"]) + unsettled, 3)
    assert near(sums["ovrs_stck_evlu_amt1"], abroad["evlu_amt_smtl"], 1)
    parts = int(sums["frcr_evlu_tota"]) + int(sums["ovrs_stck_evlu_amt1"])
    assert near(abroad["tot_asst_amt"], int(abroad["dncl_amt"]) + parts, 3)


def _what_can_be_sold_is_what_is_held(asked: Asked) -> None:
    held = asked.rows(f"{_TRADING}/inquire_balance", "output1")
    for row in [row for row in held if row["trad_dvsn_name"] == "현금"][:3]:
        can = asked.row(f"{_TRADING}/inquire_psbl_sell", PDNO=row["pdno"])
        for name in ("ord_psbl_qty", "pchs_avg_pric", "pchs_amt", "evlu_pfls_amt"):
            assert can[name] == row[name]
        assert (can["cblc_qty"], can["now_pric"]) == (row["hldg_qty"], row["prpr"])


def _cash_to_order_with_is_one_figure(asked: Asked) -> None:
    power = asked.row(f"{_TRADING}/inquire_psbl_order")
    on_loan = asked.row(f"{_TRADING}/inquire_credit_psamount")
    margin = asked.row(f"{_TRADING}/intgr_margin")
    assert power["ord_psbl_cash"] == on_loan["ord_psbl_cash"] == margin["stck_cash_ord_psbl_amt"]
    assert power["ord_psbl_sbst"] == on_loan["ord_psbl_sbst"] == margin["stck_sbst_ord_psbl_amt"]
    assert power["ovrs_re_use_amt_wcrc"] == on_loan["ovrs_re_use_amt_wcrc"]


def _a_market_order_is_reckoned_at_the_upper_limit(asked: Asked) -> None:
    for symbol in ("005930", "069500"):
        quote = asked.row(f"{_TRADING}/inquire_price", FID_INPUT_ISCD=symbol)
        power = asked.row(f"{_TRADING}/inquire_psbl_order", PDNO=symbol)
        assert power["psbl_qty_calc_unpr"] == quote["stck_mxpr"]
        price, quantity = int(quote["stck_mxpr"]), int(power["nrcvb_buy_qty"])
        assert quantity * price <= int(power["nrcvb_buy_amt"]) < (quantity + 1) * price * 1.0002
        assert int(power["nrcvb_buy_amt"]) <= int(power["ord_psbl_cash"])


def _margin_rates_are_those_of_the_quote(asked: Asked) -> None:
    for held in asked.rows(f"{_TRADING}/inquire_balance", "output1"):
        quote = asked.row(f"{_TRADING}/inquire_price", FID_INPUT_ISCD=held["pdno"])
        assert held["item_mgna_rt_name"] == f"{float(quote['marg_rate']):.0f}%"


def _what_stands_for_cash_is_told_with_the_share(asked: Asked) -> None:
    for held in asked.rows(f"{_TRADING}/inquire_balance", "output1"):
        told = asked.row(f"{_TRADING}/search_stock_info", PDNO=held["pdno"])
        quote = asked.row(f"{_TRADING}/inquire_price", FID_INPUT_ISCD=held["pdno"])
        assert held["sbst_pric"] == told["sbst_pric"] == quote["stck_sspr"]


def _orders_of_a_period_add_up(asked: Asked) -> None:
    orders = asked.rows(f"{_TRADING}/inquire_daily_ccld", "output1", **_OLD)
    sums = asked.row(f"{_TRADING}/inquire_daily_ccld", "output2", **_OLD)
    assert orders
    assert total(orders, "ord_qty") == int(sums["tot_ord_qty"])
    assert total(orders, "tot_ccld_qty") == int(sums["tot_ccld_qty"])
    assert total(orders, "tot_ccld_amt") == int(sums["tot_ccld_amt"])
    for row in orders:
        parts = ("tot_ccld_qty", "rmn_qty", "cncl_cfrm_qty", "rjct_qty")
        assert int(row["ord_qty"]) == sum(int(row[name]) for name in parts)


def _profits_by_day_are_those_by_share(asked: Asked) -> None:
    days = asked.rows(f"{_TRADING}/inquire_period_profit", "output1", **_QUARTER)
    shares = asked.rows(f"{_TRADING}/inquire_period_trade_profit", "output1", **_QUARTER)
    assert days
    for day in days:
        own = [row for row in shares if row["trad_dt"] == day["trad_dt"]]
        for name in ("rlzt_pfls", "fee", "tl_tax", "buy_amt", "sll_amt"):
            assert total(own, name) == int(day[name])


def _profits_come_from_the_orders_of_the_day(asked: Asked) -> None:
    days = asked.rows(f"{_TRADING}/inquire_period_profit", "output1", **_QUARTER)
    orders = asked.rows(f"{_TRADING}/inquire_daily_ccld", "output1", **_OLD)
    for day in days:
        for side, name in (("02", "buy_amt"), ("01", "sll_amt")):
            own = [
                row
                for row in orders
                if row["ord_dt"] == day["trad_dt"] and row["sll_buy_dvsn_cd"] == side
            ]
            assert total(own, "tot_ccld_amt") == int(day[name])


def _cash_of_the_days_to_come_follows_from_the_trades(asked: Asked) -> None:
    sums = asked.row(f"{_TRADING}/inquire_balance", "output2")
    moved = int(sums["bfdy_sll_amt"]) - int(sums["bfdy_buy_amt"]) - int(sums["bfdy_tlex_amt"])
    assert int(sums["nxdy_excc_amt"]) == int(sums["dnca_tot_amt"]) + moved
    moved = int(sums["thdt_sll_amt"]) - int(sums["thdt_buy_amt"]) - int(sums["thdt_tlex_amt"])
    moved -= int(sums["tot_stln_slng_chgs"])  # what is sold short today is kept as collateral
    assert int(sums["prvs_rcdl_excc_amt"]) == int(sums["nxdy_excc_amt"]) + moved


def _the_open_orders_are_those_with_a_rest(asked: Asked) -> None:
    today = {"INQR_STRT_DT": asked.today, "INQR_END_DT": asked.today}
    orders = by(asked.rows(f"{_TRADING}/inquire_daily_ccld", "output1", **today), "odno")
    waiting = by(asked.rows(f"{_TRADING}/inquire_psbl_rvsecncl"), "odno")
    assert waiting.keys() == {number for number, row in orders.items() if int(row["rmn_qty"])}
    for number, row in waiting.items():
        assert row["psbl_qty"] == orders[number]["rmn_qty"]
        assert (row["ord_unpr"], row["pdno"]) == (
            orders[number]["ord_unpr"],
            orders[number]["pdno"],
        )


def _trades_of_the_day_are_those_of_the_balance(asked: Asked) -> None:
    today = {"INQR_STRT_DT": asked.today, "INQR_END_DT": asked.today}
    orders = asked.rows(f"{_TRADING}/inquire_daily_ccld", "output1", **today)
    sums = asked.row(f"{_TRADING}/inquire_balance", "output2")
    for side, name in (("02", "thdt_buy_amt"), ("01", "thdt_sll_amt")):
        own = [row for row in orders if row["sll_buy_dvsn_cd"] == side]
        assert total(own, "tot_ccld_amt") == int(sums[name])


def _a_pension_is_told_alike_by_its_four_requests(asked: Asked) -> None:
    held = asked.rows(f"{_TRADING}/pension_inquire_balance", "output1", "29")
    sums = asked.row(f"{_TRADING}/pension_inquire_balance", "output2", "29")
    present = asked.rows(f"{_TRADING}/pension_inquire_present_balance", "output1", "29")
    all_ = asked.row(f"{_TRADING}/pension_inquire_present_balance", "output2", "29")
    cash = asked.row(f"{_TRADING}/pension_inquire_deposit", product="29")
    power = asked.row(f"{_TRADING}/pension_inquire_psbl_order", product="29")
    assert held
    assert [row["evlu_amt"] for row in held] == [row["evlu_amt"] for row in present]
    assert total(held, "evlu_amt") == int(sums["scts_evlu_amt"]) == int(all_["evlu_amt_smtl_amt"])
    assert sums["dnca_tot_amt"] == cash["dnca_tota"]
    assert sums["nxdy_excc_amt"] == cash["nxdy_excc_amt"]
    assert int(power["ord_psbl_cash"]) <= int(sums["prvs_rcdl_excc_amt"])


def _a_right_pays_what_the_dividend_says(asked: Asked) -> None:
    rights = asked.rows(
        f"{_TRADING}/period_rights", INQR_STRT_DT="20240101", INQR_END_DT="20250513"
    )
    paid = [row for row in rights if row["rght_type_cd"] == "03" and row["cash_dfrm_dt"]]
    assert paid
    for row in paid[:4]:
        told = asked.rows(
            f"{_TRADING}/ksdinfo_dividend",
            "output1",
            SHT_CD=row["shtn_pdno"][1:],
            F_DT=row["bass_dt"],
            T_DT=row["bass_dt"],
        )
        each = Decimal(told[0]["per_sto_divi_amt"])
        assert int(row["last_alct_amt"]) == int(each * int(row["cblc_qty"]))


EQUALITIES: Table = (
    ("a holding has the price and change of the quote", _holdings_have_the_price_of_the_quote),
    ("totals are the sums of the holdings", _totals_are_the_sums_of_the_holdings),
    ("balance = balance with profit", _the_balance_with_realized_profit_is_the_balance),
    ("assets = balance + abroad", _assets_by_class_hold_the_balance_and_what_is_abroad),
    ("sellable = held", _what_can_be_sold_is_what_is_held),
    ("cash is one figure at three requests", _cash_to_order_with_is_one_figure),
    ("market orders at the upper limit", _a_market_order_is_reckoned_at_the_upper_limit),
    ("margin rate = that of the quote", _margin_rates_are_those_of_the_quote),
    ("substitute price = basic information", _what_stands_for_cash_is_told_with_the_share),
    ("orders of a period add up", _orders_of_a_period_add_up),
    ("profit by day = by share", _profits_by_day_are_those_by_share),
    ("amounts of a day = its orders", _profits_come_from_the_orders_of_the_day),
    ("cash to come = cash + trades", _cash_of_the_days_to_come_follows_from_the_trades),
    ("open orders = orders with a rest", _the_open_orders_are_those_with_a_rest),
    ("today's amounts = today's orders", _trades_of_the_day_are_those_of_the_balance),
    ("a pension is told alike", _a_pension_is_told_alike_by_its_four_requests),
    ("a right = dividend x shares", _a_right_pays_what_the_dividend_says),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("holds", [one for _, one in EQUALITIES], ids=[n for n, _ in EQUALITIES])
def test_requests_agree(holds: Equality, moment: Moment) -> None:
    holds(standing(moment))
