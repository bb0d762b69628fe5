"""Sizes against those of the book before."""

from decimal import Decimal

from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.viewmodels.book_changes import SizeChanges

PRICE = Decimal(98_400)


def book(size: int, received: float, change: int | None = None) -> OrderBook:
    return OrderBook("005930", (Level(PRICE, size, change),), (), received=received)


def test_a_change_is_told_for_a_moment_and_the_newest_counts() -> None:
    changes = SizeChanges()
    changes.take(book(100, 1.0))
    assert changes.change(PRICE, 1.0, is_ask=True) is None
    changes.take(book(130, 2.0))
    changes.take(book(120, 2.1))
    changes.take(book(120, 2.2))
    assert changes.change(PRICE, 3.5, is_ask=True) == -10
    assert changes.change(PRICE, 3.7, is_ask=True) is None
    assert changes.change(PRICE, 2.2, is_ask=False) is None


def test_what_the_server_told_goes_first() -> None:
    changes = SizeChanges()
    changes.take(book(100, 1.0))
    changes.take(book(130, 2.0, -7))
    assert changes.change(PRICE, 2.0, is_ask=True) == -7


def test_a_level_that_came_back_is_not_compared_with_what_it_was_long_ago() -> None:
    changes = SizeChanges()
    changes.take(book(100, 1.0))
    changes.take(OrderBook("005930", (), (), received=1.1))
    changes.take(book(300, 1.2))
    assert changes.change(PRICE, 1.2, is_ask=True) is None


def test_old_changes_are_let_go_of_once() -> None:
    changes = SizeChanges()
    changes.take(book(100, 1.0))
    changes.take(book(130, 2.0))
    assert not changes.forget_old(3.0)
    assert changes.forget_old(4.0)
    assert not changes.forget_old(4.0)
    changes.take(book(170, 5.0))
    changes.clear()
    assert changes.change(PRICE, 5.0, is_ask=True) is None
