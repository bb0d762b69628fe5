"""Notes outside of the window, through the system's tray, for what is told while another program is
in front; a desktop without a tray shows none.

Not measured where no tray is: Qt hands the words over to the system.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon, QWidget


class DesktopPort(Protocol):
    """What shows a note outside of the window."""

    def tell(self, title: str, text: str) -> None:
        """Show a note; never raises."""


class SystemTray:
    """The system's own notes; an icon stands in the tray from the first one on."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._tray: QSystemTrayIcon | None = None

    @property
    def can_tell(self) -> bool:
        """Whether there is a tray that shows notes."""
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def tell(self, title: str, text: str) -> None:
        """Show a note; never raises."""
        if not self.can_tell:
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(QIcon(self._window.windowIcon()), self._window)
            self._tray.activated.connect(lambda _: self._window.activateWindow())
            self._tray.setToolTip(self._window.windowTitle())
            self._tray.show()
        self._tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information)
