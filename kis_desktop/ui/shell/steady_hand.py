"""Keeps a click that was aimed before the layout moved from hitting what has moved beneath it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

AIMED_FOR = 600  # ms after a move for which a press may have been aimed before it
_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class SteadyHand(QObject):
    """Swallows presses in a window for a moment after `moved`, but for those in its `still` part:
    a line that appears above the panels moves prices under the pointer.

    It looks at the program's events in that moment alone: at other times none passes through here.
    """

    def __init__(self, window: QWidget, still: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._still = still
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(AIMED_FOR)
        self._moment.timeout.connect(self._rest)

    def moved(self) -> None:
        """The layout has just moved."""
        if not self._moment.isActive():
            _application().installEventFilter(self)
        self._moment.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _PRESSES or not isinstance(watched, QWidget):
            return False
        inside = watched.window() is self._window
        return inside and watched is not self._still and not self._still.isAncestorOf(watched)

    def _rest(self) -> None:
        _application().removeEventFilter(self)


def _application() -> QObject:
    application = QApplication.instance()
    assert application is not None
    return application
