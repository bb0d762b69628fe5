"""What one chart shows: bars, indicators, prices, comparison. Nothing here changes any of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.bar import BarKey, HistoryProgress, Interval
from kis_desktop.domain.chart_setup import ChartSetup
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.feed_key import feed_key
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.viewmodels.chart_bars import ChartBars, ChartState
from kis_desktop.viewmodels.chart_compare import ChartCompare
from kis_desktop.viewmodels.chart_ex_dates import ChartExDates
from kis_desktop.viewmodels.chart_headline import Headline
from kis_desktop.viewmodels.chart_levels import Level
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.chart_plots import ChartPlots
from kis_desktop.viewmodels.chart_price import ChartPrice
from kis_desktop.viewmodels.chart_scaled import ChartScaled, ratio_text
from kis_desktop.viewmodels.chart_ticks import PriceTicks
from kis_desktop.viewmodels.compared_line import ComparedLine
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words


class ShownChart(QObject):
    """What views, tools and orders read of a chart; `owner` is a name that no other chart has."""

    state_changed = Signal()
    bars_replaced = Signal()  # another chart
    bars_reread = Signal()  # the same chart's history anew, or more of it
    bars_moved = Signal()  # the last bars
    plots_changed = Signal()  # other indicators over the same bars
    setup_changed = Signal()
    symbol_changed = Signal()
    levels_changed = Signal()
    headline_changed = Signal()
    stale_changed = Signal()
    progress_changed = Signal()
    compared_changed = Signal()
    ex_dates_changed = Signal()
    replaying_changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None,
        monotonic: Callable[[], float],
        owner: str,
        setup: ChartSetup,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.owner = owner
        self.words = Words(context.language)
        self.symbol = ""
        self.setup = setup
        self._bars = ChartBars(context, owner, self, monotonic)
        self._price = ChartPrice(context, self, self._bars, self, monotonic)
        self._plots = ChartPlots(context, owner, self._bars, self, monotonic)
        self._compare = ChartCompare(context, owner, self, monotonic)
        self._ex_dates = ChartExDates(context, self)
        self._scaled = ChartScaled(context, self._bars, self._ex_dates, self)

    @property
    def simulated(self) -> bool:
        """Whether the prices are not a real market's."""
        return self._context.environment is Environment.SIMULATED

    @property
    def interval(self) -> Interval:
        """How long a bar is."""
        return self.setup.interval

    @property
    def feed(self) -> str:
        """Whose prices: the symbol on the chosen market."""
        return feed_key(self.symbol, self.setup.view)

    @property
    def key(self) -> BarKey:
        """Which bars are shown."""
        return BarKey(self.feed, self.setup.interval, self.setup.adjusted)

    @property
    def name(self) -> str:
        """The instrument's name; the symbol where it isn't known."""
        return self._context.instruments.name(self.symbol)

    @property
    def state(self) -> ChartState:
        """What can be shown."""
        return self._bars.state

    @property
    def failure(self) -> str:
        """Why there are no bars, in words."""
        return self._bars.failure

    @property
    def pyramid(self) -> BarPyramid:
        """The bars."""
        return self._bars.pyramid

    @property
    def plots(self) -> tuple[Plot, ...]:
        """The indicators over the bars."""
        return self._plots.plots

    @property
    def ticks(self) -> PriceTicks:
        """Which prices can be quoted."""
        return self._price.ticks

    @property
    def headline(self) -> Headline:
        """What stands above the bars."""
        return self._price.headline

    @property
    def levels(self) -> tuple[Level, ...]:
        """What the market marks at its prices."""
        return self._price.levels

    @property
    def stale(self) -> str:
        """How old the prices are; empty for live ones."""
        return self._price.stale

    @property
    def progress(self) -> HistoryProgress | None:
        """How far back the bars reach while older ones are read; None while nothing was told."""
        return self._bars.progress

    @property
    def replaying(self) -> bool:
        """Whether a past day is being played: then the bars are not the market's now, and no order
        may come from this chart but to the replay's own paper engine.
        """
        return self._bars.replaying

    def compared(self) -> tuple[ComparedLine, ...]:
        """Other symbols over the bars; none while a past day is played."""
        return () if self.replaying else self._compare.lines(self.pyramid.time)

    @property
    def ex_dates(self) -> tuple[tuple[int, str], ...]:
        """Moments (UTC epoch seconds) from which prices are without a right, with its words; where
        minutes before were scaled for it, that too.
        """
        if self.replaying:
            return ()
        scaled = self.scaled
        return tuple(
            (day, f"{told}\n{scaled[day]}" if day in scaled else told)
            for day, told in self._ex_dates.marks
        )

    @property
    def scaled(self) -> dict[int, str]:
        """By the days (UTC epoch seconds) before which minutes were scaled to adjusted prices:
        what is to be said of it.
        """
        return {
            day: self.words("chart.scaled", ratio=ratio_text(ratio))
            for day, ratio in self._scaled.ratios.items()
        }
