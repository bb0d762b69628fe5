"""The line under the top bar while the kill switch holds: what became of every working order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from kis_desktop.ui.dialogs.kill_details import KillDetails
from kis_desktop.ui.dialogs.kill_release import KillRelease
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.kill_switch import KillSwitch
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_HEIGHT = 34


class KillStrip(QWidget):
    """Hidden while orders are let through."""

    def __init__(
        self, switch: KillSwitch, context: ViewContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("killStrip")
        self.setFixedHeight(_HEIGHT)
        self._switch = switch
        self._context = context
        self._words = Words(context.language)
        self.sentence = QLabel()
        self.details = self._button("killDetails", "kill.details")
        self.again = self._button("killAgain", "kill.again")
        self.release = self._button("killRelease", "kill.release")
        self._build()
        self.details.clicked.connect(self.show_details)
        self.again.clicked.connect(switch.pull)
        self.release.clicked.connect(self.ask_for_release)
        switch.changed.connect(self._show)
        Theme.current().changed.connect(self.update)
        self._show()

    def show_details(self) -> None:
        """Show every order and what became of it."""
        KillDetails(self._switch, self._context, self.window()).open()

    def ask_for_release(self) -> None:
        """Orders are let through again only with a reason."""
        question = KillRelease(self._words, self.window())
        question.released.connect(self._switch.release)
        question.open()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Token.RAISED))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Token.LINE))
        painter.fillRect(0, 0, STEP, self.height(), theme.color(Token.ACCENT))
        painter.end()

    def _build(self) -> None:
        self.sentence.setObjectName("killSentence")
        self.sentence.setFont(Theme.current().font(FontKind.STRONG))
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_tone(self.sentence, Tone.UNCERTAIN)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
        row.setSpacing(2 * STEP)
        row.addWidget(self.sentence, 1)
        for button in (self.details, self.again, self.release):
            row.addWidget(button)

    def _show(self) -> None:
        switch = self._switch
        told = switch.failure or switch.summary
        self.sentence.setText(told)
        self.sentence.setToolTip(told)
        self.setAccessibleName(told)
        report = switch.report
        self.details.setVisible(report is not None and bool(report.lines))
        self.again.setVisible(switch.is_unfinished)
        self.again.setEnabled(not switch.asked)
        self.release.setEnabled(not switch.asked)
        self.setVisible(switch.halted)

    def _button(self, name: str, id_: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(self._words(id_))
        return button
