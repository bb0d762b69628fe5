"""Laid-out texts, kept so that a repaint needs no layout."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTransform

_KEPT = 8192  # texts of 0.6 kB


class TextCache:
    """Texts of one font with their widths; forgets everything when more than `kept` are here."""

    def __init__(self, font: QFont, kept: int = _KEPT) -> None:
        self.font = font
        self._kept = kept
        self._metrics = QFontMetricsF(font)
        self._blank = QStaticText()
        self._blank.setTextFormat(Qt.TextFormat.PlainText)
        self._texts: dict[str, tuple[QStaticText, float]] = {}
        self._cut: dict[tuple[str, int], str] = {}
        self.height = self._metrics.height()

    def laid_out(self, text: str) -> tuple[QStaticText, float]:
        """The text ready to draw, and its width in device-independent pixels."""
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = self._lay_out(text)
        return found

    def fitted(self, text: str, room: int) -> tuple[QStaticText, float]:
        """The text, cut with an ellipsis where it is wider than the room."""
        found = self.laid_out(text)
        if found[1] <= room:
            return found
        key = (text, room)
        cut = self._cut.get(key)
        if cut is None:
            if len(self._cut) >= self._kept:
                self._cut.clear()
            cut = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._cut[key] = cut
        return self.laid_out(cut)

    def _lay_out(self, text: str) -> tuple[QStaticText, float]:
        if len(self._texts) >= self._kept:
            self._texts.clear()
        static = QStaticText(self._blank)
        static.setText(text)
        static.prepare(QTransform(), self.font)
        return static, self._metrics.horizontalAdvance(text)
