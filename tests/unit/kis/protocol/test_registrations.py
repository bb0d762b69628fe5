from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.kis.protocol.control import Ack
from kis_desktop.kis.protocol.registrations import Order, Registration, Registrations


def one(symbol: str) -> Registration:
    return Registration("H0STCNT0", symbol)


def ack(symbol: str, kind: ErrorKind = ErrorKind.CONFIRMED) -> Ack:
    return Ack("H0STCNT0", symbol, "", "", kind)


def register(book: Registrations, *symbols: str, now: float = 0.0) -> None:
    """Have these confirmed."""
    for symbol in symbols:
        order = book.next(now)
        assert order == Order(one(symbol), wanted=True)
        book.said(order, now)
        assert book.heard(ack(symbol), now) is None


def test_what_is_wanted_is_registered_in_its_order_and_counts_when_confirmed() -> None:
    book = Registrations(5)
    book.want([one("A"), one("B")])
    assert not book.settled
    register(book, "A", "B")
    assert book.next(0.0) is None
    assert book.confirmed() == {one("A"), one("B")}


def test_all_confirmed_is_settled() -> None:
    book = Registrations(5)
    book.want([one("A"), one("B")])
    register(book, "A", "B")
    assert book.settled


def test_what_is_asked_does_not_count_yet() -> None:
    book = Registrations(5)
    book.want([one("A")])
    book.said(Order(one("A"), wanted=True), 0.0)
    assert book.confirmed() == frozenset()
    assert not book.settled


def test_what_finds_no_place_is_left_out() -> None:
    book = Registrations(2)
    book.want([one("A"), one("A"), one("B"), one("C")])
    assert list(book.wanted()) == [one("A"), one("B")]


def test_the_unwanted_goes_before_the_new_comes() -> None:
    book = Registrations(2)
    book.want([one("A"), one("B")])
    register(book, "A", "B")
    book.want([one("B"), one("C")])
    leave = book.next(1.0)
    assert leave == Order(one("A"), wanted=False)
    book.said(leave, 1.0)
    assert book.next(1.0) is None
    assert book.heard(ack("A"), 1.0) is None
    register(book, "C", now=1.0)
    assert book.confirmed() == {one("B"), one("C")}


def test_an_unanswered_one_is_repeated_twice_and_then_given_back() -> None:
    book = Registrations(2)
    book.want([one("A")])
    now = 0.0
    for _ in range(3):
        order = book.next(now)
        assert order == Order(one("A"), wanted=True)
        book.said(order, now)
        assert book.next(now + 4.9) is None
        assert book.overdue(now + 4.9) is None
        now += 5.0
    assert book.next(now) is None
    assert book.overdue(now) == one("A")
    assert book.overdue(now) is None
    assert book.settled


def test_a_leaving_that_is_never_answered_is_forgotten() -> None:
    book = Registrations(1)
    book.want([one("A")])
    register(book, "A")
    book.want([])
    now = 0.0
    for _ in range(3):
        order = book.next(now)
        assert order == Order(one("A"), wanted=False)
        book.said(order, now)
        now += 5.0
    assert book.overdue(now) is None
    book.want([one("B")])
    register(book, "B", now=now)


def test_one_no_longer_wanted_while_it_is_asked_is_taken_back() -> None:
    book = Registrations(1)
    book.want([one("A")])
    book.said(Order(one("A"), wanted=True), 0.0)
    book.want([one("B")])
    assert book.next(1.0) is None
    assert book.next(5.0) == Order(one("A"), wanted=False)


def test_a_refused_one_is_given_back_once_and_not_asked_again_while_wanted() -> None:
    book = Registrations(2)
    book.want([one("A")])
    book.said(Order(one("A"), wanted=True), 0.0)
    assert book.heard(ack("A", ErrorKind.REQUEST), 0.0) == one("A")
    assert book.next(100.0) is None
    assert book.settled
    book.want([])
    book.want([one("A")])
    assert book.next(100.0) == Order(one("A"), wanted=True)


def test_a_refused_one_is_asked_again_on_demand() -> None:
    book = Registrations(5)
    book.want([one("A"), one("B")])
    book.said(Order(one("A"), wanted=True), 0.0)
    book.heard(ack("A", ErrorKind.REQUEST), 0.0)
    register(book, "B")
    for named in ("A", "B", "C"):
        book.ask_again(one(named))
    assert book.next(1.0) == Order(one("A"), wanted=True)
    assert book.confirmed() == {one("B")}


def test_one_put_off_is_asked_again_after_half_a_minute_until_it_is_refused() -> None:
    book = Registrations(2)
    book.want([one("A")])
    now = 0.0
    for _ in range(2):
        order = book.next(now)
        assert order is not None
        book.said(order, now)
        assert book.heard(ack("A", ErrorKind.LATER), now) is None
        assert book.settled
        assert book.next(now + 29.0) is None
        now += 30.0
    order = book.next(now)
    assert order is not None
    book.said(order, now)
    assert book.heard(ack("A", ErrorKind.LATER), now) == one("A")


def test_where_the_server_has_fewer_places_the_least_important_are_left_out() -> None:
    book = Registrations(3)
    book.want([one("A"), one("B"), one("C")])
    register(book, "A", "B")
    book.said(Order(one("C"), wanted=True), 0.0)
    assert book.heard(ack("C", ErrorKind.FULL), 0.0) == one("C")
    assert book.settled
    assert list(book.wanted()) == [one("A"), one("B")]


def test_an_important_one_that_found_no_place_takes_that_of_the_least() -> None:
    book = Registrations(3)
    book.want([one("B"), one("C")])
    register(book, "B", "C")
    book.want([one("A"), one("B"), one("C")])
    book.said(Order(one("A"), wanted=True), 0.0)
    assert book.heard(ack("A", ErrorKind.FULL), 0.0) is None
    leave = book.next(0.0)
    assert leave == Order(one("C"), wanted=False)
    book.said(leave, 0.0)
    book.heard(ack("C"), 0.0)
    register(book, "A")
    assert book.confirmed() == {one("A"), one("B")}


def test_an_answer_to_nothing_that_was_asked_is_no_matter() -> None:
    book = Registrations(3)
    assert book.heard(ack("X"), 0.0) is None
    assert book.confirmed() == frozenset()


def test_a_new_session_starts_with_nothing() -> None:
    book = Registrations(3)
    book.want([one("A")])
    register(book, "A")
    book.begin()
    assert book.confirmed() == frozenset()
    assert book.next(0.0) == Order(one("A"), wanted=True)


@given(st.lists(st.lists(st.sampled_from("ABCDEFGH"), max_size=8), min_size=1, max_size=12))
def test_whatever_is_wanted_in_turn_the_server_never_holds_more_than_the_places(
    changes: list[list[str]],
) -> None:
    book = Registrations(3)
    held: set[str] = set()
    now = 0.0
    for wanted in changes:
        book.want([one(symbol) for symbol in wanted])
        while (order := book.next(now)) is not None:
            book.said(order, now)
            symbol = order.registration.key
            if order.wanted:
                held.add(symbol)
            else:
                held.remove(symbol)
            assert len(held) <= 3
            book.heard(ack(symbol), now)
        assert held == {registration.key for registration in book.wanted()}
        assert book.settled
