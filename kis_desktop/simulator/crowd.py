"""The background traders of one instrument: makers around the latent value, takers, cancels."""

import math
from random import Random

from kis_desktop.simulator.book import Book, BookSide, Resting
from kis_desktop.simulator.day_path import DayPath
from kis_desktop.simulator.hours import MINUTE, SECOND
from kis_desktop.simulator.latent import LatentValue
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import Listing

_BUSIEST = 8.0
"""prints a second of an instrument that turns over `_BUSIEST_TURNOVER` won a day"""
_BUSIEST_TURNOVER = 1.5e12
_LEAST_RATE, _MOST_RATE = 0.02, 10.0
_MAKER_RATIO = 1.6
"""maker acts for each taker"""
_LEAST_MAKER_RATE = 0.5
_LADDER = 14
"""levels a side that the makers look after"""
_KEPT_LEVELS = 11
_SHAPES = 61
"""distinct level sizes; a prime, so that neighbours never repeat"""
_SIZE_SIGMA = 1.1
_EDGE = 0.05
"""how many ticks from the value the best quotes stay"""
_SESSION_SECONDS = 22_800
_THIN = 0.12
"""part of the usual pace outside the regular session"""
_VI_LENGTH, _VI_EXTENSION = 120, 30
"""seconds of a VI's call auction, and by how many at most it ends later"""


def usual_print_rate(listing: Listing) -> float:
    """Prints a second of an ordinary moment of continuous trading."""
    turnover = listing.previous_volume * listing.base_price
    by_turnover = _BUSIEST * math.sqrt(turnover / _BUSIEST_TURNOVER)
    by_volume = listing.previous_volume / _SESSION_SECONDS / 2
    return min(max(min(by_turnover, by_volume), _LEAST_RATE), _MOST_RATE)


class Crowd:
    """Acts on a book at the moments that its venue gives; draws from a stream of its own."""

    __slots__ = (
        "_book",
        "_depth",
        "_grid",
        "_mean_size",
        "_path",
        "_random",
        "_shapes",
        "_size_shift",
        "_slack",
        "_taker_rate",
        "_value_of",
        "print_rate",
        "rate",
        "usual_rate",
        "value",
    )

    def __init__(
        self, path: DayPath, grid: PriceGrid, book: Book, random: Random, share: float = 1.0
    ) -> None:
        self._path = path
        self._grid = grid
        self._book = book
        self._random = random
        self._value_of = LatentValue(path)
        self.value = self._value_of.regular
        """the latent value at a moment of the phase that was begun last"""
        self._depth = max(path.listing.previous_volume / 1000 * share, 12.0)
        self._shapes = [
            min(max(random.lognormvariate(-0.1, 0.45), 0.3), 2.4) for _ in range(_SHAPES)
        ]
        self._slack = 2.0 if path.listing.is_etp else 1.0
        self._mean_size = 1.0
        self._size_shift = 0.0
        self._taker_rate = 0.0
        self.usual_rate = usual_print_rate(path.listing) * share
        self.print_rate: float | None = None
        self.rate = 0.0
        """acts a second at this moment"""

    def wait(self) -> int:
        """Microseconds until the next act, at least one."""
        return int(-math.log(1.0 - self._random.random()) / self.rate * SECOND) + 1

    def begin_minute(self, at: int) -> None:
        """Sets the pace of continuous trading for the minute that `at` lies in."""
        self.value = self._value_of.regular
        path = self._path
        index = min((at - path.hours.open) // MINUTE, len(path.volumes) - 1)
        volume = int(path.volumes[index]) - (path.opening_volume if index == 0 else 0)
        usual = max(path.bar.volume / len(path.volumes), 1.0)
        pace = min(max(math.sqrt(max(volume, 0) / usual), 0.3), 3.0)
        natural = self.usual_rate * pace
        self._taker_rate = natural if self.print_rate is None else self.print_rate
        maker_rate = max(self._taker_rate * _MAKER_RATIO, _LEAST_MAKER_RATE)
        self.rate = self._taker_rate + maker_rate
        self._mean_size = max(volume / 60 / max(self._taker_rate, 1e-9), 1.0)
        self._mean_size = min(self._mean_size, self._depth * 3)
        self._size_shift = math.log(self._mean_size) - _SIZE_SIGMA**2 / 2

    def begin_auction(self, *, opening: bool) -> None:
        """Sets the pace of a call auction so that about its latent volume will match."""
        self.value = self._value_of.regular
        path = self._path
        edges = path.hours
        seconds = (
            (edges.open - edges.auction) if opening else (edges.close - edges.closing_auction)
        ) / SECOND
        volume = path.opening_volume if opening else path.closing_volume
        self.rate = min(max(self.usual_rate / 3, 0.05), 2.0)
        self._mean_size = max(volume / (0.2 * self.rate * seconds), 1.0)
        self._size_shift = math.log(self._mean_size) - _SIZE_SIGMA**2 / 2

    def begin_thin(self, *, evening: bool) -> None:
        """Sets the pace of the sessions before and after the regular one, the same throughout."""
        self.value = self._value_of.after if evening else self._value_of.before
        self._taker_rate = self.usual_rate * _THIN
        self.rate = self._taker_rate + max(self._taker_rate * _MAKER_RATIO, _LEAST_MAKER_RATE / 2)
        usual = self._path.bar.volume / len(self._path.volumes)
        self._set_mean_size(min(usual / 60 / self.usual_rate, self._depth * 3))

    def begin_fixed(self) -> None:
        """Sets the pace of trading at a fixed price."""
        self._taker_rate = self.rate = min(max(self.usual_rate / 4, 0.02), 1.0)
        usual = self._path.bar.volume / len(self._path.volumes)
        self._set_mean_size(min(usual / 60 / self.usual_rate, self._depth))

    def begin_vi(self) -> int:
        """Sets the pace of a VI's call auction and draws how long it lasts, microseconds."""
        self.rate = min(max(self.rate / 2, 0.2), 2.0)
        return int((_VI_LENGTH + self._random.random() * _VI_EXTENSION) * SECOND)

    def fixed_taker(self) -> tuple[int, bool]:
        """Size and side of what comes in at a fixed price."""
        return self._size(), self._random.getrandbits(1) == 1

    def draws_fixed(self) -> bool:
        """Whether the next act before the open is one at the previous close."""
        return self._random.random() < 0.5  # noqa: PLR2004 — one half

    def _set_mean_size(self, size: float) -> None:
        self._mean_size = max(size, 1.0)
        self._size_shift = math.log(self._mean_size) - _SIZE_SIGMA**2 / 2

    def seed(self, at: int) -> None:
        """Fills an empty book around the value."""
        value = self.value(at)
        for buying in (False, True):
            price = self._touch(value, buying=buying)
            for _ in range(_LADDER + 1):
                if not self._grid.limit_down <= price <= self._grid.limit_up:
                    break
                wanted = self._target(price)
                first = int(wanted * (0.3 + 0.4 * self._random.random())) + 1
                side = self._book.side(buying=buying)
                side.add(price, Resting(first))
                side.add(price, Resting(max(int(wanted) - first, 1)))
                price = self._grid.down(price) if buying else self._grid.up(price)

    def act(self, at: int) -> tuple[int, int, bool] | None:
        """One act of continuous trading: makers' cares, or what a taker sends.

        A taker is (quantity, limit price, buying); the venue carries it out.
        """
        value = self.value(at)
        self._follow(value)
        if self._random.random() * self.rate < self._taker_rate:
            return self._taker(value)
        self._care(value)
        return None

    def act_in_auction(self, at: int) -> None:
        """One order into the call auction, around the value."""
        random = self._random
        buying = random.getrandbits(1) == 1
        value = self.value(at)
        tick = self._grid.tick(value)
        spread = max(4.0, 0.004 * value / tick)
        distance = random.gauss(0.4 * spread, spread) * tick
        price = self._grid.nearest(value - distance if buying else value + distance)
        self._book.side(buying=buying).add(price, Resting(self._size()))

    def _taker(self, value: float) -> tuple[int, int, bool] | None:
        asks, bids, grid = self._book.asks, self._book.bids, self._grid
        ask, bid = asks.best, bids.best
        draw = self._random.random()
        size = self._size()
        if not ask and not bid:
            return None
        if ask and bid:
            tick = grid.tick(bid)
            buying = draw < 0.5 + 0.38 * math.tanh(1.2 * (value - (ask + bid) / 2) / tick)
        else:
            buying = bool(ask)
        if buying:
            return (size, ask if value < ask else min(grid.up(ask), grid.limit_up), True)
        return (size, bid if value > bid else max(grid.down(bid), grid.limit_down), False)

    def _size(self) -> int:
        size = math.exp(self._size_shift + _SIZE_SIGMA * self._random.gauss(0.0, 1.0))
        return max(int(size + 0.5), 1)

    def _follow(self, value: float) -> None:
        """Makers leave quotes that the value has run over and close the gap behind it."""
        grid, book = self._grid, self._book
        tick = grid.tick(value)
        slack, edge = self._slack * tick, _EDGE * tick
        asks, bids = book.asks, book.bids
        if asks.best < value - slack:
            self._leave(asks, value - slack, -1)
        bid = bids.best
        if bid > value + slack:
            self._leave(bids, value + slack, 1)
            bid = bids.best
        # no touch lies nearer to the value than its edge: most of the time there is no gap
        if bid < value - edge - slack:
            touch = self._touch(value, buying=True)
            if not bid or touch - bid > slack:
                self._quote(touch, buying=True, part=0.5)
        best = asks.best
        if not best or best > value + edge + slack:
            touch = self._touch(value, buying=False)
            if not best or best - touch > slack:
                self._quote(touch, buying=False, part=0.5)

    def _leave(self, side: BookSide, bound: float, sign: int) -> None:
        while side.keys:
            best = side.best
            if (best - bound) * sign <= 0:
                return
            side.clear_background(best)
            if side.best == best:
                return

    def _touch(self, value: float, *, buying: bool) -> int:
        """The best price that a maker would quote: next to the value, never crossing."""
        grid, book = self._grid, self._book
        edge = _EDGE * grid.tick(value)
        if buying:
            price = grid.floor(value - edge)
            ask = book.asks.best
            return min(price, grid.down(ask)) if ask else price
        price = grid.ceil(value + edge)
        bid = book.bids.best
        return max(price, grid.up(bid)) if bid else price

    def _target(self, price: int) -> float:
        return self._depth * self._shapes[price // self._grid.tick(price) % _SHAPES]

    def _care(self, value: float) -> None:
        """Brings one level nearer to the size that it should have."""
        random, grid = self._random, self._grid
        buying = random.getrandbits(1) == 1
        steps = int(random.random() ** 1.4 * _LADDER)
        part = random.random()
        side = self._book.side(buying=buying)
        touch = self._touch(value, buying=buying)
        if len(side.keys) < _KEPT_LEVELS and side.keys:
            worst = side.worst
            price = grid.down(worst) if buying else grid.up(worst)
        else:
            offset = steps * grid.tick(touch)
            price = grid.floor(touch - offset) if buying else grid.ceil(touch + offset)
        self._quote(price, buying=buying, part=part)

    def _quote(self, price: int, *, buying: bool, part: float) -> None:
        if not self._grid.limit_down <= price <= self._grid.limit_up:
            return
        side = self._book.side(buying=buying)
        wanted, there = self._target(price), side.size_at(price)
        if there < wanted * 0.9:
            side.add(price, Resting(int((wanted - there) * (0.25 + 0.75 * part)) + 1))
        elif there:
            side.shrink_background(price, int(there * 0.3 * part) + 1)
