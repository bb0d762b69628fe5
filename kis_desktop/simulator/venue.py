"""One instrument on one exchange on one day: its sessions, book, tape, crowd, the orders in it."""

from random import Random
from typing import Protocol

from kis_desktop.simulator.book import Book, Resting
from kis_desktop.simulator.crowd import Crowd, usual_print_rate
from kis_desktop.simulator.day_path import DayPath
from kis_desktop.simulator.hours import MINUTE, SECOND
from kis_desktop.simulator.orders import (
    ALL_OR_NOTHING,
    CONDITIONAL,
    FIXED_TYPES,
    IMMEDIATE,
    MARKET_TYPES,
    MIDDLE_TYPES,
    OPPOSITE_TYPES,
    OWN_SIDE_TYPES,
    STOP_LIMIT,
    Order,
)
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import AUCTIONS, TRADING, Board, Phase, PrintSide
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


def warm_up(listing: Listing, board: Board) -> int:
    """How long it takes until an instrument has prints to show, microseconds."""
    rate = usual_print_rate(listing) * (NXT_SHARE if board is Board.NXT else 1.0)
    needed = int(_PRINTS_BEFORE_WAKE / rate * SECOND)
    return min(needed, _LONGEST_WARM_UP)


class OrderSink(Protocol):
    """Who is told what became of an account's order."""

    def filled(self, order: Order, price: int, quantity: int, at: int) -> None: ...
    def remainder_cancelled(self, order: Order, quantity: int, at: int) -> None: ...
    def rejected(self, order: Order, at: int) -> None: ...
    def expired(self, order: Order, at: int) -> None: ...


class Venue:
    """Lives through its events in the order of their market times, in any chunks.

    Times are microseconds since KST midnight. Between two events nothing changes, so that
    the state at a moment depends on the requests made until then and on nothing else.
    It begins at `at` with the latent figures of that moment, in an auction with the auction.
    An order lives no longer than the market that it was sent to: on the KRX the regular session,
    the trading at a fixed price or the after-market, on the NXT the pre-market, the main market
    or the after-market.
    """

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
        self.crowd = Crowd(path, grid, self.book, random, share)
        self.next_at = NEVER
        self.touched = False
        """whether the book changed since this was last set to False"""
        self.phase = Phase.CLOSED
        self.vi: ViMark | None = None
        """the VI in force"""
        self._vi_due: ViMark | None = None
        """a VI that the order at hand has set off"""
        self._vi_end = NEVER
        self._anchor = 0
        """stands for the last trade after a VI in which nothing matched"""
        self._sink = sink
        self._resting: dict[str, Resting] = {}
        self._stops: list[Order] = []
        """stop orders that wait for their price, oldest first"""
        self._middles: list[Order] = []
        """orders that wait at the middle price, oldest first"""
        self._fixed: list[Order] = []
        """orders that wait at the previous or today's close, oldest first"""
        self._at = 0
        """moment of the event that is being lived through"""
        self._edge = NEVER
        self._edge_is_next = False
        start = self._start(at)
        self.tape = Tape(path, grid, self.crowd.usual_rate, start)
        self.volatility = Volatility(path.listing, board, self._first_reference())
        self._enter_phase(start)
        if self.phase in _SEEDED and not path.listing.halted:
            self.crowd.seed(start)
        self._plan(start)
        self.run(at)

    def run(self, until: int) -> None:
        """Lives through every event up to and including `until`."""
        while self.next_at <= until:
            at = self._at = self.next_at
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
        if order.order_type in FIXED_TYPES:
            self._fixed.append(order)
        elif self.phase in TRADING:
            self._enter_continuous(order, at)
        else:
            self._rest_in_auction(order)

    def withdraw(self, order: Order, quantity: int) -> None:
        """Takes part or all of a resting order out of the book."""
        self.touched = True
        for waiting in (self._stops, self._middles, self._fixed):
            if order in waiting:
                if quantity == order.remaining:
                    waiting.remove(order)
                return
        resting = self._resting[order.number]
        self.book.side(buying=order.buying).shrink(order.resting_price, resting, quantity)
        if resting.remaining == 0:
            del self._resting[order.number]

    def _may_pass_over(self) -> bool:
        held = self._resting or self._stops or self._middles or self._fixed
        return not held and self.vi is None and not self.path.listing.halted

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
        act_at = at + self.crowd.wait() if self.crowd.rate else NEVER
        self._edge_is_next = act_at >= self._edge
        self.next_at = min(act_at, self._edge)

    def _cross_edge(self, at: int) -> None:
        before, coming = self.phase, self._phase_at(at)
        if before is Phase.VI_AUCTION:
            if coming is not Phase.CLOSING_AUCTION:
                self._end_vi(at)
            self.vi, self._vi_end = None, NEVER
            before = self._phase_at(at - 1)
            self.touched = True
        if before is not coming:
            self.touched = True
            self._leave(before, at)
        if coming is Phase.CLOSING_AUCTION and before is not coming:
            self._convert_conditional()
        self._enter_phase(at)
        self._release_stops(at)

    def _leave(self, phase: Phase, at: int) -> None:
        """Ends a phase: its auction is matched, orders of its market expire."""
        if phase in {Phase.OPENING_AUCTION, Phase.CLOSING_AUCTION, Phase.AFTER_AUCTION}:
            self._uncross(at)
            self.volatility.reference = self.tape.last
        if phase is Phase.OPENING_AUCTION:
            self._settle_market_orders()
        elif phase is Phase.CLOSING_AUCTION:
            self.tape.settle()
            self._expire(at)
        elif phase in {Phase.PRE_HOURS, Phase.CLOSING_PRICE}:
            self._expire_fixed(at)
        elif phase is Phase.AFTER_MARKET or (phase in TRADING and self.board is Board.NXT):
            self._expire(at)

    def _end_vi(self, at: int) -> None:
        """Matches the call auction of a VI; where nothing matched, its price is the reference."""
        crossing = self.book.crossing(self.tape.last)
        self._uncross(at)
        self._settle_market_orders()
        if crossing is not None:
            self.volatility.reference = self.tape.last
        else:
            self._anchor = self.volatility.reference = self.grid.nearest(self.crowd.value(at))

    def _enter_phase(self, at: int) -> None:
        """Sets the crowd's pace and the next edge for the moment `at`."""
        hours, crowd = self.hours, self.crowd
        phase = self.phase = self._phase_at(at)
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
        if self.phase is Phase.CLOSING_PRICE:
            self._trade_fixed(at, self.tape.settled_last)
        elif self.phase is Phase.PRE_HOURS and self.crowd.draws_fixed():
            self._trade_fixed(at, self.tape.base)
        elif self.phase in AUCTIONS:
            self.crowd.act_in_auction(at)
        else:
            self._act_in_trading(at)

    def _act_in_trading(self, at: int) -> None:
        taker = self.crowd.act(at)
        if taker is None:
            return
        quantity, limit, buying = taker
        trades = self._take(quantity, limit, at, buying=buying)
        side = PrintSide.BUY if buying else PrintSide.SELL
        for price, size in trades:
            self.tape.record(at, price, size, side, self.book)
        self._begin_vi(at)
        self._release_stops(at)

    def _trade_fixed(self, at: int, price: int) -> None:
        """The crowd trades at a fixed price, first with the orders that wait there."""
        size, buying = self.crowd.fixed_taker()
        left = size
        for order in [order for order in self._fixed if order.buying is not buying]:
            part = min(order.remaining, left)
            if not part:
                break
            left -= part
            if part == order.remaining:
                self._fixed.remove(order)
            self._sink.filled(order, price, part, at)
        self.tape.record_aside(at, price, size, self.book)

    def _take(self, quantity: int, limit: int, at: int, *, buying: bool) -> list[tuple[int, int]]:
        """Trades with what waits at the middle price, then with the book, as far as a VI lets."""
        last = self._anchor or self.tape.last
        trades = self._take_middles(quantity, limit, at, buying=buying) if self._middles else []
        left = quantity - sum(size for _, size in trades)
        bound = self.volatility.bound(last, rising=buying)
        if limit < bound if buying else limit > bound:
            taken = self.book.take(left, limit, self._fill_resting, buying=buying)
            if taken:
                self._anchor = 0
            return trades + taken
        grid = self.grid
        inside = grid.ceil(bound) - 1 if buying else grid.floor(bound) + 1
        taken = self.book.take(left, inside, self._fill_resting, buying=buying)
        other = self.book.side(buying=not buying).best
        if sum(size for _, size in taken) < left and other and _reaches(limit, other, buying):
            self._vi_due = self.volatility.mark(last, at, rising=buying)
        return trades + taken

    def _begin_vi(self, at: int) -> None:
        """Stops the trading if what was just done has set off a VI."""
        if self._vi_due is None:
            return
        self.vi, self._vi_due = self._vi_due, None
        self.phase = Phase.VI_AUCTION
        self._vi_end = at + self.crowd.begin_vi()
        edge = self.hours.next_edge(at, self.board)
        self._edge = self._vi_end if edge is None else min(self._vi_end, edge)

    def _take_middles(
        self, quantity: int, limit: int, at: int, *, buying: bool
    ) -> list[tuple[int, int]]:
        middle = self._middle()
        if middle is None or (middle > limit if buying else middle < limit):
            return []
        left = quantity
        for order in [order for order in self._middles if order.buying is not buying]:
            part = min(order.remaining, left)
            if not part:
                break
            left -= part
            if part == order.remaining:
                self._middles.remove(order)
            self._sink.filled(order, middle, part, at)
        return [(middle, quantity - left)] if left < quantity else []

    def _middle(self) -> int | None:
        """Half-way between the best quotes, down to the won; None without both."""
        bid, ask = self.book.bids.best, self.book.asks.best
        return (bid + ask) // 2 if bid and ask else None

    def _release_stops(self, at: int) -> None:
        """Sends in the stop orders whose price has been reached, and those that they reach."""
        while self.phase in TRADING and (
            due := [order for order in self._stops if order.is_due(self.tape.last)]
        ):
            for order in due:
                self._stops.remove(order)
                order.triggered_at = at
                if self.phase in TRADING:
                    self._match(order, at)
                else:
                    self._rest_in_auction(order)

    def _fill_resting(self, order: Order, price: int, quantity: int) -> None:
        if self._resting[order.number].remaining == 0:
            del self._resting[order.number]
        self._sink.filled(order, price, quantity, self._at)

    def _enter_continuous(self, order: Order, at: int) -> None:
        self._at = at
        if order.order_type == STOP_LIMIT and not order.is_due(self.tape.last):
            self._stops.append(order)
            return
        if order.order_type == STOP_LIMIT:
            order.triggered_at = at
        self._match(order, at)
        self._release_stops(at)
        if self.vi is not None:
            self._plan(at)

    def _match(self, order: Order, at: int) -> None:
        limit = self._taking_limit(order)
        if limit is None:
            self._sink.rejected(order, at)
            return
        book, buying = self.book, order.buying
        middle = order.order_type in MIDDLE_TYPES
        if order.order_type in ALL_OR_NOTHING and (
            self._available(limit, middle=middle, buying=buying) < order.remaining
        ):
            self._sink.remainder_cancelled(order, order.remaining, at)
            return
        take = self._take_middles if middle else self._take
        trades = take(order.remaining, limit, at, buying=buying)
        side = PrintSide.BUY if buying else PrintSide.SELL
        for price, size in trades:
            self.tape.record(at, price, size, side, book)
            self._sink.filled(order, price, size, at)
        self._begin_vi(at)
        if order.remaining:
            self._keep_rest(order, limit, trades, at)

    def _keep_rest(self, order: Order, limit: int, trades: list[tuple[int, int]], at: int) -> None:
        """What happens to shares that found no one at once."""
        if order.order_type in IMMEDIATE:
            self._sink.remainder_cancelled(order, order.remaining, at)
        elif order.order_type in MIDDLE_TYPES:
            self._middles.append(order)
        elif self.vi is not None:
            self._rest(order, limit)
        elif order.order_type in MARKET_TYPES:
            self._rest(order, self._resting_price_of_market(order, trades))
        else:
            self._rest(order, limit)

    def _available(self, limit: int, *, middle: bool, buying: bool) -> int:
        """How many shares an order could trade at once, a VI considered."""
        waiting = sum(order.remaining for order in self._middles if order.buying is not buying)
        if middle:
            return waiting
        bound = self.volatility.bound(self._anchor or self.tape.last, rising=buying)
        grid = self.grid
        inside = min(limit, grid.ceil(bound) - 1) if buying else max(limit, grid.floor(bound) + 1)
        return waiting + self.book.available(inside, buying=buying)

    def _taking_limit(self, order: Order) -> int | None:
        """The worst price that the order may trade at; None without the quote it refers to."""
        if order.order_type in MARKET_TYPES:
            return self.grid.limit_up if order.buying else self.grid.limit_down
        if order.order_type in OPPOSITE_TYPES:
            return self.book.side(buying=not order.buying).best or None
        if order.order_type in MIDDLE_TYPES:
            return self._middle()
        if order.order_type in OWN_SIDE_TYPES:
            return self.book.side(buying=order.buying).best or None
        return order.price

    def _resting_price_of_market(self, order: Order, trades: list[tuple[int, int]]) -> int:
        """Where the rest of a market order waits once the other side is swept empty."""
        if trades:
            return trades[-1][0]
        return self.grid.limit_up if order.buying else self.grid.limit_down

    def _rest_in_auction(self, order: Order) -> None:
        if order.order_type in MARKET_TYPES:
            self._rest(order, self.grid.limit_up if order.buying else self.grid.limit_down)
        else:
            self._rest(order, order.price)

    def _rest(self, order: Order, price: int) -> None:
        resting = Resting(order.remaining, order)
        order.resting_price = price
        self._resting[order.number] = resting
        self.book.side(buying=order.buying).add(price, resting)

    def _uncross(self, at: int) -> None:
        """Ends a call auction: one price, one print."""
        crossing = self.book.crossing(self.tape.last)
        if crossing is None:
            return
        price, size = crossing
        self.book.uncross(price, size, self._fill_resting)
        self.tape.record(at, price, size, PrintSide.AUCTION, self.book)

    def _own_orders(self) -> list[Order]:
        return [
            resting.order
            for side in (self.book.bids, self.book.asks)
            for _, resting in side.resting()
            if resting.order is not None
        ]

    def _settle_market_orders(self) -> None:
        """Market orders that an auction left unfilled go on at its price."""
        for order in self._own_orders():
            if order.order_type in MARKET_TYPES:
                self.withdraw(order, order.remaining)
                self._rest(order, self._not_crossing(self.tape.last, order))

    def _not_crossing(self, price: int, order: Order) -> int:
        other = self.book.side(buying=not order.buying).best
        if not other:
            return price
        if order.buying:
            return min(price, self.grid.down(other))
        return max(price, self.grid.up(other))

    def _convert_conditional(self) -> None:
        for order in self._own_orders():
            if order.order_type == CONDITIONAL:
                self.withdraw(order, order.remaining)
                self._rest(order, self.grid.limit_up if order.buying else self.grid.limit_down)

    def _expire(self, at: int) -> None:
        for order in [*self._own_orders(), *self._stops, *self._middles]:
            self.withdraw(order, order.remaining)
            self._sink.expired(order, at)

    def _expire_fixed(self, at: int) -> None:
        waiting, self._fixed = self._fixed, []
        for order in waiting:
            self._sink.expired(order, at)

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


def _reaches(limit: int, price: int, buying: bool) -> bool:  # noqa: FBT001
    return price <= limit if buying else price >= limit
