"""The drawings of a chart in one frame: their shapes, and which one is under the pointer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

from kis_desktop.domain.drawing import Drawing
from kis_desktop.ui.chart.drawings.geometry import Place, Places
from kis_desktop.ui.chart.drawings.kind import kinds
from kis_desktop.ui.chart.drawings.placed import Placed, Placing
from kis_desktop.ui.chart.drawings.shape import Shape

SLACK = 5.0  # pixels from a line within which it is taken hold of
HANDLE_SLACK = 9.0  # pixels from the middle of a handle


@dataclass(frozen=True, slots=True)
class Shown:
    """A drawing as it lies in a frame."""

    drawing: Drawing
    at: Places
    shape: Shape
    handles: Places
    """where it can be pulled; a line by hand shows its ends"""

    def handle_at(self, place: Place) -> int | None:
        """The handle that is there, the nearest one."""
        if self.drawing.locked or kinds()[self.drawing.kind].free:
            return None
        distances = [hypot(x - place[0], y - place[1]) for x, y in self.handles]
        nearest = min(distances)
        return distances.index(nearest) if nearest <= HANDLE_SLACK else None


class DrawingLayer:
    """Shapes are made once for a frame and its drawings."""

    def __init__(self) -> None:
        self._known: tuple[Placing | None, tuple[Drawing, ...], int] = (None, (), 0)
        self._shown: tuple[Shown, ...] = ()

    def shown(self, drawings: tuple[Drawing, ...], placing: Placing) -> tuple[Shown, ...]:
        """All that can be painted, lowest first: kinds of a later version are left out."""
        known, drawn, bars = self._known
        same = known is not None and known.sight is placing.sight and known.times is placing.times
        if not same or drawn is not drawings or bars != len(placing.pyramid):
            self._known = placing, drawings, len(placing.pyramid)
            self._shown = tuple(_made(drawings, placing))
        return self._shown


def made(drawing: Drawing, placing: Placing) -> Shown:
    """One drawing in a frame."""
    kind = kinds()[drawing.kind]
    placed = Placed.of(drawing, placing, fine=kind.free)
    ends = (placed.at[0], placed.at[-1]) if kind.free else placed.at
    handles = ends if kind.handles is None else kind.handles(placed)
    return Shown(drawing, placed.at, kind.shape(placed), handles)


def found(shown: Iterable[Shown], place: Place) -> Shown | None:
    """The topmost drawing at a place."""
    hit = (one for one in reversed(tuple(shown)) if one.shape.is_hit(place, SLACK))
    return next(hit, None)


def _made(drawings: Iterable[Drawing], placing: Placing) -> Iterable[Shown]:
    known = kinds()
    for drawing in drawings:
        kind = known.get(drawing.kind)
        if kind is not None and not drawing.hidden and len(drawing.points) >= kind.points:
            yield made(drawing, placing)
