"""The newest bars of a day, week or month chart as quotes move them: pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.quote import Quote, Source
from kis_desktop.indicators.resample import bucket
from kis_desktop.services.bar_builder import KOREA

_KEPT = 4  # bars


@dataclass(frozen=True, slots=True)
class DailyTail:
    """Bars oldest first, never empty, the last one still growing.

    `counted` is the volume of the day `day` that the last bar holds already.
    """

    interval: Interval
    bars: tuple[Bar, ...]
    day: date | None = None
    counted: int = 0

    def after(self, quote: Quote, day: date | None) -> DailyTail:
        """These bars once a quote of a day is counted; None, a day not known, changes nothing."""
        if quote.last is None or day is None:
            return self
        newest = _day_of(self.bars[-1])
        if _same(newest, day, self.interval):
            return self._grown(quote, day)
        if day < newest or self._is_a_repeat(quote):
            return self
        return self._begun(quote, day)

    def _grown(self, quote: Quote, day: date) -> DailyTail:
        if self.day is not None and day < self.day:
            return self
        if self.interval == Interval.DAY and quote.open is not None:
            grown = _whole(self.bars[-1].time, quote, self.bars[-1].volume)
            return replace(self, bars=(*self.bars[:-1], grown), day=day)
        assert quote.last is not None
        bar, last, volume = self.bars[-1], quote.last, quote.volume
        high = max(bar.high, quote.high or last)
        low = min(bar.low, quote.low or last)
        counted = self.counted if day == self.day else 0
        more = 0 if volume is None or self.day is None else volume - counted
        grown = Bar(bar.time, bar.open, high, low, last, bar.volume + more)
        return replace(
            self,
            bars=(*self.bars[:-1], grown),
            day=day,
            counted=counted if volume is None else volume,
        )

    def _begun(self, quote: Quote, day: date) -> DailyTail:
        """A new bar; none before the day's opening price is known."""
        if quote.open is None:
            return self
        start = bucket(int(datetime.combine(day, time(), KOREA).timestamp()), self.interval)
        bars = (*self.bars, _whole(start, quote, 0))[-_KEPT:]
        return replace(self, bars=bars, day=day, counted=quote.volume or 0)

    def _is_a_repeat(self, quote: Quote) -> bool:
        """Whether a read tells the last bar's day once more, as servers do on closed days."""
        bar = self.bars[-1]
        told = (quote.open, quote.high, quote.low, quote.volume)
        return quote.source is Source.REST and told == (bar.open, bar.high, bar.low, bar.volume)


def _whole(start: int, quote: Quote, volume: int) -> Bar:
    """A quote's day as a bar, its opening price and last price being known."""
    assert quote.last is not None
    assert quote.open is not None
    last = quote.last
    high, low = quote.high or max(quote.open, last), quote.low or min(quote.open, last)
    return Bar(start, quote.open, high, low, last, quote.volume or volume)


def _day_of(bar: Bar) -> date:
    return datetime.fromtimestamp(bar.time, KOREA).date()


def _same(one: date, other: date, interval: Interval) -> bool:
    """Whether two days stand in one bar."""
    if interval == Interval.WEEK:
        return one.isocalendar()[:2] == other.isocalendar()[:2]
    if interval == Interval.MONTH:
        return (one.year, one.month) == (other.year, other.month)
    return one == other
