"""Requests and channels about bonds say the same of a bond at the same moment, orders included."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.directory import endpoint_lines
from kis_desktop.simulator.bond_list import Bond, Interest, listed_bonds
from kis_desktop.simulator.markets.domestic_bond import valuation
from kis_desktop.simulator.markets.domestic_bond.market import KoreanBonds
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.channels import find_channel
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.endpoints import load
from kis_desktop.simulator.server.settings import World
from tests.unit.simulator.trading_floor import ACCOUNT, Floor

MOMENTS = ["2026-11-20 10:12", "2026-11-23 13:45:30", "2026-11-21 20:00"]
QUOTES = [
    line.id
    for line in endpoint_lines()
    if line.id.startswith("domestic_bond/") and line.method == "GET"
]
CODES = ["KR103501GA03", "KR101501DA03", "KR203101MA02", "KR310101SA02", "KR6000005A01",
         "KR103502GA34", "KR6095572D81"]  # fmt: skip
Row = dict[str, str]


class Asker:
    """Asks one simulated world, whose time can go on."""

    def __init__(self, at: str = MOMENTS[0], seed: int = 1) -> None:
        self.floor = Floor(at, seed=seed)

    @property
    def bonds(self) -> KoreanBonds:
        return self.floor.market.others.bonds

    def reply(self, id_: str, **fields: str) -> dict[str, object]:
        endpoint = load(f"domestic_bond/{id_}")
        call = Call(
            market=self.floor.market,
            world=World.REAL,
            tr_id=endpoint.real[0],
            fields=dict(endpoint.example) | fields,
            continued="CTX_AREA_NK200" in fields or "CTX_AREA_NK30" in fields,
            changed=False,
            account_number=ACCOUNT,
        )
        return endpoint.answer(call).body

    def rows(self, id_: str, block: str = "output", **fields: str) -> list[Row]:
        found = self.reply(id_, **fields)[block]
        return found if isinstance(found, list) else [found]  # type: ignore[list-item]

    def records(self, tr_id: str, key: str, back: int | None = None) -> list[Row]:
        channel = find_channel(tr_id, World.REAL)
        assert isinstance(channel, Streamed)
        names = [field.name for field in loader.channel(channel.id).fields]
        now = self.floor.clock.now()
        since = None if back is None else now - timedelta(seconds=back)
        return [
            dict(zip(names, channel.text(one).split("^"), strict=True))
            for one in channel.records(self.floor.market, key, since, now)
        ]


@pytest.fixture(scope="module", params=[(seed, at) for seed in (1, 7) for at in MOMENTS[:2]])
def asker(request: pytest.FixtureRequest) -> Asker:
    seed, at = request.param
    return Asker(at, seed)


@pytest.fixture
def trader() -> Asker:
    return Asker()


@pytest.mark.parametrize("id_", QUOTES)
def test_every_example_is_answered_with_the_documented_fields(trader: Asker, id_: str) -> None:
    for block, documented in loader.endpoint(id_).outputs.items():
        rows = trader.rows(id_.removeprefix("domestic_bond/"), block)
        assert rows, f"{id_} {block} has no rows"
        assert [field.name for field in documented.fields] == list(rows[0])


@pytest.mark.parametrize("code", CODES)
def test_quote_trades_days_and_chart_agree(asker: Asker, code: str) -> None:
    now = asker.rows("inquire_price", FID_INPUT_ISCD=code)[0]
    trade = asker.rows("inquire_ccnl", FID_INPUT_ISCD=code)[0]
    days = asker.rows("inquire_daily_price", FID_INPUT_ISCD=code)
    chart = asker.rows("inquire_daily_itemchartprice", FID_INPUT_ISCD=code)
    assert now["stnd_iscd"] == code
    for name in ("bond_prpr", "bond_prdy_vrss", "prdy_ctrt", "acml_vol"):
        assert now[name] == trade[name] == days[0][name]
    for name in ("bond_oprc", "bond_hgpr", "bond_lwpr", "bond_prpr"):
        assert now[name] == days[0][name] == chart[0][name]
    assert [row["bond_prpr"] for row in chart[: len(days)]] == [row["bond_prpr"] for row in days]
    assert days[1]["bond_prpr"] == now["bond_prdy_clpr"]
    change = float(now["bond_prpr"]) - float(now["bond_prdy_clpr"])
    assert float(now["bond_prdy_vrss"]) == pytest.approx(change)


@pytest.mark.parametrize("code", CODES)
def test_book_channel_and_quote_agree(asker: Asker, code: str) -> None:
    book = asker.rows("inquire_asking_price", FID_INPUT_ISCD=code)[0]
    streamed = asker.records("H0BJASP0", code)[0]
    last = asker.records("H0BJCNT0", code)[0]
    now = asker.rows("inquire_price", FID_INPUT_ISCD=code)[0]
    assert (last["stck_prpr"], last["acml_vol"]) == (now["bond_prpr"], now["acml_vol"])
    assert last["bond_cntg_ert"] == now["ernn_rate"]
    assert now["bond_prpr"] in {book["bond_askp1"], book["bond_bidp1"]}
    for number in range(1, 6):
        assert book[f"bond_askp{number}"] == streamed[f"askp{number}"]
        assert book[f"seln_ernn_rate{number}"] == streamed[f"askp_ert{number}"]
    sizes = [int(book[f"askp_rsqn{number}"]) for number in range(1, 6)]
    assert sum(sizes) == int(book["total_askp_rsqn"]) == int(streamed["total_askp_rsqn"])
    prices = [float(book[f"bond_askp{number}"]) for number in range(1, 6)]
    yields = [float(book[f"seln_ernn_rate{number}"]) for number in range(1, 6)]
    assert prices == sorted(prices)
    assert yields == sorted(yields, reverse=True)
    assert float(book["bond_bidp1"]) < prices[0]


def test_prints_of_the_channel_add_up(asker: Asker) -> None:
    streamed = asker.records("H0BJCNT0", CODES[0], back=60)
    for before, after in pairwise(streamed):
        assert int(after["acml_vol"]) - int(before["acml_vol"]) == int(after["cntg_vol"])


@pytest.mark.parametrize("bond", listed_bonds(), ids=lambda bond: bond.code)
def test_prices_and_yields_are_each_others_inverse(bond: Bond) -> None:
    day = date(2026, 11, 20)
    for rate in (0.015, 0.03, 0.06):
        worth = valuation.price(bond, rate, day)
        assert valuation.rate_at(bond, worth, day) == pytest.approx(rate, abs=1e-6)
        assert valuation.price(bond, rate + 0.01, day) < worth
        assert valuation.duration(bond, rate, day) > 0


def test_a_price_reckoned_by_hand() -> None:
    # KR103501GA02: 2.75 % a year paid on 10 June and 10 December until 2029-12-10; on the day of a
    # payment seven halves are left: 137.5 times the annuity at 2 %, and 10,000 discounted
    bond = next(one for one in listed_bonds() if one.code == "KR103501GA02")
    day = date(2026, 6, 10)
    assert len(valuation.coming(bond, day)) == 7
    annuity = (1 - 1.01**-7) / 0.01
    expected = 137.5 * annuity + 10_000 * 1.01**-7
    assert valuation.price(bond, 0.02, day) == pytest.approx(expected)
    assert valuation.accrued(bond, day) == pytest.approx(0.0)


def test_payments_end_on_the_day_of_redemption_with_the_face_value() -> None:
    for bond in listed_bonds():
        paid = valuation.payments(bond)
        assert paid[-1].day == bond.due
        assert paid[-1].principal == pytest.approx(valuation.FACE / max(bond.parts, 1))
        assert sum(one.principal for one in paid) == pytest.approx(valuation.FACE)
        if bond.interest is Interest.COUPON:
            assert len({one.day for one in paid}) == len(paid)
            assert paid[0].day > bond.issued


def test_days_of_interest_stand_about_today(asker: Asker) -> None:
    today = f"{asker.bonds.trade_date(asker.floor.clock.now()):%Y%m%d}"
    for bond in listed_bonds()[:12]:
        info = asker.rows("issue_info", PDNO=bond.code)[0]
        basic = asker.rows("search_bond_info", PDNO=bond.code)[0]
        assert info["rgbf_int_dfrm_dt"] <= today < info["nxtm_int_dfrm_dt"]
        for name in ("issu_dt", "nxtm_int_dfrm_dt", "rdpt_dt", "bond_clsf_cd", "lstg_dt"):
            assert info[name] == basic[name]


def test_the_average_of_the_valuers_is_their_mean_and_near_the_close(asker: Asker) -> None:
    fields = {"PDNO": CODES[0], "INQR_STRT_DT": "20250101", "INQR_END_DT": "20250331"}
    said = asker.rows("avg_unit", "output1", **fields)
    bars = asker.bonds.find(CODES[0]).days.bars(date(2025, 1, 1), date(2025, 3, 31))
    assert [row["evlu_dt"] for row in said] == [f"{bar.day:%Y%m%d}" for bar in reversed(bars)]
    for row, bar in zip(said, reversed(bars), strict=True):
        names = ("kis_unpr", "kbp_unpr", "nice_evlu_unpr", "fnp_unpr")
        mean = sum(float(row[name]) for name in names) / 4
        assert float(row["avg_evlu_unpr"]) == pytest.approx(mean, abs=0.01)
        assert abs(mean - bar.close / 100) < 5


def test_pages_of_valuations_follow_each_other(trader: Asker) -> None:
    fields = {"PDNO": CODES[0], "INQR_STRT_DT": "20250101", "INQR_END_DT": "20251231"}
    first = trader.reply("avg_unit", **fields)
    key = str(first["ctx_area_nk30"]).strip()
    second = trader.rows("avg_unit", "output1", CTX_AREA_NK30=key, **fields)
    whole = [*trader.rows("avg_unit", "output1", **fields), *second]
    days = [row["evlu_dt"] for row in whole]
    assert len(days) == len(set(days))
    assert days == sorted(days, reverse=True)


def test_an_index_stands_between_its_extremes_and_ends_where_the_next_day_begins() -> None:
    today, later = Asker("2026-11-20 15:40"), Asker("2026-11-23 11:00")
    for key in ("KBPR01", "KISR01", "CORP01"):
        closed, running = today.records("H0BICNT0", key)[0], later.records("H0BICNT0", key)[0]
        assert closed["totl_ernn_nmix"] == running["prdy_totl_ernn_nmix"]
        low, high = float(running["totl_ernn_nmix_lwpr"]), float(running["totl_ernn_nmix_hgpr"])
        assert low <= float(running["totl_ernn_nmix"]) <= high
        change = float(running["totl_ernn_nmix"]) - float(running["prdy_totl_ernn_nmix"])
        assert float(running["totl_ernn_nmix_prdy_vrss"]) == pytest.approx(change, abs=2e-4)


def test_holdings_by_purchase_make_up_the_positions(trader: Asker) -> None:
    held: dict[str, int] = {}
    for row in trader.rows("inquire_balance"):
        held[row["pdno"]] = held.get(row["pdno"], 0) + int(row["cblc_qty"])
        worth = float(row["buy_unpr"]) * int(row["cblc_qty"]) / 10
        assert int(row["buy_amt"]) == pytest.approx(worth, abs=1)
        assert int(row["ord_psbl_qty"]) <= int(row["cblc_qty"])
    positions = trader.bonds.dealer.book(ACCOUNT).positions(trader.floor.clock.now())
    assert held == {one.code: one.quantity for one in positions}


def test_a_purchase_is_filled_listed_and_held(trader: Asker) -> None:
    code = "KR6000006A01"
    book = trader.rows("inquire_asking_price", FID_INPUT_ISCD=code)[0]
    before = int(trader.rows("inquire_psbl_order", PDNO=code)[0]["ord_psbl_cash"])
    order = {"PDNO": code, "ORD_QTY2": "2", "BOND_ORD_UNPR": book["bond_askp1"]}
    number = trader.rows("buy", **order)[0]["ODNO"]
    listed = trader.rows(
        "inquire_daily_ccld", "output1", INQR_STRT_DT="20261120", INQR_END_DT="20261120"
    )
    mine = next(row for row in listed if row["odno"] == number)
    assert (mine["tot_ccld_qty"], mine["nccs_qty"]) == ("2", "0")
    assert mine["bond_avg_unpr"] == book["bond_askp1"]
    held = next(row for row in trader.rows("inquire_balance") if row["pdno"] == code)
    assert (held["cblc_qty"], held["buy_dt"], held["buy_unpr"]) == (
        "2", "20261120", book["bond_askp1"],
    )  # fmt: skip
    after = int(trader.rows("inquire_psbl_order", PDNO=code)[0]["ord_psbl_cash"])
    assert before - after == pytest.approx(int(mine["tot_ccld_amt"]), abs=10)


def test_an_order_at_rest_is_moved_and_taken_back(trader: Asker) -> None:
    order = {"PDNO": "KR6000004A02", "ORD_QTY2": "10", "BOND_ORD_UNPR": "9500"}
    number = trader.rows("buy", **order)[0]["ODNO"]
    moved = trader.rows(
        "order_rvsecncl", ORGN_ODNO=number, RVSE_CNCL_DVSN_CD="01", BOND_ORD_UNPR="9510"
    )[0]["ODNO"]
    working = {row["odno"]: row for row in trader.rows("inquire_psbl_rvsecncl")}
    assert number not in working
    assert (working[moved]["bond_ord_unpr"], working[moved]["orgn_odno"]) == ("9510.00", number)
    trader.rows("order_rvsecncl", ORGN_ODNO=moved, RVSE_CNCL_DVSN_CD="02")
    assert moved not in {row["odno"] for row in trader.rows("inquire_psbl_rvsecncl")}
    again = trader.reply("order_rvsecncl", ORGN_ODNO=moved, RVSE_CNCL_DVSN_CD="02")
    assert again["rt_cd"] != "0"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"BOND_ORD_UNPR": "20000"}, "APBK0507"),
        ({"BOND_ORD_UNPR": "9500.3"}, "APBK0506"),
        ({"BOND_ORD_UNPR": "9500", "ORD_QTY2": "9000000"}, "APBK0952"),
    ],
)
def test_orders_that_cannot_be_are_refused(
    trader: Asker, fields: dict[str, str], code: str
) -> None:
    reply = trader.reply("buy", **fields)
    assert (reply["rt_cd"] != "0", reply["msg_cd"]) == (True, code)


def test_more_than_is_held_cannot_be_sold(trader: Asker) -> None:
    reply = trader.reply("sell", PDNO="KR6000006A01", ORD_QTY2="1", BOND_ORD_UNPR="10200")
    assert reply["msg_cd"] == "APBK0400"


@pytest.mark.parametrize(("start", "end"), [("20220301", "20220331"), ("20250601", "20250630")])
def test_any_period_of_the_past_has_orders_whose_sums_are_told(
    trader: Asker, start: str, end: str
) -> None:
    period = {"INQR_STRT_DT": start, "INQR_END_DT": end}
    orders = trader.rows("inquire_daily_ccld", "output1", **period)
    sums = trader.rows("inquire_daily_ccld", "output2", **period)[0]
    assert orders
    assert all(start <= row["ord_dt"] <= end for row in orders)
    assert int(sums["tot_ccld_amt_smtl"]) == sum(int(row["tot_ccld_amt"]) for row in orders)
    assert int(sums["tot_ccld_qty_smtl"]) == sum(int(row["tot_ccld_qty"]) for row in orders)
    for row in orders:
        left = int(row["nccs_qty"])
        assert int(row["tot_ccld_qty"]) + left <= int(row["ord_qty"])
