"""The signs beside a study's words: an eye, a wheel of settings, a cross."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

SIGN = 20.0  # pixels, wide and high
SIGNS = ("shown", "settings", "drop")
_WIDTH = 1.3
_TEETH = 8
_ARM = 3.5  # of the cross, each way


def paint_sign(
    painter: QPainter, name: str, box: QRectF, ink: QColor, *, shown: bool = True
) -> None:
    """One of SIGNS in the middle of a box; the eye is struck through while nothing is shown."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(QPen(ink, _WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = box.center()
    if name == "shown":
        _eye(painter, middle, shown=shown)
    elif name == "settings":
        _wheel(painter, middle)
    else:
        for way in (QPointF(_ARM, _ARM), QPointF(_ARM, -_ARM)):
            painter.drawLine(QLineF(middle - way, middle + way))


def _eye(painter: QPainter, middle: QPointF, *, shown: bool) -> None:
    x, y = middle.x(), middle.y()
    path = QPainterPath(QPointF(x - 6, y))
    path.quadTo(QPointF(x, y - 7), QPointF(x + 6, y))
    path.quadTo(QPointF(x, y + 7), QPointF(x - 6, y))
    painter.drawPath(path)
    painter.drawEllipse(middle, 1.6, 1.6)
    if not shown:
        painter.drawLine(QLineF(x - 5, y + 5, x + 5, y - 5))


def _wheel(painter: QPainter, middle: QPointF) -> None:
    painter.drawEllipse(middle, 3.6, 3.6)
    painter.drawEllipse(middle, 1.2, 1.2)
    for tooth in range(_TEETH):
        turn = 2 * pi * tooth / _TEETH
        way = QPointF(cos(turn), sin(turn))
        painter.drawLine(QLineF(middle + way * 3.8, middle + way * 5.4))
