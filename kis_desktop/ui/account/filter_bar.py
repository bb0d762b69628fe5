"""Above a list of orders or fills: side, standing, and a text that is looked for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

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
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        column.setSpacing(STEP)
        self._row, self._below = QHBoxLayout(), QHBoxLayout()
        for row in (self._row, self._below):
            row.setSpacing(2 * STEP)
            column.addLayout(row)
        self._last: QWidget | None = None
        self._is_below = False
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
            self._row.addWidget(widget)
        self._row.addStretch(1)
        for widget in (self.standing, self.open_only):
            widget.setVisible(standings)
        self.text.textChanged.connect(self._tell)
        self.side.currentIndexChanged.connect(self._tell)
        self.standing.currentIndexChanged.connect(self._tell)
        self.open_only.toggled.connect(self._tell)

    def put_last(self, widget: QWidget) -> None:
        """Place a part at the end: beside the others, or below them where there is no room."""
        self._last = widget
        self._row.addWidget(widget)

    def minimumSizeHint(self) -> QSize:
        wide = self._least()
        if self._last is not None:
            wide = max(wide, self._last.minimumSizeHint().width() + 4 * STEP)
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._last is None:
            return
        needed = self._least() + 2 * STEP + self._last.minimumSizeHint().width()
        below = needed > self.width()
        if below == self._is_below:
            return
        self._is_below = below
        before, after = (self._row, self._below) if below else (self._below, self._row)
        before.removeWidget(self._last)
        after.addWidget(self._last, 0, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0))
        self.updateGeometry()

    def _least(self) -> int:
        """Pixels that the parts need which are always beside each other."""
        parts = (self.text, self.side, self.standing, self.open_only)
        shown = [part.minimumSizeHint().width() for part in parts if not part.isHidden()]
        return sum(shown) + 2 * STEP * (len(shown) + 1)

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
