"""The order book (호가) of the linked symbol: twenty rows, ten asks above ten bids."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.feed_key import MarketView, feed_key
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote, Source
from kis_desktop.domain.volatility import static_triggers
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.book_changes import SizeChanges
from kis_desktop.viewmodels.book_foot import BookFoot, book_foot
from kis_desktop.viewmodels.book_rows import ROWS, Around, BookRow, blank, book_rows
from kis_desktop.viewmodels.context import Preferences, ViewContext
from kis_desktop.viewmodels.freshness import Line, PanelState, age_of, is_recent
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.roles import Role
from kis_desktop.viewmodels.ticks import tick_table
from kis_desktop.viewmodels.venue_session import VenueSession
from kis_desktop.viewmodels.words import Words

ASK_SIZE, PRICE, BID_SIZE = range(3)
_TITLES = ("column.ask_size", "column.price", "column.bid_size")
_OWNER = "order_book"
_VENUE = "book.venue"
_READ_IS_OLD = 20.0  # seconds after which a book that was read, and not read again, says its age
Index = QModelIndex | QPersistentModelIndex


class OrderBookModel(QAbstractTableModel):
    """Columns 매도잔량, 호가, 매수잔량. `repriced` once a frame in which anything changed."""

    repriced = Signal()
    state_changed = Signal()
    session_changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._line = Line()
        self._own = OwnOrders()
        self._account: AccountSnapshot | None = None
        self._changes = SizeChanges()
        self._session = VenueSession(self._words)
        self._session_text = self._badge = ""
        self._view = _kept_view(context.preferences)
        self._book: OrderBook | None = None
        self._quote: Quote | None = None
        self._quotes: dict[str, Quote] = {}
        self._failure: Message | None = None
        self._stale_text = ""
        self._rows: tuple[BookRow, ...] = blank()
        self._foot = BookFoot()
        context.link.symbol_changed.connect(self._on_symbol)
        context.clock.frame.connect(self._on_frame)
        if context.link.symbol:
            self._on_symbol(context.link.symbol)

    @property
    def symbol(self) -> str:
        """The symbol that is shown; empty before the first selection."""
        return self._context.link.symbol

    @property
    def view(self) -> MarketView:
        """Whose book is shown."""
        return self._view

    def set_view(self, view: MarketView) -> None:
        """Show the book of another market; kept for the next time."""
        if view is not self._view:
            self._view = view
            self._context.preferences.set(_VENUE, view.value)
            self._on_symbol(self.symbol)

    @property
    def session(self) -> str:
        """The market in words, what it is doing and what comes next."""
        return self._session_text

    @property
    def badge(self) -> str:
        """Why prices are expected only; empty while the market trades all the time."""
        return self._badge

    @property
    def state(self) -> PanelState:
        """What there is to show."""
        if not self.symbol:
            return PanelState.EMPTY
        if self._book is None:
            return PanelState.FAILED if self._failure is not None else PanelState.LOADING
        if self._is_not_traded_there:
            return PanelState.EMPTY
        return PanelState.STALE if self._is_old(self._book) else PanelState.LIVE

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; empty while live."""
        match self.state:
            case PanelState.EMPTY if self.symbol:
                return self._words("book.none_there", venue=self._words(f"book.{self._name}"))
            case PanelState.EMPTY:
                return self._words("panel.no_symbol")
            case PanelState.FAILED:
                return self._words.sentence(self._failure) if self._failure is not None else ""
            case PanelState.STALE:
                return self._stale_text
            case _:
                return ""

    @property
    def foot(self) -> BookFoot:
        """What stands below the levels."""
        return self._foot

    def book_row(self, place: int) -> BookRow:
        """The row at a place from the top: 0 the highest ask, 19 the lowest bid."""
        return self._rows[place]

    def spoken(self, place: int) -> str:
        """The row in a sentence, for who listens instead of looking."""
        row = self._rows[place]
        if row.price is None:
            return self._words("book.no_level")
        side = self._words("book.ask" if row.is_ask else "book.bid")
        told = self._words(
            "book.row", side=side, price=row.price_text, rate=row.rate_text, size=row.size_text
        )
        return " ".join(part for part in (told, row.mark, row.own) if part)

    def pick(self, place: int) -> None:
        """Offer the price of a row to the order ticket."""
        price = self._rows[place].price
        if price is not None:
            self.offer(price)

    def offer(self, price: Decimal) -> None:
        """Offer a price (KRW) to the order ticket."""
        self._context.link.pick_price(price)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else ROWS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == PRICE:
                return row.price_text
            return row.size_text if row.is_ask == (index.column() == ASK_SIZE) else row.own
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row())
        if role == Role.TONE:
            return row.tone
        if role == Role.SYMBOL:
            return self.symbol
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            title = render(message(_TITLES[section]), self._words.language)
            return f"{title} · {self._words('book.read')}" if self._is_read(section) else title
        return None

    def _is_read(self, section: int = PRICE) -> bool:
        """Whether the levels were read and did not come by themselves; told over the prices."""
        return section == PRICE and self._book is not None and self._book.source is Source.REST

    @property
    def _key(self) -> str:
        return feed_key(self.symbol, self._view)

    @property
    def _name(self) -> str:
        return self._view.name.lower()

    @property
    def _is_not_traded_there(self) -> bool:
        """Whether another market than the KRX has told a book without a single order."""
        book = self._book
        empty = book is not None and not book.asks and not book.bids
        return empty and self._view is not MarketView.KRX

    def _on_symbol(self, symbol: str) -> None:
        self._book = None
        self._changes.clear()
        if symbol:
            key = frozenset({self._key})
            known = self._quotes.get(self._key)
            self._quote = known if known is not None and is_recent(known.received) else None
            self._failure = None
            wanted = Interest(quotes=key, books=key, focused=True)
            self._asking.read("interest", self._subscribe(wanted))
        self._compose()
        self._tell_session()
        self.state_changed.emit()

    async def _subscribe(self, wanted: Interest) -> None:
        market_data = self._context.services.market_data
        try:
            await self._context.commands.run(market_data.set_interest, _OWNER, wanted)
        except KisDesktopError as error:
            self._failure = error.message
            self.state_changed.emit()

    def _on_frame(self, frame: Frame) -> None:
        before = self.state, self.state_text, self._is_read()
        touched = self._take(frame)
        touched |= self._line.take(frame)
        self._tell_age()
        touched |= self._changes.forget_old(time.monotonic())
        if touched:
            self._compose()
        self._tell_session()
        if before != (self.state, self.state_text, self._is_read()):
            self.state_changed.emit()

    def _take(self, frame: Frame) -> bool:
        own = self._own.take(frame)
        touched = any(order.symbol == self.symbol for order in own)
        self._session.take(frame)
        account = frame.latest.get((Topic.ACCOUNT, ""))
        if isinstance(account, AccountSnapshot):
            self._account = account
            touched = True
        for (topic, key), value in frame.latest.items():
            if topic is Topic.QUOTE and isinstance(value, Quote):
                self._quotes[key] = value
        book = frame.latest.get((Topic.BOOK, self._key))
        if isinstance(book, OrderBook):
            if self._line.is_before_gap(self._book.received if self._book else 0.0):
                self._changes.clear()
            self._book = book
            self._changes.take(book)
            self._session.follow(book)
            touched = True
        quote = frame.latest.get((Topic.QUOTE, self._key))
        if isinstance(quote, Quote):
            self._quote = quote
            touched = True
        return touched

    def _is_old(self, book: OrderBook) -> bool:
        if self._line.is_broken or self._line.is_before_gap(book.received):
            return True
        age = age_of(book.received)
        return book.source is Source.REST and age is not None and age > _READ_IS_OLD

    def _tell_age(self) -> None:
        since = None if self._book is None else age_of(self._book.received)
        self._stale_text = self._line.words(self._words, since) or self._words(
            "panel.old", age=fmt.age(since, self._words.language)
        )

    def _compose(self) -> None:
        book = self._book
        rows, foot = blank(), BookFoot()
        if book is not None:
            around = self._around()
            rows = book_rows(book, around, self._words)
            foot = book_foot(book, around, self._words)
        if rows == self._rows and foot == self._foot:
            return
        self._rows, self._foot = rows, foot
        self.dataChanged.emit(self.index(0, 0), self.index(ROWS - 1, BID_SIZE))
        self.repriced.emit()

    def _around(self) -> Around:
        quote = self._quote or Quote(self._key)
        table = tick_table(self._context.instruments, self.symbol, quote)
        triggers = None
        if quote.vi_base is not None and table is not None:
            triggers = static_triggers(quote.vi_base, table)
        return Around(
            quote,
            triggers,
            self._average(),
            self._own.levels(self.symbol),
            self._changes,
            time.monotonic(),
        )

    def _average(self) -> Decimal | None:
        """What the shares that we hold were bought at, in KRW."""
        if self._account is None:
            return None
        held = (one for one in self._account.positions if one.symbol == self.symbol)
        return next((one.average_price for one in held if one.quantity), None)

    def _tell_session(self) -> None:
        told = self._session.text(self._view), self._session.badge(self._book)
        if told != (self._session_text, self._badge):
            self._session_text, self._badge = told
            self.session_changed.emit()


def _kept_view(preferences: Preferences) -> MarketView:
    kept = preferences.get(_VENUE)
    return MarketView(kept) if kept in set(MarketView) else MarketView.KRX
