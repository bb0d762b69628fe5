"""Requests and channels about foreign futures and options agree with each other."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.trading_floor import Floor, kst

FUTURE, OPTION = "ESZ26", "OESZ26 C5900"
FUTURES = [FUTURE, "CLF27", "6EZ26", "ZNZ26", "HSIX26", "BONU25"]
OF_FUTURES = (
    "inquire_price", "stock_detail", "search_contract_detail", "inquire_asking_price",
    "tick_ccnl", "daily_ccnl", "weekly_ccnl", "monthly_ccnl", "inquire_time_futurechartprice",
    "market_time", "investor_unpd_trend",
)  # fmt: skip
OF_OPTIONS = (
    "opt_price", "opt_detail", "search_opt_detail", "opt_asking_price", "opt_tick_ccnl",
    "opt_daily_ccnl", "opt_weekly_ccnl", "opt_monthly_ccnl", "inquire_time_optchartprice",
)  # fmt: skip
AT = "2026-11-24 00:40"
Row = dict[str, str]


class Asker:
    """Asks one simulated world at one moment."""

    def __init__(self, at: str = AT) -> None:
        self.market = Floor(at).market
        self.now = kst(at)

    def body(self, name: str, **fields: str) -> dict[str, object]:
        endpoint = load(f"overseas_futureoption/{name}")
        call = Call(
            market=self.market,
            world=World.REAL,
            tr_id=endpoint.real[0],
            fields=dict(endpoint.example) | fields,
            continued=False,
            changed=False,
            account_number="",
        )
        return endpoint.answer(call).body

    def row(self, name: str, block: str = "output1", **fields: str) -> Row:
        found = self.body(name, **fields)[block]
        assert isinstance(found, dict)
        return found

    def rows(self, name: str, block: str = "output2", **fields: str) -> list[Row]:
        found = self.body(name, **fields)[block]
        assert isinstance(found, list)
        return found

    def streamed(self, tr_id: str, key: str, seconds: int = 0) -> list[Row]:
        channel = find_channel(tr_id, World.REAL)
        assert isinstance(channel, Streamed)
        assert channel.knows(self.market, key)
        since = self.now if seconds else None
        records = channel.records(self.market, key, since, self.now + timedelta(seconds=seconds))
        return [{name: str(value) for name, value in values.items()} for values in records]


@pytest.fixture(scope="module")
def night() -> Asker:
    return Asker()


def number(text: str) -> Decimal:
    return Decimal(text.strip())


@pytest.mark.parametrize("name", [*OF_FUTURES, *OF_OPTIONS])
def test_an_example_is_answered_with_all_documented_fields(night: Asker, name: str) -> None:
    body = night.body(name)
    for block, documented in loader.endpoint(f"overseas_futureoption/{name}").outputs.items():
        found = body[block]
        rows = found if isinstance(found, list) else [found]
        assert rows, block
        for row in rows:
            assert isinstance(row, dict)
            assert list(row) == [field.name for field in documented.fields]


@pytest.mark.parametrize("at", [AT, "2026-11-24 07:30", "2026-11-24 15:00"])
@pytest.mark.parametrize("code", FUTURES)
def test_a_future_has_one_price(code: str, at: str) -> None:
    asker = Asker(at)
    price = asker.row("inquire_price", SRS_CD=code)
    book = asker.row("inquire_asking_price", SRS_CD=code)
    day = asker.rows("daily_ccnl", SRS_CD=code)[-1]
    minute = asker.rows("inquire_time_futurechartprice", "output1", SRS_CD=code)[-1]
    tick = asker.rows("tick_ccnl", SRS_CD=code)[-1]
    lasts = {number(row["last_price"]) for row in (price, book, day, minute, tick)}
    assert lasts == {number(price["last_price"])}
    assert {row["vol"] for row in (price, book, day, minute, tick)} == {price["vol"]}
    detail = asker.row("stock_detail", SRS_CD=code)
    assert detail["prev_price"] == price["prev_price"]
    streamed = asker.streamed("HDFFF020", code)[0]
    assert number(streamed["last_price"]) == number(price["last_price"])
    assert streamed["vol"] == price["vol"]


def test_an_option_has_one_price(night: Asker) -> None:
    price = night.row("opt_price")
    lasts = {
        number(row["last_price"])
        for row in (
            price,
            night.row("opt_asking_price"),
            night.rows("opt_daily_ccnl")[-1],
            night.rows("opt_weekly_ccnl")[-1],
            night.rows("inquire_time_optchartprice")[-1],
            night.rows("opt_tick_ccnl")[-1],
        )
    }
    assert lasts == {number(price["last_price"])}
    assert number(night.row("opt_detail")["sttl_price"]) == number(price["sttl_price"])


def test_a_price_stands_in_its_width(night: Asker) -> None:
    row = night.row("inquire_price", SRS_CD="CLF27")
    assert (len(row["last_price"]), len(row["trst_mgn"]), len(row["remn_cnt"])) == (15, 19, 4)
    assert (len(row["prev_diff_rate"]), len(row["bid_qntt"])) == (10, 10)
    assert row["vol"] == row["vol"].strip()
    assert row["sttl_price"].endswith("00000000")


@pytest.mark.parametrize("code", FUTURES)
def test_the_book_is_the_streamed_one(night: Asker, code: str) -> None:
    levels = night.rows("inquire_asking_price", SRS_CD=code)
    price = night.row("inquire_price", SRS_CD=code)
    record = night.streamed("HDFFF010", code)[0]
    for place, level in enumerate(levels, 1):
        assert level == {name: record[f"{name}_{place}"] for name in level}
    assert number(price["bid_price"]) == number(levels[0]["bid_price"])
    assert number(price["ask_price"]) > number(price["bid_price"])
    for side, total in (("bid", "tot_bid_qntt"), ("ask", "tot_ask_qntt")):
        assert sum(int(level[f"{side}_qntt"]) for level in levels) == number(price[total])
    assert number(record["prev_price"]) == number(price["prev_price"])


@pytest.mark.parametrize(
    ("name", "block"),
    [("daily_ccnl", "output2"), ("inquire_time_futurechartprice", "output1"),
     ("tick_ccnl", "output2"), ("weekly_ccnl", "output2"), ("monthly_ccnl", "output2")],
)  # fmt: skip
def test_pages_go_back_without_gap_or_repetition(night: Asker, name: str, block: str) -> None:
    first = night.body(name, QRY_CNT="10", QRY_GAP="1")
    head = first["output2" if block == "output1" else "output1"]
    rows = first[block]
    assert isinstance(head, dict)
    assert isinstance(rows, list)
    key = head["index_key"]
    assert len(key) == 18
    before = night.rows(name, block, QRY_CNT="10", QRY_GAP="1", QRY_TP="P", INDEX_KEY=key)
    whole = night.rows(name, block, QRY_CNT="20", QRY_GAP="1")
    assert [row["last_price"] for row in (*before, *rows)] == [row["last_price"] for row in whole]
    times = [row["data_date"] + row["data_time"] for row in (*before, *rows)]
    assert times == sorted(set(times))


def test_changes_of_a_chart_are_against_the_row_before(night: Asker) -> None:
    for name, block in (("daily_ccnl", "output2"), ("inquire_time_futurechartprice", "output1")):
        for before, row in pairwise(night.rows(name, block)):
            change = number(row["last_price"]) - number(before["last_price"])
            assert number(row["prev_diff_price"]) == abs(change)
            assert row["prev_diff_flag"] == ("2" if change > 0 else "5" if change else "3")


def test_minutes_add_up(night: Asker) -> None:
    rows = night.rows("inquire_time_futurechartprice", "output1", QRY_CNT="50", QRY_GAP="1")
    for before, row in pairwise(rows):
        assert int(row["vol"]) - int(before["vol"]) == int(row["last_qntt"])


@pytest.mark.parametrize("code", FUTURES)
def test_a_tick_s_value_follows_from_its_size(night: Asker, code: str) -> None:
    row = night.row("stock_detail", SRS_CD=code)
    assert number(row["tick_val"]) == number(row["tick_sz"]) * number(row["ctrt_size"])
    assert row["trd_fr_date"] < row["expr_date"]
    price = night.row("inquire_price", SRS_CD=code)
    assert number(row["tick_sz"]) == number(price["tick_size"])
    for name in ("open_price", "high_price", "low_price", "last_price"):
        assert number(price[name]) % number(row["tick_sz"]) == 0


def test_months_of_a_product_move_together(night: Asker) -> None:
    near, far = (night.row("inquire_price", SRS_CD=code) for code in ("ESZ26", "ESH27"))
    assert number(near["last_price"]) < number(far["last_price"]), "what a quarter costs"
    rates = [number(row["prev_diff_rate"]) for row in (near, far)]
    assert abs(rates[0] - rates[1]) < Decimal("0.1")


def test_a_call_is_worth_less_the_higher_its_strike(night: Asker) -> None:
    prices = [
        number(night.row("opt_price", SRS_CD=f"OESZ26 C{strike}")["last_price"])
        for strike in (5600, 5800, 6000, 6200)
    ]
    assert prices == sorted(prices, reverse=True)


def test_years_ago_are_answered(night: Asker) -> None:
    rows = night.rows("daily_ccnl", SRS_CD="DXM24", CLOSE_DATE_TIME="20240402", QRY_CNT="30")
    assert len(rows) == 30
    assert rows[-1]["data_date"] == "20240402"
    rows = night.rows("tick_ccnl", SRS_CD="BONU25", CLOSE_DATE_TIME="20250630", QRY_CNT="30")
    assert {row["data_date"] for row in rows} == {"20250630"}


def test_open_interest_is_held_on_both_sides(night: Asker) -> None:
    for product in ("CL", "ES", "6E"):
        rows = night.rows("investor_unpd_trend", PROD_ISCD=product)
        changes = night.rows("investor_unpd_trend", PROD_ISCD=product, UPMU_GUBUN="1")
        for row in rows:
            for side in ("bidp", "askp"):
                parts = (f"{side}_spec", "spread_spec", f"{side}_hedge", f"{side}_missing")
                assert sum(int(row[name]) for name in parts) == int(row["hts_otst_smtn"])
                assert all(int(row[name]) > 0 for name in parts)
        grown = int(rows[0]["hts_otst_smtn"]) - int(rows[1]["hts_otst_smtn"])
        assert int(changes[0]["hts_otst_smtn"]) == grown


def test_hours_are_those_of_the_session(night: Asker) -> None:
    rows = {
        (row["fm_pdgr_cd"], row["fuop_dvsn_name"]): row
        for row in night.rows("market_time", "output")
    }
    hours = rows["ES", "선물"]
    price = night.row("inquire_price", SRS_CD="ESZ26")
    assert (hours["am_mkmn_strt_tmd"], hours["mkmn_nxdy_end_tmd"]) == (
        price["open_time"],
        price["close_time"],
    )
    assert ("ES", "옵션") in rows
    assert all(row["fm_excg_cd"] == "CME" for row in rows.values())


def test_prints_stream_with_their_sums(night: Asker) -> None:
    volume = int(night.streamed("HDFFF020", FUTURE)[0]["vol"])
    records = night.streamed("HDFFF020", FUTURE, seconds=30)
    assert len(records) > 5
    for record in records:
        volume += int(record["last_qntt"])
        assert int(record["vol"]) == volume
        change = Decimal(record["last_price"]) - Decimal(record["prev_price"])
        assert Decimal(record["prev_diff_price"]) == abs(change)


@pytest.mark.parametrize("code", ["XXX", "ES", "ESA26", ""])
def test_an_unknown_contract_is_an_empty_success(night: Asker, code: str) -> None:
    body = night.body("inquire_price", SRS_CD=code)
    assert body["rt_cd"] == "0"
    assert isinstance(body["output1"], dict)
    assert set(body["output1"].values()) == {""}
    channel = find_channel("HDFFF020", World.REAL)
    assert isinstance(channel, Streamed)
    assert not channel.knows(night.market, code)
