"""A line under the top bar that stays until it is dismissed: something on the wire doesn't read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.quarantine import QuarantineNews
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_HEIGHT = 30
_FILE = "kis-unreadable.jsonl"


class Banner(QWidget):
    """Hidden while there is nothing to tell. `told` says what became of saving."""

    told = Signal(str)

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(context.language)
        self._asking = Asking(self)
        self.news = QuarantineNews(context, self)
        self.sentence = QLabel()
        self.save = self._button("bannerSave", self._words("quarantine.save"))
        self.dismiss = self._button("bannerClose", self._words("shell.close"))
        self._build()
        self.save.clicked.connect(self.ask_where)
        self.dismiss.clicked.connect(self.news.dismiss)
        self.news.changed.connect(self._show)
        Theme.current().changed.connect(self.update)
        self._show()

    def ask_where(self) -> None:
        """Ask for a file to write what could not be read to."""
        dialog = QFileDialog(self, self._words("quarantine.save_title"), _FILE, "JSON (*.jsonl)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.fileSelected.connect(lambda path: self._asking.write(self.save_to(Path(path))))
        dialog.open()

    async def save_to(self, path: Path) -> None:
        """Write the report, and tell what became of it."""
        try:
            report = await self.news.report()
        except KisDesktopError as error:
            self.told.emit(self._words.sentence(error.message))
            return
        self.told.emit(self._written(path, report))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Token.RAISED))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Token.LINE))
        painter.fillRect(0, 0, STEP // 2, self.height(), theme.color(Token.ACCENT))
        painter.end()

    def _written(self, path: Path, report: bytes) -> str:
        try:
            path.write_bytes(report)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return self._words("quarantine.not_saved", reason=reason)
        return self._words("quarantine.saved", file=path.name)

    def _build(self) -> None:
        self.setObjectName("banner")
        self.setFixedHeight(_HEIGHT)
        self.sentence.setObjectName("bannerSentence")
        self.sentence.setFont(Theme.current().font(FontKind.BASE))
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_tone(self.sentence, Tone.UNCERTAIN)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
        row.setSpacing(2 * STEP)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.save)
        row.addWidget(self.dismiss)

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        return button

    def _show(self) -> None:
        told = self.news.sentence
        self.sentence.setText(told)
        self.sentence.setToolTip(told)
        self.setAccessibleName(told)
        self.setVisible(bool(told))
