"""Every VI of a day: those that the exchange has lived through, and those of sleeping instruments.

A sleeping instrument is stopped where the course of its day leaves the static bounds: at the open,
held against the base price, or later, held against the open or the price of the VI before. On such
days a minute that goes far within itself is a dynamic VI.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.exchange import Exchange
from kis_desktop.simulator.history import History
from kis_desktop.simulator.hours import MINUTE, SECOND, hours
from kis_desktop.simulator.universe import Listing, Universe
from kis_desktop.simulator.views import DayBar, moment
from kis_desktop.simulator.volatility import ViKind

_STATIC = 0.10
_WIDE_OF_INDEX, _WIDE = 0.03, 0.06
"""dynamic: of shares of the KOSPI 200, of others, within a minute"""
_MOST_A_DAY = 3
_LEAST, _SPREAD = 120 * SECOND, 30 * SECOND
"""how long a VI lasts: two minutes, and at random up to half a minute more"""
_KNOWN_DAYS = 4


@dataclass(frozen=True, slots=True)
class ViEvent:
    """One VI of one instrument on the KRX."""

    symbol: str
    kind: ViKind
    since: datetime
    until: datetime
    price: int
    """at which it was reached"""
    reference: int


class ViList:
    """Knows the events of the last few days that it was asked for."""

    def __init__(self, seed: int, universe: Universe, exchange: Exchange) -> None:
        self._seed = seed
        self._shares = tuple(one for one in universe.listings if not one.is_etp and not one.halted)
        self._exchange = exchange
        self._known: dict[date, tuple[ViEvent, ...]] = {}

    def of(self, day: date, now: datetime) -> tuple[ViEvent, ...]:
        """The VI of a day that have begun by now, newest first."""
        exchange = self._exchange
        found: list[ViEvent] = []
        for event in self._latent(day):
            venue = exchange.find_venue(event.symbol) if day == exchange.day else None
            if venue is None or event.since <= moment(day, venue.tape.started):
                found.append(event)
        if day == exchange.day:
            found.extend(self._lived())
        return tuple(
            sorted((one for one in found if one.since <= now), key=lambda one: one.since)[::-1]
        )

    def _lived(self) -> Iterator[ViEvent]:
        day = self._exchange.day
        for symbol in self._exchange.awake:
            venue = self._exchange.venue(symbol)
            for stop in venue.stops:
                yield ViEvent(
                    symbol,
                    stop.mark.kind,
                    moment(day, stop.mark.since),
                    moment(day, stop.until),
                    stop.price,
                    stop.mark.reference,
                )

    def _latent(self, day: date) -> tuple[ViEvent, ...]:
        known = self._known.get(day)
        if known is None:
            if not is_trading_day(day):
                return ()
            while len(self._known) >= _KNOWN_DAYS:
                del self._known[next(iter(self._known))]
            known = self._known[day] = tuple(self._reckoned(day))
        return known

    def _reckoned(self, day: date) -> Iterator[ViEvent]:
        for listing in self._shares:
            history = self._exchange.history(listing.symbol)
            bar = history.bar(day)
            if not bar.volume:
                continue
            if abs(bar.open - bar.base) >= bar.base * _STATIC:
                yield self._event(listing, day, hours(day).open, bar.open, bar.base)
            if bar.high >= bar.open * (1 + _STATIC) or bar.low <= bar.open * (1 - _STATIC):
                yield from self._within(listing, history, bar)

    def _within(self, listing: Listing, history: History, bar: DayBar) -> Iterator[ViEvent]:
        """The first minutes that go far beyond the last reference, or far within themselves."""
        reference, count = bar.open, 0
        wide = _WIDE_OF_INDEX if listing.kospi200 not in {"", "0"} else _WIDE
        for minute in history.minutes(bar.day):
            static = minute.high >= reference * (1 + _STATIC) or minute.low <= reference * (
                1 - _STATIC
            )
            if not static and abs(minute.close - minute.open) < minute.open * wide:
                continue
            rising = (
                minute.high >= reference * (1 + _STATIC) if static else minute.close > minute.open
            )
            price = minute.high if rising else minute.low
            at = (minute.time.hour * 60 + minute.time.minute) * MINUTE + MINUTE // 2
            kind = ViKind.STATIC if static else ViKind.DYNAMIC
            before = reference if static else minute.open
            yield self._event(listing, bar.day, at, price, before, kind)
            reference, count = price, count + 1
            if count == _MOST_A_DAY:
                return

    def _event(
        self,
        listing: Listing,
        day: date,
        at: int,
        price: int,
        reference: int,
        kind: ViKind = ViKind.STATIC,
    ) -> ViEvent:
        key = noise.key(self._seed, listing.symbol, day, "vi")
        until = at + _LEAST + int(noise.uniform(key, at // MINUTE, 0) * _SPREAD)
        since, end = moment(day, at), moment(day, until)
        return ViEvent(listing.symbol, kind, since, end, price, reference)
