"""The list of instruments: from the disk at once, from the master files when that is old."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.instrument import Instrument
from kis_desktop.services.ports import InstrumentCache, InstrumentSource, Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_GOOD_FOR = timedelta(hours=12)
_RETRY = 60.0  # seconds before a failed download is tried again
_LOOK_AGAIN = 3600.0  # seconds between looks at the list's age


class Instruments:
    """Every instrument that is known, by symbol."""

    def __init__(
        self,
        source: InstrumentSource,
        cache: InstrumentCache,
        worker: Worker,
        publisher: Publisher,
    ) -> None:
        self._source = source
        self._cache = cache
        self._worker = worker
        self._publisher = publisher
        self._by_symbol: dict[str, Instrument] = {}

    def find(self, symbol: str) -> Instrument | None:
        """The instrument of a symbol; None when the list doesn't hold it."""
        return self._by_symbol.get(symbol)

    async def run(self) -> None:
        """Load what is kept, then keep it fresh until cancelled."""
        kept = await self._worker.run(self._cache.load)
        fetched_at = datetime.min.replace(tzinfo=UTC)
        if kept is not None:
            self._take(kept[0])
            fetched_at = kept[1]
        while True:
            if datetime.now(UTC) - fetched_at > _GOOD_FOR:
                if not await self._download():
                    await asyncio.sleep(_RETRY)
                    continue
                fetched_at = datetime.now(UTC)
            await asyncio.sleep(_LOOK_AGAIN)

    async def _download(self) -> bool:
        """Fetch and keep the list; false, with a line in the log, when the old one stays."""
        try:
            fresh = await self._source.download()
            await self._worker.run(self._cache.save, fresh, datetime.now(UTC))
        except KisDesktopError as error:
            _log.warning("instruments: %s", error)
            self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, error.message))
            return False
        self._take(fresh)
        return True

    def _take(self, instruments: tuple[Instrument, ...]) -> None:
        self._by_symbol = {instrument.symbol: instrument for instrument in instruments}
        self._publisher.latest(Topic.INSTRUMENTS, "", instruments)
