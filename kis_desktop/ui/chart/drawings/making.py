"""A drawing that is being made: press by press, or with one pull."""

from __future__ import annotations

from kis_desktop.domain.drawing import MOST_POINTS, Drawing, DrawingPoint, DrawingStyle
from kis_desktop.ui.chart.drawings.kind import Kind
from kis_desktop.ui.chart.drawings.placed import Placing


class Making:
    """The points so far, and the one that follows the pointer."""

    def __init__(self, kind: Kind, style: DrawingStyle) -> None:
        self.kind = kind
        self._style = style
        self._set: list[DrawingPoint] = []
        self._next: DrawingPoint | None = None

    @property
    def anchor(self) -> DrawingPoint | None:
        """The point that the next one, or the last one while it is corrected, is seen from."""
        before = self._set[:-1] if self.is_done else self._set
        return before[-1] if before else None

    @property
    def is_at_first(self) -> bool:
        """Whether the first point is set and no other."""
        return len(self._set) == 1 and not self.kind.free

    @property
    def is_done(self) -> bool:
        """Whether all points are set."""
        return not self.kind.free and len(self._set) >= self.kind.clicks

    def set(self, point: DrawingPoint) -> None:
        """Set a point for good."""
        self._set.append(point)
        self._next = None

    def correct(self, point: DrawingPoint) -> None:
        """The point that was set last is elsewhere while the button is down."""
        self._set[-1] = point

    def follow(self, point: DrawingPoint) -> None:
        """Show the next point here; a line by hand takes it."""
        if self.kind.free and self._set:
            if point != self._set[-1] and len(self._set) < MOST_POINTS:
                self._set.append(point)
        else:
            self._next = point

    def preview(self, id_: str, placing: Placing) -> Drawing | None:
        """The drawing as it would be; None before the first press."""
        if not self._set:
            return None
        points = (*self._set, *(() if self._next is None else (self._next,)))
        if len(points) < self.kind.points and len(points) < 2:  # noqa: PLR2004 - a line has two ends
            points = (*points, points[-1])
        return Drawing(id_, self.kind.id, self._whole(points, placing), self._style)

    def finished(self, id_: str, placing: Placing) -> Drawing:
        """The drawing; all points have to be set."""
        return Drawing(id_, self.kind.id, self._whole(tuple(self._set), placing), self._style)

    def _whole(
        self, points: tuple[DrawingPoint, ...], placing: Placing
    ) -> tuple[DrawingPoint, ...]:
        complete = self.kind.complete
        if complete is None or len(points) < self.kind.clicks:
            return points
        return complete(points, placing)
