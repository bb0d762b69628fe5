"""One chart: the bars of the linked symbol, its averages, and what is marked at its prices.

A symbol's bars are never shown under another's name: every choice of symbol or interval counts up a
generation, and an answer of an older one is dropped.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.bar import BarKey, BarTail, Interval
from kis_desktop.domain.connection import ConnectionStatus, Environment, Feed, LinkState
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import (
    ConnectionChanged,
    FillReceived,
    FillWithdrawn,
)
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.quote import Quote
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import series
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import chart_studies as studies
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.chart_headline import Headline, headline
from kis_desktop.viewmodels.chart_levels import (
    FillMark,
    Level,
    average_level,
    fill_mark,
    order_levels,
    quote_levels,
)
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.chart_setup import ChartSetup
from kis_desktop.viewmodels.chart_style import ChartStyle
from kis_desktop.viewmodels.chart_ticks import PriceTicks
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.words import Words

INTERVALS = (
    Interval.MINUTE_1,
    Interval.MINUTE_3,
    Interval.MINUTE_5,
    Interval.MINUTE_15,
    Interval.MINUTE_60,
    Interval.DAY,
    Interval.WEEK,
    Interval.MONTH,
)
_OWNER = "chart"
_PREFERENCE = "chart.interval"
_STYLE_PREFERENCE = "chart.style"
_RETRY = 10.0  # seconds before bars that could not be read again are asked for once more
_OLD = 5.0  # seconds; an unwatched symbol's last quote counts as old behind this


class ChartState(enum.StrEnum):
    """What can be shown."""

    EMPTY = "empty"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class ChartModel(QObject):
    """Twin of `ui/panels/chart.py`."""

    state_changed = Signal()
    bars_replaced = Signal()  # another chart
    bars_reread = Signal()  # the same chart's history anew
    bars_moved = Signal()  # the last bars
    levels_changed = Signal()
    marks_changed = Signal()
    headline_changed = Signal()
    stale_changed = Signal()
    style_changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._monotonic = monotonic
        self._asking = Asking(self)
        self.words = Words(context.language)
        self.ticks = PriceTicks()
        self.symbol = ""
        self.interval = _kept_interval(context.preferences.get(_PREFERENCE))
        self.style = _kept_style(context.preferences.get(_STYLE_PREFERENCE))
        self.state = ChartState.EMPTY
        self.failure = ""
        self.stale = ""
        self.headline = Headline()
        self.levels: tuple[Level, ...] = ()
        self.marks: tuple[FillMark, ...] = ()
        self.pyramid = BarPyramid(BarSeries.empty())
        self.setup = ChartSetup(self.interval, self.style)
        self.plots: tuple[Plot, ...] = ()
        self._generation = 0
        self._replaying = False
        self._reloading = False
        self._reload_failed = False
        self._gap_at: int | None = None  # a hole that stayed after reading again
        self._retry_at = 0.0
        self._tail: BarTail | None = None
        self._quotes: dict[str, Quote] = {}
        self._feeds: dict[str, Feed] = {}
        self._averages_bought: dict[str, Decimal] = {}
        self._own = OwnOrders()
        self._fills: dict[tuple[str, int], Fill] = {}
        self._link_state: LinkState | None = None
        context.clock.frame.connect(self._on_frame)
        context.link.symbol_changed.connect(self.show_symbol)
        context.instruments.changed.connect(self._refresh_headline)

    @property
    def simulated(self) -> bool:
        """Whether the prices are not a real market's."""
        return self._context.environment is Environment.SIMULATED

    @property
    def key(self) -> BarKey:
        """Which bars are shown."""
        return BarKey(self.symbol, self.interval)

    @property
    def name(self) -> str:
        """The instrument's name; the symbol where it isn't known."""
        return self._context.instruments.name(self.symbol)

    def start(self) -> None:
        """Show the symbol that is linked already."""
        if self._context.link.symbol:
            self.show_symbol(self._context.link.symbol)

    def show_symbol(self, symbol: str) -> None:
        """Show another instrument; its bars when they are here, and no others meanwhile."""
        if not symbol or symbol == self.symbol:
            return
        self.symbol = symbol
        interest = Interest(quotes=frozenset({symbol}), focused=True)
        market_data = self._context.services.market_data
        self._context.commands.start(market_data.set_interest, _OWNER, interest)
        self._restart()
        self._refresh_all()

    def show_interval(self, interval: Interval) -> None:
        """Show bars of another length."""
        if interval == self.interval:
            return
        self.interval = interval
        self._context.preferences.set(_PREFERENCE, interval.value)
        if self.symbol:
            self._restart()

    def show_style(self, style: ChartStyle) -> None:
        """Draw bars in another way."""
        if style is not self.style:
            self.style = style
            self._context.preferences.set(_STYLE_PREFERENCE, style.value)
            self.style_changed.emit()

    @property
    def replaying(self) -> bool:
        """Whether a past day is being played: then the bars are not the market's now, and no order
        may come from this chart but to the replay's own paper engine.
        """
        return self._replaying

    def begin_replay(self, bars: BarSeries) -> None:
        """Show these bars alone; what the market brings meanwhile is not laid over them."""
        self._generation += 1
        self._replaying = True
        self._set_bars(bars)
        self.bars_replaced.emit()
        self._set_state(ChartState.READY)

    def advance_replay(self, bars: BarSeries) -> None:
        """Lay bars over the end of what is played, as a live tail."""
        if self._replaying and len(bars):
            self._lay(bars)

    def end_replay(self) -> None:
        """Show the market's bars again."""
        if self._replaying:
            self._replaying = False
            self._restart()

    def retry(self) -> None:
        """Load again after a failure."""
        if self.symbol:
            self._restart()

    def pick_price(self, price: Decimal) -> None:
        """Offer a price (KRW) to the ticket."""
        self._context.link.pick_price(price)

    def pick_order(self, order_no: str) -> None:
        """Offer a working order to the ticket's amend tab."""
        self._context.link.pick_order(order_no)

    def propose_price(self, order_no: str, price: Decimal) -> None:
        """Offer a working order with a new price (KRW) to the ticket; nothing is sent from here."""
        self._context.link.pick_order(order_no)
        self._context.link.pick_price(price)

    def _restart(self) -> None:
        self._generation += 1
        self._replaying = False
        self._reloading = self._reload_failed = False
        self._gap_at = self._tail = None
        self._set_bars(BarSeries.empty())
        self.bars_replaced.emit()
        self._set_state(ChartState.LOADING)
        self._asking.read("bars", self._load(self._generation))

    async def _load(self, generation: int) -> None:
        history = self._context.services.history
        try:
            bars = await self._context.commands.run(history.load, self.key)
        except KisDesktopError as error:
            if generation == self._generation:
                self._on_failure(self.words.sentence(error.message))
            return
        if generation == self._generation:
            self._on_loaded(bars)

    def _on_loaded(self, bars: BarSeries) -> None:
        again, self._reloading, self._reload_failed = self._reloading, False, False
        self._set_bars(bars)
        (self.bars_reread if again else self.bars_replaced).emit()
        self._set_state(ChartState.READY)
        tail, self._tail = self._tail, None
        if tail is not None:
            if again and self._has_gap(tail):
                self._gap_at = tail.bars[0].time
            self._take(tail)
        history = self._context.services.history
        self._context.commands.start(history.follow, _OWNER, self.key)

    def _on_failure(self, sentence: str) -> None:
        """A first load that failed stands in the bars' place; a later one leaves them, marked."""
        if self._reloading:
            self._reloading, self._reload_failed = False, True
            self._retry_at = self._monotonic() + _RETRY
            self._refresh_stale()
            return
        self.failure = sentence
        self._context.commands.start(self._context.services.history.unfollow, _OWNER)
        self._set_state(ChartState.FAILED)

    def _reload(self) -> None:
        """Read the bars again; those on the screen stay until the answer."""
        if self._replaying:
            return
        if self.state is ChartState.READY and not self._reloading:
            self._reloading = True
            self._asking.read("bars", self._load(self._generation))

    def _set_state(self, state: ChartState) -> None:
        self.state = state
        self.state_changed.emit()

    def _set_bars(self, bars: BarSeries) -> None:
        self.pyramid = BarPyramid(bars)
        self.plots = studies.plots(self.setup.studies, self.pyramid)
        self._set_ticks()

    def _take(self, tail: BarTail) -> None:
        """Lay the newest bars over ours; where bars between are missing, read all again."""
        if self._replaying:
            return
        if self.state is not ChartState.READY or self._reloading:
            self._tail = tail
            return
        if self._has_gap(tail) and tail.bars[0].time != self._gap_at:
            self._tail = tail
            if self._monotonic() >= self._retry_at:
                self._reload()
            return
        self._lay(series(tail.bars))

    def _has_gap(self, tail: BarTail) -> bool:
        return len(self.pyramid) > 0 and int(self.pyramid.time[-1]) < tail.bars[0].time

    def _lay(self, bars: BarSeries) -> None:
        first = int(bars.time[0])
        at = self.pyramid.find(first)
        start = at if at >= 0 and int(self.pyramid.time[at]) == first else at + 1
        self.pyramid.put(start, bars)
        studies.follow(self.plots, self.pyramid, start)
        self.bars_moved.emit()

    def _on_frame(self, frame: Frame) -> None:
        for (topic, key), value in frame.latest.items():
            if isinstance(value, Quote):
                self._quotes[key] = value
            elif topic is Topic.FEED and isinstance(value, Feed):
                self._feeds[key] = value
            elif isinstance(value, ConnectionStatus):
                self._on_line(value.state)
        account = frame.latest.get((Topic.ACCOUNT, ""))
        if isinstance(account, AccountSnapshot):
            self._on_account(account)
        ours = self._on_events(frame)
        if (Topic.QUOTE, self.symbol) in frame.latest:
            self._set_ticks()
            self._refresh_headline()
            self._refresh_levels()
        elif ours or account is not None:
            self._refresh_levels()
        tail = frame.latest.get((Topic.BARS, self.key.text))
        if isinstance(tail, BarTail) and tail.bars:
            self._take(tail)
        elif self._reload_failed and self._monotonic() >= self._retry_at:
            self._reload()
        self._refresh_stale()

    def _on_events(self, frame: Frame) -> bool:
        """Orders, fills and the line; whether one of the orders is of this symbol."""
        ours = any(order.symbol == self.symbol for order in self._own.take(frame))
        filled = False
        for event in frame.events:
            if isinstance(event, FillReceived):
                self._fills[event.fill.order_no, event.fill.sequence] = event.fill
                filled = filled or event.fill.symbol == self.symbol
            elif isinstance(event, FillWithdrawn):
                self._fills.pop((event.fill.order_no, event.fill.sequence), None)
                filled = filled or event.fill.symbol == self.symbol
            elif isinstance(event, ConnectionChanged):
                self._on_line(event.status.state)
        if filled:
            self._refresh_marks()
        return ours

    def _on_line(self, state: LinkState) -> None:
        """A line that is back may have missed bars: they are read again."""
        returned = state is LinkState.LIVE and self._link_state not in {None, LinkState.LIVE}
        self._link_state = state
        if returned and self.state is ChartState.FAILED:
            self.retry()
        elif returned:
            self._reload()

    def _on_account(self, account: AccountSnapshot) -> None:
        self._averages_bought = {
            position.symbol: position.average_price
            for position in account.positions
            if position.average_price is not None and position.quantity
        }

    def _refresh_all(self) -> None:
        self._refresh_stale()
        self._refresh_headline()
        self._refresh_levels()
        self._refresh_marks()

    def _refresh_headline(self) -> None:
        if not self.symbol:
            return
        instrument = self._context.instruments.find(self.symbol)
        quote = self._quotes.get(self.symbol, Quote(self.symbol))
        fresh = headline(self.name, instrument, quote, self.words, stale=bool(self.stale))
        if fresh != self.headline:
            self.headline = fresh
            self.headline_changed.emit()

    def _refresh_levels(self) -> None:
        orders = self._own.working(self.symbol)
        quote = self._quotes.get(self.symbol)
        last = None if quote is None else quote.last
        fresh = (
            *quote_levels(quote, self.words, stale=bool(self.stale)),
            *order_levels(orders, self.words, last),
            *average_level(self._averages_bought.get(self.symbol), self.words),
        )
        if fresh != self.levels:
            self.levels = fresh
            self.levels_changed.emit()

    def _refresh_marks(self) -> None:
        fills = [fill for fill in self._fills.values() if fill.symbol == self.symbol]
        marks = tuple(mark for mark in map(fill_mark, fills) if mark is not None)
        if marks != self.marks:
            self.marks = marks
            self.marks_changed.emit()

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
        if not self.symbol:
            return ""
        if self._reload_failed:
            return self.words("chart.reload_failed")
        quote = self._quotes.get(self.symbol)
        age = self._monotonic() - quote.received if quote is not None else None
        down = self._link_state not in {None, LinkState.LIVE}
        feed = self._feeds.get(self.symbol)
        waits = feed in {Feed.GAP, Feed.WAITING} and age is not None and age > _OLD
        if not (down or waits):
            return ""
        if age is None:
            return self.words("chart.stale")
        return self.words("chart.stale_age", age=shown.age(age, self.words.language))

    def _set_ticks(self) -> None:
        self.ticks.follow(
            self._context.instruments.find(self.symbol),
            self._quotes.get(self.symbol),
            int(self.pyramid.time[-1]) if len(self.pyramid) else None,
        )


def _kept_interval(kept: str | None) -> Interval:
    return next((interval for interval in INTERVALS if interval.value == kept), INTERVALS[0])


def _kept_style(kept: str | None) -> ChartStyle:
    return next((style for style in ChartStyle if style.value == kept), ChartStyle.CANDLE)
