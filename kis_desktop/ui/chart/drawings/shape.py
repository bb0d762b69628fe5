"""What a drawing looks like in one frame: lines, areas and words, in pixels and without colours.

A kind says its shape; painting and taking hold are the same for all of them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from kis_desktop.domain.drawing import Dash
from kis_desktop.ui.chart.drawings.geometry import Place, Places, distance, is_inside

OWN = ""  # the drawing's own ink
PROFIT, LOSS, NEUTRAL = "profit", "loss", "neutral"  # the theme's


class Side(enum.Enum):
    """Where words stand at their place."""

    MIDDLE = "middle"
    LEFT = "left"  # they end there
    RIGHT = "right"  # they begin there
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through places. `width` and `dash` are the drawing's own where they are None."""

    places: Places
    ink: str = OWN
    width: float | None = None
    dash: Dash | None = None
    closed: bool = False
    rounded: bool = False  # the places are followed smoothly
    share: float = 1.0  # opacity


@dataclass(frozen=True, slots=True)
class Fill:
    """An area; a `solid` one can be taken hold of anywhere."""

    places: Places
    ink: str = OWN
    share: float = 0.12  # opacity
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Words in lines. On a `plate` they stand on the ink's own ground."""

    text: str
    at: Place
    side: Side = Side.RIGHT
    ink: str = OWN
    plate: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """All of a drawing in one frame. `tags` are prices told on the axis: text and height; `moments`
    are times: text and place.
    """

    strokes: tuple[Stroke, ...] = ()
    fills: tuple[Fill, ...] = ()
    labels: tuple[Label, ...] = ()
    tags: tuple[tuple[str, float], ...] = ()
    moments: tuple[tuple[str, float], ...] = ()
    grasp: tuple[Places, ...] = ()
    """areas that can be taken hold of though nothing fills them, such as that of a text"""

    def is_hit(self, place: Place, slack: float) -> bool:
        """Whether a place is on the drawing, or no further from its lines than `slack` pixels."""
        for stroke in self.strokes:
            ends = stroke.places[1:] + (stroke.places[:1] if stroke.closed else ())
            for begin, end in zip(stroke.places, ends, strict=False):
                if distance(place, begin, end) <= slack:
                    return True
        solid = (fill.places for fill in self.fills if fill.solid)
        return any(is_inside(place, area) for area in (*solid, *self.grasp))
