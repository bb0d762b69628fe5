"""The field that finds an instrument and adds it to the shown group."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, FontKind
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.words import Words

_SHOWN = 12
_SYMBOL = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class AddField(QLineEdit):
    """Name, 초성 or code; Enter takes the best match. `found` carries the symbol;
    `left` when Escape was pressed.
    """

    found = Signal(str)
    left = Signal()

    def __init__(
        self, instruments: InstrumentDirectory, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._instruments = instruments
        self._words = words
        self._matches = QStandardItemModel(self)
        self.setObjectName("addInstrument")
        self.setPlaceholderText(words("watchlist.add"))
        self.setAccessibleName(words("watchlist.add"))
        self.setFont(Theme.current().font(FontKind.BASE))
        self.setFixedHeight(FIELD_HEIGHT)
        self.setClearButtonEnabled(True)
        self._offer = QCompleter(self._matches, self)
        self._offer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offer.setMaxVisibleItems(_SHOWN)
        self._offer.setWidget(self)
        self._list = QListView()
        self._list.setObjectName("addMatches")
        self._offer.setPopup(self._list)
        self._list.clicked.connect(self._take)
        self.textEdited.connect(self._search)

    def matches(self) -> tuple[str, ...]:
        """The symbols on offer, best first."""
        rows = range(self._matches.rowCount())
        return tuple(self._matches.item(row).data(_SYMBOL) or "" for row in rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take_best()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self._list.hide()
            self.left.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        self._matches.clear()
        if not text.strip():
            self._list.hide()
            return
        for instrument in self._instruments.search(text, _SHOWN):
            item = QStandardItem(f"{instrument.name}   {instrument.symbol}")
            item.setData(instrument.symbol, _SYMBOL)
            self._matches.appendRow(item)
        if not self._matches.rowCount():
            nothing = QStandardItem(self._words("watchlist.not_found", text=text.strip()))
            nothing.setEnabled(False)
            self._matches.appendRow(nothing)
        self._offer.complete()

    def _take_best(self) -> None:
        """The one that the arrows stand on, else the first."""
        current = self._list.currentIndex() if self._list.isVisible() else QModelIndex()
        best = next((symbol for symbol in self.matches() if symbol), "")
        if current.isValid():
            self._take(current)
        elif best and self.text().strip():
            self._add(best)

    def _take(self, index: Index) -> None:
        symbol = index.data(_SYMBOL)
        if symbol:
            self._add(str(symbol))

    def _add(self, symbol: str) -> None:
        self._list.hide()
        self.clear()
        self._matches.clear()
        self.found.emit(symbol)
