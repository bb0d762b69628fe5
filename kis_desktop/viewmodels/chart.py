"""One chart: the bars of its symbol, the indicators over them, and what is marked at its prices."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.bar import BarKey, HistoryProgress, Interval
from kis_desktop.domain.chart_setup import ChartSetup, ChartStyle
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.feed_key import feed_key
from kis_desktop.domain.index_key import index_code
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.volatility import static_triggers
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries, Floats
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import chart_studies as studies
from kis_desktop.viewmodels.chart_bars import ChartBars, ChartState
from kis_desktop.viewmodels.chart_beside import ChartBeside
from kis_desktop.viewmodels.chart_compare import ChartCompare, compared_feed
from kis_desktop.viewmodels.chart_ex_dates import ChartExDates
from kis_desktop.viewmodels.chart_headline import Headline, headline
from kis_desktop.viewmodels.chart_levels import (
    Level,
    quote_levels,
)
from kis_desktop.viewmodels.chart_market import ChartMarket
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.chart_ticks import PriceTicks
from kis_desktop.viewmodels.compared_line import ComparedLine
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.interval_words import setup_words
from kis_desktop.viewmodels.ticks import tick_table
from kis_desktop.viewmodels.words import Words

__all__ = ["ChartModel", "ChartState"]


class ChartModel(QObject):
    """Twin of `ui/chart/view.py`. `owner` is a name that no other chart has; a chart that is
    `linked` follows the linked symbol by itself.
    """

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
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        owner: str = "chart-1",
        setup: ChartSetup | None = None,
        linked: bool = True,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.owner = owner
        self.words = Words(context.language)
        self.ticks = PriceTicks()
        self.symbol = ""
        self.setup = setup or ChartSetup()
        self.stale = ""
        self.headline = Headline()
        self.levels: tuple[Level, ...] = ()
        self.plots: tuple[Plot, ...] = ()
        self._focused = True
        self._linked = linked
        self._replayed: Quote | None = None  # what the replay's moment knows
        self._bars = ChartBars(context, owner, self, monotonic)
        self._market = ChartMarket(self.words, monotonic)
        self._compare = ChartCompare(context, owner, self, monotonic)
        self._ex_dates = ChartExDates(context, self)
        self._beside = ChartBeside(context, self, monotonic)
        self._connect_bars()
        self._compare.changed.connect(self.compared_changed)
        self.replaying_changed.connect(self._show_compared)
        self._ex_dates.changed.connect(self.ex_dates_changed)
        self._beside.changed.connect(self._on_beside)
        context.clock.frame.connect(self._on_frame)
        if linked:
            context.link.symbol_changed.connect(self.show_symbol)
        context.instruments.changed.connect(self._refresh_headline)

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
    def progress(self) -> HistoryProgress | None:
        """How far back the bars reach while older ones are read; None while nothing was told."""
        return self._bars.progress

    @property
    def replaying(self) -> bool:
        """Whether a past day is being played: then the bars are not the market's now, and no order
        may come from this chart but to the replay's own paper engine.
        """
        return self._bars.replaying

    def wait(self) -> None:
        """How the chart is set up is being read: it is loading where a symbol is linked."""
        if self._context.link.symbol:
            self._bars.wait()

    def start(self) -> None:
        """Show the symbol that is linked already."""
        if self._context.link.symbol:
            self.show_symbol(self._context.link.symbol)

    def show_symbol(self, symbol: str) -> None:
        """Show another instrument; its bars when they are here, and no others meanwhile."""
        if not symbol or symbol == self.symbol or self.replaying:
            return
        self.symbol = symbol
        self.symbol_changed.emit()
        self._tell_interest()
        self._bars.show(self.key)
        self._refresh_all()
        self._show_compared()
        self._ex_dates.show(symbol)

    def set_setup(self, setup: ChartSetup) -> None:
        """Show the chart in another way; bars are read anew only where others are needed."""
        before, key = self.setup, self.key
        if setup == before:
            return
        self.setup = setup
        self.setup_changed.emit()
        self._refresh_headline()
        if (setup.view, setup.compared) != (before.view, before.compared):
            self._tell_interest()
        if self.symbol and self.key != key:
            self._bars.show(self.key)
            self._refresh_all()
        elif setup.studies != before.studies:
            self._make_plots()
            self.plots_changed.emit()
        self._show_compared()

    def compared(self) -> tuple[ComparedLine, ...]:
        """Other symbols over the bars; none while a past day is played."""
        return () if self.replaying else self._compare.lines(self.pyramid.time)

    @property
    def ex_dates(self) -> tuple[tuple[int, str], ...]:
        """Moments (UTC epoch seconds) from which prices are without a right, with its words."""
        return () if self.replaying else self._ex_dates.marks

    def show_interval(self, interval: Interval) -> None:
        """Show bars of another length."""
        self.set_setup(replace(self.setup, interval=interval))

    def show_style(self, style: ChartStyle) -> None:
        """Draw bars in another way."""
        self.set_setup(replace(self.setup, style=style))

    def set_focused(self, *, focused: bool) -> None:
        """Whether this is the chart that the trader works with: its prices come soonest."""
        if focused is not self._focused:
            self._focused = focused
            self._tell_interest()

    def leave(self) -> None:
        """The chart rests: nothing is read for it until it shows a symbol again."""
        replayed, self.symbol = self.replaying, ""
        self._bars.leave()
        if replayed:
            self.replaying_changed.emit()
        self._compare.leave()
        market_data = self._context.services.market_data
        self._context.commands.start(market_data.set_interest, self.owner, Interest())

    def begin_replay(self, bars: BarSeries) -> None:
        """Show these bars alone, of this symbol until the end: nothing that the market, the account
        or its orders bring meanwhile is shown or can be reached from here.
        """
        self._replayed = None
        self._bars.begin_replay(bars)
        self._refresh_all()
        self.replaying_changed.emit()

    def advance_replay(self, bars: BarSeries) -> None:
        """Lay bars over the end of what is played, as a live tail."""
        self._bars.advance_replay(bars)

    def show_replayed(self, quote: Quote) -> None:
        """What was known of the price at the replay's moment, in the place of the market's now."""
        if self.replaying:
            self._replayed = quote
            self._set_ticks()
            self._refresh_all()

    def end_replay(self) -> None:
        """Show the market's bars again."""
        if self.replaying:
            self._replayed = None
            self._bars.end_replay()
            self._refresh_all()
            self.replaying_changed.emit()
            if self._linked:
                self.show_symbol(self._context.link.symbol)

    def retry(self) -> None:
        """Load again after a failure."""
        self._bars.retry()

    def reach(self, moment: int) -> None:
        """Have the bars read back to a moment (UTC epoch seconds) before others."""
        self._bars.reach(moment)

    def pick_price(self, price: Decimal) -> None:
        """Offer a price (KRW) to the ticket."""
        if not self.replaying:
            self._context.link.pick_price(price)

    def pick_order(self, order_no: str) -> None:
        """Offer a working order to the ticket's amend tab."""
        if not self.replaying:
            self._context.link.pick_order(order_no)

    @property
    def _quote(self) -> Quote | None:
        """What is known of the price: now, or at the replay's moment."""
        return self._replayed if self.replaying else self._market.quote(self.feed)

    def _connect_bars(self) -> None:
        bars = self._bars
        bars.state_changed.connect(self.state_changed)
        bars.progress_changed.connect(self.progress_changed)
        bars.replaced.connect(self._on_replaced)
        bars.reread.connect(self._on_reread)
        bars.moved.connect(self._on_moved)
        bars.doubt_changed.connect(self._refresh_stale)

    def _on_replaced(self) -> None:
        self._make_plots()
        self._set_ticks()
        self.bars_replaced.emit()

    def _on_reread(self) -> None:
        self._make_plots()
        self._set_ticks()
        self.bars_reread.emit()

    def _on_moved(self, start: int) -> None:
        studies.follow(self.plots, self.pyramid, start, self._columns())
        self.bars_moved.emit()

    def _make_plots(self) -> None:
        if self.symbol:
            self._beside.show(self.feed, self.interval, self.setup.studies)
        self.plots = studies.plots(self.setup.studies, self.pyramid, self._columns())

    def _on_beside(self) -> None:
        """More is known beside the bars, which tell nothing of a past day that is played."""
        if not self.replaying:
            self._make_plots()
            self.plots_changed.emit()

    def _columns(self) -> dict[str, Floats]:
        """What is known beside the bars; nothing while a past day is played."""
        return {} if self.replaying else self._beside.columns(self.pyramid.time)

    def _show_compared(self) -> None:
        """Follow what is compared; beside a past day nothing of now is shown."""
        if self.symbol and not self.replaying:
            self._compare.show(self.symbol, self.setup)
        self.compared_changed.emit()

    def _tell_interest(self) -> None:
        """Of several charts the one that is worked with comes first."""
        if not self.symbol:
            return
        others = (
            compared_feed(symbol, self.setup)
            for symbol in self.setup.compared
            if index_code(symbol) is None
        )
        interest = Interest(quotes=frozenset({self.feed, *others}), focused=self._focused)
        market_data = self._context.services.market_data
        self._context.commands.start(market_data.set_interest, self.owner, interest)

    def _on_frame(self, frame: Frame) -> None:
        returned = self._market.take(frame)
        if returned:
            self._on_return()
        if (Topic.QUOTE, self.feed) in frame.latest:
            self._set_ticks()
            self._refresh_headline()
            self._refresh_levels()
        self._beside.on_frame(frame)
        self._bars.on_frame(frame)
        self._compare.on_frame(frame)
        self._refresh_stale()

    def _on_return(self) -> None:
        """A line that is back may have missed bars: they are read again."""
        self._beside.missed()
        if self.state is ChartState.FAILED:
            self._bars.retry()
        else:
            self._bars.reload()

    def _refresh_all(self) -> None:
        self._refresh_stale()
        self._refresh_headline()
        self._refresh_levels()

    def _refresh_headline(self) -> None:
        if not self.symbol:
            return
        instrument = None if self.replaying else self._context.instruments.find(self.symbol)
        quote = self._quote or Quote(self.symbol)
        fresh = headline(
            self.name,
            instrument,
            quote,
            self.words,
            stale=bool(self.stale),
            told=setup_words(self.setup, self.words),
        )
        if fresh != self.headline:
            self.headline = fresh
            self.headline_changed.emit()

    def _refresh_levels(self) -> None:
        quote = self._quote
        triggers = None
        if quote is not None and quote.vi_base is not None:
            table = tick_table(self._context.instruments, self.symbol, quote)
            triggers = None if table is None else static_triggers(quote.vi_base, table)
        fresh = quote_levels(quote, self.words, stale=bool(self.stale), triggers=triggers)
        if fresh != self.levels:
            self.levels = fresh
            self.levels_changed.emit()

    def _refresh_stale(self) -> None:
        fresh = self._stale_text()
        if fresh != self.stale:
            turned = bool(fresh) != bool(self.stale)
            self.stale = fresh
            self.stale_changed.emit()
            if turned:
                self._refresh_headline()
                self._refresh_levels()

    def _stale_text(self) -> str:
        """How old the prices are; empty for live ones."""
        if not self.symbol or self.replaying:
            return ""
        if self._bars.in_doubt:
            return self.words("chart.reload_failed")
        return self._market.stale_text(self.feed)

    def _set_ticks(self) -> None:
        self.ticks.follow(
            self._context.instruments.find(self.symbol),
            self._quote,
            int(self.pyramid.time[-1]) if len(self.pyramid) else None,
        )
