"""What an indicator's module says of itself.

A module of this package is an indicator when it has these names, all literals but the functions:

    INDICATOR_ID = "sma"                    # the module's name; stands in saved charts
    INDICATOR_TITLE = "이동평균"             # as Korean terminals call it
    INDICATOR_TITLE_EN = "Moving average"
    INDICATOR_GROUP = "trend"               # one of GROUPS
    INDICATOR_PANE = "price"                # "price": over the bars, "own": a pane of its own
    INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 1000),)
    INDICATOR_OUTPUTS = (Output("value", "이동평균", "MA"),)

    def compute(bars: Inputs, length: int) -> tuple[Floats, ...]: ...

`compute` takes the parameters in their order, whole ones as `int`, and gives one array for each
output, as long as the bars, NaN where there is no value (warm-up, nothing known). Then one of:

    def reach(length: int) -> int: ...
        # So many bars before a bar are enough to compute it to 1e-12 of its size.

    def resume(bars: Inputs, start: int, known: tuple[Floats, ...], length: int)
            -> tuple[Floats, ...]: ...
        # For what depends on all bars: the outputs from the bar `start` on, `known` being those
        # before it (outputs with shape HIDDEN carry the state that only this needs).

May have: INDICATOR_GUIDES = (30.0, 70.0)   # levels drawn in its pane
          INDICATOR_RANGE = (0.0, 100.0)    # a fixed scale for its pane
          INDICATOR_BESIDE = ("investor_individual",)   # columns of `Inputs.beside`
          INDICATOR_ANCHORED = True         # counts from `Inputs.anchor`
          INDICATOR_DAILY = True            # begins anew each day: no line leads from day to day
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats

GROUPS = ("trend", "band", "oscillator", "volume", "volatility", "investor")
"""how the list of indicators is divided"""


class Shape(enum.StrEnum):
    """How an output is drawn."""

    LINE = "line"
    STEPS = "steps"  # level between bars, broken where it jumps: pivots
    DOTS = "dots"  # parabolic SAR
    BARS = "bars"  # from zero: MACD's histogram, net buying; up and down in the colours of prices
    VOLUME = "volume"  # from zero, in the colours of the bars' volume
    EDGE = "edge"  # a line that ends an area: filled to the next output of shape EDGE
    CLOUD = "cloud"  # as EDGE, in the up colour where this one is above the next, else in the down
    PROFILE = "profile"  # volume at prices, to the side; see `volume_profile`
    HIDDEN = "hidden"  # not drawn: what `resume` goes on from


COLUMNS = (Shape.BARS, Shape.VOLUME)
"""columns from zero"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the trader may change. Whole where `start` is an `int`."""

    name: str
    title: str
    title_en: str
    start: float
    least: float
    most: float
    step: float = 1.0

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return isinstance(self.start, int)

    def held(self, value: float) -> float:
        """The nearest value that is allowed; the usual one for NaN, which is near to none."""
        if math.isnan(value):
            return self.start
        held = min(max(value, self.least), self.most)
        return round(held) if self.is_whole else held


@dataclass(frozen=True, slots=True)
class Output:
    """One array of values and how it is drawn. `ahead` shifts it to the right by the value of the
    parameter of this name (Ichimoku's spans); `ahead` of "-name" to the left.
    """

    name: str
    title: str
    title_en: str
    shape: Shape = Shape.LINE
    ahead: str = ""


class Compute(Protocol):
    """An indicator's function."""

    def __call__(self, bars: Inputs, *parameters: float) -> tuple[Floats, ...]: ...


class Resume(Protocol):
    """How what depends on all bars goes on."""

    def __call__(
        self, bars: Inputs, start: int, known: tuple[Floats, ...], *parameters: float
    ) -> tuple[Floats, ...]: ...


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as its module says; see above."""

    id: str
    title: str
    title_en: str
    group: str
    pane: str
    parameters: tuple[Parameter, ...]
    outputs: tuple[Output, ...]
    compute: Compute
    reach: Callable[..., int] | None
    resume: Resume | None
    guides: tuple[float, ...] = ()
    range: tuple[float, float] | None = None
    beside: tuple[str, ...] = ()
    anchored: bool = False
    daily: bool = False

    @property
    def is_profile(self) -> bool:
        """Whether it stands beside the bars and has no value at any of them."""
        return any(output.shape is Shape.PROFILE for output in self.outputs)

    @property
    def needs_bars_alone(self) -> bool:
        """Whether a chart's bars are all it takes for a value at each of them."""
        return not (self.beside or self.anchored or self.is_profile)

    def held(self, parameters: tuple[float, ...]) -> tuple[float, ...]:
        """These parameters as far as they are allowed, the usual ones for those that lack."""
        given = (*parameters, *(one.start for one in self.parameters[len(parameters) :]))
        return tuple(one.held(value) for one, value in zip(self.parameters, given, strict=False))

    def titled(self, language: str) -> str:
        """The title in the trader's language."""
        return self.title if language == "ko" else self.title_en
