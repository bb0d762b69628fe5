"""Past days of minutes that a chart has shown: a recording needs them, for the wire may not say
them again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from kis_desktop.domain.bar import Bar, BarKey, Joining
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.indicators.series import BarSeries
from kis_desktop.storage.bar_blob import Packed, pack, unpack
from kis_desktop.storage.bar_store import BarStore
from kis_desktop.storage.recording_file import RecordingFile

_NEWEST = 3  # days of a chart that its first look shows
_OF_ONE = 12  # days of one symbol, the first that were shown: a year is read behind them
_MOST = 200  # days of symbols: sixteen charts'


class ShownDays(Mapping[tuple[str, date], tuple[Bar, ...]]):
    """Minutes by symbol and day in the order in which they came, each day packed: bars themselves
    take ten times as much memory.
    """

    def __init__(self) -> None:
        self._days: dict[tuple[str, date], Packed] = {}

    def __getitem__(self, key: tuple[str, date]) -> tuple[Bar, ...]:
        return unpack(self._days[key])

    def __iter__(self) -> Iterator[tuple[str, date]]:
        return iter(self._days)

    def __len__(self) -> int:
        return len(self._days)

    @property
    def size(self) -> int:
        """Bytes that the days take."""
        return sum(len(packed.content) for packed in self._days.values())

    def put(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Take a day in while there is room; in the place of what was here of it."""
        of_one = sum(one == symbol for one, _ in self._days)
        has_room = len(self._days) < _MOST and of_one < _OF_ONE
        if has_room or (symbol, day) in self._days:
            self._days[symbol, day] = pack(bars)


class PastDays:
    """The bar store as the charts see it; `shown` is what went through it first of each symbol."""

    def __init__(self, store: BarStore) -> None:
        self._store = store
        self.shown = ShownDays()

    def kept_minutes(self, symbol: str) -> tuple[BarSeries, frozenset[date]]:
        """All minutes that are kept, oldest first, and the days that are whole."""
        bars, whole = self._store.kept_minutes(symbol)
        for day in sorted(whole)[-_NEWEST:]:
            self.shown.put(symbol, day, self._store.minutes(symbol, day) or ())
        return bars, whole

    def keep_minutes(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Keep a whole past day."""
        self._store.keep_minutes(symbol, day, bars)
        self.shown.put(symbol, day, bars)

    def read(self, key: BarKey) -> BarSeries:
        """What is kept of a history."""
        return self._store.read(key)

    def write(self, key: BarKey, bars: Sequence[Bar], fetched_at: datetime) -> Joining:
        """Keep bars as fetched at a time."""
        return self._store.write(key, bars, fetched_at)

    def drop(self, key: BarKey) -> None:
        """Forget a history."""
        self._store.drop(key)


def keep_recorded_days(store: BarStore, recording: RecordingFile) -> None:
    """Have a replay's charts find the past days of the recording; what cannot be is left out."""
    for symbol, day, bars in recording.past_days():
        with contextlib.suppress(ValueError, OverflowError, StorageFailed):
            store.keep_minutes(symbol, day, bars)
