"""An alert is written here; the sentence below the fields says the whole of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.alert import Against, Channel, Often
from kis_desktop.ui.dialogs.form_rows import FormRows, write_below
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind
from kis_desktop.ui.ticket.choice_box import ChoiceBox
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.viewmodels import alert_words as says
from kis_desktop.viewmodels.alert_draft import AlertDraft
from kis_desktop.viewmodels.alert_fields import INTERVALS, Field, Until
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket_session import Choice
from kis_desktop.viewmodels.words import Words

_WIDTH = 420
_SENTENCE_HEIGHT = 40
_TOLD_HEIGHT = 34
_BUTTON_HEIGHT = 34
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_FIRST = {"level", "percent", "value", "shares", "times"}


class AlertEditor(QDialog):
    """What is waited for, how often it is told, and how. It gives no order: Enter makes it."""

    def __init__(self, draft: AlertDraft, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        draft.setParent(self)
        self.draft, self._words = draft, words
        self._boxes: dict[str, ChoiceBox[Any]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("alertEditor")
        self.setWindowTitle(words("alert_editor.title"))
        self.setFixedWidth(_WIDTH)
        self.fields = {field: self._number(field) for field in Field}
        self.channels = {channel: self._channel(channel) for channel in Channel}
        self.note = QLineEdit(draft.note)
        self.parameters = QLineEdit(draft.parameters_text)
        self.symbol = Line("alertSymbol", FontKind.SYMBOL, Tone.TEXT)
        self.last = QLabel()
        self.sentence, self.told = QLabel(), QLabel()
        self.send = QPushButton()
        self.cancel = QPushButton(words("shell.cancel"))
        self._rows = self._made_rows()
        self._build()
        draft.changed.connect(self._show)
        draft.done.connect(self.accept)
        self._show()
        self._begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.draft.send()
            event.accept()
            return
        super().keyPressEvent(event)

    def box(self, name: str) -> ChoiceBox[Any]:
        """The list of a field."""
        return self._boxes[name]

    def _build(self) -> None:
        words = self._words
        self.note.setObjectName("alert_note")
        self.note.setFixedHeight(FIELD_HEIGHT)
        self.note.setPlaceholderText(words("alert_editor.note_hint"))
        self.note.textEdited.connect(self.draft.write_note)
        self.parameters.setObjectName("alert_parameters")
        self.parameters.setFixedHeight(FIELD_HEIGHT)
        self.parameters.textEdited.connect(self.draft.type_parameters)
        self.parameters.editingFinished.connect(self._show_parameters)
        self.sentence.setObjectName("alertSentence")
        self.sentence.setFont(Theme.current().font(FontKind.STRONG))
        self.send.setObjectName("alertSend")
        self.send.setFont(Theme.current().font(FontKind.BUTTON))
        self.send.setMinimumHeight(_BUTTON_HEIGHT)
        self.send.clicked.connect(self.draft.send)
        self.cancel.clicked.connect(self.reject)
        for button in (self.send, self.cancel):
            button.setAutoDefault(False)
        for label, height in ((self.sentence, _SENTENCE_HEIGHT), (self.told, _TOLD_HEIGHT)):
            write_below(label, height)
        set_tone(self.told, Tone.UNCERTAIN)
        set_tone(self.last, Tone.DIM)
        self.last.setFont(Theme.current().font(FontKind.HINT))
        self._lay_out()

    def _lay_out(self) -> None:
        hint = QLabel(self._words("alert_editor.only_here"))
        hint.setFont(Theme.current().font(FontKind.HINT))
        set_tone(hint, Tone.DIM)
        answers = QHBoxLayout()
        answers.addWidget(hint, 1)
        answers.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 4 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        column.addLayout(self._rows.grid)
        column.addSpacing(STEP)
        column.addWidget(self.sentence)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addWidget(self.send)
        column.addLayout(answers)
        self._rows.lead_to(self.send, self.cancel)

    def _made_rows(self) -> FormRows:
        fields = {field.value: widget for field, widget in self.fields.items()}
        rows: Sequence[tuple[str, QWidget]] = (
            ("symbol", _beside(self.symbol, self.last)),
            ("kind", self._box("kind")),
            ("study", self._box("study")),
            ("parameters", self.parameters),
            ("interval", self._box("interval")),
            ("output", self._box("output")),
            ("way", self._box("way")),
            ("against", self._box("against")),
            ("other", self._box("other")),
            *((name, fields[name]) for name in ("level", "base", "percent", "value", "shares")),
            *((name, fields[name]) for name in ("times", "bars")),
            ("often", self._box("often")),
            ("close_interval", self._box("close_interval")),
            *((name, fields[name]) for name in ("pause", "rearm")),
            ("until", self._box("until")),
            ("channels", _beside(*self.channels.values(), evenly=True)),
            ("note", self.note),
        )
        return FormRows(rows, lambda name: self._words(f"alert_editor.{name}"))

    def _show(self) -> None:
        draft, words = self.draft, self._words
        self.symbol.say(f"{draft.name}  {draft.symbol}")
        self.last.setText(draft.last_text)
        self._show_boxes()
        for field, number in self.fields.items():
            number.show_text(draft.texts[field])
        for channel, check in self.channels.items():
            check.setChecked(channel in draft.channels)
        if not self.parameters.hasFocus():
            self._show_parameters()
        if self._rows.show_only(draft.shown):
            self.adjustSize()
        self.sentence.setText(draft.sentence)
        self.told.setText(draft.failure or draft.refusal)
        self.send.setText(words("alert_editor.change" if draft.is_change else "alert_editor.make"))
        self.send.setEnabled(draft.can_send)
        self.send.setAccessibleDescription(draft.sentence)

    def _show_parameters(self) -> None:
        self.parameters.setText(self.draft.parameters_text)
        self.parameters.setToolTip(self.draft.parameter_names)
        self.parameters.setAccessibleDescription(self.draft.parameter_names)

    def _show_boxes(self) -> None:
        draft, words = self.draft, self._words

        def named(prefix: str, values: Sequence[Any]) -> list[tuple[Any, str]]:
            return [(one, words(f"alert_editor.{prefix}_{one.value}")) for one in values]

        intervals = [
            (one, says.interval_text(one, words))
            for one in dict.fromkeys((*INTERVALS, draft.interval, draft.close_interval))
        ]
        others = [one for one in draft.outputs if one[0] != draft.output]
        against = [one for one in Against if one is not Against.OUTPUT or others]
        choices: dict[str, list[tuple[Any, str]]] = {
            "kind": named("kind", draft.kinds),
            "way": named("way", draft.ways),
            "against": named("against", against),
            "often": named("often", list(Often)),
            "until": [(one, self._until(one)) for one in draft.untils],
            "study": list(draft.studies),
            "output": list(draft.outputs),
            "other": others,
            "interval": intervals,
            "close_interval": intervals,
        }
        for name, found in choices.items():
            made = [Choice(value, text) for value, text in found]
            self._boxes[name].show_choices(made, getattr(draft, name))

    def _until(self, until: Until) -> str:
        day = self.draft.until_kept
        return self._words(f"alert_editor.until_{until.name.lower()}", date=f"{day}")

    def _begin(self) -> None:
        """The hand stands in the first number that is asked for."""
        shown = self.draft.shown
        first = next((field for field in Field if field in _FIRST and field in shown), None)
        if first is not None:
            self.fields[first].setFocus()
            self.fields[first].selectAll()

    def _box(self, name: str) -> ChoiceBox[Any]:
        box: ChoiceBox[Any] = ChoiceBox(
            f"alert_{name}", lambda value: self.draft.choose(**{name: value}), str, self
        )
        self._boxes[name] = box
        return box

    def _number(self, field: Field) -> NumberField:
        made = NumberField(f"alert_{field}", self._words(f"alert_editor.unit_{field}"), self)
        made.typed.connect(lambda text, which=field: self.draft.type(which, text))
        made.stepped.connect(lambda steps, which=field: self.draft.step(which, steps))
        return made

    def _channel(self, channel: Channel) -> QCheckBox:
        made = QCheckBox(self._words(f"alert_editor.channel_{channel}"))
        made.setObjectName(f"alert_{channel}")
        made.toggled.connect(self._teller(channel))
        return made

    def _teller(self, channel: Channel) -> Callable[[bool], None]:
        def tell(wanted: bool) -> None:  # noqa: FBT001 - Qt's toggled(bool)
            if wanted is not (channel in self.draft.channels):
                self.draft.tell_by(channel, wanted=wanted)

        return tell


def _beside(*widgets: QWidget, evenly: bool = False) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * STEP)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, int(evenly or place == 0))
    return holder
