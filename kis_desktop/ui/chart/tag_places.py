"""Where tags stand so that none covers another: each as near to its price as there is room."""

from __future__ import annotations

from collections.abc import Sequence


def tag_places(
    wanted: Sequence[float], height: float, top: float, bottom: float
) -> tuple[float, ...]:
    """The middle of each tag, in the order given: earlier ones stay, later ones make way.

    A tag for which no room is left stands where it wanted to, inside of `top` and `bottom`.
    """
    places: list[float] = []
    for middle in wanted:
        held = min(max(middle, top + height / 2), bottom - height / 2)
        places.append(_nearest(held, places, height, top + height / 2, bottom - height / 2))
    return tuple(places)


def _nearest(wanted: float, taken: list[float], height: float, low: float, high: float) -> float:
    free = [wanted, *(other + side * height for other in taken for side in (-1, 1))]
    open_ = [
        place
        for place in free
        if low <= place <= high and all(abs(place - other) >= height - 1e-6 for other in taken)
    ]
    return min(open_, key=lambda place: abs(place - wanted), default=wanted)
