"""Scales that show what is in sight: bars, studies, compared symbols, price levels near them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF

from kis_desktop.domain.chart_setup import PRICE_PANE, VOLUME_PANE, PriceScale
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import COLUMNS, Shape
from kis_desktop.indicators.value_pyramid import LEAST, MOST
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.study_look import drawn_outputs
from kis_desktop.ui.chart.viewport import Viewport
from kis_desktop.viewmodels.chart_levels import LevelKind
from kis_desktop.viewmodels.chart_plot import Plot

LEGEND_ROOM = 42.0  # pixels above the highest price
_FOOT_ROOM = 28.0  # below the lowest; a tag of a price out of sight fits there
_TITLE_ROOM, _EDGE_ROOM = 24.0, 8.0  # above and below the values of a lower pane
_MOST_ROOM = 0.22  # of a pane's height that any of these takes
_LEAST_ROOM = 0.5  # of the room beside the values, and
_LEAST_FILLED = 0.7  # of the height between, with which a scale may stay as it is
_HAIR = 0.01  # pixels; less is none
_LEAD = 0.12  # of the height, more room where values grow out of it while bars are pulled
_STRETCH = 1.5  # a level or line is brought into sight while it costs the bars no more than this

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How prices are to be scaled; `held` are scales by pane that were chosen by hand, `before`
    those of the frame before, which stay while what is in sight lies well in them.
    """

    scale: PriceScale = PriceScale.LINEAR
    inverted: bool = False
    held: Mapping[str, Scale] = field(default_factory=dict)
    before: Mapping[str, Scale] = field(default_factory=dict)


def sight_of(
    content: Content, viewport: Viewport, panes: Panes, ratio: float, wanted: Wanted
) -> Sight | None:
    """What is in sight of a content; None without bars."""
    pyramid = content.drawn
    level = pyramid.level_for(1.0 / (viewport.bar_width * ratio))
    origin = round(viewport.left * viewport.bar_width * ratio)
    viewport = viewport.snapped(origin, ratio)
    extent = _bars_extent(pyramid, viewport, level)
    if extent is None:
        return None
    width = round(panes.plot_width * ratio)
    bare = Sight(panes, viewport, level, _UNIT, {}, ratio, origin, (0, width))
    base = _base(content, viewport, wanted)
    price = wanted.held.get(PRICE_PANE)
    if price is None:
        price = _price_scale(_stretched(extent, content, bare, base), panes, wanted)
    return Sight(
        panes=panes,
        viewport=viewport,
        level=level,
        price=price.placed(panes.price.top(), panes.price.bottom()),
        lower={pane.name: _lower_scale(pane.name, content, bare, wanted) for pane in panes.lower},
        ratio=ratio,
        origin=origin,
        span=(0, width),
        base=base,
    )


_UNIT = Scale(0.0, 1.0, 0.0, 1.0)


def bars_begin(height: float) -> float:
    """Pixels between the upper edge of a price pane of this height and the highest price."""
    return min(LEGEND_ROOM, height * _MOST_ROOM)


def is_percent(content: Content, wanted: Wanted) -> bool:
    """Whether prices are told in percent; several symbols always are."""
    return wanted.scale is PriceScale.PERCENT or bool(content.compared)


def _bars_extent(pyramid: BarPyramid, viewport: Viewport, level: int) -> Extent | None:
    extent = pyramid.extent(*viewport.visible(), level)
    if extent is None:
        extent = pyramid.extent(0, len(pyramid), pyramid.height - 1)
    return None if extent is None else extent[:2]


def _base(content: Content, viewport: Viewport, wanted: Wanted) -> float | None:
    """The close of the first bar in sight."""
    if not is_percent(content, wanted):
        return None
    close = content.pyramid.close
    base = float(close[min(viewport.visible()[0], len(close) - 1)])
    return base if base > 0 else None


def _price_scale(extent: Extent, panes: Panes, wanted: Wanted) -> Scale:
    """A scale over the whole pane that has room for words above and below the prices."""
    pane = panes.price
    above = bars_begin(pane.height())
    below = min(_FOOT_ROOM, pane.height() * _MOST_ROOM)
    bends = wanted.scale is PriceScale.LOGARITHMIC and extent[0] > 0
    inner = Scale.fitted(
        *extent,
        pane.top() + above,
        pane.bottom() - below,
        logarithmic=bends,
        inverted=wanted.inverted,
    )
    return _calm(inner, pane, wanted.before.get(PRICE_PANE))


def _lower_scale(name: str, content: Content, sight: Sight, wanted: Wanted) -> Scale:
    pane = sight.panes.box(name)
    if name in wanted.held:
        return wanted.held[name].placed(pane.top(), pane.bottom())
    above = min(_TITLE_ROOM, pane.height() * _MOST_ROOM * 2)
    below = min(_EDGE_ROOM, pane.height() * _MOST_ROOM)
    before = wanted.before.get(name)
    if name == VOLUME_PANE:
        high = _most_volume(content.pyramid, sight)
        return _calm(Scale.fitted(0.0, high, pane.top() + above, pane.bottom()), pane, before)
    plots = content.plots_in(name)
    fixed = next((plot.study.indicator.range for plot in plots if plot.study.indicator.range), None)
    if fixed is not None:
        above = below
    low, high = fixed or _joined(_plot_extent(sight, plot) for plot in plots) or (0.0, 1.0)
    return _calm(_around(low, high, pane.top() + above, pane.bottom() - below), pane, before)


def _around(low: float, high: float, top: float, bottom: float) -> Scale:
    """A scale for values of any size; one flat value lies in the middle."""
    if high <= low:
        room = abs(high) * 0.01 or 1.0
        low, high = low - room, high + room
    return Scale(low, high, top, max(bottom, top + 1.0))


def _most_volume(pyramid: BarPyramid, sight: Sight) -> float:
    extent = pyramid.extent(*sight.viewport.visible(), sight.level)
    return max(extent[2], 1.0) if extent is not None else 1.0


def _calm(inner: Scale, pane: QRectF, before: Scale | None) -> Scale:
    """The scale over a whole pane that fits what `inner` does; the one before while that lies in it
    with some of the room beside it, and fills it. Where it grew out of that, it is given more than
    it needs. So a pull of the bars is a pull, and no breathing.
    """
    found = _reaching(inner, pane.top(), pane.bottom())
    if before is None or not found.is_like(before):
        return found
    ends = before.y(inner.low), before.y(inner.high)
    over = pane.top() + (inner.top - pane.top()) * _LEAST_ROOM - min(ends) - _HAIR
    under = max(ends) - pane.bottom() + (pane.bottom() - inner.bottom) * _LEAST_ROOM - _HAIR
    height = inner.bottom - inner.top
    if max(ends) - min(ends) < height * _LEAST_FILLED:
        return found
    if over <= 0 >= under:
        return before
    above, below = (height * _LEAD if grown > 0 else 0.0 for grown in (over, under))
    return _reaching(
        inner.placed(inner.top + above, inner.bottom - below), pane.top(), pane.bottom()
    )


def _reaching(inner: Scale, top: float, bottom: float) -> Scale:
    """The same scale reaching over a whole pane."""
    ends = inner.price(top), inner.price(bottom)
    low, high = min(ends), max(ends)
    bends = inner.logarithmic and low > 0
    return Scale(low, high, top, max(bottom, top + 1.0), bends, inner.inverted)


def _stretched(extent: Extent, content: Content, sight: Sight, base: float | None) -> Extent:
    """The bars' prices, and those beside them as far as they don't flatten the bars."""
    low, high = extent
    least = (high - low) or max(abs(high) * 0.01, 1.0)
    if content.compared and base is not None:
        lines = (line.values for line in content.compared)
        found = _joined(_compared_extent(sight, values, base) for values in lines)
        low, high = (low, high) if found is None else (min(low, found[0]), max(high, found[1]))
        least = high - low or least
    near = _joined(_plot_extent(sight, plot) for plot in content.plots_in(PRICE_PANE))
    prices = [float(one.price) for one in content.levels if one.kind is not LevelKind.LIMIT]
    for price in (*(near or ()), *prices):
        if max(high, price) - min(low, price) <= least * _STRETCH:
            low, high = min(low, price), max(high, price)
    return low, high


def first_value(sight: Sight, values: Floats) -> float | None:
    """The first price in sight of a compared symbol."""
    first, last = sight.viewport.visible()
    own = values[first:last]
    known = np.flatnonzero(np.isfinite(own) & (own > 0))
    return float(own[known[0]]) if len(known) else None


def _compared_extent(sight: Sight, values: Floats, base: float) -> Extent | None:
    """Least and most of a compared symbol as the prices that are as many percent from `base`."""
    start = first_value(sight, values)
    if start is None:
        return None
    first, last = sight.viewport.visible()
    shares = values[first:last] * (base / start)
    return _ends(shares, shares)


def _plot_extent(sight: Sight, plot: Plot) -> Extent | None:
    if not plot.setup.shown:
        return None
    found = []
    for place, output in drawn_outputs(plot):
        if output.shape is Shape.PROFILE:
            continue
        first, last = sight.entries(len(plot.study), plot.shift(output))
        rows = plot.study.envelope(place, sight.level)[:, first:last]
        found.append(_ends(rows[LEAST], rows[MOST]))
        if output.shape in COLUMNS:
            found.append((0.0, 0.0))
    return _joined(found)


def _ends(low: Floats, high: Floats) -> Extent | None:
    """Least and most that are numbers."""
    least = float(np.fmin.reduce(low, initial=np.inf))
    most = float(np.fmax.reduce(high, initial=-np.inf))
    return (least, most) if np.isfinite(least) and np.isfinite(most) else None


def _joined(extents: Iterable[Extent | None]) -> Extent | None:
    known = [extent for extent in extents if extent is not None]
    if not known:
        return None
    return min(low for low, _ in known), max(high for _, high in known)
