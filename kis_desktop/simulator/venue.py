"""One instrument on one day: its session, its book, its tape, its crowd, the orders in it."""

from random import Random
from typing import Protocol

from kis_desktop.simulator.book import Book, Resting
from kis_desktop.simulator.crowd import Crowd, usual_print_rate
from kis_desktop.simulator.day_path import DayPath
from kis_desktop.simulator.hours import MINUTE, SECOND
from kis_desktop.simulator.orders import (
    ALL_OR_NOTHING,
    BEST_OWN,
    CONDITIONAL,
    IMMEDIATE,
    MARKET_TYPES,
    MIDDLE_TYPES,
    OPPOSITE_TYPES,
    STOP_LIMIT,
    Order,
)
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Phase, PrintSide

NEVER = 1 << 62
_PRINTS_BEFORE_WAKE = 30
_LONGEST_WARM_UP = 180 * SECOND


def warm_up(listing: Listing) -> int:
    """How long it takes until an instrument has prints to show, microseconds."""
    needed = int(_PRINTS_BEFORE_WAKE / usual_print_rate(listing) * SECOND)
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
    """

    def __init__(
        self,
        path: DayPath,
        grid: PriceGrid,
        random: Random,
        sink: OrderSink,
        at: int,
    ) -> None:
        self.path = path
        self.grid = grid
        self.hours = path.hours
        self.book = Book()
        self.crowd = Crowd(path, grid, self.book, random)
        self.next_at = NEVER
        self.touched = False
        """whether the book changed since this was last set to False"""
        self._sink = sink
        self._resting: dict[str, Resting] = {}
        self._stops: list[Order] = []
        """stop orders that wait for their price, oldest first"""
        self._middles: list[Order] = []
        """orders that wait at the middle price, oldest first"""
        self._at = 0
        """moment of the event that is being lived through"""
        self._edge = NEVER
        self._edge_is_next = False
        start = self._start(at)
        self.tape = Tape(path, grid, self.crowd.usual_rate, start)
        if start >= self.hours.closing_auction and not path.listing.halted:
            self.crowd.seed(start)
        self._enter_phase(start)
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
        hours = self.hours
        if left < hours.open < at:
            self.run(hours.open)
            left = hours.open
        landing = min(at, hours.closing_auction) - warm_up(self.path.listing)
        if hours.open <= left < landing and not self._has_orders() and not self.path.listing.halted:
            self.tape.pass_over(self.grid, left, landing)
            self._clear()
            self._enter_phase(landing)
            self._plan(landing)
        self.run(at)

    def set_print_rate(self, rate: float | None, at: int) -> None:
        """Fixes the prints a second from now on, None for the instrument's own pace."""
        self.crowd.print_rate = rate
        if self.hours.phase(at) is Phase.CONTINUOUS:
            self.crowd.begin_minute(at)
            self._plan(at)

    def enter(self, order: Order, at: int) -> None:
        """Takes an order in: matches it where trading is continuous, and rests what may rest."""
        self.touched = True
        if self.hours.phase(at) is Phase.CONTINUOUS:
            self._enter_continuous(order, at)
        else:
            self._rest_in_auction(order)

    def withdraw(self, order: Order, quantity: int) -> None:
        """Takes part or all of a resting order out of the book."""
        self.touched = True
        for waiting in (self._stops, self._middles):
            if order in waiting:
                if quantity == order.remaining:
                    waiting.remove(order)
                return
        resting = self._resting[order.number]
        self.book.side(buying=order.buying).shrink(order.resting_price, resting, quantity)
        if resting.remaining == 0:
            del self._resting[order.number]

    def _has_orders(self) -> bool:
        return bool(self._resting or self._stops or self._middles)

    def _start(self, at: int) -> int:
        """From when on the venue lives: an auction's orders gather from its beginning."""
        hours = self.hours
        if at <= hours.open:
            return min(at, hours.auction)
        if hours.closing_auction <= at < hours.close:
            return hours.closing_auction
        return at

    def _plan(self, at: int) -> None:
        """Draws the moment of the next event after `at`."""
        act_at = at + self.crowd.wait() if self.crowd.rate else NEVER
        self._edge_is_next = act_at >= self._edge
        self.next_at = min(act_at, self._edge)

    def _cross_edge(self, at: int) -> None:
        hours = self.hours
        if at == hours.open:
            self._uncross(at)
            self._settle_market_orders()
        elif at == hours.closing_auction:
            self._convert_conditional()
        elif at == hours.close:
            self._uncross(at)
            self._expire(at)
        self._enter_phase(at)

    def _enter_phase(self, at: int) -> None:
        """Sets the crowd's pace and the next edge for the moment `at`."""
        hours, crowd = self.hours, self.crowd
        phase = hours.phase(at)
        if self.path.listing.halted:
            crowd.rate, self._edge = 0.0, NEVER
        elif phase is Phase.CLOSED:
            crowd.rate, self._edge = 0.0, hours.auction
        elif phase is Phase.OPENING_AUCTION:
            crowd.begin_auction(opening=True)
            self._edge = hours.open
        elif phase is Phase.CONTINUOUS:
            if not self.book.asks.keys and not self.book.bids.keys:
                crowd.seed(at)
            crowd.begin_minute(at)
            self._edge = min((at // MINUTE + 1) * MINUTE, hours.closing_auction)
        elif phase is Phase.CLOSING_AUCTION:
            crowd.begin_auction(opening=False)
            self._edge = hours.close
        else:
            crowd.rate, self._edge = 0.0, NEVER

    def _act(self, at: int) -> None:
        self.touched = True
        if at < self.hours.open or at >= self.hours.closing_auction:
            self.crowd.act_in_auction(at)
            return
        taker = self.crowd.act(at)
        if taker is None:
            return
        quantity, limit, buying = taker
        trades = self._take(quantity, limit, at, buying=buying)
        side = PrintSide.BUY if buying else PrintSide.SELL
        for price, size in trades:
            self.tape.record(at, price, size, side, self.book)
        if self._stops:
            self._release_stops(at)

    def _take(self, quantity: int, limit: int, at: int, *, buying: bool) -> list[tuple[int, int]]:
        """Trades with what waits at the middle price, then with the book."""
        trades = self._take_middles(quantity, limit, at, buying=buying) if self._middles else []
        left = quantity - sum(size for _, size in trades)
        return trades + self.book.take(left, limit, self._fill_resting, buying=buying)

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
        while due := [order for order in self._stops if order.is_due(self.tape.last)]:
            for order in due:
                self._stops.remove(order)
                self._match(order, at)

    def _fill_resting(self, order: Order, price: int, quantity: int) -> None:
        if self._resting[order.number].remaining == 0:
            del self._resting[order.number]
        self._sink.filled(order, price, quantity, self._at)

    def _enter_continuous(self, order: Order, at: int) -> None:
        self._at = at
        if order.order_type == STOP_LIMIT and not order.is_due(self.tape.last):
            self._stops.append(order)
            return
        self._match(order, at)
        if self._stops:
            self._release_stops(at)

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
        if not order.remaining:
            return
        if order.order_type in IMMEDIATE:
            self._sink.remainder_cancelled(order, order.remaining, at)
            return
        if middle:
            self._middles.append(order)
            return
        if order.order_type in MARKET_TYPES:
            limit = self._resting_price_of_market(order, trades)
        self._rest(order, limit)

    def _available(self, limit: int, *, middle: bool, buying: bool) -> int:
        """How many shares an order could trade at once."""
        waiting = sum(order.remaining for order in self._middles if order.buying is not buying)
        return waiting if middle else waiting + self.book.available(limit, buying=buying)

    def _taking_limit(self, order: Order) -> int | None:
        """The worst price that the order may trade at; None without the quote it refers to."""
        if order.order_type in MARKET_TYPES:
            return self.grid.limit_up if order.buying else self.grid.limit_down
        if order.order_type in OPPOSITE_TYPES:
            return self.book.side(buying=not order.buying).best or None
        if order.order_type in MIDDLE_TYPES:
            return self._middle()
        if order.order_type == BEST_OWN:
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
        """Market orders that the opening left unfilled go on at the opening price."""
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

    def _clear(self) -> None:
        for side in (self.book.bids, self.book.asks):
            for key in list(side.keys):
                side.clear_background(key * side.sign)
