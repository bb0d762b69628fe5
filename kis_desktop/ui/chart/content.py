"""What the canvas is given to show; views of things that others own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from kis_desktop.viewmodels.chart_levels import FillMark, Level
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.chart_setup import ChartSetup
from kis_desktop.viewmodels.chart_style import ChartStyle
from kis_desktop.viewmodels.words import Words


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands on the canvas in the place of bars."""

    text: str
    hint: str = ""
    retry: bool = False
    panes: bool = False  # the empty panes are shown behind it


def no_bars() -> BarPyramid:
    """A chart without bars."""
    return BarPyramid(BarSeries.empty())


def nearest_won(price: float) -> Decimal:
    """The whole won nearest to a price on the axis."""
    return Decimal(round(price))


@dataclass(slots=True)
class Content:
    """Bars, lines and levels of one chart. `tick` is the price step for the axis, 0 if unknown."""

    words: Words
    pyramid: BarPyramid = field(default_factory=no_bars)
    plots: tuple[Plot, ...] = ()
    levels: tuple[Level, ...] = ()
    marks: tuple[FillMark, ...] = ()
    on_tick: Callable[[float], Decimal] = nearest_won
    tick: float = 0.0
    notice: Notice | None = None
    stale: str = ""
    simulated: bool = False
    setup: ChartSetup = field(default_factory=ChartSetup)
    style: ChartStyle = ChartStyle.CANDLE
    dated: bool = False  # bars of a day and more are told by date

    @property
    def averages(self) -> tuple[Plot, ...]:
        """The plots over the prices."""
        return tuple(plot for plot in self.plots if plot.over_prices)

    @property
    def strength(self) -> Plot | None:
        """The first plot with a pane of its own."""
        return next((plot for plot in self.plots if not plot.over_prices), None)
