from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.simulator import noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course, RandomDays, Terms, TickTable
from kis_desktop.simulator.trading_hours import (
    current_session,
    open_all_day,
    weekday_sessions,
)
from kis_desktop.simulator.universe import ANCHOR_DAY

HOLIDAY = date(2026, 11, 26)
NEW_YORK = weekday_sessions((time(23, 30), time(6)), closed=frozenset({HOLIDAY}))
TOKYO = weekday_sessions((time(9), time(11, 30)), (time(12, 30), time(15)))
TICKS = TickTable(((0, 1), (10_000, 100)))


def course(seed: int = 1, *, volume: int = 50_000_000) -> Course:
    closed = frozenset({HOLIDAY})
    return Course(seed, Terms("NAS/XYZ", 4, 2_013_600, 0.018, volume, TICKS, NEW_YORK, closed))


def kst(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=KST)


moments = st.integers(0, 6 * 24 * 3600).map(lambda s: kst(17, 0) + timedelta(seconds=s))


@settings(max_examples=40, deadline=None)
@given(moments, st.integers(1, 50), st.sampled_from([40, 3_000, 50_000_000]))
def test_quote_prints_minutes_and_day_agree_at_every_moment(
    now: datetime, seed: int, volume: int
) -> None:
    subject = course(seed, volume=volume)
    quote = subject.quote(now)
    minutes = subject.minutes(quote.trade_date, now)
    newest = subject.prints(now, 5)
    today = subject.bars(quote.trade_date, quote.trade_date, now)[-1]
    assert (today.close, today.volume, today.base) == (quote.last, quote.volume, quote.base)
    assert (today.open, today.high, today.low) == (quote.open, quote.high, quote.low)
    assert quote.low <= quote.last <= quote.high
    assert quote.bid < quote.ask
    assert quote.bought + quote.sold == quote.volume
    if newest:
        assert (newest[0].price, newest[0].volume) == (quote.last, quote.volume)
        assert newest[0].time == quote.time
        assert minutes[-1].close == quote.last
        assert sum(bar.volume for bar in minutes) == quote.volume
        assert max(bar.high for bar in minutes) <= quote.high
        assert min(bar.low for bar in minutes) >= quote.low


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3600), st.integers(1, 600), st.integers(1, 20))
def test_prints_in_between_add_up_and_stay_inside_the_day(
    start: int, length: int, seed: int
) -> None:
    subject = course(seed)
    since = kst(20, 23, 30) + timedelta(seconds=start)
    until = since + timedelta(seconds=length)
    made = subject.prints_between(since, until)
    before, after = subject.quote(since), subject.quote(until)
    assert sum(one.size for one in made) == after.volume - before.volume
    assert all(after.low <= one.price <= after.high for one in made)
    assert [one.volume for one in made] == sorted({one.volume for one in made})


def test_the_prints_of_a_whole_day_are_its_volume() -> None:
    subject = course()
    end = kst(21, 6)
    quote = subject.quote(end)
    made = subject.prints(end, 10**9)
    assert sum(one.size for one in made) == quote.volume
    assert {max(one.price for one in made), min(one.price for one in made)} == {
        quote.high,
        quote.low,
    }
    assert subject.quote(end + timedelta(hours=3)) == quote


def test_a_day_begins_where_the_one_before_ended() -> None:
    bars = course().bars(date(2024, 1, 1), date(2026, 11, 30), kst(30, 12))
    assert all(day.base == before.close for before, day in pairwise(bars))
    assert HOLIDAY not in {bar.day for bar in bars}
    anchor = next(bar for bar in bars if bar.day == ANCHOR_DAY)
    assert anchor.close == 2_013_600
    assert all(bar.low <= min(bar.open, bar.close) for bar in bars)
    assert all(bar.high >= max(bar.open, bar.close) for bar in bars)
    assert all(TICKS(price) == 100 and price % 100 == 0 for bar in bars for price in (bar.close,))


def test_nothing_is_known_of_days_to_come() -> None:
    now = kst(18, 3)
    subject = course()
    assert subject.bars(date(2026, 11, 1), date(2026, 12, 31), now)[-1].day == date(2026, 11, 17)
    assert subject.minutes(date(2026, 11, 19), now) == ()
    assert subject.minutes(date(2026, 11, 21), now) == ()


def test_longer_periods_sum_up_the_days() -> None:
    now = kst(20, 12)
    subject = course()
    days = subject.bars(date(2026, 11, 9), date(2026, 11, 13), now)
    week = subject.bars(date(2026, 11, 9), date(2026, 11, 13), now, "W")[-1]
    assert week.volume == sum(day.volume for day in days)
    assert (week.open, week.close) == (days[0].open, days[-1].close)


def test_another_seed_is_another_market() -> None:
    now = kst(20, 12)
    assert course(1).quote(now) != course(2).quote(now)
    assert course(1).quote(now) == course(1).quote(now)


def test_the_book_stands_around_the_last_price() -> None:
    book = course().book(kst(20, 23, 45), 5)
    asks, bids = [one.price for one in book.asks], [one.price for one in book.bids]
    assert asks == sorted(asks)
    assert bids == sorted(bids, reverse=True)
    assert bids[0] < asks[0]
    assert book.total_ask == sum(one.size for one in book.asks)
    assert all(one.orders >= 1 for one in book.bids)


def test_a_break_is_no_time_of_trading() -> None:
    session = TOKYO(date(2026, 11, 20))
    assert session is not None
    assert session.seconds == 5 * 3600
    assert session.elapsed(kst(20, 12)) == 2 * 3600 + 1800
    assert session.elapsed(kst(20, 13)) == 3 * 3600
    assert session.at(3 * 3600) == kst(20, 13)
    assert not session.is_open(kst(20, 12))
    assert session.is_open(kst(20, 12, 30))
    subject = Course(3, Terms("TSE/7203", 0, 3_000, 0.01, 9_000_000, TICKS, TOKYO))
    assert subject.prints_between(kst(20, 11, 40), kst(20, 12, 20)) == ()
    assert not subject.quote(kst(20, 12)).is_open


@pytest.mark.parametrize("every", [1, 5, 30])
def test_minutes_have_the_clock_s_names_on_both_sides_of_a_break(every: int) -> None:
    subject = Course(3, Terms("TSE/7203", 0, 3_000, 0.01, 9_000_000, TICKS, TOKYO))
    whole = subject.minutes(date(2026, 11, 20), kst(20, 16), every)
    names = [bar.time for bar in whole]
    assert kst(20, 12, 30) in names
    assert not any(kst(20, 11, 30) <= name < kst(20, 12, 30) for name in names)
    assert names[-1] < kst(20, 15)
    for now in (kst(20, 11, 30), kst(20, 12), kst(20, 12, 30), kst(20, 12, 31), kst(20, 15)):
        bars = subject.minutes(date(2026, 11, 20), now, every)
        assert all(bar.time <= now for bar in bars)
        assert sum(bar.volume for bar in bars) == subject.quote(now).volume
    before, after = (
        next(bar for bar in whole if bar.time == name)
        for name in (kst(20, 11, 30) - timedelta(minutes=every), kst(20, 12, 30))
    )
    made = subject.prints_between(kst(20, 11, 30), kst(20, 12, 30, 59))
    assert before.close == subject.quote(kst(20, 12)).last
    assert after.open == made[0].price


def test_the_session_of_a_morning_is_that_of_the_eve_until_the_next_one_begins() -> None:
    assert current_session(NEW_YORK, kst(21, 3)).trade_date == date(2026, 11, 20)
    assert current_session(NEW_YORK, kst(22, 12)).trade_date == date(2026, 11, 20)
    with pytest.raises(ValueError, match="no session"):
        current_session(lambda _: None, kst(21, 3))


def test_an_evening_session_belongs_to_the_next_day() -> None:
    night = weekday_sessions((time(18), time(6)), begins=-1)
    session = night(date(2026, 11, 20))
    assert session is not None
    assert (session.start, session.end) == (kst(19, 18), kst(20, 6))


def test_an_open_house_has_no_night() -> None:
    saturday = date(2026, 11, 21)
    rule = open_all_day(saturday)
    assert current_session(rule, kst(21, 4)).is_open(kst(21, 4))
    assert rule(date(2026, 11, 22)) is None
    assert rule(date(2026, 11, 23)) is not None


def test_one_number_draws_as_many_do() -> None:
    key = noise.key(7, "any")
    numbers = np.array([0, 1, 99, 12_345_678])
    drawn = [noise.uniform(key, int(number), 4) for number in numbers]
    assert drawn == list(noise.uniforms(key, numbers, 4))


def test_a_long_look_back_forgets_nothing() -> None:
    days = RandomDays(1, course().terms)
    first = days.bars(date(2026, 1, 1), date(2026, 3, 1))
    assert days.bars(date(2026, 1, 1), date(2026, 3, 1)) == first
