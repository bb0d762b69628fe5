"""The raw answer: pretty JSON, searched while typing, copied whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.words import Words


class FindField(QLineEdit):
    """Enter finds the next one, Shift+Enter the one before."""

    def __init__(self, view: RawView) -> None:
        super().__init__(view)
        self._view = view

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            backward = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._view.find_next(backward=backward)
            event.accept()
            return
        super().keyPressEvent(event)


class RawView(QWidget):
    """A text that can be read, searched and copied."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("explorerRaw")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setFont(Theme.current().font(FontKind.BASE))
        self.text.setAccessibleName(words("explorer.raw"))
        self.field = FindField(self)
        self.field.setObjectName("explorerRawFind")
        self.field.setPlaceholderText(words("explorer.find_in_raw"))
        self.field.setAccessibleName(words("explorer.find_in_raw"))
        self.field.textEdited.connect(self._find_from_top)
        head = QHBoxLayout()
        head.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        head.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.text, 1)

    def show_body(self, body: str) -> None:
        """Show another text."""
        if body != self.text.toPlainText():
            self.text.setPlainText(body)

    def find_next(self, *, backward: bool = False) -> bool:
        """Mark the next place, beginning anew at the end; whether there is one."""
        wanted = self.field.text()
        if not wanted:
            return False
        way = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if self.text.find(wanted, way):
            return True
        edge = QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start
        self.text.moveCursor(edge)
        return self.text.find(wanted, way)

    def _find_from_top(self) -> None:
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.find_next()
