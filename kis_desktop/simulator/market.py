"""The simulated market behind one door: time, prices, books, history, orders, accounts."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from kis_desktop.catalogue.calendar import is_trading_day, next_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.book import Book
from kis_desktop.simulator.clock import Jump, MarketClock
from kis_desktop.simulator.crowd import usual_print_rate
from kis_desktop.simulator.desk import Desk
from kis_desktop.simulator.display import BookDisplay, day_bar, snapshot_of
from kis_desktop.simulator.history import PERIODS, History, LivedDay, merged, period_start
from kis_desktop.simulator.hours import DAY, HISTORY_START, hours, session_day
from kis_desktop.simulator.index_board import IndexBoard, IndexDay
from kis_desktop.simulator.orders import Order
from kis_desktop.simulator.rehearsal import rehearsed_prints
from kis_desktop.simulator.seed_accounts import seeded_ledgers
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.universe import Listing, Universe, load_universe
from kis_desktop.simulator.venue import NEVER, Venue
from kis_desktop.simulator.views import (
    BookView,
    BuyingPower,
    Cash,
    DayBar,
    FillRecord,
    IndexView,
    MinuteBar,
    OrderEvent,
    OrderRecord,
    Phase,
    Position,
    Print,
    Refusal,
    Refused,
    Side,
    Snapshot,
)

_MOST_PRINTS = 100_000


class Account(Protocol):
    """An account as the server sees it."""

    number: str
    hts_id: str

    def cash(self) -> Cash: ...
    def positions(self) -> tuple[Position, ...]: ...
    def buying_power(self, symbol: str, price: int | None, order_type: str) -> BuyingPower: ...
    def sellable(self, symbol: str) -> int: ...
    def orders(self, start: date | None = None, end: date | None = None) -> tuple[OrderRecord, ...]:
        """All numbered requests of trade dates in [start, end], oldest first."""
        ...

    def open_orders(self) -> tuple[OrderRecord, ...]: ...
    def find_order(self, number: str) -> OrderRecord | None:
        """By number of the current day, compared as integers."""
        ...

    def fills(
        self, start: date | None = None, end: date | None = None
    ) -> tuple[FillRecord, ...]: ...


@dataclass(slots=True)
class Listeners:
    """Whom the market tells, during `advance` and requests; they may read, never request."""

    on_print: Callable[[str, tuple[Print, ...]], None] | None = None
    on_book: Callable[[str], None] | None = None
    on_order: Callable[[OrderEvent], None] | None = None


class Market:
    """Single-threaded, no asyncio, no wire formats; prices int won, times KST.

    An instrument sleeps on its latent path until a quote, a book, today's minutes, an order
    or `wake` touches it; from then on its exchange makes its prices. What happens is a
    function of the seed and of the requests with their market times. Setting the clock
    back begins the market anew; setting it ahead passes over the time between, except for
    instruments in which an account has open orders.
    """

    def __init__(self, *, seed: int, clock: MarketClock, instruments: int | None = None) -> None:
        self.clock = clock
        self.universe: Universe = load_universe(instruments)
        self.listeners = Listeners()
        self._seed = seed
        self._print_rate: float | None = None
        clock.take_jumps()
        self._begin(clock.now())

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All accounts."""
        return self._desk.ledgers

    @property
    def trade_date(self) -> date:
        """The trading day whose figures are shown."""
        self.advance()
        return self._day

    def phase(self) -> Phase:
        """The phase of the regular session now; ENDED on days without one."""
        self.advance()
        return hours(self._day).phase(self._at)

    def is_awake(self, symbol: str) -> bool:
        """Whether the exchange makes this instrument's prices."""
        return symbol in self._venues

    def account(self, number: str) -> Account | None:
        """The account of a number like 12345678-01."""
        return self._desk.find(number)

    def advance(self) -> None:
        """Lives through everything awake up to the clock's now."""
        for jump in self.clock.take_jumps():
            self._live_until(jump.left)
            self._jump(jump)
        self._live_until(self.clock.now())
        self._tell_changes()

    def reset(self) -> None:
        """Begins anew at the clock's now: nothing traded by accounts, everything asleep."""
        self.clock.take_jumps()
        self._print_rate = None
        self._begin(self.clock.now())

    def wake(self, symbol: str) -> None:
        """Lets the exchange make this instrument's prices. Raises `Refused`."""
        self.advance()
        self._venue(symbol)

    def set_print_rate(self, prints_per_second: float | None) -> None:
        """Spreads so many prints a second over all that is awake; None for the usual pace."""
        if prints_per_second is not None and not 0 < prints_per_second <= _MOST_PRINTS:
            raise ValueError(f"prints per second must be positive, not {prints_per_second}")
        self.advance()
        self._print_rate = prints_per_second
        self._share_print_rate()

    def glance(self, symbol: str) -> Snapshot:
        """As `snapshot`, without waking: cheap over the whole universe (rankings)."""
        self.advance()
        venue = self._venues.get(symbol)
        if venue is not None:
            return self._snapshot(venue.tape, venue.book, self._history(symbol))
        history = self._history(symbol)
        return self._snapshot(self._latent_tape(symbol), None, history)

    def snapshot(self, symbol: str) -> Snapshot:
        """The current figures; wakes. Raises `Refused` for an unknown symbol."""
        self.advance()
        venue = self._venue(symbol)
        return self._snapshot(venue.tape, venue.book, self._history(symbol))

    def book(self, symbol: str) -> BookView:
        """The ten best levels; wakes. Raises `Refused` for an unknown symbol."""
        self.advance()
        venue = self._venue(symbol)
        return self._displays.setdefault(symbol, BookDisplay()).view(
            venue, hours(self._day).phase(self._at), self._shown_time()
        )

    def recent_prints(self, symbol: str, count: int) -> tuple[Print, ...]:
        """The last prints, newest first; wakes. Raises `Refused` for an unknown symbol."""
        self.advance()
        recent = self._venue(symbol).tape.recent
        return tuple(recent[-number] for number in range(1, min(count, len(recent)) + 1))

    def daily_bars(
        self, symbol: str, start: date, end: date, period: str = "D"
    ) -> tuple[DayBar, ...]:
        """Bars by day, week, month or year (D W M Y) whose days lie in [start, end].

        Oldest first; today's is live. A longer period that `start` lies in is whole.
        """
        if period not in PERIODS:
            raise ValueError(f"period must be one of D, W, M, Y, not {period}")
        self.advance()
        history = self._history(symbol)
        first = max(period_start(start, period), HISTORY_START)
        bars = history.bars(first, min(end, self._day - timedelta(days=1)))
        if first <= self._day <= end:
            today = day_bar(self._tape(symbol))
            if today is not None:
                bars.append(today)
        return merged(bars, period)

    def minute_bars(
        self, symbol: str, day: date, until: datetime | None = None
    ) -> tuple[MinuteBar, ...]:
        """Minutes of a day, oldest first, those that began until `until`; wakes for today.

        Empty for days without trading. Raises `Refused` for an unknown symbol.
        """
        self.advance()
        history = self._history(symbol)
        if day == self._day:
            bars = self._venue(symbol).tape.minute_bars()
        elif HISTORY_START <= day < self._day and is_trading_day(day):
            bars = history.minutes(day)
        else:
            bars = ()
        if until is None:
            return bars
        return tuple(bar for bar in bars if bar.time <= until)

    def index(self, code: str) -> IndexView:
        """KOSPI (0001), KOSDAQ (1001) or KOSPI200 (2001); wakes nothing. Raises `Refused`."""
        self.advance()
        index = self._indices.today(code, self._day)
        return index.view(self._tapes_of(index), self._at, self._now)

    def index_bars(
        self, code: str, start: date, end: date, period: str = "D"
    ) -> tuple[DayBar, ...]:
        """As `daily_bars`, for an index, in hundredths of a point."""
        if period not in PERIODS:
            raise ValueError(f"period must be one of D, W, M, Y, not {period}")
        shown = self.index(code)
        bars = self._indices.bars(code, start, end, period, self._day)
        if shown.open is not None and start <= self._day <= end:
            bars.append(self._indices.today(code, self._day).bar())
        return merged(bars, period)

    def index_minutes(self, code: str) -> tuple[MinuteBar, ...]:
        """Today's minutes of an index, in hundredths of a point."""
        self.advance()
        index = self._indices.today(code, self._day)
        return index.minutes(self._tapes_of(index), self._at)

    def place(
        self,
        account: str,
        symbol: str,
        side: Side,
        order_type: str,
        quantity: int,
        price: int,
        exchange: str = "KRX",
        condition_price: int = 0,
    ) -> OrderRecord:
        """A new order as it stands right after it met the book. Raises `Refused`.

        `condition_price` (CNDT_PRIC) is what a stop order (22) waits for.
        """
        self.advance()
        self._desk.ledger(account)
        record = self._desk.place(
            account,
            self._venue(symbol),
            side,
            order_type,
            quantity,
            price,
            exchange,
            self._at,
            trading_day=self._is_session_today(),
            condition_price=condition_price,
        )
        self._tell_changes(symbol)
        return record

    def amend(
        self, account: str, original_no: str, *, quantity: int | None, price: int, order_type: str
    ) -> OrderRecord:
        """Moves all (None) or part of an order to another price or type. Raises `Refused`."""
        self.advance()
        original = self._original(account, original_no)
        record = self._desk.amend(
            account,
            self._venue(original.symbol),
            original,
            quantity=quantity,
            price=price,
            order_type=order_type,
            at=self._at,
            trading_day=self._is_session_today(),
        )
        self._tell_changes(original.symbol)
        return record

    def cancel(self, account: str, original_no: str, *, quantity: int | None) -> OrderRecord:
        """Takes back all (None) or part of an order. Raises `Refused`."""
        self.advance()
        original = self._original(account, original_no)
        record = self._desk.cancel(
            account, self._venue(original.symbol), original, quantity=quantity, at=self._at
        )
        self._tell_changes(original.symbol)
        return record

    def state(self) -> dict[str, object]:
        """Orders, fills, accounts and what is awake, as JSON-able values."""
        self.advance()
        return {
            "now": self._now.isoformat(),
            "trade_date": self._day.isoformat(),
            "phase": hours(self._day).phase(self._at).value,
            "awake": list(self._venues),
            **self._desk.state(),
        }

    def listing(self, symbol: str) -> Listing:
        """The listing of a symbol. Raises `Refused` for an unknown one."""
        listing = self.universe.find(symbol)
        if listing is None:
            raise Refused(Refusal.UNKNOWN_SYMBOL, symbol)
        return listing

    def last_price(self, symbol: str) -> int:
        """The last print, or the base price; doesn't wake. Raises `Refused`."""
        return self._tape(symbol).last

    def limit_up(self, symbol: str) -> int:
        """Today's upper limit. Raises `Refused`."""
        return self._history(symbol).grid(self._day).limit_up

    def _begin(self, now: datetime) -> None:
        self._now = now
        self._day = session_day(now.date())
        self._at = self._moment(now)
        self._venues: dict[str, Venue] = {}
        self._order: dict[str, int] = {
            listing.symbol: number for number, listing in enumerate(self.universe.listings)
        }
        self._queue: list[tuple[int, int, Venue]] = []
        self._changed: dict[str, Venue] = {}
        self._histories: dict[str, History] = {}
        self._latent: dict[str, tuple[int, Tape]] = {}
        self._displays: dict[str, BookDisplay] = {}
        self._indices = IndexBoard(self.universe, self._history)
        self._desk = Desk(self._day, self._tell_order)
        for ledger in seeded_ledgers(self.universe, self, self._base_price, self._day):
            self._desk.open_account(ledger)

    def _moment(self, now: datetime) -> int:
        """Microseconds since the trade date's midnight; a day's end on later days."""
        if now.date() > self._day:
            return DAY
        since = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
        return since // timedelta(microseconds=1)

    def _is_session_today(self) -> bool:
        return self._now.date() == self._day

    def _shown_time(self) -> datetime:
        return self._now

    def _base_price(self, symbol: str) -> int:
        return self._history(symbol).latent_bar(self._day).base

    def _history(self, symbol: str) -> History:
        history = self._histories.get(symbol)
        if history is None:
            history = self._histories[symbol] = History(self._seed, self.listing(symbol))
        return history

    def _tapes_of(self, index: IndexDay) -> Callable[[], tuple[Tape, ...]]:
        return lambda: tuple(self._tape(listing.symbol) for listing in index.listings)

    def _tape(self, symbol: str) -> Tape:
        venue = self._venues.get(symbol)
        return venue.tape if venue is not None else self._latent_tape(symbol)

    def _latent_tape(self, symbol: str) -> Tape:
        """What a sleeping instrument has traded so far."""
        seen = self._latent.get(symbol)
        if seen is not None and seen[0] == self._at:
            return seen[1]
        history = self._history(symbol)
        rate = usual_print_rate(self.listing(symbol))
        tape = Tape(history.path(self._day), history.grid(self._day), rate, self._at)
        self._latent[symbol] = (self._at, tape)
        return tape

    def _venue(self, symbol: str) -> Venue:
        venue = self._venues.get(symbol)
        return venue if venue is not None else self._wake(symbol)

    def _wake(self, symbol: str) -> Venue:
        history = self._history(symbol)
        self._latent.pop(symbol, None)
        path, grid, at = history.path(self._day), history.grid(self._day), self._at
        crowd = noise.stream(self._seed, symbol, self._day, "crowd")
        venue = Venue(path, grid, crowd, self._desk, at)
        venue.tape.take_fresh()
        rehearsal = noise.stream(self._seed, symbol, self._day, "rehearsal")
        venue.tape.recall(rehearsed_prints(path, grid, rehearsal, venue.tape, at))
        self._venues[symbol] = venue
        if self._print_rate is not None:
            self._share_print_rate()
        else:
            heapq.heappush(self._queue, (venue.next_at, self._order[symbol], venue))
        return venue

    def _share_print_rate(self) -> None:
        busy = [venue for venue in self._venues.values() if not venue.path.listing.halted]
        share = None if self._print_rate is None else self._print_rate / max(len(busy), 1)
        for venue in busy:
            venue.set_print_rate(share, self._at)
        self._requeue()

    def _requeue(self) -> None:
        self._queue = [
            (venue.next_at, self._order[symbol], venue) for symbol, venue in self._venues.items()
        ]
        heapq.heapify(self._queue)

    def _live_until(self, now: datetime) -> None:
        if now <= self._now:
            return
        target = session_day(now.date())
        while self._day < target:
            self._run(DAY)
            self._change_day(next_trading_day(self._day))
        self._now = now
        self._at = self._moment(now)
        self._run(self._at)

    def _run(self, until: int) -> None:
        """Lives through the events of all venues in the order of their times."""
        queue = self._queue
        while queue and queue[0][0] <= until:
            at, number, venue = heapq.heappop(queue)
            others = queue[0][0] - 1 if queue else until
            venue.run(max(at, min(until, others)))
            self._changed[venue.path.listing.symbol] = venue
            if venue.next_at < NEVER:
                heapq.heappush(queue, (venue.next_at, number, venue))

    def _jump(self, jump: Jump) -> None:
        """Takes up that the clock was set."""
        self._tell_changes()
        awake = list(self._venues)
        target = session_day(jump.arrived.date())
        if jump.arrived < self._now:
            self._begin(jump.arrived)
            for symbol in awake:
                self._wake(symbol)
            return
        if target > self._day:
            self._skip(DAY)
            self._change_day(target)
        self._now = jump.arrived
        at = self._moment(jump.arrived)
        self._skip(at)
        self._at = at

    def _skip(self, at: int) -> None:
        """Passes over the time until `at` in all venues."""
        for symbol, venue in self._venues.items():
            venue.skip(self._at, at)
            self._changed[symbol] = venue
        self._at = at
        self._requeue()

    def _change_day(self, day: date) -> None:
        """Keeps what was lived through, settles, and begins another trading day at midnight."""
        self._tell_changes()
        awake = list(self._venues)
        for symbol, venue in self._venues.items():
            tape = venue.tape
            bar = day_bar(tape) or self._history(symbol).latent_bar(self._day)
            lived = LivedDay(bar, tape.minute_bars())
            self._history(symbol).keep(self._day, lived, tape.last)
        self._indices.end_day()
        self._day, self._at = day, 0
        self._venues.clear()
        self._queue.clear()
        self._latent.clear()
        self._displays.clear()
        self._desk.begin_day(day)
        for symbol in awake:
            self._wake(symbol)

    def _original(self, account: str, number: str) -> Order:
        order = self._desk.ledger(account).working_copy(number)
        if order is None:
            raise Refused(Refusal.NO_SUCH_ORDER, number)
        return order

    def _snapshot(self, tape: Tape, book: Book | None, history: History) -> Snapshot:
        phase = hours(self._day).phase(self._at)
        return snapshot_of(tape, book, history, history.grid(self._day), phase, self._shown_time())

    def _tell_order(self, event: OrderEvent) -> None:
        if self.listeners.on_order is not None:
            self.listeners.on_order(event)

    def _tell_changes(self, symbol: str | None = None) -> None:
        if symbol is not None:
            self._changed[symbol] = self._venues[symbol]
        changed, self._changed = self._changed, {}
        for name, venue in changed.items():
            prints = venue.tape.take_fresh()
            if prints and self.listeners.on_print is not None:
                self.listeners.on_print(name, prints)
            if venue.touched and self.listeners.on_book is not None:
                self.listeners.on_book(name)
            venue.touched = False
