"""How charts stand beside each other, as a small picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.grid_layout import GridLayout

_SIDE, _GAP = 14.0, 1.5


def layout_icon(layout: GridLayout, widget: QWidget) -> QIcon:
    """A frame for each chart, in the theme's grey, as sharp as the widget's screen."""
    ratio = widget.devicePixelRatioF()
    picture = QPixmap(QSize(int(_SIDE * ratio), int(_SIDE * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Theme.current().color(Token.DIM))
    wide = (_SIDE - _GAP * (layout.columns - 1)) / layout.columns
    high = (_SIDE - _GAP * (layout.rows - 1)) / layout.rows
    for row in range(layout.rows):
        for column in range(layout.columns):
            x, y = column * (wide + _GAP), row * (high + _GAP)
            painter.drawRect(QRectF(x, y, wide, high))
    painter.end()
    return QIcon(picture)
