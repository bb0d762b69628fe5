"""A drawing in the hand: as a whole, or one of its points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.drawing import FIRST_TIME, LAST_TIME, Drawing, DrawingPoint
from kis_desktop.ui.chart.drawings.geometry import Place
from kis_desktop.ui.chart.drawings.kind import kinds
from kis_desktop.ui.chart.drawings.placed import Placing
from kis_desktop.ui.chart.drawings.snapping import Snapping


@dataclass(frozen=True, slots=True)
class Hold:
    """What was taken hold of, and where. `handle` counts the points; None for the whole."""

    drawing: Drawing
    start: Place
    handle: int | None
    copies: bool = False  # the drawing stays, and another one comes along


def moved(hold: Hold, place: Place, snapping: Snapping, *, angled: bool) -> Drawing:
    """The drawing as it is while the hand is at a place."""
    if hold.handle is None:
        return _carried(hold, place, snapping)
    pulled = kinds()[hold.drawing.kind].pulled
    if pulled is not None:
        to = snapping.point(place)
        return hold.drawing.at(pulled(hold.drawing.points, hold.handle, to))
    points = list(hold.drawing.points)
    anchor = points[hold.handle - 1] if hold.handle else points[-1]
    turned = angled and len(points) > 1
    points[hold.handle] = snapping.angled(place, anchor) if turned else snapping.point(place)
    return hold.drawing.at(points)


def shifted(drawing: Drawing, placing: Placing, bars: int, price: Decimal) -> Drawing:
    """A drawing so many bars later and so much higher."""
    return drawing.at(_later(point, placing, bars, price) for point in drawing.points)


def _carried(hold: Hold, place: Place, snapping: Snapping) -> Drawing:
    """All points by the same bars and the same price; where prices bend, by the same height."""
    placing = snapping.placing
    index = placing.sight.viewport.index_at
    bars = round(index(place[0]) - index(hold.start[0]))
    if placing.sight.price.logarithmic:
        lift = place[1] - hold.start[1]
        return hold.drawing.at(
            DrawingPoint(
                _time(point.time, placing, bars),
                snapping.on_tick(placing.sight.price.price(placing.place(point)[1] + lift)),
            )
            for point in hold.drawing.points
        )
    scale = placing.sight.price
    begin, end = (
        snapping.on_tick(scale.price(hold.start[1])),
        snapping.on_tick(scale.price(place[1])),
    )
    return shifted(hold.drawing, placing, bars, end - begin)


def _later(point: DrawingPoint, placing: Placing, bars: int, price: Decimal) -> DrawingPoint:
    return DrawingPoint(_time(point.time, placing, bars), point.price + price)


def _time(time: int, placing: Placing, bars: int) -> int:
    """The moment so many bars later; the very same one for none."""
    if not bars:
        return time
    there = placing.times.time_of(placing.times.index_of(time) + bars)
    return min(max(there, FIRST_TIME), LAST_TIME)
