"""Past days of minutes that a chart has shown: a recording needs them, for the wire may not say
them again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date, datetime

from kis_desktop.domain.bar import Bar, BarKey, Joining
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.indicators.series import BarSeries
from kis_desktop.storage.bar_store import BarStore
from kis_desktop.storage.recording_file import RecordingFile

_NEWEST = 3  # days of a chart that its first look shows
_MOST = 200  # days of symbols; no trader looks at more charts before a recording ends


class PastDays:
    """The bar store as the charts see it; `shown` is what went through it, in its order."""

    def __init__(self, store: BarStore) -> None:
        self._store = store
        self.shown: dict[tuple[str, date], tuple[Bar, ...]] = {}

    def kept_minutes(self, symbol: str) -> tuple[BarSeries, frozenset[date]]:
        """All minutes that are kept, oldest first, and the days that are whole."""
        bars, whole = self._store.kept_minutes(symbol)
        for day in sorted(whole)[-_NEWEST:]:
            self._remember(symbol, day, self._store.minutes(symbol, day) or ())
        return bars, whole

    def keep_minutes(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Keep a whole past day."""
        self._store.keep_minutes(symbol, day, bars)
        self._remember(symbol, day, tuple(bars))

    def read(self, key: BarKey) -> BarSeries:
        """What is kept of a history."""
        return self._store.read(key)

    def write(self, key: BarKey, bars: Sequence[Bar], fetched_at: datetime) -> Joining:
        """Keep bars as fetched at a time."""
        return self._store.write(key, bars, fetched_at)

    def drop(self, key: BarKey) -> None:
        """Forget a history."""
        self._store.drop(key)

    def _remember(self, symbol: str, day: date, bars: tuple[Bar, ...]) -> None:
        if len(self.shown) < _MOST:
            self.shown[symbol, day] = bars


def keep_recorded_days(store: BarStore, recording: RecordingFile) -> None:
    """Have a replay's charts find the past days of the recording; what cannot be is left out."""
    for symbol, day, bars in recording.past_days():
        with contextlib.suppress(ValueError, OverflowError, StorageFailed):
            store.keep_minutes(symbol, day, bars)
