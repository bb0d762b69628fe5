from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.domain.connection import Standing
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


def leaves(book: Registrations, symbol: str, now: float) -> None:
    """Have this one taken back."""
    order = book.next(now)
    assert order == Order(one(symbol), wanted=False)
    book.said(order, now)
    assert book.heard(ack(symbol), now) is None


def standings(book: Registrations) -> dict[str, Standing]:
    return {registration.key: standing for registration, standing in book.standings()}


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
    register(book, "A", "B")
    assert book.next(1.0) is None
    assert standings(book) == {
        "A": Standing.CONFIRMED,
        "B": Standing.CONFIRMED,
        "C": Standing.NO_ROOM,
    }
    assert book.settled


def test_the_unwanted_goes_before_the_new_comes() -> None:
    book = Registrations(2)
    book.want([one("A"), one("B")])
    register(book, "A", "B")
    book.want([one("B"), one("C")], 0.5)
    assert book.next(0.8) is None
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
    now = 60.0
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


def refuse(book: Registrations, symbol: str, kind: ErrorKind, now: float = 0.0) -> None:
    order = book.next(now)
    assert order == Order(one(symbol), wanted=True)
    book.said(order, now)
    assert book.heard(ack(symbol, kind), now) == one(symbol)


def test_a_refused_one_is_given_back_once_and_asked_for_again_after_ten_minutes() -> None:
    book = Registrations(2)
    book.want([one("A")])
    refuse(book, "A", ErrorKind.REQUEST)
    assert book.next(599.0) is None
    assert book.settled
    assert standings(book) == {"A": Standing.REFUSED}
    register(book, "A", now=600.0)


def test_scrolling_over_a_refused_one_does_not_ask_for_it_again() -> None:
    book = Registrations(2)
    book.want([one("A")])
    refuse(book, "A", ErrorKind.REQUEST)
    for now in (1.0, 2.0, 3.0):
        book.want([], now)
        book.want([one("A")], now)
        assert book.next(now) is None
    book.want([], 700.0)
    book.want([one("A")], 701.0)
    register(book, "A", now=701.0)


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


def test_one_put_off_is_no_matter_any_more_when_nobody_wants_it() -> None:
    book = Registrations(2)
    book.want([one("A")])
    order = book.next(0.0)
    assert order is not None
    book.said(order, 0.0)
    book.heard(ack("A", ErrorKind.LATER), 0.0)
    assert standings(book) == {"A": Standing.ASKED}
    book.want([], 1.0)
    assert book.next(40.0) is None
    assert not book.has("H0STCNT0")


def test_one_put_off_waits_for_a_place_like_any_other() -> None:
    book = Registrations(2)
    book.want([one("A"), one("B"), one("C")])
    order = book.next(0.0)
    assert order is not None
    book.said(order, 0.0)
    book.heard(ack("A", ErrorKind.LATER), 0.0)
    register(book, "B", "C")
    assert book.settled
    leaves(book, "C", 30.0)
    register(book, "A", now=30.0)
    assert book.confirmed() == {one("A"), one("B")}


def test_where_the_server_has_fewer_places_the_least_important_are_left_out() -> None:
    book = Registrations(3)
    book.want([one("A"), one("B"), one("C")])
    register(book, "A", "B")
    refuse(book, "C", ErrorKind.FULL)
    assert book.settled
    assert book.next(299.0) is None
    assert standings(book)["C"] is Standing.NO_ROOM


def test_a_server_without_any_place_is_not_asked_in_a_loop() -> None:
    book = Registrations(3)
    book.want([one("A"), one("B")])
    refuse(book, "A", ErrorKind.FULL)
    assert book.next(299.0) is None
    assert book.settled


def test_fewer_places_are_tried_with_one_more_after_a_while_and_grow_while_it_goes_well() -> None:
    book = Registrations(4)
    book.want([one("A"), one("B"), one("C"), one("D"), one("E")])
    register(book, "A")
    refuse(book, "B", ErrorKind.FULL)
    assert book.next(299.0) is None
    refuse(book, "B", ErrorKind.FULL, 300.0)
    assert book.next(300.0 + 599.0) is None
    register(book, "B", "C", "D", now=900.0)
    assert book.next(901.0) is None
    assert book.confirmed() == {one(symbol) for symbol in "ABCD"}
    assert book.next(1e6) is None


def test_a_server_that_stays_small_is_tried_once_an_hour_in_the_end() -> None:
    book = Registrations(4)
    book.want([one("A"), one("B")])
    register(book, "A")
    now = 0.0
    for wait in (0.0, 300.0, 600.0, 1200.0, 2400.0, 3600.0, 3600.0):
        if wait:
            assert book.next(now + wait - 1.0) is None
        now += wait
        refuse(book, "B", ErrorKind.FULL, now)


def test_an_important_one_that_found_no_place_takes_that_of_the_least() -> None:
    book = Registrations(3)
    book.want([one("B"), one("C")])
    register(book, "B", "C")
    book.want([one("A"), one("B"), one("C")])
    book.said(Order(one("A"), wanted=True), 0.0)
    assert book.heard(ack("A", ErrorKind.FULL), 0.0) is None
    leaves(book, "C", 0.4)
    register(book, "A", now=0.4)
    assert book.confirmed() == {one("A"), one("B")}


def test_one_that_is_wanted_no_more_when_it_finds_no_place_is_given_back() -> None:
    book = Registrations(3)
    book.want([one("A")])
    book.said(Order(one("A"), wanted=True), 0.0)
    book.want([])
    assert book.heard(ack("A", ErrorKind.FULL), 0.0) == one("A")


def test_what_was_wanted_keeps_its_place_for_a_minute_while_there_is_room() -> None:
    book = Registrations(3)
    book.want([one("A"), one("B")])
    register(book, "A", "B")
    book.want([one("B")], 10.0)
    assert book.next(69.9) is None
    assert book.confirmed() == {one("A"), one("B")}
    leaves(book, "A", 70.0)


def test_what_is_wanted_again_was_never_taken_back() -> None:
    book = Registrations(3)
    book.want([one("A")])
    register(book, "A")
    book.want([], 10.0)
    book.want([one("A")], 50.0)
    book.want([], 60.0)
    assert book.next(100.0) is None
    assert book.confirmed() == {one("A")}


def test_what_was_out_of_sight_longest_goes_first() -> None:
    book = Registrations(3)
    book.want([one("A"), one("B"), one("C")])
    register(book, "A", "B", "C")
    book.want([one("A"), one("C")], 1.0)
    book.want([one("C")], 2.0)
    book.want([one("C"), one("D")], 3.0)
    leaves(book, "B", 4.0)
    register(book, "D", now=4.0)
    assert book.confirmed() == {one("A"), one("C"), one("D")}


def test_what_is_not_on_the_screen_takes_free_places_and_gives_them_up() -> None:
    book = Registrations(2)
    book.want([one("A"), one("x"), one("y")], 0.0, firm=1)
    register(book, "A", "x")
    book.want([one("A"), one("y"), one("x")], 1.0, firm=1)
    assert book.next(50.0) is None
    book.want([one("A"), one("B"), one("x"), one("y")], 50.0, firm=2)
    leaves(book, "x", 51.0)
    register(book, "B", now=51.0)
    assert standings(book)["x"] is Standing.NO_ROOM
    assert book.next(1000.0) is None


def test_a_place_that_is_about_to_be_free_is_not_made_twice() -> None:
    book = Registrations(2)
    book.want([one("A"), one("B")])
    register(book, "A", "B")
    book.want([one("C"), one("A"), one("B")])
    order = book.next(1.0)
    assert order == Order(one("B"), wanted=False)
    book.said(order, 1.0)
    assert book.next(1.0) is None
    assert standings(book) == {
        "C": Standing.NO_ROOM,
        "A": Standing.CONFIRMED,
        "B": Standing.NO_ROOM,
    }


def test_nobody_gives_up_a_place_for_something_of_less_weight_or_while_answers_are_awaited() -> (
    None
):
    book = Registrations(2)
    book.want([one("A"), one("B")])
    for symbol in "AB":
        order = book.next(0.0)
        assert order == Order(one(symbol), wanted=True)
        book.said(order, 0.0)
    book.want([one("C"), one("A"), one("B")], 0.0)
    assert book.next(1.0) is None
    assert standings(book)["A"] is Standing.ASKED


def test_before_anything_is_said_what_will_have_a_place_is_known() -> None:
    book = Registrations(1)
    book.want([one("A"), one("B")])
    assert standings(book) == {"A": Standing.ASKED, "B": Standing.NO_ROOM}


def test_a_renewed_one_is_taken_back_and_asked_for_again_once() -> None:
    book = Registrations(2)
    book.want([one("A"), one("B")])
    register(book, "A", "B")
    for symbol in "AC":
        book.renew(one(symbol))
    leaves(book, "A", 1.0)
    register(book, "A", now=1.0)
    assert book.next(2.0) is None
    book.renew(one("B"))
    book.want([one("A")], 3.0)
    assert book.next(4.0) is None


def scrolled(book: Registrations, first: int, now: float, *, firm: int = 30) -> int:
    """Show rows from `first` on for a second; how much was said."""
    everything = [one(f"{number:06}") for number in range(300)]
    shown = everything[first : first + firm]
    book.want([*shown, *everything], now, firm=firm)
    said = 0
    for step in range(100):
        while (order := book.next(now + step / 100)) is not None:
            book.said(order, now + step / 100)
            book.heard(ack(order.registration.key), now + step / 100)
            said += 1
    return said


def test_scrolling_through_three_hundred_rows_again_and_again_changes_little() -> None:
    book = Registrations(40)
    assert scrolled(book, 0, 0.0) == 40
    said = [scrolled(book, (step * 37) % 270, 1.0 + step) for step in range(120)]
    # each change is one taken back and one registered; forty of either in any minute
    assert max(sum(said[start : start + 60]) for start in range(60)) <= 80
    assert sum(said) >= 120


def test_rows_that_fly_past_cost_nothing_and_where_the_wheel_rests_all_are_registered() -> None:
    book = Registrations(40)
    scrolled(book, 0, 0.0)
    everything = [one(f"{number:06}") for number in range(300)]
    now, said, shown = 1.0, 0, everything
    for step in range(200):
        shown = everything[step : step + 30]
        now += 0.05
        book.want([*shown, *everything], now, firm=30)
        while (order := book.next(now)) is not None:
            book.said(order, now)
            book.heard(ack(order.registration.key), now)
            said += 1
    assert said == 0
    while (order := book.next(now + 0.5)) is not None:
        book.said(order, now + 0.5)
        book.heard(ack(order.registration.key), now + 0.5)
        said += 1
    assert said == 60
    assert set(shown) <= book.confirmed()


def test_where_wishes_never_rest_one_that_lasts_gets_its_place() -> None:
    book = Registrations(1)
    book.want([one("A")])
    register(book, "A")
    for step in range(1, 31):
        now = step / 10
        book.want([one("B"), one(str(step)), one("A")], now)
        assert book.next(now) is None
    leaves(book, "A", 3.1)


def test_what_the_trader_looks_at_finds_a_place_even_after_much_scrolling() -> None:
    book = Registrations(40)
    for step in range(10):
        scrolled(book, step * 27, float(step))
    focus = [one("FOCUS1"), one("FOCUS2")]
    book.want([*focus, *[one(f"{number:06}") for number in range(300)]], 20.0, firm=32, urgent=2)
    leave = book.next(21.0)
    assert leave is not None
    assert not leave.wanted
    book.said(leave, 21.0)
    book.heard(ack(leave.registration.key), 21.0)
    register(book, "FOCUS1", now=21.0)


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
def test_whatever_is_wanted_in_turn_the_most_important_come_and_never_more_than_the_places(
    changes: list[list[str]],
) -> None:
    book = Registrations(3)
    held: set[str] = set()
    now = 0.0
    for wanted in changes:
        book.want([one(symbol) for symbol in wanted], now)
        now += 61.0
        while (order := book.next(now)) is not None:
            book.said(order, now)
            symbol = order.registration.key
            if order.wanted:
                held.add(symbol)
            else:
                held.remove(symbol)
            assert len(held) <= 3
            book.heard(ack(symbol), now)
        assert held == set(list(dict.fromkeys(wanted))[:3])
        assert book.settled
