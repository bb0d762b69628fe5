"""What one frame shows: the window over the bars and the scale of each pane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.viewport import Viewport

LEGEND_ROOM = 42.0  # pixels above the highest price
_FOOT_ROOM = 28.0  # below the lowest; a tag of a price out of sight fits there
_VOLUME_ROOM = 26.0  # the pane's title stands there
_STRENGTH_ROOM = 8.0
_STRENGTH_LOW, _STRENGTH_HIGH = 0.0, 100.0
_STRETCH = 1.5  # a level is brought into sight while it costs the bars no more than this


@dataclass(frozen=True, slots=True)
class Sight:
    """`level` is the pyramid's, `ratio` device pixels for one of ours."""

    panes: Panes
    viewport: Viewport
    level: int
    price: Scale
    volume: Scale
    strength: Scale
    ratio: float

    def device(self, length: float) -> int:
        """A length in whole device pixels."""
        return round(length * self.ratio)

    def snapped(self, length: float) -> float:
        """A length moved to the nearest device pixel."""
        return round(length * self.ratio) / self.ratio


def fitted(
    pyramid: BarPyramid,
    viewport: Viewport,
    panes: Panes,
    levels: Iterable[float] = (),
    *,
    ratio: float = 1.0,
    logarithmic: bool = False,
) -> Sight | None:
    """Scales that show the bars in sight, and the price levels near them; None without bars."""
    level = pyramid.level_for(1.0 / (viewport.bar_width * ratio))
    extent = pyramid.extent(*viewport.visible(), level)
    if extent is None:
        extent = pyramid.extent(0, len(pyramid), pyramid.height - 1)
    if extent is None:
        return None
    low, high = _stretched(extent[0], extent[1], levels)
    price = panes.price
    top, bottom = price.top() + LEGEND_ROOM, price.bottom() - _FOOT_ROOM
    return Sight(
        panes=panes,
        viewport=viewport,
        level=level,
        price=_padded(Scale.fitted(low, high, top, bottom, logarithmic=logarithmic), panes),
        volume=Scale.fitted(
            0.0, max(extent[2], 1.0), panes.volume.top() + _VOLUME_ROOM, panes.volume.bottom()
        ),
        strength=Scale.fitted(
            _STRENGTH_LOW,
            _STRENGTH_HIGH,
            panes.strength.top() + _STRENGTH_ROOM,
            panes.strength.bottom() - _STRENGTH_ROOM,
        ),
        ratio=ratio,
    )


def _padded(scale: Scale, panes: Panes) -> Scale:
    """The same scale reaching over its whole pane."""
    top, bottom = panes.price.top(), panes.price.bottom()
    low, high = scale.price(bottom), scale.price(top)
    return Scale(low, high, top, max(bottom, top + 1.0), scale.logarithmic and low > 0)


def _stretched(low: float, high: float, levels: Iterable[float]) -> tuple[float, float]:
    least = (high - low) or max(abs(high) * 0.01, 1.0)
    for price in levels:
        if max(high, price) - min(low, price) <= least * _STRETCH:
            low, high = min(low, price), max(high, price)
    return low, high
