"""Funds: value and price, holdings that come to the value, one value at every endpoint."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.etfetn.etf_nav_trend import CHANNEL
from kis_desktop.simulator.views import moment
from tests.unit.simulator.server.answers import Row, blocks, row, rows, standing

MOMENTS = ["2026-11-20 10:12:31", "2026-11-18 14:03", "2026-11-20 16:10"]
FUNDS = ["069500", "122630", "360750", "252670", "114800", "229200", "102110"]
"""an index, twice it, abroad, against it twice and once, the other market, another house"""
NAMES = [
    "inquire_price", "inquire_component_stock_price", "nav_comparison_trend",
    "nav_comparison_daily_trend", "nav_comparison_time_trend",
]  # fmt: skip


@pytest.fixture(params=[(at, seed) for at in MOMENTS for seed in (3, 8)], scope="module", ids=str)
def market(request: pytest.FixtureRequest) -> Market:
    at, seed = request.param
    return standing(at, seed=seed, instruments=60)


@pytest.fixture(scope="module")
def morning() -> Market:
    return standing(MOMENTS[0], instruments=60)


def now_of(market: Market, symbol: str) -> tuple[Row, Row]:
    """Price and value of a fund now."""
    found = blocks(market, "etfetn/nav_comparison_trend", FID_INPUT_ISCD=symbol)
    return found["output1"][0], found["output2"][0]


@pytest.mark.parametrize("name", NAMES)
def test_every_endpoint_answers_its_example_as_documented(morning: Market, name: str) -> None:
    answer = blocks(morning, f"etfetn/{name}")
    for block, documented in loader.endpoint(f"etfetn/{name}").outputs.items():
        assert answer[block]
        for one in answer[block]:
            assert list(one) == [field.name for field in documented.fields]


@pytest.mark.parametrize("symbol", FUNDS)
def test_the_price_stays_near_the_value(market: Market, symbol: str) -> None:
    price, value = now_of(market, symbol)
    assert float(value["nav"]) == pytest.approx(float(price["stck_prpr"]), rel=0.015)
    change = float(value["nav"]) - float(value["prdy_clpr_nav"])
    assert float(value["nav_prdy_vrss"]) == pytest.approx(change, abs=0.006)
    rate = change * 100 / float(value["prdy_clpr_nav"])
    assert float(value["nav_prdy_ctrt"]) == pytest.approx(rate, abs=0.006)
    assert float(value["lprc_nav"]) <= float(value["oprc_nav"]) <= float(value["hprc_nav"])
    assert float(value["lprc_nav"]) <= float(value["nav"]) <= float(value["hprc_nav"])


@pytest.mark.parametrize("symbol", FUNDS)
def test_holdings_come_to_the_value_of_a_creation_unit(market: Market, symbol: str) -> None:
    found = blocks(market, "etfetn/inquire_component_stock_price", FID_INPUT_ISCD=symbol)
    (head,), held = found["output1"], found["output2"]
    whole = sum(int(one["etf_vltn_amt"]) for one in held)
    assert whole == round(float(head["nav"]) * int(head["etf_cu_unit_scrt_cnt"]))
    weights = sum(round(float(one["etf_cnfg_issu_rlim"]) * 100) for one in held)
    assert weights == 10_000
    assert int(head["etf_cnfg_issu_cnt"]) == len(held)
    for one in held:
        part = int(one["etf_vltn_amt"]) * 100 / whole
        assert float(one["etf_cnfg_issu_rlim"]) == pytest.approx(part, abs=0.02 * len(held))


@pytest.mark.parametrize("symbol", ["069500", "122630", "229200"])
def test_a_position_has_the_price_of_its_share(market: Market, symbol: str) -> None:
    name = "etfetn/inquire_component_stock_price"
    held = rows(market, name, "output2", FID_INPUT_ISCD=symbol)
    assert len(held) > 3
    for one in held[:3]:
        asked = row(market, "domestic_stock/inquire_price", FID_INPUT_ISCD=one["stck_shrn_iscd"])
        for field in ("stck_prpr", "prdy_vrss", "prdy_ctrt", "acml_vol", "hts_avls"):
            assert one[field] == asked[field]
        assert int(one["etf_vltn_amt"]) % int(one["stck_prpr"]) == 0


@pytest.mark.parametrize("symbol", FUNDS)
def test_one_value_is_told_everywhere(market: Market, symbol: str) -> None:
    price, value = now_of(market, symbol)
    quote = row(market, "etfetn/inquire_price", FID_INPUT_ISCD=symbol)
    held = row(market, "etfetn/inquire_component_stock_price", "output1", FID_INPUT_ISCD=symbol)
    today = rows(
        market,
        "etfetn/nav_comparison_daily_trend",
        FID_INPUT_ISCD=symbol,
        FID_INPUT_DATE_2="20261120",
    )[0]
    for field in ("nav", "nav_prdy_vrss", "nav_prdy_vrss_sign", "nav_prdy_ctrt"):
        assert len({one[field] for one in (value, quote, held, today)}) == 1
    assert quote["prdy_last_nav"] == held["prdy_clpr_nav"] == value["prdy_clpr_nav"]
    assert quote["etf_ntas_ttam"] == held["etf_ntas_ttam"]
    assets = float(value["nav"]) * int(quote["etf_crcl_stcn"]) / 100_000_000
    assert int(quote["etf_ntas_ttam"]) == int(assets)
    gap = (int(price["stck_prpr"]) / float(value["nav"]) - 1) * 100
    assert float(quote["dprt"]) == pytest.approx(gap, abs=0.006)


def test_days_are_chained_and_have_the_charts_closes(market: Market) -> None:
    asked = {"FID_INPUT_DATE_1": "20261001", "FID_INPUT_DATE_2": "20261120"}
    found = rows(market, "etfetn/nav_comparison_daily_trend", **asked)
    days = rows(market, "domestic_stock/inquire_daily_price", FID_INPUT_ISCD="069500")
    for one, day in zip(found, days, strict=False):
        assert one["stck_bsop_date"] == day["stck_bsop_date"]
        assert (one["stck_clpr"], one["acml_vol"]) == (day["stck_clpr"], day["acml_vol"])
    for later, earlier in pairwise(found):
        change = float(later["nav"]) - float(earlier["nav"])
        assert float(later["nav_prdy_vrss"]) == pytest.approx(change, abs=0.011)


def test_days_long_past_are_answered(morning: Market) -> None:
    found = rows(
        morning,
        "etfetn/nav_comparison_daily_trend",
        FID_INPUT_DATE_1="20240101",
        FID_INPUT_DATE_2="20240220",
    )
    assert (found[0]["stck_bsop_date"], found[-1]["stck_bsop_date"]) == ("20240220", "20240102")
    assert all(abs(float(one["dprt"])) < 0.5 for one in found)


def test_minutes_end_with_what_is_told_now(morning: Market) -> None:
    price, value = now_of(morning, "069500")
    for seconds, least in (("60", 30), ("180", 20), ("7200", 2)):
        found = rows(morning, "etfetn/nav_comparison_time_trend", FID_HOUR_CLS_CODE=seconds)
        assert least <= len(found) <= 30
        assert found[0]["nav"] == value["nav"]
        assert (found[0]["stck_prpr"], found[0]["acml_vol"]) == (
            price["stck_prpr"],
            price["acml_vol"],
        )
        times = [one["bsop_hour"] for one in found]
        assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("symbol", FUNDS)
def test_the_channel_tells_the_value_once_it_changes(morning: Market, symbol: str) -> None:
    _, value = now_of(morning, symbol)
    now = morning.clock.now()
    (record,) = CHANNEL.records(morning, symbol, None, now)
    told = dict(
        zip(
            [field.name for field in loader.channel(CHANNEL.id).fields],
            CHANNEL.text(record).split("^"),
            strict=True,
        )
    )
    assert told.pop("mksc_shrn_iscd") == symbol
    assert told == {field: value[field] for field in told}
    assert list(CHANNEL.records(morning, symbol, now, now)) == []
    assert len(list(CHANNEL.records(morning, symbol, now - timedelta(minutes=5), now))) == 1


def test_the_channel_knows_funds_alone(morning: Market) -> None:
    assert CHANNEL.knows(morning, "069500")
    assert not CHANNEL.knows(morning, "005930")
    assert not CHANNEL.knows(morning, "999999")


def test_before_the_open_the_value_is_that_of_the_close_before() -> None:
    market = standing("2026-11-20 08:20", instruments=45)
    _, value = now_of(market, "069500")
    assert (value["nav"], value["nav_prdy_vrss_sign"]) == (value["prdy_clpr_nav"], "3")
    assert (value["oprc_nav"], value["hprc_nav"]) == ("0.00", "0.00")


def test_a_day_ends_at_the_value_that_the_next_begins_from() -> None:
    evening = standing("2026-11-19 21:00", instruments=45)
    morning = standing("2026-11-20 07:00", instruments=45)
    for symbol in FUNDS[:5]:
        assert now_of(evening, symbol)[1]["nav"] == now_of(morning, symbol)[1]["prdy_clpr_nav"]


def test_a_share_has_a_price_but_no_value(morning: Market) -> None:
    asked = row(morning, "etfetn/inquire_price", FID_INPUT_ISCD="005930")
    quote = row(morning, "domestic_stock/inquire_price", FID_INPUT_ISCD="005930")
    assert (asked["stck_prpr"], asked["acml_vol"]) == (quote["stck_prpr"], quote["acml_vol"])
    assert (asked["nav"], asked["etf_ntas_ttam"]) == ("0", "0")


@pytest.mark.parametrize(
    ("symbol", "multiple", "kind"),
    [
        ("069500", "1.00", "국내주식"),
        ("122630", "2.00", "국내주식"),
        ("252670", "-2.00", "국내주식"),
        ("114800", "-1.00", "국내주식"),
        ("360750", "1.00", "해외주식"),
    ],
)
def test_a_fund_says_what_it_follows(
    morning: Market, symbol: str, multiple: str, kind: str
) -> None:
    asked = row(morning, "etfetn/inquire_price", FID_INPUT_ISCD=symbol)
    assert (asked["etf_trc_ert_mltp"], asked["etf_div_name"]) == (multiple, kind)
    assert 0 < float(asked["trc_errt"]) < 3


def test_values_are_between_those_of_their_neighbours(morning: Market) -> None:
    """The value moves in small steps: no jump between two seconds."""
    funds = morning.others.funds
    day = morning.trade_date
    start: datetime = moment(day, 0).replace(hour=9, minute=0, second=1)
    values = [
        funds.nav("069500", start + timedelta(seconds=seconds)).value for seconds in range(300)
    ]
    assert all(abs(after / before - 1) < 0.002 for before, after in pairwise(values))
