"""A reservation is written here; the sentence below the fields says what will happen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.order import Side
from kis_desktop.domain.reservation import TYPES
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.choice_box import ChoiceBox
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.viewmodels.reservation_draft import ReservationDraft
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket_session import Choice
from kis_desktop.viewmodels.words import Words

_WIDTH = 400
_LABEL_WIDTH = 84
_TOLD_HEIGHT = 44


class ReservationEditor(QDialog):
    """Never sends by Enter alone: the button has to be pressed."""

    def __init__(
        self, draft: ReservationDraft, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.draft = draft
        draft.setParent(self)
        self._words = words
        self._choices: dict[str, tuple[Choice[Any], ...]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("reservationEditor")
        self.setWindowTitle(words("reservation_editor.title"))
        self.setFixedWidth(_WIDTH)
        self.symbol = QLabel()
        self.side = self._choice("side", tuple(Side), lambda one: words(f"side.{one}_signed"))
        self.order_type = self._choice(
            "order_type", TYPES, lambda one: words(f"order_type.{one.value}")
        )
        self.repeat = self._choice(
            "repeat", draft.repeats, lambda one: words(f"reservation_editor.{one.name.lower()}")
        )
        self.quantity = NumberField("reservation_quantity", words("reservation_editor.shares"))
        self.price = NumberField("reservation_price", words("reservation_editor.won"))
        self.sentence, self.told = QLabel(), QLabel()
        self.send = QPushButton()
        self.cancel = QPushButton(words("shell.cancel"))
        self._build()
        self._connect()
        self._show()
        self.quantity.setFocus()

    def reject(self) -> None:
        """Closed without sending; not while an outcome is awaited."""
        if not self.draft.is_sent:
            super().reject()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        self.symbol.setFont(Theme.current().font(FontKind.SYMBOL))
        rows: tuple[tuple[str, QWidget], ...] = (
            ("symbol", self.symbol),
            ("side", self.side),
            ("type", self.order_type),
            ("quantity", self.quantity),
            ("price", self.price),
            ("until", self.repeat),
        )
        for place, (id_, widget) in enumerate(rows):
            label = QLabel(self._words(f"reservation_editor.{id_}"))
            set_tone(label, Tone.DIM)
            widget.setAccessibleName(label.text())
            grid.addWidget(label, place, 0)
            grid.addWidget(widget, place, 1)
        self.sentence.setFont(Theme.current().font(FontKind.STRONG))
        for label in (self.sentence, self.told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            label.setMinimumHeight(_TOLD_HEIGHT)
        set_tone(self.told, Tone.UNCERTAIN)
        hours = QLabel(self._words("reservation_panel.hours"))
        hours.setFont(Theme.current().font(FontKind.HINT))
        set_tone(hours, Tone.DIM)
        self.send.setFont(Theme.current().font(FontKind.BUTTON))
        self.send.setObjectName("reservationSend")
        self.cancel.setObjectName("reservationCancel")
        for button in (self.send, self.cancel):
            button.setAutoDefault(False)
        answers = QHBoxLayout()
        answers.addWidget(hours, 1)
        answers.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 4 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        column.addLayout(grid)
        column.addSpacing(STEP)
        for widget in (self.sentence, self.told, self.send):
            column.addWidget(widget)
        column.addLayout(answers)

    def _connect(self) -> None:
        draft = self.draft
        draft.changed.connect(self._show)
        draft.done.connect(self.accept)
        self.quantity.typed.connect(draft.type_quantity)
        self.quantity.stepped.connect(draft.step_quantity)
        self.price.typed.connect(draft.type_price)
        self.price.stepped.connect(draft.step_price)
        self.send.clicked.connect(draft.send)
        self.cancel.clicked.connect(self.reject)

    def _choice(
        self, name: str, values: Sequence[Enum], text: Callable[..., str]
    ) -> ChoiceBox[Any]:
        self._choices[name] = tuple(Choice(value, text(value)) for value in values)
        return ChoiceBox(
            f"reservation_{name}",
            lambda value: self.draft.choose(**{name: value}),
            str,
            self,
        )

    def _show(self) -> None:
        draft = self.draft
        self.symbol.setText(f"{draft.name}  {draft.symbol}")
        for name in self._choices:
            box: ChoiceBox[Any] = getattr(self, name)
            box.show_choices(self._choices[name], getattr(draft, name))
        self.quantity.show_text(draft.quantity_text)
        self.price.show_text(draft.price_text if draft.is_priced else "")
        self.price.setEnabled(draft.is_priced)
        set_tone(self.side, Tone.SELL if draft.side is Side.SELL else Tone.BUY)
        self.sentence.setText(draft.sentence)
        self.told.setText(draft.failure or draft.refusal)
        self.send.setText(draft.button_text)
        self.send.setEnabled(draft.can_send)
        self.cancel.setEnabled(not draft.is_sent)
        if self.send.property("side") != draft.side.value:
            self.send.setProperty("side", draft.side.value)
            self.send.style().unpolish(self.send)
            self.send.style().polish(self.send)
