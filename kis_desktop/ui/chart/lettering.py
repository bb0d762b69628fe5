"""Texts of the canvas, laid out once and kept."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from kis_desktop.ui.chart.levels_painter import TagFonts
from kis_desktop.ui.grid.texts import TextCache

_KEPT = 512  # of each font: some hundred stand on a chart, and with every print come others


@dataclass(frozen=True, slots=True)
class Lettering:
    """Plain and strong texts; lengths in device-independent pixels."""

    plain: TextCache
    strong: TextCache
    ascent: float

    @classmethod
    def of(cls, fonts: TagFonts) -> Lettering:
        """The texts of these fonts."""
        ascent = QFontMetricsF(fonts.plain).ascent()
        return cls(TextCache(fonts.plain, _KEPT), TextCache(fonts.strong, _KEPT), ascent)

    def width(self, text: str, *, strong: bool = False) -> float:
        """How much room a text takes."""
        return self._cache(strong).laid_out(text)[1]

    def write(
        self, painter: QPainter, at: QPointF, text: str, ink: QColor, *, strong: bool = False
    ) -> float:
        """Write from a place on the base line; the width."""
        cache = self._cache(strong)
        laid_out, width = cache.laid_out(text)
        painter.setFont(cache.font)
        painter.setPen(ink)
        painter.drawStaticText(QPointF(at.x(), at.y() - self.ascent), laid_out)
        return width

    def centred(
        self, painter: QPainter, box: QRectF, text: str, ink: QColor, *, strong: bool = False
    ) -> None:
        """Write in the middle of a box."""
        left = box.center().x() - self.width(text, strong=strong) / 2
        self.level(painter, QRectF(left, box.top(), 0, box.height()), text, ink, strong=strong)

    def level(
        self, painter: QPainter, box: QRectF, text: str, ink: QColor, *, strong: bool = False
    ) -> None:
        """Write from the left edge of a box, in the middle of its height."""
        top = box.center().y() - self._cache(strong).height / 2
        self.write(painter, QPointF(box.left(), top + self.ascent), text, ink, strong=strong)

    def _cache(self, strong: bool) -> TextCache:  # noqa: FBT001 - a choice of two fonts
        return self.strong if strong else self.plain
