"""Bonds over days and years: their yields, their days, and what an account does with them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from kis_desktop.simulator.bond_list import listed_bonds
from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.markets.domestic_bond import valuation
from kis_desktop.simulator.markets.domestic_bond.curve import Curve
from kis_desktop.simulator.views import OrderState, Refused, Side
from tests.unit.simulator.trading_floor import ACCOUNT, Floor, kst

YEARS = [0.25, 1.0, 3.0, 10.0, 30.0]


@pytest.mark.parametrize("seed", range(6))
def test_yields_stay_sane_and_move_by_steps(seed: int) -> None:
    curve = Curve(seed)
    for years in YEARS:
        rates = [curve.rate(years, date(2021 + number // 12, number % 12 + 1, 15))
                 for number in range(10, 60)]  # fmt: skip
        assert 0.3 < min(rates) < max(rates) < 8
        assert all(abs(after - before) < 1 for before, after in pairwise(rates))
        weekend, friday = (
            curve.rate(years, date(2026, 11, 21)),
            curve.rate(years, date(2026, 11, 20)),
        )
        assert weekend == friday


@pytest.mark.parametrize("seed", [1, 4])
def test_each_close_is_the_next_base_and_lies_in_its_bar(seed: int) -> None:
    bonds = Floor(seed=seed).market.others.bonds
    for bond in listed_bonds()[::6]:
        one = bonds.find(bond.code)
        bars = one.days.bars(date(2026, 6, 1), date(2026, 11, 19))
        for before, after in pairwise(bars):
            assert after.base == before.close
        for bar in bars:
            assert bar.low <= min(bar.open, bar.close) <= max(bar.open, bar.close) <= bar.high
            assert all(price % one.course.terms.tick(price) == 0
                       for price in (bar.open, bar.high, bar.low, bar.close))  # fmt: skip
            shown = one.rate(bar.close, bar.day) / 100
            # half a step of the price is what the yield cannot tell
            blur = one.course.terms.tick(bar.close) / bar.close
            length = valuation.duration(bond, shown, bar.day)
            assert abs(shown - one.days.rate(bar.day)) <= blur / max(length, 0.01)


def test_a_riskier_issuer_pays_more() -> None:
    bonds = Floor().market.others.bonds
    day = date(2026, 11, 20)
    treasury, best, worst = (
        bonds.find(code).days.rate(day) for code in ("KR103501GA06", "KR350101SA01", "KR6000005A01")
    )
    assert treasury < best < worst


def test_a_coupon_leaves_the_price_on_its_day() -> None:
    bond = next(one for one in listed_bonds() if one.code == "KR103501GA02")
    before, after = date(2026, 6, 9), date(2026, 6, 10)
    fall = valuation.price(bond, 0.0275, before) - valuation.price(bond, 0.0275, after)
    assert fall == pytest.approx(137.5, abs=1.0)


def test_cash_and_bonds_are_conserved_by_dealing() -> None:
    floor = Floor("10:12")
    bonds = floor.market.others.bonds
    dealer = bonds.dealer
    book = dealer.book(ACCOUNT)
    code, now = "KR6000006A01", floor.clock.now()
    cash = book.cash["KRW"]
    ask = bonds.find(code).course.book(now).asks[0]
    dealer.place(ACCOUNT, "KRX", code, Side.BUY, 5, ask.price, now)
    bid = bonds.find(code).course.book(now).bids[0]
    dealer.place(ACCOUNT, "KRX", code, Side.SELL, 5, bid.price, now)
    dealt = dealer.find_dealt("KRX", code)
    assert dealt is not None
    fills = [one for one in book.fills if one.code == code]
    moved = sum(
        (dealt.money(one.value) * (1 if one.side is Side.SELL else -1) - one.fee for one in fills),
        start=cash,
    )
    assert book.cash["KRW"] == moved
    assert book.position(dealt, now).quantity == 0


def test_every_order_of_the_day_ends_in_one_state() -> None:
    floor = Floor("15:20")
    dealer = floor.market.others.bonds.dealer
    resting: DealOrder = dealer.place(
        ACCOUNT, "KRX", "KR6000006A01", Side.BUY, 3, 900_000, floor.clock.now()
    )
    floor.go(15 * 60)
    floor.market.advance()
    ended = dealer.find_order(ACCOUNT, resting.number)
    assert ended is not None
    assert (ended.state, ended.remaining, ended.expired_quantity) == (OrderState.EXPIRED, 0, 3)
    with pytest.raises(Refused):
        dealer.place(ACCOUNT, "KRX", "KR6000006A01", Side.BUY, 3, 900_000, floor.clock.now())


def test_codes_of_others_stand_for_a_bond_of_their_class() -> None:
    bonds = Floor().market.others.bonds
    for code in ("KR103502GA34", "KR2033022D33", "KR6449111CB8", "KR6095572D81", "KR3101019999"):
        one = bonds.find(code)
        assert one.code[:3] == code[:3]
        assert bonds.find(code.lower()) is one
        assert one.days.bars(date(2022, 1, 3), date(2022, 1, 31))
        assert one.course.quote(kst("10:12")).last > 0
