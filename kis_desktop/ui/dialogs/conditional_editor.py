"""A conditional order is written here; the sentence below the fields says what will happen."""

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
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.conditional_order import Basis, Grouping, TrailUnit, TriggerKind
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.choice_box import ChoiceBox
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.viewmodels.conditional_draft import ConditionalDraft, Field, Until
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket_session import Choice
from kis_desktop.viewmodels.words import Words

_WIDTH = 420
_LABEL_WIDTH = 84
_SENTENCE_HEIGHT = 84
_TOLD_HEIGHT = 36
_UNITS = {
    Field.QUANTITY: "shares",
    Field.LEVEL: "won",
    Field.TARGET: "won",
    Field.TICKS: "tick",
    Field.DISTANCE: "percent",
    Field.PRICE: "won",
    Field.ENTRY: "won",
}
_UNITS_OF_DISTANCE = {TrailUnit.PERCENT: "percent", TrailUnit.TICKS: "tick", TrailUnit.WON: "won"}


class ConditionalEditor(QDialog):
    """Never sends by Enter alone: the button has to be pressed."""

    def __init__(
        self, draft: ConditionalDraft, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.draft = draft
        draft.setParent(self)
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("conditionalEditor")
        self.setWindowTitle(words("conditional_editor.title"))
        self.setFixedWidth(_WIDTH)
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        self._choices: dict[str, tuple[Choice[Any], ...]] = {}
        self.fields = {field: self._number(field) for field in Field}
        self.at = QLineEdit(draft.at_text)
        self.symbol, self.last = QLabel(), QLabel()
        self.sentence, self.told = QLabel(), QLabel()
        self.send = QPushButton()
        self.cancel = QPushButton(words("shell.cancel"))
        self._build()
        self._connect()
        self._show()
        self.fields[Field.QUANTITY].setFocus()

    def reject(self) -> None:
        """Closed without arming; not while an outcome is awaited."""
        if not self.draft.is_sent:
            super().reject()

    # ------------------------------------------------------------------------------ build

    def _build(self) -> None:
        draft, words = self.draft, self._words
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        self.symbol.setFont(Theme.current().font(FontKind.SYMBOL))
        self.last.setFont(Theme.current().font(FontKind.HINT))
        set_tone(self.last, Tone.DIM)
        self.at.setObjectName("conditional_at")
        self.at.setPlaceholderText(words("conditional_editor.time_hint"))
        self.fields[Field.ENTRY].setPlaceholderText(words("conditional_editor.entry_market"))
        name = QWidget()
        row = QHBoxLayout(name)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.symbol)
        row.addStretch(1)
        row.addWidget(self.last)
        self.grouping = self._choice(
            "grouping", Grouping, lambda one: words(f"conditional_grouping.{one.value}")
        )
        self.kind = self._choice(
            "kind", TriggerKind, lambda one: words(f"conditional_kind.{one.value}")
        )
        self.side = self._choice(
            "sent_side", (Side.SELL, Side.BUY), lambda one: words(f"side.{one.value}_signed")
        )
        self.order_type = self._choice(
            "order_type",
            (OrderType.MARKET, OrderType.LIMIT),
            lambda one: words(f"order_type.{one.value}"),
        )
        self.view = self._choice(
            "view", MarketView, lambda one: words(f"conditional_editor.view_{one.name.lower()}")
        )
        self.basis = self._choice(
            "basis", Basis, lambda one: words(f"conditional_editor.{one.value}")
        )
        self.unit = self._choice(
            "unit",
            (TrailUnit.PERCENT, TrailUnit.TICKS, TrailUnit.WON),
            lambda one: words(f"conditional_editor.{_UNITS_OF_DISTANCE[one]}"),
        )
        self.until = self._choice(
            "until", Until, lambda one: words(f"conditional_editor.{one.name.lower()}")
        )
        distance = _beside(self.fields[Field.DISTANCE], self.unit)
        for place, (id_, widget) in enumerate(
            (
                ("symbol", name),
                ("grouping", self.grouping),
                ("kind", self.kind),
                ("side", self.side),
                ("quantity", self.fields[Field.QUANTITY]),
                ("entry", self.fields[Field.ENTRY]),
                ("level", self.fields[Field.LEVEL]),
                ("target", self.fields[Field.TARGET]),
                ("ticks", self.fields[Field.TICKS]),
                ("distance", distance),
                ("at", self.at),
                ("order", self.order_type),
                ("price", self.fields[Field.PRICE]),
                ("feed", self.view),
                ("basis", self.basis),
                ("until", self.until),
            )
        ):
            label = QLabel(words(f"conditional_editor.{id_}"))
            set_tone(label, Tone.DIM)
            widget.setAccessibleName(label.text())
            grid.addWidget(label, place, 0)
            grid.addWidget(widget, place, 1)
            self._rows[id_] = (label, widget)
        self.grouping.setEnabled(not draft.is_change)
        self._finish(grid)

    def _finish(self, grid: QGridLayout) -> None:
        words = self._words
        self.sentence.setObjectName("conditionalSentence")
        for label, height in ((self.sentence, _SENTENCE_HEIGHT), (self.told, _TOLD_HEIGHT)):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            label.setMinimumHeight(height)
        self.sentence.setFont(Theme.current().font(FontKind.STRONG))
        only = QLabel(words("conditional_panel.only_here"))
        only.setFont(Theme.current().font(FontKind.HINT))
        set_tone(only, Tone.UNCERTAIN)
        self.send.setObjectName("conditionalSend")
        self.cancel.setObjectName("conditionalCancel")
        for button in (self.send, self.cancel):
            button.setAutoDefault(False)
        answers = QHBoxLayout()
        answers.addWidget(only, 1)
        answers.addWidget(self.cancel)
        self.send.setFont(Theme.current().font(FontKind.BUTTON))
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 4 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        column.addLayout(grid)
        column.addSpacing(STEP)
        column.addWidget(self.sentence)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addWidget(self.send)
        column.addLayout(answers)

    def _connect(self) -> None:
        draft = self.draft
        draft.changed.connect(self._show)
        draft.done.connect(self.accept)
        self.at.textEdited.connect(draft.type_time)
        self.send.clicked.connect(draft.send)
        self.cancel.clicked.connect(self.reject)

    def _number(self, field: Field) -> NumberField:
        unit = self._words(f"conditional_editor.{_UNITS[field]}")
        made = NumberField(f"conditional_{field.value}", unit, self)
        made.typed.connect(lambda text, which=field: self.draft.type(which, text))
        made.stepped.connect(lambda steps, which=field: self.draft.step(which, steps))
        return made

    def _choice(
        self, name: str, values: Sequence[Enum] | type[Enum], text: Callable[..., str]
    ) -> ChoiceBox[Any]:
        box: ChoiceBox[Any] = ChoiceBox(
            f"conditional_{name}",
            lambda value: self.draft.choose(**{name: value}),
            str,
            self,
        )
        self._choices[name] = tuple(Choice(value, text(value)) for value in values)
        return box

    # ------------------------------------------------------------------------------- show

    def _show(self) -> None:
        draft, words = self.draft, self._words
        self.symbol.setText(f"{draft.name}  {draft.symbol}")
        self.last.setText(draft.last_text)
        for box, name in (
            (self.grouping, "grouping"),
            (self.kind, "kind"),
            (self.side, "sent_side"),
            (self.order_type, "order_type"),
            (self.view, "view"),
            (self.basis, "basis"),
            (self.unit, "unit"),
            (self.until, "until"),
        ):
            box.show_choices(self._choices[name], getattr(draft, name))
        for field, widget in self.fields.items():
            widget.show_text(draft.texts[field])
        unit = words(f"conditional_editor.{_UNITS_OF_DISTANCE[draft.unit]}")
        self.fields[Field.DISTANCE].set_unit(unit)
        self._show_rows()
        set_tone(self.side, Tone.SELL if draft.sent_side is Side.SELL else Tone.BUY)
        self.sentence.setText(draft.sentence)
        told = draft.failure or draft.refusal
        self.told.setText(told)
        set_tone(self.told, Tone.UNCERTAIN)
        self.send.setText(draft.button_text)
        self._colour_button()
        self.send.setEnabled(draft.can_send)
        self.cancel.setEnabled(not draft.is_sent)

    def _colour_button(self) -> None:
        """In the colour of the side, as every button that sends."""
        side = self.draft.sent_side.value
        if self.send.property("side") != side:
            self.send.setProperty("side", side)
            self.send.style().unpolish(self.send)
            self.send.style().polish(self.send)

    def _show_rows(self) -> None:
        shown = self.draft.shown
        for id_, (label, widget) in self._rows.items():
            label.setVisible(id_ in shown)
            widget.setVisible(id_ in shown)
        two = self.draft.grouping is not Grouping.SINGLE
        level = "stop" if two else "level"
        self._rows["level"][0].setText(self._words(f"conditional_editor.{level}"))
        bracket = self.draft.grouping is Grouping.BRACKET
        side = "entry_side" if bracket else "side"
        self._rows["side"][0].setText(self._words(f"conditional_editor.{side}"))


def _beside(field: QWidget, box: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP)
    row.addWidget(field, 2)
    row.addWidget(box, 1)
    return holder
