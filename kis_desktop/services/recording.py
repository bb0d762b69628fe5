"""Records the wire (기록) beside the work: a bounded queue, and a thread of its own for the rest.

Whoever tells a message only appends to a list. When the disk cannot follow, messages are left out
and counted; when it fails, the recording ends and says so. Nothing else notices.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.recording import RecordingStatus
from kis_desktop.domain.traffic import LineTraffic, RestTraffic
from kis_desktop.services.ports import Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

QUEUE = 50_000  # messages
QUEUE_BYTES = 32 * 1024 * 1024
_EVERY = 0.5  # seconds between two looks at the queue
_CLOCK_EVERY = 60.0  # seconds between two notes of the market's clock

Traffic = RestTraffic | LineTraffic
PastDays = Mapping[tuple[str, date], tuple[Bar, ...]]
"""minutes by symbol and day, grown at its end alone"""


class Writer(Protocol):
    """A recording in the making (blocking). All raise `StorageFailed`."""

    @property
    def size(self) -> int:
        """Bytes on the disk."""

    def write(self, traffic: Sequence[Traffic], lost: int = 0) -> None:
        """Take messages in; `lost` ones before them found no room."""

    def tell_clock(self, market: str, rate: float) -> None:
        """Note the market's time (ISO) now."""

    def tell_instruments(self, instruments: Sequence[Instrument]) -> None:
        """Note what is known of instruments."""

    def tell_past_day(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Note a past day of a chart."""

    def close(self) -> None:
        """Write the rest and let go."""


class Shelf(Protocol):
    """Where recordings are begun (blocking)."""

    def begin(self, file: Path | None, market: datetime, began: float, *, known: bool) -> Writer:
        """A new recording in a file, or in one named by the market's time.

        `began` is its monotonic zero; the market's time then is `known` or merely supposed. Raises
        `StorageFailed`.
        """

    def name(self, file: Path | None, market: datetime) -> str:
        """What the trader is shown of where it is written."""


class Recording:
    """At most one recording at a time. `on_begin` has everything that is on the screen read anew,
    so that a recording that begins in the middle of a day can show it; `past_days` are those that a
    chart has shown.
    """

    def __init__(
        self,
        shelf: Shelf,
        worker: Worker,
        clock: SessionClock,
        publisher: Publisher,
        *,
        instruments: Callable[[], Mapping[str, Instrument]] = dict,
        past_days: PastDays | None = None,
        on_begin: tuple[Callable[[], None], ...] = (),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shelf = shelf
        self._worker = worker
        self._clock = clock
        self._publisher = publisher
        self._instruments = instruments
        self._past_days: PastDays = {} if past_days is None else past_days
        self._days_told = 0
        self._listed = 0
        self._on_begin = on_begin
        self._monotonic = monotonic
        self._writer: Writer | None = None
        self._queue: list[Traffic] = []
        self._bytes = self._lost = self._lost_before = 0
        self._status = RecordingStatus()
        self._day: date | None = None
        self._clock_told: float | None = None
        self._changing = asyncio.Lock()

    @property
    def status(self) -> RecordingStatus:
        """Whether it records, and how much it has."""
        return self._status

    def take(self, traffic: Traffic) -> None:
        """Hear a message. On the I/O thread; never blocks, never raises."""
        if self._writer is None:
            return
        size = len(traffic.text if isinstance(traffic, LineTraffic) else traffic.content)
        if len(self._queue) >= QUEUE or self._bytes + size > QUEUE_BYTES:
            self._lost += 1
            return
        self._queue.append(traffic)
        self._bytes += size

    async def start(self, file: Path | None = None) -> None:
        """Begin a recording, in `file` or under the market's time. Does nothing while one runs.

        Raises `StorageFailed`, and then nothing is recorded.
        """
        async with self._changing:
            if self._writer is None:
                await self._begin(file)
        for asked in self._on_begin:
            asked()

    async def stop(self) -> None:
        """End the recording, all of it on the disk; a failure is told as an event."""
        async with self._changing:
            await self._end(None)

    async def toggle(self) -> None:
        """Begin one, or end the one that runs; a failure is told as an event."""
        if self._writer is not None:
            await self.stop()
            return
        try:
            await self.start()
        except StorageFailed as error:
            self._publisher.event(Logged(datetime.now(UTC), Severity.FAILURE, error.message))

    async def run(self) -> None:
        """Write what is heard until cancelled; then end the recording."""
        self._tell()
        try:
            while True:
                await asyncio.sleep(_EVERY)
                async with self._changing:
                    await self._look()
        finally:
            await asyncio.shield(self.stop())

    async def _begin(self, file: Path | None) -> None:
        market, began = self._clock.now(), self._monotonic()
        known = self._clock.synchronised.is_set()
        self._writer = await self._worker.run(self._shelf.begin, file, market, began, known=known)
        self._day = market.date() if known else None
        self._clock_told = None
        self._listed = self._days_told = 0
        self._lost_before = 0
        self._status = RecordingStatus(
            active=True, name=self._shelf.name(file, market), since=began
        )
        self._tell()
        self._note("recorder.begun", Severity.NOTE)

    async def _look(self) -> None:
        """Hand on what is in the queue."""
        if self._writer is None:
            return
        try:
            await self._drain(self._writer)
        except StorageFailed as error:
            _log.warning("recording: %s", error)
            await self._end(error.message)
            return
        self._tell()
        if self._is_another_day():
            await self._go_on_with_next()

    async def _drain(self, writer: Writer) -> None:
        traffic, self._queue = self._queue, []
        lost, self._lost, self._bytes = self._lost, 0, 0
        self._lost_before += lost
        await self._worker.run(writer.write, traffic, lost)
        await self._note_surroundings(writer)
        self._status = RecordingStatus(
            active=True,
            name=self._status.name,
            since=self._status.since,
            messages=self._status.messages + len(traffic),
            size=writer.size,
            lost=self._lost_before,
        )

    async def _note_surroundings(self, writer: Writer) -> None:
        """The market's clock now and then, and the instruments when there are others."""
        now = self._monotonic()
        due = self._clock_told is None or now - self._clock_told >= _CLOCK_EVERY
        if due and self._clock.synchronised.is_set():
            self._clock_told = now
            reading = self._clock.reading()
            told = reading.market.isoformat()
            await self._worker.run(writer.tell_clock, told, reading.rate)
            self._day = self._day or reading.market.date()
        known = self._instruments()
        if len(known) != self._listed:
            self._listed = len(known)
            await self._worker.run(writer.tell_instruments, tuple(known.values()))
        for symbol, day in tuple(self._past_days)[self._days_told :]:
            self._days_told += 1
            bars = self._past_days[symbol, day]
            await self._worker.run(writer.tell_past_day, symbol, day, bars)

    async def _go_on_with_next(self) -> None:
        """A day, a recording."""
        await self._end(None)
        try:
            await self._begin(None)
        except StorageFailed as error:
            self._publisher.event(Logged(datetime.now(UTC), Severity.FAILURE, error.message))
        for asked in self._on_begin:
            asked()

    def _is_another_day(self) -> bool:
        return self._day is not None and self._clock.now().date() != self._day

    async def _end(self, reason: Message | None) -> None:
        writer, self._writer = self._writer, None
        if writer is None:
            return
        failure: StorageFailed | None = None
        if reason is None:
            try:
                await self._drain(writer)
            except StorageFailed as error:
                failure = error
        try:
            await self._worker.run(writer.close)
        except StorageFailed as error:
            failure = failure or error
        self._queue, self._bytes, self._lost = [], 0, 0
        told = reason or (failure.message if failure is not None else None)
        self._status = RecordingStatus(
            name=self._status.name,
            messages=self._status.messages,
            size=writer.size,
            lost=self._lost_before,
            reason=told,
        )
        self._tell()
        if told is None:
            self._note("recorder.ended_well", Severity.NOTE)
        else:
            self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, told))

    def _note(self, id_: str, severity: Severity) -> None:
        said = message(id_, file=self._status.name)
        self._publisher.event(Logged(datetime.now(UTC), severity, said))

    def _tell(self) -> None:
        self._publisher.latest(Topic.RECORDING, "", self._status)
