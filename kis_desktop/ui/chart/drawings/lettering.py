"""Words on and beside a drawing: their place and their size."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from kis_desktop.ui.chart.drawings.geometry import Place
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Label, Side
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind

_OFF = 4.0  # pixels between a line and its words
_INSET = 60.0  # from the edge of the pane, where a line goes on beyond it


def font_of(*, large: bool) -> QFont:
    """The font of words on a drawing."""
    return Theme.current().font(FontKind.STRONG if large else FontKind.HINT)


@lru_cache(maxsize=512)
def _size(text: str, font: str) -> tuple[float, float]:
    described = QFont()
    described.fromString(font)
    metrics = QFontMetricsF(described)
    lines = text.splitlines() or [""]
    width = max(metrics.horizontalAdvance(line) for line in lines)
    return width, metrics.height() * len(lines)


def size_of(text: str, *, large: bool = False) -> tuple[float, float]:
    """Width and height of words in lines, in pixels."""
    return _size(text, font_of(large=large).toString())


def beside(placed: Placed, begin: Place, end: Place) -> tuple[Label, ...]:
    """The drawing's own words above the right end of a line, as far as that is in sight."""
    text = placed.drawing.style.text
    if not text:
        return ()
    right = begin if begin[0] > end[0] else end
    x = min(right[0], placed.pane.right() - _INSET)
    share = (x - begin[0]) / (end[0] - begin[0]) if end[0] != begin[0] else 1.0
    share = min(max(share, 0.0), 1.0)
    at = (begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share)
    return (Label(text, (at[0], at[1] - _OFF), Side.ABOVE),)


def within(
    placed: Placed, left: float, top: float, right: float, bottom: float
) -> tuple[Label, ...]:
    """The drawing's own words in the middle of an area."""
    text = placed.drawing.style.text
    return (Label(text, ((left + right) / 2, (top + bottom) / 2), Side.MIDDLE),) if text else ()
