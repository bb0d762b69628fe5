"""Lines at prices with their tags, and the axis labels that the tags leave room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tag_pictures import TagPictures
from kis_desktop.ui.chart.tag_places import tag_places
from kis_desktop.ui.grid.texts import TextCache
from kis_desktop.viewmodels.chart_levels import Level, LevelKind

TAG_HEIGHT = 18.0
_TAG_STEP = TAG_HEIGHT + 1.0  # tags that meet stay two
_LABEL_LEFT = 10.0
TAGS_BEGIN = 22.0  # below the first line of the legend
_LABEL_PAD = 7.0
_TEXT_LEFT = 8.0  # of a price on the axis
_LEAST_WORDS = 24.0
_CROSS, _CROSS_WIDTH = 3.5, 1.4
_CLOSE = 18.0  # the × behind the words of what can be taken back
_DASHES: dict[LevelKind, list[float]] = {
    LevelKind.LAST: [],
    LevelKind.ORDER: [4.0, 3.0],
    LevelKind.CONDITIONAL: [6.0, 3.0, 1.0, 3.0],
    LevelKind.AVERAGE: [1.0, 2.0],
    LevelKind.RESERVED: [2.0, 6.0],
    LevelKind.PREVIOUS_CLOSE: [2.0, 3.0],
    LevelKind.INTERRUPTION: [1.0, 5.0],
    LevelKind.LIMIT: [8.0, 4.0],
}
_ORDER = tuple(LevelKind)


@dataclass(frozen=True, slots=True)
class TagFonts:
    """The fonts of tags and axis labels."""

    plain: QFont
    strong: QFont
    pictures: TagPictures = field(default_factory=TagPictures, compare=False)


@dataclass(frozen=True, slots=True)
class SideTag:
    """The words of a level and where they stand; `close` is its ×, empty where it has none."""

    level: Level
    text: str
    box: QRectF
    close: QRectF


@dataclass(frozen=True, slots=True)
class AxisTag:
    """A text at a price on the axis that is no level of the symbol's."""

    price: float
    text: str
    ground: QColor


def shown_levels(sight: Sight, levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels that have a place on this scale, those that come first keeping theirs.

    Orders and the position are told at the edge when they lie outside; the rest is left out.
    """
    kept = [level for level in levels if sight.price.holds(float(level.price)) or level.kind.is_own]

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
    others: Sequence[AxisTag] = (),
    taken: Sequence[float] = (),
) -> None:
    """Lines, tags on both sides, and the axis labels that no tag covers, nor what is written
    already with its middle at a height of `taken`; other tags of the axis make way for those of the
    levels.
    """
    pane = sight.panes.price
    for level in levels:
        if sight.price.holds(float(level.price)):
            _line(painter, sight, level, sight.price.y(float(level.price)), colors)
    tagged = _tagged(levels)
    wanted = [sight.price.y(float(level.price)) for level in tagged]
    wanted += [sight.price.y(other.price) for other in others]
    places = tag_places(wanted, _TAG_STEP, pane.top(), pane.bottom())
    _axis_labels(
        painter, sight, prices, [*places, *taken], colors, fonts.pictures.texts(fonts.plain)
    )
    for level, place in zip(tagged, places, strict=False):
        _axis_tag(painter, sight, level, place, colors, fonts)
    for other, place in zip(others, places[len(tagged) :], strict=True):
        price_tag(painter, sight, place, other.text, other.ground, colors.panel, fonts.strong)
    for tag in side_tags(sight, levels, fonts):
        _paint_side_tag(painter, sight, tag, colors, fonts)


def _tagged(levels: Sequence[Level]) -> list[Level]:
    """Levels that are written on the axis; one price is written once."""
    first: dict[str, Level] = {}
    for level in levels:
        if level.text:
            first.setdefault(level.text, level)
    return list(first.values())


def side_tags(sight: Sight, levels: Sequence[Level], fonts: TagFonts) -> tuple[SideTag, ...]:
    """Words at the left edge; ours push nothing but each other, the rest stands beside them. One
    that would leave the plot gives its last words up; where ours leave none a word, it has no tag.
    """
    pane = sight.panes.price
    taken: list[SideTag] = []
    for ours in (True, False):
        told = [each for each in levels if each.label and _is_listed(each) is ours]
        wanted = [sight.price.y(float(level.price)) for level in told]
        places = tag_places(wanted, _TAG_STEP, pane.top() + TAGS_BEGIN, pane.bottom())
        beside = tuple(taken)
        for level, place in zip(told, places, strict=True):
            near = (tag for tag in beside if abs(tag.box.center().y() - place) < _TAG_STEP)
            left = max((_right(tag) + _LABEL_PAD for tag in near), default=_LABEL_LEFT)
            if ours or left + _LEAST_WORDS + 2 * _LABEL_PAD <= sight.panes.plot_width:
                taken.append(_side_tag(sight, level, QPointF(left, place), fonts))
    return tuple(taken)


def _is_listed(level: Level) -> bool:
    return level.kind in {LevelKind.ORDER, LevelKind.CONDITIONAL}


def _right(tag: SideTag) -> float:
    return max(tag.box.right(), tag.close.right())


def _side_tag(sight: Sight, level: Level, at: QPointF, fonts: TagFonts) -> SideTag:
    """The words of a level with `at` their left and middle."""
    left, top = sight.snapped(at.x()), sight.snapped(at.y() - TAG_HEIGHT / 2)
    close = _CLOSE if level.cancels else 0.0
    room = max(sight.panes.plot_width - left - close - 2 * _LABEL_PAD, _LEAST_WORDS)
    text, width = _away(sight, level) + level.label, fonts.pictures.width
    if width(fonts.plain, text) > room:
        metrics = QFontMetricsF(fonts.plain)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    box = QRectF(left, top, round(width(fonts.plain, text) + 2 * _LABEL_PAD), TAG_HEIGHT)
    return SideTag(level, text, box, QRectF(box.right(), top, close, TAG_HEIGHT))


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
    texts: TextCache,
) -> None:
    axis, pane = sight.panes.price_axis, sight.panes.price
    painter.setFont(texts.font)
    painter.setPen(colors.dim)
    half = texts.height / 2
    for price in prices:
        y = sight.price.y(price)
        if any(abs(y - tag) < TAG_HEIGHT / 2 + half for tag in tags):
            continue
        if pane.top() + half <= y <= pane.bottom() - half:
            laid_out, _ = texts.laid_out(_label(sight, price))
            painter.drawStaticText(QPointF(axis.left() + _TEXT_LEFT, y - half), laid_out)


def _label(sight: Sight, price: float) -> str:
    """A price of the axis, in percent where the scale counts so."""
    if sight.base is None:
        return axis_text(price)
    percent = round((price / sight.base - 1) * 100, 2)
    return f"{'−' if percent < 0 else '+' if percent > 0 else ''}{abs(percent):.2f}%"


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


def _paint_side_tag(
    painter: QPainter, sight: Sight, tag: SideTag, colors: ChartColors, fonts: TagFonts
) -> None:
    """The words framed in their level's colour, and the × behind them."""
    ink, ground, close = colors.tone(tag.level.tone), colors.panel, tag.close.width()
    line = max(int(sight.ratio), 1) / sight.ratio

    def paint(on: QPainter, box: QRectF) -> None:
        words = box.adjusted(0, 0, -close, 0)
        on.fillRect(box, ink)
        on.fillRect(words.adjusted(line, line, -line, -line), ground)
        on.setFont(fonts.plain)
        on.setPen(ink)
        on.drawText(words, int(Qt.AlignmentFlag.AlignCenter), tag.text)
        if close:
            cross = QRectF(words.right(), line, close - line, box.height() - 2 * line)
            paint_close(on, cross, ground, ink)

    shown = ("side", tag.text, ink.rgba(), ground.rgba(), close)
    box = tag.box.adjusted(0, 0, close, 0)
    fonts.pictures.draw(painter, box, sight.ratio, shown, paint)


def paint_close(painter: QPainter, box: QRectF, ground: QColor, ink: QColor) -> None:
    """The × that takes an order back."""
    painter.fillRect(box, ground)
    painter.setPen(QPen(ink, _CROSS_WIDTH))
    middle = box.center()
    for way in (1, -1):
        painter.drawLine(
            QPointF(middle.x() - _CROSS, middle.y() - way * _CROSS),
            QPointF(middle.x() + _CROSS, middle.y() + way * _CROSS),
        )


def _axis_tag(
    painter: QPainter, sight: Sight, level: Level, y: float, colors: ChartColors, fonts: TagFonts
) -> None:
    axis, ground, ink = sight.panes.price_axis, colors.tone(level.tone), colors.panel
    text = _away(sight, level) + level.text

    def paint(on: QPainter, box: QRectF) -> None:
        on.fillRect(box, ground)
        on.setFont(fonts.strong)
        on.setPen(ink)
        inset = tag_inset(box.width(), fonts.pictures.width(fonts.strong, text))
        on.drawText(box.adjusted(inset, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)

    box = QRectF(axis.left(), sight.snapped(y - TAG_HEIGHT / 2), axis.width(), TAG_HEIGHT)
    shown = ("axis", text, ground.rgba(), ink.rgba())
    fonts.pictures.draw(painter, box, sight.ratio, shown, paint)


def _away(sight: Sight, level: Level) -> str:
    price = float(level.price)
    if sight.price.holds(price):
        return ""
    return "↑ " if (price > sight.price.high) is not sight.price.inverted else "↓ "


def text_at(painter: QPainter, x: float, y: float, text: str, ink: QColor, font: QFont) -> float:
    """Write a text on its base line; where the next may begin."""
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QPointF(x, y), text)
    return x + QFontMetricsF(font).horizontalAdvance(text)
