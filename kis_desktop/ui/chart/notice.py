"""What stands in the place of bars: nothing chosen, loading, failed; with a way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.chart.content import Notice
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.roles import Tone


class NoticeView(QWidget):
    """A sentence in the middle of the price pane, a hint below it, and perhaps a button."""

    retry_asked = Signal()

    def __init__(self, retry: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = _label("chart-notice", FontKind.STRONG, Tone.DIM)
        self._hint = _label("chart-notice-hint", FontKind.HINT, Tone.FAINT)
        self._retry = QPushButton(retry)
        self._retry.setObjectName("chart-retry")
        self._retry.setCursor(Qt.CursorShape.PointingHandCursor)
        self._retry.setMinimumHeight(26)
        self._retry.clicked.connect(self.retry_asked)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch()
        layout.addWidget(self._text)
        layout.addWidget(self._hint)
        layout.addWidget(self._retry, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Say it; None says nothing."""
        self.setVisible(notice is not None)
        if notice is not None:
            self._text.setText(notice.text)
            self._hint.setText(notice.hint)
            self._hint.setVisible(bool(notice.hint))
            self._retry.setVisible(notice.retry)

    def place(self, panes: Panes) -> None:
        """Fill the price pane."""
        self.setGeometry(panes.price.toRect())


def _label(name: str, kind: FontKind, tone: Tone) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setFont(Theme.current().font(kind))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_tone(label, tone)
    return label
