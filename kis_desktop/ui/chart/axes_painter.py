"""What stands on the axes: times below the bars, values beside the lower panes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.levels_painter import TAG_HEIGHT, TagFonts
from kis_desktop.ui.chart.price_ticks import price_ticks
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import TimeLabel, Weight
from kis_desktop.ui.chart.value_texts import short_volume, value_text
from kis_desktop.viewmodels.chart_setup import VOLUME_PANE

_LEFT = 8.0
_SPACING = 24.0  # pixels between the values of a lower pane


def paint_times(
    painter: QPainter,
    sight: Sight,
    labels: Iterable[TimeLabel],
    colors: ChartColors,
    fonts: TagFonts,
) -> None:
    """The times below the bars; a day, month or year stands out."""
    axis = sight.panes.time_axis
    metrics = {font: QFontMetricsF(getattr(fonts, font)) for font in ("plain", "strong")}
    for label in labels:
        x = sight.viewport.x(label.bar)
        heavy = label.weight is not Weight.TIME
        width = metrics["strong" if heavy else "plain"].horizontalAdvance(label.text)
        if x - width / 2 < 0 or x + width / 2 > axis.right():
            continue
        painter.setFont(fonts.strong if heavy else fonts.plain)
        painter.setPen(colors.text if heavy else colors.dim)
        box = QRectF(x - width, axis.top(), 2 * width, axis.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), label.text)


def paint_lower_axes(
    painter: QPainter, sight: Sight, content: Content, colors: ChartColors, fonts: TagFonts
) -> None:
    """A few values beside each lower pane: a study's own levels, else round ones."""
    axis = sight.panes.price_axis
    painter.setFont(fonts.plain)
    painter.setPen(colors.faint)
    for pane in sight.panes.lower:
        for y, text in _values(sight, content, pane.name):
            if pane.box.top() + 6 <= y <= pane.box.bottom() - 5:
                box = QRectF(axis.left() + _LEFT, y - TAG_HEIGHT / 2, axis.width(), TAG_HEIGHT)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)


def guides_of(content: Content, pane: str) -> tuple[float, ...]:
    """The levels that the studies of a pane name."""
    return tuple(
        dict.fromkeys(
            guide for plot in content.plots_in(pane) for guide in plot.study.indicator.guides
        )
    )


def _values(sight: Sight, content: Content, pane: str) -> list[tuple[float, str]]:
    scale = sight.scale_of(pane)
    if pane == VOLUME_PANE:
        return [(scale.y(scale.high) + 4, short_volume(scale.high))]
    guides = guides_of(content, pane)
    if guides:
        return [(scale.y(guide), f"{guide:g}") for guide in guides]
    return [(scale.y(value), _round_text(value)) for value in price_ticks(scale, _SPACING, 0.0)]


def _round_text(value: float) -> str:
    return value_text(value) if abs(value) >= 1_000_000 else f"{value:,.6g}"  # noqa: PLR2004
