"""A venue whose prints a file tells: makers quote around them, accounts trade against them.

A told print fills what accounts have resting in its way and goes out unchanged; what accounts take
from the makers is printed beside it. Before the open and after the close nothing happens but what
accounts do. There is no VI and no crowd.
"""

from bisect import bisect_right
from random import Random

from kis_desktop.simulator.book import Book, Resting
from kis_desktop.simulator.crowd import Crowd
from kis_desktop.simulator.day_path import DayPath, ToldPrint
from kis_desktop.simulator.matching import OrderSink
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.venue import NEVER, Venue
from kis_desktop.simulator.views import Board, Phase, Print, PrintSide
from kis_desktop.simulator.volatility import Volatility

_MAKERS = 0.8
"""acts a second"""
_FAR = 10**12


class Makers(Crowd):
    """Quotes around the last told print and never takes."""

    __slots__ = ("_shown",)

    def __init__(
        self, path: DayPath, grid: PriceGrid, book: Book, random: Random, share: float = 1.0
    ) -> None:
        super().__init__(path, grid, book, random, share)
        self._shown = float(path.bar.base)

    def show(self, price: int, side: PrintSide) -> None:
        """Goes with a print: what was bought was offered, what was sold was bid for."""
        half = self._grid.tick(price) / 2
        away = {PrintSide.BUY: -half, PrintSide.SELL: half}.get(side, 0.0)
        self._shown = price + away
        self.value = self._at_last
        asks, bids = self._book.asks, self._book.bids
        for book_side in (asks, bids):
            for key in [one for one in book_side.keys if one > price * book_side.sign]:
                book_side.clear_background(key * book_side.sign)
        passive = bids if side is PrintSide.BUY else asks
        if passive.size_at(price):
            passive.clear_background(price)
        self._follow(self._shown)

    def begin_minute(self, at: int) -> None:
        """The makers have one pace."""
        del at
        self.value = self._at_last
        self._taker_rate = 0.0
        self.rate = _MAKERS

    def begin_auction(self, *, opening: bool) -> None:
        """Nobody but accounts."""
        del opening
        self.rate = 0.0

    def begin_thin(self, *, evening: bool) -> None:
        """Nobody but accounts."""
        del evening
        self.value = self._at_last
        self.rate = 0.0

    def begin_fixed(self) -> None:
        """Nobody but accounts."""
        self.rate = 0.0

    def _at_last(self, at: int) -> float:
        del at
        return self._shown


class _NoStops(Volatility):
    """No price stops the trading: the file knows of every VI there was."""

    __slots__ = ()

    def bound(self, last: int, *, rising: bool) -> float:
        """Out of reach."""
        del last
        return _FAR if rising else 0


class ToldVenue(Venue):
    """Lives through the file's prints at their times."""

    crowd_type = Makers
    volatility_type = _NoStops

    def __init__(
        self,
        path: DayPath,
        grid: PriceGrid,
        random: Random,
        sink: OrderSink,
        at: int,
        board: Board = Board.KRX,
    ) -> None:
        assert path.prints is not None
        self._prints = path.prints
        self._times = [one.at for one in path.prints]
        self._quiet = False
        super().__init__(path, grid, random, sink, at, board)

    def skip(self, left: int, at: int) -> None:
        """Lives through the prints, but the makers rest until it has arrived."""
        del left
        self._quiet = True
        self.run(at)
        self._quiet = False
        if self.phase is Phase.CONTINUOUS:
            self._clear()
            self._seed_around_last(at)
            self._plan(at)

    def _seed_around_last(self, at: int) -> None:
        makers = self.crowd
        assert isinstance(makers, Makers)
        place = bisect_right(self._times, at)
        side = self._prints[place - 1].side if place else PrintSide.AUCTION
        makers.show(self.tape.last, side)
        makers.seed(at)

    def _plan(self, at: int) -> None:
        super()._plan(at)
        if self._quiet:
            self.next_at, self._edge_is_next = self._edge, True
        place = bisect_right(self._times, at)
        due = self._times[place] if place < len(self._times) else NEVER
        if self.phase is Phase.CONTINUOUS and due <= self.next_at:
            self.next_at, self._edge_is_next = due, False

    def _act(self, at: int) -> None:
        first = bisect_right(self._times, at - 1)
        behind = bisect_right(self._times, at)
        if self.phase is not Phase.CONTINUOUS or first == behind:
            super()._act(at)
            return
        self.touched = True
        for one in self._prints[first:behind]:
            self._print(one)

    def _print(self, one: ToldPrint) -> None:
        makers = self.crowd
        assert isinstance(makers, Makers)
        self.matching.take_told(one.size, one.price, one.at)
        makers.show(one.price, one.side)
        self.tape.record(one.at, one.price, one.size, one.side, self.book, one.amount)
        self.matching.release_stops(one.at)

    def _leave(self, phase: Phase, at: int) -> None:
        price, size = 0, 0
        if phase is Phase.OPENING_AUCTION:
            price, size = self.path.bar.open, self.path.opening_volume
        elif phase is Phase.CLOSING_AUCTION:
            price, size = self.path.bar.close, self.path.closing_volume
        if phase in (Phase.OPENING_AUCTION, Phase.CLOSING_AUCTION):
            self._clear()
        if size:
            self.book.asks.add(price, Resting(size))
            self.book.bids.add(price, Resting(size))
        super()._leave(phase, at)
        if phase is Phase.CLOSING_AUCTION:
            self._clear()
            self._seed_around_last(at)
        elif size:
            self._clear()

    def _begin_trading(self, phase: Phase, at: int) -> None:
        if phase is Phase.CONTINUOUS and not (self.book.asks.keys or self.book.bids.keys):
            self._seed_around_last(at)
        super()._begin_trading(phase, at)


def told_prints(path: DayPath, grid: PriceGrid, at: int) -> list[Print]:
    """The last prints that a file tells up to a moment, oldest first, with the day's figures."""
    assert path.prints is not None
    opened, nothing = path.hours.open, Book()
    counted = Tape(path, grid, 1.0, opened)
    if path.opening_volume and at >= opened:
        amount, size = path.opening_turnover, path.opening_volume
        counted.record(opened, path.bar.open, size, PrintSide.AUCTION, nothing, amount)
    for one in path.prints:
        if one.at <= at:
            counted.record(one.at, one.price, one.size, one.side, nothing, one.amount)
    return list(counted.recent)
