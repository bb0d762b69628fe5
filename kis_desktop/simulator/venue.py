"""One instrument on one exchange on one day: its sessions, book, tape, crowd, the orders in it."""

from dataclasses import dataclass
from random import Random

from kis_desktop.simulator.book import Book
from kis_desktop.simulator.crowd import Crowd, usual_print_rate
from kis_desktop.simulator.day_path import DayPath
from kis_desktop.simulator.hours import MINUTE, SECOND
from kis_desktop.simulator.matching import Matching, OrderSink
from kis_desktop.simulator.orders import FIXED_TYPES, Order
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import AUCTIONS, TRADING, Board, Phase
from kis_desktop.simulator.volatility import ViMark, Volatility

NEVER = 1 << 62
NXT_SHARE = 0.35
"""the NXT's volume as a part of the KRX's"""
_PRINTS_BEFORE_WAKE = 30
_LONGEST_WARM_UP = 180 * SECOND
_SILENT = frozenset({Phase.CLOSED, Phase.PAUSED, Phase.CLOSING_PRICE_ORDERS, Phase.ENDED})
"""nothing trades and nothing gathers"""
_MARKETS = {
    Phase.PRE_MARKET: "1",
    Phase.PRE_HOURS: "1",
    Phase.CLOSING_PRICE: "5",
    Phase.AFTER_AUCTION: "3",
    Phase.AFTER_MARKET: "3",
}
"""MARKET_CLS_CODE, 2 in the regular session"""


@dataclass(frozen=True, slots=True)
class ViStop:
    """A VI with its end, microseconds since midnight, and the last price before it."""

    mark: ViMark
    until: int
    price: int


def warm_up(listing: Listing, board: Board) -> int:
    """How long it takes until an instrument has prints to show, microseconds."""
    rate = usual_print_rate(listing) * (NXT_SHARE if board is Board.NXT else 1.0)
    needed = int(_PRINTS_BEFORE_WAKE / rate * SECOND)
    return min(needed, _LONGEST_WARM_UP)


class Venue:
    """Lives through its events in the order of their market times, in any chunks.

    Times are microseconds since KST midnight. Between two events nothing changes, so that
    the state at a moment depends on the requests made until then and on nothing else.
    It begins at `at` with the latent figures of that moment, in an auction with the auction.
    An order lives no longer than the market that it was sent to: on the KRX the regular session,
    the trading at a fixed price or the after-market, on the NXT the pre-market, the main market
    or the after-market.
    """

    crowd_type = Crowd
    volatility_type = Volatility

    def __init__(
        self,
        path: DayPath,
        grid: PriceGrid,
        random: Random,
        sink: OrderSink,
        at: int,
        board: Board = Board.KRX,
    ) -> None:
        self.path = path
        self.grid = grid
        self.hours = path.hours
        self.board = board
        self.book = Book()
        share = NXT_SHARE if board is Board.NXT else 1.0
        self.crowd = self.crowd_type(path, grid, self.book, random, share)
        self.next_at = NEVER
        self.touched = False
        """whether the book changed since this was last set to False"""
        self.stops: list[ViStop] = []
        """the VI that it has lived through, oldest first"""
        self._edge = NEVER
        self._edge_is_next = False
        start = self._start(at)
        self.tape = Tape(path, grid, self.crowd.usual_rate, start)
        self.volatility = self.volatility_type(path.listing, board, self._first_reference())
        self.matching = Matching(
            self.book, grid, self.tape, self.volatility, sink, self._stop_for_vi
        )
        self._enter_phase(start)
        if self.phase in _SEEDED and not path.listing.halted:
            self.crowd.seed(start)
        self._plan(start)
        self.run(at)

    @property
    def phase(self) -> Phase:
        """What goes on."""
        return self.matching.phase

    @property
    def vi(self) -> ViMark | None:
        """The VI in force."""
        return self.matching.vi

    def run(self, until: int) -> None:
        """Lives through every event up to and including `until`."""
        while self.next_at <= until:
            at = self.matching.at = self.next_at
            if self._edge_is_next:
                self._cross_edge(at)
            else:
                self._act(at)
            self._plan(at)

    def skip(self, left: int, at: int) -> None:
        """Goes from `left` to `at`; passes over continuous trading when no order rests here."""
        for start, end in self.hours.stretches(self.board):
            begin = max(left, start)
            if at <= begin or left >= end:
                continue
            self.run(begin)
            landing = min(at, end) - warm_up(self.path.listing, self.board)
            if landing > begin and self._may_pass_over():
                if self.phase is Phase.CONTINUOUS:
                    self.tape.pass_over(self.grid, max(begin, self.hours.open), landing)
                    self.volatility.reference = self._first_reference()
                self._clear()
                self._enter_phase(landing)
                self._plan(landing)
        self.run(at)

    def set_print_rate(self, rate: float | None, at: int) -> None:
        """Fixes the prints a second from now on, None for the instrument's own pace."""
        self.crowd.print_rate = rate
        if self.phase is Phase.CONTINUOUS:
            self.crowd.begin_minute(at)
            self._plan(at)

    def enter(self, order: Order, at: int) -> None:
        """Takes an order in: matches it where trading is continuous, and rests what may rest."""
        self.touched = True
        trades = self.phase in TRADING and order.order_type not in FIXED_TYPES
        self.matching.enter(order, at)
        if trades and self.vi is not None:
            self._plan(at)

    def withdraw(self, order: Order, quantity: int) -> None:
        """Takes part or all of a resting order out of the book."""
        self.touched = True
        self.matching.withdraw(order, quantity)

    def _may_pass_over(self) -> bool:
        return self.matching.is_empty and self.vi is None and not self.path.listing.halted

    def _first_reference(self) -> int:
        """What a VI is reckoned from where its call auction has not been lived through."""
        tape = self.tape
        if tape.settled is not None:
            return tape.last
        opened = tape.open or tape.base
        return opened if abs(tape.last - opened) * 10 < opened else tape.last

    def _start(self, at: int) -> int:
        """From when on the venue lives: an auction's orders gather from its beginning."""
        hours = self.hours
        phase = hours.phase(at, self.board)
        if phase is Phase.OPENING_AUCTION or (at == hours.open and self.board is Board.KRX):
            return hours.auction
        began = hours.start(at, self.board)
        if phase in AUCTIONS:
            return began
        if self.board is Board.NXT and phase in {Phase.PRE_MARKET, Phase.AFTER_MARKET}:
            return max(began, at - warm_up(self.path.listing, self.board))
        return at

    def _phase_at(self, at: int) -> Phase:
        phase = self.hours.phase(at, self.board)
        if phase is Phase.AFTER_MARKET and self.board is Board.KRX and self.path.listing.is_etp:
            return Phase.ENDED
        return phase

    def _plan(self, at: int) -> None:
        """Draws the moment of the next event after `at`."""
        crowd, edge = self.crowd, self._edge
        act_at = at + crowd.wait() if crowd.rate else NEVER
        self._edge_is_next = act_at >= edge
        self.next_at = min(edge, act_at)

    def _cross_edge(self, at: int) -> None:
        before, coming = self.phase, self._phase_at(at)
        if before is Phase.VI_AUCTION:
            if coming is not Phase.CLOSING_AUCTION:
                self._end_vi(at)
            self.matching.vi = None
            before = self._phase_at(at - 1)
            self.touched = True
        if before is not coming:
            self.touched = True
            self._leave(before, at)
        if coming is Phase.CLOSING_AUCTION and before is not coming:
            self.matching.convert_conditional()
        self._enter_phase(at)
        self.matching.release_stops(at)

    def _leave(self, phase: Phase, at: int) -> None:
        """Ends a phase: its auction is matched, orders of its market expire."""
        if phase in {Phase.OPENING_AUCTION, Phase.CLOSING_AUCTION, Phase.AFTER_AUCTION}:
            self.matching.uncross(at)
            self.volatility.reference = self.tape.last
        if phase is Phase.OPENING_AUCTION:
            self.matching.settle_market_orders()
        elif phase is Phase.CLOSING_AUCTION:
            self.tape.settle()
            self.matching.expire(at)
        elif phase in {Phase.PRE_HOURS, Phase.CLOSING_PRICE}:
            self.matching.expire_fixed(at)
        elif phase is Phase.AFTER_MARKET or (phase in TRADING and self.board is Board.NXT):
            self.matching.expire(at)

    def _end_vi(self, at: int) -> None:
        """Matches the call auction of a VI; where nothing matched, its price is the reference."""
        crossing = self.book.crossing(self.tape.last)
        self.matching.uncross(at)
        self.matching.settle_market_orders()
        if crossing is not None:
            self.volatility.reference = self.tape.last
        else:
            price = self.grid.nearest(self.crowd.value(at))
            self.matching.anchor = self.volatility.reference = price

    def _enter_phase(self, at: int) -> None:
        """Sets the crowd's pace and the next edge for the moment `at`."""
        hours, crowd = self.hours, self.crowd
        phase = self.matching.phase = self._phase_at(at)
        self.tape.market = _MARKETS.get(phase, "2")
        edge = hours.next_edge(at, self.board)
        self._edge = NEVER if edge is None else edge
        if self.path.listing.halted or phase in _SILENT:
            crowd.rate = 0.0
        elif phase in TRADING:
            self._begin_trading(phase, at)
        elif phase is Phase.CLOSING_PRICE:
            crowd.begin_fixed()
        elif phase is Phase.AFTER_AUCTION:
            self._clear()
            crowd.begin_thin(evening=True)
        else:
            crowd.begin_auction(opening=phase is not Phase.CLOSING_AUCTION)
        self.tape.reference = 0 if phase in _BEFORE_REFERENCE else self.volatility.reference

    def _begin_trading(self, phase: Phase, at: int) -> None:
        hours, crowd = self.hours, self.crowd
        self.volatility.begin(phase)
        if at == hours.start(at, self.board) and (self.board, phase) in _FRESH_BOOKS:
            self._clear()
            if phase is Phase.CONTINUOUS:
                self.volatility.reference = self.path.bar.open
        if phase is Phase.CONTINUOUS:
            crowd.begin_minute(at)
            self._edge = min((at // MINUTE + 1) * MINUTE, hours.closing_auction)
        else:
            crowd.begin_thin(evening=phase is Phase.AFTER_MARKET)
        if not self.book.asks.keys and not self.book.bids.keys:
            crowd.seed(at)

    def _act(self, at: int) -> None:
        self.touched = True
        phase = self.matching.phase
        if phase in TRADING:
            self._act_in_trading(at)
        elif phase is Phase.CLOSING_PRICE:
            self._trade_fixed(at, self.tape.settled_last)
        elif phase is Phase.PRE_HOURS and self.crowd.draws_fixed():
            self._trade_fixed(at, self.tape.base)
        else:
            self.crowd.act_in_auction(at)

    def _act_in_trading(self, at: int) -> None:
        taker = self.crowd.act(at)
        if taker is None:
            return
        quantity, limit, buying = taker
        self.matching.trade(quantity, limit, at, buying=buying)

    def _trade_fixed(self, at: int, price: int) -> None:
        size, buying = self.crowd.fixed_taker()
        self.matching.trade_fixed(at, price, size, buying=buying)

    def _stop_for_vi(self, at: int) -> None:
        end = at + self.crowd.begin_vi()
        edge = self.hours.next_edge(at, self.board)
        self._edge = end if edge is None else min(end, edge)
        mark = self.vi
        if mark is not None:
            self.stops.append(ViStop(mark, self._edge, self.tape.last))

    def _clear(self) -> None:
        for side in (self.book.bids, self.book.asks):
            for key in list(side.keys):
                side.clear_background(key * side.sign)


_SEEDED = frozenset({Phase.CLOSING_AUCTION, Phase.CLOSING_PRICE_ORDERS, Phase.CLOSING_PRICE}) | {
    Phase.ENDED
}
"""phases that a venue can begin in with a book that an earlier one left"""
_FRESH_BOOKS = frozenset({(Board.KRX, Phase.AFTER_MARKET), (Board.NXT, Phase.CONTINUOUS)})
"""sessions that begin without the quotes of the one before"""
_BEFORE_REFERENCE = frozenset({Phase.CLOSED, Phase.PRE_HOURS, Phase.OPENING_AUCTION})
