"""A reservation is written here; the sentence below the fields says what will happen."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.domain.reservation import TYPES
from kis_desktop.ui.dialogs.order_editor import OrderEditor
from kis_desktop.ui.theme.theme import set_tone
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.viewmodels.reservation_draft import ReservationDraft
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_WIDTH = 400
_TOLD_HEIGHT = 44


class ReservationEditor(OrderEditor):
    """An order for a later trading day."""

    def __init__(
        self, draft: ReservationDraft, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__("reservation", draft, words, _WIDTH, parent)
        self.draft = draft
        self.side = self._choice("side", tuple(Side), lambda one: words(f"side.{one}_signed"))
        self.order_type = self._choice(
            "order_type", TYPES, lambda one: words(f"order_type.{one.value}")
        )
        self.repeat = self._choice(
            "repeat", draft.repeats, lambda one: words(f"reservation_editor.{one.name.lower()}")
        )
        self.quantity = NumberField("reservation_quantity", words("reservation_editor.shares"))
        self.price = NumberField("reservation_price", words("reservation_editor.won"))
        self._build()
        self._connect()
        self._show()
        self.quantity.setFocus()

    def _build(self) -> None:
        rows: tuple[tuple[str, QWidget], ...] = (
            ("symbol", self.symbol),
            ("side", self.side),
            ("type", self.order_type),
            ("quantity", self.quantity),
            ("price", self.price),
            ("until", self.repeat),
        )
        hours = QLabel(self._words("reservation_panel.hours"))
        set_tone(hours, Tone.DIM)
        self._lay_out(rows, hours, (_TOLD_HEIGHT, _TOLD_HEIGHT))

    def _connect(self) -> None:
        draft = self.draft
        draft.changed.connect(self._show)
        self.quantity.typed.connect(draft.type_quantity)
        self.quantity.stepped.connect(draft.step_quantity)
        self.price.typed.connect(draft.type_price)
        self.price.stepped.connect(draft.step_price)
        self.send.clicked.connect(draft.send)

    def _show(self) -> None:
        draft = self.draft
        self._show_choices()
        self.quantity.show_text(draft.quantity_text)
        self.price.show_text(draft.price_text if draft.is_priced else "")
        self.price.setEnabled(draft.is_priced)
        set_tone(self.side, Tone.SELL if draft.side is Side.SELL else Tone.BUY)
        self._show_sending(draft.sentence, draft.button_text, draft.side)
