"""Above a list of orders or fills: side, standing, and a text that is looked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.ui.explorer.form_field import CodeBox
from kis_desktop.ui.theme.tokens import STEP
from kis_desktop.viewmodels.order_filter import OrderFilter, Standing
from kis_desktop.viewmodels.words import Words

_FIELD_WIDTH = 180
_STANDINGS = {
    Standing.OPEN: "order_state.working",
    Standing.FILLED: "order_state.filled",
    Standing.ENDED: "history.done",
    Standing.REFUSED: "order_state.rejected",
}


class FilterBar(QWidget):
    """`changed` with the new filter. Without `standings` only side and text are offered."""

    changed = Signal(object)

    def __init__(
        self, words: Words, parent: QWidget | None = None, *, standings: bool = True
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        self.row.setSpacing(2 * STEP)
        self.text = QLineEdit(self)
        self.text.setObjectName("filterText")
        self.text.setPlaceholderText(words("history.filter"))
        self.text.setAccessibleName(words("history.filter"))
        self.text.setClearButtonEnabled(True)
        self.text.setMaximumWidth(_FIELD_WIDTH)
        self.side = CodeBox(self)
        self.side.setAccessibleName(words("column.side"))
        self.side.addItem(words("history.all_sides"), None)
        for side in Side:
            self.side.addItem(words(f"side.{side.value}_signed"), side)
        self.standing = CodeBox(self)
        self.standing.setAccessibleName(words("column.state"))
        self.standing.addItem(words("history.all_states"), None)
        for standing, id_ in _STANDINGS.items():
            self.standing.addItem(words(id_), standing)
        self.open_only = QToolButton(self)
        self.open_only.setObjectName("openOnly")
        self.open_only.setText(words("history.open_only"))
        self.open_only.setCheckable(True)
        for widget in (self.text, self.side, self.standing, self.open_only):
            self.row.addWidget(widget)
        self.row.addStretch(1)
        for widget in (self.standing, self.open_only):
            widget.setVisible(standings)
        self.text.textChanged.connect(self._tell)
        self.side.currentIndexChanged.connect(self._tell)
        self.standing.currentIndexChanged.connect(self._tell)
        self.open_only.toggled.connect(self._tell)

    @property
    def wanted(self) -> OrderFilter:
        """What is chosen; open only goes before the standing."""
        side, standing = self.side.currentData(), self.standing.currentData()
        return OrderFilter(
            None if side is None else Side(side),
            self._standing(standing),
            self.text.text().strip(),
        )

    def _standing(self, chosen: str | None) -> Standing | None:
        if self.open_only.isChecked():
            return Standing.OPEN
        return None if chosen is None else Standing(chosen)

    def _tell(self) -> None:
        self.standing.setEnabled(not self.open_only.isChecked())
        self.changed.emit(self.wanted)
