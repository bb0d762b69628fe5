"""VI: a price that moves too far stops the trading for a call auction."""

import pytest

from kis_desktop.simulator.universe import Listing, all_listings
from kis_desktop.simulator.views import (
    Board,
    OrderEventKind,
    OrderState,
    Phase,
    Refusal,
    Refused,
    Side,
)
from kis_desktop.simulator.volatility import ViKind, Volatility
from tests.unit.simulator.trading_floor import ACCOUNT, SAMSUNG, Floor


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


def sweep(floor: Floor) -> str:
    """Buys through the whole book of an instrument with coarse ticks; its symbol."""
    market = floor.market
    coarse = [
        one
        for one in market.universe.listings
        if one.kospi200 not in {"", "0"} and 20_000 <= one.base_price < 21_500
    ]
    symbol = min(coarse, key=lambda one: one.previous_volume).symbol
    shown = market.snapshot(symbol)
    price = shown.last + 25 * shown.tick
    quantity = floor.account.buying_power(symbol, price, "00").max_quantity
    market.place(ACCOUNT, symbol, Side.BUY, "00", quantity, price)
    return symbol


def stopped() -> tuple[Floor, str]:
    floor = Floor(instruments=None)
    symbol = sweep(floor)
    assert floor.market.vi(symbol) is not None
    return floor, symbol


def test_a_sweep_stops_at_the_bound_and_gathers_orders_for_two_minutes() -> None:
    floor, symbol = stopped()
    vi = floor.market.vi(symbol)
    assert vi is not None
    assert vi.kind is ViKind.DYNAMIC
    assert all(one.price < vi.reference * 1.03 for one in floor.prints)
    book = floor.market.book(symbol)
    assert book.phase is Phase.VI_AUCTION
    with pytest.raises(Refused) as refused:
        floor.market.place(ACCOUNT, symbol, Side.SELL, "15", 1, 0)
    assert refused.value.reason in {Refusal.ORDER_TYPE_NOT_ALLOWED, Refusal.NOT_ENOUGH_SHARES}
    floor.prints.clear()
    floor.go(119)
    assert floor.prints == []
    assert floor.market.vi(symbol) is not None
    floor.go(32)
    assert floor.market.snapshot(symbol).phase is Phase.CONTINUOUS or floor.prints
    assert floor.prints
    assert floor.prints[0].side.value == "auction"
    assert floor.market.vi(symbol) is None or floor.market.vi(symbol) != vi


def test_the_price_of_a_vi_is_the_next_reference() -> None:
    floor, _ = stopped()
    floor.prints.clear()
    while not floor.prints:
        floor.go(1)
    price = floor.prints[0].price
    floor.prints.clear()
    while not floor.prints:
        floor.go(1)
    assert floor.prints[0].vi_reference == price


def test_orders_may_be_taken_back_during_a_vi() -> None:
    floor, _ = stopped()
    order = floor.account.open_orders()[0]
    floor.market.cancel(ACCOUNT, order.number, quantity=None)
    assert floor.order(order.number).state is OrderState.CANCELLED
    assert floor.events[-1].kind is OrderEventKind.CANCELLED


def test_other_instruments_trade_on() -> None:
    floor, _ = stopped()
    assert floor.market.vi(SAMSUNG) is None
    assert floor.market.book(SAMSUNG).phase is Phase.CONTINUOUS
