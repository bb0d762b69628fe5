"""One chart: whose bars it shows and how, and what comes to it from the market and the hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace
from PySide6.QtCore import QObject

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.chart_setup import ChartSetup, ChartStyle
from kis_desktop.domain.index_key import index_code
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.quote import Quote
from kis_desktop.indicators.series import BarSeries
from kis_desktop.viewmodels.chart_bars import ChartState
from kis_desktop.viewmodels.chart_compare import compared_feed
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.shown_chart import ShownChart

__all__ = ["ChartModel", "ChartState"]


class ChartModel(ShownChart):
    """Twin of `ui/chart/view.py`. A chart that is `linked` follows the linked symbol by itself."""

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
        super().__init__(context, parent, monotonic, owner, setup or ChartSetup())
        self._focused = True
        self._linked = linked
        self._connect_bars()
        self._connect_price()
        self._compare.changed.connect(self.compared_changed)
        self.replaying_changed.connect(self._show_compared)
        self._ex_dates.changed.connect(self.ex_dates_changed)
        self._scaled.changed.connect(self.ex_dates_changed)
        self._plots.told.connect(self._on_told)
        context.clock.frame.connect(self._on_frame)
        if linked:
            context.link.symbol_changed.connect(self.show_symbol)

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
        self._price.refresh_all()
        self._show_compared()
        self._ex_dates.show(symbol)

    def set_setup(self, setup: ChartSetup) -> None:
        """Show the chart in another way; bars are read anew only where others are needed."""
        before, key = self.setup, self.key
        if setup == before:
            return
        self.setup = setup
        self.setup_changed.emit()
        self._price.refresh_headline()
        if (setup.view, setup.compared) != (before.view, before.compared):
            self._tell_interest()
        if self.symbol and self.key != key:
            self._bars.show(self.key)
            self._price.refresh_all()
        elif setup.studies != before.studies:
            self._make_plots()
            self.plots_changed.emit()
        self._show_compared()

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
        """The chart is taken away: nothing is read for it any more."""
        replayed, self.symbol = self.replaying, ""
        self._bars.leave()
        if replayed:
            self.replaying_changed.emit()
        self._compare.leave()
        self._plots.leave()
        market_data = self._context.services.market_data
        self._context.commands.start(market_data.set_interest, self.owner, Interest())

    def begin_replay(self, bars: BarSeries) -> None:
        """Show these bars alone, of this symbol until the end: nothing that the market, the account
        or its orders bring meanwhile is shown or can be reached from here.
        """
        self._price.replay(None)
        self._bars.begin_replay(bars)
        self._price.refresh_all()
        self.replaying_changed.emit()

    def advance_replay(self, bars: BarSeries) -> None:
        """Lay bars over the end of what is played, as a live tail."""
        self._bars.advance_replay(bars)

    def show_replayed(self, quote: Quote) -> None:
        """What was known of the price at the replay's moment, in the place of the market's now."""
        if self.replaying:
            self._price.replay(quote)
            self._price.set_ticks()
            self._price.refresh_all()

    def end_replay(self) -> None:
        """Show the market's bars again."""
        if self.replaying:
            self._price.replay(None)
            self._bars.end_replay()
            self._price.refresh_all()
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

    def _connect_bars(self) -> None:
        bars = self._bars
        bars.state_changed.connect(self.state_changed)
        bars.progress_changed.connect(self.progress_changed)
        bars.replaced.connect(self._on_replaced)
        bars.reread.connect(self._on_reread)
        bars.moved.connect(self._on_moved)

    def _connect_price(self) -> None:
        self._price.headline_changed.connect(self.headline_changed)
        self._price.levels_changed.connect(self.levels_changed)
        self._price.stale_changed.connect(self.stale_changed)

    def _on_replaced(self) -> None:
        self._make_plots()
        self._price.set_ticks()
        self.bars_replaced.emit()

    def _on_reread(self) -> None:
        self._make_plots()
        self._price.set_ticks()
        self.bars_reread.emit()

    def _on_moved(self, start: int) -> None:
        self._plots.follow(start)
        self.bars_moved.emit()

    def _make_plots(self) -> None:
        self._plots.make(self.feed if self.symbol else "", self.setup)

    def _on_told(self) -> None:
        """More is known beside the bars, which tell nothing of a past day that is played."""
        if not self.replaying:
            self._make_plots()
            self.plots_changed.emit()

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
        if self._price.on_frame(frame):
            self._on_return()
        self._price.refresh(frame)
        self._plots.on_frame(frame)
        self._bars.on_frame(frame)
        self._compare.on_frame(frame)
        self._price.refresh_stale()

    def _on_return(self) -> None:
        """A line that is back may have missed bars: they are read again."""
        self._plots.missed()
        if self.state is ChartState.FAILED:
            self._bars.retry()
        else:
            self._bars.reload()
