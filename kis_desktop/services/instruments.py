"""The list of instruments: from the disk at once, from the master files when those are newer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta

import msgspec

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.catalogue.master_layout import master_layouts, search_words
from kis_desktop.domain.errors import KisDesktopError, RequestFailed, TimedOut, Unreachable
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.instrument_list import InstrumentList, MasterContent, MasterState
from kis_desktop.domain.message import Message, message
from kis_desktop.services.ports import InstrumentCache, InstrumentSource, Publisher
from kis_desktop.services.runtime import Sleep, Worker
from kis_desktop.services.session_clock import KOREA
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_GOOD_FOR = timedelta(hours=12)
_WRITTEN_AT = time(7, 30)
"""in Korea, when a trading day's files are there"""
_RETRY = timedelta(seconds=60)  # before a failed file is asked for again, doubled each time
_LONGEST_RETRY = timedelta(hours=1)
_UNPUBLISHED_RETRY = timedelta(hours=12)
_UNANSWERED = 2  # files in a row without an answer before the rest waits
_LOOK_AGAIN = 600.0  # seconds between looks at the files' ages
_LEAST_SHARE, _LEAST_SHARE_OF_STOCKS = 0.5, 0.9  # of what a file held before; less is not believed
_SETTLED = 2.0  # seconds for the window and its prices, before the files of other markets are read

Now = Callable[[], datetime]


def is_old(fetched_at: datetime | None, now: datetime) -> bool:
    """Whether a newer file is wanted: after twelve hours, and once on every trading day."""
    if fetched_at is None or now - fetched_at > _GOOD_FOR or fetched_at > now:
        return True
    today = now.astimezone(KOREA)
    written = datetime.combine(today.date(), _WRITTEN_AT, KOREA)
    return is_trading_day(today.date()) and fetched_at < written <= now


class Instruments:
    """Every instrument that is known, and how old the files are that say so.

    Each file lives for itself: one that can't be had or read leaves what it gave before.
    """

    def __init__(
        self,
        source: InstrumentSource,
        cache: InstrumentCache,
        worker: Worker,
        publisher: Publisher,
        *,
        now: Now = lambda: datetime.now(UTC),
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._source = source
        self._cache = cache
        self._worker = worker
        self._publisher = publisher
        self._now = now
        self._sleep = sleep
        self._list = InstrumentList(search_words())
        self._failures: dict[str, int] = {}
        self._not_before: dict[str, datetime] = {}

    def find(self, symbol: str) -> Instrument | None:
        """The instrument of the Korean stock market with this code; None when there is none."""
        return self._list.find(symbol)

    def stock_market(self) -> Mapping[str, Instrument]:
        """What is known of the Korean stock market, by code."""
        return self._list.symbols

    async def run(self) -> None:
        """Load what is kept, then keep it fresh until cancelled: Korean stocks before all else."""
        first = tuple(one for one in self._source.files() if self._source.is_stock_market(one))
        rest = tuple(one for one in self._source.files() if one not in first)
        await self._load(first)
        await self._refresh(first)
        await self._sleep(_SETTLED)
        await self._load(rest)
        while True:
            await self._refresh((*first, *rest))
            await self._sleep(self._pause())

    async def _load(self, files: tuple[str, ...]) -> None:
        for file in files:
            try:
                kept = await self._worker.run(self._cache.load, file)
            except KisDesktopError as error:
                self._warn(file, error)
                continue
            if kept is not None:
                await self._take(file, *kept)

    async def _refresh(self, files: tuple[str, ...]) -> None:
        """Fetch what is old. When nobody answers twice, the others are not asked for now."""
        unanswered = 0
        for file in files:
            if not self._is_due(file):
                continue
            try:
                await self._download(file)
            except KisDesktopError as error:
                self._failed(file, error)
                unanswered += isinstance(error, (TimedOut, Unreachable))
                if unanswered >= _UNANSWERED:
                    return
            else:
                unanswered = 0

    async def _download(self, file: str) -> None:
        archive = await self._source.fetch(file)
        content = await self._worker.run(self._source.read, file, archive)
        rows, before = len(content.instruments), len(self._list.instruments(file))
        stocks = self._source.is_stock_market(file)
        if rows < before * (_LEAST_SHARE_OF_STOCKS if stocks else _LEAST_SHARE):
            told = message("master.shrunk", file=_name(file), rows=rows, before=before)
            raise RequestFailed(told)
        fetched_at = self._now()
        self._failures.pop(file, None)
        self._not_before.pop(file, None)
        await self._take(file, content, fetched_at)
        try:
            await self._worker.run(self._cache.save, file, content, fetched_at)
        except KisDesktopError as error:
            self._warn(file, error)

    async def _take(self, file: str, content: MasterContent, fetched_at: datetime) -> None:
        found = content.instruments
        state = MasterState(file, len(found), fetched_at, content.left_out)
        self._show(await self._worker.run(self._list.with_file, state, found))

    def _is_due(self, file: str) -> bool:
        now = self._now()
        state = self._list.states.get(file)
        wait = self._not_before.get(file)
        fetched_at = state.fetched_at if state is not None else None
        return (wait is None or wait <= now) and is_old(fetched_at, now)

    def _pause(self) -> float:
        """Seconds until the next file may be due."""
        waits = [(at - self._now()).total_seconds() for at in self._not_before.values()]
        return max(1.0, min([*waits, _LOOK_AGAIN]))

    def _failed(self, file: str, error: KisDesktopError) -> None:
        """The old file stays, its age and the reason are told, and it is tried again later."""
        published = self._source.is_published(file)
        tries = self._failures.get(file, 0)
        self._failures[file] = tries + 1
        pause = min(_RETRY * 2**tries, _LONGEST_RETRY) if published else _UNPUBLISHED_RETRY
        self._not_before[file] = self._now() + pause
        if not published:
            return
        state = self._list.states.get(file) or MasterState(file)
        if state.problem != error.message:
            self._warn(file, error)
            self._tell(self._used_instead(state))
            self._show(self._list.with_state(msgspec.structs.replace(state, problem=error.message)))

    def _used_instead(self, state: MasterState) -> Message:
        if state.fetched_at is None:
            return message("master.none", file=_name(state.file))
        hours = (self._now() - state.fetched_at) // timedelta(hours=1)
        return message("master.old_used", file=_name(state.file), hours=hours)

    def _warn(self, file: str, error: KisDesktopError) -> None:
        _log.warning("instruments of %s: %s", file, error)
        self._tell(error.message)

    def _tell(self, told: Message) -> None:
        self._publisher.event(Logged(self._now(), Severity.WARNING, told))

    def _show(self, instruments: InstrumentList) -> None:
        self._list = instruments
        self._publisher.latest(Topic.INSTRUMENTS, "", instruments)


def _name(file: str) -> str:
    """The name that KIS gives a file."""
    return master_layouts()[file][0].inner
