from __future__ import annotations

from itertools import pairwise

import pytest

from kis_desktop.simulator.server import rest_app
from kis_desktop.simulator.server.endpoints import all_endpoints, load
from tests.unit.simulator.server.customer import QUOTES, SAMSUNG_QUOTE, Customer
from tests.unit.simulator.trading_floor import HYNIX, SAMSUNG

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def asked(
    customer: Customer, name: str, tr_id: str, query: dict[str, str], **headers: str
) -> dict[str, object]:
    reply = await customer.get(f"{QUOTES}/{name}", tr_id, query, **headers)
    body: dict[str, object] = reply.json()
    assert body["rt_cd"] == "0", body
    return body


def rows(body: dict[str, object], block: str) -> list[dict[str, str]]:
    found = body[block]
    assert isinstance(found, list)
    return found


def block(body: dict[str, object], name: str) -> dict[str, str]:
    found = body[name]
    assert isinstance(found, dict)
    return found


async def test_the_price_agrees_with_the_market(customer: Customer) -> None:
    output = block(await asked(customer, "inquire-price", "FHKST01010100", SAMSUNG_QUOTE), "output")
    snapshot = customer.house.server.market.snapshot(SAMSUNG)
    assert output["stck_prpr"] == str(snapshot.last)
    assert output["prdy_vrss"] == str(snapshot.last - snapshot.base)
    assert output["acml_vol"] == str(snapshot.volume)
    assert (output["stck_mxpr"], output["stck_llam"]) == ("126200", "68000")
    assert output["aspr_unit"] == "100"
    assert output["rprs_mrkt_kor_name"] == "KOSPI200"
    assert output["w52_hgpr_date"].startswith("202")
    assert len(output) == 82


async def test_what_a_fund_does_not_have_is_nought_or_empty(customer: Customer) -> None:
    fund = SAMSUNG_QUOTE | {"FID_INPUT_ISCD": "069500"}
    output = block(await asked(customer, "inquire-price", "FHKST01010100", fund), "output")
    assert (output["per"], output["eps"], output["stck_fcam"]) == ("0.00", "0", "0")
    assert (output["bstp_kor_isnm"], output["stac_month"]) == ("", "")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "999999"}, "MCA05918"),
        ({"FID_COND_MRKT_DIV_CODE": "NY", "FID_INPUT_ISCD": SAMSUNG}, "OPSQ2001"),
        ({"FID_COND_MRKT_DIV_CODE": "NX", "FID_INPUT_ISCD": "069500"}, "MCA05918"),
    ],
)
async def test_unknown_codes_and_markets_are_refused(
    customer: Customer, query: dict[str, str], code: str
) -> None:
    reply = await customer.get(f"{QUOTES}/inquire-price", "FHKST01010100", query)
    assert (reply.status_code, reply.json()["msg_cd"]) == (200, code)


async def test_the_book_has_ten_levels_a_side(customer: Customer) -> None:
    body = await asked(customer, "inquire-asking-price-exp-ccn", "FHKST01010200", SAMSUNG_QUOTE)
    book = block(body, "output1")
    asks = [int(book[f"askp{level}"]) for level in range(1, 11)]
    bids = [int(book[f"bidp{level}"]) for level in range(1, 11)]
    assert asks == sorted(asks)
    assert bids == sorted(bids, reverse=True)
    assert asks[0] > bids[0]
    assert int(book["askp_rsqn1"]) > 0
    assert book["new_mkop_cls_code"] == "20"
    assert len(book) == 71
    assert len(block(body, "output2")) == 13
    assert block(body, "output2")["antc_cnpr"] == "0"


async def test_the_opening_auction_has_an_indication(customer: Customer) -> None:
    await customer.http.post("/_sim/clock", json={"now": "2026-11-20T08:55:00+09:00"})
    body = await asked(customer, "inquire-asking-price-exp-ccn", "FHKST01010200", SAMSUNG_QUOTE)
    await customer.http.post("/_sim/clock", json={"now": "2026-11-20T10:12:00+09:00"})
    expected = block(body, "output2")
    assert 68_000 <= int(expected["antc_cnpr"]) <= 126_200
    assert int(expected["antc_vol"]) > 0
    assert block(body, "output1")["new_mkop_cls_code"] == "00"
    assert expected["stck_oprc"] == "0"


async def test_recent_prints_come_newest_first(customer: Customer) -> None:
    customer.house.server.market.wake(SAMSUNG)
    customer.house.go(60)
    found = rows(await asked(customer, "inquire-ccnl", "FHKST01010300", SAMSUNG_QUOTE), "output")
    times = [row["stck_cntg_hour"] for row in found]
    assert len(found) == 30
    assert times == sorted(times, reverse=True)
    body = await asked(
        customer,
        "inquire-time-itemconclusion",
        "FHPST01060000",
        SAMSUNG_QUOTE | {"FID_INPUT_HOUR_1": times[-1]},
    )
    earlier = rows(body, "output2")
    assert earlier[0]["stck_cntg_hour"] <= times[-1]
    volumes = [int(row["acml_vol"]) for row in earlier]
    assert volumes == sorted(volumes, reverse=True)


async def test_daily_bars_are_at_most_a_hundred_and_chain(customer: Customer) -> None:
    query = SAMSUNG_QUOTE | {
        "FID_INPUT_DATE_1": "20260101",
        "FID_INPUT_DATE_2": "20261120",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_ORG_ADJ_PRC": "0",
    }
    body = await asked(customer, "inquire-daily-itemchartprice", "FHKST03010100", query)
    found = rows(body, "output2")
    assert len(found) == 100
    assert (found[0]["stck_bsop_date"], found[1]["stck_bsop_date"]) == ("20261120", "20261119")
    for later, earlier in pairwise(found):
        assert int(later["stck_clpr"]) - int(later["prdy_vrss"]) == int(earlier["stck_clpr"])
    head = block(body, "output1")
    assert head["hts_kor_isnm"] == "삼성전자"
    assert head["stck_prpr"] == found[0]["stck_clpr"]
    weeks = rows(
        await asked(
            customer,
            "inquire-daily-itemchartprice",
            "FHKST03010100",
            query | {"FID_PERIOD_DIV_CODE": "W"},
        ),
        "output2",
    )
    assert 40 < len(weeks) < 50


async def test_recent_days_come_thirty_at_a_time(customer: Customer) -> None:
    query = SAMSUNG_QUOTE | {"FID_PERIOD_DIV_CODE": "D", "FID_ORG_ADJ_PRC": "1"}
    found = rows(await asked(customer, "inquire-daily-price", "FHKST01010400", query), "output")
    assert len(found) == 30
    assert found[0]["stck_bsop_date"] == "20261120"


async def test_minutes_of_today_come_thirty_at_a_time_backwards(customer: Customer) -> None:
    query = SAMSUNG_QUOTE | {
        "FID_INPUT_HOUR_1": "100000",
        "FID_PW_DATA_INCU_YN": "N",
        "FID_ETC_CLS_CODE": "",
    }
    body = await asked(customer, "inquire-time-itemchartprice", "FHKST03010200", query)
    found = rows(body, "output2")
    assert len(found) == 30
    assert (found[0]["stck_cntg_hour"], found[-1]["stck_cntg_hour"]) == ("100000", "093100")
    first = await asked(
        customer,
        "inquire-time-itemchartprice",
        "FHKST03010200",
        query | {"FID_INPUT_HOUR_1": "090500", "FID_PW_DATA_INCU_YN": "Y"},
    )
    days = {row["stck_bsop_date"] for row in rows(first, "output2")}
    assert days == {"20261120", "20261119"}


async def test_minutes_of_past_days_come_120_at_a_time(customer: Customer) -> None:
    query = SAMSUNG_QUOTE | {"FID_INPUT_DATE_1": "20261118", "FID_INPUT_HOUR_1": "153000"}
    body = await asked(customer, "inquire-time-dailychartprice", "FHKST03010230", query)
    found = rows(body, "output2")
    assert len(found) == 120
    assert {row["stck_bsop_date"] for row in found} == {"20261118"}
    assert found[0]["stck_cntg_hour"] == "153000"


async def test_a_watchlist_of_thirty_is_one_request(customer: Customer) -> None:
    query = {
        "FID_COND_MRKT_DIV_CODE_1": "J",
        "FID_INPUT_ISCD_1": SAMSUNG,
        "FID_COND_MRKT_DIV_CODE_2": "J",
        "FID_INPUT_ISCD_2": HYNIX,
        "FID_COND_MRKT_DIV_CODE_3": "J",
        "FID_INPUT_ISCD_3": "999999",
    }
    found = rows(await asked(customer, "intstock-multprice", "FHKST11300006", query), "output")
    assert [row["inter_shrn_iscd"] for row in found] == [SAMSUNG, HYNIX, ""]
    assert found[0]["inter2_prdy_clpr"] == "97100"
    assert found[2]["inter2_prpr"] == "0"


async def test_a_listing_is_described(customer: Customer) -> None:
    query = {"PDNO": SAMSUNG, "PRDT_TYPE_CD": "300"}
    output = block(await asked(customer, "search-stock-info", "CTPF1002R", query), "output")
    assert output["pdno"] == "00000A005930"
    assert output["std_pdno"] == "KR7005930003"
    assert (output["mket_id_cd"], output["scty_grp_id_cd"]) == ("STK", "ST")
    assert output["kospi200_item_yn"] == "Y"
    assert (output["cptt_trad_tr_psbl_yn"], output["nxt_tr_stop_yn"]) == ("Y", "N")
    short = block(await asked(customer, "search-info", "CTPF1604R", query), "output")
    assert short["prdt_abrv_name"] == "삼성전자"
    missing = await customer.get(f"{QUOTES}/search-info", "CTPF1604R", query | {"PDNO": "999999"})
    assert missing.json()["msg_cd"] == "KIOK0560"


async def test_holidays_come_in_pages(customer: Customer) -> None:
    first = await customer.get(f"{QUOTES}/chk-holiday", "CTCA0903R", {"BASS_DT": "20261220"})
    assert first.headers["tr_cont"] == "M"
    days = {row["bass_dt"]: row for row in first.json()["output"]}
    assert len(days) == 24
    assert (days["20261225"]["opnd_yn"], days["20261225"]["bzdy_yn"]) == ("N", "N")
    assert (days["20261231"]["opnd_yn"], days["20261231"]["bzdy_yn"]) == ("N", "Y")
    assert (days["20261221"]["opnd_yn"], days["20261221"]["wday_dvsn_cd"]) == ("Y", "02")
    second = await customer.get(
        f"{QUOTES}/chk-holiday",
        "CTCA0903R",
        {"BASS_DT": "20261220", "CTX_AREA_NK": first.json()["ctx_area_nk"]},
        tr_cont="N",
    )
    assert second.json()["output"][0]["bass_dt"] == "20270113"


async def test_what_looks_at_every_instrument_says_so() -> None:
    ranked = {one.name for one in all_endpoints() if "/ranking/" in one.path}
    at_home = {name for name in ranked if name.startswith("domestic_stock/")}
    said = {one.name for one in all_endpoints() if one.of_whole_market}
    assert at_home < said
    assert all(name.startswith("domestic_stock/") for name in said)


async def test_nobody_waits_for_ever_for_days_that_pass_before_they_are_prepared(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[float] = []
    monkeypatch.setattr(rest_app, "_MOST_PIECES", 3)
    monkeypatch.setattr(customer.house.server.rest, "_prepare", pieces.append)
    endpoint = load("domestic_stock/market_cap")
    reply = await customer.get(endpoint.path, endpoint.real[0], dict(endpoint.example))
    assert len(pieces) == 3
    assert reply.json()["output"]
    quote = load("domestic_stock/inquire_price")
    await customer.get(quote.path, quote.real[-1], dict(quote.example))
    assert len(pieces) == 3
