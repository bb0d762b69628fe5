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
_LEGEND = 22.0  # the line of averages above the labels
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
    for level in levels:
        if sight.price.holds(float(level.price)):
            _line(painter, sight, level, sight.price.y(float(level.price)), colors)
    tagged = _tagged(levels)
    wanted = [sight.price.y(float(level.price)) for level in tagged]
    places = tag_places(wanted, _TAG_STEP, pane.top(), pane.bottom())
    _axis_labels(painter, sight, prices, places, colors, fonts.plain)
    for level, place in zip(tagged, places, strict=True):
        _axis_tag(painter, sight, level, place, colors, fonts.strong)
    _side_tags(painter, sight, levels, colors, fonts.plain)


def _tagged(levels: Sequence[Level]) -> list[Level]:
    """Levels that are written on the axis; one price is written once."""
    first: dict[str, Level] = {}
    for level in levels:
        if level.text:
            first.setdefault(level.text, level)
    return list(first.values())


def _side_tags(
    painter: QPainter, sight: Sight, levels: Sequence[Level], colors: ChartColors, font: QFont
) -> None:
    """Words at the left edge; orders push nothing but each other, the rest stands beside them."""
    pane = sight.panes.price
    taken: list[tuple[float, float]] = []  # middle and right edge of the orders' tags
    for ours in (True, False):
        told = [each for each in levels if each.label and (each.kind is LevelKind.ORDER) is ours]
        wanted = [sight.price.y(float(level.price)) for level in told]
        places = tag_places(wanted, _TAG_STEP, pane.top() + _LEGEND, pane.bottom())
        beside = list(taken)
        for level, place in zip(told, places, strict=True):
            left = max(
                (right + _LABEL_PAD for middle, right in beside if abs(middle - place) < _TAG_STEP),
                default=_LABEL_LEFT,
            )
            right = _side_tag(painter, sight, level, QPointF(left, place), colors, font)
            taken.append((place, right))


def price_tag(
    painter: QPainter, sight: Sight, y: float, text: str, ground: QColor, ink: QColor, font: QFont
) -> None:
    """A filled tag on the price axis with its middle at `y`."""
    axis = sight.panes.price_axis
    box = QRectF(axis.left(), sight.snapped(y - TAG_HEIGHT / 2), axis.width(), TAG_HEIGHT)
    painter.fillRect(box, ground)
    painter.setFont(font)
    painter.setPen(ink)
    inset = tag_inset(box.width(), QFontMetricsF(font).horizontalAdvance(text))
    painter.drawText(box.adjusted(inset, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)


def tag_inset(room: float, text: float) -> float:
    """Where a text of this width begins in a tag: under the axis's prices, or sooner where an arrow
    before it would push its last digit out.
    """
    return min(_TEXT_LEFT, max(room - text - 1, 0.0))


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
    painter: QPainter, sight: Sight, level: Level, at: QPointF, colors: ChartColors, font: QFont
) -> float:
    """The words of a level, framed in its colour, `at` its left and middle; its right edge."""
    text = _away(sight, level) + level.label
    ink = colors.tone(level.tone)
    width = QFontMetricsF(font).horizontalAdvance(text) + 2 * _LABEL_PAD
    box = QRectF(at.x(), sight.snapped(at.y() - TAG_HEIGHT / 2), round(width), TAG_HEIGHT)
    line = max(int(sight.ratio), 1) / sight.ratio
    painter.fillRect(box, ink)
    painter.fillRect(box.adjusted(line, line, -line, -line), colors.panel)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    return box.right()


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
