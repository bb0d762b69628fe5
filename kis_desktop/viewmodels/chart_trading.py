"""The chart as a place to order at: its switch, its quantity, and when neither may be used."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QObject

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.event import OrderChanged
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.order import Seen, Venue
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.session import Phase
from kis_desktop.domain.tick_size import is_on_tick
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.armed_place import ArmedPlace
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import age_of
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.ticks import tick_table
from kis_desktop.viewmodels.venue_session import VenueSession

PRESETS = (1, 10, 100)  # shares
_QUANTITY = "chart.quantity"
_VENUES = {
    MarketView.KRX: Venue.KRX,
    MarketView.NXT: Venue.NXT,
    MarketView.UNIFIED: Venue.KRX,
}


class ChartTrading(ArmedPlace):
    """A change of symbol or market, a past day that is played, a line that is lost, a price that is
    old and a stop of all orders turn its switch off.

    Giving a resting order another price needs no switch: then it is asked about always.
    """

    def __init__(
        self,
        context: ViewContext,
        model: ChartModel,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(context, _QUANTITY, parent)
        self._model = model
        self._session = VenueSession(self._words, monotonic)
        self._quotes: dict[str, Quote] = {}
        self._feeds: dict[str, Feed] = {}
        self._halted = False
        self._shown = ""
        self._place = (model.symbol, model.feed)
        self.own = OwnOrders()
        context.clock.frame.connect(self._on_frame)
        model.bars_replaced.connect(self._look)
        model.stale_changed.connect(self._look)
        self._on_frame(context.clock.so_far)

    @property
    def symbol(self) -> str:
        """What the chart shows."""
        return self._model.symbol

    @property
    def name(self) -> str:
        """Its name."""
        return self._model.name

    @property
    def venue(self) -> Venue:
        """Where orders go; of both markets as one to the KRX, as the question says."""
        return _VENUES[self._model.setup.view]

    @property
    def phase(self) -> Phase | None:
        """What that venue is doing; None until the server has told its time."""
        return self._session.phase(self.venue)

    @property
    def quote(self) -> Quote:
        """What is known of the price; blank where nothing is."""
        return self._quotes.get(self._model.feed) or Quote(self._model.feed)

    @property
    def why_not_armed(self) -> str:
        """Why the switch can't be on now; empty where it can."""
        words = self._words
        if self.why_not_moving:
            return self.why_not_moving
        if self._halted:
            return words("ladder.halted")
        if self._model.stale or self.quote.last is None:
            return words("chart_orders.not_live")
        if self._feeds.get(self._model.feed) is not Feed.LIVE:
            return words("ladder.not_streamed")
        return ""

    @property
    def why_not_moving(self) -> str:
        """Why no order can be given another price here; the order path knows the rest."""
        if self._context.no_orders:
            return self._context.no_orders
        if not self.symbol:
            return self._words("panel.no_symbol")
        return self._words("chart_orders.replaying") if self._model.replaying else ""

    @property
    def replaying(self) -> bool:
        """Whether the chart plays a past day: nothing of ours can be reached from it then."""
        return self._model.replaying

    @property
    def asks_moves(self) -> bool:
        """Whether a new price is asked about whatever the settings say."""
        return not self.armed

    def can_quote(self, price: Decimal) -> bool:
        """Whether an order may stand at a price today, as far as the day's limits are known."""
        table = tick_table(self._context.instruments, self.symbol, self.quote)
        return self.held_inside(price) == price and (table is None or is_on_tick(price, table))

    def held_inside(self, price: Decimal) -> Decimal:
        """The price, or the day's limit that it lies beyond."""
        quote = self._quotes.get(self.symbol) or self.quote
        if quote.limit_up is not None and price > quote.limit_up:
            return quote.limit_up
        if quote.limit_down is not None and price < quote.limit_down:
            return quote.limit_down
        return price

    def seen(self) -> Seen:
        """What the trader has on the screen now."""
        quote = self.quote
        age = age_of(quote.received)
        return Seen(
            last=quote.last,
            bid=quote.bid,
            ask=quote.ask,
            age_ms=None if age is None else int(age * 1000),
            source=quote.source.value,
            venue=self._model.setup.view.value,
        )

    def _on_frame(self, frame: Frame) -> None:
        touched = any(order.symbol == self.symbol for order in self.own.take(frame))
        self._session.take(frame)
        for (topic, key), value in frame.latest.items():
            match topic, value:
                case Topic.QUOTE, Quote():
                    self._quotes[key] = value
                    touched |= key == self._model.feed
                case Topic.FEED, Feed():
                    self._feeds[key] = value
                case Topic.HALT, bool():
                    self._halted = value
        self._look()
        if touched or any(isinstance(event, OrderChanged) for event in frame.events):
            self.repriced.emit()

    def _look(self) -> None:
        """Turn the switch off where it may not be on any more; tell where anything changed."""
        place = (self._model.symbol, self._model.feed)
        moved, self._place = place != self._place, place
        if self.armed and (moved or self.why_not_armed):
            self._disarm(self._why_off(moved=moved))
        if moved or self.why_not_armed != self._shown:
            self._shown = self.why_not_armed
            self.state_changed.emit()

    def _why_off(self, *, moved: bool) -> str:
        if moved:
            return "ladder.off_symbol"
        if self._model.replaying:
            return "chart_orders.replaying"
        return "ladder.off_halted" if self._halted else "ladder.off_stale"
