"""What services need of the world, as Protocols: `kis`, `storage` and `bridge` fit by shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from kis_desktop.domain.account import AccountDetails, AccountSnapshot, BuyingPower
from kis_desktop.domain.api_page import ApiPage, ChannelRows
from kis_desktop.domain.bar import Bar, BarKey, Interval, Joining
from kis_desktop.domain.companion import InvestorDay, SidesDay
from kis_desktop.domain.connection import Budget, ConnectionStatus, Notices
from kis_desktop.domain.event import Event
from kis_desktop.domain.ex_date import ExDate
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import AmendIntent, Order, OrderIntent, OrderType
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_preview import WireDraft
from kis_desktop.domain.order_report import BrokerOrder, Notice, OrderReceipt
from kis_desktop.domain.quarantine import Quarantined, QuarantinedFrame
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.domain.risk_rules import Assessment, RiskProfile
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.topics import Topic


class Publisher(Protocol):
    """The way to the screen; callable from the I/O thread, never blocks."""

    def latest(self, topic: Topic, key: str, value: object) -> None:
        """Put a value that replaces an unread one of the same topic and key."""

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Append trades to the tape of a symbol."""

    def event(self, event: Event) -> None:
        """Append an event; never dropped."""


class QuoteSource(Protocol):
    """Reads prices over REST; a symbol is a feed key. All raise `RequestFailed`,
    `AuthenticationFailed`, or `InvalidInput` for a market whose prices this world doesn't have.
    """

    async def quote(self, symbol: str, *, background: bool = False) -> Quote:
        """The current quote; `background` waits behind what is on the screen."""

    async def order_book(self, symbol: str) -> OrderBook:
        """The current ten levels."""

    async def recent_trades(self, symbol: str) -> tuple[Trade, ...]:
        """The newest prints of today, oldest first (the server gives about thirty)."""

    async def listing(self, symbol: str) -> ListingDetails:
        """What is told of a listing beyond the master files; nothing where this world doesn't."""


class HistorySource(Protocol):
    """Reads bars and prints over REST, one page at a time; a symbol is a feed key. All raise
    `RequestFailed`, `AuthenticationFailed` and `InvalidInput` for what this world doesn't have;
    `background` waits behind what is on the screen.
    """

    async def minute_page(
        self, symbol: str, day: date, until: str, *, background: bool = False
    ) -> tuple[Bar, ...]:
        """One-minute bars of a day up to the exchange time HHMMSS, oldest first, as they were
        traded; empty at the start.
        """

    async def daily_page(
        self,
        symbol: str,
        start: date,
        end: date,
        interval: Interval,
        *,
        adjusted: bool = True,
        background: bool = False,
    ) -> tuple[Bar, ...]:
        """Bars of a day, week, month or year between two dates, oldest first (at most 100)."""

    async def prints_page(
        self, symbol: str, until: str, *, background: bool = False
    ) -> tuple[Trade, ...]:
        """Prints of today up to the exchange time HHMMSS, oldest first, each with the day's volume
        behind it.
        """

    async def ex_dates(self, symbol: str, start: date, end: date) -> tuple[ExDate, ...]:
        """A share's ex-dates of a period, oldest first; a symbol without a market."""


class CompanionSource(Protocol):
    """Reads what is told of a share's days beside its bars, a page at a time, oldest first; a
    symbol is a feed key. All raise `RequestFailed`, `AuthenticationFailed` and `InvalidInput` for a
    market that this world doesn't have; `background` waits behind what is on the screen.
    """

    async def investors_page(
        self, symbol: str, until: date, *, background: bool = False
    ) -> tuple[InvestorDay, ...]:
        """Some thirty trading days up to one; empty where nothing is told of older ones."""

    async def sides_page(
        self, symbol: str, start: date, end: date, *, background: bool = False
    ) -> tuple[SidesDay, ...]:
        """The days between two dates, the newest hundred at most."""


class BarCache(Protocol):
    """Bars kept on disk (blocking). All raise `StorageFailed`."""

    def kept_minutes(self, symbol: str) -> tuple[BarSeries, frozenset[date]]:
        """All minutes that are kept, oldest first, and the days that are whole."""

    def keep_minutes(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Keep a whole past day."""

    def read(self, key: BarKey) -> BarSeries:
        """What is kept of a history, oldest first."""

    def write(self, key: BarKey, bars: Sequence[Bar], fetched_at: datetime) -> Joining:
        """Keep bars as fetched at a time; those of another adjustment are dropped. Raises
        `ValueError` for what can't be kept.
        """

    def drop(self, key: BarKey) -> None:
        """Forget a history."""


class MarketFeed(Protocol):
    """The realtime line: one socket, its registrations and its state.

    The handlers are called on the I/O thread, in the order of arrival.
    """

    on_trades: Callable[[str, Sequence[Trade]], None]
    on_book: Callable[[OrderBook], None]
    on_notice: Callable[[Notice], None]
    on_status: Callable[[ConnectionStatus], None]
    on_server_time: Callable[[datetime], None]
    find_quote: Callable[[str], Quote | None]

    def want(
        self,
        trades: Sequence[str],
        books: Sequence[str],
        background: Sequence[str] = (),
        focused: int = 0,
    ) -> None:
        """The feed keys to be registered, most important first; the notice channel comes before
        all.

        What finds no place is left out, trades of `background` feeds first; the `focused` first
        ones find one soonest. Changes are made in place, never by reconnecting, and are bounded.
        """

    def check_served(self, keys: Sequence[str]) -> None:
        """Raises `InvalidInput` where this world doesn't have a feed key's market."""

    def live(self) -> tuple[frozenset[str], frozenset[str]]:
        """Feeds whose trades, and whose books, are confirmed by the server now."""

    def placed(self) -> tuple[frozenset[str], frozenset[str]]:
        """Feeds whose trades, and whose books, have a place on the line, confirmed or not yet."""

    def renew(self, symbol: str) -> None:
        """Have the trades of a feed registered anew, in place."""

    def quarantine(self) -> tuple[Quarantined, ...]:
        """What came and did not read since the start, by kind."""

    def quarantined_frames(self) -> tuple[QuarantinedFrame, ...]:
        """The last texts that did not read, without anything personal."""

    async def run(self) -> None:
        """Keep the line up until cancelled."""

    def connect_now(self) -> None:
        """Try at once, as the trader asked, instead of waiting for the next attempt."""


class NoticeSource(Protocol):
    """How order notices stand at the realtime line."""

    def notices(self) -> tuple[Notices, Message | None, float | None]:
        """State, why they don't come, and when (monotonic seconds) they are tried again."""


class ApiSource(Protocol):
    """Any endpoint of the catalogue, one page at a time, for the explorer."""

    async def explore(
        self,
        endpoint_id: str,
        fields: Mapping[str, str],
        *,
        choice: str = "",
        position: Mapping[str, str] | None = None,
    ) -> ApiPage:
        """One page as it came; a refusal is a page like any other.

        `position` is that of the page before. Personal fields that are not given are filled in.
        Raises `RequestFailed` where no answer came, `AuthenticationFailed`, `InvalidInput`, and
        `ValueError` for an order.
        """


class ChannelSource(Protocol):
    """Any realtime channel of the catalogue, for the explorer. Called on the I/O thread."""

    on_channel: Callable[[ChannelRows], None]

    def want_channels(self, wanted: Sequence[tuple[str, str]]) -> None:
        """The channels to listen to as (channel id, key), behind all that the screen shows.

        The key of a channel of notices is not given: it is the HTS ID. Raises `InvalidInput` where
        this world doesn't serve a channel, or a key is missing; nothing has changed then.
        """


class Guard(Protocol):
    """Holds every order against the limits that are in force; sends and changes nothing."""

    def assess(self, intent: OrderIntent) -> Assessment:
        """What a new order meets."""

    def assess_amendment(self, order: Order, intent: AmendIntent) -> Assessment:
        """What a new price for a working order meets."""


class Broker(Protocol):
    """Orders at KIS. They are sent once and never again, whatever happens."""

    async def submit(
        self, intent: OrderIntent, why_not: Callable[[], Message | None]
    ) -> OrderReceipt:
        """Send a new order. `why_not` is asked right before it leaves, after any waiting: what it
        says, if anything, refuses the order. Raises `OrderRefused` when it surely doesn't exist,
        `OrderUncertain` when nobody said; anything else was raised before the first byte left.
        """

    def draft(self, intent: OrderIntent) -> WireDraft:
        """The request that `submit` would send now; nothing is sent. Raises `InvalidInput` and
        `OrderRefused` where it would not leave.
        """

    def draft_amendment(self, order: Order, intent: AmendIntent) -> WireDraft:
        """The request that `amend` would send now; nothing is sent. Raises what it raises before
        it leaves.
        """

    async def amend(self, order: Order, intent: AmendIntent) -> OrderReceipt:
        """Ask for a new price of the rest or a part of it. Raises as `submit`."""

    async def cancel(self, order: Order, quantity: int | None = None) -> OrderReceipt:
        """Ask for the rest back, or for so many shares of it. Raises as `submit`."""

    async def orders(self, trade_date: date) -> tuple[BrokerOrder, ...]:
        """All orders of a day, every page, as the ledger has them. Raises `RequestFailed`."""


class AccountSource(Protocol):
    """The account at KIS, read alone. All raise `RequestFailed` or `AuthenticationFailed`."""

    async def account(self) -> AccountSnapshot:
        """Cash and positions, every page. Raises `RequestFailed`."""

    async def buying_power(
        self, symbol: str, order_type: OrderType, price: Decimal | None
    ) -> BuyingPower:
        """What could be bought without 미수. Raises `RequestFailed`."""

    async def sellable(self, symbol: str) -> int | None:
        """Shares that may be sold now; None where the world doesn't say. Raises `RequestFailed`."""

    async def details(self) -> AccountDetails:
        """What is told beside the holdings; what a world doesn't serve, or fails, is unknown."""

    async def orders_between(self, start: date, end: date) -> tuple[BrokerOrder, ...]:
        """All orders of the days, both included, newest first, every page."""


class Journal(Protocol):
    """The order journal: what is appended is on the disk when `append` returns (blocking)."""

    def append(self, *entries: JournalEntry) -> None:
        """Make entries durable, all or none of them. Raises `JournalFailed`."""

    def entries(self, trade_date: date | None = None) -> tuple[JournalEntry, ...]:
        """Entries in order, of one trade date or all."""

    def open_entries(self) -> tuple[JournalEntry, ...]:
        """All entries of orders that were sent and whose fate isn't written, of any trade date."""


class Notebook(Protocol):
    """The order journal for what concerns no single order (blocking)."""

    def append(self, *entries: JournalEntry) -> None:
        """Make entries durable, all or none of them. Raises `JournalFailed`."""

    def newest(self, kind: JournalKind) -> JournalEntry | None:
        """The last entry of a kind; None where there is none."""


class RiskStore(Protocol):
    """The trader's limits on the disk (blocking). Raises `StorageFailed`."""

    def load(self, default: RiskProfile) -> tuple[RiskProfile, tuple[Message, ...]]:
        """The limits, the default for what is missing or unusable, and what to tell of that."""

    def save(self, profile: RiskProfile) -> None:
        """Keep these instead."""


class InstrumentSource(Protocol):
    """Where the master files of instruments come from."""

    def files(self) -> tuple[str, ...]:
        """The files' ids in the order of fetching."""

    def is_stock_market(self, file: str) -> bool:
        """Whether a file lists the Korean stock market."""

    def is_published(self, file: str) -> bool:
        """Whether a file must be there."""

    async def fetch(self, file: str) -> bytes:
        """A file as it comes. Raises `RequestFailed`."""

    def read(self, file: str, archive: bytes) -> MasterContent:
        """What a fetched file holds (blocking). Raises `RequestFailed`."""


class InstrumentCache(Protocol):
    """What the master files gave, kept on disk (blocking)."""

    def load(self, master: str) -> tuple[MasterContent, datetime] | None:
        """What a file gave and when it was fetched (UTC); None where nothing is kept."""

    def save(self, master: str, content: MasterContent, fetched_at: datetime) -> None:
        """Keep this instead."""


class BudgetSource(Protocol):
    """What is used of the server's limits."""

    def budget(self) -> Budget:
        """The use of the last second."""


Blocking = Callable[..., Awaitable[object]]
