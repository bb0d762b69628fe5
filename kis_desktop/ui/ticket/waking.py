"""A button that answers a question sleeps while the click that asked may still be going on."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton

ASLEEP = 500  # ms: longer than a double click


class Waking:
    """Shows a button asleep; it wakes by itself."""

    def __init__(self, button: QAbstractButton) -> None:
        self._button = button
        self._timer = QTimer(button)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASLEEP)
        self._timer.timeout.connect(lambda: button.setEnabled(True))
        button.hide()

    def show(self, shown: bool) -> None:  # noqa: FBT001
        """Show it, asleep at first, or hide it."""
        if shown == (not self._button.isHidden()):
            return
        self._button.setEnabled(False)
        self._button.setVisible(shown)
        if shown:
            self._timer.start()
        else:
            self._timer.stop()
