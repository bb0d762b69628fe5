"""A conditional order is written here; the sentence below the fields says what will happen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from kis_desktop.domain.conditional_order import Basis, Grouping, TrailUnit, TriggerKind
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.ui.dialogs.order_editor import OrderEditor
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.viewmodels.conditional_draft import ConditionalDraft, Field, Until
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_WIDTH = 420
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


class ConditionalEditor(OrderEditor):
    """What fires an order, and the order."""

    def __init__(
        self, draft: ConditionalDraft, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__("conditional", draft, words, _WIDTH, parent)
        self.draft = draft
        self.fields = {field: self._number(field) for field in Field}
        self.at = QLineEdit(draft.at_text)
        self.last = QLabel()
        self._build()
        self._connect()
        self._show()
        self.fields[Field.QUANTITY].setFocus()

    # ------------------------------------------------------------------------------ build

    def _build(self) -> None:
        words = self._words
        self.last.setFont(Theme.current().font(FontKind.HINT))
        set_tone(self.last, Tone.DIM)
        self.at.setObjectName("conditional_at")
        self.at.setPlaceholderText(words("conditional_editor.time_hint"))
        self.fields[Field.ENTRY].setPlaceholderText(words("conditional_editor.entry_market"))
        name = QWidget()
        row = QHBoxLayout(name)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.symbol, 1)
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
        rows: tuple[tuple[str, QWidget], ...] = (
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
        self.grouping.setEnabled(not self.draft.is_change)
        only = QLabel(words("conditional_panel.only_here"))
        set_tone(only, Tone.UNCERTAIN)
        self._rows = self._lay_out(rows, only, (_SENTENCE_HEIGHT, _TOLD_HEIGHT))

    def _connect(self) -> None:
        draft = self.draft
        draft.changed.connect(self._show)
        self.at.textEdited.connect(draft.type_time)
        self.send.clicked.connect(draft.send)

    def _number(self, field: Field) -> NumberField:
        unit = self._words(f"conditional_editor.{_UNITS[field]}")
        made = NumberField(f"conditional_{field.value}", unit, self)
        made.typed.connect(lambda text, which=field: self.draft.type(which, text))
        made.stepped.connect(lambda steps, which=field: self.draft.step(which, steps))
        return made

    # ------------------------------------------------------------------------------- show

    def _show(self) -> None:
        draft, words = self.draft, self._words
        self.last.setText(draft.last_text)
        self._show_choices()
        for field, widget in self.fields.items():
            widget.show_text(draft.texts[field])
        unit = words(f"conditional_editor.{_UNITS_OF_DISTANCE[draft.unit]}")
        self.fields[Field.DISTANCE].set_unit(unit)
        self._show_rows()
        set_tone(self.side, Tone.SELL if draft.sent_side is Side.SELL else Tone.BUY)
        self._show_sending(draft.sentence, draft.button_text, draft.sent_side)

    def _show_rows(self) -> None:
        self._rows.show_only(self.draft.shown)
        two = self.draft.grouping is not Grouping.SINGLE
        level = "stop" if two else "level"
        self._rows.label("level").setText(self._words(f"conditional_editor.{level}"))
        bracket = self.draft.grouping is Grouping.BRACKET
        side = "entry_side" if bracket else "side"
        self._rows.label("side").setText(self._words(f"conditional_editor.{side}"))


def _beside(field: QWidget, box: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP)
    row.addWidget(field, 2)
    row.addWidget(box, 1)
    return holder
