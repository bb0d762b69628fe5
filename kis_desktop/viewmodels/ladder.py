"""The ladder (사다리): prices that stand still, what rests at them, and whether it may order."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import FillReceived
from kis_desktop.domain.feed_key import MarketView, feed_key
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Seen, Side, Venue
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote, Source
from kis_desktop.domain.session import Phase
from kis_desktop.domain.tick_size import TickTable
from kis_desktop.domain.volatility import static_triggers
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.armed_place import ArmedPlace
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.book_rows import Around
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import Line, PanelState, age_of, is_recent
from kis_desktop.viewmodels.ladder_prices import PriceColumn, price_column
from kis_desktop.viewmodels.ladder_rows import LadderRow, Sizes, ladder_row, spoken
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticks import tick_table
from kis_desktop.viewmodels.venue_session import VenueSession

PRESETS = (1, 10, 50, 100)  # shares
VIEWS = (MarketView.KRX, MarketView.NXT)
"""both markets as one have no book of their own that an order could rest in"""
FILL_SECONDS = 6.0
_READ_IS_OLD = 20.0  # seconds after which a book that was read, and not read again, is old
_OWNER = "ladder"
_VENUE = "ladder.venue"
_QUANTITY = "ladder.quantity"
_VENUES = {MarketView.KRX: Venue.KRX, MarketView.NXT: Venue.NXT}


class Ladder(ArmedPlace):
    """What the ladder shows. `rebuilt` when the prices are others, `state_changed` for state and
    session too.

    A change of symbol or market, a line that is lost, a price that is old and a stop of all orders
    turn its switch off.
    """

    rebuilt = Signal()

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(context, _QUANTITY, parent)
        self._monotonic = monotonic
        self._asking = Asking(self)
        self._session = VenueSession(self._words, monotonic)
        self._line = Line()
        self._view = _kept_view(context.preferences.get(_VENUE))
        self._quotes: dict[str, Quote] = {}
        self._feeds: dict[str, Feed] = {}
        self._account: AccountSnapshot | None = None
        self._book: OrderBook | None = None
        self._failure: Message | None = None
        self._column = PriceColumn()
        self._column_of: tuple[object, ...] = ()
        self._sizes = Sizes()
        self._around = Around(Quote(""))
        self._average_place: int | None = None
        self._moved: tuple[float, Tone] = (0.0, Tone.FLAT)
        self._fills: dict[Decimal, tuple[Side, float]] = {}
        self._halted = False
        self._shown: tuple[object, ...] = ()
        self.own = OwnOrders()
        context.link.symbol_changed.connect(self._on_symbol)
        context.instruments.changed.connect(self._lay_prices)
        context.clock.frame.connect(self._on_frame)
        self._on_frame(context.clock.so_far)  # it is made when it is first shown
        if context.link.symbol:
            self._on_symbol(context.link.symbol)

    @property
    def symbol(self) -> str:
        """The symbol that is shown; empty before the first selection."""
        return self._context.link.symbol

    @property
    def name(self) -> str:
        """Its name."""
        return self._context.instruments.name(self.symbol) if self.symbol else ""

    @property
    def view(self) -> MarketView:
        """Whose prices are shown."""
        return self._view

    @property
    def venue(self) -> Venue:
        """Where its orders go."""
        return _VENUES[self._view]

    def set_view(self, view: MarketView) -> None:
        """Show another market and order there; kept for the next time."""
        if view is not self._view:
            self._view = view
            self._context.preferences.set(_VENUE, view.value)
            self._on_symbol(self.symbol)

    @property
    def session(self) -> str:
        """The market in words, what it is doing and what comes next."""
        return self._session.text(self._view)

    @property
    def phase(self) -> Phase | None:
        """What the market is doing; None until the server has told its time."""
        return self._session.phase(self.venue)

    @property
    def badge(self) -> str:
        """Why prices are expected only; empty while the market trades all the time."""
        return self._session.badge(self._book)

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if not self.symbol:
            return PanelState.EMPTY
        if self._book is None or not self._column:
            return PanelState.FAILED if self._failure is not None else PanelState.LOADING
        return PanelState.STALE if self._is_old() else PanelState.LIVE

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; empty while live."""
        match self.state:
            case PanelState.EMPTY:
                return self._words("panel.no_symbol")
            case PanelState.FAILED:
                return self._words.sentence(self._failure) if self._failure is not None else ""
            case PanelState.STALE:
                since = None if self._book is None else age_of(self._book.received)
                old = self._words("panel.old", age=fmt.age(since, self._words.language))
                return self._line.words(self._words, since) or old
            case _:
                return ""

    @property
    def column(self) -> PriceColumn:
        """All prices, the highest first."""
        return self._column

    @property
    def quote(self) -> Quote:
        """What is known of the price; blank where nothing is."""
        return self._around.quote

    @property
    def table(self) -> TickTable | None:
        """Which prices may be quoted."""
        return tick_table(self._context.instruments, self.symbol, self.quote)

    @property
    def last_place(self) -> int | None:
        """Where the last price stands; before the first print, where the spread does."""
        place = self._column.place(self.quote.last)
        if place is None and self._book is not None and self._book.bids:
            place = self._column.place(self._book.bids[0].price)
        return place

    def last_moved(self) -> tuple[float, Tone]:
        """When (monotonic seconds) the last price moved, and which way."""
        return self._moved

    def row(self, place: int) -> LadderRow:
        """One price, the highest at 0."""
        price = self._column.prices[place]
        filled = self._fills.get(price)
        return ladder_row(
            price,
            self._sizes,
            self._around,
            self._words,
            is_average=place == self._average_place,
            filled=None if filled is None else filled[0],
        )

    def spoken(self, place: int) -> str:
        """The row in a sentence."""
        return spoken(self.row(place), self._around, self._words)

    def seen(self) -> Seen:
        """What the trader has on the screen now."""
        book, quote = self._book, self.quote
        age = None if book is None else age_of(book.received)
        return Seen(
            last=quote.last,
            bid=book.bids[0].price if book is not None and book.bids else None,
            ask=book.asks[0].price if book is not None and book.asks else None,
            age_ms=None if age is None else int(age * 1000),
            source="" if book is None else book.source.value,
            venue=self._view.value,
        )

    @property
    def why_not_armed(self) -> str:
        """Why the switch can't be on now; empty where it can."""
        words = self._words
        if self._context.no_orders:
            return self._context.no_orders
        if not self.symbol:
            return words("panel.no_symbol")
        if self._halted:
            return words("ladder.halted")
        if self.state is not PanelState.LIVE:
            return words("ladder.not_live")
        if self._feeds.get(self._key) is not Feed.LIVE:
            return words("ladder.not_streamed")
        return ""

    @property
    def why_not_moving(self) -> str:
        """Why an order can't be given another price here; empty where it can."""
        return self.why_not_armed or ("" if self.armed else self._words("ladder.is_off"))

    @property
    def asks_moves(self) -> bool:
        """Whether a new price is asked about whatever the settings say."""
        return False

    def can_quote(self, price: Decimal) -> bool:
        """Whether an order may stand at a price today."""
        return self._column.place(price) is not None

    @property
    def _key(self) -> str:
        return feed_key(self.symbol, self._view)

    def _on_symbol(self, symbol: str) -> None:
        self._disarm("ladder.off_symbol")
        self._book, self._failure = None, None
        self._sizes, self._fills = Sizes(), {}
        self._moved = (0.0, Tone.FLAT)
        if symbol:
            key = frozenset({self._key})
            wanted = Interest(quotes=key, books=key, focused=True)
            self._asking.read("interest", self._subscribe(wanted))
        self._compose()
        self.state_changed.emit()

    async def _subscribe(self, wanted: Interest) -> None:
        market_data = self._context.services.market_data
        try:
            await self._context.commands.run(market_data.set_interest, _OWNER, wanted)
        except KisDesktopError as error:
            self._failure = error.message
            self.state_changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        touched = self._take(frame)
        touched |= self._line.take(frame)
        touched |= self._forget_fills()
        if touched:
            self._compose()
        if self.armed and self.why_not_armed:
            self._disarm("ladder.off_halted" if self._halted else "ladder.off_stale")
        shown = self.state, self.state_text, self.session, self.badge, self.why_not_armed
        if shown != self._shown:
            self._shown = shown
            self.state_changed.emit()
        if touched:
            self.repriced.emit()

    def _take(self, frame: Frame) -> bool:
        touched = any(order.symbol == self.symbol for order in self.own.take(frame))
        self._session.take(frame)
        for (topic, key), value in frame.latest.items():
            match topic, value:
                case Topic.QUOTE, Quote():
                    touched |= self._take_quote(key, value)
                case Topic.FEED, Feed():
                    self._feeds[key] = value
                case Topic.ACCOUNT, AccountSnapshot():
                    self._account, touched = value, True
                case Topic.HALT, bool():
                    self._halted = value
                case Topic.BOOK, OrderBook() if key == self._key:
                    self._book, self._sizes, touched = value, Sizes.of(value), True
                    self._session.follow(value)
        for event in frame.events:
            if isinstance(event, FillReceived) and event.fill.symbol == self.symbol:
                touched |= self._mark_fill(event.fill)
        return touched

    def _take_quote(self, key: str, quote: Quote) -> bool:
        before = self._quotes.get(key)
        self._quotes[key] = quote
        if key != self._key:
            return False
        if before is not None and None not in (before.last, quote.last):
            tone = fmt.tone_against(quote.last, before.last)
            if tone in {Tone.UP, Tone.DOWN}:
                self._moved = self._monotonic(), tone
        return True

    def _mark_fill(self, fill: Fill) -> bool:
        """A fill of ours is marked at its price for a moment."""
        self._fills[fill.price] = fill.side, self._monotonic()
        return True

    def _forget_fills(self) -> bool:
        oldest = self._monotonic() - FILL_SECONDS
        over = [price for price, (_, at) in self._fills.items() if at < oldest]
        for price in over:
            del self._fills[price]
        return bool(over)

    def _compose(self) -> None:
        known = self._quotes.get(self._key)
        recent = known is not None and (self._book is not None or is_recent(known.received))
        quote = known if known is not None and recent else Quote(self._key)
        table = tick_table(self._context.instruments, self.symbol, quote)
        triggers = None
        if quote.vi_base is not None and table is not None:
            triggers = static_triggers(quote.vi_base, table)
        own = self.own.levels(self.symbol)
        self._around = Around(quote, triggers, self._average(), own)
        self._lay_prices()
        self._average_place = self._column.place_at_or_below(self._around.average)

    def _lay_prices(self) -> None:
        """The column is made anew for another symbol, day or tick table; never for a price."""
        quote, table = self._around.quote, self.table
        limits = quote.limit_down, quote.limit_up
        basis = (self._key, table, *limits)
        kept = self._column.place(quote.last) is not None or quote.last is None
        if basis == self._column_of and self._column and (kept or None not in limits):
            return
        self._column_of = basis
        column = price_column(table, quote)
        if column.prices != self._column.prices:
            self._column = column
            self.rebuilt.emit()

    def _average(self) -> Decimal | None:
        if self._account is None:
            return None
        held = (one for one in self._account.positions if one.symbol == self.symbol)
        return next((one.average_price for one in held if one.quantity), None)

    def _is_old(self) -> bool:
        book = self._book
        if book is None or self._line.is_broken or self._line.is_before_gap(book.received):
            return True
        age = age_of(book.received)
        return book.source is Source.REST and age is not None and age > _READ_IS_OLD


def _kept_view(kept: str | None) -> MarketView:
    return next((view for view in VIEWS if view.value == kept), MarketView.KRX)
