from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import cast

import pytest

from kis_desktop.domain.errors import InvalidInput, ServerRefused
from kis_desktop.domain.instrument import Mark
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.order_book import Auction, Level
from kis_desktop.domain.quote import Aggressor, Sign, Source
from kis_desktop.kis.client import KisClient
from tests.unit.kis.conftest import Connect
from tests.unit.kis.peer import Answer, Peer, Request, ok

PRICE = {
    "stck_prpr": "84300",
    "prdy_vrss": "700",
    "prdy_vrss_sign": "5",
    "prdy_ctrt": "-0.82",
    "acml_tr_pbmn": "129340771600",
    "acml_vol": "1530228",
    "stck_oprc": "84900",
    "stck_hgpr": "85600",
    "stck_lwpr": "84100",
    "stck_mxpr": "110500",
    "stck_llam": "59500",
    "aspr_unit": "100",
}


async def test_a_quote_takes_its_sign_from_the_code(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: ok(output=PRICE)
    quote = await client.quotes.quote("000660")
    assert (quote.symbol, quote.last, quote.sign) == ("000660", Decimal(84300), Sign.DOWN)
    assert (quote.change, quote.change_rate) == (Decimal(-700), Decimal("-0.82"))
    assert quote.previous_close == Decimal(85000)
    assert (quote.limit_up, quote.limit_down) == (Decimal(110500), Decimal(59500))
    assert (quote.open, quote.high, quote.low) == (
        Decimal(84900),
        Decimal(85600),
        Decimal(84100),
    )
    assert (quote.volume, quote.turnover) == (1530228, Decimal(129340771600))
    assert (quote.tick, quote.source) == (Decimal(100), Source.REST)


async def test_what_the_answer_lacks_is_unknown(client: KisClient, peer: Peer) -> None:
    row = dict.fromkeys(PRICE, "") | {"stck_prpr": "0", "x": "1"}
    peer.handlers["inquire-price"] = lambda _: ok(output=row)
    quote = await client.quotes.quote("000660")
    unknown = (quote.last, quote.change, quote.previous_close, quote.volume, quote.limit_up)
    assert unknown == (None,) * 5
    assert quote.sign is Sign.UNKNOWN


async def test_an_answer_without_a_row_is_a_refusal(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: ok(output=[])
    with pytest.raises(ServerRefused):
        await client.quotes.quote("000660")


def several(request: Request) -> Answer:
    symbols = [text for name, text in request.fields.items() if name.startswith("FID_INPUT_ISCD")]
    rows = [
        {"inter_shrn_iscd": symbol, "inter2_prpr": "100", "prdy_vrss_sign": "3"}
        for symbol in symbols
        if symbol
    ]
    return ok(output=[*rows, {"inter_shrn_iscd": " ", "inter2_prpr": "0"}])


async def test_many_quotes_come_thirty_a_call(client: KisClient, peer: Peer) -> None:
    peer.handlers["intstock-multprice"] = several
    symbols = [f"{number:06}" for number in range(70)]
    quotes = await client.quotes.quotes(symbols)
    assert [quote.symbol for quote in quotes] == symbols
    sent = peer.seen("intstock-multprice")
    assert len(sent) == 3
    assert sent[0].fields["FID_COND_MRKT_DIV_CODE_30"] == "J"
    assert sent[2].fields["FID_INPUT_ISCD_10"] == "000069"


async def test_paper_has_them_one_by_one(connect: Callable[..., KisClient], peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: ok(output=PRICE)
    (quote,) = await connect("paper").quotes.quotes(["005930"])
    assert quote.last == Decimal(84300)
    assert peer.seen("intstock-multprice") == []


def book(code: str) -> Answer:
    levels = {
        "aspr_acpt_hour": "124318",
        "total_askp_rsqn": "11100",
        "total_bidp_rsqn": "13400",
        "new_mkop_cls_code": code,
    }
    for number in range(1, 11):
        levels |= {
            f"askp{number}": str(75900 + 100 * (number - 1)),
            f"bidp{number}": str(75800 - 100 * (number - 1)) if number < 4 else "0",
            f"askp_rsqn{number}": str(number),
            f"bidp_rsqn{number}": "20",
            f"askp_rsqn_icdc{number}": "-50",
            f"bidp_rsqn_icdc{number}": "",
        }
    indicative = {
        "antc_cnpr": "75800",
        "antc_cntg_vrss": "200",
        "antc_cntg_vrss_sign": "5",
        "antc_vol": "12345",
    }
    return ok(output1=levels, output2=indicative)


async def test_a_book_has_the_levels_that_have_a_price(client: KisClient, peer: Peer) -> None:
    peer.handlers["exp-ccn"] = lambda _: book("20")
    read = await client.quotes.order_book("005930")
    assert read.asks[0] == Level(Decimal(75900), 1, -50)
    assert read.bids[0] == Level(Decimal(75800), 20, None)
    assert (len(read.asks), len(read.bids)) == (10, 3)
    assert (read.total_ask, read.total_bid, read.time) == (11100, 13400, time(12, 43, 18))
    assert (read.auction, read.indicative_price, read.indicative_size) == (False, None, None)


@pytest.mark.parametrize("code", ["00", "10", "11", "21", "49"])
async def test_in_an_auction_a_book_has_an_indicative_price(
    client: KisClient, peer: Peer, code: str
) -> None:
    peer.handlers["exp-ccn"] = lambda _: book(code)
    read = await client.quotes.order_book("005930")
    assert read.auction
    assert (read.indicative_price, read.indicative_size) == (Decimal(75800), 12345)
    assert read.indicative_change == Decimal(-200)


async def test_recent_trades_come_oldest_first_and_nobody_is_named_as_aggressor(
    client: KisClient, peer: Peer
) -> None:
    row = {
        "stck_cntg_hour": "143217",
        "stck_prpr": "64300",
        "prdy_vrss": "800",
        "prdy_vrss_sign": "2",
        "cntg_vol": "2",
        "tday_rltv": "97.31",
        "prdy_ctrt": "1.26",
    }
    rows = [row, row | {"stck_cntg_hour": "143205", "cntg_vol": "10"}, row | {"cntg_vol": ""}]
    peer.handlers["inquire-ccnl"] = lambda _: ok(output=rows)
    trades = await client.quotes.recent_trades("005930")
    assert [(trade.time, trade.size) for trade in trades] == [
        (time(14, 32, 5), 10),
        (time(14, 32, 17), 2),
    ]
    assert {trade.aggressor for trade in trades} == {Aggressor.UNKNOWN}
    assert trades[0].change == Decimal(800)


@pytest.mark.parametrize(
    ("key", "code", "venue"),
    [("005930", "J", "KRX"), ("005930@NXT", "NX", "NXT"), ("005930@UN", "UN", "UN")],
)
async def test_each_market_is_asked_for_by_its_code(
    client: KisClient, peer: Peer, key: str, code: str, venue: str
) -> None:
    row = {"stck_cntg_hour": "143217", "stck_prpr": "64300", "cntg_vol": "7"}
    peer.handlers["inquire-price"] = lambda _: ok(output=PRICE)
    peer.handlers["exp-ccn"] = lambda _: book("20")
    peer.handlers["inquire-ccnl"] = lambda _: ok(output=[row])
    quote = await client.quotes.quote(key)
    levels = await client.quotes.order_book(key)
    (trade,) = await client.quotes.recent_trades(key)
    assert {(one.symbol, one.venue) for one in (quote, levels, trade)} == {(key, venue)}
    asked = [*peer.seen("inquire-price"), *peer.seen("exp-ccn"), *peer.seen("inquire-ccnl")]
    fields = [one.fields for one in asked]
    assert [one["FID_COND_MRKT_DIV_CODE"] for one in fields] == [code] * 3
    assert [one["FID_INPUT_ISCD"] for one in fields] == ["005930"] * 3


async def test_paper_trading_has_prices_of_the_krx_alone(connect: Connect, peer: Peer) -> None:
    client = connect("paper")
    for read in (client.quotes.quote, client.quotes.order_book, client.quotes.recent_trades):
        with pytest.raises(InvalidInput) as refused:
            await read("005930@NXT")
        assert refused.value.message.id == "realtime.venue_not_in_paper"
    with pytest.raises(InvalidInput):
        client.stream.check_served(("005930", "005930@UN"))
    client.stream.check_served(("005930",))
    assert peer.seen("inquire-price") == []


@pytest.mark.parametrize(
    ("code", "interrupted", "kind"),
    [
        ("20", "N", None),
        ("10", "N", Auction.OPENING),
        ("21", "N", Auction.CLOSING),
        ("00", "N", Auction.OTHER),
        ("00", "Y", Auction.INTERRUPTION),
    ],
)
async def test_a_book_that_is_read_says_why_it_is_an_auction(
    client: KisClient, peer: Peer, code: str, interrupted: str, kind: Auction | None
) -> None:
    answer = book(code)
    body = cast("dict[str, dict[str, str]]", answer.body)
    body["output1"] |= {"ovtm_total_askp_rsqn": "410", "ovtm_total_bidp_rsqn": "922"}
    body["output2"]["vi_cls_code"] = interrupted
    peer.handlers["exp-ccn"] = lambda _: answer
    read = await client.quotes.order_book("005930")
    assert read.auction_kind is kind
    assert (read.overtime_ask, read.overtime_bid) == (410, 922)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"cptt_trad_tr_psbl_yn": "Y", "nxt_tr_stop_yn": "N", "tr_stop_yn": "N"},
            ListingDetails("000660", on_nxt=True),
        ),
        (
            {"cptt_trad_tr_psbl_yn": "Y", "nxt_tr_stop_yn": "Y", "tr_stop_yn": "Y"},
            ListingDetails("000660", on_nxt=True, nxt_halted=True, marks=(Mark.HALTED,)),
        ),
        (
            {"cptt_trad_tr_psbl_yn": "N", "admn_item_yn": "Y"},
            ListingDetails("000660", on_nxt=False, marks=(Mark.ADMINISTRATIVE,)),
        ),
        ({"cptt_trad_tr_psbl_yn": ""}, ListingDetails("000660")),
    ],
)
async def test_a_listing_tells_of_the_nxt_and_of_halts(
    client: KisClient, peer: Peer, row: dict[str, str], expected: ListingDetails
) -> None:
    peer.handlers["search-stock-info"] = lambda _: ok(output={"pdno": "000660"} | row)
    assert await client.quotes.listing("000660") == expected


async def test_paper_trading_tells_nothing_of_a_listing(connect: Connect, peer: Peer) -> None:
    assert await connect("paper").quotes.listing("000660") == ListingDetails("000660")
    assert peer.requests == []
