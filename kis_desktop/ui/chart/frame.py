"""One frame: what is in sight, and where its lines and labels are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, QSizeF

from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.fitting import Wanted, sight_of
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.price_ticks import percent_ticks, price_ticks
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import TimeAxis, TimeLabel
from kis_desktop.ui.chart.viewport import Viewport

_PRICE_SPACING, _TIME_SPACING = 32.0, 84.0  # pixels between labels
_LEAST_DAY = 14.0  # pixels between day breaks; closer ones would be a hatching


@dataclass(frozen=True, slots=True)
class Frame:
    """`size` and `ratio` are those of the device; `labels` and `prices` stand on the axes, `breaks`
    says whether days are divided. `sight` is None without bars.
    """

    size: QSize
    ratio: float
    panes: Panes
    sight: Sight | None = None
    labels: tuple[TimeLabel, ...] = ()
    prices: tuple[float, ...] = ()
    breaks: bool = False


def frame_of(
    size: QSizeF,
    ratio: float,
    panes: Panes,
    viewport: Viewport,
    content: Content,
    times: TimeAxis,
    wanted: Wanted,
) -> Frame:
    """The frame of a canvas of this size in device-independent pixels."""
    device = (size * ratio).toSize()
    sight = sight_of(content, viewport, panes, ratio, wanted)
    if sight is None:
        return Frame(device, ratio, panes)
    return Frame(
        device,
        ratio,
        panes,
        sight,
        labels_in(sight.viewport, times),
        _prices(sight, content.tick),
        content.setup.session_breaks and _has_room_for_days(sight.viewport, times),
    )


def labels_in(viewport: Viewport, times: TimeAxis) -> tuple[TimeLabel, ...]:
    """The time labels in sight. They are chosen with a margin at both sides, so that a pull does
    not choose others as long as it can be helped.
    """
    margin = 2 * _TIME_SPACING
    wide = replace(
        viewport,
        width=viewport.width + 2 * margin,
        right=viewport.right + margin / viewport.bar_width,
    )
    first, last = viewport.visible()
    return tuple(one for one in times.labels(wide, _TIME_SPACING) if first <= one.bar < last)


def _prices(sight: Sight, tick: float) -> tuple[float, ...]:
    if sight.base is not None:
        return percent_ticks(sight.price, _PRICE_SPACING, sight.base)
    return price_ticks(sight.price, _PRICE_SPACING, tick)


def _has_room_for_days(viewport: Viewport, times: TimeAxis) -> bool:
    days = len(times.days)
    return days > 0 and viewport.count / (days + 1) * viewport.bar_width >= _LEAST_DAY
