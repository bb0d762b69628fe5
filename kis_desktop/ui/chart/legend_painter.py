"""What the canvas writes beside the bars: averages, titles, times, the bar under the pointer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, OPEN, VOLUME
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.levels_painter import TAG_HEIGHT, TagFonts, axis_text, text_at
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import TimeLabel, Weight, clock_text, date_text

_LEFT = 10.0
_FIRST_LINE, _SECOND_LINE = 17.0, 35.0  # base lines
_GAP = 10.0
_GUIDES = (30.0, 70.0)
_TITLE_LINE = 16.0


def paint_times(
    painter: QPainter,
    sight: Sight,
    labels: Iterable[TimeLabel],
    colors: ChartColors,
    fonts: TagFonts,
) -> None:
    """The times below the bars; a day, month or year stands out."""
    axis = sight.panes.time_axis
    for label in labels:
        x = sight.viewport.x(label.bar)
        heavy = label.weight is not Weight.TIME
        font = fonts.strong if heavy else fonts.plain
        width = QFontMetricsF(font).horizontalAdvance(label.text)
        if x - width / 2 < 0 or x + width / 2 > axis.right():
            continue
        painter.setFont(font)
        painter.setPen(colors.text if heavy else colors.dim)
        box = QRectF(x - width, axis.top(), 2 * width, axis.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), label.text)


def paint_titles(
    painter: QPainter, panes: Panes, content: Content, colors: ChartColors, fonts: TagFonts
) -> None:
    """The names of the lower panes."""
    if panes.volume.height() > 0:
        y = panes.volume.top() + _TITLE_LINE
        text_at(painter, _LEFT, y, content.words("chart.volume"), colors.dim, fonts.plain)
    if panes.strength.height() > 0 and content.strength is not None:
        title = content.strength.titled(content.words.language)
        y = panes.strength.top() + _TITLE_LINE
        text_at(painter, _LEFT, y, title, colors.dim, fonts.plain)


def paint_lower_axes(painter: QPainter, sight: Sight, colors: ChartColors, fonts: TagFonts) -> None:
    """The largest volume in sight, and the guides of the strength index."""
    left = sight.panes.price_axis.left() + 8
    top = TAG_HEIGHT / 2
    painter.setFont(fonts.plain)
    painter.setPen(colors.faint)
    texts = []
    if sight.panes.volume.height() > 0:
        high = sight.volume.high
        texts.append((sight.volume.y(high) + 4, short_volume(high)))
    if sight.panes.strength.height() > 0:
        texts += [(sight.strength.y(guide), f"{guide:.0f}") for guide in _GUIDES]
    for y, text in texts:
        box = QRectF(left, y - top, sight.panes.price_axis.width(), TAG_HEIGHT)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)


def paint_legend(
    painter: QPainter,
    sight: Sight,
    content: Content,
    bar: int,
    colors: ChartColors,
    fonts: TagFonts,
) -> None:
    """The averages with their values at a bar, each in the colour of its line."""
    x, y = _LEFT, _FIRST_LINE
    x = text_at(painter, x, y, content.words("chart.averages") + " ", colors.dim, fonts.plain)
    for line, ink in zip(content.averages, colors.averages, strict=False):
        value = line.study.value(bar)
        told = f"{(*line.study.parameters, 0)[0]:g}"
        x = text_at(painter, x, y, told, ink, fonts.strong)
        shown = "—" if value is None else axis_text(float(int(value)))
        x = text_at(painter, x + 4, y, shown, ink, fonts.plain) + _GAP
    _paint_marks_of_world(painter, sight, content, colors, fonts)


def _paint_marks_of_world(
    painter: QPainter, sight: Sight, content: Content, colors: ChartColors, fonts: TagFonts
) -> None:
    """Whether prices are simulated, and whether they are old, at the right of the legend."""
    right = sight.panes.plot_width - _LEFT
    if content.simulated:
        right = _ended(painter, right, content.words("chart.simulated"), colors.simulated, fonts)
    if content.stale:
        _ended(painter, right, content.stale, colors.accent, fonts)


def _ended(painter: QPainter, right: float, text: str, ink: QColor, fonts: TagFonts) -> float:
    x = right - QFontMetricsF(fonts.strong).horizontalAdvance(text)
    text_at(painter, x, _FIRST_LINE, text, ink, fonts.strong)
    return x - _GAP


def paint_readout(
    painter: QPainter,
    sight: Sight,
    content: Content,
    bar: int,
    colors: ChartColors,
    fonts: TagFonts,
) -> None:
    """Time, open, high, low, close, change and volume of the bar under the pointer."""
    rows = content.pyramid.level(0)
    open_, high, low, close, volume = (
        float(rows[row, bar]) for row in (OPEN, HIGH, LOW, CLOSE, VOLUME)
    )
    base = float(rows[CLOSE, bar - 1]) if bar else open_
    words = content.words
    parts: list[tuple[str, str, float | None]] = [
        ("", moment_text(content, bar), None),
        (words("chart.open"), axis_text(open_), open_),
        (words("chart.high"), axis_text(high), high),
        (words("chart.low"), axis_text(low), low),
        (words("chart.close"), f"{axis_text(close)} {_rate(close, base)}", close),
        (words("chart.volume"), f"{volume:,.0f}", None),
    ]
    _paint_parts(painter, sight, parts, base, colors, fonts)


def moment_text(content: Content, bar: int) -> str:
    """The time of a bar: a date, with the time of day for bars within a day."""
    time = int(content.pyramid.time[bar])
    return date_text(time) if content.dated else f"{date_text(time)} {clock_text(time)}"


def _paint_parts(
    painter: QPainter,
    sight: Sight,
    parts: Sequence[tuple[str, str, float | None]],
    base: float,
    colors: ChartColors,
    fonts: TagFonts,
) -> None:
    metrics = QFontMetricsF(fonts.plain)
    total = sum(metrics.horizontalAdvance(f"{name} {text}") + _GAP for name, text, _ in parts)
    line = metrics.height() + 4
    ground = QColor(colors.panel)
    ground.setAlphaF(0.88)
    width = min(total, sight.panes.plot_width - 2 * _LEFT)
    painter.fillRect(QRectF(_LEFT - 4, _SECOND_LINE - line + 5, width, line), ground)
    x = _LEFT
    for name, text, price in parts:
        if x > sight.panes.plot_width - 40:
            return
        if name:
            x = text_at(painter, x, _SECOND_LINE, f"{name} ", colors.faint, fonts.plain)
        ink = _ink(price, base, colors) if price is not None else colors.dim
        x = text_at(painter, x, _SECOND_LINE, text, ink, fonts.plain) + _GAP


def _ink(price: float, base: float, colors: ChartColors) -> QColor:
    if price == base:
        return colors.flat
    return colors.up if price > base else colors.down


def _rate(price: float, base: float) -> str:
    if base <= 0:
        return ""
    hundredths = int((price - base) / base * 10_000)  # cut, not rounded
    sign = "+" if hundredths > 0 else "−" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) / 100:.2f}%"


def short_volume(volume: float) -> str:
    """A volume for the axis, cut: 12.3K, 4.5M."""
    for unit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if volume >= unit:
            return f"{int(volume / unit * 10) / 10:g}{letter}"
    return f"{volume:,.0f}"
