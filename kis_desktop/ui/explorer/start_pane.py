"""What is shown before anything is open: what this is, and a few places to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind
from kis_desktop.viewmodels.api_explorer import ApiExplorer
from kis_desktop.viewmodels.roles import Tone

_WIDTH = 420
_LINES = 3  # of the sentence that says what this is
STARTS = (
    "domestic_stock/inquire_price",
    "domestic_stock/inquire_daily_itemchartprice",
    "domestic_stock/inquire_investor",
    "overseas_stock/price",
    "domestic_stock/inquire_balance",
    "channel:domestic_stock/ccnl_krx",
)


class StartPane(QWidget):
    """`chosen` carries the key of a place to begin."""

    chosen = Signal(str)

    def __init__(self, model: ApiExplorer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("explorerStart")
        title, told = QLabel(model.words("explorer.start")), QLabel()
        title.setFont(Theme.current().font(FontKind.SYMBOL))
        told.setText(model.words("explorer.start_words"))
        told.setWordWrap(True)
        told.setMinimumHeight(_LINES * told.fontMetrics().lineSpacing())
        set_tone(told, Tone.DIM)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(STEP)
        inner = QWidget(self)
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(2 * STEP)
        for widget in (title, told):
            column.addWidget(widget)
        column.addLayout(self._buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(4 * STEP, 6 * STEP, 4 * STEP, 4 * STEP)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)
        model.directory_changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        if self._buttons.count():
            return
        for key in STARTS:
            line = self._model.entries.line(key)
            if line is None:
                continue
            title = self._model.entries.title(line)
            button = QPushButton(f"{title}   {' '.join(line.tr_real)}", self)
            button.setObjectName(f"start_{key}")
            button.setFixedHeight(FIELD_HEIGHT)
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _=False, chosen=key: self.chosen.emit(chosen))
            self._buttons.addWidget(button)
