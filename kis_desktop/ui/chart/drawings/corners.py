"""The four corners of what two points span: each can be pulled, the opposite one stays."""

from __future__ import annotations

from kis_desktop.domain.drawing import DrawingPoint
from kis_desktop.ui.chart.drawings.geometry import Places
from kis_desktop.ui.chart.drawings.placed import Placed

_FIRST, _SECOND, _LAST = range(3)


def corners(placed: Placed) -> Places:
    """The first point, then on around to the second and back."""
    (left, top), (right, bottom) = placed.ends
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def pulled_corner(
    points: tuple[DrawingPoint, ...], corner: int, to: DrawingPoint
) -> tuple[DrawingPoint, ...]:
    """Both points after one of the corners was pulled."""
    first, last = points
    if corner == _FIRST:
        return (to, last)
    if corner == _LAST:
        return (first, to)
    if corner == _SECOND:
        return (DrawingPoint(first.time, to.price), DrawingPoint(to.time, last.price))
    return (DrawingPoint(to.time, first.price), DrawingPoint(last.time, to.price))
