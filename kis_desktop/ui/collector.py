"""Python's garbage is collected on the UI thread alone.

The interpreter collects on whichever thread allocates. A widget or timer of Qt that ends on another
thread than its own is still called by Qt, and the program ends there.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer, Signal

_BEAT = 100  # ms
_YOUNG = 2_000  # objects made since the last look
_REST = 20.0  # seconds between collections of everything
_SHARE = 0.002  # of the time, at most, goes into collecting everything


class Collector(QObject):
    """Takes the place of the interpreter's own collector from `start` to `stop`."""

    collected = Signal()  # everything

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = False
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Collect here from now on."""
        self._was_on = gc.isenabled()
        gc.disable()
        self._due = time.monotonic() + _REST
        self._timer.start()

    def stop(self) -> None:
        """Leave it to the interpreter again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def spare(self) -> None:
        """What is there now will stay: it is not looked through again."""
        gc.freeze()

    def look(self) -> None:
        """Collect what is young, and everything when it is time; a long look is followed by a long
        rest.
        """
        if gc.get_count()[0] < _YOUNG:
            return
        begun = time.monotonic()
        if begun < self._due:
            gc.collect(1)
            return
        gc.collect()
        ended = time.monotonic()
        self._due = ended + max(_REST, (ended - begun) / _SHARE)
        self.collected.emit()
