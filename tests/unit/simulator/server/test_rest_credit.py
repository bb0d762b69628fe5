"""Orders on credit and reservations over the wire."""

from __future__ import annotations

import httpx
import pytest

from tests.unit.simulator.server.customer import ACCOUNT, TRADING, Customer
from tests.unit.simulator.trading_floor import SAMSUNG, kst

pytestmark = pytest.mark.asyncio(loop_scope="module")

BUY, SELL = "TTTC0052U", "TTTC0051U"
TODAY = "20261120"
BALANCE = {"INQR_DVSN": "01", "UNPR_DVSN": "01", "PRCS_DVSN": "00"}
RESERVE, CANCEL, AMEND, LIST = "CTSC0008U", "CTSC0009U", "CTSC0013U", "CTSC0004R"

Row = dict[str, str]


async def lend(customer: Customer, tr_id: str, kind: str, **different: str) -> httpx.Response:
    body = {
        **ACCOUNT,
        "PDNO": SAMSUNG,
        "CRDT_TYPE": kind,
        "LOAN_DT": TODAY,
        "ORD_DVSN": "01",
        "ORD_QTY": "10",
        "ORD_UNPR": "0",
        **different,
    }
    return await customer.post(f"{TRADING}/order-credit", tr_id, body)


async def loan_rows(customer: Customer) -> list[Row]:
    query = {**ACCOUNT, **BALANCE}
    reply = await customer.get(f"{TRADING}/inquire-balance", "TTTC8434R", query)
    return [row for row in reply.json()["output1"] if row["loan_dt"]]


async def reserve(customer: Customer, **different: str) -> httpx.Response:
    body = {
        **ACCOUNT,
        "PDNO": SAMSUNG,
        "ORD_QTY": "10",
        "ORD_UNPR": "0",
        "SLL_BUY_DVSN_CD": "01",
        "ORD_DVSN_CD": "01",
        "ORD_OBJT_CBLC_DVSN_CD": "10",
        **different,
    }
    return await customer.post(f"{TRADING}/order-resv", RESERVE, body)


async def change(customer: Customer, tr_id: str, number: str, **fields: str) -> httpx.Response:
    body = {
        **ACCOUNT,
        "RSVN_ORD_SEQ": number,
        "RSVN_ORD_ORGNO": "06010",
        "RSVN_ORD_ORD_DT": "20261123",
        **fields,
    }
    return await customer.post(f"{TRADING}/order-resv-rvsecncl", tr_id, body)


async def reserved(customer: Customer, **different: str) -> list[Row]:
    query = {
        **ACCOUNT,
        "RSVN_ORD_ORD_DT": "20261120",
        "RSVN_ORD_END_DT": "20261130",
        "TMNL_MDIA_KIND_CD": "00",
        "PRCS_DVSN_CD": "0",
        "CNCL_YN": "N",
        **different,
    }
    reply = await customer.get(f"{TRADING}/order-resv-ccnl", LIST, query)
    body = reply.json()
    assert len(body["ctx_area_nk200"]) == 200
    rows: list[Row] = body["output"]
    return rows


def evening(customer: Customer, time: str = "17:00") -> None:
    house = customer.house
    house.server.market.clock.set(kst(time))
    house.server.market.advance()


async def test_a_purchase_on_a_loan_is_repaid_by_its_date(customer: Customer) -> None:
    bought = (await lend(customer, BUY, "21")).json()
    assert (bought["msg_cd"], len(bought["output"]["ODNO"])) == ("APBK0013", 10)
    (row,) = [row for row in await loan_rows(customer) if row["loan_dt"] == TODAY]
    assert (row["pdno"], row["trad_dvsn_name"], row["hldg_qty"]) == (SAMSUNG, "자기융자", "10")
    assert int(row["loan_amt"]) == pytest.approx(int(row["pchs_amt"]) * 0.6, abs=3)
    assert row["thdt_buyqty"] == "10"
    sold = (await lend(customer, SELL, "25", ORD_QTY="4")).json()
    assert sold["rt_cd"] == "0"
    (left,) = [row for row in await loan_rows(customer) if row["loan_dt"] == TODAY]
    assert (left["hldg_qty"], left["thdt_sll_qty"]) == ("6", "4")


async def test_borrowed_shares_show_what_they_were_sold_for(customer: Customer) -> None:
    await lend(customer, SELL, "22")
    (row,) = [row for row in await loan_rows(customer) if row["loan_dt"] == TODAY]
    assert (row["trad_dvsn_name"], row["loan_amt"]) == ("유통대주", "0")
    assert row["stln_slng_chgs"] == row["pchs_amt"] != "0"
    assert (await lend(customer, BUY, "26")).json()["rt_cd"] == "0"
    assert [row for row in await loan_rows(customer) if row["loan_dt"] == TODAY] == []


@pytest.mark.parametrize(
    ("tr_id", "kind", "different", "code"),
    [
        (BUY, "25", {}, "OPSQ2001"),
        (SELL, "21", {}, "OPSQ2001"),
        (BUY, "22", {}, "OPSQ2001"),
        (BUY, "29", {}, "OPSQ2001"),
        (BUY, "21", {"LOAN_DT": "20261119"}, "OPSQ2001"),
        (BUY, "21", {"LOAN_DT": "today"}, "OPSQ2001"),
        (SELL, "25", {"LOAN_DT": "20260102"}, "APBK0511"),
        (BUY, "21", {"ORD_QTY": "100000"}, "APBK0952"),
        (BUY, "21", {"PDNO": "000000"}, "APBK0656"),
    ],
)
async def test_a_loan_that_cannot_be_is_refused(
    customer: Customer, tr_id: str, kind: str, different: Row, code: str
) -> None:
    reply = await lend(customer, tr_id, kind, **different)
    assert reply.json()["msg_cd"] == code
    assert (await customer.state())["orders"] == []


async def test_what_can_be_bought_on_a_loan_is_more_than_with_cash(customer: Customer) -> None:
    query = {**ACCOUNT, "PDNO": SAMSUNG, "ORD_DVSN": "01", "CRDT_TYPE": "21"}
    query |= {"CMA_EVLU_AMT_ICLD_YN": "N", "OVRS_ICLD_YN": "N"}
    reply = await customer.get(f"{TRADING}/inquire-credit-psamount", "TTTC8909R", query)
    credit = reply.json()["output"]
    cash = await customer.get(f"{TRADING}/inquire-psbl-order", "TTTC8908R", query)
    assert int(credit["nrcvb_buy_qty"]) > 2 * int(cash.json()["output"]["nrcvb_buy_qty"])
    quantity = credit["nrcvb_buy_qty"]
    assert (await lend(customer, BUY, "21", ORD_QTY=quantity)).json()["rt_cd"] == "0"


async def test_reservations_are_taken_in_the_evening_alone(customer: Customer) -> None:
    refused = (await reserve(customer)).json()
    assert (refused["msg_cd"], refused["rt_cd"]) == ("KIER3672", "1")
    evening(customer)
    taken = (await reserve(customer)).json()
    assert taken["output"]["RSVN_ORD_SEQ"].isdecimal()
    (row,) = await reserved(customer)
    assert row["rsvn_ord_seq"] == taken["output"]["RSVN_ORD_SEQ"]
    assert (row["rsvn_ord_ord_dt"], row["rsvn_ord_rcit_dt"]) == ("20261123", TODAY)
    assert (row["prcs_rslt"], row["odno"], row["ord_rsvn_qty"]) == ("미처리", "", "10")


async def test_a_reservation_shows_its_order_and_its_fills(customer: Customer) -> None:
    evening(customer)
    await reserve(customer)
    await reserve(customer, ORD_QTY="9000")
    evening(customer, "2026-11-23 09:30")
    refused, done = await reserved(customer)
    assert (done["prcs_rslt"], done["tot_ccld_qty"]) == ("처리", "10")
    assert int(done["tot_ccld_amt"]) > 0
    assert (refused["prcs_rslt"], refused["odno"]) == ("거부", "")
    assert refused["rjct_rson2"] == "주문 가능한 수량을 초과했습니다."
    state = await customer.state()
    assert isinstance(state["orders"], list)
    assert [order["number"] for order in state["orders"]] == [done["odno"]]
    assert await reserved(customer, PRCS_DVSN_CD="2") == []


async def test_a_reservation_is_changed_and_taken_back(customer: Customer) -> None:
    evening(customer)
    number = (await reserve(customer)).json()["output"]["RSVN_ORD_SEQ"]
    wish = {
        "PDNO": SAMSUNG,
        "ORD_QTY": "4",
        "ORD_UNPR": "96700",
        "SLL_BUY_DVSN_CD": "02",
        "ORD_DVSN_CD": "00",
        "ORD_OBJT_CBLC_DVSN_CD": "10",
        "RSVN_ORD_END_DT": "20261127",
    }
    amended = await change(customer, AMEND, number, **wish)
    assert amended.json()["output"] == {"NRML_PRCS_YN": "Y"}
    (row,) = await reserved(customer)
    assert (row["ord_rsvn_qty"], row["ord_rsvn_unpr"]) == ("4", "96700")
    assert (row["sll_buy_dvsn_cd"], row["rsvn_end_dt"]) == ("02", "20261127")
    assert (await change(customer, CANCEL, number)).json()["rt_cd"] == "0"
    (gone,) = await reserved(customer)
    assert (gone["prcs_rslt"], gone["cncl_ord_dt"]) == ("취소", TODAY)
    assert await reserved(customer, CNCL_YN="Y") == []
    again = await change(customer, CANCEL, number)
    assert again.json()["msg_cd"] == "APBK0512"
    assert (await change(customer, CANCEL, "x")).json()["msg_cd"] == "OPSQ2001"


@pytest.mark.parametrize(
    ("different", "code"),
    [
        ({"PDNO": "000000"}, "APBK0656"),
        ({"SLL_BUY_DVSN_CD": "03"}, "OPSQ2001"),
        ({"ORD_DVSN_CD": "03"}, "OPSQ2001"),
        ({"RSVN_ORD_END_DT": "soon"}, "OPSQ2001"),
        ({"RSVN_ORD_END_DT": "20270301"}, "OPSQ2001"),
        ({"ORD_OBJT_CBLC_DVSN_CD": "28", "LOAN_DT": "20260101"}, "APBK0511"),
    ],
)
async def test_a_reservation_that_cannot_be_is_refused(
    customer: Customer, different: Row, code: str
) -> None:
    evening(customer)
    assert (await reserve(customer, **different)).json()["msg_cd"] == code
    assert await reserved(customer) == []


async def test_a_loan_is_repaid_by_reservation(customer: Customer) -> None:
    evening(customer)
    loan = (await loan_rows(customer))[0]
    await reserve(
        customer,
        PDNO=loan["pdno"],
        ORD_QTY="5",
        ORD_OBJT_CBLC_DVSN_CD="28",
        LOAN_DT=loan["loan_dt"],
    )
    assert (await reserved(customer))[0]["loan_dt"] == loan["loan_dt"]
    evening(customer, "2026-11-23 09:30")
    left = (await loan_rows(customer))[0]
    assert int(left["hldg_qty"]) == int(loan["hldg_qty"]) - 5


async def test_paper_trading_knows_neither(paper_customer: Customer) -> None:
    evening(paper_customer)
    assert (await reserve(paper_customer)).json()["msg_cd"] == "EGW02006"
    paper_customer.house.gate_hand.seconds += 1
    assert (await lend(paper_customer, BUY, "21")).json()["msg_cd"] == "EGW02006"
    paper_customer.house.server.market.clock.set(kst("10:12"))
