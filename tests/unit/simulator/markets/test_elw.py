"""Warrants over days and years: what decides them, and that their days hold together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from kis_desktop.simulator.clock import KST, MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.universe import all_listings
from kis_desktop.simulator.warrant_listings import ending, issues, warrants
from tests.unit.simulator.trading_floor import Floor, kst

DAYS = [date(2022, 3, 15), date(2024, 7, 1), date(2026, 11, 20)]


@pytest.mark.parametrize("day", DAYS)
def test_a_place_holds_one_warrant_at_a_time(day: date) -> None:
    listed = list(issues(all_listings(), day))
    assert len({one.at for one in listed}) == len(listed) >= 60
    for one in listed:
        assert one.listed <= day <= one.last_day
    assert list(issues(all_listings(), day)) == listed


@pytest.mark.parametrize("day", DAYS)
def test_what_ends_in_a_month_was_listed_in_it(day: date) -> None:
    last = day + timedelta(days=30)
    codes = {one.code for one in ending(all_listings(), day, last)}
    seen = {
        one.code
        for number in range(31)
        for one in issues(all_listings(), day + timedelta(days=number))
        if one.last_day <= last
    }
    assert codes == seen


def test_a_list_is_known_without_a_market() -> None:
    for one in warrants(all_listings(), DAYS[-1]):
        assert one.strike > 0
        assert one.isin[3:9] == one.code


@pytest.mark.parametrize("seed", [1, 5])
@pytest.mark.parametrize("at", ["2024-07-01 11:00", "2026-11-20 10:12"])
def test_a_day_reaches_its_bar_and_ends_with_it(seed: int, at: str) -> None:
    market = Floor(at, seed=seed).market
    for one in market.others.warrants.listed(kst(at))[::12]:
        day = one.course.session(kst(at)).trade_date
        bar = one.days.bars(day, day)[0]
        session = one.course.terms.sessions(day)
        assert session is not None
        knots = one.days.knots(session)
        assert (knots.prices[0], knots.prices[-1]) == (bar.open, bar.close)
        assert (knots.prices.max(), knots.prices.min()) == (bar.high, bar.low)
        assert knots.volumes[-1] == bar.volume
        assert all(price % 5 == 0 for price in knots.prices)
        before = one.days.bars(one.warrant.listed, day)
        for earlier, later in pairwise(before):
            assert later.base == earlier.close


def test_calls_follow_their_share_and_puts_go_against_it() -> None:
    warrants_ = Floor().market.others.warrants
    for one in warrants_.listed(kst("10:12"))[:30]:
        moves = one.underlying.days(one.warrant.listed, date(2026, 11, 19)).close
        worth = one.pricing.worth(moves, 0.3, 0.3)
        rising = sorted(zip(moves, worth, strict=True))
        prices = [price for _, price in rising]
        assert prices == sorted(prices, reverse=not one.warrant.is_call)


def test_the_days_go_on_when_the_market_lives_through_the_night() -> None:
    floor = Floor("2026-11-20 15:00")
    warrants_ = floor.market.others.warrants
    code = warrants_.listed(floor.clock.now())[0].code
    floor.market.snapshot("005930")
    warrants_.view(warrants_.find(code, floor.clock.now()), floor.clock.now())
    floor.clock.set(kst("2026-11-23 10:00"))
    view = warrants_.view(warrants_.find(code, floor.clock.now()), floor.clock.now())
    assert view.quote.trade_date == date(2026, 11, 23)
    assert view.standing.price == floor.market.glance("005930").last


def test_under_an_open_clock_it_trades_at_night_with_the_closing_price() -> None:
    start = datetime(2026, 11, 20, 23, 0, tzinfo=KST)
    market = Market(
        seed=1, clock=MarketClock(monotonic=lambda: 0.0, start=start), instruments=20,
        open_house=True,
    )  # fmt: skip
    one = market.others.warrants.listed(start)[0]
    quote = one.course.quote(start)
    assert quote.is_open
    assert one.course.prints(start, 1)
    bar = one.days.bars(date(2026, 11, 20), date(2026, 11, 20))[0]
    assert abs(quote.last - bar.close) <= 15
