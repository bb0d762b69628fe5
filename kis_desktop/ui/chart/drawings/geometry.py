"""Lines and areas in pixels, cut to what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import hypot

from PySide6.QtCore import QRectF

Place = tuple[float, float]
"""x and y in device-independent pixels of the canvas"""
Places = tuple[Place, ...]
_SPREAD = 0.6  # of an arrow's barb, across for one along


def distance(place: Place, begin: Place, end: Place) -> float:
    """From a place to the nearest one of a line between two."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    square = dx * dx + dy * dy
    share = 0.0
    if square > 0:
        share = ((place[0] - begin[0]) * dx + (place[1] - begin[1]) * dy) / square
        share = min(max(share, 0.0), 1.0)
    return hypot(place[0] - begin[0] - share * dx, place[1] - begin[1] - share * dy)


def is_inside(place: Place, area: Sequence[Place]) -> bool:
    """Whether a place lies in an area."""
    found = False
    x, y = place
    for (ax, ay), (bx, by) in _sides(area):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            found = not found
    return found


def cut_line(begin: Place, end: Place, pane: QRectF) -> tuple[Place, Place] | None:
    """The part of a line inside of a rectangle; None where it does not touch it."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    first, last = 0.0, 1.0
    edges = (
        (-dx, begin[0] - pane.left()),
        (dx, pane.right() - begin[0]),
        (-dy, begin[1] - pane.top()),
        (dy, pane.bottom() - begin[1]),
    )
    for slope, room in edges:
        if slope == 0:
            if room < 0:
                return None
        elif slope < 0:
            first = max(first, room / slope)
        else:
            last = min(last, room / slope)
    if first > last:
        return None
    return (
        (begin[0] + first * dx, begin[1] + first * dy),
        (begin[0] + last * dx, begin[1] + last * dy),
    )


def extended(
    begin: Place, end: Place, pane: QRectF, *, before: bool, behind: bool
) -> tuple[Place, Place] | None:
    """The line through two places, on to the edges of a rectangle on one side or both; None where
    both places are one, or nothing of it is inside.
    """
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = hypot(dx, dy)
    if length == 0:
        return None
    far = pane.width() + pane.height()
    far += max(abs(begin[0]), abs(begin[1]), abs(end[0]), abs(end[1]))
    reach_x, reach_y = dx / length * 2 * far, dy / length * 2 * far
    first = (begin[0] - reach_x, begin[1] - reach_y) if before else begin
    last = (end[0] + reach_x, end[1] + reach_y) if behind else end
    return cut_line(first, last, pane)


def cut_area(area: Sequence[Place], pane: QRectF) -> Places:
    """The part of an area inside of a rectangle; empty where they do not meet."""
    left, right, top, bottom = pane.left(), pane.right(), pane.top(), pane.bottom()
    cut = _cut(tuple(area), lambda p: p[0] - left)
    cut = _cut(cut, lambda p: right - p[0])
    cut = _cut(cut, lambda p: p[1] - top)
    return _cut(cut, lambda p: bottom - p[1])


def _cut(area: Places, depth: Callable[[Place], float]) -> Places:
    """The part of an area where `depth` is not negative."""
    kept: list[Place] = []
    depths = [depth(place) for place in area]
    if all(one >= 0 for one in depths):
        return area
    for number, (begin, end) in enumerate(_sides(area)):
        a, b = depths[number], depths[(number + 1) % len(area)]
        if a >= 0:
            kept.append(begin)
        if (a >= 0) != (b >= 0):
            share = a / (a - b)
            x = begin[0] + share * (end[0] - begin[0])
            kept.append((x, begin[1] + share * (end[1] - begin[1])))
    return tuple(kept)


def _sides(area: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    for number, begin in enumerate(area):
        yield begin, area[(number + 1) % len(area)]


def arrow_head(begin: Place, end: Place, size: float) -> Places:
    """The two barbs at the end of a line; no longer than half of it."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = hypot(dx, dy)
    if length == 0:
        return (end, end)
    size = min(size, length / 2)
    x, y = dx / length * size, dy / length * size
    one = (end[0] - x - y * _SPREAD, end[1] - y + x * _SPREAD)
    other = (end[0] - x + y * _SPREAD, end[1] - y - x * _SPREAD)
    return (one, end, other)


def level_at(begin: Place, end: Place, x: float) -> float:
    """The height of the line through two places at `x`; that of the first where it stands."""
    if end[0] == begin[0]:
        return begin[1]
    return begin[1] + (end[1] - begin[1]) * (x - begin[0]) / (end[0] - begin[0])
