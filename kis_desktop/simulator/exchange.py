"""All instruments at a moment: asleep on their latent paths, or awake in venues of their own."""

import heapq
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.crowd import usual_print_rate
from kis_desktop.simulator.history import History, LivedDay
from kis_desktop.simulator.hours import DAY, hours, session_day
from kis_desktop.simulator.matching import OrderSink
from kis_desktop.simulator.rehearsal import rehearsed_prints
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.told_days import ToldDays
from kis_desktop.simulator.told_venue import ToldVenue, told_prints
from kis_desktop.simulator.universe import Listing, Universe
from kis_desktop.simulator.venue import NEVER, NXT_SHARE, Venue
from kis_desktop.simulator.views import Board, Phase, Refusal, Refused, moment

_SECOND_BOARD = 1_000_000
"""after all numbers of the first, in the order of events at one moment"""
_KEPT_TAPES = 128
"""of instruments that sleep, each good for one moment"""


class Exchange:
    """Lives through the events of all venues in the order of their market times.

    `end_day` is called before a day's venues are left, `begin_day` before the next ones wake.
    Instruments that are `told` trade as their files say, on the KRX alone.
    """

    def __init__(
        self,
        seed: int,
        universe: Universe,
        now: datetime,
        sink: OrderSink,
        *,
        end_day: Callable[[], None],
        begin_day: Callable[[date], None],
        told: Mapping[str, ToldDays] | None = None,
    ) -> None:
        self.universe = universe
        self._told = told or {}
        self.now = now
        self.day = session_day(now.date())
        """the trading day whose figures are shown"""
        self.at = self.moment(now)
        """microseconds since its midnight"""
        self._seed = seed
        self._sink = sink
        self._end_day = end_day
        self._begin_day = begin_day
        self.print_rate: float | None = None
        """prints a second over all that is awake, None for the usual pace"""
        self._numbers = {one.symbol: number for number, one in enumerate(universe.listings)}
        self._venues: dict[str, Venue] = {}
        self._nxt: dict[str, Venue] = {}
        self.is_watched: Callable[[str, Board], bool] = lambda _symbol, _board: True
        """whether an instrument that is awake is to be awake on the next day too"""
        self._queue: list[tuple[int, int, Venue]] = []
        self._changed: dict[Venue, None] = {}
        self._histories: dict[str, History] = {}
        self._latent: dict[str, tuple[int, Tape]] = {}

    @property
    def awake(self) -> tuple[str, ...]:
        """The symbols that have venues, in the order of waking."""
        return tuple(self._venues)

    @property
    def phase(self) -> Phase:
        """The KRX's phase; ENDED on days without one."""
        return self.phase_on(Board.KRX)

    def phase_on(self, board: Board) -> Phase:
        """An exchange's phase, of both seen as one the KRX's."""
        return hours(self.day).phase(self.at, board)

    @property
    def is_trading_day(self) -> bool:
        """Whether the day shown is today."""
        return self.now.date() == self.day

    def listing(self, symbol: str) -> Listing:
        """The listing of a symbol. Raises `Refused` for an unknown one."""
        listing = self.universe.find(symbol)
        if listing is None:
            raise Refused(Refusal.UNKNOWN_SYMBOL, symbol)
        return listing

    def history(self, symbol: str) -> History:
        """The past of an instrument. Raises `Refused`."""
        history = self._histories.get(symbol)
        if history is None:
            told = self._told.get(symbol)
            history = self._histories[symbol] = History(self._seed, self.listing(symbol), told)
        return history

    def venue(self, symbol: str, board: Board = Board.KRX) -> Venue:
        """The venue of an instrument, woken when it slept. Raises `Refused`."""
        venue = self.find_venue(symbol, board)
        return self._wake(symbol, board) if venue is None else venue

    def peek(self, symbol: str, board: Board = Board.KRX) -> Venue:
        """The venue of an instrument; of one that sleeps, what waking it now would give.

        It sleeps on. Raises `Refused`.
        """
        venue = self.find_venue(symbol, board)
        return self._new_venue(symbol, board) if venue is None else venue

    def find_venue(self, symbol: str, board: Board = Board.KRX) -> Venue | None:
        """The venue of an instrument that is awake."""
        return self._of(board).get(symbol)

    def awake_on(self, board: Board) -> tuple[str, ...]:
        """The symbols that have venues on an exchange."""
        return tuple(self._of(board))

    def trades_on_nxt(self, symbol: str) -> bool:
        """Whether the NXT has this instrument today. Raises `Refused`."""
        listed = self.listing(symbol).on_nxt and hours(self.day).has_nxt
        return listed and symbol not in self._told

    def _of(self, board: Board) -> dict[str, Venue]:
        return self._nxt if board is Board.NXT else self._venues

    def tape(self, symbol: str) -> Tape:
        """What an instrument has traded today; wakes nothing. Raises `Refused`."""
        venue = self._venues.get(symbol)
        return venue.tape if venue is not None else self._latent_tape(symbol)

    def own_tape(self, symbol: str) -> Tape | None:
        """The tape of an instrument that is awake or whose prints are told; None for all others."""
        asleep = symbol not in self._venues
        if asleep and self.history(symbol).path(self.day).prints is None:
            return None
        return self.tape(symbol)

    def note_change(self, venue: Venue) -> None:
        """Notes that a request changed a venue, which may have planned anew."""
        self._changed[venue] = None
        if venue.vi is not None:
            self._requeue()

    def take_changed(self) -> tuple[Venue, ...]:
        """The venues that something happened in since the last call."""
        changed, self._changed = self._changed, {}
        return tuple(changed)

    def set_print_rate(self, prints_per_second: float | None) -> None:
        """Spreads so many prints a second over all that is awake, now and later."""
        self.print_rate = prints_per_second
        self._share_print_rate()

    def live_until(self, now: datetime) -> None:
        """Lives through everything up to an instant, over nights and weekends too."""
        if now <= self.now:
            return
        target = session_day(now.date())
        while self.day < target:
            self._run(DAY)
            self._change_day(next_trading_day(self.day))
        self.now = now
        self.at = self.moment(now)
        self._run(self.at)

    def jump_to(self, arrived: datetime) -> None:
        """Passes over the time until a later instant."""
        target = session_day(arrived.date())
        if target > self.day:
            self._skip(DAY)
            self._change_day(target)
        self.now = arrived
        self._skip(self.moment(arrived))

    def moment(self, now: datetime) -> int:
        """Microseconds since the trade date's midnight; a day's end on later days."""
        if now.date() > self.day:
            return DAY
        since = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
        return since // timedelta(microseconds=1)

    def _latent_tape(self, symbol: str) -> Tape:
        seen = self._latent.get(symbol)
        if seen is not None and seen[0] == self.at:
            return seen[1]
        history = self.history(symbol)
        rate = usual_print_rate(self.listing(symbol))
        tape = Tape(history.path(self.day), history.grid(self.day), rate, self.at)
        if len(self._latent) >= _KEPT_TAPES:
            self._latent.clear()
        self._latent[symbol] = (self.at, tape)
        return tape

    def _new_venue(self, symbol: str, board: Board) -> Venue:
        if board is Board.NXT and not self.trades_on_nxt(symbol):
            raise Refused(Refusal.NOT_ON_NXT, symbol)
        history = self.history(symbol)
        path, grid = history.path(self.day), history.grid(self.day)
        if board is Board.NXT:
            path = path.of_share(NXT_SHARE)
        crowd = noise.stream(self._seed, symbol, self.day, "crowd", *_own(board))
        kind = Venue if path.prints is None else ToldVenue
        return kind(path, grid, crowd, self._sink, self.at, board)

    def _wake(self, symbol: str, board: Board) -> Venue:
        venue = self._new_venue(symbol, board)
        path, grid, at, own = venue.path, venue.grid, self.at, _own(board)
        if board is Board.KRX:
            self._latent.pop(symbol, None)
        venue.tape.take_fresh()
        if path.prints is not None:
            venue.tape.recall(told_prints(path, grid, min(at, path.hours.closing_auction)))
        elif board is Board.KRX or venue.phase not in {Phase.PRE_MARKET, Phase.AFTER_MARKET}:
            rehearsal = noise.stream(self._seed, symbol, self.day, "rehearsal", *own)
            venue.tape.recall(rehearsed_prints(path, grid, rehearsal, venue.tape, at, board))
        self._of(board)[symbol] = venue
        if self.print_rate is not None and board is Board.KRX:
            self._share_print_rate()
        else:
            heapq.heappush(self._queue, (venue.next_at, self._number_of(venue), venue))
        return venue

    def _number_of(self, venue: Venue) -> int:
        number = self._numbers[venue.path.listing.symbol]
        return number + _SECOND_BOARD if venue.board is Board.NXT else number

    def _awake_venues(self) -> tuple[Venue, ...]:
        return (*self._venues.values(), *self._nxt.values())

    def _share_print_rate(self) -> None:
        busy = [venue for venue in self._venues.values() if not venue.path.listing.halted]
        share = None if self.print_rate is None else self.print_rate / max(len(busy), 1)
        for venue in busy:
            venue.set_print_rate(share, self.at)
        self._requeue()

    def _requeue(self) -> None:
        self._queue = [
            (venue.next_at, self._number_of(venue), venue) for venue in self._awake_venues()
        ]
        heapq.heapify(self._queue)

    def _run(self, until: int) -> None:
        queue, changed = self._queue, self._changed
        while queue and queue[0][0] <= until:
            at, number, venue = queue[0]
            next_best = queue[1:3]
            others = min(next_best)[0] if next_best else NEVER
            venue.run(max(at, min(until, others - 1)))
            changed[venue] = None
            if venue.next_at < NEVER:
                heapq.heapreplace(queue, (venue.next_at, number, venue))
            else:
                heapq.heappop(queue)

    def _skip(self, at: int) -> None:
        for venue in self._awake_venues():
            venue.skip(self.at, at)
            self._changed[venue] = None
        self.at = at
        self._requeue()

    def _change_day(self, day: date) -> None:
        """Keeps what was lived through and begins another trading day at its midnight."""
        self._end_day()
        awake = [(symbol, Board.KRX) for symbol in self._venues]
        awake += [(symbol, Board.NXT) for symbol in self._nxt]
        for symbol, venue in self._venues.items():
            tape, history = venue.tape, self.history(symbol)
            bar = tape.day_bar() or history.latent_bar(self.day)
            close = moment(self.day, venue.hours.close)
            minutes = tuple(one for one in tape.minute_bars() if one.time <= close)
            history.keep(self.day, LivedDay(bar, minutes, *tape.settled_sides), tape.settled_last)
        self.day, self.at = day, 0
        self._venues.clear()
        self._nxt.clear()
        self._changed.clear()
        self._queue.clear()
        self._latent.clear()
        self._begin_day(day)
        for symbol, board in awake:
            if self.is_watched(symbol, board):
                self._wake(symbol, board)


def _own(board: Board) -> tuple[str, ...]:
    """What the randomness of a board's venues has in its address beside the symbol and the day."""
    return () if board is Board.KRX else (board.value,)
