"""The simulated market behind one door: time, prices, books, history, orders, accounts."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.simulator.account_view import Account
from kis_desktop.simulator.auctions import Indication, gathering_phases, indicated
from kis_desktop.simulator.boards import Sight, Sights, better_venue, past_bars, past_minutes
from kis_desktop.simulator.clock import Jump, MarketClock
from kis_desktop.simulator.credit import Credit, LoanKind
from kis_desktop.simulator.desk import Desk
from kis_desktop.simulator.display import BookDisplay, snapshot_of
from kis_desktop.simulator.exchange import Exchange
from kis_desktop.simulator.history import PERIODS, History, merged, period_start
from kis_desktop.simulator.hours import HISTORY_START, session_day
from kis_desktop.simulator.index_auction import IndexIndication
from kis_desktop.simulator.index_board import IndexBoard
from kis_desktop.simulator.listeners import Listeners
from kis_desktop.simulator.orders import STOP_LIMIT, Order
from kis_desktop.simulator.others import Others
from kis_desktop.simulator.overview import Overview, RecentDays
from kis_desktop.simulator.pace import Pace
from kis_desktop.simulator.reservations import ReservationBook
from kis_desktop.simulator.seed_accounts import STANDING, seeded_ledgers
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.told_days import Replay
from kis_desktop.simulator.universe import Listing, Universe, load_universe
from kis_desktop.simulator.venue import Venue
from kis_desktop.simulator.vi_list import ViEvent, ViList
from kis_desktop.simulator.views import (
    Board,
    BookView,
    DayBar,
    IndexTick,
    IndexView,
    MinuteBar,
    OrderRecord,
    Phase,
    Print,
    Refusal,
    Refused,
    Side,
    Snapshot,
)
from kis_desktop.simulator.volatility import ViMark

_MOST_PRINTS = 100_000


class Market:
    """Single-threaded, no asyncio, no wire formats; prices int won, times KST.

    An instrument sleeps on its latent path until a quote, a book, today's minutes, an order
    or `wake` touches it; from then on its exchange makes its prices. What happens is a
    function of the seed and of the requests with their market times. Setting the clock
    back begins the market anew; setting it ahead passes over the time between, except for
    instruments in which an account has open orders. Symbols `beside` trade beside the first so many
    `instruments`. In an `open_house` the other markets have
    their sessions all day long, and the accounts begin with a few orders of the day. In a `replay`
    the instruments of a file trade as the file says.
    """

    def __init__(
        self,
        *,
        seed: int,
        clock: MarketClock,
        instruments: int | None = None,
        beside: tuple[str, ...] = (),
        open_house: bool = False,
        replay: Replay | None = None,
    ) -> None:
        self.clock = clock
        self._told = {} if replay is None else replay.instruments
        self.universe: Universe = load_universe(instruments, beside=(*beside, *self._told))
        self.listeners = Listeners()
        self.pace: Pace | None = None
        self.is_watched: Callable[[str, Board], bool] = lambda _symbol, _board: True
        """whether an instrument that is awake stays so over the night"""
        self._seed = seed
        self._open_house = open_house
        self._stands = False
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
        return self._exchange.day

    @property
    def keeps_up(self) -> bool:
        """Whether the market is where its clock is: with a `pace` it may be asked for too much."""
        return self.pace is None or not self.pace.is_behind

    def phase(self, board: Board = Board.KRX) -> Phase:
        """An exchange's phase now, of both seen as one the KRX's; ENDED on days without one."""
        self.advance()
        return self._exchange.phase_on(board)

    def vi(self, symbol: str, board: Board = Board.KRX) -> ViMark | None:
        """The VI that is in force; wakes. Raises `Refused`."""
        self.advance()
        return self._sights.see(symbol, board).vi

    def vi_events(self, day: date) -> tuple[ViEvent, ...]:
        """The VI of a day on the KRX that have begun by now, newest first; wakes nothing."""
        self.advance()
        return self._vi_list.of(day, self._exchange.now)

    def account(self, number: str) -> Account | None:
        """The account of a number like 12345678-01."""
        return self._desk.find(number)

    def advance(self) -> None:
        """Lives through everything awake up to the clock's now.

        With a `pace` it does only so much at once; the clock then waits for the market.
        """
        if self._stands:
            return
        for jump in self.clock.take_jumps():
            self._take_jump(jump)
        target = self.clock.now()
        if self.pace is None:
            self._live_until(target)
        elif target > self._exchange.now:
            reached = self.pace.go(self._exchange.now, target, self._live_until)
            if reached < target:
                self.clock.slip(reached)
        self._tell_changes()
        self.listeners.tell_deals(self.others.advance(self.clock.now()))

    @contextlib.contextmanager
    def standing(self) -> Iterator[None]:
        """Neither market nor clock goes on inside: what is read there is of one moment."""
        if self._stands:
            yield
            return
        self._stands = True
        try:
            with self.clock.held(self._exchange.now):
                yield
        finally:
            self._stands = False

    def reset(self) -> None:
        """Begins anew at the clock's now: nothing traded by accounts, everything asleep."""
        self.clock.take_jumps()
        self._begin(self.clock.now())

    def wake(self, symbol: str, board: Board = Board.KRX) -> None:
        """Lets the exchange make this instrument's prices. Raises `Refused`."""
        self.advance()
        self._sights.see(symbol, board)

    def set_print_rate(self, prints_per_second: float | None) -> None:
        """Spreads so many prints a second over all that is awake; None for the usual pace."""
        if prints_per_second is not None and not 0 < prints_per_second <= _MOST_PRINTS:
            raise ValueError(f"prints per second must be positive, not {prints_per_second}")
        self.advance()
        self._exchange.set_print_rate(prints_per_second)

    def glance(self, symbol: str) -> Snapshot:
        """As `snapshot`, without waking: cheap over the whole universe (rankings)."""
        self.advance()
        if self._exchange.find_venue(symbol) is not None:
            return self._snapshot(symbol, self._sights.see(symbol, Board.KRX))
        tape = self._exchange.tape(symbol)
        return self._snapshot(symbol, Sight(tape, None, self._exchange.phase, None))

    def overview(self) -> tuple[Snapshot, ...]:
        """A `glance` at every listing, in their order; at those that sleep once a market second."""
        self.advance()
        return self._overview.of(self._exchange.day, self._exchange.at)

    def recent_days(self, symbol: str) -> RecentDays:
        """What rankings need of the days before today. Raises `Refused`."""
        self.advance()
        return self._overview.recent(symbol, self._exchange.day)

    def prepare(self, seconds: float) -> bool:
        """Works ahead for so long at most, so that the first `overview` of a day is quick too.

        Whether there is nothing left to do.
        """
        return self._overview.prepare(self._exchange.day, seconds)

    def peek(self, symbol: str, board: Board = Board.KRX) -> tuple[Snapshot, BookView]:
        """As `snapshot` and `book`, but what sleeps sleeps on: for the rows of a ranking.

        Sizes have no changes. Raises `Refused`.
        """
        self.advance()
        sight = self._sights.peek(symbol, board)
        assert sight.book is not None
        now = self._exchange.now
        shown = BookDisplay().view(sight.book, sight.tape, sight.phase, now)
        return self._snapshot(symbol, sight), shown

    def snapshot(self, symbol: str, board: Board = Board.KRX) -> Snapshot:
        """The current figures; wakes. Raises `Refused` for an unknown symbol."""
        self.advance()
        return self._snapshot(symbol, self._sights.see(symbol, board))

    def book(self, symbol: str, board: Board = Board.KRX) -> BookView:
        """The ten best levels; wakes. Raises `Refused` for an unknown symbol."""
        self.advance()
        sight = self._sights.see(symbol, board)
        assert sight.book is not None
        display = self._displays.setdefault((symbol, board), BookDisplay())
        return display.view(sight.book, sight.tape, sight.phase, self._exchange.now)

    def recent_prints(self, symbol: str, count: int, board: Board = Board.KRX) -> tuple[Print, ...]:
        """The last prints, newest first; wakes. Raises `Refused` for an unknown symbol."""
        self.advance()
        recent = self._sights.see(symbol, board).tape.recent
        return tuple(recent[-number] for number in range(1, min(count, len(recent)) + 1))

    def daily_bars(
        self,
        symbol: str,
        start: date,
        end: date,
        period: str = "D",
        board: Board = Board.KRX,
    ) -> tuple[DayBar, ...]:
        """Bars by day, week, month or year (D W M Y) whose days lie in [start, end].

        Oldest first; today's is live. A longer period that `start` lies in is whole.
        """
        if period not in PERIODS:
            raise ValueError(f"period must be one of D, W, M, Y, not {period}")
        self.advance()
        history = self._exchange.history(symbol)
        first = max(period_start(start, period), HISTORY_START)
        last = min(end, self._exchange.day - timedelta(days=1))
        bars = past_bars(history.bars(first, last), board)
        if first <= self._exchange.day <= end:
            today = self._sights.day_bar(symbol, board)
            if today is not None:
                bars.append(today)
        return merged(bars, period)

    def minute_bars(
        self,
        symbol: str,
        day: date,
        until: datetime | None = None,
        board: Board = Board.KRX,
    ) -> tuple[MinuteBar, ...]:
        """Minutes of a day, oldest first, those that began until `until`; wakes for today.

        Empty for days without trading. Raises `Refused` for an unknown symbol.
        """
        self.advance()
        history = self._exchange.history(symbol)
        if day == self._exchange.day:
            bars = self._sights.minute_bars(symbol, board)
        elif HISTORY_START <= day < self._exchange.day and is_trading_day(day):
            bars = past_minutes(history, day, board)
        else:
            bars = ()
        if until is None:
            return bars
        return tuple(bar for bar in bars if bar.time <= until)

    def index(self, code: str) -> IndexView:
        """An index of `index_list`, like KOSPI (0001); wakes nothing. Raises `Refused`."""
        self.advance()
        exchange = self._exchange
        return self._indices.view(code, exchange.day, exchange.at, exchange.now)

    def index_bars(
        self, code: str, start: date, end: date, period: str = "D"
    ) -> tuple[DayBar, ...]:
        """As `daily_bars`, for an index, in hundredths of a point."""
        if period not in PERIODS:
            raise ValueError(f"period must be one of D, W, M, Y, not {period}")
        shown = self.index(code)
        bars = self._indices.bars(code, start, end, period, self._exchange.day)
        if shown.open is not None and start <= self._exchange.day <= end:
            bars.append(self._indices.today(code, self._exchange.day).bar())
        return merged(bars, period)

    def index_minutes(self, code: str, day: date | None = None) -> tuple[MinuteBar, ...]:
        """Minutes of an index today or on a day before, in hundredths of a point."""
        self.advance()
        today = self._exchange.day
        return self._indices.minutes(code, today, self._exchange.at, day or today)

    def index_ticks(self, code: str, every: int, count: int) -> tuple[IndexTick, ...]:
        """An index now and at the last full steps of `every` seconds, newest first."""
        self.advance()
        return self._indices.ticks(code, self._exchange.day, self._exchange.at, every, count)

    def index_indicated(
        self, code: str, at: datetime | None = None, *, closing: bool
    ) -> IndexIndication | None:
        """What today's opening or closing auction indicates for an index, now or at a moment of
        today; after it, as it ended. None before it. Raises `Refused`.
        """
        self.advance()
        exchange = self._exchange
        asked = exchange.at if at is None else exchange.moment(at)
        return self._indices.today(code, exchange.day).indicated(asked, closing=closing)

    def indicated(
        self, symbol: str, at: datetime | None = None, *, closing: bool
    ) -> Indication | None:
        """As `index_indicated`, of an instrument on the KRX; wakes nothing. Raises `Refused`.

        Now, in an auction that is lived through, it is what the book would match.
        """
        self.advance()
        exchange = self._exchange
        venue = exchange.find_venue(symbol)
        if at is None and venue is not None and venue.phase in gathering_phases(closing=closing):
            crossing = venue.book.crossing(venue.tape.last)
            return None if crossing is None else Indication(exchange.now, *crossing)
        history = exchange.history(symbol)
        path, grid = history.path(exchange.day), history.grid(exchange.day)
        asked = exchange.at if at is None else exchange.moment(at)
        return indicated(path, grid, asked, closing=closing)

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
        credit: Credit | None = None,
    ) -> OrderRecord:
        """A new order as it stands right after it met the book. Raises `Refused`.

        `condition_price` (CNDT_PRIC) is what a stop order (22) waits for, `credit` the loan that
        it draws on or repays.
        """
        self.advance()
        self._desk.ledger(account)
        venue = self._venue_for(symbol, exchange, side)
        record = self._desk.place(
            account,
            venue,
            side,
            order_type,
            quantity,
            price,
            exchange,
            self._exchange.at,
            trading_day=self._exchange.is_trading_day,
            condition_price=condition_price,
            credit=credit,
        )
        self._exchange.note_change(venue)
        self._tell_changes()
        return record

    def amend(
        self,
        account: str,
        original_no: str,
        *,
        quantity: int | None,
        price: int,
        order_type: str,
        condition_price: int | None = None,
    ) -> OrderRecord:
        """Moves all (None) or part of an order to another price or type. Raises `Refused`.

        Without a `condition_price` a stop order keeps the one it has.
        """
        self.advance()
        original = self._original(account, original_no)
        venue = self._exchange.venue(original.symbol, original.routed)
        record = self._desk.amend(
            account,
            venue,
            original,
            quantity=quantity,
            price=price,
            order_type=order_type,
            at=self._exchange.at,
            trading_day=self._exchange.is_trading_day,
            condition_price=condition_price,
        )
        self._exchange.note_change(venue)
        self._tell_changes()
        return record

    def cancel(self, account: str, original_no: str, *, quantity: int | None) -> OrderRecord:
        """Takes back all (None) or part of an order. Raises `Refused`."""
        self.advance()
        original = self._original(account, original_no)
        venue = self._exchange.venue(original.symbol, original.routed)
        record = self._desk.cancel(
            account,
            venue,
            original,
            quantity=quantity,
            at=self._exchange.at,
        )
        self._exchange.note_change(venue)
        self._tell_changes()
        return record

    def state(self) -> dict[str, object]:
        """Orders, fills, accounts and what is awake, as JSON-able values."""
        self.advance()
        return {
            "now": self._exchange.now.isoformat(),
            "trade_date": self._exchange.day.isoformat(),
            "phase": self._exchange.phase.value,
            "awake": list(self._exchange.awake),
            **self._desk.state(),
        }

    def trades_on_nxt(self, symbol: str) -> bool:
        """Whether the NXT has this instrument today. Raises `Refused` for an unknown one."""
        return self._exchange.trades_on_nxt(symbol)

    def is_on(self, symbol: str, board: Board) -> bool:
        """Whether a board shows this instrument. Raises `Refused` for an unknown one."""
        return board is not Board.NXT or self.trades_on_nxt(symbol)

    def listing(self, symbol: str) -> Listing:
        """The listing of a symbol. Raises `Refused` for an unknown one."""
        return self._exchange.listing(symbol)

    def traded_sides(self, symbol: str) -> tuple[int, int]:
        """Shares traded at the ask and at the bid in today's regular session; wakes nothing.

        Raises `Refused`.
        """
        self.advance()
        return self._exchange.tape(symbol).regular_sides

    def history(self, symbol: str) -> History:
        """Days and paths of an instrument. Raises `Refused` for an unknown one."""
        return self._exchange.history(symbol)

    def last_price(self, symbol: str) -> int:
        """The last print of the KRX's regular session, or the base price; doesn't wake.

        Raises `Refused`.
        """
        return self._exchange.tape(symbol).settled_last

    def base_price(self, symbol: str) -> int:
        """Today's base price. Raises `Refused`."""
        return self._exchange.history(symbol).grid(self._exchange.day).base

    def limit_up(self, symbol: str) -> int:
        """Today's upper limit. Raises `Refused`."""
        return self._exchange.history(symbol).grid(self._exchange.day).limit_up

    def _begin(self, now: datetime) -> None:
        self._desk = Desk(session_day(now.date()), self.listeners.tell_order)
        self._exchange = Exchange(
            self._seed,
            self.universe,
            now,
            self._desk,
            end_day=self._end_day,
            begin_day=self._desk.begin_day,
            told=self._told,
        )
        self.reservations = ReservationBook(self._as_it_stands, open_house=self._open_house)
        self._exchange.is_watched = self._stays_awake
        self._sights = Sights(self._exchange)
        self._overview = Overview(self.universe, self._exchange, self.glance)
        self._vi_list = ViList(self._seed, self.universe, self._exchange)
        self._displays: dict[tuple[str, Board], BookDisplay] = {}
        exchange = self._exchange
        self._indices = IndexBoard(self._seed, self.universe, exchange.history, exchange.own_tape)
        open_day = exchange.day if self._open_house else None
        self.others = Others(Surroundings(self._seed, self, open_day))
        for ledger in seeded_ledgers(
            self._seed, self.universe, self, self._exchange.day, open_house=self._open_house
        ):
            self._desk.open_account(ledger)
        if self._open_house:
            self._place_standing()

    def _place_standing(self) -> None:
        """The accounts begin with a few orders where the exchange takes them."""
        for one in STANDING:
            with contextlib.suppress(Refused):
                last = self.last_price(one.symbol)
                grid = self.history(one.symbol).grid(self._exchange.day)
                price, condition = (
                    0 if distance is None else grid.nearest(last * (1 + distance / 100))
                    for distance in (one.distance, one.condition)
                )
                kind = STOP_LIMIT if condition else "00" if price else "01"
                credit = Credit(LoanKind.MARKET_SHORT, self._exchange.day, repays=False)
                self.place(
                    one.account,
                    one.symbol,
                    one.side,
                    kind,
                    one.quantity,
                    price,
                    condition_price=condition,
                    credit=credit if one.borrows else None,
                )

    def _stays_awake(self, symbol: str, board: Board) -> bool:
        return self.is_watched(symbol, board)

    def _end_day(self) -> None:
        self._tell_changes()
        self._indices.end_day()
        self._displays.clear()
        self._sights.end_day()

    def _take_jump(self, jump: Jump) -> None:
        """Takes up that the clock was set."""
        self._live_until(jump.left)
        self._tell_changes()
        if jump.arrived >= self._exchange.now:
            for opening in self._openings_until(jump.arrived):
                self._exchange.jump_to(opening)
                self._send_reserved(opening.date())
            self._exchange.jump_to(jump.arrived)
            return
        awake, rate = self._exchange.awake, self._exchange.print_rate
        others = self._sights.others
        self._begin(jump.arrived)
        for symbol in awake:
            self._exchange.venue(symbol)
        for symbol, board in others:
            self._sights.see(symbol, board)
        if rate is not None:
            self._exchange.set_print_rate(rate)

    def _live_until(self, now: datetime) -> None:
        for opening in self._openings_until(now):
            self._exchange.live_until(opening)
            self._send_reserved(opening.date())
        self._exchange.live_until(now)

    def _openings_until(self, until: datetime) -> Iterator[datetime]:
        """The openings that reservations wait for, each once the exchange has reached the last."""
        while (opening := self.reservations.next_sending(self._exchange.now, until)) is not None:
            yield opening

    def _send_reserved(self, day: date) -> None:
        """Reservations become orders like any others."""
        for reservation in self.reservations.due(day):
            wish = reservation.wish
            venue = self._exchange.venue(wish.symbol)
            try:
                order = self._desk.place(
                    reservation.account,
                    venue,
                    wish.side,
                    wish.order_type,
                    self.reservations.left(reservation),
                    wish.price,
                    "KRX",
                    self._exchange.at,
                    trading_day=self._exchange.is_trading_day,
                    credit=wish.credit,
                )
            except Refused as refused:
                reservation.refusal = refused
                continue
            reservation.refusal = None
            reservation.orders.append(order)
            self._exchange.note_change(venue)

    def _as_it_stands(self, order: OrderRecord) -> OrderRecord:
        ledger = self._desk.ledger(order.account)
        day = order.trade_date
        return next(one for one in ledger.orders(day, day) if one.number == order.number)

    def _original(self, account: str, number: str) -> Order:
        order = self._desk.ledger(account).working_copy(number)
        if order is None:
            raise Refused(Refusal.NO_SUCH_ORDER, number)
        return order

    def _venue_for(self, symbol: str, exchange: str, side: Side) -> Venue:
        """Where an order goes: SOR finds the exchange with the better price. Raises `Refused`."""
        if exchange == "NXT":
            return self._exchange.venue(symbol, Board.NXT)
        krx = self._exchange.venue(symbol)
        if exchange != "SOR" or not self._exchange.listing(symbol).on_nxt:
            return krx
        return better_venue(krx, self._exchange.venue(symbol, Board.NXT), side)

    def _snapshot(self, symbol: str, sight: Sight) -> Snapshot:
        exchange = self._exchange
        history = exchange.history(symbol)
        grid = history.grid(exchange.day)
        return snapshot_of(sight.tape, sight.book, history, grid, sight.phase, exchange.now)

    def _tell_changes(self) -> None:
        self.listeners.tell_changes(self._sights.changes(self._exchange.take_changed()))
