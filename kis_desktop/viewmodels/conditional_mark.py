"""What the status line and the end of the program say of conditional orders."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_LOOK_MILLISECONDS = 1000


class ConditionalMark(QObject):
    """How many are armed, and whether they are watched. `changed` when the text does."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = Words(context.language)
        self._board = ConditionalBoard()
        self._shown = ("", Tone.DIM)
        context.clock.frame.connect(self._take)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._show)
        self._look.start()

    @property
    def armed(self) -> int:
        """How many conditional orders need this program to run."""
        return self._board.armed

    @property
    def text(self) -> str:
        """Empty where nothing is armed."""
        return self._shown[0]

    @property
    def tone(self) -> Tone:
        """Whether the text asks for attention."""
        return self._shown[1]

    @property
    def hint(self) -> str:
        """What the pointer is told."""
        return self._words("conditional_panel.only_here") if self.text else ""

    @property
    def question(self) -> str:
        """What the end of the program means for them."""
        return self._words("conditional_panel.quit_words", n=self.armed)

    def _take(self, frame: Frame) -> None:
        told = frame.latest.get((Topic.CONDITIONAL, ""))
        if isinstance(told, ConditionalBoard):
            self._board = told
            self._show()

    def _show(self) -> None:
        now = self._now()
        if now != self._shown:
            self._shown = now
            self.changed.emit()

    def _now(self) -> tuple[str, Tone]:
        if not self.armed:
            return "", Tone.DIM
        if self._board.held or not self._board.is_alive(time.monotonic()):
            return self._words("conditional_panel.mark_silent"), Tone.UNCERTAIN
        return self._words("conditional_panel.mark", n=self.armed), Tone.DIM
