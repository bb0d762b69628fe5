"""The presets of the symbol in a row: one click fills the ticket in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from kis_desktop.ui.theme.tokens import STEP
from kis_desktop.viewmodels.order_preset import OrderPreset
from kis_desktop.viewmodels.ticket import Ticket
from kis_desktop.viewmodels.ticket_presets import TicketPresets
from kis_desktop.viewmodels.words import Words

_MOST = 4  # buttons in the row; the others are in the dialog


class PresetBar(QWidget):
    """The first few presets that fit the symbol. `edit`, the way to all of them, stands elsewhere
    in the form. The row is there as long as there is any preset, so that nothing jumps.
    """

    def __init__(
        self, presets: TicketPresets, ticket: Ticket, words: Words, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("presets")
        self._presets = presets
        self._ticket = ticket
        self._words = words
        self._shown: tuple[OrderPreset, ...] = ()
        self.edit = QPushButton(words("preset.edit"), parent)
        self.edit.setObjectName("editPresets")
        self.edit.setAutoDefault(False)
        self.edit.setToolTip(words("preset.edit_hint"))
        self.edit.setAccessibleDescription(words("preset.edit_hint"))
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(STEP)
        presets.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        shown = self._presets.fitting()[:_MOST]
        self.setVisible(bool(self._presets.all()))
        if shown == self._shown and self.buttons:
            return
        self._shown = shown
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(preset) for preset in shown]
        for button in self.buttons:
            self._row.addWidget(button, 1)

    def _button(self, preset: OrderPreset) -> QPushButton:
        button = QPushButton(preset.name, self)
        button.setObjectName(f"preset_{preset.name}")
        button.setAutoDefault(False)
        button.setMinimumWidth(24)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setToolTip(self._presets.described(preset))
        button.setAccessibleDescription(self._presets.described(preset))
        button.clicked.connect(lambda: self._ticket.apply(preset))
        return button
