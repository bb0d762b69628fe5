"""The orders of one instrument on one exchange, and how they trade."""

from collections.abc import Callable
from typing import Protocol

from kis_desktop.simulator.book import Book, Resting
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
from kis_desktop.simulator.views import TRADING, Phase, PrintSide
from kis_desktop.simulator.volatility import ViMark, Volatility


class OrderSink(Protocol):
    """Who is told what became of an account's order."""

    def filled(self, order: Order, price: int, quantity: int, at: int) -> None: ...
    def remainder_cancelled(self, order: Order, quantity: int, at: int) -> None: ...
    def rejected(self, order: Order, at: int) -> None: ...
    def expired(self, order: Order, at: int) -> None: ...


class Matching:
    """The book and the orders that wait beside it. Times are microseconds since KST midnight.

    The venue sets the phase; a VI that an order sets off ends the trading here and is told to it.
    """

    def __init__(
        self,
        book: Book,
        grid: PriceGrid,
        tape: Tape,
        volatility: Volatility,
        sink: OrderSink,
        on_vi: Callable[[int], None],
    ) -> None:
        self.phase = Phase.CLOSED
        self.vi: ViMark | None = None
        """the VI in force"""
        self.at = 0
        """moment of the event that is being lived through"""
        self.anchor = 0
        """stands for the last trade after a VI in which nothing matched"""
        self._book = book
        self._grid = grid
        self._tape = tape
        self._volatility = volatility
        self._sink = sink
        self._on_vi = on_vi
        self._vi_due: ViMark | None = None
        """a VI that the order at hand has set off"""
        self._resting: dict[str, Resting] = {}
        self._stops: list[Order] = []
        """stop orders that wait for their price, oldest first"""
        self._middles: list[Order] = []
        """orders that wait at the middle price, oldest first"""
        self._fixed: list[Order] = []
        """orders that wait at the previous or today's close, oldest first"""

    @property
    def is_empty(self) -> bool:
        """Whether no order waits anywhere."""
        return not (self._resting or self._stops or self._middles or self._fixed)

    def enter(self, order: Order, at: int) -> None:
        """Takes an order in: matches it where trading is continuous, and rests what may rest."""
        if order.order_type in FIXED_TYPES:
            self._fixed.append(order)
        elif self.phase in TRADING:
            self._enter_continuous(order, at)
        else:
            self._rest_in_auction(order)

    def withdraw(self, order: Order, quantity: int) -> None:
        """Takes part or all of a resting order out of the book."""
        for waiting in (self._stops, self._middles, self._fixed):
            if order in waiting:
                if quantity == order.remaining:
                    waiting.remove(order)
                return
        resting = self._resting[order.number]
        self._book.side(buying=order.buying).shrink(order.resting_price, resting, quantity)
        if resting.remaining == 0:
            del self._resting[order.number]

    def trade(self, quantity: int, limit: int, at: int, *, buying: bool) -> None:
        """The crowd takes what is there."""
        trades = self._take(quantity, limit, at, buying=buying)
        side = PrintSide.BUY if buying else PrintSide.SELL
        for price, size in trades:
            self._tape.record(at, price, size, side, self._book)
        self._begin_vi(at)
        self.release_stops(at)

    def take_told(self, size: int, price: int, at: int) -> None:
        """Fills what accounts have resting as far as a told print of this price reaches.

        Their fills are a part of the print, which goes out as it is told.
        """
        self.at = at
        if not self._resting:
            return
        for side in (self._book.asks, self._book.bids):
            left = size
            own = [(resting_at, one) for resting_at, one in side.resting() if one.order is not None]
            for resting_at, one in own:
                part = min(one.remaining, left)
                if not part or (resting_at - price) * side.sign < 0:
                    break
                left -= part
                order = one.order
                assert order is not None
                side.shrink(resting_at, one, part)
                self._fill_resting(order, resting_at, part)

    def trade_fixed(self, at: int, price: int, size: int, *, buying: bool) -> None:
        """The crowd trades at a fixed price, first with the orders that wait there."""
        self._fill_waiting(self._fixed, size, price, at, buying=buying)
        self._tape.record_aside(at, price, size, self._book)

    def release_stops(self, at: int) -> None:
        """Sends in the stop orders whose price has been reached, and those that they reach."""
        while self.phase in TRADING and (
            due := [order for order in self._stops if order.is_due(self._tape.last)]
        ):
            for order in due:
                self._stops.remove(order)
                order.triggered_at = at
                if self.phase in TRADING:
                    self._match(order, at)
                else:
                    self._rest_in_auction(order)

    def uncross(self, at: int) -> None:
        """Ends a call auction: one price, one print."""
        crossing = self._book.crossing(self._tape.last)
        if crossing is None:
            return
        price, size = crossing
        self._book.uncross(price, size, self._fill_resting)
        self._tape.record(at, price, size, PrintSide.AUCTION, self._book)

    def settle_market_orders(self) -> None:
        """Market orders that an auction left unfilled go on at its price."""
        for order in self._own_orders():
            if order.order_type in MARKET_TYPES:
                self.withdraw(order, order.remaining)
                self._rest(order, self._not_crossing(self._tape.last, order))

    def convert_conditional(self) -> None:
        """Conditional orders become market orders."""
        for order in self._own_orders():
            if order.order_type == CONDITIONAL:
                self.withdraw(order, order.remaining)
                self._rest(order, self._grid.limit_up if order.buying else self._grid.limit_down)

    def expire(self, at: int) -> None:
        """Ends all orders but those at a fixed price."""
        for order in [*self._own_orders(), *self._stops, *self._middles]:
            self.withdraw(order, order.remaining)
            self._sink.expired(order, at)

    def expire_fixed(self, at: int) -> None:
        """Ends the orders at a fixed price."""
        waiting, self._fixed = self._fixed, []
        for order in waiting:
            self._sink.expired(order, at)

    def _enter_continuous(self, order: Order, at: int) -> None:
        self.at = at
        if order.order_type == STOP_LIMIT and not order.is_due(self._tape.last):
            self._stops.append(order)
            return
        if order.order_type == STOP_LIMIT:
            order.triggered_at = at
        self._match(order, at)
        self.release_stops(at)

    def _match(self, order: Order, at: int) -> None:
        limit = self._taking_limit(order)
        if limit is None:
            self._sink.rejected(order, at)
            return
        book, buying = self._book, order.buying
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
            self._tape.record(at, price, size, side, book)
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

    def _take(self, quantity: int, limit: int, at: int, *, buying: bool) -> list[tuple[int, int]]:
        """Trades with what waits at the middle price, then with the book, as far as a VI lets."""
        last = self.anchor or self._tape.last
        trades = self._take_middles(quantity, limit, at, buying=buying) if self._middles else []
        left = quantity - sum(size for _, size in trades)
        bound = self._volatility.bound(last, rising=buying)
        if limit < bound if buying else limit > bound:
            taken = self._book.take(left, limit, self._fill_resting, buying=buying)
            if taken:
                self.anchor = 0
            return trades + taken
        grid = self._grid
        inside = grid.ceil(bound) - 1 if buying else grid.floor(bound) + 1
        taken = self._book.take(left, inside, self._fill_resting, buying=buying)
        other = self._book.side(buying=not buying).best
        if sum(size for _, size in taken) < left and other and _reaches(limit, other, buying):
            self._vi_due = self._volatility.mark(last, at, rising=buying)
        return trades + taken

    def _take_middles(
        self, quantity: int, limit: int, at: int, *, buying: bool
    ) -> list[tuple[int, int]]:
        middle = self._middle()
        if middle is None or (middle > limit if buying else middle < limit):
            return []
        size = self._fill_waiting(self._middles, quantity, middle, at, buying=buying)
        return [(middle, size)] if size else []

    def _fill_waiting(
        self, waiting: list[Order], quantity: int, price: int, at: int, *, buying: bool
    ) -> int:
        """Fills orders of the other side at one price, oldest first; how many shares."""
        left = quantity
        for order in [order for order in waiting if order.buying is not buying]:
            part = min(order.remaining, left)
            if not part:
                break
            left -= part
            if part == order.remaining:
                waiting.remove(order)
            self._sink.filled(order, price, part, at)
        return quantity - left

    def _begin_vi(self, at: int) -> None:
        """Stops the trading if what was just done has set off a VI."""
        if self._vi_due is None:
            return
        self.vi, self._vi_due = self._vi_due, None
        self.phase = Phase.VI_AUCTION
        self._on_vi(at)

    def _middle(self) -> int | None:
        """Half-way between the best quotes, down to the won; None without both."""
        bid, ask = self._book.bids.best, self._book.asks.best
        return (bid + ask) // 2 if bid and ask else None

    def _available(self, limit: int, *, middle: bool, buying: bool) -> int:
        """How many shares an order could trade at once, a VI considered."""
        waiting = sum(order.remaining for order in self._middles if order.buying is not buying)
        if middle:
            return waiting
        bound = self._volatility.bound(self.anchor or self._tape.last, rising=buying)
        grid = self._grid
        inside = min(limit, grid.ceil(bound) - 1) if buying else max(limit, grid.floor(bound) + 1)
        return waiting + self._book.available(inside, buying=buying)

    def _taking_limit(self, order: Order) -> int | None:
        """The worst price that the order may trade at; None without the quote it refers to."""
        if order.order_type in MARKET_TYPES:
            return self._grid.limit_up if order.buying else self._grid.limit_down
        if order.order_type in OPPOSITE_TYPES:
            return self._book.side(buying=not order.buying).best or None
        if order.order_type in MIDDLE_TYPES:
            return self._middle()
        if order.order_type in OWN_SIDE_TYPES:
            return self._book.side(buying=order.buying).best or None
        return order.price

    def _resting_price_of_market(self, order: Order, trades: list[tuple[int, int]]) -> int:
        """Where the rest of a market order waits once the other side is swept empty."""
        if trades:
            return trades[-1][0]
        return self._grid.limit_up if order.buying else self._grid.limit_down

    def _fill_resting(self, order: Order, price: int, quantity: int) -> None:
        if self._resting[order.number].remaining == 0:
            del self._resting[order.number]
        self._sink.filled(order, price, quantity, self.at)

    def _rest_in_auction(self, order: Order) -> None:
        if order.order_type in MARKET_TYPES:
            self._rest(order, self._grid.limit_up if order.buying else self._grid.limit_down)
        else:
            self._rest(order, order.price)

    def _rest(self, order: Order, price: int) -> None:
        resting = Resting(order.remaining, order)
        order.resting_price = price
        self._resting[order.number] = resting
        self._book.side(buying=order.buying).add(price, resting)

    def _own_orders(self) -> list[Order]:
        return [
            resting.order
            for side in (self._book.bids, self._book.asks)
            for _, resting in side.resting()
            if resting.order is not None
        ]

    def _not_crossing(self, price: int, order: Order) -> int:
        other = self._book.side(buying=not order.buying).best
        if not other:
            return price
        if order.buying:
            return min(price, self._grid.down(other))
        return max(price, self._grid.up(other))


def _reaches(limit: int, price: int, buying: bool) -> bool:  # noqa: FBT001
    return price <= limit if buying else price >= limit
