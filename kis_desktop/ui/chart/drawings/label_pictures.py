"""Words on drawings as pictures: what every frame paints alike is drawn once."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from kis_desktop.ui.chart.drawings.inks import ink_color
from kis_desktop.ui.chart.drawings.lettering import font_of, size_of
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import ThemeName, Token

PAD_X, PAD_Y = 7.0, 4.0  # of a plate, in pixels
_SIDE = 2.0  # ground beside words without a plate
_GROUND = 0.72  # opacity behind words, so that bars do not cross them out
_CENTER = int(Qt.AlignmentFlag.AlignCenter)


def label_picture(text: str, ink: str, ratio: float, *, plate: bool, large: bool) -> QImage:
    """Words in an ink, or on a plate with its edge, for a screen of this ratio."""
    font = font_of(large=large).toString()
    return _drawn(text, ink, ratio, plate, large, font, Theme.current().name)


@lru_cache(maxsize=512)
def _drawn(
    text: str,
    ink: str,
    ratio: float,
    plate: bool,  # noqa: FBT001 - as above
    large: bool,  # noqa: FBT001 - as above
    font: str,
    _theme: ThemeName,
) -> QImage:
    width, height = size_of(text, large=large)
    width += 2 * (PAD_X if plate else _SIDE)
    height += 2 * PAD_Y if plate else 0.0
    image = QImage(
        round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    theme, box = Theme.current(), QRectF(0, 0, image.width() / ratio, image.height() / ratio)
    ground = QColor(theme.color(Token.PANEL))
    ground.setAlphaF(0.0 if plate else _GROUND)
    image.fill(ground)
    painter, described = QPainter(image), QFont()
    described.fromString(font)
    painter.setFont(described)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    if plate:
        painter.setBrush(theme.color(Token.RAISED))
        painter.setPen(QPen(ink_color(ink), 1.0))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3.0, 3.0)
    painter.setPen(theme.color(Token.TEXT) if plate else ink_color(ink))
    painter.drawText(box, _CENTER, text)
    painter.end()
    return image
