"""A warrant over time, as the trend requests write it: by trade, minute and day, newest first.

Figures of a moment are reckoned from the price and from the underlying's latent price then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.course import CoursePrint
from kis_desktop.simulator.markets.elw.market import Traded
from kis_desktop.simulator.markets.elw.pricing import Gauges, since_midnight
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.elw_rows import (
    Row,
    asked,
    change_values,
    gauge_values,
    market_of,
)
from kis_desktop.simulator.server.wire_text import rate
from kis_desktop.simulator.views import DayBar, MinuteBar

_PRINTS = 30
_MINUTES = 100
_DAYS = 30
_CALENDAR_DAYS = 60
_MONTH = 20
"""trading days of historical volatility where no number is asked for"""
_STEPS = {"60": 1, "180": 3, "300": 5, "600": 10, "1800": 30, "3600": 60, "7200": 120}
"""minutes by FID_HOUR_CLS_CODE"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A price with what it meant then."""

    time: datetime
    price: int
    base: int
    gauges: Gauges
    implied: float

    @property
    def values(self) -> Row:
        """Change and gauges by name."""
        found = change_values(self.price, self.base) | gauge_values(self.gauges)
        return found | {"hts_ints_vltl": rate(self.implied, 4)}


def prints(call: Call) -> Iterator[tuple[CoursePrint, Moment]]:
    """The last trades."""
    one = asked(call)
    made = one.course.prints(call.now, _PRINTS)
    quote = one.course.quote(call.now)
    last = _end(one, quote.trade_date)
    moments = _moments(one, [(min(each.time, last), each.price) for each in made], quote.base)
    yield from zip(made, [_now(call, one), *moments[1:]], strict=True)


def minutes(call: Call) -> Iterator[tuple[MinuteBar, Moment]]:
    """The last minutes; those of days before only when the request says so."""
    one = asked(call)
    every = _STEPS.get(call.text("FID_HOUR_CLS_CODE"), 1)
    day: date = one.course.session(call.now).trade_date
    left = _MINUTES
    while left > 0 and day >= one.warrant.listed:
        bars = one.course.minutes(day, call.now, every)[::-1][:left]
        left -= len(bars)
        if bars:
            base = one.days.bars(day, day)[0].base
            moments = _moments(one, [(bar.time, bar.close) for bar in bars], base)
            running = [_now(call, one)] if left == _MINUTES - len(bars) else moments[:1]
            yield from zip(bars, [*running, *moments[1:]], strict=True)
        if call.text("FID_PW_DATA_INCU_YN") != "Y":
            break
        day = previous_trading_day(day)


def days(call: Call) -> Iterator[tuple[DayBar, Moment]]:
    """The last days, today as it stands."""
    one = asked(call)
    today = one.course.session(call.now).trade_date
    bars = one.course.bars(today - timedelta(days=_CALENDAR_DAYS), today, call.now)
    for bar in bars[::-1][:_DAYS]:
        moment = (
            _now(call, one)
            if bar.day == today
            else _moments(one, [(_end(one, bar.day), bar.close)], bar.base)[0]
        )
        yield bar, moment


def day_values(bar: DayBar) -> Row:
    """The bar itself by name."""
    return {
        "stck_bsop_date": bar.day,
        "elw_oprc": bar.open,
        "elw_hgpr": bar.high,
        "elw_lwpr": bar.low,
        "acml_vol": bar.volume,
    }


def swing(one: Traded, day: date) -> str:
    """Historical volatility over a month before a day, percent."""
    return rate(one.underlying.swing(day, _MONTH), 4)


def _end(one: Traded, day: date) -> datetime:
    """The last second of a day's trading."""
    session = one.course.terms.sessions(day)
    assert session is not None
    return session.end - timedelta(seconds=1)


def _now(call: Call, one: Traded) -> Moment:
    """As the quote shows it."""
    view = market_of(call).view(one, call.now)
    return Moment(call.now, view.quote.last, view.quote.base, view.gauges, view.implied)


def _moments(one: Traded, traded: list[tuple[datetime, int]], base: int) -> list[Moment]:
    """Of one day."""
    if not traded:
        return []
    times = [time for time, _ in traded]
    prices = [price for _, price in traded]
    seconds = np.array([since_midnight(time) for time in times])
    spots = one.underlying.at(times[0].date(), seconds)
    implied = one.pricing.implied(np.array(prices), spots, times)
    return [
        Moment(time, price, base, one.pricing.gauges(price, float(spot), time), float(volatility))
        for time, price, spot, volatility in zip(times, prices, spots, implied, strict=True)
    ]
