"""The field that finds an instrument and adds it to the shown group."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, FontKind
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.words import Words

_SHOWN = 12
_SYMBOL = Qt.ItemDataRole.UserRole
_BORDER = 4


class AddField(QLineEdit):
    """Name, 초성 or code; arrows choose, Enter takes, Escape gives up.

    The matches stand above the field, inside the panel, so that the field keeps the keyboard.
    `found` carries the symbol; `left` when Escape was pressed.
    """

    found = Signal(str)
    left = Signal()

    def __init__(self, instruments: InstrumentDirectory, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._instruments = instruments
        self._words = words
        self._panel = parent
        self.setObjectName("addInstrument")
        self.setPlaceholderText(words("watchlist.add"))
        self.setAccessibleName(words("watchlist.add"))
        self.setFont(Theme.current().font(FontKind.BASE))
        self.setFixedHeight(FIELD_HEIGHT)
        self._list = QListWidget(parent)
        self._list.setObjectName("addMatches")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFont(Theme.current().font(FontKind.BASE))
        self._list.setUniformItemSizes(True)
        self._list.hide()
        self._list.itemClicked.connect(self._take)
        self.textEdited.connect(self._search)

    def matches(self) -> tuple[str, ...]:
        """The symbols on offer, best first."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return tuple(symbol for item in items if (symbol := item.data(_SYMBOL)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take(self._list.currentItem())
            case Qt.Key.Key_Escape:
                self._close()
                self.left.emit()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._list.hide()

    def _search(self, text: str) -> None:
        self._list.clear()
        if not text.strip():
            self._list.hide()
            return
        for instrument in self._instruments.search(text, _SHOWN):
            item = QListWidgetItem(f"{instrument.name}   {instrument.symbol}")
            item.setData(_SYMBOL, instrument.symbol)
            item.setSizeHint(QSize(0, Theme.current().row_height))
            self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(0)
        else:
            nothing = QListWidgetItem(self._words("watchlist.not_found", text=text.strip()))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(nothing)
        self._place()

    def _place(self) -> None:
        """Above the field, as wide as it is."""
        above = self.mapTo(self._panel, QPoint(0, 0))
        height = self._list.count() * self._list.sizeHintForRow(0) + _BORDER
        height = min(height, above.y())
        self._list.setGeometry(above.x(), above.y() - height, self.width(), height)
        self._list.show()
        self._list.raise_()

    def _move(self, step: int) -> None:
        row = self._list.currentRow() + step
        if 0 <= row < self._list.count():
            self._list.setCurrentRow(row)

    def _take(self, item: QListWidgetItem | None) -> None:
        symbol = None if item is None else item.data(_SYMBOL)
        if symbol:
            self._close()
            self.found.emit(str(symbol))

    def _close(self) -> None:
        self.clear()
        self._list.clear()
        self._list.hide()
