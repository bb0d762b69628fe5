"""Lines at prices with their tags, and the axis labels that the tags leave room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tag_places import tag_places
from kis_desktop.viewmodels.chart_levels import Level, LevelKind

TAG_HEIGHT = 18.0
_TAG_STEP = TAG_HEIGHT + 1.0  # tags that meet stay two
_LABEL_LEFT = 10.0
_LABEL_PAD = 7.0
_TEXT_LEFT = 8.0  # of a price on the axis
_DASHES: dict[LevelKind, list[float]] = {
    LevelKind.LAST: [],
    LevelKind.ORDER: [4.0, 3.0],
    LevelKind.AVERAGE: [1.0, 2.0],
    LevelKind.PREVIOUS_CLOSE: [2.0, 3.0],
    LevelKind.LIMIT: [8.0, 4.0],
}
_ORDER = tuple(LevelKind)


@dataclass(frozen=True, slots=True)
class TagFonts:
    """The fonts of tags and axis labels."""

    plain: QFont
    strong: QFont


def shown_levels(sight: Sight, levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels that have a place on this scale, those that come first keeping theirs.

    Orders and the position are told at the edge when they lie outside; the rest is left out.
    """
    kept = [
        level
        for level in levels
        if sight.price.holds(float(level.price))
        or level.kind in {LevelKind.ORDER, LevelKind.AVERAGE}
    ]

    def rank(level: Level) -> tuple[bool, int]:
        return not sight.price.holds(float(level.price)), _ORDER.index(level.kind)

    return tuple(sorted(kept, key=rank))


def paint_levels(
    painter: QPainter,
    sight: Sight,
    levels: Sequence[Level],
    prices: Sequence[float],
    colors: ChartColors,
    fonts: TagFonts,
) -> None:
    """Lines, tags on both sides, and the axis labels that no tag covers."""
    pane = sight.panes.price
    wanted = [sight.price.y(float(level.price)) for level in levels]
    places = tag_places(wanted, _TAG_STEP, pane.top(), pane.bottom())
    _axis_labels(painter, sight, prices, places, colors, fonts.plain)
    for level, y in zip(levels, wanted, strict=True):
        if sight.price.holds(float(level.price)):
            _line(painter, sight, level, y, colors)
    labelled = [index for index, level in enumerate(levels) if level.label]
    sides = tag_places([wanted[index] for index in labelled], _TAG_STEP, pane.top(), pane.bottom())
    for index, place in zip(labelled, sides, strict=True):
        _side_tag(painter, sight, levels[index], place, colors, fonts.plain)
    written: set[str] = set()
    for level, place in zip(levels, places, strict=True):
        if level.text in written:
            continue
        written.add(level.text)
        _axis_tag(painter, sight, level, place, colors, fonts.strong)


def price_tag(
    painter: QPainter, sight: Sight, y: float, text: str, ground: QColor, ink: QColor, font: QFont
) -> None:
    """A filled tag on the price axis with its middle at `y`."""
    axis = sight.panes.price_axis
    box = QRectF(axis.left(), sight.snapped(y - TAG_HEIGHT / 2), axis.width(), TAG_HEIGHT)
    painter.fillRect(box, ground)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box.adjusted(_TEXT_LEFT, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)


def _axis_labels(
    painter: QPainter,
    sight: Sight,
    prices: Sequence[float],
    tags: Sequence[float],
    colors: ChartColors,
    font: QFont,
) -> None:
    axis, pane = sight.panes.price_axis, sight.panes.price
    painter.setFont(font)
    painter.setPen(colors.dim)
    half = QFontMetricsF(font).height() / 2
    for price in prices:
        y = sight.price.y(price)
        if any(abs(y - tag) < TAG_HEIGHT / 2 + half for tag in tags):
            continue
        if pane.top() + half <= y <= pane.bottom() - half:
            box = QRectF(axis.left() + _TEXT_LEFT, y - TAG_HEIGHT / 2, axis.width(), TAG_HEIGHT)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), axis_text(price))


def axis_text(price: float) -> str:
    """A price as the axis writes it: whole won, decimals only where there are any."""
    return f"{price:,.0f}" if abs(price - round(price)) < 1e-6 else f"{price:,.2f}"  # noqa: PLR2004


def _line(painter: QPainter, sight: Sight, level: Level, y: float, colors: ChartColors) -> None:
    width = max(int(sight.ratio), 1) / sight.ratio
    pen = QPen(colors.tone(level.tone), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if _DASHES[level.kind]:
        pen.setDashPattern([length / width for length in _DASHES[level.kind]])
    painter.setPen(pen)
    middle = sight.snapped(y) + width / 2
    painter.drawLine(QLineF(0.0, middle, sight.panes.plot_width, middle))


def _side_tag(
    painter: QPainter, sight: Sight, level: Level, y: float, colors: ChartColors, font: QFont
) -> None:
    """The words of a level, framed in its colour, at the left edge."""
    text = _away(sight, level) + level.label
    ink = colors.tone(level.tone)
    width = QFontMetricsF(font).horizontalAdvance(text) + 2 * _LABEL_PAD
    box = QRectF(_LABEL_LEFT, sight.snapped(y - TAG_HEIGHT / 2), round(width), TAG_HEIGHT)
    line = max(int(sight.ratio), 1) / sight.ratio
    painter.fillRect(box, ink)
    painter.fillRect(box.adjusted(line, line, -line, -line), colors.panel)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def _axis_tag(
    painter: QPainter, sight: Sight, level: Level, y: float, colors: ChartColors, font: QFont
) -> None:
    text = _away(sight, level) + level.text
    price_tag(painter, sight, y, text, colors.tone(level.tone), colors.panel, font)


def _away(sight: Sight, level: Level) -> str:
    price = float(level.price)
    if sight.price.holds(price):
        return ""
    return "↑ " if price > sight.price.high else "↓ "


def text_at(painter: QPainter, x: float, y: float, text: str, ink: QColor, font: QFont) -> float:
    """Write a text on its base line; where the next may begin."""
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QPointF(x, y), text)
    return x + QFontMetricsF(font).horizontalAdvance(text)
