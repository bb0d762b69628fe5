"""What the dialogs share in which an order is written that waits for its time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.order import Side
from kis_desktop.ui.dialogs.form_rows import FormRows, write_below
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.choice_box import ChoiceBox
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.ui.ticket.order_button import fitted
from kis_desktop.viewmodels.order_draft import OrderDraft
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket_session import Choice
from kis_desktop.viewmodels.words import Words

_EDGE = 5 * STEP  # pixels at both sides of the dialog
_PADDING = 12  # pixels beside a button's text


class OrderEditor(QDialog):
    """Fields, the sentence of what will happen, the reason why not, and the button.

    Never sends by Enter alone: the button has to be pressed. `kind` names its parts and its words.
    """

    def __init__(
        self, kind: str, draft: OrderDraft, words: Words, width: int, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        draft.setParent(self)
        self._kind, self._sending, self._words = kind, draft, words
        self._choices: dict[str, tuple[ChoiceBox[Any], tuple[Choice[Any], ...]]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(f"{kind}Editor")
        self.setWindowTitle(words(f"{kind}_editor.title"))
        self.setFixedWidth(width)
        self.symbol = Line(f"{kind}Symbol", FontKind.SYMBOL, Tone.TEXT)
        self._button_room = width - 2 * (_EDGE + _PADDING)
        self.sentence, self.told = QLabel(), QLabel()
        self.sentence.setObjectName(f"{kind}Sentence")
        self.sentence.setFont(Theme.current().font(FontKind.STRONG))
        set_tone(self.told, Tone.UNCERTAIN)
        self.send = QPushButton()
        self.send.setObjectName(f"{kind}Send")
        self.send.setFont(Theme.current().font(FontKind.BUTTON))
        self.cancel = QPushButton(words("shell.cancel"))
        self.cancel.setObjectName(f"{kind}Cancel")
        self.cancel.clicked.connect(self.reject)
        for button in (self.send, self.cancel):
            button.setAutoDefault(False)
        draft.done.connect(self.accept)

    def reject(self) -> None:
        """Closed without sending; not while an outcome is awaited."""
        if not self._sending.is_sent:
            super().reject()

    def _lay_out(
        self, rows: Iterable[tuple[str, QWidget]], hint: QLabel, heights: tuple[int, int]
    ) -> FormRows:
        """All below each other; `heights` of the sentence and of the reason, in pixels."""
        made = FormRows(rows, lambda name: self._words(f"{self._kind}_editor.{name}"))
        for label, height in zip((self.sentence, self.told), heights, strict=True):
            write_below(label, height)
        hint.setFont(Theme.current().font(FontKind.HINT))
        answers = QHBoxLayout()
        answers.addWidget(hint, 1)
        answers.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 4 * STEP, _EDGE, 4 * STEP)
        column.setSpacing(2 * STEP)
        column.addLayout(made.grid)
        column.addSpacing(STEP)
        column.addWidget(self.sentence)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addWidget(self.send)
        column.addLayout(answers)
        made.lead_to(self.send, self.cancel)
        return made

    def _choice(
        self, name: str, values: Sequence[Enum] | type[Enum], text: Callable[..., str]
    ) -> ChoiceBox[Any]:
        """A list of values of the draft's field `name`."""
        box: ChoiceBox[Any] = ChoiceBox(
            f"{self._kind}_{name}",
            lambda value: self._sending.choose(**{name: value}),
            str,
            self,
        )
        self._choices[name] = (box, tuple(Choice(value, text(value)) for value in values))
        return box

    def _show_choices(self) -> None:
        for name, (box, choices) in self._choices.items():
            box.show_choices(choices, getattr(self._sending, name))

    def _show_sending(self, sentence: str, button_text: str, side: Side) -> None:
        """The sentence, the reason, and the button in the colour of its side."""
        draft = self._sending
        self.symbol.say(f"{draft.name}  {draft.symbol}")
        self.sentence.setText(sentence)
        self.told.setText(draft.failure or draft.refusal)
        metrics = QFontMetrics(self.send.font())
        self.send.setText(fitted(button_text, draft.name, metrics, self._button_room))
        self.send.setAccessibleName(button_text)
        self.send.setToolTip(draft.refusal)
        self.send.setEnabled(draft.can_send)
        self.cancel.setEnabled(not draft.is_sent)
        if self.send.property("side") != side.value:
            self.send.setProperty("side", side.value)
            self.send.style().unpolish(self.send)
            self.send.style().polish(self.send)
