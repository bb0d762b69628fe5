"""Writes a recording: masked, compressed, appended block by block, and never more than it may.

All blocks. What is on the disk after a crash is whole up to the last block, at most two seconds
old. Another part is begun when one is full; a recording that has reached its limit ends.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.message import message
from kis_desktop.domain.recording import RecordingHeader
from kis_desktop.domain.traffic import LineTraffic, RestTraffic
from kis_desktop.storage.atomic_file import make_private_folder
from kis_desktop.storage.disk_error import told
from kis_desktop.storage.recording_alias import Aliases
from kis_desktop.storage.recording_block import LARGEST_TEXT, MAGIC, Kind, pack
from kis_desktop.storage.recording_entry import (
    ClockEntry,
    DayEntry,
    Entry,
    GapEntry,
    ListEntry,
    decode_entry,
    encode_entry,
)
from kis_desktop.storage.recording_mask import Mask

FORMAT = 1
SUFFIX = ".kisrec"
PART_BYTES = 64 * 1024 * 1024
MOST_BYTES = 2 * 1024 * 1024 * 1024

_BLOCK_TEXT = 256 * 1024  # bytes of text after which a block is written
_BLOCK_SECONDS = 2.0  # and at the latest after so long
_LISTED_AT_ONCE = 500  # instruments in one line
_OWNER_FILE = 0o600

Traffic = RestTraffic | LineTraffic
Clean = Callable[[str], str]


class RecordingWriter:
    """One recording in the making. `clean` takes known secrets out of text, as a last net.

    `began` is the monotonic second that counts as 0. All methods raise `StorageFailed`; after that
    the file is whole up to its last block and no more is written.
    """

    def __init__(
        self,
        path: Path,
        header: RecordingHeader,
        aliases: Aliases,
        clean: Clean,
        began: float,
        *,
        part_bytes: int = PART_BYTES,
        most_bytes: int = MOST_BYTES,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._first_path = path
        self._header = header
        self._clean = clean
        self._mask = Mask(aliases, began)
        self._began = began
        self._part_bytes, self._most_bytes = part_bytes, most_bytes
        self._monotonic = monotonic
        self._waiting = {Kind.LINE: _Waiting(), Kind.REST: _Waiting()}
        self._written_at = monotonic()
        self._earlier_parts = 0
        self._part = 0
        make_private_folder(path.parent)
        self._open_part()

    @property
    def size(self) -> int:
        """Bytes on the disk, all parts."""
        return self._earlier_parts + self._end

    def write(self, traffic: Sequence[Traffic], lost: int = 0) -> None:
        """Take messages in, in their order; `lost` ones before them found no room."""
        if lost:
            self.tell_lost(lost)
        for one in traffic:
            if isinstance(one, LineTraffic):
                self._add(Kind.LINE, self._mask.line(one))
            else:
                self._add(Kind.REST, self._mask.rest(one))
        if self._monotonic() - self._written_at >= _BLOCK_SECONDS:
            self.flush()

    def tell_lost(self, count: int) -> None:
        """Note that messages are missing here."""
        self._add(Kind.LINE, GapEntry(self._now(), count))

    def tell_clock(self, market: str, rate: float) -> None:
        """Note the market's time (ISO) at this moment."""
        self._add(Kind.REST, ClockEntry(self._now(), market, rate))

    def tell_instruments(self, instruments: Sequence[Instrument]) -> None:
        """Note what is known of instruments; a recording needs no master files."""
        for start in range(0, len(instruments), _LISTED_AT_ONCE):
            some = tuple(instruments[start : start + _LISTED_AT_ONCE])
            self._add(Kind.REST, ListEntry(self._now(), some))

    def tell_past_day(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Note a past day of a chart: it may have come from the disk."""
        self._add(Kind.REST, DayEntry(self._now(), symbol, day, tuple(bars)))

    def flush(self) -> None:
        """Put on the disk what waits for its block."""
        for kind in self._waiting:
            self._write_block(kind)
        self._written_at = self._monotonic()

    def close(self) -> None:
        """Write the rest, durably, and let go of the file; again does nothing."""
        if self._file < 0:
            return
        try:
            self.flush()
            os.fsync(self._file)
        except OSError as error:
            raise StorageFailed(told(error, self._path)) from error
        finally:
            self._let_go()

    def _now(self) -> float:
        return round(self._monotonic() - self._began, 6)

    def _add(self, kind: Kind, entry: Entry) -> None:
        line = encode_entry(entry)
        if len(line) > LARGEST_TEXT // 2:
            self.tell_lost(1)
            return
        waiting = self._waiting[kind]
        waiting.add(line, entry.at)
        if waiting.size >= _BLOCK_TEXT:
            self._write_block(kind)

    def _write_block(self, kind: Kind) -> None:
        waiting = self._waiting[kind]
        if not waiting.lines:
            return
        self._waiting[kind] = _Waiting()
        lines, lost = self._without_secrets(waiting.lines)
        if lost:
            lines.append(encode_entry(GapEntry(waiting.last, lost)))
        self._append(pack(kind, b"\n".join(lines), waiting.first, waiting.last))
        if self._end >= self._part_bytes:
            self._next_part()

    def _without_secrets(self, lines: list[bytes]) -> tuple[list[bytes], int]:
        """The last net: no known secret in any form; lines that it broke are left out, counted."""
        text = b"\n".join(lines).decode()
        cleaned = self._clean(text)
        if cleaned == text:
            return lines, 0
        split = [line.encode() for line in cleaned.split("\n")]
        kept = [line for line in split if decode_entry(line) is not None]
        return kept, len(split) - len(kept)

    def _open_part(self) -> None:
        self._part += 1
        self._path = part_path(self._first_path, self._part)
        self._end = 0
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._file = os.open(self._path, flags, _OWNER_FILE)
        except FileExistsError as error:
            self._file = -1
            raise StorageFailed(message("recorder.exists", file=self._path.name)) from error
        except OSError as error:
            self._file = -1
            raise StorageFailed(told(error, self._path)) from error
        header = msgspec.structs.replace(self._header, part=self._part)
        self._append(MAGIC + pack(Kind.HEADER, msgspec.json.encode(header), 0.0, 0.0))

    def _next_part(self) -> None:
        if self.size >= self._most_bytes:
            self._let_go()
            raise StorageFailed(message("recorder.full", size=self._most_bytes // 2**20))
        self._let_go()
        self._earlier_parts += self._end
        self._open_part()

    def _append(self, block: bytes) -> None:
        """All of a block or none of it: what was begun is taken back."""
        if self._file < 0:
            raise StorageFailed(message("recorder.ended"))
        try:
            rest = memoryview(block)
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._end)
            self._let_go()
            raise StorageFailed(told(error, self._path)) from error
        self._end += len(block)

    def _let_go(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)


def part_path(first: Path, part: int) -> Path:
    """Where a part of a recording lies; the first is what the trader named."""
    return first if part == 1 else first.with_name(f"{first.stem}-{part}{first.suffix}")


class _Waiting:
    """Lines that wait for their block, and their span."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.size = 0
        self.first = self.last = 0.0

    def add(self, line: bytes, at: float) -> None:
        self.first = min(self.first, at) if self.lines else at
        self.last = max(self.last, at) if self.lines else at
        self.lines.append(line)
        self.size += len(line) + 1
