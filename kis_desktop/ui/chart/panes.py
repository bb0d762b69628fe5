"""How the canvas is divided: prices above, any number of panes below, axes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from kis_desktop.domain.chart_setup import PRICE_PANE, PaneSetup

AXIS_HEIGHT = 24.0
_LEAST_AXIS_WIDTH = 64.0
_LEAST_PRICE = 120.0  # the price pane keeps this; the others give way first
_LEAST_PANE = 40.0
_GRASP = 4.0  # pixels above and below a boundary within which it is taken hold of


@dataclass(frozen=True, slots=True)
class Pane:
    """One pane below the prices."""

    name: str
    box: QRectF


@dataclass(frozen=True, slots=True)
class Panes:
    """Rectangles in device-independent pixels; a pane without room is not among the lower ones but
    `hidden`. `maximised` names the pane that has all the room, if one has; none is hidden then.
    """

    price: QRectF
    lower: tuple[Pane, ...]
    price_axis: QRectF
    time_axis: QRectF
    maximised: str = ""
    hidden: tuple[str, ...] = ()

    @property
    def plot_width(self) -> float:
        """The width that bars have."""
        return self.price.width()

    @property
    def bottom(self) -> float:
        """Where the lowest pane ends."""
        return self.time_axis.top()

    def box(self, name: str) -> QRectF:
        """The rectangle of a pane; an empty one where it has no room."""
        if name == PRICE_PANE:
            return self.price
        return next((pane.box for pane in self.lower if pane.name == name), QRectF())

    def at(self, y: float) -> str:
        """The pane at a height; empty below them all."""
        if y < self.price.bottom():
            return PRICE_PANE
        return next((pane.name for pane in self.lower if y < pane.box.bottom()), "")

    def boundary_at(self, y: float) -> int | None:
        """The lower pane, by its place, whose upper boundary is at a height."""
        if self.maximised:
            return None
        near = [(abs(pane.box.top() - y), place) for place, pane in enumerate(self.lower)]
        distance, place = min(near, default=(_GRASP + 1, 0))
        return place if distance <= _GRASP else None


def divided(
    width: float,
    height: float,
    axis_width: float,
    wanted: Sequence[PaneSetup],
    maximised: str = "",
) -> Panes:
    """The panes of a canvas of this size; `axis_width` is what the longest price needs."""
    axis = min(max(axis_width, _LEAST_AXIS_WIDTH), width)
    plot = max(width - axis, 1.0)
    room = max(height - AXIS_HEIGHT, 1.0)
    names = {PRICE_PANE, *(pane.name for pane in wanted)}
    maximised = maximised if maximised in names else ""
    heights = _heights(wanted, room, maximised)
    top = room - sum(heights)
    price = QRectF(0, 0, plot, top)
    lower, hidden = [], []
    for pane, tall in zip(wanted, heights, strict=True):
        if tall > 0:
            lower.append(Pane(pane.name, QRectF(0, top, plot, tall)))
            top += tall
        elif not maximised:
            hidden.append(pane.name)
    return Panes(
        price=price,
        lower=tuple(lower),
        price_axis=QRectF(plot, 0, axis, room),
        time_axis=QRectF(0, room, plot, max(height - room, 0.0)),
        maximised=maximised,
        hidden=tuple(hidden),
    )


def pulled(
    panes: Panes, wanted: Sequence[PaneSetup], place: int, y: float
) -> tuple[PaneSetup, ...]:
    """The shares after the upper boundary of the lower pane `place` was pulled to a height."""
    tops = [panes.price.top(), *(pane.box.top() for pane in panes.lower), panes.bottom]
    above, below = tops[place], tops[place + 2]
    least_above = _LEAST_PRICE if place == 0 else _LEAST_PANE
    if below - _LEAST_PANE < above + least_above:
        return tuple(wanted)
    tops[place + 1] = round(min(max(y, above + least_above), below - _LEAST_PANE))
    room = panes.bottom
    shares = {
        pane.name: (tops[number + 2] - tops[number + 1]) / room
        for number, pane in enumerate(panes.lower)
    }
    return tuple(PaneSetup(pane.name, shares.get(pane.name, pane.share)) for pane in wanted)


def moved(wanted: Sequence[PaneSetup], name: str, place: int) -> tuple[PaneSetup, ...]:
    """The panes with one of them at another place from the top."""
    rest = [pane for pane in wanted if pane.name != name]
    taken = [pane for pane in wanted if pane.name == name]
    place = min(max(place, 0), len(rest))
    return (*rest[:place], *taken, *rest[place:])


def _heights(wanted: Sequence[PaneSetup], room: float, maximised: str) -> list[float]:
    """Whole pixels for each pane, none for those without room; the lowest give way first."""
    if maximised:
        return [room if pane.name == maximised else 0.0 for pane in wanted]
    found = [float(round(max(pane.share * room, _LEAST_PANE))) for pane in wanted]
    least = min(_LEAST_PRICE, room)
    over = sum(found) + least - room
    for place in reversed(range(len(found))):
        given = min(max(over, 0.0), found[place] - _LEAST_PANE)
        found[place] -= given
        over -= given
    for place in reversed(range(len(found))):
        if over > 0:
            over -= found[place]
            found[place] = 0.0
    return found
