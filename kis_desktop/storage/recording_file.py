"""Reads a recording, all its parts, block by block; damage is counted, never a crash.

Blocking. A file that isn't one is refused; what is damaged is left out and told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.message import message
from kis_desktop.domain.recording import RecordingHeader, RecordingSummary
from kis_desktop.domain.traffic import LineTraffic, RestTraffic
from kis_desktop.storage.disk_error import told
from kis_desktop.storage.recorder import FORMAT, part_path
from kis_desktop.storage.recording_block import MAGIC, Block, Damage, Kind, scan, unpack
from kis_desktop.storage.recording_entry import (
    ClockEntry,
    DayEntry,
    Entry,
    GapEntry,
    LineEntry,
    ListEntry,
    RestEntry,
    decode_entry,
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_PARTS = 1000
_MOST_SPAN = 7 * 24 * 3600.0  # seconds; a recording is of a day
_BLOCKS_AT_HAND = 8


class RecordingFile:
    """An open recording. Raises `InvalidInput` for what is none, and `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._files: list[BinaryIO] = []
        self._blocks: list[tuple[int, Block]] = []
        self._damages: list[Damage] = []
        self._broken: set[int] = set()
        self._unpacked = lru_cache(maxsize=_BLOCKS_AT_HAND)(self._unpack)
        try:
            self.header = self._open(path, 0)
            self._open_rest(path)
        except OSError as error:
            self.close()
            raise StorageFailed(told(error, path)) from error
        except BaseException:
            self.close()
            raise
        self.parts = len(self._files)
        self.span = max((block.last for _, block in self._blocks), default=0.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()

    @property
    def damaged(self) -> int:
        """Places that don't read, as far as it was looked at."""
        return len(self._damages) + len(self._broken)

    @property
    def trading_day(self) -> str:
        """The trading day (ISO), empty where nothing tells it."""
        told = [self.header.date, *(market[:10] for _, market, _ in self.clock())]
        return next((day for day in told if _DAY.fullmatch(day)), "")

    def lines(self) -> Iterator[LineTraffic]:
        """The realtime line from the beginning to the end."""
        for _, entry in self._entries(Kind.LINE):
            if isinstance(entry, LineEntry):
                yield entry.traffic()

    def requests(self) -> Iterator[tuple[int, RestTraffic]]:
        """All requests in the order of their sending, each with the number for `request`."""
        for number, entry in self._entries(Kind.REST):
            if isinstance(entry, RestEntry):
                yield number, entry.traffic()

    def request(self, number: int) -> RestTraffic:
        """The request of a number that `requests` gave."""
        place, line = divmod(number, _NUMBERS)
        entry = self._unpacked(place)[line]
        assert isinstance(entry, RestEntry)
        return entry.traffic()

    def clock(self) -> tuple[tuple[float, str, float], ...]:
        """What was noted of the market's clock: offset, time (ISO), rate."""
        entries = self._entries(Kind.REST)
        return tuple(
            (entry.at, entry.market, entry.rate)
            for _, entry in entries
            if isinstance(entry, ClockEntry)
        )

    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments that were known when the recording began, each once."""
        found: dict[str, Instrument] = {}
        for _, entry in self._entries(Kind.REST):
            if isinstance(entry, ListEntry):
                found |= {one.symbol: one for one in entry.instruments}
        return tuple(found.values())

    def past_days(self) -> Iterator[tuple[str, date, tuple[Bar, ...]]]:
        """Past days of minutes that were on the screen: symbol, day, bars."""
        for _, entry in self._entries(Kind.REST):
            if isinstance(entry, DayEntry):
                yield entry.symbol, entry.day, entry.bars

    def summary(self) -> RecordingSummary:
        """What is in it; reads all of it."""
        channels: Counter[str] = Counter()
        endpoints: Counter[str] = Counter()
        gaps = lost = 0
        for kind in (Kind.LINE, Kind.REST):
            for _, entry in self._entries(kind):
                if isinstance(entry, LineEntry):
                    channels[_channel_of(entry.text)] += 1
                elif isinstance(entry, RestEntry):
                    endpoints[entry.endpoint_id] += 1
                elif isinstance(entry, GapEntry):
                    gaps, lost = gaps + 1, lost + entry.lost
        return RecordingSummary(
            header=self.header,
            parts=self.parts,
            messages=channels.total() + endpoints.total(),
            span=self.span,
            channels=dict(sorted(channels.items())),
            endpoints=dict(sorted(endpoints.items())),
            gaps=gaps,
            lost=lost,
            damaged=self.damaged,
            unread=sum(damage.length for damage in self._damages),
        )

    def _open_rest(self, path: Path) -> None:
        """The parts behind the first, as far as they are there and of the same recording."""
        for part in range(self.header.part + 1, _MOST_PARTS):
            following = part_path(path, part)
            if self.header.part != 1 or not following.exists():
                return
            known = len(self._files)
            try:
                header = self._open(following, known)
            except InvalidInput:
                self._forget(known)
                self._damages.append(Damage(0, following.stat().st_size))
                return
            if header.series != self.header.series:
                self._forget(known)
                return

    def _open(self, path: Path, number: int) -> RecordingHeader:
        file = path.open("rb")
        self._files.append(file)
        if file.read(len(MAGIC)) != MAGIC:
            raise InvalidInput(message("recorder.foreign", file=path.name))
        header = None
        for found in scan(file, len(MAGIC)):
            if isinstance(found, Damage):
                self._damages.append(found)
            elif header is None:
                header = _header(unpack(file, found), path)
            elif found.kind is not Kind.HEADER and found.first >= 0 and found.last <= _MOST_SPAN:
                self._blocks.append((number, found))
        if header is None:
            raise InvalidInput(message("recorder.foreign", file=path.name))
        return header

    def _forget(self, number: int) -> None:
        """A file that turned out to be of another recording."""
        self._files.pop().close()
        self._blocks = [(file, block) for file, block in self._blocks if file != number]

    def _entries(self, kind: Kind) -> Iterator[tuple[int, Entry]]:
        for place, (_, block) in enumerate(self._blocks):
            if block.kind is kind:
                for line, entry in enumerate(self._unpacked(place)):
                    yield place * _NUMBERS + line, entry

    def _unpack(self, place: int) -> list[Entry]:
        """The entries of a block, up to the first that doesn't read."""
        number, block = self._blocks[place]
        found: list[Entry] = []
        text = unpack(self._files[number], block)
        for line in (text or b"").split(b"\n"):
            entry = decode_entry(line)
            if entry is None or not block.first <= entry.at <= block.last:
                self._broken.add(place)
                break
            found.append(entry)
        return found


_NUMBERS = 2**24  # more than the lines that a block may hold


def _header(text: bytes | None, path: Path) -> RecordingHeader:
    try:
        header = msgspec.json.decode(text or b"", type=RecordingHeader)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InvalidInput(message("recorder.foreign", file=path.name)) from error
    if header.format != FORMAT:
        raise InvalidInput(message("recorder.newer", file=path.name, format=header.format))
    return header


def _channel_of(text: str) -> str:
    """What a text of the line counts as."""
    if not text:
        return "session"
    return "control" if text[0] == "{" else text.split("|", 2)[1]
