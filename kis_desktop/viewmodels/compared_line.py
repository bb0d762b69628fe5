"""Another symbol's prices beside a chart's own."""

from __future__ import annotations

from dataclasses import dataclass

from kis_desktop.indicators.series import Floats


@dataclass(frozen=True, slots=True, eq=False)
class ComparedLine:
    """`values` are closes (in the symbol's own currency), one for each bar of the chart, NaN where
    it has none. `colour` is "#RRGGBB", empty for the palette's.
    """

    symbol: str
    name: str
    values: Floats
    colour: str = ""
