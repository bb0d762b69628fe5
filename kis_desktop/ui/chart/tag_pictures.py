"""Tags as they were painted last: of twenty orders a frame moves the places, seldom the words."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from math import ceil
from typing import TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap

from kis_desktop.ui.grid.texts import TextCache

_K = TypeVar("_K")
_V = TypeVar("_V")
_MOST = 400  # pictures, and widths: those of all charts' levels, many times over


class TagPictures:
    """Pictures of opaque tags by what they show, and the widths of their words."""

    def __init__(self) -> None:
        self._pictures: dict[Hashable, QPixmap] = {}
        self._widths: dict[tuple[int, str], float] = {}
        self._texts: dict[int, TextCache] = {}

    def texts(self, font: QFont) -> TextCache:
        """Texts of a font, laid out once. The fonts outlive this."""
        found = self._texts.get(id(font))
        if found is None:
            found = self._texts[id(font)] = TextCache(font)
        return found

    def draw(
        self,
        painter: QPainter,
        box: QRectF,
        ratio: float,
        shown: Hashable,
        paint: Callable[[QPainter, QRectF], None],
    ) -> None:
        """Draw a tag at a place on whole device pixels; `paint` is called for what was not shown
        in this size before.
        """
        key = (shown, box.width(), box.height(), ratio)
        picture = self._pictures.get(key)
        if picture is None:
            picture = _painted(box, ratio, paint)
            _keep(self._pictures, key, picture)
        painter.drawPixmap(box.topLeft(), picture)

    def width(self, font: QFont, text: str) -> float:
        """How much room a text takes, in device-independent pixels. The fonts outlive this."""
        key = (id(font), text)
        width = self._widths.get(key)
        if width is None:
            width = QFontMetricsF(font).horizontalAdvance(text)
            _keep(self._widths, key, width)
        return width


def _painted(box: QRectF, ratio: float, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
    picture = QPixmap(ceil(box.width() * ratio), ceil(box.height() * ratio))
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    paint(painter, QRectF(0, 0, box.width(), box.height()))
    painter.end()
    return picture


def _keep(kept: dict[_K, _V], key: _K, value: _V) -> None:
    if len(kept) >= _MOST:
        kept.clear()
    kept[key] = value
