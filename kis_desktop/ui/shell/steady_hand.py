"""Keeps a click that was aimed before the layout moved from hitting what has moved beneath it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

AIMED_FOR = 0.6  # seconds after a move for which a press may have been aimed before it
_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class SteadyHand(QObject):
    """Swallows presses in a window for a moment after `moved`, but for those in its `still` part:
    a line that appears above the panels moves prices under the pointer.
    """

    def __init__(
        self,
        window: QWidget,
        still: QWidget,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._still = still
        self._monotonic = monotonic
        self._moved_at = -AIMED_FOR
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def moved(self) -> None:
        """The layout has just moved."""
        self._moved_at = self._monotonic()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _PRESSES or not isinstance(watched, QWidget):
            return False
        if self._monotonic() - self._moved_at >= AIMED_FOR:
            return False
        inside = watched.window() is self._window
        return inside and watched is not self._still and not self._still.isAncestorOf(watched)
