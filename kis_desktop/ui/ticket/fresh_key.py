"""Whether a finger has pressed a key anew, or a key is merely still down."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

RELEASED = 0.1  # seconds a key is up before its next press counts as another one
PRESSING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select})
_MILLISECONDS = 1000


class FreshKey:
    """The keys that press buttons: X11 repeats a held one as releases that no finger made.

    Such a release comes with the next press, in the same instant: a press is fresh when its key
    was up for a while, by the stamps of the events and by the clock that saw them come.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._is_down = False
        self._seen_at = -RELEASED
        self._stamp = 0  # of the last event, in ms; 0 where the platform gives none

    @property
    def is_down(self) -> bool:
        """Whether a key is down, or was until a moment ago."""
        return self._is_down or self._monotonic() - self._seen_at < RELEASED

    def take(self, event: QKeyEvent) -> bool:
        """Apply an event of such a key; whether it's a fresh press."""
        now, stamp = self._monotonic(), event.timestamp()
        waited = now - self._seen_at >= RELEASED
        if stamp and self._stamp:
            waited = waited and stamp - self._stamp >= RELEASED * _MILLISECONDS
        is_press = event.type() is QEvent.Type.KeyPress
        fresh = is_press and waited and not self._is_down and not event.isAutoRepeat()
        self._is_down = is_press or event.isAutoRepeat()
        self._seen_at, self._stamp = now, stamp
        return fresh
