"""VI: a price that moves too far stops the trading for a call auction."""

from datetime import date
from random import Random

import pytest

from kis_desktop.simulator.history import History
from kis_desktop.simulator.hours import HOUR, MINUTE, SECOND
from kis_desktop.simulator.orders import Order
from kis_desktop.simulator.universe import Listing, all_listings
from kis_desktop.simulator.venue import Venue
from kis_desktop.simulator.views import Board, OrderKind, Phase, Print, PrintSide, Side
from kis_desktop.simulator.volatility import ViKind, Volatility
from tests.unit.simulator.trading_floor import ACCOUNT, SAMSUNG

DAY = date(2026, 11, 20)


def listing(symbol: str) -> Listing:
    return next(one for one in all_listings() if one.symbol == symbol)


def outside_kospi200() -> Listing:
    return next(one for one in all_listings() if one.kospi200 in {"", "0"} and not one.is_etp)


@pytest.mark.parametrize(
    ("large", "phase", "board", "rising", "bound"),
    [
        (True, Phase.CONTINUOUS, Board.KRX, True, 10_300),
        (True, Phase.CONTINUOUS, Board.KRX, False, 9_700),
        (False, Phase.CONTINUOUS, Board.KRX, True, 10_600),
        (False, Phase.AFTER_MARKET, Board.KRX, True, 10_300),
        (True, Phase.CONTINUOUS, Board.NXT, True, 11_000),
        (False, Phase.CONTINUOUS, Board.NXT, False, 9_000),
    ],
)
def test_the_bounds_are_three_six_and_ten_percent(
    *, large: bool, phase: Phase, board: Board, rising: bool, bound: int
) -> None:
    one = listing(SAMSUNG) if large else outside_kospi200()
    volatility = Volatility(one, board, 10_000)
    volatility.begin(phase)
    assert volatility.bound(10_000, rising=rising) == bound


def test_the_nearer_of_both_bounds_names_the_kind() -> None:
    volatility = Volatility(listing(SAMSUNG), Board.KRX, 10_000)
    assert volatility.mark(10_000, 5, rising=True).kind is ViKind.DYNAMIC
    near = volatility.mark(10_900, 5, rising=True)
    assert (near.kind, near.reference, near.since) == (ViKind.STATIC, 10_000, 5)


class Listener:
    """Hears what becomes of orders."""

    def __init__(self) -> None:
        self.fills: list[tuple[int, int]] = []
        self.cancelled = 0

    def filled(self, order: Order, price: int, quantity: int, at: int) -> None:
        assert at
        order.fill(price, quantity)
        self.fills.append((price, quantity))

    def remainder_cancelled(self, order: Order, quantity: int, at: int) -> None:
        assert at
        order.cancel(quantity)
        self.cancelled += quantity

    def rejected(self, order: Order, at: int) -> None: ...
    def expired(self, order: Order, at: int) -> None: ...


class Pit:
    """One instrument with coarse ticks, and orders larger than any account could pay."""

    def __init__(self, board: Board = Board.KRX, seed: int = 7) -> None:
        history = History(seed, listing("006360"))
        self.heard = Listener()
        self.at = 11 * HOUR
        path, grid = history.path(DAY), history.grid(DAY)
        self.venue = Venue(path, grid, Random(seed), self.heard, self.at, board)
        self.venue.tape.take_fresh()
        self.start = self.venue.tape.last

    def go(self, seconds: float) -> tuple[Print, ...]:
        self.at += round(seconds * SECOND)
        self.venue.run(self.at)
        return self.venue.tape.take_fresh()

    def is_stopped(self) -> bool:
        return self.venue.vi is not None

    def buy(self, kind: str, ticks: int = 0, quantity: int = 1_000_000) -> Order:
        price = self.start + ticks * 50 if ticks else 0
        order = Order(
            account=ACCOUNT,
            number=f"{len(self.heard.fills) + 1:010d}",
            original=None,
            kind=OrderKind.NEW,
            symbol="006360",
            side=Side.BUY,
            order_type=kind,
            exchange="KRX",
            quantity=quantity,
            price=price,
            day=DAY,
            at=self.at,
        )
        self.venue.enter(order, self.at)
        return order


@pytest.mark.parametrize(("kind", "ticks"), [("00", 40), ("01", 0)])
def test_a_sweep_stops_at_the_bound_and_gathers_orders_for_two_minutes(
    kind: str, ticks: int
) -> None:
    pit = Pit()
    order = pit.buy(kind, ticks)
    vi = pit.venue.vi
    assert vi is not None
    assert (vi.kind, vi.reference, vi.since) == (ViKind.DYNAMIC, pit.start, pit.at)
    assert pit.venue.phase is Phase.VI_AUCTION
    assert all(price < pit.start * 1.03 for price, _ in pit.heard.fills)
    assert order.remaining > 0
    pit.venue.tape.take_fresh()
    assert pit.go(119.9) == ()
    assert pit.venue.vi == vi
    ended = pit.go(30.2)
    assert ended[0].side is PrintSide.AUCTION
    assert pit.venue.vi != vi


def test_the_price_of_a_vi_is_the_next_reference() -> None:
    pit = Pit()
    pit.buy("00", 40)
    pit.venue.tape.take_fresh()
    (auction, *_) = pit.go(151)
    assert pit.venue.volatility.reference == auction.price
    assert pit.venue.tape.reference == auction.price


def test_what_must_trade_at_once_does_not_wait_for_a_vi_to_end() -> None:
    pit = Pit()
    assert pit.buy("12", 40, 200_000).cancelled == 200_000
    assert not pit.is_stopped()
    order = pit.buy("11", 40)
    assert pit.is_stopped()
    assert order.cancelled == pit.heard.cancelled - 200_000 > 0
    assert order.remaining == 0


def test_the_nxt_stops_for_the_static_bound_alone() -> None:
    pit = Pit(Board.NXT)
    pit.buy("00", 40)
    assert max(price for price, _ in pit.heard.fills) < pit.venue.volatility.reference * 1.1
    assert pit.venue.vi is None


def test_a_vi_that_the_closing_auction_overtakes_ends_in_it() -> None:
    pit = Pit()
    pit.go((15 * HOUR + 19 * MINUTE) / SECOND - pit.at / SECOND)
    pit.start = pit.venue.tape.last
    pit.buy("00", 40)
    assert pit.venue.phase is Phase.VI_AUCTION
    pit.go(61)
    assert (pit.venue.phase, pit.venue.vi) == (Phase.CLOSING_AUCTION, None)
    prints = pit.go(600)
    assert [one.side for one in prints if one.market == "2"][-1] is PrintSide.AUCTION
    assert pit.venue.tape.settled is not None
