"""What stands on the axes: times below the bars, values beside the lower panes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kis_desktop.domain.chart_setup import VOLUME_PANE
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.chart.levels_painter import TAG_HEIGHT
from kis_desktop.ui.chart.price_ticks import price_ticks
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import TimeLabel, Weight
from kis_desktop.ui.chart.value_texts import short_volume, value_text

_LEFT, _NEAR = 8.0, 4.0
_DIGITS = 0.85  # of the ascent is what figures take, with a hair between two of them
_SPACING = 24.0  # pixels between the values of a lower pane


def paint_times(
    painter: QPainter,
    sight: Sight,
    labels: Iterable[TimeLabel],
    colors: ChartColors,
    letters: Lettering,
    taken: Sequence[tuple[float, float]] = (),
) -> None:
    """The times below the bars; a day, month or year stands out. Those in `taken` stretches make
    way for what is written there.
    """
    axis = sight.panes.time_axis
    for label in labels:
        x = sight.viewport.x(label.bar)
        heavy = label.weight is not Weight.TIME
        width = letters.width(label.text, strong=heavy)
        if x - width / 2 < 0 or x + width / 2 > axis.right():
            continue
        near = width / 2 + _NEAR
        if any(x - near < right and x + near > left for left, right in taken):
            continue
        box = QRectF(round(x - width / 2), axis.top(), width, axis.height())
        ink = colors.text if heavy else colors.dim
        letters.level(painter, box, label.text, ink, strong=heavy)


def paint_lower_axes(
    painter: QPainter, sight: Sight, content: Content, colors: ChartColors, letters: Lettering
) -> None:
    """A few values beside each lower pane: a study's own levels, else round ones. None stands over
    another or leaves its pane.
    """
    axis, height = sight.panes.price_axis, letters.ascent * _DIGITS
    for pane in sight.panes.lower:
        first, last = pane.box.top() + height / 2, pane.box.bottom() - height / 2
        written: list[float] = []
        for y, text in _values(sight, content, pane.name):
            if first <= y <= last and all(abs(y - other) >= height for other in written):
                box = QRectF(axis.left() + _LEFT, y - TAG_HEIGHT / 2, axis.width(), TAG_HEIGHT)
                letters.level(painter, box, text, colors.faint)
                written.append(y)


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
        return [(scale.y(guide), f"{guide:g}") for guide in _outermost_first(guides)]
    return [(scale.y(value), _round_text(value)) for value in price_ticks(scale, _SPACING, 0.0)]


def _outermost_first(guides: tuple[float, ...]) -> tuple[float, ...]:
    """Lowest, highest, then those between: the ends are told where there is no room for all."""
    low, *between = sorted(guides)
    return (low, *between[-1:], *between[:-1])


def _round_text(value: float) -> str:
    return value_text(value) if abs(value) >= 1_000_000 else f"{value:,.6g}"  # noqa: PLR2004
