"""The order book (호가) of the linked symbol: twenty rows, ten asks above ten bids."""

from __future__ import annotations

from dataclasses import dataclass
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
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import Side
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.quote import Quote, Sign, Source
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import Line, PanelState, age_of, is_recent
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.roles import Role, Tone
from kis_desktop.viewmodels.words import Words

LEVELS = 10
ROWS = 2 * LEVELS
ASK_SIZE, PRICE, BID_SIZE = range(3)
_TITLES = ("column.ask_size", "column.price", "column.bid_size")
_OWNER = "order_book"
_HUNDRED = Decimal(100)
_READ_IS_OLD = 20.0  # seconds after which a book that was read, and not read again, says its age
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class BookRow:
    """One price of the book; a blank one where fewer than ten levels rest.

    `share` is the size against the largest on the screen, `own` what we have resting there in
    words, `mark` a limit or a price of the day that stands at this level.
    """

    is_ask: bool
    price: Decimal | None = None
    price_text: str = ""
    rate_text: str = ""
    tone: Tone = Tone.TEXT
    size_text: str = ""
    share: float = 0.0
    change_text: str = ""
    change_tone: Tone = Tone.FAINT
    own: str = ""
    is_last: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class BookFoot:
    """What stands below the levels: totals, their difference, and the auction's expectation."""

    total_ask: str = fmt.UNKNOWN
    total_bid: str = fmt.UNKNOWN
    difference: str = fmt.UNKNOWN
    bare_difference: str = fmt.UNKNOWN
    indicative: str = ""
    indicative_tone: Tone = Tone.TEXT
    day: tuple[tuple[str, str, Tone], ...] = ()


class OrderBookModel(QAbstractTableModel):
    """Columns 매도잔량, 호가, 매수잔량. `repriced` once a frame in which anything changed."""

    repriced = Signal()
    state_changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._line = Line()
        self._own = OwnOrders()
        self._book: OrderBook | None = None
        self._quote: Quote | None = None
        self._quotes: dict[str, Quote] = {}
        self._failure: Message | None = None
        self._stale_text = ""
        self._rows: tuple[BookRow, ...] = _blank()
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
    def state(self) -> PanelState:
        """What there is to show."""
        if not self.symbol:
            return PanelState.EMPTY
        if self._book is None:
            return PanelState.FAILED if self._failure is not None else PanelState.LOADING
        return PanelState.STALE if self._is_old(self._book) else PanelState.LIVE

    @property
    def state_text(self) -> str:
        """The sentence that goes with the state; empty while live."""
        match self.state:
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

    def _on_symbol(self, symbol: str) -> None:
        self._book = None
        known = self._quotes.get(symbol)
        self._quote = known if known is not None and is_recent(known.received) else None
        wanted = Interest(quotes=frozenset({symbol}), books=frozenset({symbol}), focused=True)
        self._failure = None
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
        before = self.state, self.state_text, self._is_read()
        touched = self._take(frame)
        touched |= self._line.take(frame)
        self._tell_age()
        if touched:
            self._compose()
        if before != (self.state, self.state_text, self._is_read()):
            self.state_changed.emit()

    def _take(self, frame: Frame) -> bool:
        own = self._own.take(frame)
        touched = any(order.symbol == self.symbol for order in own)
        for (topic, key), value in frame.latest.items():
            if topic is Topic.QUOTE and isinstance(value, Quote):
                self._quotes[key] = value
        book = frame.latest.get((Topic.BOOK, self.symbol))
        if isinstance(book, OrderBook):
            self._book = book
            touched = True
        quote = frame.latest.get((Topic.QUOTE, self.symbol))
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
        rows = self._composed()
        foot = self._footed()
        if rows == self._rows and foot == self._foot:
            return
        self._rows, self._foot = rows, foot
        self.dataChanged.emit(self.index(0, 0), self.index(ROWS - 1, BID_SIZE))
        self.repriced.emit()

    def _composed(self) -> tuple[BookRow, ...]:
        book = self._book
        if book is None:
            return _blank()
        asks, bids = book.asks[:LEVELS], book.bids[:LEVELS]
        largest = max((level.size for level in (*asks, *bids)), default=0)
        resting = self._own.resting(self.symbol)
        above = [BookRow(is_ask=True)] * (LEVELS - len(asks))
        below = [BookRow(is_ask=False)] * (LEVELS - len(bids))
        return (
            *above,
            *(self._row(level, Side.SELL, largest, resting) for level in reversed(asks)),
            *(self._row(level, Side.BUY, largest, resting) for level in bids),
            *below,
        )

    def _row(
        self,
        level: Level,
        side: Side,
        largest: int,
        resting: dict[tuple[Side, Decimal], int],
    ) -> BookRow:
        quote = self._quote or Quote(self.symbol)
        base = quote.previous_close
        return BookRow(
            is_ask=side is Side.SELL,
            price=level.price,
            price_text=fmt.price(level.price),
            rate_text=_rate(level.price, base),
            tone=fmt.tone_against(level.price, base),
            size_text=fmt.quantity(level.size),
            share=level.size / largest if largest else 0.0,
            change_text=fmt.signed(level.change) if level.change else "",
            change_tone=fmt.tone(Sign.UNKNOWN, Decimal(level.change or 0)),
            own=self._own_text(side, level.price, resting),
            is_last=level.price == quote.last,
            mark=self._mark(level.price, quote),
        )

    def _own_text(
        self, side: Side, price: Decimal, resting: dict[tuple[Side, Decimal], int]
    ) -> str:
        shares = resting.get((side, price))
        if not shares:
            return ""
        text = self._words(f"book.my_{side.value}", quantity=shares)
        if self._own.is_uncertain(self.symbol, side):
            return self._words("book.own_uncertain", text=text)
        return text

    def _mark(self, price: Decimal, quote: Quote) -> str:
        if price == quote.limit_up:
            return self._words("book.limit_up")
        if price == quote.limit_down:
            return self._words("book.limit_down")
        return ""

    def _footed(self) -> BookFoot:
        book, quote = self._book, self._quote or Quote(self.symbol)
        if book is None:
            return BookFoot()
        difference = (
            book.total_bid - book.total_ask
            if book.total_bid is not None and book.total_ask is not None
            else None
        )
        return BookFoot(
            fmt.quantity(book.total_ask),
            fmt.quantity(book.total_bid),
            self._words("book.total", difference=fmt.signed(difference)),
            fmt.signed(difference),
            self._indicative(book),
            fmt.tone_against(book.indicative_price, quote.previous_close),
            self._day(quote),
        )

    def _indicative(self, book: OrderBook) -> str:
        if book.indicative_price is None:
            return ""
        told = (
            self._words("book.indicative", price=fmt.price(book.indicative_price)),
            fmt.change(book.indicative_change) if book.indicative_change is not None else "",
            self._words("book.size", size=fmt.quantity(book.indicative_size)),
            self._words("book.indicative_note"),
        )
        return " · ".join(part for part in told if part)

    def _day(self, quote: Quote) -> tuple[tuple[str, str, Tone], ...]:
        base = quote.previous_close
        return tuple(
            (self._words(f"book.{name}"), fmt.price(value), fmt.tone_against(value, base))
            for name, value in (
                ("limit_up", quote.limit_up),
                ("open", quote.open),
                ("high", quote.high),
                ("limit_down", quote.limit_down),
                ("base", base),
                ("low", quote.low),
            )
        )


def _blank() -> tuple[BookRow, ...]:
    return (BookRow(is_ask=True),) * LEVELS + (BookRow(is_ask=False),) * LEVELS


def _rate(price: Decimal, base: Decimal | None) -> str:
    return fmt.ratio((price - base) / base * _HUNDRED) if base else ""
