"""Requests and channels about Korean futures and options agree with each other at any moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.directory import Line, channel_lines, endpoint_lines
from kis_desktop.catalogue.entry import Shape
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import CallRefused
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.server.answers import standing
from tests.unit.simulator.server.futures_desk import FAMILY, Row, hundredths, reply, row, rows

MOMENTS = [
    ("2026-11-20 10:12", 3, False),
    ("2026-11-18 14:47:33", 8, False),
    ("2026-11-20 09:30", 5, True),
    ("2026-11-21 11:00", 3, False),
]
CODES = ["A01612", "A11612", "B01612555", "C01612560", "101W09"]
ENDPOINTS = [line.id for line in endpoint_lines() if line.id.startswith(f"{FAMILY}/")]
STREAMS = [
    line for line in channel_lines()
    if line.id.startswith(f"{FAMILY}/") and not line.id.endswith("notice")
]  # fmt: skip


@lru_cache(maxsize=len(MOMENTS))
def market_at(place: int) -> Market:
    at, seed, open_house = MOMENTS[place]
    return standing(at, seed=seed, instruments=60, open_house=open_house)


@pytest.fixture(params=range(len(MOMENTS)), ids=[at for at, _, _ in MOMENTS])
def market(request: pytest.FixtureRequest) -> Market:
    return market_at(request.param)


def price(market: Market, code: str) -> Row:
    return row(market, "inquire_price", "output1", FID_INPUT_ISCD=code)


def stream(market: Market, tr_id: str, key: str, seconds: int | None = None) -> list[Row]:
    channel = find_channel(tr_id, World.REAL)
    assert isinstance(channel, Streamed)
    now = market.clock.now()
    since = None if seconds is None else now - timedelta(seconds=seconds)
    names = [field.name for field in loader.channel(channel.id).fields]
    texts = [channel.text(one) for one in channel.records(market, key, since, now)]
    return [dict(zip(names, text.split("^"), strict=True)) for text in texts]


@pytest.mark.parametrize("id_", [one for one in ENDPOINTS if not one.endswith("order_rvsecncl")])
def test_every_request_is_answered_with_the_documented_fields(id_: str) -> None:
    body = reply(market_at(2), id_.partition("/")[2]).body
    assert body["rt_cd"] == "0"
    unplaced = {field.name for field in loader.endpoint(id_).unplaced}
    for name, block in loader.endpoint(id_).outputs.items():
        found = body[name]
        assert isinstance(found, dict if block.shape is Shape.OBJECT else list)
        for one in [found] if isinstance(found, dict) else found:
            assert set(one) - unplaced == {field.name for field in block.fields}
    assert unplaced <= set(str(body).replace("'", " ").split())


@pytest.mark.parametrize("code", CODES)
def test_the_price_is_the_same_everywhere(market: Market, code: str) -> None:
    quote = price(market, code)
    book = row(market, "inquire_asking_price", "output1", FID_INPUT_ISCD=code)
    day = row(market, "inquire_daily_fuopchartprice", "output1", FID_INPUT_ISCD=code)
    minute = row(market, "inquire_time_fuopchartprice", "output1", FID_INPUT_ISCD=code)
    names = ("futs_prpr", "futs_prdy_vrss", "prdy_vrss_sign", "futs_prdy_ctrt", "acml_vol")
    for other in (book, day, minute):
        assert [other[name] for name in names] == [quote[name] for name in names]
        assert other["futs_shrn_iscd"] == code
        assert other["hts_kor_isnm"] == quote["hts_kor_isnm"]
    for name in ("hts_otst_stpl_qty", "futs_mxpr", "futs_llam", "hts_thpr", "dprt", "basis"):
        assert day[name] == minute[name] == quote[name]


@pytest.mark.parametrize("code", CODES)
def test_the_charts_end_in_the_quote(market: Market, code: str) -> None:
    quote, today = price(market, code), f"{market.clock.now():%Y%m%d}"
    asked = {"FID_INPUT_ISCD": code, "FID_INPUT_DATE_2": today}
    days = rows(market, "inquire_daily_fuopchartprice", "output2", **asked)
    names = ("futs_prpr", "futs_oprc", "futs_hgpr", "futs_lwpr", "acml_vol", "acml_tr_pbmn")
    assert [days[0][name] for name in names] == [quote[name] for name in names]
    if not code.startswith("101"):
        assert days[1]["futs_prpr"] == quote["futs_prdy_clpr"] == quote["futs_sdpr"]
    asked = {"FID_INPUT_ISCD": code, "FID_INPUT_DATE_1": today, "FID_INPUT_HOUR_1": "235959"}
    hours = rows(
        market, "inquire_time_fuopchartprice", "output2", FID_HOUR_CLS_CODE="3600",
        FID_PW_DATA_INCU_YN="N", **asked,
    )  # fmt: skip
    assert hours[0]["futs_prpr"] == quote["futs_prpr"]
    assert hours[0]["acml_tr_pbmn"] == quote["acml_tr_pbmn"]
    assert sum(int(one["cntg_vol"]) for one in hours) == int(quote["acml_vol"])
    assert max(hundredths(one["futs_hgpr"]) for one in hours) == hundredths(quote["futs_hgpr"])
    assert min(hundredths(one["futs_lwpr"]) for one in hours) == hundredths(quote["futs_lwpr"])


@pytest.mark.parametrize("code", CODES)
def test_figures_fit_each_other(market: Market, code: str) -> None:
    quote = {name: text for name, text in price(market, code).items() if "." in text}
    last, base = hundredths(quote["futs_prpr"]), hundredths(quote["futs_prdy_clpr"])
    assert hundredths(quote["futs_prdy_vrss"]) == last - base
    assert quote["futs_prdy_ctrt"] == f"{(last - base) * 100 / base:.2f}".replace("-0.00", "0.00")
    low, high = hundredths(quote["futs_llam"]), hundredths(quote["futs_mxpr"])
    assert low <= hundredths(quote["futs_lwpr"]) <= last <= hundredths(quote["futs_hgpr"]) <= high
    lowest, highest = quote["futs_lstn_medm_lwpr"], quote["futs_lstn_medm_hgpr"]
    assert hundredths(lowest) <= last <= hundredths(highest)


def test_the_basis_lies_between_the_future_and_its_index(market: Market) -> None:
    for code, index in (("A01612", "2001"), ("A05612", "2001")):
        quote = price(market, code)
        shown = row(market, "inquire_price", "output3", FID_INPUT_ISCD=code)
        assert shown["bstp_cls_code"] == index
        level = hundredths(shown["bstp_nmix_prpr"])
        assert level == market.index(index).value
        assert hundredths(quote["mrkt_basis"]) == hundredths(quote["futs_prpr"]) - level
        assert hundredths(quote["basis"]) == hundredths(quote["hts_thpr"]) - level
        top = row(market, "display_board_top", "output1", FID_INPUT_ISCD=code)
        assert top["unas_prpr"] == shown["bstp_nmix_prpr"]
        assert top["unas_prdy_vrss"] == shown["bstp_nmix_prdy_vrss"]
        assert top["futs_prpr"] == quote["futs_prpr"]


def test_futures_move_with_what_lies_beneath() -> None:
    """A percent of the index is a percent of the future, but for a small basis."""
    for place in range(3):
        market = market_at(place)
        view = market.index("2001")
        for code in ("A01612", "A05701"):
            rate = float(price(market, code)["futs_prdy_ctrt"])
            assert abs(rate - view.change_rate) < 0.25
        share = market.glance("005930")
        rate = float(price(market, "A11612")["futs_prdy_ctrt"])
        assert abs(rate - share.change_rate) < 0.6


@pytest.mark.parametrize("kind", ["", "MKI", "KQI"])
def test_a_board_of_futures_shows_their_quotes(market: Market, kind: str) -> None:
    board = rows(market, "display_board_futures", FID_COND_MRKT_CLS_CODE=kind)
    assert len(board) == 7
    left = [int(one["hts_rmnn_dynu"]) for one in board]
    assert left == sorted(left)
    quote = price(market, board[1]["futs_shrn_iscd"])
    for name in ("futs_prpr", "hts_thpr", "acml_vol", "hts_otst_stpl_qty", "hts_rmnn_dynu"):
        assert board[1][name] == quote[name]
    totals = row(market, "inquire_asking_price", "output2",
                 FID_INPUT_ISCD=board[1]["futs_shrn_iscd"])  # fmt: skip
    assert board[1]["total_askp_rsqn"] == totals["total_askp_rsqn"]


@pytest.mark.parametrize("kind", ["", "WKI", "KQI"])
def test_a_board_of_options_shows_their_quotes(kind: str) -> None:
    market = market_at(1)
    asked = {"FID_COND_MRKT_CLS_CODE": kind, "FID_MTRT_CNT": ""}
    calls = rows(market, "display_board_callput", "output1", **asked)
    puts = rows(market, "display_board_callput", "output2", **asked)
    assert [one["acpr"] for one in calls] == [one["acpr"] for one in puts]
    prices = [hundredths(one["optn_prpr"]) for one in calls]
    assert prices == sorted(prices)
    assert [hundredths(one["optn_prpr"]) for one in puts] == sorted(
        (hundredths(one["optn_prpr"]) for one in puts), reverse=True
    )
    assert [one["atm_cls_name"] for one in calls].count("ATM") == 1
    for one in (calls[len(calls) // 2], puts[3]):
        quote = price(market, one["optn_shrn_iscd"])
        assert one["optn_prpr"] == quote["futs_prpr"]
        for name in ("acml_vol", "hts_otst_stpl_qty", "delta_val", "gama", "vega", "theta", "rho",
                     "hts_ints_vltl", "hist_vltl", "hts_thpr", "dprt", "acpr"):  # fmt: skip
            assert one[name] == quote[name], name
        assert (one["optn_mxpr"], one["optn_llam"]) == (quote["futs_mxpr"], quote["futs_llam"])


def test_an_option_is_worth_what_it_holds_and_what_time_adds() -> None:
    market = market_at(0)
    spot = market.index("2001").value
    for block, way in (("output1", 1), ("output2", -1)):
        for one in rows(market, "display_board_callput", block):
            inner, last = hundredths(one["invl_val"]), hundredths(one["optn_prpr"])
            assert inner == max(way * (spot - hundredths(one["acpr"])), 0)
            assert hundredths(one["tmvl_val"]) == last - inner
            assert hundredths(one["esdg"]) == last - hundredths(one["hts_thpr"])
            assert 0 <= way * float(one["delta_val"]) <= 1


def test_calls_and_puts_of_a_strike_differ_by_the_forward() -> None:
    market = market_at(0)
    spot = market.index("2001").value
    blocks = [rows(market, "display_board_callput", block) for block in ("output1", "output2")]
    for call, put in list(zip(*blocks, strict=True))[10:24]:
        apart = hundredths(call["optn_prpr"]) - hundredths(put["optn_prpr"])
        assert abs(apart - (spot - hundredths(call["acpr"]))) < 120


@pytest.mark.parametrize("code", CODES)
def test_the_book_stands_around_the_last_price(market: Market, code: str) -> None:
    book = row(market, "inquire_asking_price", "output2", FID_INPUT_ISCD=code)
    asks = [hundredths(book[f"futs_askp{number}"]) for number in range(1, 6)]
    bids = [hundredths(book[f"futs_bidp{number}"]) for number in range(1, 6)]
    assert asks == sorted(asks)
    assert bids == sorted(bids, reverse=True)
    last = hundredths(price(market, code)["futs_prpr"])
    assert bids[0] < asks[0]
    assert last in {bids[0], asks[0]}
    for side in ("askp", "bidp"):
        for what in ("rsqn", "csnu"):
            parts = [int(book[f"{side}_{what}{number}"]) for number in range(1, 6)]
            assert sum(parts) == int(book[f"total_{side}_{what}"])


@pytest.mark.parametrize(
    ("tr_id", "code", "last"),
    [
        ("H0IFCNT0", "A01612", "futs_prpr"),
        ("H0IFCNT0", "101W09", "futs_prpr"),
        ("H0CFCNT0", "A75612", "futs_prpr"),
        ("H0ZFCNT0", "A11612", "stck_prpr"),
        ("H0IOCNT0", "B01612555", "optn_prpr"),
        ("H0ZOCNT0", "B11612097", "optn_prpr"),
    ],
)
def test_a_channel_of_trades_tells_the_quote(
    market: Market, tr_id: str, code: str, last: str
) -> None:
    (told,) = stream(market, tr_id, code)
    quote = price(market, code)
    assert told[last] == quote["futs_prpr"]
    for name in ("acml_vol", "acml_tr_pbmn", "prdy_vrss_sign", "hts_thpr", "dprt"):
        assert told[name] == quote[name]
    assert int(told["seln_cntg_smtn"]) + int(told["shnu_cntg_smtn"]) == int(told["acml_vol"])
    book = row(market, "inquire_asking_price", "output2", FID_INPUT_ISCD=code)
    assert told["askp_rsqn1"] == book["askp_rsqn1"]
    assert told["total_bidp_rsqn"] == book["total_bidp_rsqn"]


def test_a_channel_of_books_tells_the_book(market: Market) -> None:
    for tr_id, code, before in (("H0IFASP0", "A01612", "futs_"), ("H0ZFASP0", "A11612", "")):
        (told,) = stream(market, tr_id, code)
        book = row(market, "inquire_asking_price", "output2", FID_INPUT_ISCD=code)
        for number in range(1, 6):
            assert told[f"{before}askp{number}"] == book[f"futs_askp{number}"]
            assert told[f"bidp_rsqn{number}"] == book[f"bidp_rsqn{number}"]


def test_the_prints_of_a_channel_add_up() -> None:
    told = stream(market_at(0), "H0IFCNT0", "A01612", 20)
    volumes = [int(one["acml_vol"]) for one in told]
    assert len(told) > 10
    for one, before in zip(told[1:], volumes, strict=False):
        assert int(one["acml_vol"]) == before + int(one["last_cnqn"])


@pytest.mark.parametrize("line", STREAMS, ids=[line.id for line in STREAMS])
def test_every_channel_speaks_at_once_when_the_clock_is_open(line: Line) -> None:
    market = market_at(2)
    channel = loader.channel(line.id)
    found = find_channel(channel.tr_real, World.REAL)
    assert isinstance(found, Streamed)
    key = channel.example or "A01612"
    assert found.knows(market, key)
    assert not found.knows(market, "ZZ9999")
    (told,) = stream(market, channel.tr_real, key)
    assert told[channel.fields[0].name] == key


def test_auctions_end_in_the_opening_price() -> None:
    """What 08:45 expects is what the session opens with; before, and after, nobody expects."""
    open_ = standing("2026-11-20 09:05", seed=3, instruments=60)
    for code in ("A01612", "B01612555", "A11612"):
        trend = rows(open_, "exp_price_trend", "output2", FID_INPUT_ISCD=code)
        assert trend[0]["stck_cntg_hour"] == "084500"
        assert trend[0]["futs_antc_cnpr"] == price(open_, code)["futs_oprc"]
        assert trend[-1]["stck_cntg_hour"] == "083000"
    assert stream(open_, "H0ZFANC0", "A11612") == []
    before = standing("2026-11-20 08:41", seed=3, instruments=60)
    (told,) = stream(before, "H0ZFANC0", "A11612")
    top = row(before, "exp_price_trend", "output1", FID_INPUT_ISCD="A11612")
    assert told["antc_cnpr"] == top["futs_antc_cnpr"]


def test_the_night_has_a_market_of_its_own() -> None:
    """Friday's night has Saturday's date and begins at what Friday ended in."""
    market = standing("2026-11-21 02:15", seed=3, instruments=60)
    day, night = (
        row(market, "inquire_time_fuopchartprice", "output1", FID_INPUT_ISCD="A01612",
            FID_COND_MRKT_DIV_CODE=kind)
        for kind in ("F", "CM")
    )  # fmt: skip
    assert night["futs_prdy_clpr"] == day["futs_prpr"]
    (told,) = stream(market, "H0MFCNT0", "A01612")
    assert told["futs_prpr"] == night["futs_prpr"]
    bars = rows(market, "inquire_time_fuopchartprice", "output2", FID_INPUT_ISCD="A01612",
                FID_COND_MRKT_DIV_CODE="CM", FID_INPUT_DATE_1="20261121",
                FID_INPUT_HOUR_1="021500")  # fmt: skip
    assert {one["stck_bsop_date"] for one in bars} == {"20261121"}
    assert bars[0]["stck_cntg_hour"] <= "021500"


def test_old_codes_are_quoted_as_the_next_contract() -> None:
    market = market_at(0)
    for old, new in (("101W09", "A01612"), ("165W09", "A65612"), ("111W07", "A11612"),
                     ("201W08555", "B01612555"), ("KR4A016C0004", "A01612")):  # fmt: skip
        assert price(market, old)["futs_prpr"] == price(market, new)["futs_prpr"]
        assert price(market, old)["futs_last_tr_date"] == price(market, new)["futs_last_tr_date"]


def test_a_period_of_years_ago_has_rows() -> None:
    days = rows(
        market_at(0), "inquire_daily_fuopchartprice", "output2", FID_INPUT_ISCD="101W09",
        FID_INPUT_DATE_1="20250301", FID_INPUT_DATE_2="20250810",
    )  # fmt: skip
    assert len(days) == 100
    assert days[0]["stck_bsop_date"] == "20250808"
    weeks = rows(
        market_at(0), "inquire_daily_fuopchartprice", "output2", FID_INPUT_ISCD="101W09",
        FID_INPUT_DATE_1="20250301", FID_INPUT_DATE_2="20250810", FID_PERIOD_DIV_CODE="W",
    )  # fmt: skip
    assert weeks[0]["futs_prpr"] == days[0]["futs_prpr"]


def test_a_margin_is_its_rate_of_a_contract(market: Market) -> None:
    found = rows(market, "margin_rate", BASS_DT="20261120")
    assert {one["bast_id"] for one in found} >= {"K2I", "MKI", "KQI"}
    for one in found:
        value = hundredths(one["bast_pric"]) / 100 * float(one["tr_mtpl_idx"])
        assert abs(int(one["ctrt_per_futr_mgna"]) - value * float(one["brkg_mgna_rt"]) / 100) <= 1
        assert float(one["tr_mgna_rt"]) < float(one["brkg_mgna_rt"])


def test_listed_months_can_be_asked_for() -> None:
    market = market_at(0)
    for kind in ("WKM", "MKI"):
        months = rows(market, "display_board_option_list", FID_COND_MRKT_CLS_CODE=kind)
        asked = {"FID_COND_MRKT_CLS_CODE": kind, "FID_MTRT_CNT": months[1]["mtrt_yymm_code"]}
        (first, *_) = rows(market, "display_board_callput", "output1", **asked)
        name = price(market, first["optn_shrn_iscd"])["hts_kor_isnm"]
        assert months[1]["mtrt_yymm"] in name


@pytest.mark.parametrize("code", ["", "A99612", "D01703S", "005930", "B01612000", "A0161"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(CallRefused) as caught:
        reply(market_at(0), "inquire_price", FID_INPUT_ISCD=code)
    assert caught.value.reply.body["msg_cd"] == "MCA05918"


def test_time_goes_on_without_a_gap() -> None:
    """A quote of a later moment begins where the prints in between lead to."""
    early, late = (
        standing(f"2026-11-20 {at}", seed=3, instruments=60) for at in ("11:00:00", "11:00:30")
    )
    told = stream(late, "H0IFCNT0", "A01612", 30)
    sizes = sum(int(one["last_cnqn"]) for one in told)
    volumes = [int(price(one, "A01612")["acml_vol"]) for one in (early, late)]
    assert volumes[1] - volumes[0] == sizes
    assert datetime.strptime(told[-1]["bsop_hour"], "%H%M%S").minute == 0  # noqa: DTZ007
