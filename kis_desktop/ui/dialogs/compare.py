"""What a chart is compared with: found, added, taken away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.chart_setup import MOST_COMPARED
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_compare import (
    INDICES,
    compared_name,
    with_compared,
    without_compared,
)
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.roles import Tone

_SYMBOL = Qt.ItemDataRole.UserRole
_FOUND = 30
_WIDTH, _HEIGHT, _CHOSEN_HEIGHT = 360, 460, 104
_ROWS = "QListWidget::item { padding: 3px 6px; }"


class CompareDialog(QDialog):
    """With the first symbol the price axis turns to percent, and back when the last one is gone."""

    def __init__(
        self, context: ViewContext, model: ChartModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("chart-compare-dialog")
        self._context, self._model, self._words = context, model, model.words
        self.setWindowTitle(self._words("chart_panel.compare_tip"))
        self.search = QLineEdit()
        self.search.setObjectName("compare-search")
        self.search.setPlaceholderText(self._words("chart_panel.compare_search"))
        self.search.setAccessibleName(self._words("chart_panel.compare_search"))
        self.search.installEventFilter(self)
        self.found = _list("compare-found", self._words("chart_panel.compare_found"))
        self.chosen = _list("compare-chosen", self._words("chart_panel.compare_chosen"))
        self.chosen.setFixedHeight(_CHOSEN_HEIGHT)
        self.told = QLabel()
        self.told.setFont(Theme.current().font(FontKind.HINT))
        self.told.setWordWrap(True)
        set_tone(self.told, Tone.DIM)
        self.remove = QPushButton(self._words("chart_panel.compare_remove"))
        self.remove.setObjectName("compare-remove")
        self._build()
        self.search.textChanged.connect(self._find)
        self.found.itemActivated.connect(self._add)
        self.found.itemClicked.connect(self._add)
        self.remove.clicked.connect(self._take_away)
        self.chosen.itemActivated.connect(self._take_away)
        model.setup_changed.connect(self._show)
        self._find("")
        self._show()
        self.resize(_WIDTH, _HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field, arrows go through what was found and Enter adds it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self.found.currentRow() + step
                self.found.setCurrentRow(min(max(row, 0), self.found.count() - 1))
                return True
            item = self.found.currentItem()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
                self._add(item)
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 3 * STEP)
        column.setSpacing(2 * STEP)
        head = QLabel(self._words("chart_panel.compare_tip"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        close = QPushButton(self._words("shell.close"))
        close.clicked.connect(self.accept)
        for button in (close, self.remove):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(close)
        for widget in (head, self.search, self.found, self.told, self.chosen):
            column.addWidget(widget)
        column.addLayout(foot)

    def _find(self, text: str) -> None:
        """Indices for nothing typed yet."""
        typed = text.strip()
        self.found.clear()
        if typed:
            for one in self._context.instruments.search(typed, _FOUND):
                self._offer(self.found, one.symbol, f"{one.name}  {one.symbol}")
        else:
            for symbol in INDICES:
                self._offer(self.found, symbol, compared_name(symbol, self._context, self._words))
        self.found.setCurrentRow(0)

    def _show(self) -> None:
        compared = self._model.setup.compared
        self.chosen.clear()
        for symbol in compared:
            name = compared_name(symbol, self._context, self._words)
            self._offer(self.chosen, symbol, name)
        self.chosen.setCurrentRow(len(compared) - 1)
        if not compared and self.remove.hasFocus():
            self.search.setFocus()  # a button that is turned off would take Escape along
        self.remove.setEnabled(bool(compared))
        id_ = "compare_full" if len(compared) >= MOST_COMPARED else "compare_hint"
        self.told.setText(self._words(f"chart_panel.{id_}", most=MOST_COMPARED))

    def _add(self, item: QListWidgetItem) -> None:
        setup, symbol = self._model.setup, str(item.data(_SYMBOL))
        known = symbol in setup.compared or symbol == self._model.symbol
        if not known and len(setup.compared) < MOST_COMPARED:
            self._model.set_setup(with_compared(setup, symbol))

    def _take_away(self) -> None:
        item = self.chosen.currentItem()
        if item is not None:
            left = without_compared(self._model.setup, str(item.data(_SYMBOL)))
            self._model.set_setup(left)

    def _offer(self, shown: QListWidget, symbol: str, text: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_SYMBOL, symbol)
        shown.addItem(item)


def _list(name: str, title: str) -> QListWidget:
    shown = QListWidget()
    shown.setObjectName(name)
    shown.setAccessibleName(title)
    shown.setStyleSheet(_ROWS)
    return shown
