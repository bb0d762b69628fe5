"""What the canvas is given to show; views of things that others own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from kis_desktop.domain.chart_setup import (
    PRICE_PANE,
    VOLUME_PANE,
    ChartSetup,
    ChartStyle,
    PaneSetup,
)
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from kis_desktop.ui.chart.averaged_bars import AveragedBars
from kis_desktop.ui.chart.mark_bars import MarkBars
from kis_desktop.viewmodels.chart_levels import Level
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.compared_line import ComparedLine
from kis_desktop.viewmodels.words import Words

_VOLUME_SHARE, _STUDY_SHARE = 0.145, 0.118  # of the height, as in the pictures


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
    compared: tuple[ComparedLine, ...] = ()
    levels: tuple[Level, ...] = ()
    marks: MarkBars = field(default_factory=MarkBars)
    ex_dates: tuple[tuple[int, str], ...] = ()
    """moments (UTC epoch seconds) from which prices are without a right, and its name"""
    on_tick: Callable[[float], Decimal] = nearest_won
    tick: float = 0.0
    notice: Notice | None = None
    stale: str = ""
    simulated: bool = False
    setup: ChartSetup = field(default_factory=ChartSetup)
    dated: bool = False  # bars of a day and more are told by date
    averaged: AveragedBars = field(default_factory=AveragedBars)

    @property
    def style(self) -> ChartStyle:
        """How bars are drawn."""
        return self.setup.style

    @property
    def drawn(self) -> BarPyramid:
        """The bars as they are drawn: averaged ones for Heikin-Ashi."""
        if self.style is ChartStyle.HEIKIN_ASHI:
            return self.averaged.of(self.pyramid)
        return self.pyramid

    @property
    def lower_panes(self) -> tuple[PaneSetup, ...]:
        """The panes below the prices from top to bottom, as they are wanted."""
        there = [VOLUME_PANE] if self.setup.volume else []
        there += [plot.pane for plot in self.plots if plot.pane != PRICE_PANE]
        named = [pane for pane in self.setup.panes if pane.name in there]
        known = {pane.name for pane in named}
        usual = [
            PaneSetup(name, _VOLUME_SHARE if name == VOLUME_PANE else _STUDY_SHARE)
            for name in dict.fromkeys(there)
            if name not in known
        ]
        return (*usual, *named) if usual and usual[0].name == VOLUME_PANE else (*named, *usual)

    def plots_in(self, pane: str) -> tuple[Plot, ...]:
        """The studies of a pane."""
        return tuple(plot for plot in self.plots if plot.pane == pane)
