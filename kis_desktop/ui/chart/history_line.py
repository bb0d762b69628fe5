"""A quiet line below a chart: how far older bars have been read, or why they were not."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from kis_desktop.domain.bar import HistoryProgress
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.interval_words import interval_text
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_HEIGHT = 20


class HistoryLine(QWidget):
    """Takes no room once all is here."""

    retry_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("chart-history")
        self._text = QLabel()
        self._text.setObjectName("chart-history-text")
        self._text.setFont(Theme.current().font(FontKind.HINT))
        self._retry = QPushButton(words("chart.retry"))
        self._retry.setObjectName("chart-history-retry")
        self._retry.setFlat(True)
        self._retry.setFont(Theme.current().font(FontKind.HINT))
        self._retry.clicked.connect(self.retry_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        row.addWidget(self._text, 1)
        row.addWidget(self._retry)
        self.setFixedHeight(_HEIGHT)
        self.hide()

    def show_progress(self, progress: HistoryProgress | None) -> None:
        """Say how far it has come; nothing once the oldest bar is here."""
        if progress is None or (progress.complete and progress.failure is None):
            self.hide()
            return
        self._text.setText(self._sentence(progress))
        self._text.setToolTip(self._text.text())
        failed = progress.failure is not None
        set_tone(self._text, Tone.UNCERTAIN if failed else Tone.FAINT)
        self._retry.setVisible(failed)
        self.show()

    def _sentence(self, progress: HistoryProgress) -> str:
        if progress.failure is not None:
            why = self._words.sentence(progress.failure)
            return self._words("chart_panel.older_failed", why=why)
        since = ""
        if progress.first is not None:
            first = datetime.fromtimestamp(progress.first, shown.EXCHANGE_ZONE)
            since = f"{first:%Y/%m/%d}"
        return self._words(
            "chart_panel.older",
            interval=interval_text(progress.key.interval, self._words),
            bars=progress.bars,
            since=since or shown.UNKNOWN,
        )
