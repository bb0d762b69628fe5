from __future__ import annotations

from datetime import date

import pytest

from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.reservations import Reservation, Wish
from kis_desktop.simulator.views import OrderEventKind, OrderState, Refusal, Refused, Side
from tests.unit.simulator.trading_floor import ACCOUNT, SAMSUNG, Floor, kst

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def reserve(floor: Floor, **different: object) -> Reservation:
    wish: dict[str, object] = {
        "symbol": SAMSUNG,
        "side": Side.SELL,
        "order_type": "01",
        "quantity": 10,
        "price": 0,
        **different,
    }
    return floor.market.reservations.reserve(ACCOUNT, Wish(**wish), floor.clock.now())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-20 08:29:59", date(2026, 11, 20)),
        ("2026-11-20 16:40", MONDAY),
        ("2026-11-21 12:00", MONDAY),
        ("2026-11-23 00:01", MONDAY),
        ("2026-11-18 17:00", date(2026, 11, 19)),
    ],
)
def test_it_is_for_the_next_opening(now: str, day: date) -> None:
    assert reserve(Floor(now)).first_day == day


@pytest.mark.parametrize("now", ["2026-11-20 08:30", "2026-11-20 12:00", "2026-11-20 16:39:59"])
def test_it_is_not_taken_while_the_market_is_open(now: str) -> None:
    with pytest.raises(Refused) as refused:
        reserve(Floor(now))
    assert refused.value.reason is Refusal.RESERVATIONS_CLOSED


@pytest.mark.parametrize(
    ("different", "reason"),
    [
        ({"quantity": 0}, Refusal.QUANTITY_NOT_POSITIVE),
        ({"order_type": "00"}, Refusal.PRICE_MISSING),
        ({"price": 90_000}, Refusal.PRICE_NOT_ALLOWED),
        ({"end": date(2026, 11, 20)}, Refusal.RESERVATION_END_WRONG),
        ({"end": date(2026, 12, 24)}, Refusal.RESERVATION_END_WRONG),
    ],
)
def test_what_cannot_be_ordered_is_not_reserved(
    different: dict[str, object], reason: Refusal
) -> None:
    with pytest.raises(Refused) as refused:
        reserve(Floor("17:00"), **different)
    assert refused.value.reason is reason


def test_it_becomes_an_order_with_the_opening_auction_and_is_told() -> None:
    floor = Floor("17:00")
    taken = reserve(floor)
    assert floor.account.orders() == ()
    floor.clock.set(kst("2026-11-23 08:29:59"))
    floor.market.advance()
    assert floor.account.orders() == ()
    floor.go_to("2026-11-23 08:30")
    floor.market.set_print_rate(0.5)
    (order,) = floor.account.orders()
    assert (order.trade_date, order.time) == (MONDAY, kst("2026-11-23 08:30"))
    assert [event.kind for event in floor.events] == [OrderEventKind.ACCEPTED]
    floor.go_to("2026-11-23 09:01")
    assert floor.order(order.number).state is OrderState.FILLED
    assert floor.market.reservations.filled(taken) == (10, floor.order(order.number).filled_amount)
    floor.clock.set(kst("2026-11-24 09:01"))
    floor.market.advance()
    assert len(floor.account.orders()) == 1


@pytest.mark.parametrize("arrived", ["2026-11-23 10:00", "2026-11-26 10:00"])
def test_a_clock_that_is_set_ahead_does_not_lose_it(arrived: str) -> None:
    floor = Floor("17:00")
    reserve(floor)
    floor.clock.set(kst(arrived))
    floor.market.advance()
    (order,) = floor.account.orders()
    assert order.trade_date == MONDAY
    assert order.filled_quantity == 10


def test_for_a_span_of_days_the_rest_is_ordered_every_morning() -> None:
    floor = Floor("17:00")
    floor.market.set_print_rate(0.02)
    high = floor.market.snapshot(SAMSUNG).last * 125 // 100 // 100 * 100
    taken = reserve(floor, order_type="00", price=high, end=TUESDAY)
    floor.clock.set(kst("2026-11-25 10:00"))
    floor.market.advance()
    days = [(order.trade_date, order.state) for order in floor.account.orders()]
    assert days == [(MONDAY, OrderState.EXPIRED), (TUESDAY, OrderState.EXPIRED)]
    assert len(taken.orders) == 2
    assert floor.market.reservations.left(taken) == 10


def test_what_the_market_refuses_in_the_morning_is_kept_with_the_reason() -> None:
    floor = Floor("17:00")
    taken = reserve(floor, quantity=10_000)
    floor.clock.set(kst("2026-11-23 10:00"))
    floor.market.advance()
    assert floor.account.orders() == ()
    assert taken.refusal is not None
    assert taken.refusal.reason is Refusal.NOT_ENOUGH_SHARES


def test_it_can_be_changed_and_taken_back_until_the_opening() -> None:
    floor = Floor("17:00")
    book = floor.market.reservations
    first, second = reserve(floor), reserve(floor)
    assert second.number > first.number
    book.amend(ACCOUNT, first.number, Wish(SAMSUNG, Side.SELL, "01", 3, 0), floor.clock.now())
    book.cancel(ACCOUNT, second.number, floor.clock.now())
    with pytest.raises(Refused):
        book.cancel(ACCOUNT, second.number, floor.clock.now())
    with pytest.raises(Refused):
        book.cancel("12345678-22", first.number, floor.clock.now())
    floor.go_to("2026-11-23 09:01")
    assert [order.quantity for order in floor.account.orders()] == [3]
    with pytest.raises(Refused) as refused:
        book.cancel(ACCOUNT, first.number, kst("2026-11-23 17:00"))
    assert refused.value.reason is Refusal.NO_SUCH_RESERVATION


def test_a_loan_can_be_repaid_by_one() -> None:
    floor = Floor("17:00")
    loan = floor.account.loans()[0]
    credit = Credit(loan.kind, loan.loan_date, repays=True)
    reserve(floor, symbol=loan.symbol, quantity=5, credit=credit)
    floor.go_to("2026-11-23 09:01")
    assert floor.account.loans()[0].quantity == loan.quantity - 5


def test_a_market_that_begins_anew_has_none() -> None:
    floor = Floor("17:00")
    reserve(floor)
    floor.clock.set(kst("10:12"))
    floor.market.advance()
    assert floor.market.reservations.of(ACCOUNT) == ()
