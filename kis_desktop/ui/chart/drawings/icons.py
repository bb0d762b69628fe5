"""The icons of drawing, in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QImageReader

from kis_desktop.ui.theme.resources import find_icon

_WRITTEN = "#808080"  # the colour in the files, exchanged for the wanted one


@lru_cache(maxsize=256)
def icon_image(name: str, colour: str, size: int) -> QImage:
    """An icon of so many device pixels in a colour ("#RRGGBB"); empty where the file is missing."""
    path = find_icon(name)
    if path is None:
        return QImage()
    text = path.read_text(encoding="utf-8").replace(_WRITTEN, colour)
    buffer = QBuffer()
    buffer.setData(QByteArray(text.encode()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(size, size))
    return reader.read()


def tinted(name: str, colour: QColor, length: int, ratio: float) -> QImage:
    """An icon `length` device-independent pixels wide, for a screen of this ratio."""
    image = QImage(icon_image(name, colour.name(), round(length * ratio)))
    image.setDevicePixelRatio(ratio)
    return image
