"""The account's past and its loans over the wire: every total is the sum of its rows."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.unit.simulator.server.customer import ACCOUNT, TRADING, Customer
from tests.unit.simulator.trading_floor import HYNIX

pytestmark = pytest.mark.asyncio(loop_scope="module")

YEAR = {"INQR_STRT_DT": "20251120", "INQR_END_DT": "20261120"}
BY_DAY = {**YEAR, "SORT_DVSN": "00", "INQR_DVSN": "00", "CBLC_DVSN": "00"}
BY_SYMBOL = {**YEAR, "SORT_DVSN": "02", "CBLC_DVSN": "00"}
ORDERS = {**YEAR, "SLL_BUY_DVSN_CD": "00", "CCLD_DVSN": "00", "INQR_DVSN": "01"}
BALANCE = {"INQR_DVSN": "01", "UNPR_DVSN": "01", "PRCS_DVSN": "00"}
PENSION = {"CANO": "12345678", "ACNT_PRDT_CD": "22"}

Row = dict[str, str]


async def pages(
    customer: Customer, name: str, tr_id: str, query: Row, account: Row = ACCOUNT
) -> tuple[list[Row], Row, int]:
    """All rows, the totals of the last page, the number of pages."""
    rows: list[Row] = []
    keys, continued, count = {"CTX_AREA_FK100": "", "CTX_AREA_NK100": ""}, "", 0
    while True:
        reply = await customer.get(
            f"{TRADING}/{name}", tr_id, {**account, **query, **keys}, tr_cont=continued
        )
        body = reply.json()
        assert body["rt_cd"] == "0", body
        rows += body["output1"]
        count += 1
        if reply.headers["tr_cont"] != "M":
            totals = body["output2"]
            return rows, totals[0] if isinstance(totals, list) else totals, count
        keys = {name.upper(): body[name] for name in ("ctx_area_fk100", "ctx_area_nk100")}
        continued = "N"
        customer.house.gate_hand.seconds += 1


def total(rows: list[Row], name: str) -> int:
    return sum(int(row[name]) for row in rows)


async def sell_some(customer: Customer) -> None:
    await customer.order("TTTC0011U", price="0", quantity="7", order_type="01")
    await customer.order("TTTC0012U", price="0", quantity="2", order_type="01", symbol=HYNIX)


async def test_profit_by_day_sums_up_to_its_totals(customer: Customer) -> None:
    await sell_some(customer)
    rows, totals, count = await pages(customer, "inquire-period-profit", "TTTC8708R", BY_DAY)
    assert count > 2
    assert len({row["trad_dt"] for row in rows}) == len(rows) > 100
    for row_name, total_name in (
        ("buy_amt", "buy_tr_amt_smtl"),
        ("sll_amt", "sll_tr_amt_smtl"),
        ("rlzt_pfls", "tot_rlzt_pfls"),
        ("fee", "tot_fee"),
        ("tl_tax", "tot_tltx"),
        ("loan_int", "loan_int"),
        ("sll_qty1", "sll_qty_smtl"),
        ("buy_qty1", "buy_qty_smtl"),
    ):
        assert total(rows, row_name) == int(totals[total_name])
    assert int(totals["tot_fee"]) == int(totals["sll_fee_smtl"]) + int(totals["buy_fee_smtl"])
    assert rows[0]["trad_dt"] == "20261120"


async def test_profit_by_symbol_is_that_of_its_day(customer: Customer) -> None:
    await sell_some(customer)
    days, of_days, _ = await pages(customer, "inquire-period-profit", "TTTC8708R", BY_DAY)
    rows, totals, _ = await pages(customer, "inquire-period-trade-profit", "TTTC8715R", BY_SYMBOL)
    for name in ("rlzt_pfls", "sll_amt", "buy_amt", "fee", "tl_tax"):
        by_day: dict[str, int] = defaultdict(int)
        for row in rows:
            by_day[row["trad_dt"]] += int(row[name])
        assert by_day == {row["trad_dt"]: int(row[name]) for row in days}
    assert totals["tot_rlzt_pfls"] == of_days["tot_rlzt_pfls"]
    sale = next(row for row in rows if row["trad_dt"] == "20261120" and row["pdno"] == "005930")
    cost = round(float(sale["pchs_unpr"]) * 7)
    assert (sale["sll_qty"], sale["hldg_qty"], cost) == ("7", "173", 7 * 96_850)
    costs = int(sale["fee"]) + int(sale["tl_tax"])
    assert int(sale["rlzt_pfls"]) == int(sale["sll_amt"]) - cost - costs


async def test_what_is_held_is_told_for_every_day(customer: Customer) -> None:
    query = {**BY_SYMBOL, "SORT_DVSN": "01", "PDNO": "005380"}
    rows, _, _ = await pages(customer, "inquire-period-trade-profit", "TTTC8715R", query)
    held = 0
    for row in rows:
        if row["loan_dt"]:
            assert (row["trad_dvsn_name"], row["hldg_qty"]) == ("유통융자", "12")
            continue
        held += int(row["buy_qty"]) - int(row["sll_qty"])
        assert int(row["hldg_qty"]) == held
    assert held == 0
    assert rows


async def test_orders_of_the_year_carry_the_amounts_of_the_profit(customer: Customer) -> None:
    await sell_some(customer)
    rows, totals, _ = await pages(customer, "inquire-daily-ccld", "CTSC9215R", ORDERS)
    _, profit, _ = await pages(customer, "inquire-period-profit", "TTTC8708R", BY_DAY)
    assert len({(row["ord_dt"], row["odno"]) for row in rows}) == len(rows)
    bought = [row for row in rows if row["sll_buy_dvsn_cd"] == "02"]
    assert total(bought, "tot_ccld_amt") == int(profit["buy_tr_amt_smtl"])
    assert total(rows, "tot_ccld_amt") == int(totals["tot_ccld_amt"]) == int(profit["tot_tr_amt"])
    costs = int(profit["tot_fee"]) + int(profit["tot_tltx"])
    assert int(totals["prsm_tlex_smtl"]) == costs


async def test_the_recent_request_reaches_back_three_months(customer: Customer) -> None:
    rows, _, _ = await pages(customer, "inquire-daily-ccld", "TTTC0081R", ORDERS)
    assert min(row["ord_dt"] for row in rows) >= "20260820"
    old = {**ORDERS, "INQR_END_DT": "20260819"}
    before, _, _ = await pages(customer, "inquire-daily-ccld", "CTSC9215R", old)
    every, _, _ = await pages(customer, "inquire-daily-ccld", "CTSC9215R", ORDERS)
    assert before + rows == every


async def test_orders_can_be_asked_for_by_loan(customer: Customer) -> None:
    query = {**ORDERS, "INQR_DVSN_3": "06"}
    rows, _, _ = await pages(customer, "inquire-daily-ccld", "CTSC9215R", query)
    assert [(row["pdno"], row["ord_qty"]) for row in rows] == [("035720", "40"), ("035720", "25")]
    assert all(row["loan_dt"] == row["ord_dt"] for row in rows)
    assert rows[0]["sll_buy_dvsn_cd_name"] == "자기융자매수"


async def test_loans_stand_beside_holdings_by_date_or_by_instrument(customer: Customer) -> None:
    rows, totals, _ = await pages(customer, "inquire-balance", "TTTC8434R", BALANCE)
    kakao = [row for row in rows if row["pdno"] == "035720"]
    assert [(row["trad_dvsn_name"], row["hldg_qty"]) for row in kakao] == [
        ("현금", "60"),
        ("자기융자", "40"),
        ("자기융자", "25"),
    ]
    assert kakao[0]["loan_dt"] == ""
    assert kakao[1]["loan_dt"] < kakao[2]["loan_dt"] < kakao[1]["expd_dt"]
    for row_name, total_name in (
        ("pchs_amt", "pchs_amt_smtl_amt"),
        ("evlu_amt", "evlu_amt_smtl_amt"),
        ("evlu_pfls_amt", "evlu_pfls_smtl_amt"),
        ("loan_amt", "tot_loan_amt"),
    ):
        assert total(rows, row_name) == int(totals[total_name])
    summed, same, _ = await pages(
        customer, "inquire-balance", "TTTC8434R", {**BALANCE, "INQR_DVSN": "02"}
    )
    together = [row for row in summed if row["pdno"] == "035720"]
    assert [(row["hldg_qty"], row["loan_dt"]) for row in together] == [("60", ""), ("65", "")]
    assert int(together[1]["loan_amt"]) == total(kakao, "loan_amt")
    assert same == totals


async def test_yesterdays_purchase_is_due_tomorrow(customer: Customer) -> None:
    rows, totals, _ = await pages(customer, "inquire-balance", "TTTC8434R", BALANCE)
    orders, _, _ = await pages(
        customer,
        "inquire-daily-ccld",
        "TTTC0081R",
        {**ORDERS, "INQR_STRT_DT": "20261119", "INQR_END_DT": "20261119"},
    )
    assert total(rows, "bfdy_buy_qty") == 50
    assert int(totals["bfdy_buy_amt"]) == total(orders, "tot_ccld_amt")
    due = int(totals["dnca_tot_amt"]) - int(totals["nxdy_excc_amt"])
    assert due == int(totals["bfdy_buy_amt"]) + int(totals["bfdy_tlex_amt"])
    assert totals["prvs_rcdl_excc_amt"] == totals["nxdy_excc_amt"]


async def test_realized_profit_of_today_stands_under_the_balance(customer: Customer) -> None:
    await sell_some(customer)
    query = {"INQR_DVSN": "00", "UNPR_DVSN": "01", "PRCS_DVSN": "01"}
    rows, totals, _ = await pages(customer, "inquire-balance-rlz-pl", "TTTC8494R", query)
    today = {**BY_DAY, "INQR_STRT_DT": "20261120"}
    days, _, _ = await pages(customer, "inquire-period-profit", "TTTC8708R", today)
    assert totals["rlzt_pfls"] == days[0]["rlzt_pfls"] != "0"
    unrealized = total(rows, "evlu_pfls_amt")
    assert int(totals["real_evlu_pfls"]) == unrealized + int(totals["rlzt_pfls"])


async def test_assets_by_class_sum_up(customer: Customer) -> None:
    rows, totals, _ = await pages(customer, "inquire-account-balance", "CTRP6548R", {})
    _, balance, _ = await pages(customer, "inquire-balance", "TTTC8434R", BALANCE)
    assert len(rows) == 20
    *classes, whole = rows
    assert whole["real_nass_amt"] == totals["nass_tot_amt"]
    abroad = int(totals["ovrs_stck_evlu_amt1"]) + int(totals["frcr_evlu_tota"])
    assert total(classes, "evlu_amt") == int(totals["tot_asst_amt"])
    assert total(classes, "pchs_amt") == int(totals["pchs_amt_smtl"])
    assert total(classes, "evlu_pfls_amt") == int(totals["evlu_pfls_amt_smtl"])
    assert int(totals["tot_asst_amt"]) == int(balance["tot_evlu_amt"]) + abroad
    assert total(classes, "real_nass_amt") == int(totals["nass_tot_amt"])
    assert int(totals["nass_tot_amt"]) == int(balance["nass_amt"]) + abroad
    assert totals["loan_amt_smtl"] == balance["tot_loan_amt"]
    assert totals["dncl_amt"] == balance["dnca_tot_amt"]


async def test_a_second_account_holds_other_things_and_pays_less(customer: Customer) -> None:
    rows, _, _ = await pages(customer, "inquire-balance", "TTTC8434R", BALANCE, PENSION)
    assert {(row["pdno"], row["hldg_qty"]) for row in rows} >= {("069500", "240"), ("005930", "35")}
    assert {row["loan_dt"] for row in rows} == {""}
    _, totals, _ = await pages(customer, "inquire-period-profit", "TTTC8708R", BY_DAY, PENSION)
    assert 0 < int(totals["tot_fee"]) * 10_000 < int(totals["tot_tr_amt"])


async def test_paper_trading_knows_neither_loans_nor_profit(paper_customer: Customer) -> None:
    rows, totals, _ = await pages(paper_customer, "inquire-balance", "VTTC8434R", BALANCE)
    assert {row["trad_dvsn_name"] for row in rows} == {"현금"}
    assert totals["tot_loan_amt"] == "0"
    paper_customer.house.gate_hand.seconds += 1
    reply = await paper_customer.get(
        f"{TRADING}/inquire-period-profit", "TTTC8708R", {**ACCOUNT, **BY_DAY}
    )
    assert reply.json()["msg_cd"] == "EGW02006"


async def test_the_margin_shows_what_the_free_cash_buys(customer: Customer) -> None:
    await customer.order(price="96700")
    query = {"CMA_EVLU_AMT_ICLD_YN": "N", "WCRC_FRCR_DVSN_CD": "02", "FWEX_CTRT_FRCR_DVSN_CD": "02"}
    reply = await customer.get(f"{TRADING}/intgr-margin", "TTTC0869R", {**ACCOUNT, **query})
    margin = reply.json()["output"]
    free, bound = int(margin["stck_cash_ord_psbl_amt"]), int(margin["stck_cash_use_amt"])
    assert free + bound == int(margin["stck_cash_objt_amt"])
    assert bound == 193_400 + 135
    assert int(margin["stck_cash20_max_ord_psbl_amt"]) == free * 5
    assert int(margin["stck_cash100_max_ord_psbl_amt"]) == free
    assert margin["rcvb_amt"] == "0"
