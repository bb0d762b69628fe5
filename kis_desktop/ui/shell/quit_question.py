"""The end of the program is asked about while conditional orders are armed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from kis_desktop.ui.dialogs.confirm import Confirm
from kis_desktop.viewmodels.conditional_mark import ConditionalMark
from kis_desktop.viewmodels.words import Words


class QuitQuestion(QObject):
    """Stands before the window's close; once `leave` was called nothing is asked any more."""

    def __init__(self, window: QWidget, mark: ConditionalMark, words: Words) -> None:
        super().__init__(window)
        self._window = window
        self._mark = mark
        self._words = words
        self._asked: Confirm | None = None
        self._leaving = False
        window.installEventFilter(self)

    def leave(self) -> None:
        """The program ends, whatever is armed: the next close goes through."""
        self._leaving = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        closes = watched is self._window and event.type() is QEvent.Type.Close
        if closes and self._mark.armed and not self._leaving:
            event.ignore()
            self._ask()
            return True
        return False

    def _ask(self) -> None:
        if self._asked is not None:
            return
        asked = Confirm(
            self._words("conditional_panel.quit_title"),
            self._mark.question,
            self._words("conditional_panel.quit"),
            self._words,
            self._window,
        )
        self._asked = asked
        asked.finished.connect(self._answered)
        asked.accepted.connect(self._end)
        asked.open()

    def _end(self) -> None:
        self.leave()
        self._window.close()

    def _answered(self) -> None:
        self._asked = None
