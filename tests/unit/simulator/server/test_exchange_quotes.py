"""What the exchange tells of itself agrees: over endpoints and channels, seeds, moments, codes."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.simulator.index_list import INDICES, members
from kis_desktop.simulator.server.call import CallRefused
from kis_desktop.simulator.server.channels.domestic_stock import index_ccnl, index_exp_ccnl
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.masters import FILES, archive
from kis_desktop.simulator.universe import load_universe
from tests.unit.simulator.server.asking import Row, Standing

SESSION, LATE, AUCTION = "2026-11-20T10:12:33", "2026-11-20T14:40:05", "2026-11-20T08:56:10"
EVENING = "2026-11-20T17:30:00"
SAMSUNG, HYNIX, FUND = "005930", "000660", "069500"
_NAMES = """
    capture_uplowprice chk_holiday comp_interest exp_closing_price exp_index_trend
    exp_price_trend exp_total_index inquire_asking_price_exp_ccn inquire_ccnl
    inquire_daily_indexchartprice inquire_daily_itemchartprice inquire_daily_overtimeprice
    inquire_daily_price inquire_index_category_price inquire_index_daily_price
    inquire_index_price inquire_index_tickprice inquire_index_timeprice
    inquire_overtime_asking_price inquire_overtime_price inquire_price inquire_price_2
    inquire_time_dailychartprice inquire_time_indexchartprice inquire_time_itemchartprice
    inquire_time_itemconclusion inquire_time_overtimeconclusion inquire_vi_status
    intstock_grouplist intstock_multprice intstock_stocklist_by_group market_time mktfunds
    pbar_tratio psearch_result psearch_title search_info search_stock_info tradprt_byamt
"""
OURS = _NAMES.split()
LEVEL = ("bstp_nmix_prpr", "bstp_nmix_prdy_vrss", "prdy_vrss_sign")
_KNOWN: dict[tuple[int, str], Standing] = {}


def standing(seed: int, at: str) -> Standing:
    if (seed, at) not in _KNOWN:
        _KNOWN[seed, at] = Standing(seed, at)
    return _KNOWN[seed, at]


@pytest.fixture(params=[(1, SESSION), (5, LATE)], ids=["session", "late"])
def floor(request: pytest.FixtureRequest) -> Standing:
    return standing(*request.param)


def picked(row: Row, *names: str) -> list[str]:
    return [row[name] for name in names]


def whole(rows: list[Row], name: str) -> int:
    return sum(int(row[name]) for row in rows)


@pytest.mark.parametrize("name", OURS)
def test_an_example_is_answered_with_the_documented_fields(name: str) -> None:
    id_ = f"domestic_stock/{name}"
    body = standing(1, SESSION).ask(id_)
    for block, documented in loader.endpoint(id_).outputs.items():
        content = body[block]
        rows: list[Row] = content if isinstance(content, list) else [content]  # type: ignore[list-item]
        assert rows or name in {"capture_uplowprice", "inquire_vi_status"}
        names = [field.name for field in documented.fields]
        assert all(set(row) == set(names) for row in rows)


@pytest.mark.parametrize("code", ["0001", "0002", "0013", "0021", "1001", "2001", "4001"])
def test_an_index_is_the_sum_of_its_shares(floor: Standing, code: str) -> None:
    definition = next(one for one in INDICES if one.code == code)
    held = members(definition, floor.market.universe.listings)
    capital = sum(
        one.listed_shares * floor.market.snapshot(one.symbol).last for one in held[:3]
    ) + sum(one.listed_shares * floor.market.glance(one.symbol).last for one in held[3:])
    anchor = sum(one.listed_shares * one.base_price for one in held)
    shown = floor.block("domestic_stock/inquire_index_price", FID_INPUT_ISCD=code)
    assert float(shown["bstp_nmix_prpr"]) == pytest.approx(
        definition.level / 100 * capital / anchor, abs=0.011
    )
    counted = ("ascn_issu_cnt", "stnr_issu_cnt", "down_issu_cnt")
    assert sum(int(shown[name]) for name in counted) == len(held)


@pytest.mark.parametrize("code", ["0001", "0013", "1001"])
def test_every_answer_about_an_index_tells_the_same_level(floor: Standing, code: str) -> None:
    family = "domestic_stock"
    shown = floor.block(f"{family}/inquire_index_price", FID_INPUT_ISCD=code)
    for name in (
        "inquire_index_category_price",
        "inquire_index_daily_price",
        "inquire_time_indexchartprice",
        "inquire_daily_indexchartprice",
    ):
        head = floor.block(f"{family}/{name}", "output1", FID_INPUT_ISCD=code)
        assert picked(head, *LEVEL, "acml_vol") == picked(shown, *LEVEL, "acml_vol")
    for name in ("inquire_index_tickprice", "inquire_index_timeprice"):
        first = floor.rows(f"{family}/{name}", FID_INPUT_ISCD=code)[0]
        assert picked(first, *LEVEL, "acml_vol") == picked(shown, *LEVEL, "acml_vol")
    last = floor.rows(f"{family}/inquire_time_indexchartprice", "output2", FID_INPUT_ISCD=code)[0]
    assert last["bstp_nmix_prpr"] == shown["bstp_nmix_prpr"]
    assert last["acml_tr_pbmn"] == shown["acml_tr_pbmn"]
    bar = floor.rows(f"{family}/inquire_daily_indexchartprice", "output2", FID_INPUT_ISCD=code)[0]
    assert picked(bar, "bstp_nmix_oprc", "bstp_nmix_hgpr", "bstp_nmix_lwpr") == picked(
        shown, "bstp_nmix_oprc", "bstp_nmix_hgpr", "bstp_nmix_lwpr"
    )


def test_the_list_of_sectors_tells_what_each_tells_alone(floor: Standing) -> None:
    rows = floor.rows("domestic_stock/inquire_index_category_price", "output2")
    by_code = {row["bstp_cls_code"]: row for row in rows}
    for code in ("0001", "0013", "0021"):
        alone = floor.block("domestic_stock/inquire_index_price", FID_INPUT_ISCD=code)
        assert picked(by_code[code], *LEVEL) == picked(alone, *LEVEL)
    sizes = [floor.market.index(code) for code in ("0002", "0003", "0004")]
    market = floor.market.index("0001")
    assert sum(one.volume for one in sizes) == market.volume
    assert sum(one.turnover for one in sizes) == market.turnover
    assert sum(one.fallen for one in sizes) == market.fallen


@pytest.mark.parametrize("code", ["0001", "0013"])
def test_minutes_of_an_index_make_its_days(floor: Standing, code: str) -> None:
    market = floor.market
    today = market.index(code)
    minutes = market.index_minutes(code)
    assert sum(bar.volume for bar in minutes) == today.volume
    assert sum(bar.turnover for bar in minutes) == today.turnover
    assert (max(bar.high for bar in minutes), min(bar.low for bar in minutes)) == (
        today.high,
        today.low,
    )
    for back in (1, 2, 8):
        bars = market.index_bars(code, date(2026, 11, 2), today.trade_date - timedelta(days=1))
        bar = bars[-back]
        passed = market.index_minutes(code, bar.day)
        assert (passed[0].open, passed[-1].close) == (bar.open, bar.close)
        assert max(one.high for one in passed) == bar.high
        assert min(one.low for one in passed) == bar.low
        assert sum(one.volume for one in passed) == bar.volume
        assert sum(one.turnover for one in passed) == bar.turnover


def test_a_days_bar_of_an_index_begins_where_the_one_before_ended(floor: Standing) -> None:
    rows = floor.rows("domestic_stock/inquire_index_daily_price", "output2")
    assert len(rows) == 100
    for later, earlier in pairwise(rows):
        change = float(later["bstp_nmix_prpr"]) - float(earlier["bstp_nmix_prpr"])
        assert float(later["bstp_nmix_prdy_vrss"]) == pytest.approx(change, abs=0.011)
    year = [row for row in rows if row["stck_bsop_date"] >= "20260101"]
    head = floor.block("domestic_stock/inquire_index_daily_price", "output1")
    assert float(head["dryy_bstp_nmix_hgpr"]) >= max(float(row["bstp_nmix_hgpr"]) for row in year)


def test_an_auction_tells_the_same_of_indices_everywhere() -> None:
    floor = standing(1, AUCTION)
    trend = floor.rows("domestic_stock/exp_index_trend")
    rows = floor.rows("domestic_stock/exp_total_index", "output2")
    kospi = next(row for row in rows if row["bstp_cls_code"] == "0001")
    head = floor.block("domestic_stock/exp_total_index", "output1")
    assert picked(trend[0], "bstp_nmix_prpr", "acml_vol") == picked(
        kospi, "bstp_nmix_prpr", "acml_vol"
    )
    assert picked(head, *LEVEL) == picked(kospi, *LEVEL)
    record = next(iter(index_exp_ccnl.CHANNEL.records(floor.market, "0001", None, at(floor))))
    assert index_exp_ccnl.CHANNEL.text(record).split("^")[2] == kospi["bstp_nmix_prpr"]


@pytest.mark.parametrize("symbol", [SAMSUNG, HYNIX])
def test_an_auction_ends_at_the_open(symbol: str) -> None:
    floor = standing(1, SESSION)
    rows = floor.rows("domestic_stock/exp_price_trend", "output2", FID_INPUT_ISCD=symbol)
    quote = floor.block("domestic_stock/inquire_price", FID_INPUT_ISCD=symbol)
    assert (rows[0]["stck_cntg_hour"], rows[0]["stck_prpr"]) == ("090000", quote["stck_oprc"])
    assert [int(row["acml_vol"]) for row in rows] == sorted(
        (int(row["acml_vol"]) for row in rows), reverse=True
    )
    shown = floor.market.index("0001")
    indicated = floor.market.index_indicated("0001", closing=False)
    assert indicated is not None
    assert abs(indicated.value - (shown.open or 0)) <= 1


def test_the_running_auction_is_the_book() -> None:
    floor = standing(1, AUCTION)
    book = floor.block("domestic_stock/inquire_asking_price_exp_ccn", "output2")
    head = floor.block("domestic_stock/exp_price_trend", "output1")
    row = floor.rows("domestic_stock/intstock_multprice")[0]
    names = ("antc_cntg_vrss", "antc_cntg_vrss_sign", "antc_cntg_prdy_ctrt", "antc_vol")
    assert picked(head, *names) == picked(book, *names)
    assert picked(row, *(f"intr_{name}" for name in names)) == picked(book, *names)


@pytest.mark.parametrize("at_", [SESSION, "2026-08-05T17:15:00", "2026-07-01T11:00:00"])
@pytest.mark.parametrize("symbol", [SAMSUNG, HYNIX])
def test_an_evening_is_told_alike(at_: str, symbol: str) -> None:
    floor = standing(1, at_)
    family = "domestic_stock"
    alone = floor.block(f"{family}/inquire_overtime_price", FID_INPUT_ISCD=symbol)
    asked = floor.ask(f"{family}/inquire_daily_overtimeprice", FID_INPUT_ISCD=symbol)
    head, days = asked["output1"], asked["output2"]
    assert isinstance(head, dict)
    assert isinstance(days, list)
    prints = floor.rows(
        f"{family}/inquire_time_overtimeconclusion", "output2", FID_INPUT_ISCD=symbol
    )
    names = ("ovtm_untp_prpr", "ovtm_untp_prdy_vrss", "ovtm_untp_vol", "ovtm_untp_tr_pbmn")
    assert picked(head, *names) == picked(alone, *names) == picked(days[0], *names)
    assert whole(prints, "cntg_vol") == int(alone["ovtm_untp_vol"])
    assert prints[0]["stck_prpr"] == alone["ovtm_untp_prpr"]
    assert max(int(row["stck_prpr"]) for row in prints) == int(alone["ovtm_untp_hgpr"])
    quote = floor.rows(f"{family}/inquire_daily_price", FID_INPUT_ISCD=symbol)
    closes = {row["stck_bsop_date"]: row["stck_clpr"] for row in quote}
    assert all(closes.get(row["stck_bsop_date"], row["stck_clpr"]) == row["stck_clpr"]
               for row in days)  # fmt: skip
    assert alone["ovtm_untp_sdpr"] == days[0]["stck_clpr"]


def test_the_evening_of_today_is_what_the_exchange_trades() -> None:
    floor = standing(1, EVENING)
    shown = floor.block("domestic_stock/inquire_overtime_asking_price")
    book = floor.block("domestic_stock/inquire_asking_price_exp_ccn", "output1")
    assert (shown["ovtm_untp_askp1"], shown["ovtm_untp_bidp1"]) == (book["askp1"], book["bidp1"])
    assert shown["ovtm_total_askp_rsqn"] == book["total_askp_rsqn"]


@pytest.mark.parametrize("symbol", [SAMSUNG, HYNIX, FUND])
def test_quotes_of_a_share_are_one(floor: Standing, symbol: str) -> None:
    family = "domestic_stock"
    quote = floor.block(f"{family}/inquire_price", FID_INPUT_ISCD=symbol)
    other = floor.block(f"{family}/inquire_price_2", FID_INPUT_ISCD=symbol)
    shared = sorted(quote.keys() & other.keys())
    assert len(shared) == 25
    assert picked(other, *shared) == picked(quote, *shared)
    head = floor.block(f"{family}/inquire_daily_itemchartprice", "output1", FID_INPUT_ISCD=symbol)
    for name in quote.keys() & head.keys():
        assert head[name] == quote[name], name
    assert head["itewhol_loan_rmnd_ratem"] == quote["whol_loan_rmnd_rate"]
    today = floor.rows(f"{family}/inquire_daily_price", FID_INPUT_ISCD=symbol)[0]
    names = ("acml_vol", "prdy_vrss", "hts_frgn_ehrt", "frgn_ntby_qty")
    assert picked(today, *names) == picked(quote, *names)
    if symbol != FUND:
        worth = int(quote["stck_prpr"]) / float(quote["eps"])
        assert float(quote["per"]) == pytest.approx(max(worth, 0.0), abs=0.006)
        capital = int(quote["lstn_stcn"]) * int(quote["stck_fcam"]) // 100_000_000
        assert int(quote["cpfn"]) == capital


@pytest.mark.parametrize("symbol", [SAMSUNG, HYNIX])
def test_volume_by_price_and_by_amount_is_the_days(floor: Standing, symbol: str) -> None:
    asked = floor.ask("domestic_stock/pbar_tratio", FID_INPUT_ISCD=symbol)
    head, rows = asked["output1"], asked["output2"]
    assert isinstance(head, dict)
    assert isinstance(rows, list)
    assert whole(rows, "cntg_vol") == int(head["acml_vol"])
    assert sum(float(row["acml_vol_rlim"]) for row in rows) == pytest.approx(100.0, abs=0.2)
    classes = floor.rows("domestic_stock/tradprt_byamt", FID_INPUT_ISCD=symbol)
    snapshot = floor.market.snapshot(symbol)
    assert whole(classes, "shnu_cnqn_smtn") == snapshot.buy_volume
    assert whole(classes, "seln_cnqn_smtn") == snapshot.sell_volume


def test_the_money_around_the_market_follows_its_days(floor: Standing) -> None:
    rows = floor.rows("domestic_stock/mktfunds")
    bars = floor.rows("domestic_stock/inquire_index_daily_price", "output2")
    levels = {row["stck_bsop_date"]: row["bstp_nmix_prpr"] for row in bars}
    for later, earlier in pairwise(rows[:30]):
        assert later["bstp_nmix_prpr"] == levels[later["bsop_date"]]
        moved = int(later["cust_dpmn_amt"]) - int(earlier["cust_dpmn_amt"])
        assert int(later["cust_dpmn_amt_prdy_vrss"]) == moved


def test_groups_hold_what_they_say(floor: Standing) -> None:
    for group in floor.rows("domestic_stock/intstock_grouplist", "output2"):
        asked = floor.ask(
            "domestic_stock/intstock_stocklist_by_group", INTER_GRP_CODE=group["inter_grp_code"]
        )
        head, rows = asked["output1"], asked["output2"]
        assert isinstance(head, dict)
        assert isinstance(rows, list)
        assert head["inter_grp_name"] == group["inter_grp_name"]
        assert len(rows) == int(group["ask_cnt"])


def test_a_condition_finds_the_top_of_the_market(floor: Standing) -> None:
    first = floor.rows("domestic_stock/psearch_result", "output2", SEQ="0")[0]
    top = max(floor.market.overview(), key=lambda one: one.turnover)
    quote = floor.block("domestic_stock/inquire_price", FID_INPUT_ISCD=top.symbol)
    assert first["code"] == top.symbol
    assert float(first["price"]) == int(quote["stck_prpr"])
    for number in ("1", "2", "3", "4"):
        floor.ask("domestic_stock/psearch_result", SEQ=number)


def test_a_share_at_its_limit_is_captured_and_has_had_a_vi() -> None:
    floor = Standing(3, "2026-11-20T09:40:00", instruments=386)
    rows = floor.rows("domestic_stock/capture_uplowprice", FID_DIV_CLS_CODE="0")
    vi = {
        row["mksc_shrn_iscd"]: row
        for row in floor.rows("domestic_stock/inquire_vi_status", FID_INPUT_DATE_1="20261120")
    }
    assert rows
    for row in rows:
        assert row["prdy_vrss_sign"] == "1"
        assert row["stck_prpr"] == row["stck_mxpr"]
        assert abs(float(vi[row["mksc_shrn_iscd"]]["vi_dprt"])) >= 10


def test_the_stream_of_an_index_tells_its_quote(floor: Standing) -> None:
    channel = index_ccnl.CHANNEL
    for code in ("0001", "1001", "0013"):
        shown = floor.block("domestic_stock/inquire_index_price", FID_INPUT_ISCD=code)
        records = [
            channel.text(one) for one in channel.records(floor.market, code, None, at(floor))
        ]
        assert len(records) == 1
        fields = records[0].split("^")
        assert len(fields) == 30
        assert (fields[0], fields[2], fields[5]) == (
            code,
            shown["bstp_nmix_prpr"],
            shown["acml_vol"],
        )
        assert fields[22:27] == picked(
            shown, "uplm_issu_cnt", "ascn_issu_cnt", "stnr_issu_cnt", "down_issu_cnt",
            "lslm_issu_cnt",
        )  # fmt: skip
        now = at(floor)
        assert not list(channel.records(floor.market, code, now, now))


def test_the_last_trading_day_is_today(floor: Standing) -> None:
    told = floor.block("domestic_stock/market_time", "output1")
    calendar = floor.rows("domestic_stock/chk_holiday", BASS_DT=told["date1"])
    assert (told["date1"], calendar[0]["opnd_yn"]) == ("20261120", "Y")
    assert (told["s_time"], told["e_time"]) == ("090000", "153000")


@pytest.mark.parametrize(("file", "first"), [("kospi", "0002"), ("kosdaq", "1002")])
def test_the_masters_mark_what_an_index_holds(file: str, first: str) -> None:
    listings = load_universe().listings
    content = archive(FILES[f"{file}_code.mst.zip"], listings)
    rows = zipfile.ZipFile(io.BytesIO(content)).read(f"{file}_code.mst").splitlines()
    for number in range(3):
        code = str(int(first) + number).zfill(4)
        held = members(next(one for one in INDICES if one.code == code), listings)
        marked = {row[:9].decode().strip() for row in rows if row[63:64] == b"%d" % (number + 1)}
        assert marked == {one.symbol for one in held}


def test_an_unknown_index_is_refused(floor: Standing) -> None:
    with pytest.raises(CallRefused, match="OPSQ2001"):
        floor.ask("domestic_stock/inquire_index_price", FID_INPUT_ISCD="4711")
    assert load("domestic_stock/inquire_index_price").real == ("FHPUP02100000",)


def at(floor: Standing) -> datetime:
    return floor.market.clock.now()
