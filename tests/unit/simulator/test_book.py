import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.simulator.book import Book, Resting
from kis_desktop.simulator.orders import Order

PRICES = st.integers(90, 110)
SIZES = st.integers(1, 50)


def ignore(order: Order, price: int, quantity: int) -> None:
    raise AssertionError(f"no account has orders here: {order.number} {price} {quantity}")


def book_of(asks: list[tuple[int, int]], bids: list[tuple[int, int]]) -> Book:
    book = Book()
    for price, size in asks:
        book.asks.add(price, Resting(size))
    for price, size in bids:
        book.bids.add(price, Resting(size))
    return book


def test_a_buy_takes_the_lowest_asks_up_to_its_limit() -> None:
    book = book_of([(102, 5), (101, 3), (103, 9)], [(100, 4)])
    assert book.take(10, 102, ignore, buying=True) == [(101, 3), (102, 5)]
    assert (book.asks.best, book.asks.total, book.bids.best) == (103, 9, 100)


def test_a_sell_takes_the_highest_bids_down_to_its_limit() -> None:
    book = book_of([], [(98, 5), (99, 3)])
    assert book.take(4, 98, ignore, buying=False) == [(99, 3), (98, 1)]
    assert book.bids.best_levels(10) == [(98, 4)]


def test_the_oldest_at_a_price_trades_first() -> None:
    book = Book()
    first, second = Resting(5), Resting(5)
    book.asks.add(100, first)
    book.asks.add(100, second)
    book.take(7, 100, ignore, buying=True)
    assert (first.remaining, second.remaining) == (0, 3)


def test_shrinking_keeps_the_place_in_the_queue() -> None:
    book = Book()
    first, second = Resting(5), Resting(5)
    book.bids.add(100, first)
    book.bids.add(100, second)
    book.bids.shrink(100, first, 3)
    book.take(3, 100, ignore, buying=False)
    assert (first.remaining, second.remaining, book.bids.total) == (0, 4, 4)


def test_a_level_without_shares_is_gone() -> None:
    book = book_of([(101, 3), (102, 4)], [])
    book.asks.shrink_background(102, 10)
    book.asks.clear_background(101)
    assert (book.asks.best, book.asks.worst, book.asks.best_size, book.asks.total) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("asks", "bids", "crossing"),
    [
        ([(101, 5)], [(100, 5)], None),
        ([], [(100, 5)], None),
        ([(99, 5)], [(101, 8)], (101, 5)),
        ([(99, 5), (100, 5)], [(101, 4), (100, 6)], (100, 10)),
        ([(100, 10)], [(100, 3)], (100, 3)),
    ],
)
def test_the_single_price_trades_the_most(
    asks: list[tuple[int, int]], bids: list[tuple[int, int]], crossing: tuple[int, int] | None
) -> None:
    assert book_of(asks, bids).crossing(100) == crossing


@given(
    st.lists(st.tuples(PRICES, SIZES), max_size=20),
    st.lists(st.tuples(PRICES, SIZES), max_size=20),
)
def test_uncrossing_leaves_no_cross_and_loses_no_share(
    asks: list[tuple[int, int]], bids: list[tuple[int, int]]
) -> None:
    book = book_of(asks, bids)
    offered, wanted = book.asks.total, book.bids.total
    crossing = book.crossing(100)
    if crossing is not None:
        price, size = crossing
        assert size == max(
            min(
                sum(amount for at, amount in bids if at >= level),
                sum(amount for at, amount in asks if at <= level),
            )
            for level in range(90, 111)
        )
        left_asks, left_bids = book.after_crossing(size)
        book.uncross(price, size, ignore)
        assert book.asks.best_levels(10) == left_asks
        assert book.bids.best_levels(10) == left_bids
        assert (book.asks.total, book.bids.total) == (offered - size, wanted - size)
    assert not book.asks.keys or not book.bids.keys or book.bids.best < book.asks.best


@given(st.lists(st.tuples(PRICES, SIZES, st.booleans()), max_size=60))
def test_totals_follow_every_trade(orders: list[tuple[int, int, bool]]) -> None:
    book = Book()
    sent = traded = 0
    for price, size, buying in orders:
        trades = book.take(size, price, ignore, buying=buying)
        done = sum(part for _, part in trades)
        sent += size
        traded += done
        if done < size:
            book.side(buying=buying).add(price, Resting(size - done))
        assert not book.asks.keys or not book.bids.keys or book.bids.best < book.asks.best
    for side in (book.asks, book.bids):
        assert side.total == sum(resting.remaining for _, resting in side.resting())
        assert side.total == sum(level.size for level in side.levels.values())
    assert sent == 2 * traded + book.asks.total + book.bids.total
