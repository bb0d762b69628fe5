"""Resampling equals its definition, written naively."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.indicators.resample import bucket, bucket_starts, concatenated, cut, resampled
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import KOREA, bars_of, joined, series

MONDAY = date(1970, 1, 5)


def start_of(moment: datetime, interval: Interval) -> datetime:
    """Where the bar of a moment begins, by the calendar."""
    midnight = datetime.combine(moment.date(), time(), KOREA)
    count, day = interval.count, moment.date()
    if interval.unit is Unit.MINUTE:
        minutes = moment.hour * 60 + moment.minute
        return midnight + timedelta(minutes=minutes - minutes % count)
    if interval.unit is Unit.DAY:
        return _midnight(day if count == 1 else _first_weekday(day, count))
    if interval.unit is Unit.WEEK:
        weeks = (day - MONDAY).days // 7
        return _midnight(MONDAY + timedelta(days=7 * (weeks - weeks % count)))
    if interval.unit is Unit.MONTH:
        months = day.year * 12 + day.month - 1
        months -= months % count
        return _midnight(date(months // 12, months % 12 + 1, 1))
    return _midnight(date(day.year - day.year % count, 1, 1))


def _first_weekday(day: date, count: int) -> date:
    while day.weekday() > 4:
        day -= timedelta(days=1)
    weeks, weekday = divmod((day - MONDAY).days, 7)
    number = (weeks * 5 + weekday) % count
    while number:
        day -= timedelta(days=1)
        number -= day.weekday() < 5
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), KOREA)


INTERVALS = some.one_of(
    some.builds(Interval, some.integers(1, 1440), some.just(Unit.MINUTE)),
    some.builds(Interval, some.integers(1, 90), some.just(Unit.DAY)),
    some.builds(Interval, some.integers(1, 52), some.just(Unit.WEEK)),
    some.builds(Interval, some.integers(1, 24), some.just(Unit.MONTH)),
    some.builds(Interval, some.integers(1, 10), some.just(Unit.YEAR)),
)
MOMENTS = some.datetimes(datetime(1980, 1, 1), datetime(2060, 1, 1))  # noqa: DTZ001


@given(MOMENTS, INTERVALS)
def test_a_bar_begins_where_the_calendar_says(moment: datetime, interval: Interval) -> None:
    here = moment.replace(tzinfo=KOREA, second=0, microsecond=0)
    assert bucket(int(here.timestamp()), interval) == int(start_of(here, interval).timestamp())


def test_days_of_the_summer_of_1988_begin_where_all_days_do() -> None:
    # clocks stood an hour ahead then; bars count in the time that is nine hours east always
    day = int(datetime(1988, 5, 31, 15, tzinfo=UTC).timestamp())
    assert bucket(day, Interval.DAY) == day
    assert datetime.fromtimestamp(day, KOREA).date() == date(1988, 6, 1)


@some.composite
def minute_bars(draw: some.DrawFn) -> BarSeries:
    """Minutes with gaps of any length, also over nights and weekends."""
    gaps = draw(some.lists(some.sampled_from([1, 1, 1, 2, 7, 60, 1000, 5000]), max_size=120))
    first = draw(some.integers(24_000_000, 30_000_000))
    prices = [draw(some.integers(1, 999)) for _ in gaps]
    time_ = np.cumsum([first, *gaps])[: len(gaps)] * 60
    close = np.array(prices, np.float64)
    volume = close % 17
    return BarSeries(time_.astype(np.int64), close - 1, close + 3, close - 4, close, volume)


@given(minute_bars(), INTERVALS)
def test_columns_are_joined_as_bars_are(bars: BarSeries, interval: Interval) -> None:
    longer = resampled(bars, interval)
    naive = series(joined(bars_of(bars), interval))
    for ours, theirs in zip(longer.columns(), naive.columns(), strict=True):
        assert ours.tolist() == theirs.tolist()


@given(minute_bars(), INTERVALS)
def test_nothing_is_lost_and_bars_stand_in_order(bars: BarSeries, interval: Interval) -> None:
    longer = resampled(bars, interval)
    assert longer.volume.sum() == bars.volume.sum()
    assert (np.diff(longer.time) > 0).all()
    if len(bars):
        assert (longer.open[0], longer.close[-1]) == (bars.open[0], bars.close[-1])
        assert (longer.high.max(), longer.low.min()) == (bars.high.max(), bars.low.min())


@given(minute_bars(), some.integers(0, 120))
def test_what_is_cut_apart_and_put_together_is_the_same(bars: BarSeries, at: int) -> None:
    edge = int(bars.time[at]) if at < len(bars) else 0
    again = concatenated([cut(bars, until=edge), cut(bars, since=edge)])
    assert again.time.tolist() == bars.time.tolist()
    assert again.close.tolist() == bars.close.tolist()


def test_ticks_have_no_interval_of_time() -> None:
    with pytest.raises(ValueError, match="ticks"):
        bucket_starts(np.array([0], np.int64), Interval.TICK)


def test_no_bars_stay_none() -> None:
    assert len(concatenated([])) == 0
    assert len(resampled(BarSeries.empty(), Interval.WEEK)) == 0
