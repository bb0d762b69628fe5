"""The end of the program is asked about while conditional orders are armed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from kis_desktop.ui.dialogs.confirm import Confirm
from kis_desktop.viewmodels.conditional_mark import ConditionalMark
from kis_desktop.viewmodels.words import Words


class QuitQuestion(QObject):
    """Stands before the window's close button. What ends the program itself is not held up."""

    def __init__(self, window: QWidget, mark: ConditionalMark, words: Words) -> None:
        super().__init__(window)
        self._window = window
        self._mark = mark
        self._words = words
        self._asked: Confirm | None = None
        window.installEventFilter(self)

    def quit(self) -> None:
        """Close the window, after the question where there is one."""
        if self._mark.armed:
            self._ask()
        else:
            self._window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        by_the_trader = event.type() is QEvent.Type.Close and event.spontaneous()
        if watched is self._window and by_the_trader and self._mark.armed:
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
        asked.accepted.connect(self._window.close)
        asked.open()

    def _answered(self) -> None:
        self._asked = None
