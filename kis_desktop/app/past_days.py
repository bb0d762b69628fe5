"""Past days of minutes that a chart has shown: a recording needs them, for the wire may not say
them again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.storage.bar_store import BarStore
from kis_desktop.storage.recording_file import RecordingFile

_MOST = 200  # days of symbols; no trader looks at more charts before a recording ends


class PastDays:
    """The bar store as the charts see it; `shown` is what went through it, in its order."""

    def __init__(self, store: BarStore) -> None:
        self._store = store
        self.shown: dict[tuple[str, date], tuple[Bar, ...]] = {}

    def minutes(self, symbol: str, day: date) -> tuple[Bar, ...] | None:
        """A whole past day; None when it isn't kept."""
        bars = self._store.minutes(symbol, day)
        if bars is not None:
            self._remember(symbol, day, bars)
        return bars

    def keep_minutes(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Keep a whole past day."""
        self._store.keep_minutes(symbol, day, bars)
        self._remember(symbol, day, tuple(bars))

    def _remember(self, symbol: str, day: date, bars: tuple[Bar, ...]) -> None:
        if len(self.shown) < _MOST:
            self.shown[symbol, day] = bars


def keep_recorded_days(store: BarStore, recording: RecordingFile) -> None:
    """Have a replay's charts find the past days of the recording; what cannot be is left out."""
    for symbol, day, bars in recording.past_days():
        with contextlib.suppress(ValueError, OverflowError, StorageFailed):
            store.keep_minutes(symbol, day, bars)
