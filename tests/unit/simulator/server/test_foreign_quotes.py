"""Requests and channels about foreign shares say the same of a share at the same moment."""

from __future__ import annotations

import copy
from collections.abc import Mapping
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

QUOTATIONS = (
    "price", "price_detail", "inquire_asking_price", "quot_inquire_ccnl", "dailyprice",
    "inquire_daily_chartprice", "inquire_time_itemchartprice", "inquire_time_indexchartprice",
    "inquire_search", "search_info", "multprice", "news_title", "brknews_title",
    "countries_holiday", "industry_theme", "industry_price", "colable_by_company",
    "rights_by_ice", "period_rights",
)  # fmt: skip
RANKINGS = {
    "market_cap": "tomv",
    "trade_vol": "tvol",
    "trade_pbmn": "tamt",
    "trade_growth": "n_rate",
    "trade_turnover": "tover",
    "updown_rate": "n_rate",
    "price_fluct": "n_rate",
    "new_highlow": "n_rate",
    "volume_surge": "n_rate",
    "volume_power": "tpow",
}
"""and what they are ordered by, the greatest first"""
SHARES = [("NAS", "AAPL"), ("NYS", "BRK/B"), ("HKS", "00003"), ("TSE", "1301"), ("SZS", "000001"),
          ("HSX", "ACB")]  # fmt: skip
MOMENTS = ["2026-11-24 00:40", "2026-11-24 12:10"]
Row = dict[str, str]
Body = dict[str, object]


class Asker:
    """Asks one simulated world at one moment."""

    def __init__(self, at: str = MOMENTS[0], seed: int = 7) -> None:
        self.market = Floor(at, seed=seed).market
        self.now = kst(at)
        self._told: dict[tuple[str, ...], Body] = {}

    def body(self, name: str, **fields: str) -> Body:
        """The answer, asked for once."""
        key = (name, *(part for item in sorted(fields.items()) for part in item))
        if key not in self._told:
            self._told[key] = self._ask(name, fields)
        return copy.deepcopy(self._told[key])

    def _ask(self, name: str, fields: Mapping[str, str]) -> Body:
        endpoint = load(f"overseas_stock/{name}")
        call = Call(
            market=self.market,
            world=World.REAL,
            tr_id=endpoint.real[0],
            fields={**endpoint.example, **fields},
            continued=False,
            changed=False,
            account_number="",
        )
        return endpoint.answer(call).body

    def row(self, name: str, block: str = "output", **fields: str) -> Row:
        found = self.body(name, **fields)[block]
        assert isinstance(found, dict)
        return found

    def rows(self, name: str, block: str = "output2", **fields: str) -> list[Row]:
        found = self.body(name, **fields)[block]
        assert isinstance(found, list)
        return found

    def streamed(self, tr_id: str, key: str, seconds: int = 0) -> list[Row]:
        """Records of a channel: the picture, or what comes within so many seconds from now."""
        channel = find_channel(tr_id, World.REAL)
        assert isinstance(channel, Streamed)
        assert channel.knows(self.market, key)
        since = self.now if seconds else None
        until = self.now + timedelta(seconds=seconds)
        return [
            {name: str(value) for name, value in values.items()}
            for values in channel.records(self.market, key, since, until)
        ]


@pytest.fixture(scope="module", params=MOMENTS)
def asker(request: pytest.FixtureRequest) -> Asker:
    return Asker(request.param)


@pytest.fixture(scope="module")
def night() -> Asker:
    return Asker()


@pytest.mark.parametrize("name", [*QUOTATIONS, *RANKINGS])
def test_an_example_is_answered_with_all_documented_fields(night: Asker, name: str) -> None:
    body = night.body(name)
    assert body["rt_cd"] == "0"
    for block, documented in loader.endpoint(f"overseas_stock/{name}").outputs.items():
        found = body[block]
        rows = found if isinstance(found, list) else [found]
        assert rows, block
        for row in rows:
            assert isinstance(row, dict)
            assert list(row) == [field.name for field in documented.fields]


@pytest.mark.parametrize(("exchange", "symbol"), SHARES)
def test_a_share_has_one_price(asker: Asker, exchange: str, symbol: str) -> None:
    asked = {"EXCD": exchange, "SYMB": symbol}
    price = asker.row("price", **asked)
    detail = asker.row("price_detail", **asked)
    book = asker.row("inquire_asking_price", "output1", **asked)
    made = asker.rows("quot_inquire_ccnl", "output1", TDAY="1", **asked)[0]
    day = asker.rows("dailyprice", **asked)[0]
    minute = asker.rows("inquire_time_itemchartprice", NMIN="1", **asked)[0]
    several = asker.rows("multprice", NREC="1", EXCD_01=exchange, SYMB_01=symbol)[0]
    lasts = {row["last"] for row in (price, detail, book, made, minute, several)} | {day["clos"]}
    assert lasts == {price["last"]}
    volumes = {row["tvol"] for row in (price, detail, made, day, several)}
    assert volumes == {price["tvol"]}
    assert {row["tamt"] for row in (price, detail, day, several)} == {price["tamt"]}
    assert {row["rate"] for row in (price, made, day, several)} == {price["rate"]}


@pytest.mark.parametrize(("exchange", "symbol"), SHARES)
def test_the_day_before_is_the_second_row_of_the_chart(
    asker: Asker, exchange: str, symbol: str
) -> None:
    asked = {"EXCD": exchange, "SYMB": symbol}
    price = asker.row("price", **asked)
    day, before = asker.rows("dailyprice", **asked)[:2]
    assert (price["base"], price["pvol"]) == (before["clos"], before["tvol"])
    change = Decimal(price["last"]) - Decimal(price["base"])
    assert Decimal(price["diff"]) == abs(change)
    assert {"2": change > 0, "3": change == 0, "5": change < 0}[price["sign"]]
    assert Decimal(day["low"]) <= Decimal(price["last"]) <= Decimal(day["high"])
    assert asker.row("price_detail", **asked)["pamt"] == before["tamt"]


@pytest.mark.parametrize(("exchange", "symbol"), SHARES[:3])
def test_minutes_add_up_to_the_day(asker: Asker, exchange: str, symbol: str) -> None:
    asked = {"EXCD": exchange, "SYMB": symbol, "NMIN": "5", "PINC": "0"}
    price = asker.row("price", EXCD=exchange, SYMB=symbol)
    minutes = asker.rows("inquire_time_itemchartprice", **asked)
    assert sum(int(row["evol"]) for row in minutes) == int(price["tvol"])
    day = asker.rows("dailyprice", EXCD=exchange, SYMB=symbol)[0]
    assert max(Decimal(row["high"]) for row in minutes) == Decimal(day["high"])
    assert min(Decimal(row["low"]) for row in minutes) == Decimal(day["low"])
    assert minutes[-1]["open"] == day["open"]


def test_a_page_of_minutes_goes_on_where_the_last_one_ended(night: Asker) -> None:
    asked = {"EXCD": "NAS", "SYMB": "TSLA", "NMIN": "1", "PINC": "1", "NREC": "100"}
    first = night.rows("inquire_time_itemchartprice", **asked)
    oldest = first[-1]
    local = f"{oldest['xymd']}{int(oldest['xhms']) - 100:06d}"
    second = night.rows("inquire_time_itemchartprice", NEXT="1", KEYB=local, **asked)
    times = [row["kymd"] + row["khms"] for row in (*first, *second)]
    assert len(times) == 200
    assert times == sorted(set(times), reverse=True)


def test_prints_follow_each_other_without_a_gap(night: Asker) -> None:
    asked = {"EXCD": "NAS", "SYMB": "NVDA", "TDAY": "1"}
    first = night.body("quot_inquire_ccnl", **asked)
    key = str(first["keyb"])
    second = night.rows("quot_inquire_ccnl", "output1", KEYB=key, **asked)
    rows = night.rows("quot_inquire_ccnl", "output1", **asked) + second
    for newer, older in pairwise(rows):
        assert int(newer["tvol"]) - int(newer["evol"]) == int(older["tvol"])
        assert Decimal(newer["pbid"]) < Decimal(newer["pask"])


@pytest.mark.parametrize(("exchange", "symbol"), SHARES)
def test_a_book_adds_up_around_the_price(asker: Asker, exchange: str, symbol: str) -> None:
    body = asker.body("inquire_asking_price", EXCD=exchange, SYMB=symbol)
    head, book = body["output1"], body["output2"]
    assert isinstance(head, dict)
    assert isinstance(book, dict)
    for side, total in (("bid", "bvol"), ("ask", "avol")):
        assert sum(int(book[f"v{side}{level}"]) for level in range(1, 11)) == int(head[total])
    assert Decimal(book["pbid1"]) < Decimal(book["pask1"])
    assert head["last"] in (book["pbid1"], book["pask1"])
    day = asker.rows("dailyprice", EXCD=exchange, SYMB=symbol)[0]
    assert (day["pbid"], day["pask"]) == (book["pbid1"], book["pask1"])


@pytest.mark.parametrize(("exchange", "symbol"), SHARES)
def test_worth_follows_from_price_and_shares(asker: Asker, exchange: str, symbol: str) -> None:
    row = asker.row("price_detail", EXCD=exchange, SYMB=symbol)
    last = Decimal(row["last"])
    assert int(row["tomv"]) == int(last * int(row["shar"]))
    if Decimal(row["epsx"]) > 1:
        assert float(row["perx"]) == pytest.approx(float(last / Decimal(row["epsx"])), rel=0.01)
    unit = 100 if row["curr"] in ("JPY", "VND") else 1
    assert Decimal(row["t_xprc"]) == round(last * Decimal(row["t_rate"]) / unit)
    code = {"USD": "FX@KRW", "JPY": "FX@KRWJS", "HKD": "FX@KRWHK"}.get(row["curr"])
    if code:
        chart = asker.rows("inquire_daily_chartprice", "output1", FID_INPUT_ISCD=code)[0]
        assert chart["ovrs_nmix_prpr"] == row["t_rate"]
        assert chart["ovrs_nmix_prdy_clpr"] == row["p_rate"]


def test_the_year_s_extremes_are_those_of_its_days(night: Asker) -> None:
    detail = night.row("price_detail", EXCD="NAS", SYMB="AAPL")
    days: list[Row] = []
    key = ""
    for _ in range(3):
        body = night.body("dailyprice", EXCD="NAS", SYMB="AAPL", KEYB=key)
        rows = body["output2"]
        assert isinstance(rows, list)
        days += rows
        key = str(body["keyb"])
    assert len({row["xymd"] for row in days}) == len(days) == 300
    first = f"{night.now - timedelta(days=365):%Y%m%d}"
    year = [row for row in days if row["xymd"] >= first]
    top = max(year, key=lambda row: Decimal(row["high"]))
    assert (detail["h52p"], detail["h52d"]) == (top["high"], top["xymd"])


def test_weeks_are_made_of_days(night: Asker) -> None:
    asked = {"EXCD": "NYS", "SYMB": "KO", "BYMD": "20260619"}
    week = night.rows("dailyprice", GUBN="1", **asked)[0]
    days = night.rows("dailyprice", GUBN="0", **asked)[:4]
    assert [row["xymd"] for row in days] == ["20260618", "20260617", "20260616", "20260615"]
    assert week["clos"] == days[0]["clos"]
    assert week["open"] == days[-1]["open"]
    assert int(week["tvol"]) == sum(int(row["tvol"]) for row in days)


@pytest.mark.parametrize("exchange", ["NAS", "HKS"])
@pytest.mark.parametrize("name", RANKINGS)
def test_a_ranking_is_in_order_and_agrees_with_the_quotes(
    asker: Asker, name: str, exchange: str
) -> None:
    rows = asker.rows(name, EXCD=exchange, VOL_RANG="0")
    figures = [float(row[RANKINGS[name]]) for row in rows]
    assert figures == sorted(figures, reverse=True)
    for row in rows[:2]:
        price = asker.row("price", EXCD=exchange, SYMB=row["symb"])
        for field in ("rsym", "last", "sign", "diff", "rate", "tvol", "tamt"):
            assert row[field] == price[field]
        book = asker.row("inquire_asking_price", "output2", EXCD=exchange, SYMB=row["symb"])
        if "pask" in row:
            assert (row["pask"], row["pbid"]) == (book["pask1"], book["pbid1"])


def test_parts_of_the_market_add_up(night: Asker) -> None:
    rows = night.rows("market_cap", EXCD="HKS", VOL_RANG="0")
    assert sum(float(row["grav"]) for row in rows) == pytest.approx(100, abs=0.3)
    body = night.body("market_cap", EXCD="NAS", VOL_RANG="0")
    rest = night.rows("market_cap", EXCD="NAS", VOL_RANG="0", KEYB=str(body["keyb"]))
    assert isinstance(body["output2"], list)
    assert isinstance(body["output1"], dict)
    ranks = [int(row["rank"]) for row in (*body["output2"], *rest)]
    assert ranks == list(range(1, int(body["output1"]["trec"]) + 1))


def test_a_ranking_leaves_out_what_is_traded_less(night: Asker) -> None:
    rows = night.rows("trade_vol", EXCD="NAS", VOL_RANG="6")
    assert rows
    assert all(int(row["tvol"]) >= 10_000_000 for row in rows)
    priced = night.rows("trade_vol", EXCD="NAS", VOL_RANG="0", PRC1="100", PRC2="200")
    assert priced
    assert all(100 <= float(row["last"]) <= 200 for row in priced)


def test_a_search_finds_what_lies_within_its_ranges(night: Asker) -> None:
    asked = {"CO_YN_PER": "1", "CO_ST_PER": "10", "CO_EN_PER": "20"}
    rows = night.rows("inquire_search", CO_ST_PRICECUR="50", CO_EN_PRICECUR="250", **asked)
    assert rows
    for row in rows:
        assert 50 <= float(row["last"]) <= 250
        assert 10 <= float(row["per"]) <= 20
        cap = night.row("price_detail", EXCD="NAS", SYMB=row["symb"])["tomv"]
        assert int(row["valx"]) == int(cap) // 1000


def test_sectors_hold_every_share_once(night: Asker) -> None:
    sectors = night.rows("industry_price", EXCD="NYS")
    found = [
        row["symb"]
        for sector in sectors
        for row in night.rows("industry_theme", EXCD="NYS", ICOD=sector["icod"], VOL_RANG="0")
    ]
    head = night.row("market_cap", "output1", EXCD="NYS", VOL_RANG="0")
    assert len(found) == len(set(found)) == int(head["trec"])


def test_a_title_says_how_the_share_stood(night: Asker) -> None:
    title = next(row for row in night.rows("news_title", "outblock1") if row["class_cd"] == "01")
    at = f"{title['data_dt'][:4]}-{title['data_dt'][4:6]}-{title['data_dt'][6:]} "
    at += f"{title['data_tm'][:2]}:{title['data_tm'][2:4]}:{title['data_tm'][4:]}"
    then = Asker(at).row("price", EXCD=title["exchange_cd"], SYMB=title["symb"])
    assert f"…{then['last']} " in title["title"]
    assert f"{abs(float(then['rate'])):.2f}%" in title["title"]


def test_pages_of_titles_go_back_in_time(night: Asker) -> None:
    first = night.body("news_title")
    rows = first["outblock1"]
    assert isinstance(rows, list)
    rows += night.rows("news_title", "outblock1", CTS=str(first["cts"]))
    keys = [row["news_key"] for row in rows]
    assert len(keys) == 40
    assert keys == sorted(set(keys), reverse=True)


def test_rights_of_one_share_are_among_those_of_the_period(night: Asker) -> None:
    of_share = night.rows(
        "rights_by_ice", "output1", SYMB="SPY", ST_YMD="20250101", ED_YMD="20261231"
    )
    assert len(of_share) >= 6
    for row in of_share[1:3]:
        day = row["record_dt"]
        period = night.rows(
            "period_rights", "output", INQR_DVSN_CD="02", INQR_STRT_DT=day, INQR_END_DT=day,
            PDNO="SPY",
        )  # fmt: skip
        assert [one["bass_dt"] for one in period] == [day]


def test_what_is_traded_on_a_friday_is_settled_after_the_weekend(night: Asker) -> None:
    rows = {
        row["prdt_type_cd"]: row for row in night.rows("countries_holiday", "output")
    }  # of Friday, 20 November 2026; Monday is a holiday in Japan
    american, japanese = rows["512"], rows["515"]
    assert (american["acpl_sttl_dt"], american["dmst_sttl_dt"]) == ("20261123", "20261124")
    assert (japanese["acpl_sttl_dt"], japanese["dmst_sttl_dt"]) == ("20261125", "20261125")


@pytest.mark.parametrize("name", ["price", "price_detail"])
def test_an_unknown_symbol_is_an_empty_success(night: Asker, name: str) -> None:
    body = night.body(name, EXCD="NAS", SYMB="ZZZZZ")
    assert body["rt_cd"] == "0"
    row = body["output"]
    assert isinstance(row, dict)
    assert row.pop("rsym") == "DNASZZZZZ"
    assert set(row.values()) == {""}


def test_the_daytime_session_has_prices_of_its_own() -> None:
    noon = Asker("2026-11-24 12:10")
    day, regular = (noon.row("price", EXCD=code, SYMB="AAPL") for code in ("BAQ", "NAS"))
    assert day["rsym"] == "DBAQAAPL"
    assert day["base"] == regular["last"], "the last close"
    record = noon.streamed("HDFSCNT0", "RBAQAAPL")[0]
    assert (record["LAST"], record["TVOL"]) == (day["last"], day["tvol"])


@pytest.mark.parametrize("code", ["SPX", "Y0202", "NYGOLD", "FX@KRWJS", "QQQ"])
def test_a_world_chart_ends_with_its_head(asker: Asker, code: str) -> None:
    body = asker.body("inquire_daily_chartprice", FID_INPUT_ISCD=code)
    heads, rows = body["output1"], body["output2"]
    assert isinstance(heads, list)
    assert isinstance(rows, list)
    head, last = heads[0], rows[0]
    assert (last["ovrs_nmix_prpr"], last["acml_vol"]) == (head["ovrs_nmix_prpr"], head["acml_vol"])
    assert rows[1]["ovrs_nmix_prpr"] == head["ovrs_nmix_prdy_clpr"]
    minutes = asker.body("inquire_time_indexchartprice", FID_INPUT_ISCD=code)
    newest = minutes["output2"]
    assert isinstance(newest, list)
    assert newest[0]["optn_prpr"] == head["ovrs_nmix_prpr"]
    assert len(newest) <= 102


def test_years_ago_are_answered(night: Asker) -> None:
    rows = night.rows("dailyprice", EXCD="NAS", SYMB="TSLA", BYMD="20230601")
    assert (len(rows), rows[0]["xymd"]) == (100, "20230601")
    chart = night.rows(
        "inquire_daily_chartprice", FID_INPUT_ISCD="SPX", FID_INPUT_DATE_1="20220103",
        FID_INPUT_DATE_2="20220131",
    )  # fmt: skip
    assert len(chart) == 20


@pytest.mark.parametrize("at", ["2026-11-24 00:40", "2026-11-24 19:00", "2026-11-25 06:10"])
def test_prints_stream_with_their_sums(at: str) -> None:
    asker = Asker(at)
    before = asker.streamed("HDFSCNT0", "DNASNVDA")[0]
    records = asker.streamed("HDFSCNT0", "DNASNVDA", seconds=20)
    assert len(records) > 5
    volume = int(before["TVOL"])
    for record in records:
        volume += int(record["EVOL"])
        assert int(record["TVOL"]) == volume == int(record["BIVL"]) + int(record["ASVL"])
        assert Decimal(record["LOW"]) <= Decimal(record["LAST"]) <= Decimal(record["HIGH"])
    later = Asker("2026-11-24 00:40:20").row("price", EXCD="NAS", SYMB="NVDA")
    if before["MTYP"] == "1":
        assert (records[-1]["LAST"], records[-1]["TVOL"]) == (later["last"], later["tvol"])
    else:
        assert before["MTYP"] == {"2026-11-24 19:00": "2", "2026-11-25 06:10": "3"}[at]


@pytest.mark.parametrize(
    ("tr_id", "key", "width"),
    [
        ("HDFSASP0", "DNASAAPL", 17),
        ("HDFSASP0", "RNASAAPL", 71),
        ("HDFSASP0", "RBAQAAPL", 71),
        ("HDFSASP1", "DHKS00003", 17),
        ("HDFSCNT0", "DHKS00003", 26),
    ],
)
def test_records_are_as_wide_as_their_key_says(
    night: Asker, tr_id: str, key: str, width: int
) -> None:
    channel = find_channel(tr_id, World.REAL)
    assert isinstance(channel, Streamed)
    (values,) = channel.records(night.market, key, None, night.now)
    text = channel.text(values)
    assert len(text.split("^")) == width
    assert text.startswith(f"{key}^{key[4:]}^")


def test_a_streamed_book_is_the_one_that_is_answered(night: Asker) -> None:
    book = night.row("inquire_asking_price", "output2", EXCD="NAS", SYMB="AAPL")
    record = night.streamed("HDFSASP0", "RNASAAPL")[0]
    assert {name: record[name] for name in book} == book
    assert not night.streamed("HDFSASP1", "DHKS00003", seconds=5), "closed: nothing is new"


@pytest.mark.parametrize("key", ["DNASZZZZZ", "XNASAAPL", "AAPL", "", "DNASDAAPL"])
def test_keys_of_nothing_are_not_known(night: Asker, key: str) -> None:
    channel = find_channel("HDFSCNT0", World.REAL)
    assert isinstance(channel, Streamed)
    assert not channel.knows(night.market, key)
