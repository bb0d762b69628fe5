"""Where tags stand so that none covers another, in the order of their prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_YIELDING = 1000.0  # how much more an earlier tag keeps its place than the next one


@dataclass(slots=True)
class _Block:
    """Neighbouring tags that move as one: `place` is what each asks for on average."""

    place: float
    weight: float
    size: int

    def joined(self, other: _Block) -> _Block:
        weight = self.weight + other.weight
        place = (self.place * self.weight + other.place * other.weight) / weight
        return _Block(place, weight, self.size + other.size)


def tag_places(
    wanted: Sequence[float], height: float, top: float, bottom: float
) -> tuple[float, ...]:
    """The middle of each tag, in the order given, inside of `top` and `bottom`.

    Tags keep the order of what they wanted; those that come first in `wanted` hardly move, later
    ones make way. Where there are more than fit, they share the room evenly.
    """
    if not wanted:
        return ()
    low, high = top + height / 2, bottom - height / 2
    step = min(height, max(high - low, 0.0) / max(len(wanted) - 1, 1))
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[_Block] = []
    for number, index in enumerate(order):
        asked = min(max(wanted[index], low), high) - number * step
        blocks.append(_Block(asked, _YIELDING**-index, 1))
        while len(blocks) > 1 and blocks[-2].place > blocks[-1].place:
            last = blocks.pop()
            blocks[-1] = blocks[-1].joined(last)
    highest = max(high - (len(wanted) - 1) * step, low)
    held = [min(max(block.place, low), highest) for block in blocks for _ in range(block.size)]
    places = [0.0] * len(wanted)
    for number, index in enumerate(order):
        places[index] = held[number] + number * step
    return tuple(places)
