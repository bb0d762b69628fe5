"""A list of all there is, in which what cannot be chosen now says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, FontKind, Token
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket_session import Choice, Kind

_ARROW = 9  # pixels between the arrow and the edge
_Role = Qt.ItemDataRole


class ChoiceBox(QComboBox, Generic[Kind]):
    """The chosen one stays chosen when it becomes impossible, and is marked then."""

    def __init__(
        self, name: str, call: Callable[[Kind], None], marked: Callable[[str], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._call: Callable[[Kind], None] = call
        self._marked = marked
        self._choices: tuple[Choice[Kind], ...] = ()
        self._chosen: Kind | None = None
        self.setObjectName(name)
        self.setFixedHeight(FIELD_HEIGHT)
        self.setMaxVisibleItems(24)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.activated.connect(self._picked)

    def show_choices(self, choices: Sequence[Choice[Kind]], chosen: Kind) -> None:
        """Show all there is; nothing is laid out anew where nothing changed."""
        if tuple(choices) == self._choices and chosen == self._chosen:
            return
        rebuild = [one.value for one in choices] != [one.value for one in self._choices]
        self._choices, self._chosen = tuple(choices), chosen
        model = cast("QStandardItemModel", self.model())
        if rebuild:
            model.clear()
            for _ in choices:
                model.appendRow(QStandardItem())
        for place, one in enumerate(choices):
            self._dress(model.item(place), one, is_chosen=one.value == chosen)
        place = next((at for at, one in enumerate(choices) if one.value == chosen), -1)
        self.setCurrentIndex(place)
        reason = choices[place].reason if place >= 0 else ""
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        set_tone(self, Tone.UNCERTAIN if reason else Tone.TEXT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = Theme.current()
        painter = QPainter(self)
        painter.setFont(theme.font(FontKind.HINT))
        painter.setPen(theme.color(Token.DIM))
        right = self.rect().adjusted(0, 0, -_ARROW, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "▾")
        painter.end()

    def _dress(self, item: QStandardItem, choice: Choice[Kind], *, is_chosen: bool) -> None:
        marked = self._marked(choice.name) if choice.reason and is_chosen else choice.name
        item.setText(marked)
        item.setEnabled(not choice.reason)
        item.setToolTip(choice.reason)
        spoken = f"{choice.name}. {choice.reason}" if choice.reason else choice.name
        item.setData(spoken, _Role.AccessibleTextRole)
        item.setData(choice.reason, _Role.AccessibleDescriptionRole)

    def _picked(self, place: int) -> None:
        if 0 <= place < len(self._choices) and not self._choices[place].reason:
            self._call(self._choices[place].value)
        elif self._chosen is not None:
            values = [one.value for one in self._choices]
            self.setCurrentIndex(values.index(self._chosen))
