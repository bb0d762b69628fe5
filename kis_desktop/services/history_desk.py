"""What every kept history reads with: the source, the disk on its worker, the market's clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kis_desktop.domain.bar import Bar, BarKey, Joining
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.ports import BarCache, HistorySource
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock

_log = logging.getLogger(__name__)


async def all_of(reads: Iterable[Coroutine[None, None, None]]) -> None:
    """Read several things at once; when all have ended, the first failure is raised."""
    ended = await asyncio.gather(*reads, return_exceptions=True)
    for failure in ended:
        if failure is not None:
            raise failure


@dataclass(frozen=True, slots=True, eq=False)
class HistoryDesk:
    """A disk that fails takes no chart with it: bars are then read from the server."""

    source: HistorySource
    cache: BarCache
    worker: Worker
    clock: SessionClock

    def today(self) -> date:
        """The date at the exchange."""
        return self.clock.trade_date()

    def now(self) -> datetime:
        """Market time."""
        return self.clock.now()

    async def kept_minutes(self, symbol: str) -> tuple[BarSeries, frozenset[date]]:
        """All minutes that are kept, and the days that are whole."""
        try:
            return await self.worker.run(self.cache.kept_minutes, symbol)
        except StorageFailed as error:
            _log.warning("kept minutes of %s not read: %s", symbol, error)
            return BarSeries.empty(), frozenset()

    async def keep_day(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Keep a whole past day; a day that isn't over by the server's clock is left."""
        if not self.clock.synchronised.is_set() or day >= self.today():
            return
        try:
            await self.worker.run(self.cache.keep_minutes, symbol, day, bars)
        except (StorageFailed, ValueError) as error:
            _log.warning("minutes of %s on %s not kept: %s", symbol, day, error)

    async def read(self, key: BarKey) -> BarSeries:
        """What is kept of a history."""
        try:
            return await self.worker.run(self.cache.read, key)
        except StorageFailed as error:
            _log.warning("kept bars of %s not read: %s", key.text, error)
            return BarSeries.empty()

    async def write(self, key: BarKey, bars: Sequence[Bar], *, anew: bool = False) -> Joining:
        """Keep bars as fetched now, `anew` instead of what was kept."""
        try:
            if anew:
                await self.worker.run(self.cache.drop, key)
            return await self.worker.run(self.cache.write, key, bars, self.now())
        except (StorageFailed, ValueError) as error:
            _log.warning("bars of %s not kept: %s", key.text, error)
            return Joining.JOINED
