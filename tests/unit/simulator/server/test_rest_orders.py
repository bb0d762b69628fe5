from __future__ import annotations

import pytest

from tests.unit.simulator.server.customer import (
    ACCOUNT,
    BALANCE,
    HISTORY_TODAY,
    TRADING,
    Customer,
)
from tests.unit.simulator.trading_floor import SAMSUNG

pytestmark = pytest.mark.asyncio(loop_scope="module")
HISTORY = f"{TRADING}/inquire-daily-ccld"


async def history(customer: Customer, **more: str) -> list[dict[str, str]]:
    query = {**ACCOUNT, **HISTORY_TODAY, **more}
    rows: list[dict[str, str]] = (await customer.get(HISTORY, "TTTC0081R", query)).json()["output1"]
    return rows


async def test_an_accepted_order_gives_its_number_of_ten_digits(customer: Customer) -> None:
    ask = (await customer.book())["askp1"]
    body = (await customer.order(price=ask)).json()
    assert (body["rt_cd"], body["msg_cd"]) == ("0", "APBK0013")
    assert set(body["output"]) == {"KRX_FWDG_ORD_ORGNO", "ODNO", "ORD_TMD"}
    assert len(body["output"]["ODNO"]) == 10
    assert body["output"]["ODNO"].isdigit()
    assert body["output"]["ORD_TMD"] == "101200"


async def test_a_buy_at_the_ask_fills_and_shows_in_list_and_balance(customer: Customer) -> None:
    ask = (await customer.book())["askp1"]
    number = (await customer.order(price=ask)).json()["output"]["ODNO"]
    (row,) = await history(customer)
    assert row["odno"] == number
    assert (row["ord_qty"], row["tot_ccld_qty"], row["rmn_qty"]) == ("10", "10", "0")
    assert row["avg_prvs"] == ask
    assert (row["sll_buy_dvsn_cd"], row["sll_buy_dvsn_cd_name"]) == ("02", "현금매수")
    assert row["excg_id_dvsn_Cd"] == "KRX"
    reply = await customer.get(f"{TRADING}/inquire-balance", "TTTC8434R", {**ACCOUNT, **BALANCE})
    held = {row["pdno"]: row for row in reply.json()["output1"]}
    assert held[SAMSUNG]["hldg_qty"] == "190"
    assert held[SAMSUNG]["thdt_buyqty"] == "10"
    assert reply.json()["output2"][0]["thdt_buy_amt"] == str(10 * int(ask))


async def test_a_resting_order_can_be_amended_and_cancelled(customer: Customer) -> None:
    book = await customer.book()
    first = (await customer.order(price=book["bidp10"])).json()["output"]["ODNO"]
    amended = await customer.change(first, cancel=False, price=book["bidp9"])
    second = amended.json()["output"]["ODNO"]
    resting = await customer.get(
        f"{TRADING}/inquire-psbl-rvsecncl",
        "TTTC0084R",
        {**ACCOUNT, "INQR_DVSN_1": "0", "INQR_DVSN_2": "0"},
    )
    (row,) = resting.json()["output"]
    assert (row["odno"], row["orgn_odno"], row["ord_unpr"]) == (second, first, book["bidp9"])
    assert row["rvse_cncl_dvsn_name"] == "매수정정*"
    third = (await customer.change(second, cancel=True)).json()["output"]["ODNO"]
    rows = await history(customer)
    assert [row["odno"] for row in rows] == [first, second, third]
    assert [row["orgn_odno"] for row in rows] == ["", first, second]
    assert [row["rmn_qty"] for row in rows] == ["0", "0", "0"]
    assert rows[1]["cncl_yn"] == "Y"
    again = await customer.change(second, cancel=True)
    assert again.json()["rt_cd"] != "0"


async def test_part_of_an_order_can_be_cancelled(customer: Customer) -> None:
    book = await customer.book()
    number = (await customer.order(price=book["bidp10"])).json()["output"]["ODNO"]
    await customer.change(number, cancel=True, quantity="4", everything="N")
    row = (await history(customer))[0]
    assert (row["rmn_qty"], row["cncl_cfrm_qty"]) == ("6", "4")


@pytest.mark.parametrize(
    ("tr_id", "price", "quantity", "order_type", "symbol", "code"),
    [
        ("TTTC0012U", "96650", "1", "00", "005930", "APBK0506"),
        ("TTTC0012U", "126300", "1", "00", "005930", "APBK0507"),
        ("TTTC0012U", "67900", "1", "00", "005930", "APBK0508"),
        ("TTTC0012U", "96700", "1000000", "00", "005930", "APBK0952"),
        ("TTTC0011U", "96700", "181", "00", "005930", "APBK0400"),
        ("TTTC0012U", "96700", "1", "00", "999999", "APBK0656"),
        ("TTTC0012U", "96700", "many", "00", "005930", "OPSQ2001"),
        ("TTTC0012U", "0", "1", "00", "005930", "OPSQ2001"),
        ("TTTC0012U", "96700", "1", "99", "005930", "APBK1943"),
    ],
)
async def test_refusals_come_with_200_and_leave_no_order(
    customer: Customer,
    tr_id: str,
    price: str,
    quantity: str,
    order_type: str,
    symbol: str,
    code: str,
) -> None:
    reply = await customer.order(
        tr_id, price=price, quantity=quantity, order_type=order_type, symbol=symbol
    )
    assert reply.status_code == 200
    assert reply.json()["msg_cd"] == code
    assert reply.json()["rt_cd"] != "0"
    assert await history(customer) == []


async def test_an_account_of_futures_deals_in_no_shares(
    customer: Customer, paper_customer: Customer
) -> None:
    asked = {"PDNO": SAMSUNG, "ORD_DVSN": "01", "ORD_QTY": "1", "ORD_UNPR": "0"}
    for one, tr_id, code in (
        (customer, "TTTC0012U", "APAC0489"),
        (paper_customer, "VTTC0012U", "40910000"),
    ):
        body = {**ACCOUNT, "ACNT_PRDT_CD": "03", **asked}
        reply = await one.post(f"{TRADING}/order-cash", tr_id, body)
        assert (reply.status_code, reply.json()["rt_cd"]) == (200, "1")
        assert reply.json()["msg_cd"] == code


async def test_an_unknown_original_order_is_refused(customer: Customer) -> None:
    assert (await customer.change("0000000009", cancel=True)).json()["msg_cd"] == "APBK1663"


@pytest.mark.parametrize(("tr_id", "side"), [("TTTC0802U", "02"), ("TTTC0801U", "01")])
async def test_old_order_ids_still_work(customer: Customer, tr_id: str, side: str) -> None:
    reply = await customer.order(tr_id, price="0", quantity="1", order_type="01")
    assert reply.json()["rt_cd"] == "0"
    assert (await history(customer))[0]["sll_buy_dvsn_cd"] == side


async def test_orders_outside_the_session_are_refused(customer: Customer) -> None:
    await customer.http.post("/_sim/clock", json={"now": "2026-11-20T16:00:00"})
    try:
        assert (await customer.order(price="96700")).json()["msg_cd"] == "APBK3013"
        await customer.http.post("/_sim/clock", json={"now": "2026-11-20T20:00:00"})
        assert (await customer.order(price="96700")).json()["msg_cd"] == "APBK0918"
        await customer.http.post("/_sim/clock", json={"now": "2026-11-21T10:00:00"})
        assert (await customer.order(price="96700")).json()["msg_cd"] == "APBK0919"
    finally:
        await customer.http.post("/_sim/clock", json={"now": "2026-11-20T10:12:00"})


async def test_sides_and_fills_narrow_the_list(customer: Customer) -> None:
    book = await customer.book()
    resting = (await customer.order(price=book["bidp10"])).json()["output"]["ODNO"]
    filled = (await customer.order("TTTC0011U", price=book["bidp1"])).json()["output"]["ODNO"]
    assert [row["odno"] for row in await history(customer, CCLD_DVSN="02")] == [resting]
    assert [row["odno"] for row in await history(customer, CCLD_DVSN="01")] == [filled]
    assert [row["odno"] for row in await history(customer, SLL_BUY_DVSN_CD="01")] == [filled]
    assert [row["odno"] for row in await history(customer, ODNO=resting.lstrip("0"))] == [resting]
    assert [row["odno"] for row in await history(customer, INQR_DVSN="00")] == [filled, resting]


async def test_long_lists_come_in_pages_that_end_with_d(paper_customer: Customer) -> None:
    customer = paper_customer
    await customer.fault({"kind": "limits", "on": False})
    bid = (await customer.book())["bidp10"]
    numbers = [
        (await customer.order("VTTC0012U", price=bid, quantity="1")).json()["output"]["ODNO"]
        for _ in range(16)
    ]
    query = {**ACCOUNT, **HISTORY_TODAY}
    first = await customer.get(HISTORY, "VTTC0081R", query)
    assert first.headers["tr_cont"] == "M"
    body = first.json()
    assert len(body["ctx_area_fk100"]) == len(body["ctx_area_nk100"]) == 100
    more = query | {
        "CTX_AREA_FK100": body["ctx_area_fk100"],
        "CTX_AREA_NK100": body["ctx_area_nk100"],
    }
    last = await customer.get(HISTORY, "VTTC0081R", more, tr_cont="N")
    assert last.headers["tr_cont"] == "D"
    assert last.json()["ctx_area_nk100"] == " " * 100
    shown = [row["odno"] for row in (*body["output1"], *last.json()["output1"])]
    assert shown == numbers
    assert len(body["output1"]) == 15


async def test_a_changed_ledger_breaks_paging_once(customer: Customer) -> None:
    await customer.fault({"kind": "changed_while_paging", "path": "inquire-daily-ccld"})
    query = {**ACCOUNT, **HISTORY_TODAY}
    assert (await customer.get(HISTORY, "TTTC0081R", query)).json()["rt_cd"] == "0"
    broken = (await customer.get(HISTORY, "TTTC0081R", query, tr_cont="N")).json()
    assert (broken["msg_cd"], broken["rt_cd"]) == ("SYDB0050", "7")
    assert (await customer.get(HISTORY, "TTTC0081R", query, tr_cont="N")).json()["rt_cd"] == "0"


async def test_paper_orders_speak_their_own_codes(paper_customer: Customer) -> None:
    customer = paper_customer
    await customer.fault({"kind": "limits", "on": False})
    bought = (await customer.order("VTTC0012U", price="0", quantity="1", order_type="01")).json()
    assert bought["msg_cd"] == "40600000"
    assert bought["output"]["KRX_FWDG_ORD_ORGNO"] == "00950"
    refused = (await customer.order("VTTC0012U", price="96650")).json()
    assert (refused["msg_cd"], refused["rt_cd"]) == ("40030000", "1")


async def test_buying_power_reckons_market_orders_at_the_upper_limit(customer: Customer) -> None:
    path = f"{TRADING}/inquire-psbl-order"
    query = {**ACCOUNT, "PDNO": SAMSUNG, "ORD_UNPR": "", "ORD_DVSN": "01"}
    market = (await customer.get(path, "TTTC8908R", query)).json()["output"]
    assert market["psbl_qty_calc_unpr"] == "126200"
    limit = (
        await customer.get(path, "TTTC8908R", query | {"ORD_UNPR": "96700", "ORD_DVSN": "00"})
    ).json()["output"]
    assert limit["psbl_qty_calc_unpr"] == "96700"
    assert int(limit["nrcvb_buy_qty"]) > int(market["nrcvb_buy_qty"]) > 0
    amounts = (await customer.get(path, "TTTC8908R", query | {"PDNO": ""})).json()["output"]
    assert amounts["nrcvb_buy_qty"] == "0"
    assert amounts["ord_psbl_cash"] == market["ord_psbl_cash"]


async def test_resting_sells_bind_shares(customer: Customer) -> None:
    book = await customer.book()
    await customer.order("TTTC0011U", price=book["askp10"], quantity="30")
    reply = await customer.get(
        f"{TRADING}/inquire-psbl-sell", "TTTC8408R", {**ACCOUNT, "PDNO": SAMSUNG}
    )
    output = reply.json()["output"]
    assert (output["cblc_qty"], output["ord_psbl_qty"]) == ("180", "150")
