"""Requests and channels about warrants say the same of a warrant at the same moment."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.directory import endpoint_lines
from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.markets.elw.market import Warrants, WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.other_masters import find_master
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.trading_floor import Floor, kst

MOMENTS = ["2026-11-20 10:12", "2026-11-23 13:45:30", "2026-11-21 20:00"]
ENDPOINTS = [line.id for line in endpoint_lines() if line.id.startswith("elw/")] + [
    "domestic_stock/inquire_elw_price"
]
RANKINGS = {
    ("volume_rank", "0"): "acml_vol",
    ("volume_rank", "3"): "acml_tr_pbmn",
    ("updown_rate", "0"): "prdy_ctrt",
    ("indicator", "1"): "lvrg_val",
    ("indicator", "4"): "tmvl_val",
    ("sensitivity", "1"): "delta_val",
    ("sensitivity", "6"): "hts_ints_vltl",
}
"""and what they are ordered by, the greatest first"""
Row = dict[str, str]


class Asker:
    """Asks one simulated world at one moment."""

    def __init__(self, at: str = MOMENTS[0], seed: int = 1) -> None:
        self.market = Floor(at, seed=seed).market
        self.now = kst(at)

    @property
    def warrants(self) -> Warrants:
        return self.market.others.warrants

    def views(self) -> list[WarrantView]:
        return self.warrants.views(self.now)

    def rows(self, id_: str, block: str = "output", **fields: str) -> list[Row]:
        endpoint = load(id_)
        call = Call(
            market=self.market,
            world=World.REAL,
            tr_id=endpoint.real[0],
            fields=dict(endpoint.example) | fields,
            continued=False,
            changed=False,
            account_number="",
        )
        found = endpoint.answer(call).body[block]
        return found if isinstance(found, list) else [found]  # type: ignore[list-item]

    def price(self, code: str) -> Row:
        return self.rows("domestic_stock/inquire_elw_price", FID_INPUT_ISCD=code)[0]

    def records(self, tr_id: str, code: str, back: int | None = None) -> list[Row]:
        channel = find_channel(tr_id, World.REAL)
        assert isinstance(channel, Streamed)
        names = [field.name for field in loader.channel(channel.id).fields]
        since = None if back is None else self.now - timedelta(seconds=back)
        return [
            dict(zip(names, channel.text(one).split("^"), strict=True))
            for one in channel.records(self.market, code, since, self.now)
        ]


@pytest.fixture(scope="module", params=[(1, MOMENTS[0]), (7, MOMENTS[1])])
def asker(request: pytest.FixtureRequest) -> Asker:
    seed, at = request.param
    return Asker(at, seed)


@pytest.fixture(scope="module")
def one() -> Asker:
    return Asker()


def some(asker: Asker) -> list[WarrantView]:
    return asker.views()[::24]


@pytest.mark.parametrize("id_", ENDPOINTS)
def test_every_example_is_answered_with_the_documented_fields(one: Asker, id_: str) -> None:
    for block, documented in loader.endpoint(id_).outputs.items():
        rows = one.rows(id_, block)
        assert rows, f"{id_} {block} has no rows"
        assert [field.name for field in documented.fields] == list(rows[0])


def test_a_days_list_has_new_ones_and_ending_ones_on_shares_and_indices(asker: Asker) -> None:
    views = asker.views()
    assert len(views) >= 60
    assert len({view.warrant.code for view in views}) == len(views)
    assert min(view.days_left for view in views) <= 7
    ages = [(view.quote.trade_date - view.warrant.listed).days for view in views]
    assert min(ages) <= 7
    assert {view.warrant.right for view in views} == set(Right)
    assert len({view.warrant.issuer for view in views}) == 3
    assert len({view.warrant.underlying for view in views}) == 14


def test_the_underlying_is_quoted_as_the_exchange_quotes_it(asker: Asker) -> None:
    for view in some(asker):
        row = asker.price(view.warrant.code)
        if view.warrant.on_index:
            assert float(row["unas_prpr"]) * 100 == asker.market.index(row["unas_shrn_iscd"]).value
        else:
            share = asker.market.glance(row["unas_shrn_iscd"])
            assert float(row["unas_prpr"]) == share.last
            assert float(row["unas_prdy_vrss"]) == share.change


def test_trends_begin_with_the_quote(asker: Asker) -> None:
    for view in some(asker):
        code = view.warrant.code
        now = asker.price(code)
        for id_ in ("indicator_trend_ccnl", "indicator_trend_daily", "indicator_trend_minute"):
            newest = asker.rows(f"elw/{id_}", FID_INPUT_ISCD=code)[0]
            assert newest["elw_prpr"] == now["elw_prpr"], id_
            assert newest["acml_vol"] == now["acml_vol"], id_
        for id_ in ("volatility_trend_ccnl", "volatility_trend_daily", "volatility_trend_tick"):
            newest = asker.rows(f"elw/{id_}", FID_INPUT_ISCD=code)[0]
            assert newest["hts_ints_vltl"] == now["hts_ints_vltl"], id_
        for id_ in ("sensitivity_trend_ccnl", "sensitivity_trend_daily"):
            assert asker.rows(f"elw/{id_}", FID_INPUT_ISCD=code)[0]["hts_thpr"] == now["hts_thpr"]


def test_the_daily_trend_has_the_day_of_the_quote_and_its_base(asker: Asker) -> None:
    for view in some(asker):
        now = asker.price(view.warrant.code)
        daily = asker.rows("elw/volatility_trend_daily", FID_INPUT_ISCD=view.warrant.code)
        for name in ("elw_oprc", "elw_hgpr", "elw_lwpr", "elw_prpr", "acml_vol"):
            assert daily[0][name] == now[name]
        if len(daily) > 1:
            assert daily[1]["elw_prpr"] == now["stck_prdy_clpr"]


def test_minutes_add_up_to_the_volume_of_the_quote(asker: Asker) -> None:
    for view in some(asker):
        bars = view.traded.course.minutes(view.quote.trade_date, asker.now)
        assert sum(bar.volume for bar in bars) == view.quote.volume
        assert max(bar.high for bar in bars) == view.quote.high
        assert min(bar.low for bar in bars) == view.quote.low


@pytest.mark.parametrize(("ranking", "figure"), RANKINGS.items())
def test_rankings_are_in_order_and_say_what_the_quote_says(
    one: Asker, ranking: tuple[str, str], figure: str
) -> None:
    name, sort = ranking
    rows = one.rows(f"elw/{name}", FID_RANK_SORT_CLS_CODE=sort, FID_INPUT_DATE_1="1")
    assert len(rows) == len(one.views())
    for higher, lower in pairwise(rows):
        assert float(higher[figure]) >= float(lower[figure])
    quote = one.price(rows[0]["elw_shrn_iscd"])
    for field in ("elw_prpr", "prdy_vrss", "prdy_ctrt", "acml_vol"):
        assert rows[0][field] == quote[field]


def test_the_search_and_the_list_of_an_underlying_hold_the_same_warrants(asker: Asker) -> None:
    found = asker.rows("elw/cond_search", FID_UNAS_INPUT_ISCD="005930")
    listed = asker.rows("elw/udrl_asset_price", FID_UNAS_INPUT_ISCD="005930")
    compared = asker.rows("elw/compare_stocks", FID_INPUT_ISCD="005930")
    codes = {row["bond_shrn_iscd"] for row in found}
    assert codes == {row["elw_shrn_iscd"] for row in listed}
    assert codes == {row["elw_shrn_iscd"] for row in compared}
    by_code = {row["elw_shrn_iscd"]: row for row in listed}
    for row in found:
        for field in ("elw_prpr", "delta_val", "gear", "lp_hvol", "hts_ints_vltl"):
            assert row[field] == by_code[row["bond_shrn_iscd"]][field]


def test_conditions_of_a_search_hold_for_all_that_it_finds(one: Asker) -> None:
    rows = one.rows(
        "elw/cond_search", FID_MRKT_CLS_CODE="PO", FID_PRPR_CNT1="50", FID_INPUT_RMNN_DYNU_2="90"
    )
    assert rows
    for row in rows:
        assert row["rght_type_name"] == "풋"
        assert int(row["elw_prpr"]) >= 50
        assert int(row["hts_rmnn_dynu"]) <= 90


def test_a_search_by_strike_and_provider(one: Asker) -> None:
    rows = one.rows("elw/cond_search", FID_ETC_CLS_CODE="1", FID_INPUT_ISCD_2="00003")
    assert rows
    for row in rows:
        assert float(row["acpr"]) >= float(row["unas_prpr"])
        assert row["lp_mbcr_name"] == "한국투자증권"


def test_intrinsic_and_time_value_make_up_the_price(asker: Asker) -> None:
    for view in asker.views():
        gauges = view.gauges
        assert gauges.intrinsic + gauges.time_value == pytest.approx(view.quote.last)
        assert gauges.leverage == pytest.approx(gauges.gearing * abs(gauges.delta)
                                                / view.warrant.ratio)  # fmt: skip
        assert (gauges.parity > 100) == (gauges.intrinsic > 0)
        assert gauges.delta >= 0 if view.warrant.is_call else gauges.delta <= 0


def test_the_price_keeps_near_the_theory(asker: Asker) -> None:
    for view in asker.views():
        assert abs(view.quote.last - view.gauges.theory) <= 10 + 0.12 * view.gauges.theory


def test_what_the_provider_does_is_part_of_the_volume_and_moves_its_holding(asker: Asker) -> None:
    for view in some(asker):
        days = asker.rows("elw/lp_trade_trend", "output2", FID_INPUT_ISCD=view.warrant.code)
        bars = {f"{bar.day:%Y%m%d}": bar for bar in view.traded.days.bars(
            view.warrant.listed, view.quote.trade_date)}  # fmt: skip
        for day, before in pairwise(days):
            net = int(day["lp_shnu_qty"]) - int(day["lp_seln_qty"])
            assert int(day["lp_hvol"]) == int(before["lp_hvol"]) + net
        for day in days[1:]:
            volume = bars[day["stck_bsop_date"]].volume
            assert int(day["lp_seln_qty"]) + int(day["lp_shnu_qty"]) <= 2 * volume
            assert 0 <= int(day["lp_hvol"]) <= view.warrant.issued


def test_prints_of_the_channel_are_those_of_the_trend(asker: Asker) -> None:
    for view in some(asker):
        code = view.warrant.code
        last = asker.records("H0EWCNT0", code)
        assert len(last) == 1
        newest = asker.rows("elw/indicator_trend_ccnl", FID_INPUT_ISCD=code)[0]
        assert last[0]["stck_prpr"] == newest["elw_prpr"]
        assert last[0]["acml_vol"] == newest["acml_vol"]
        assert last[0]["gear"] == newest["gear"]
        streamed = asker.records("H0EWCNT0", code, back=120)
        volumes = [int(one["acml_vol"]) for one in streamed]
        assert volumes == sorted(volumes)
        for before, after in pairwise(streamed):
            assert int(after["acml_vol"]) - int(before["acml_vol"]) == int(after["cntg_vol"])


def test_the_book_of_the_channel_stands_about_the_quote(asker: Asker) -> None:
    for view in some(asker):
        book = asker.records("H0EWASP0", view.warrant.code)[0]
        quote = asker.price(view.warrant.code)
        assert (book["askp1"], book["bidp1"]) == (quote["askp"], quote["bidp"])
        for side in ("askp", "bidp"):
            sizes = [int(book[f"{side}_rsqn{number}"]) for number in range(1, 11)]
            own = [int(book[f"lp_{side}_rsqn{number}"]) for number in range(1, 11)]
            assert sum(sizes) == int(book[f"total_{side}_rsqn"])
            assert sum(own) == int(book[f"lp_total_{side}_rsqn"])
            assert all(part <= size for part, size in zip(own, sizes, strict=True))


@pytest.mark.parametrize("code", ["57LA24", "58J297", "52K577", "57la50"])
def test_codes_of_others_stand_for_a_warrant_under_their_own_name(one: Asker, code: str) -> None:
    row = one.price(code)
    assert row["elw_shrn_iscd"] == code.upper()
    assert int(row["elw_prpr"]) > 0
    assert row == one.price(code)
    assert one.records("H0EWCNT0", code)[0]["mksc_shrn_iscd"] == code


def test_what_has_ended_is_paid_what_its_last_day_makes(one: Asker) -> None:
    rows = one.rows(
        "elw/expiration_stocks", FID_INPUT_DATE_1="20250101", FID_INPUT_DATE_2="20250930"
    )
    assert len(rows) > 60
    found = one.warrants.expired(kst("2025-01-01 09:00").date(), kst("2025-09-30 09:00").date())
    terms = {each.code: each for each in found}
    for row in rows:
        warrant = terms[row["elw_shrn_iscd"]]
        spot, strike = float(row["unas_prpr"]), float(row["acpr"])
        way = 1 if warrant.warrant.is_call else -1
        paid = max(way * (spot - strike), 0.0) * warrant.warrant.ratio
        assert float(row["ccls_paym_prc"]) == pytest.approx(paid, abs=0.01)
        assert "20250101" <= row["stck_last_tr_date"] <= "20250930"


def test_a_closed_day_shows_the_last_one() -> None:
    weekend = Asker(MOMENTS[2])
    for view in some(weekend):
        assert f"{view.quote.trade_date:%Y-%m-%d}" == "2026-11-20"
        assert (
            view.quote.last
            == view.traded.days.bars(view.quote.trade_date, view.quote.trade_date)[0].close
        )


@pytest.mark.parametrize("at", ["2023-06-01 10:12", "2026-11-20 10:12"])
def test_the_master_lists_what_is_traded_with_strikes_about_the_prices_then(at: str) -> None:
    asker = Asker(at)
    listings, day = asker.market.universe.listings, asker.now.date()
    found = find_master("elw_code.mst.zip", listings, day, asker.warrants.close_before)
    assert found is not None
    rows = {row[:9].decode().strip(): row for row in found[1].splitlines()}
    views = asker.views()
    assert set(rows) == {view.warrant.code for view in views}
    for view in views:
        row = rows[view.warrant.code]
        assert int(row[166:175]) == view.warrant.strike
        assert row[175:183].decode() == f"{view.warrant.last_day:%Y%m%d}"
    states = [view.traded.pricing.moneyness(view.standing.price) for view in views]
    assert min(states.count("ITM"), states.count("OTM")) > len(views) // 8


def test_the_opening_auction_tells_the_open_and_the_session_tells_none() -> None:
    before, after = Asker("2026-11-20 08:55"), Asker("2026-11-20 10:12")
    code = after.views()[3].warrant.code
    told = before.records("H0EWANC0", code)[0]
    opened = after.price(code)
    assert told["stck_prpr"] == opened["elw_oprc"]
    assert before.records("H0EWASP0", code)[0]["antc_cnpr"] == opened["elw_oprc"]
    assert after.records("H0EWANC0", code) == []
    assert after.records("H0EWASP0", code)[0]["antc_cnpr"] == "0"
