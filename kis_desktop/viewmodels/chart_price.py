"""What a chart tells of its price beside the bars: headline, levels, ticks, how old they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.chart_setup import ChartSetup
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.volatility import static_triggers
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.chart_bars import ChartBars
from kis_desktop.viewmodels.chart_headline import Headline, headline
from kis_desktop.viewmodels.chart_levels import Level, quote_levels
from kis_desktop.viewmodels.chart_market import ChartMarket
from kis_desktop.viewmodels.chart_ticks import PriceTicks
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.interval_words import setup_words
from kis_desktop.viewmodels.ticks import tick_table
from kis_desktop.viewmodels.words import Words


class Priced(Protocol):
    """The chart whose price is told."""

    symbol: str
    setup: ChartSetup

    @property
    def feed(self) -> str:
        """Whose prices."""

    @property
    def name(self) -> str:
        """The instrument's name."""


class ChartPrice(QObject):
    """Of the market now, or of the moment of a past day that is played."""

    headline_changed = Signal()
    levels_changed = Signal()
    stale_changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        chart: Priced,
        bars: ChartBars,
        parent: QObject,
        monotonic: Callable[[], float],
    ) -> None:
        super().__init__(parent)
        self._context, self._chart, self._bars = context, chart, bars
        self._words = Words(context.language)
        self._market = ChartMarket(self._words, monotonic)
        self._market.take(context.clock.so_far)
        self._replayed: Quote | None = None  # what the replay's moment knows
        self.ticks = PriceTicks()
        self.headline = Headline()
        self.levels: tuple[Level, ...] = ()
        self.stale = ""
        bars.doubt_changed.connect(self.refresh_stale)
        context.instruments.changed.connect(self.refresh_headline)

    def on_frame(self, frame: Frame) -> bool:
        """Take a frame; whether the line came back after it was away."""
        return self._market.take(frame)

    def refresh(self, frame: Frame) -> None:
        """Show what a frame says of the symbol."""
        if (Topic.QUOTE, self._chart.feed) in frame.latest:
            self.set_ticks()
            self.refresh_headline()
            self._refresh_levels()

    def replay(self, quote: Quote | None) -> None:
        """What was known at the replay's moment, in the place of the market's now."""
        self._replayed = quote

    def refresh_all(self) -> None:
        """The chart shows another symbol, or another day."""
        self.refresh_stale()
        self.refresh_headline()
        self._refresh_levels()

    def refresh_headline(self) -> None:
        """Name, price and figures."""
        chart = self._chart
        if not chart.symbol:
            return
        replaying = self._bars.replaying
        fresh = headline(
            chart.name,
            None if replaying else self._context.instruments.find(chart.symbol),
            self._quote or Quote(chart.symbol),
            self._words,
            stale=bool(self.stale),
            told=setup_words(chart.setup, self._words),
        )
        if fresh != self.headline:
            self.headline = fresh
            self.headline_changed.emit()

    def refresh_stale(self) -> None:
        """How old the prices are."""
        fresh = self._stale_text()
        if fresh != self.stale:
            turned = bool(fresh) != bool(self.stale)
            self.stale = fresh
            self.stale_changed.emit()
            if turned:
                self.refresh_headline()
                self._refresh_levels()

    def set_ticks(self) -> None:
        """Which prices can be quoted on the newest bar's day."""
        time = self._bars.pyramid.time
        self.ticks.follow(
            self._context.instruments.find(self._chart.symbol),
            self._quote,
            int(time[-1]) if len(time) else None,
        )

    @property
    def _quote(self) -> Quote | None:
        """What is known of the price: now, or at the replay's moment."""
        return self._replayed if self._bars.replaying else self._market.quote(self._chart.feed)

    def _refresh_levels(self) -> None:
        quote = self._quote
        triggers = None
        if quote is not None and quote.vi_base is not None:
            table = tick_table(self._context.instruments, self._chart.symbol, quote)
            triggers = None if table is None else static_triggers(quote.vi_base, table)
        fresh = quote_levels(quote, self._words, stale=bool(self.stale), triggers=triggers)
        if fresh != self.levels:
            self.levels = fresh
            self.levels_changed.emit()

    def _stale_text(self) -> str:
        """How old the prices are; empty for live ones."""
        if not self._chart.symbol or self._bars.replaying:
            return ""
        if self._bars.in_doubt:
            return self._words("chart.reload_failed")
        return self._market.stale_text(self._chart.feed)
