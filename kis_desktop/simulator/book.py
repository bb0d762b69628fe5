"""A price-time priority order book in int won: who rests where, who trades with whom."""

from bisect import insort
from collections import deque
from collections.abc import Callable, Iterator

from kis_desktop.simulator.orders import Order

SHOWN_LEVELS = 10

FillSink = Callable[[Order, int, int], None]
"""told of every fill of an account's order: order, price, quantity"""


class Resting:
    """A resting order; `order` is None for the background's."""

    __slots__ = ("order", "remaining")

    def __init__(self, remaining: int, order: Order | None = None) -> None:
        self.remaining = remaining
        self.order = order


class Level:
    """All that rests at one price, oldest first."""

    __slots__ = ("queue", "size")

    def __init__(self) -> None:
        self.size = 0
        self.queue: deque[Resting] = deque()


class BookSide:
    """One side; `keys` holds price times `sign`, ascending, so that the best is the last."""

    __slots__ = ("best", "keys", "levels", "sign", "total")

    def __init__(self, sign: int) -> None:
        self.sign = sign
        self.best = 0
        """the best price, 0 when empty"""
        self.keys: list[int] = []
        self.levels: dict[int, Level] = {}
        self.total = 0

    @property
    def best_size(self) -> int:
        """The size at the best price, 0 when empty."""
        return self.levels[self.best].size if self.best else 0

    @property
    def worst(self) -> int:
        """The price farthest from the touch, 0 when empty."""
        return self.keys[0] * self.sign if self.keys else 0

    def size_at(self, price: int) -> int:
        """What rests at a price."""
        level = self.levels.get(price)
        return level.size if level else 0

    def add(self, price: int, resting: Resting) -> None:
        """Rests behind all others of that price."""
        level = self.levels.get(price)
        if level is None:
            level = self.levels[price] = Level()
            insort(self.keys, price * self.sign)
            self.best = self.keys[-1] * self.sign
        level.queue.append(resting)
        level.size += resting.remaining
        self.total += resting.remaining

    def shrink(self, price: int, resting: Resting, quantity: int) -> None:
        """Takes shares out of a resting order, which keeps its place while any are left."""
        level = self.levels[price]
        resting.remaining -= quantity
        level.size -= quantity
        self.total -= quantity
        if resting.remaining == 0:
            level.queue.remove(resting)
        if level.size == 0:
            self._drop(price)

    def shrink_background(self, price: int, quantity: int) -> None:
        """Cancels up to `quantity` background shares at a price, the youngest first."""
        level = self.levels[price]
        queue = level.queue
        while quantity > 0 and queue and queue[-1].order is None:
            youngest = queue[-1]
            part = min(quantity, youngest.remaining)
            youngest.remaining -= part
            level.size -= part
            self.total -= part
            quantity -= part
            if youngest.remaining == 0:
                queue.pop()
        if level.size == 0:
            self._drop(price)

    def clear_background(self, price: int) -> None:
        """Cancels all background orders at a price."""
        level = self.levels[price]
        kept = deque(resting for resting in level.queue if resting.order is not None)
        size = sum(resting.remaining for resting in kept)
        self.total -= level.size - size
        level.size = size
        level.queue = kept
        if size == 0:
            self._drop(price)

    def best_levels(self, count: int) -> list[tuple[int, int]]:
        """Up to `count` (price, size), best first."""
        prices = [key * self.sign for key in reversed(self.keys[-count:])]
        return [(price, self.levels[price].size) for price in prices]

    def resting(self) -> Iterator[tuple[int, Resting]]:
        """Every resting order with its price, in priority order."""
        for key in reversed(self.keys):
            price = key * self.sign
            for resting in self.levels[price].queue:
                yield price, resting

    def consume(self, price: int, quantity: int, trade_price: int, on_fill: FillSink) -> None:
        """Fills `quantity` shares of what rests at `price`, oldest first, at `trade_price`."""
        level = self.levels[price]
        queue = level.queue
        level.size -= quantity
        self.total -= quantity
        while quantity > 0:
            oldest = queue[0]
            if oldest.remaining > quantity:
                oldest.remaining -= quantity
                part = quantity
            else:
                part = oldest.remaining
                oldest.remaining = 0
                queue.popleft()
            quantity -= part
            if oldest.order is not None:
                on_fill(oldest.order, trade_price, part)
        if level.size == 0:
            self._drop(price)

    def _drop(self, price: int) -> None:
        del self.levels[price]
        if self.keys[-1] == price * self.sign:
            self.keys.pop()
        else:
            self.keys.remove(price * self.sign)
        self.best = self.keys[-1] * self.sign if self.keys else 0


class Book:
    """Both sides of one instrument."""

    __slots__ = ("asks", "bids")

    def __init__(self) -> None:
        self.asks = BookSide(-1)
        self.bids = BookSide(1)

    def side(self, *, buying: bool) -> BookSide:
        """Where orders of that side rest."""
        return self.bids if buying else self.asks

    def take(
        self, quantity: int, limit: int, on_fill: FillSink, *, buying: bool
    ) -> list[tuple[int, int]]:
        """Trades against the other side up to `limit`; the (price, size) of each level taken."""
        other = self.asks if buying else self.bids
        trades: list[tuple[int, int]] = []
        while quantity > 0 and other.best:
            price = other.best
            if price > limit if buying else price < limit:
                break
            part = min(quantity, other.levels[price].size)
            other.consume(price, part, price, on_fill)
            trades.append((price, part))
            quantity -= part
        return trades

    def available(self, limit: int, *, buying: bool) -> int:
        """How many shares an order of that side could trade at once."""
        other = self.asks if buying else self.bids
        if buying:
            return sum(level.size for price, level in other.levels.items() if price <= limit)
        return sum(level.size for price, level in other.levels.items() if price >= limit)

    def crossing(self, reference: int) -> tuple[int, int] | None:
        """The single price and size of a call auction, None when nothing would match.

        The price with the most volume; among those the smallest surplus, then the price
        nearest the reference.
        """
        bids, asks = self.bids, self.asks
        if not bids.keys or not asks.keys or bids.best < asks.best:
            return None
        low, high = asks.best, bids.best
        prices = sorted(price for price in {*bids.levels, *asks.levels} if low <= price <= high)
        supply: list[int] = []
        offered = 0
        for price in prices:
            offered += asks.size_at(price)
            supply.append(offered)
        best: tuple[int, int, int, int] | None = None
        wanted = sum(level.size for price, level in bids.levels.items() if price > high)
        for index in range(len(prices) - 1, -1, -1):
            price = prices[index]
            wanted += bids.size_at(price)
            matched = min(wanted, supply[index])
            rank = (matched, -abs(wanted - supply[index]), -abs(price - reference), price)
            if best is None or rank > best:
                best = rank
        return (best[3], best[0]) if best and best[0] > 0 else None

    def uncross(self, price: int, size: int, on_fill: FillSink) -> None:
        """Fills `size` shares of both sides at the single price, best prices first."""
        for side in (self.bids, self.asks):
            left = size
            while left > 0:
                best = side.best
                part = min(left, side.levels[best].size)
                side.consume(best, part, price, on_fill)
                left -= part

    def after_crossing(self, size: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Ten best (price, size) asks and bids that would be left after matching `size` shares."""
        return _left_over(self.asks, size), _left_over(self.bids, size)


def _left_over(side: BookSide, matched: int) -> list[tuple[int, int]]:
    levels: list[tuple[int, int]] = []
    for key in reversed(side.keys):
        price = key * side.sign
        size = side.levels[price].size
        gone = min(size, matched)
        matched -= gone
        if size > gone:
            levels.append((price, size - gone))
            if len(levels) == SHOWN_LEVELS:
                break
    return levels
