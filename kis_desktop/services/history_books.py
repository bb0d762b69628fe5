"""Which kept histories a chart's bars are made of, and the bars made of them."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import ref

from kis_desktop.domain.bar import Bar, BarKey, Interval, Unit
from kis_desktop.domain.index_key import index_code
from kis_desktop.indicators.resample import resampled, resampled_times
from kis_desktop.indicators.series import BarSeries, Times
from kis_desktop.services.history_adjusting import (
    DayFactors,
    adjusted_minutes,
    adjusted_tail,
    day_factors,
)
from kis_desktop.services.history_days import DatedHistory
from kis_desktop.services.history_desk import HistoryDesk
from kis_desktop.services.history_minutes import MinuteHistory
from kis_desktop.services.history_ticks import TickHistory

History = MinuteHistory | DatedHistory | TickHistory

_BASES = {
    Unit.TICK: Interval.TICK,
    Unit.MINUTE: Interval.MINUTE_1,
    Unit.DAY: Interval.DAY,
    Unit.WEEK: Interval.WEEK,
    Unit.MONTH: Interval.MONTH,
    Unit.YEAR: Interval.MONTH,
}


class HistoryBooks:
    """The histories that are in memory, by what they are read as."""

    def __init__(self, desk: HistoryDesk) -> None:
        self._desk = desk
        self._books: dict[BarKey, History] = {}
        self._kept_factors: dict[str, tuple[BarSeries, BarSeries, DayFactors]] = {}
        self._told: dict[BarKey, tuple[tuple[object, ...], ref[BarSeries]]] = {}

    def need(self, key: BarKey) -> tuple[History, ...]:
        """A chart's own history first, then those that adjust it; made where they lack."""
        return tuple(self._book(base) for base in bases(key))

    def find(self, key: BarKey) -> History | None:
        """A chart's own history; None where none is in memory."""
        return self._books.get(bases(key)[0])

    def of_symbol(self, symbol: str) -> tuple[History, ...]:
        """All of a feed key."""
        return tuple(book for base, book in self._books.items() if base.symbol == symbol)

    def every(self) -> tuple[History, ...]:
        """All."""
        return tuple(self._books.values())

    def keep_only(self, keys: Iterable[BarKey]) -> None:
        """Forget what no chart shows and nobody is reading: its prints may be missed."""
        kept = {base for key in keys for base in bases(key)}
        for base, book in tuple(self._books.items()):
            if base not in kept and not book.is_busy:
                del self._books[base]
        for key in [key for key in self._told if bases(key)[0] not in self._books]:
            del self._told[key]
        symbols = {base.symbol for base in self._books}
        for symbol in self._kept_factors.keys() - symbols:
            del self._kept_factors[symbol]

    def bars(self, key: BarKey) -> BarSeries:
        """A chart's bars as far as they are here."""
        book = self.find(key)
        if book is None:
            return BarSeries.empty()
        if isinstance(book, TickHistory):
            return book.bars(key.interval)
        if isinstance(book, MinuteHistory):
            return self._minutes(key, book)
        whole = book.bars()
        return whole if key.interval == book.key.interval else resampled(whole, key.interval)

    def times(self, key: BarKey) -> Times:
        """The starts of `bars`. It is asked after every page: a year of minutes is not joined for
        it.
        """
        book = self.find(key)
        if not isinstance(book, MinuteHistory):
            return self.bars(key).time
        times = book.times()
        return times if key.interval == book.key.interval else resampled_times(times, key.interval)

    def tail(self, key: BarKey) -> tuple[Bar, ...]:
        """A chart's newest bars."""
        book = self.find(key)
        tail = () if book is None else book.tail(key.interval)
        factors = self._factors(key)
        return tail if factors is None else adjusted_tail(tail, factors)

    def _minutes(self, key: BarKey, book: MinuteHistory) -> BarSeries:
        """Minutes and longer bars of them. Charts that ask before anything has moved are told the
        same ones, for as long as any of them holds those.
        """
        factors = self._factors(key)
        stamp = (factors, *book.stamp())
        kept = self._told.get(key)
        found = kept[1]() if kept is not None and kept[0] == stamp else None
        if found is None:
            whole = book.bars()
            if factors is not None:
                whole = adjusted_minutes(whole, factors)
            same = key.interval == book.key.interval
            found = whole if same else resampled(whole, key.interval)
            self._told[key] = stamp, ref(found)
        return found

    def _factors(self, key: BarKey) -> DayFactors | None:
        """How minutes are adjusted; None for what isn't."""
        books = [self._books.get(base) for base in bases(key)[1:]]
        if not books:
            return None
        found = [book.settled() for book in books if isinstance(book, DatedHistory)]
        if len(found) < len(books):
            return None
        adjusted, raw = found
        kept = self._kept_factors.get(key.symbol)
        if kept is None or kept[0] is not adjusted or kept[1] is not raw:
            kept = (adjusted, raw, day_factors(adjusted, raw))
            self._kept_factors[key.symbol] = kept
        return kept[2]

    def _book(self, base: BarKey) -> History:
        if base not in self._books:
            self._books[base] = self._made(base)
        return self._books[base]

    def _made(self, base: BarKey) -> History:
        if base.interval.unit is Unit.MINUTE:
            return MinuteHistory(base.symbol, self._desk)
        if base.interval.unit is Unit.TICK:
            return TickHistory(base.symbol, self._desk)
        return DatedHistory(base, self._desk)


def bases(key: BarKey) -> tuple[BarKey, ...]:
    """What a chart's bars are read as; adjusted minutes need the days both ways besides."""
    base = _BASES[key.interval.unit]
    if base.is_dated:
        return (BarKey(key.symbol, base, key.adjusted and index_code(key.symbol) is None),)
    own = BarKey(key.symbol, base)
    if not key.adjusted or key.interval.unit is Unit.TICK:
        return (own,)
    return (own, *(BarKey(key.symbol, Interval.DAY, adjusted) for adjusted in (True, False)))
