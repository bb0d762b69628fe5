"""The question before an order of the ladder: the whole of it in words, and the two answers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kis_desktop.domain.order_size import OrderSize
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.fresh_key import FreshKey
from kis_desktop.ui.ticket.order_button import OrderButton
from kis_desktop.viewmodels.ladder_orders import LadderOrders
from kis_desktop.viewmodels.ladder_question import Question
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words


class QuestionView(QFrame):
    """Stands over the lower part of the ladder while something is asked; Esc sends nothing."""

    def __init__(
        self,
        orders: LadderOrders,
        world: str,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._orders = orders
        self._shown: Question | None = None
        self.setObjectName("ladderQuestion")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._world = self._label(Tone.DIM, FontKind.HINT)
        self._world.setText(world)
        self._text = self._label(Tone.TEXT, FontKind.BASE)
        self._warnings = self._label(Tone.UNCERTAIN, FontKind.BASE)
        self._lines = self._label(Tone.DIM, FontKind.HINT)
        self._reason = self._label(Tone.UNCERTAIN, FontKind.BASE)
        self.again = QLineEdit(self)
        self.again.setObjectName("ladderAgain")
        self.again.setPlaceholderText(words("ladder.again"))
        self.again.setAccessibleName(words("ladder.again"))
        self.again.textEdited.connect(orders.set_again_text)
        self.keys = FreshKey()
        self.send = OrderButton(self.keys, self)
        self.send.setObjectName("ladderSend")
        self.send.pressed_once.connect(lambda by_mouse: orders.confirm(by_mouse=by_mouse))
        self.no = QPushButton(words("ladder.no"), self)
        self.no.setObjectName("ladderNo")
        self.no.setProperty("flat", True)
        self.no.setAutoDefault(False)
        self.no.clicked.connect(orders.dismiss)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        for part in (self._world, self._text, self._warnings, self._lines, self._reason):
            column.addWidget(part)
        column.addWidget(self.again)
        column.addWidget(self.send)
        column.addWidget(self.no)
        orders.changed.connect(self._show_question)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._orders.dismiss()
            event.accept()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.again if self.again.isVisibleTo(self) else self.send).setFocus()

    def _show_question(self) -> None:
        question = self._orders.question
        if question is self._shown:
            return
        fresh = question is not None and (
            self._shown is None or question.order is not self._shown.order
        )
        self._shown = question
        if question is None:
            self._give_keyboard_back()
            self.hide()
            return
        self._fill(question)
        if fresh:
            self.again.setText("")
        self.show()
        self.raise_()

    def _give_keyboard_back(self) -> None:
        """To the ladder; else Qt hands it to whatever button comes next."""
        panel = self.parentWidget()
        if panel is not None and any(one.hasFocus() for one in (self.again, self.send, self.no)):
            panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, question: Question) -> None:
        self._text.setText(question.text)
        told = [*question.warnings, question.asks]
        self._warnings.setText("\n".join(f"▲ {one}" for one in told if one))
        self._lines.setText("\n".join(f"{name} {value}" for name, value in question.lines))
        self._reason.setText(question.reason)
        for label in (self._warnings, self._lines, self._reason):
            label.setVisible(bool(label.text()))
        self.again.setVisible(question.size is not OrderSize.NORMAL)
        self.send.show_side(question.side)
        self.send.say(question.button, question.name)
        self.send.setEnabled(not question.reason)
        self.setAccessibleName(f"{question.text} {self._warnings.text()}".strip())

    def _label(self, tone: Tone, font: FontKind) -> QLabel:
        label = QLabel(self)
        label.setFont(Theme.current().font(font))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        set_tone(label, tone)
        return label
