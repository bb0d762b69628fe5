"""Between which exchange times an order can have been stamped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kis_desktop.services.order_times import OrderTimes, cut_off, seconds_between
from kis_desktop.services.session_clock import SessionClock
from tests.unit.services.order_desk import NOW, RULES, Screen


class Clock:
    """A monotonic clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def known(clock: Clock, told: datetime = NOW) -> SessionClock:
    session = SessionClock(RULES, Screen(), clock, wall=lambda: NOW)
    session.observe(told)
    return session


def seconds(moment: datetime) -> float:
    return (moment - NOW).total_seconds()


def test_before_the_server_has_told_its_time_any_time_will_do() -> None:
    session = SessionClock(RULES, Screen(), Clock(), wall=lambda: NOW)
    times = OrderTimes(session)
    assert session.bounds() is None
    assert (times.earliest(), times.latest()) == ("", "")
    times.learn("", "101200")
    assert times.earliest() == ""


def test_one_telling_bounds_the_time_by_its_whole_second_and_its_way() -> None:
    low, high = known(Clock()).bounds() or (NOW, NOW)
    assert (seconds(low), seconds(high)) == (0.0, 1.75)


def test_tellings_that_lie_apart_bound_the_time_more_narrowly() -> None:
    clock = Clock()
    session = known(clock)
    clock.now += 0.9
    session.observe(NOW + timedelta(seconds=1))  # the second has just changed
    low, high = session.bounds() or (NOW, NOW)
    assert (seconds(low), seconds(high)) == pytest.approx((1.0, 2.65))


def test_tellings_that_contradict_each_other_leave_the_last_alone() -> None:
    clock = Clock()
    session = known(clock)
    session.observe(NOW + timedelta(seconds=30))
    low, high = session.bounds() or (NOW, NOW)
    assert (seconds(low), seconds(high)) == (30.0, 31.75)


def test_an_order_is_stamped_between_the_bounds_with_what_two_clocks_may_differ() -> None:
    times = OrderTimes(known(Clock()))
    assert (times.earliest(), times.latest()) == ("101159", "101202")


@pytest.mark.parametrize(
    ("stamped", "earliest", "latest"),
    [
        ("101150", "101150", "101202"),  # the ledger's clock is behind
        ("101210", "101159", "101210"),  # or ahead
        ("101201", "101159", "101202"),
        ("", "101159", "101202"),
    ],
)
def test_an_answered_order_measures_how_far_the_ledger_s_clock_differs(
    stamped: str, earliest: str, latest: str
) -> None:
    times = OrderTimes(known(Clock()))
    times.learn(times.earliest(), stamped)
    assert (times.earliest(), times.latest()) == (earliest, latest)


@pytest.mark.parametrize(
    ("told", "earliest", "latest"),
    [
        (datetime(2026, 11, 19, 15, 0, 0, tzinfo=UTC), "", "000002"),  # midnight in Korea
        (datetime(2026, 11, 19, 14, 59, 58, tzinfo=UTC), "235957", ""),
    ],
)
def test_a_time_of_another_day_is_not_known(told: datetime, earliest: str, latest: str) -> None:
    times = OrderTimes(known(Clock(), told))
    assert (times.earliest(), times.latest()) == (earliest, latest)


def test_seconds_between_times_that_are_none_are_not_known() -> None:
    assert seconds_between("101200", "101201") == 1
    assert seconds_between("101201", "101200") == -1
    assert seconds_between("", "101200") is None
    assert seconds_between("101200", "261200") is None


@pytest.mark.parametrize(
    ("sent_at", "until", "expected"),
    [
        ("101159", "131202", "101259"),
        ("101159", "101202", "101202"),  # the program began again at once
        ("101159", "", "101259"),  # on another day
        ("", "131202", "131202"),  # the server had not told its time
        ("235930", "235959", "235959"),
        ("235930", "", ""),
    ],
)
def test_a_sending_that_was_cut_short_ended_within_a_minute(
    sent_at: str, until: str, expected: str
) -> None:
    assert cut_off(sent_at, until) == expected
