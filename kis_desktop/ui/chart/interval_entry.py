"""A small field over a chart in which an interval is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import RADIUS, STEP, FontKind, Token
from kis_desktop.viewmodels.interval_words import interval_text, read_interval, why_not
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_WIDTH = 240
_LONGEST = 10  # letters


class IntervalEntry(QFrame):
    """Enter shows the interval that stands there, Escape and a click elsewhere give up."""

    entered = Signal(object)  # Interval
    closed = Signal()

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("chart-entry")
        self._told = QLabel(words("chart_panel.entry"))
        self._told.setFont(Theme.current().font(FontKind.HINT))
        self._field = QLineEdit()
        self._field.setObjectName("chart-entry-field")
        self._field.setAccessibleName(words("chart_panel.entry"))
        self._field.setMaxLength(_LONGEST)
        self._field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._field.setFont(Theme.current().font(FontKind.SYMBOL))
        self._field.textChanged.connect(self._tell)
        self._field.installEventFilter(self)
        self._hint = QLabel()
        self._hint.setObjectName("chart-entry-hint")
        self._hint.setWordWrap(True)
        self._hint.setFont(Theme.current().font(FontKind.HINT))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        for widget in (self._told, self._field, self._hint):
            column.addWidget(widget)
        self.setFixedWidth(_WIDTH)
        set_tone(self._told, Tone.DIM)
        Theme.current().changed.connect(self._dress)
        self._dress()
        self.hide()

    def begin(self, text: str) -> None:
        """Open in the middle of the chart, with what was typed already."""
        self._field.setText(text)
        self._tell(text)
        self._settle()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._field.end(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        interval = read_interval(self._field.text())
        if interval is not None:
            self._close()
            self.entered.emit(interval)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _tell(self, text: str) -> None:
        wrong, interval = why_not(text, self._words), read_interval(text)
        meant = "" if interval is None else f"→ {interval_text(interval, self._words)}"
        self._hint.setText(wrong or meant or self._words("chart_panel.entry_hint"))
        set_tone(self._hint, Tone.UNCERTAIN if wrong else Tone.DIM)
        self._settle()

    def _settle(self) -> None:
        self.layout().activate()  # type: ignore[union-attr]
        self.adjustSize()
        around = self.parentWidget().rect()  # type: ignore[union-attr]
        self.move((around.width() - self.width()) // 2, around.height() // 3)

    def _dress(self) -> None:
        theme = Theme.current()
        raised, line = theme.color(Token.RAISED).name(), theme.color(Token.ACCENT).name()
        edge = f"border: 1px solid {line}; border-radius: {RADIUS}px"
        self.setStyleSheet(f"#chart-entry {{ background: {raised}; {edge}; }}")
