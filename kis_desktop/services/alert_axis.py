"""Where a moment stands on a chart's axis of bars: only hours of trading take room there."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

import numpy as np

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.alert import LineCross
from kis_desktop.domain.alert_gap import line_price
from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.domain.feed_key import MarketView, split_feed_key
from kis_desktop.services.bar_builder import KOREA

_MINUTES = 60
_HOURS = {
    MarketView.KRX: (time(9), time(15, 30)),
    MarketView.NXT: (time(8), time(20)),
    MarketView.UNIFIED: (time(8), time(20)),
}
_MONTHS = 12
_ORIGIN = date(2015, 1, 1)  # before it, weekdays count as trading days


def place(key: str, interval: Interval, moment: int) -> float:
    """The place of a moment (UTC epoch seconds), in bars from an origin that is the same for one
    feed key and interval.
    """
    local = datetime.fromtimestamp(moment, KOREA)
    if interval.unit is Unit.YEAR:
        return local.year / interval.count
    if interval.unit is Unit.MONTH:
        return (local.year * _MONTHS + local.month) / interval.count
    if interval.unit is Unit.WEEK:
        return local.date().toordinal() // 7 / interval.count
    if interval.unit is Unit.DAY:
        return _trading_days(local.date()) / interval.count
    view, day = split_feed_key(key)[1], local.date()
    length = (_minute(_HOURS[view][1]) - _minute(_HOURS[view][0])) / (interval.minutes or 1)
    opens, closes = (_minute(edge) for edge in hours(view, day))
    minute = min(max(_minute(local.time()), opens), closes) - opens
    if not is_trading_day(day):
        minute = 0.0
    return _trading_days(day) * length + minute / (interval.minutes or 1)


@lru_cache(maxsize=512)
def hours(view: MarketView, day: date) -> tuple[time, time]:
    """When a market opens and closes on a day (exchange time); later than others on the day of the
    college exam (수능).
    """
    shift = load_market_rules("krx").shift(day)
    opens, closes = (shift.shifted(datetime.combine(day, edge)).time() for edge in _HOURS[view])
    return opens, closes


def price_of_line(key: str, line: LineCross, now: datetime) -> Decimal | None:
    """Where a line stands at a moment of the market (KRW); None where it doesn't reach."""
    ends = (line.first.time, line.second.time)
    first, second = (place(key, line.interval, moment) for moment in ends)
    return line_price(line, (first, second), place(key, line.interval, int(now.timestamp())))


def _minute(clock: time) -> float:
    return clock.hour * _MINUTES + clock.minute + clock.second / _MINUTES


@lru_cache(maxsize=512)
def _trading_days(day: date) -> int:
    """How many trading days there were before this one since the origin."""
    closed = load_market_rules("krx").closed_days
    return int(np.busday_count(_ORIGIN, day, holidays=closed))
