"""What a grid shows when it has no rows to show, or only old ones."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from kis_desktop.ui.grid.painting import PADDING, Span
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import RADIUS, STEP, FontKind, Token
from kis_desktop.viewmodels.table import ColumnKind

_SKELETON_ROWS = 12
_SKELETON_HEIGHT = 8
_LONG, _SHORT = 0.6, 0.45
_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_WORDS_HEIGHT = 120


def paint_skeleton(painter: QPainter, area: QRect, spans: list[Span], height: int) -> None:
    """Rows to come, in their final geometry, fading downwards."""
    colour = Theme.current().color(Token.RAISED)
    for place in range(min(_SKELETON_ROWS, area.height() // height)):
        painter.setOpacity(1.0 - place / _SKELETON_ROWS)
        top = place * height + (height - _SKELETON_HEIGHT) // 2
        for span in spans:
            room = span.width - 2 * PADDING
            is_text = span.column.kind is ColumnKind.TEXT
            width = round(room * (_LONG if is_text else _SHORT))
            left = span.left + PADDING + (0 if is_text else room - width)
            painter.fillRect(left, top, width, _SKELETON_HEIGHT, colour)
    painter.setOpacity(1.0)


def paint_words(painter: QPainter, area: QRect, text: str, *, failed: bool) -> None:
    """A sentence in the upper middle: what to do next, or what went wrong."""
    theme = Theme.current()
    painter.setFont(theme.font(FontKind.BASE))
    painter.setPen(theme.color(Token.ACCENT if failed else Token.DIM))
    box = QRect(area)
    box.setHeight(min(area.height(), _WORDS_HEIGHT))
    box.adjust(4 * STEP, 0, -4 * STEP, 0)
    painter.drawText(box, int(_CENTRED | Qt.TextFlag.TextWordWrap), text)


def paint_age(painter: QPainter, area: QRect, text: str) -> None:
    """The age of what is shown, in the lower right corner."""
    theme = Theme.current()
    painter.setFont(theme.font(FontKind.HINT))
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 4 * STEP, metrics.height() + STEP
    box = QRect(area.right() - width - STEP, area.bottom() - height - STEP, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(Token.RAISED))
    painter.drawRoundedRect(box, RADIUS, RADIUS)
    painter.setPen(theme.color(Token.ACCENT))
    painter.drawText(box, _CENTRED, text)
