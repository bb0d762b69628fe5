"""Whether a day's prices stand on the same base as the last day's: after a split or a rights issue
(권리락) the base price (기준가) is another than the last close.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.quote import Quote
from kis_desktop.services.bar_builder import KOREA

_log = logging.getLogger(__name__)

_RETRY = 15.0  # seconds before a close that could not be read is asked for again
_PAUSE = 0.5  # seconds between two readings
_SPAN = timedelta(days=30)  # that are looked back; no break of trading is longer


class DaySource(Protocol):
    """Where closes come from: read anew, for what is kept may end days ago."""

    async def daily_page(
        self,
        symbol: str,
        start: date,
        end: date,
        interval: Interval,
        *,
        adjusted: bool,
        background: bool,
    ) -> tuple[Bar, ...]:
        """Bars of a day between two dates, oldest first. Raises `RequestFailed`."""


class AlertBase:
    """On the I/O thread. `quote` gives what is known of a feed's price."""

    def __init__(self, days: DaySource, quote: Callable[[str], Quote | None]) -> None:
        self._days = days
        self._quote = quote
        self._proven: dict[str, date] = {}
        self._wanted: dict[str, None] = {}  # those that are waited for come first
        self._not_before: dict[str, float] = {}
        self._next = 0.0

    def is_proven(self, symbol: str, today: date) -> bool:
        """Whether it is known for this day."""
        return self._proven.get(symbol) == today

    def prove(self, symbol: str, today: date) -> None:
        """It is known, from elsewhere."""
        self._proven[symbol] = today
        self._wanted.pop(symbol, None)

    def want(self, symbol: str, *, soon: bool = False) -> None:
        """Have it found out; `soon` before all others."""
        if soon and next(iter(self._wanted), None) != symbol:
            self._wanted = {symbol: None, **{one: None for one in self._wanted if one != symbol}}
            self._next = 0.0
        else:
            self._wanted.setdefault(symbol)

    async def look(self, today: date, monotonic: float) -> tuple[str, Decimal, Decimal] | None:
        """Find out the next one, if it is time: a feed with its last close and the day's base
        price, both in KRW.
        """
        if monotonic < self._next:
            return None
        for symbol in tuple(self._wanted):
            base = self._base(symbol, today)
            if base is None or self._not_before.get(symbol, 0.0) > monotonic:
                continue
            self._next = monotonic + _PAUSE
            close = await self._close(symbol, today)
            if close is None:
                self._not_before[symbol] = monotonic + _RETRY
                return None
            self.prove(symbol, today)
            return symbol, close, base
        return None

    def _base(self, symbol: str, today: date) -> Decimal | None:
        quote = self._quote(symbol)
        return None if quote is None or quote.trade_date != today else quote.previous_close

    async def _close(self, symbol: str, today: date) -> Decimal | None:
        """The last close before today, as it was; None where it cannot be read. It is the KRX's,
        for on that the base price of every market stands.
        """
        listed = split_feed_key(symbol)[0]
        try:
            bars = await self._days.daily_page(
                listed, today - _SPAN, today, Interval.DAY, adjusted=False, background=True
            )
        except KisDesktopError as error:
            _log.info("the last close of %s is not to be had: %s", symbol, error)
            return None
        before = [bar for bar in bars if datetime.fromtimestamp(bar.time, KOREA).date() < today]
        return before[-1].close if before else None
