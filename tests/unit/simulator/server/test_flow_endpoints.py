"""Who trades, as endpoints and channels tell it: all figures are parts of the same volumes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels import all_channels
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.field_block import Filled
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.views import Board, Phase
from tests.unit.simulator.server.answers import Row, blocks, row, rows, standing

NAMES = (
    "inquire_investor",
    "inquire_investor_daily_by_market",
    "inquire_investor_time_by_market",
    "investor_trade_by_stock_daily",
    "investor_trend_estimate",
    "investor_program_trade_today",
    "program_trade_by_stock",
    "program_trade_by_stock_daily",
    "comp_program_trade_today",
    "comp_program_trade_daily",
    "inquire_member",
    "inquire_member_daily",
    "frgnmem_pchs_trend",
    "frgnmem_trade_estimate",
    "frgnmem_trade_trend",
    "foreign_institution_total",
    "daily_short_sale",
    "daily_credit_balance",
    "daily_loan_trans",
    "credit_by_company",
    "lendable_by_company",
    "inquire_daily_trade_volume",
)
CHANNELS = {
    "H0STMBC0": "005930",
    "H0NXMBC0": "005930",
    "H0UNMBC0": "005930",
    "H0STPGM0": "005930",
    "H0NXPGM0": "005930",
    "H0UNPGM0": "005930",
    "H0UPPGM0": "0001",
}
KINDS = ("prsn", "frgn", "orgn", "etc")
PARTS = ("scrt", "ivtr", "pe_fund", "bank", "insu", "mrbn", "fund")
SCENES = [
    (3, "2026-11-20 10:12", "005930"),
    (4, "2026-11-18 14:57", "000660"),
    (5, "2026-11-17 17:10", "035720"),
]
SPAN = {"FID_INPUT_DATE_1": "20261026", "FID_INPUT_DATE_2": "20261116"}


@cache
def market_of(seed: int, at: str) -> Market:
    return standing(at, seed=seed, instruments=60)


def domestic(name: str) -> str:
    return f"domestic_stock/{name}"


def total(row_: Row, kinds: tuple[str, ...], *endings: str) -> int:
    """The sum over kinds of whichever of the fields is there."""
    return sum(
        next(int(row_[f"{kind}_{ending}"]) for ending in endings if f"{kind}_{ending}" in row_)
        for kind in kinds
    )


@pytest.fixture(params=SCENES, ids=lambda scene: f"{scene[0]}-{scene[2]}")
def scene(request: pytest.FixtureRequest) -> tuple[Market, str]:
    seed, at, symbol = request.param
    return market_of(seed, at), symbol


@pytest.mark.parametrize("name", NAMES)
def test_every_documented_field_is_given(name: str) -> None:
    market = market_of(3, "2026-11-20 10:12")
    documented = loader.endpoint(domestic(name)).outputs
    found = blocks(market, domestic(name))
    assert found.keys() == documented.keys()
    for block, content in found.items():
        assert content, block
        for one in content:
            assert isinstance(one, Filled)
            assert one.given == {field.name for field in documented[block].fields}


def test_all_investors_together_buy_and_sell_the_days_volume(scene: tuple[Market, str]) -> None:
    market, symbol = scene
    asked = {"FID_INPUT_ISCD": symbol, "FID_INPUT_DATE_1": "20261120"}
    name = domestic("investor_trade_by_stock_daily")
    for one in rows(market, name, "output2", **asked):
        assert total(one, KINDS, "shnu_vol") == int(one["acml_vol"])
        assert total(one, KINDS, "seln_vol") == int(one["acml_vol"])
        assert total(one, KINDS, "ntby_qty") == 0
        assert abs(total(one, KINDS, "shnu_tr_pbmn") - int(one["acml_tr_pbmn"])) <= 12
        for ending in ("ntby_qty", "ntby_tr_pbmn"):
            whole = int(one[f"orgn_{ending}"])
            assert total(one, PARTS, ending, ending.replace("qty", "vol")) == whole
        assert int(one["frgn_seln_vol"]) == int(one["frgn_reg_askp_qty"]) + int(
            one["frgn_nreg_askp_qty"]
        )


@pytest.mark.parametrize("division", ["J", "NX", "UN"])
def test_days_of_a_share_are_those_of_its_chart(scene: tuple[Market, str], division: str) -> None:
    market, symbol = scene
    board = {"J": Board.KRX, "NX": Board.NXT, "UN": Board.UNIFIED}[division]
    asked = {"FID_INPUT_ISCD": symbol, "FID_COND_MRKT_DIV_CODE": division}
    told = rows(
        market,
        domestic("investor_trade_by_stock_daily"),
        "output2",
        **asked,
        FID_INPUT_DATE_1="20261120",
    )
    first = date.fromisoformat(told[-1]["stck_bsop_date"])
    bars = market.daily_bars(symbol, first, date(2026, 11, 20), board=board)
    assert [
        (one["stck_bsop_date"], int(one["stck_clpr"]), int(one["acml_vol"])) for one in told
    ] == [(f"{bar.day:%Y%m%d}", bar.close, bar.volume) for bar in reversed(bars)]
    programs = rows(
        market, domestic("program_trade_by_stock_daily"), **asked, FID_INPUT_DATE_1="20261120"
    )
    for program, one in zip(programs, told, strict=True):
        assert program["acml_vol"] == one["acml_vol"]
        bought = int(program["whol_smtn_shnu_vol"])
        assert bought - int(program["whol_smtn_seln_vol"]) == int(program["whol_smtn_ntby_qty"])
        assert bought < int(one["acml_vol"])


def test_two_endpoints_tell_the_same_of_a_day(scene: tuple[Market, str]) -> None:
    market, symbol = scene
    short = rows(market, domestic("inquire_investor"), FID_INPUT_ISCD=symbol)
    asked = {"FID_INPUT_ISCD": symbol, "FID_INPUT_DATE_1": "20261120"}
    long = rows(market, domestic("investor_trade_by_stock_daily"), "output2", **asked)
    assert len(short) == len(long) == 30
    for one, other in zip(short, long, strict=True):
        assert one.items() <= other.items()


def test_a_market_is_the_sum_of_its_shares() -> None:
    market = market_of(4, "2026-11-18 14:57")
    held = market.others.flows.markets.members("0001")
    sums = dict.fromkeys(("prsn", "frgn", "orgn"), 0)
    for listing in held:
        for day in market.others.flows.investor_days(
            listing.symbol, date(2026, 11, 16), date(2026, 11, 16)
        ):
            sums["frgn"] += day.foreign.net
            sums["orgn"] += day.institutions.net
            sums["prsn"] += day.by_investor[0].net
    told = rows(market, domestic("inquire_investor_daily_by_market"), FID_INPUT_DATE_1="20261116")[
        0
    ]
    assert told["stck_bsop_date"] == "20261116"
    for kind, whole in sums.items():
        assert abs(int(told[f"{kind}_ntby_qty"]) * 1000 - whole) < 1000 * 9


def test_today_of_a_market_is_its_newest_day() -> None:
    for seed, at, _ in SCENES:
        market = market_of(seed, at)
        today = rows(market, domestic("inquire_investor_time_by_market"))[0]
        asked = {"FID_INPUT_DATE_1": f"{market.trade_date:%Y%m%d}"}
        newest = rows(market, domestic("inquire_investor_daily_by_market"), **asked)[0]
        for name in newest.keys() & today.keys():
            assert newest[name] == today[name]
        kinds = ("prsn", "frgn", "orgn", "etc_orgt", "etc_corp")
        bought, sold = total(today, kinds, "shnu_vol"), total(today, kinds, "seln_vol")
        assert abs(bought - sold) <= 12


def test_sectors_are_parts_of_their_market() -> None:
    market = market_of(3, "2026-11-20 10:12")
    whole = rows(market, domestic("inquire_investor_time_by_market"))[0]
    part = rows(market, domestic("inquire_investor_time_by_market"), FID_INPUT_ISCD_2="0013")[0]
    for name in ("frgn_seln_vol", "prsn_shnu_vol", "orgn_seln_tr_pbmn"):
        assert 0 < int(part[name]) < int(whole[name])


def test_estimates_are_what_has_been_traded_by_then() -> None:
    market = market_of(4, "2026-11-18 14:57")
    told = rows(market, domestic("investor_trend_estimate"), "output2")
    assert [one["bsop_hour_gb"] for one in told] == ["5", "4", "3", "2", "1"]
    for one in told:
        foreign, institutions = int(one["frgn_fake_ntby_qty"]), int(one["orgn_fake_ntby_qty"])
        assert foreign + institutions == int(one["sum_fake_ntby_qty"])
    assert told[-1]["orgn_fake_ntby_qty"] == "0"
    assert told[-1]["frgn_fake_ntby_qty"] == told[-2]["frgn_fake_ntby_qty"]
    early = standing("2026-11-18 09:31", seed=4)
    first = rows(early, domestic("investor_trend_estimate"), "output2")
    assert first == told[-1:]


@pytest.mark.parametrize("division", ["J", "NX"])
def test_houses_hold_no_more_than_the_volume(scene: tuple[Market, str], division: str) -> None:
    market, symbol = scene
    asked = {"FID_INPUT_ISCD": symbol, "FID_COND_MRKT_DIV_CODE": division}
    told = row(market, domestic("inquire_member"), **asked)
    board = Board.KRX if division == "J" else Board.NXT
    day = market.others.flows.houses(symbol, board)
    assert sum(day.bought) == sum(day.sold) == day.volume
    for side in ("seln", "shnu"):
        sizes = [int(told[f"total_{side}_qty{place}"]) for place in range(1, 6)]
        assert sizes == sorted(sizes, reverse=True)
        assert sum(sizes) <= day.volume
        for place, size in enumerate(sizes, start=1):
            assert float(told[f"{side}_mbcr_rlim{place}"]) == round(size * 100 / day.volume, 2)
    net = int(told["glob_total_shnu_qty"]) - int(told["glob_total_seln_qty"])
    assert net == int(told["glob_ntby_qty"])


def test_a_house_is_told_alike_by_day_and_by_rank(scene: tuple[Market, str]) -> None:
    market, symbol = scene
    best = row(market, domestic("inquire_member"), FID_INPUT_ISCD=symbol)
    day = f"{market.trade_date:%Y%m%d}"
    for side in ("seln", "shnu"):
        told = rows(
            market,
            domestic("inquire_member_daily"),
            FID_INPUT_ISCD=symbol,
            FID_INPUT_ISCD_2=best[f"{side}_mbcr_no1"],
            FID_INPUT_DATE_1=day,
            FID_INPUT_DATE_2=day,
        )
        assert [one[f"total_{side}_qty"] for one in told] == [best[f"total_{side}_qty1"]]


def test_foreign_houses_are_told_alike_everywhere(scene: tuple[Market, str]) -> None:
    market, symbol = scene
    best = row(market, domestic("inquire_member"), FID_INPUT_ISCD=symbol)
    course = rows(market, domestic("frgnmem_pchs_trend"), FID_INPUT_ISCD=symbol)
    found = blocks(market, domestic("frgnmem_trade_trend"), FID_INPUT_ISCD=symbol)
    head = found["output1"][0]
    if market.phase().value == "continuous":
        assert course[0]["glob_ntby_qty"] == best["glob_ntby_qty"]
        assert found["output2"][0]["glob_ntby_qty"] == best["glob_ntby_qty"]
    assert head["total_seln_qty"] == best["glob_total_seln_qty"]
    assert head["total_shnu_qty"] == best["glob_total_shnu_qty"]
    ranked = rows(market, domestic("frgnmem_trade_estimate"))
    assert len({one["stck_shrn_iscd"] for one in ranked}) == len(ranked)
    for one in ranked:
        bought, sold = int(one["glob_total_shnu_qty"]), int(one["glob_total_seln_qty"])
        assert int(one["glob_ntsl_qty"]) == sold - bought < 0
        told = row(market, domestic("inquire_member"), FID_INPUT_ISCD=one["stck_shrn_iscd"])
        assert told["glob_total_shnu_qty"] == one["glob_total_shnu_qty"]


@pytest.mark.parametrize("sold", ["0", "1"])
def test_the_ranking_of_foreigners_and_institutions_agrees_with_each_share(sold: str) -> None:
    market = market_of(3, "2026-11-20 10:12")
    told = rows(market, domestic("foreign_institution_total"), FID_RANK_SORT_CLS_CODE=sold)
    nets = [int(one["ntby_qty"]) for one in told]
    assert nets == sorted(nets, reverse=sold == "0")
    for one in told[:5]:
        own = rows(market, domestic("inquire_investor"), FID_INPUT_ISCD=one["mksc_shrn_iscd"])[0]
        for name in ("frgn_ntby_qty", "orgn_ntby_qty", "frgn_ntby_tr_pbmn", "orgn_ntby_tr_pbmn"):
            assert one[name] == own[name]
        assert int(one["ntby_qty"]) == int(one["frgn_ntby_qty"]) + int(one["orgn_ntby_qty"])


def test_programs_of_a_market_add_up_in_every_way() -> None:
    for seed, at, _ in SCENES:
        market = market_of(seed, at)
        day = at[:10].replace("-", "")
        asked = {"FID_INPUT_DATE_1": day, "FID_INPUT_DATE_2": day}
        (daily,) = rows(market, domestic("comp_program_trade_daily"), **asked)
        for unit in ("seln_vol", "shnu_vol", "ntby_qty", "seln_tr_pbmn", "ntby_tr_pbmn"):
            for kind in ("arbt", "nabt", "whol"):
                parts = int(daily[f"{kind}_entm_{unit}"]) + int(daily[f"{kind}_onsl_{unit}"])
                assert parts == int(daily[f"{kind}_smtn_{unit}"])
            both = int(daily[f"arbt_smtn_{unit}"]) + int(daily[f"nabt_smtn_{unit}"])
            assert both == int(daily[f"whol_smtn_{unit}"])
        by_time = rows(market, domestic("comp_program_trade_today"))
        for name in ("whol_smtn_seln_vol", "whol_smtn_ntby_qty", "arbt_smtn_ntby_tr_pbmn"):
            assert by_time[0][name] == daily[name]
        sold = [int(one["whol_smtn_seln_tr_pbmn"]) for one in by_time]
        assert sold == sorted(sold, reverse=True)
        investors = rows(market, domestic("investor_program_trade_today"), "output1")
        for name in ("all_seln_qty", "arbt_shnu_amt", "nabt_ntby_amt"):
            assert sum(int(one[name]) for one in investors[:-1]) == int(investors[-1][name])
        assert abs(int(investors[-1]["all_seln_qty"]) - int(daily["whol_smtn_seln_vol"])) <= 24


def test_kosdaq_knows_no_arbitrage() -> None:
    market = market_of(3, "2026-11-20 10:12")
    told = rows(market, domestic("comp_program_trade_today"), FID_MRKT_CLS_CODE="Q")
    assert {one["arbt_smtn_seln_tr_pbmn"] for one in told} == {"0"}
    assert int(told[0]["nabt_smtn_seln_tr_pbmn"]) > 0


def test_short_sales_accumulate(scene: tuple[Market, str]) -> None:
    market, symbol = scene
    told = rows(market, domestic("daily_short_sale"), "output2", FID_INPUT_ISCD=symbol, **SPAN)
    told.reverse()
    volume = quantity = amount = 0
    for one in told:
        volume += int(one["acml_vol"])
        quantity += int(one["ssts_cntg_qty"])
        amount += int(one["ssts_tr_pbmn"])
        assert int(one["stnd_vol_smtn"]) == volume
        assert int(one["acml_ssts_cntg_qty"]) == quantity < volume
        assert int(one["acml_ssts_tr_pbmn"]) == amount
        assert int(one["stck_lwpr"]) * 0.98 <= int(one["avrg_prc"]) <= int(one["stck_hgpr"]) * 1.02
    last = market.others.flows.last_short_sale(symbol)
    assert last.day < market.trade_date or market.phase() is Phase.AFTER_MARKET


def test_balances_change_by_what_comes_and_goes(scene: tuple[Market, str]) -> None:
    market, symbol = scene
    credit = rows(market, domestic("daily_credit_balance"), FID_INPUT_ISCD=symbol)
    lent = rows(market, domestic("daily_loan_trans"), "output1", MKSC_SHRN_ISCD=symbol)
    for told, names in (
        (credit, ("whol_loan_new_stcn", "whol_loan_rdmp_stcn", "whol_loan_rmnd_stcn")),
        (credit, ("whol_stln_new_stcn", "whol_stln_rdmp_stcn", "whol_stln_rmnd_stcn")),
        (lent, ("new_stcn", "rdmp_stcn", "rmnd_stcn")),
    ):
        for now, before in pairwise(told):
            new, gone, standing_ = (int(now[name]) for name in names)
            assert min(new, gone, standing_) >= 0
            assert standing_ == int(before[names[2]]) + new - gone
    for one in credit:
        assert one["deal_date"] < one["stlm_date"] <= "20261118"


def test_foreigners_hold_what_they_have_bought(scene: tuple[Market, str]) -> None:
    market, symbol = scene
    flows, today = market.others.flows, market.trade_date
    held = flows.holdings(symbol, today - timedelta(days=60), today)
    days = flows.investor_days(symbol, held[0].day, today)
    assert [one.day for one in held] == [one.day for one in days]
    for before, now, day in zip(held, held[1:], days[1:], strict=False):
        assert now.held == before.held + day.foreign.net
        assert 0 < now.exhaustion < 100


def test_bought_and_sold_volumes_leave_the_auctions_out(scene: tuple[Market, str]) -> None:
    market, symbol = scene
    name = domestic("inquire_daily_trade_volume")
    found = blocks(market, name, FID_INPUT_ISCD=symbol, **SPAN)
    bars = market.daily_bars(symbol, date(2026, 10, 26), date(2026, 11, 16))
    for one, bar in zip(found["output2"], reversed(bars), strict=True):
        assert one["stck_bsop_date"] == f"{bar.day:%Y%m%d}"
        both = int(one["total_seln_qty"]) + int(one["total_shnu_qty"])
        assert bar.volume * 0.85 < both < bar.volume
    by_week = blocks(market, name, FID_INPUT_ISCD=symbol, FID_PERIOD_DIV_CODE="W", **SPAN)
    assert by_week["output1"] == found["output1"]
    assert len(by_week["output2"]) == 4


def test_who_may_borrow_follows_the_listings() -> None:
    market = market_of(3, "2026-11-20 10:12")
    possible = rows(market, domestic("credit_by_company"), FID_RANK_SORT_CLS_CODE="0")
    refused = rows(market, domestic("credit_by_company"), FID_SLCT_YN="1")
    codes = [one["stck_shrn_iscd"] for one in possible]
    assert codes == sorted(codes)
    assert not set(codes) & {one["stck_shrn_iscd"] for one in refused}
    found = blocks(market, domestic("lendable_by_company"))
    assert [one["pdno"] for one in found["output1"]] == codes
    left = sum(int(one["trad_psbl_qty2"]) for one in found["output1"])
    assert found["output2"][0]["rqst_psbl_qty"] == str(left)


@pytest.mark.parametrize("tr_id", CHANNELS)
def test_channels_tell_what_the_endpoints_tell(tr_id: str) -> None:
    market = market_of(3, "2026-11-20 10:12")
    channel = all_channels(World.REAL)[tr_id]
    assert isinstance(channel, Streamed)
    key = CHANNELS[tr_id]
    assert channel.knows(market, key)
    assert not channel.knows(market, "nobody")
    (record,) = channel.records(market, key, None, market.clock.now())
    assert set(record) == {field.name for field in loader.channel(channel.id).fields}
    assert not list(channel.records(market, key, market.clock.now(), market.clock.now()))
    told = {name.lower(): value for name, value in record.items()}
    division = {"ST": "J", "NX": "NX"}.get(tr_id[2:4])
    if "MBC" in tr_id and division:
        best = row(market, domestic("inquire_member"), FID_COND_MRKT_DIV_CODE=division)
        assert [told["seln2_mbcr_name1"], str(told["total_shnu_qty5"])] == [
            best["seln_mbcr_name1"],
            best["total_shnu_qty5"],
        ]
    elif "STPGM" in tr_id:
        newest = rows(market, domestic("program_trade_by_stock"))[0]
        assert str(told["ntby_cnqn"]) == newest["whol_smtn_ntby_qty"]
        assert str(told["shnu_tr_pbmn"]) == newest["whol_smtn_shnu_tr_pbmn"]
    elif key == "0001":
        newest = rows(market, domestic("comp_program_trade_today"))[0]
        assert str(told["whol_ntby_qty"]) == newest["whol_smtn_ntby_qty"]
        assert str(told["acml_vol"]) == newest["acml_vol"]


def test_the_day_ends_as_it_is_told_tomorrow() -> None:
    seconds = 0.0
    start = datetime(2026, 11, 19, 16, 20, tzinfo=KST)
    clock = MarketClock(monotonic=lambda: seconds, start=start)
    market = Market(seed=6, clock=clock, instruments=30)
    market.wake("005930")
    for _ in range(25):
        seconds += 60
        market.advance()
    shares, name = ("005930", "000660"), domestic("inquire_investor")
    sides = {"FID_INPUT_ISCD": "005930", "FID_INPUT_DATE_2": "20261120"}
    evening = [rows(market, name, FID_INPUT_ISCD=one)[0] for one in shares]
    traded = rows(market, domestic("inquire_daily_trade_volume"), "output2", **sides)[0]
    clock.set(datetime(2026, 11, 20, 8, 40, tzinfo=KST))
    morning = [rows(market, name, FID_INPUT_ISCD=one)[0] for one in shares]
    assert evening[0] == morning[0]
    for field in ("prsn_shnu_vol", "frgn_ntby_qty", "orgn_seln_vol", "stck_clpr"):
        assert evening[1][field] == morning[1][field]
    assert rows(market, domestic("inquire_daily_trade_volume"), "output2", **sides)[0] == traded


def test_figures_of_today_only_grow() -> None:
    seconds = 0.0
    start = datetime(2026, 11, 20, 9, 0, 5, tzinfo=KST)
    clock = MarketClock(monotonic=lambda: seconds, start=start)
    market = Market(seed=8, clock=clock, instruments=30)
    before = [0] * 24
    for _ in range(60):
        seconds += 381
        day = market.others.flows.investors("000660")
        now = [one.bought for one in day.by_investor] + [one.sold for one in day.by_investor]
        assert all(one >= other - 12 for one, other in zip(now, before, strict=True))
        before = now


def test_warrants_have_investors_and_houses_too() -> None:
    market = market_of(3, "2026-11-20 10:12")
    code = market.others.warrants.listed(market.clock.now())[0].code
    asked = {"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": code}
    told = rows(market, domestic("inquire_investor"), **asked)
    now = market.others.warrants.find(code, market.clock.now()).course.quote(market.clock.now())
    both = sum(int(told[0][f"{kind}_shnu_vol"]) for kind in ("prsn", "frgn", "orgn"))
    assert both <= now.volume
    assert int(told[0]["stck_clpr"]) == now.last
    best = row(market, domestic("inquire_member"), **asked)
    assert sum(int(best[f"total_seln_qty{place}"]) for place in range(1, 6)) <= now.volume


def test_endpoints_that_paper_trading_serves_are_two() -> None:
    served = {name for name in NAMES if load(domestic(name)).paper}
    assert served == {"inquire_investor", "inquire_member"}
