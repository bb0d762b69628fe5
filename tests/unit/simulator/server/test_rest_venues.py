"""Quotes and orders of the NXT, of both exchanges as one and through SOR, over REST."""

from __future__ import annotations

import pytest

from tests.unit.simulator.server.customer import (
    ACCOUNT,
    HISTORY_TODAY,
    QUOTES,
    SAMSUNG_QUOTE,
    TRADING,
    Customer,
)
from tests.unit.simulator.trading_floor import KODEX, SAMSUNG

pytestmark = pytest.mark.asyncio(loop_scope="module")
OPEN = {"INQR_DVSN_1": "0", "INQR_DVSN_2": "0"}


async def quoted(
    customer: Customer, name: str, tr_id: str, division: str, **more: str
) -> dict[str, dict[str, str]]:
    query = {**SAMSUNG_QUOTE, "FID_COND_MRKT_DIV_CODE": division, **more}
    reply = await customer.get(f"{QUOTES}/{name}", tr_id, query)
    assert reply.json()["rt_cd"] == "0"
    body: dict[str, dict[str, str]] = reply.json()
    return body


async def sent(
    customer: Customer,
    exchange: str,
    kind: str,
    price: str,
    tr_id: str = "TTTC0012U",
    **more: str,
) -> dict[str, str]:
    body = {
        **ACCOUNT,
        "PDNO": SAMSUNG,
        "ORD_DVSN": kind,
        "ORD_QTY": "10",
        "ORD_UNPR": price,
        "EXCG_ID_DVSN_CD": exchange,
        **more,
    }
    reply: dict[str, str] = (await customer.post(f"{TRADING}/order-cash", tr_id, body)).json()
    return reply


async def open_orders(customer: Customer) -> list[dict[str, str]]:
    path = f"{TRADING}/inquire-psbl-rvsecncl"
    rows: list[dict[str, str]] = (
        await customer.get(path, "TTTC0084R", {**ACCOUNT, **OPEN})
    ).json()["output"]
    return rows


async def day_list(customer: Customer, exchange: str) -> list[dict[str, str]]:
    query = {**ACCOUNT, **HISTORY_TODAY, "EXCG_ID_DVSN_CD": exchange}
    reply = await customer.get(f"{TRADING}/inquire-daily-ccld", "TTTC0081R", query)
    rows: list[dict[str, str]] = reply.json()["output1"]
    return rows


async def test_each_board_has_its_price_book_and_minutes(customer: Customer) -> None:
    volumes, sizes, minutes = {}, {}, {}
    for division in ("J", "NX", "UN"):
        price = (await quoted(customer, "inquire-price", "FHKST01010100", division))["output"]
        volumes[division] = int(price["acml_vol"])
        book = await quoted(customer, "inquire-asking-price-exp-ccn", "FHKST01010200", division)
        sizes[division] = int(book["output1"]["total_askp_rsqn"])
        chart = await quoted(
            customer,
            "inquire-time-itemchartprice",
            "FHKST03010200",
            division,
            FID_INPUT_HOUR_1="101200",
            FID_PW_DATA_INCU_YN="N",
        )
        minutes[division] = chart["output1"]["acml_vol"]
        assert len(chart["output2"]) == 30
        prints = (await quoted(customer, "inquire-ccnl", "FHKST01010300", division))["output"]
        assert len(prints) >= 20
    assert volumes["UN"] == volumes["J"] + volumes["NX"]
    assert sizes["UN"] > sizes["J"] > sizes["NX"]
    assert {name: int(volume) for name, volume in minutes.items()} == volumes


async def test_marks_of_an_instrument_are_told(customer: Customer) -> None:
    listings = customer.house.server.market.universe.listings
    hot = next(one.symbol for one in listings if one.overheated)
    query = {**SAMSUNG_QUOTE, "FID_INPUT_ISCD": hot}
    reply = await customer.get(f"{QUOTES}/inquire-price", "FHKST01010100", query)
    assert reply.json()["output"]["short_over_yn"] == "Y"
    price = (await quoted(customer, "inquire-price", "FHKST01010100", "J"))["output"]
    assert (price["short_over_yn"], price["vi_cls_code"], price["temp_stop_yn"]) == ("N",) * 3


async def test_an_order_to_the_nxt_rests_there_and_is_listed_with_it(customer: Customer) -> None:
    assert (await sent(customer, "NXT", "00", "95000"))["rt_cd"] == "0"
    assert (await sent(customer, "SOR", "00", "95100"))["rt_cd"] == "0"
    assert (await sent(customer, "KRX", "00", "95200"))["rt_cd"] == "0"
    rows = await open_orders(customer)
    assert [row["excg_id_dvsn_cd"] for row in rows] == ["KRX", "SOR", "NXT"]
    assert [row["excg_id_dvsn_Cd"] for row in await day_list(customer, "NXT")] == ["NXT"]
    assert len(await day_list(customer, "ALL")) == 3
    gone = await customer.change(rows[2]["odno"], cancel=True)
    assert gone.json()["rt_cd"] == "0"
    assert len(await open_orders(customer)) == 2


async def test_a_stop_order_tells_its_price_and_when_it_was_reached(customer: Customer) -> None:
    up = await sent(customer, "KRX", "22", "99000", CNDT_PRIC="98900")
    assert up["rt_cd"] == "0"
    (row,) = await open_orders(customer)
    assert (row["ord_dvsn_name"], row["stpm_cndt_pric"], row["stpm_efct_occr_yn"]) == (
        "스톱지정가",
        "98900",
        "N",
    )
    at_once = await sent(customer, "NXT", "22", "95000", CNDT_PRIC="94000")
    assert at_once["rt_cd"] == "0"
    row = (await open_orders(customer))[0]
    assert (row["stpm_cndt_pric"], row["stpm_efct_occr_yn"]) == ("94000", "Y")
    assert (await day_list(customer, "NXT"))[0]["stpm_efct_occr_dtmd"] == "101200"
    assert (await sent(customer, "KRX", "22", "99000"))["msg_cd"] == "OPSQ2001"


@pytest.mark.parametrize(
    ("time", "exchange", "kind", "price", "symbol", "code"),
    [
        ("10:12", "NXT", "01", "0", SAMSUNG, "APBK1943"),
        ("10:12", "NXT", "00", "55000", KODEX, "APBK0918"),
        ("10:12", "XXX", "00", "95000", SAMSUNG, "OPSQ2001"),
        ("15:25", "NXT", "00", "95000", SAMSUNG, "APBK0918"),
        ("16:30", "KRX", "01", "0", SAMSUNG, "APBK3013"),
        ("16:30", "KRX", "41", "55000", KODEX, "APBK0918"),
        ("16:30", "SOR", "00", "95000", SAMSUNG, "APBK0918"),
        ("17:30", "NXT", "13", "0", SAMSUNG, "APBK3013"),
    ],
)
async def test_what_a_venue_does_not_take_has_its_code(
    customer: Customer, time: str, exchange: str, kind: str, price: str, symbol: str, code: str
) -> None:
    await customer.http.post("/_sim/clock", json={"now": f"2026-11-20T{time}:00"})
    try:
        reply = await sent(customer, exchange, kind, price, PDNO=symbol)
        assert reply["msg_cd"] == code
        assert reply["rt_cd"] != "0"
    finally:
        await customer.http.post("/_sim/clock", json={"now": "2026-11-20T10:12:00"})


@pytest.mark.parametrize(
    ("time", "exchange", "kind", "code"),
    [
        ("10:12", "NXT", "00", "OPSQ2001"),
        ("10:12", "SOR", "00", "OPSQ2001"),
        ("16:30", "KRX", "41", "40580000"),
        ("16:30", "KRX", "00", "40580000"),
        ("08:10", "KRX", "00", "40570000"),
    ],
)
async def test_paper_trading_knows_the_regular_session_of_the_krx_alone(
    paper_customer: Customer, time: str, exchange: str, kind: str, code: str
) -> None:
    await paper_customer.http.post("/_sim/clock", json={"now": f"2026-11-20T{time}:00"})
    try:
        reply = await sent(paper_customer, exchange, kind, "95000", "VTTC0012U")
        assert reply["msg_cd"] == code
    finally:
        await paper_customer.http.post("/_sim/clock", json={"now": "2026-11-20T10:12:00"})


async def test_paper_quotes_are_the_krxs_alone(paper_customer: Customer) -> None:
    query = {**SAMSUNG_QUOTE, "FID_COND_MRKT_DIV_CODE": "NX"}
    reply = await paper_customer.get(f"{QUOTES}/inquire-price", "FHKST01010100", query)
    assert reply.json()["msg_cd"] == "OPSQ2001"
    async with paper_customer.line() as line:
        assert await line.code("H0NXCNT0", SAMSUNG) == "OPSP8991"
        assert await line.code("H0STMKO0", SAMSUNG) == "OPSP8991"
