from collections.abc import Callable
from itertools import pairwise

import pytest

from kis_desktop.simulator.views import (
    OrderEventKind,
    OrderKind,
    OrderState,
    Refusal,
    Refused,
    Side,
)
from tests.unit.simulator.trading_floor import ACCOUNT, HYNIX, SAMSUNG, Floor


def test_a_market_order_trades_at_the_best_opposite_price() -> None:
    floor = Floor()
    ask = floor.ask()
    order = floor.buy(10, 0, "01")
    assert (order.state, order.filled_quantity, order.filled_amount) == (
        OrderState.FILLED,
        10,
        10 * ask,
    )
    assert [event.kind for event in floor.events] == [
        OrderEventKind.ACCEPTED,
        OrderEventKind.FILLED,
    ]
    assert (floor.prints[-1].price, floor.prints[-1].size) == (ask, 10)


def test_a_large_order_walks_through_the_levels_and_moves_the_price() -> None:
    floor = Floor()
    levels = floor.market.book(HYNIX).bids
    first = levels[0].size
    account = floor.account
    held = account.sellable(HYNIX)
    assert held == 12
    power = account.buying_power(HYNIX, None, "01")
    asks = floor.market.book(HYNIX).asks
    order = floor.buy(min(power.max_quantity, asks[0].size), 0, "01", HYNIX)
    assert order.state is OrderState.FILLED
    assert first > 0


def test_a_limit_order_waits_behind_those_before_it_and_then_trades() -> None:
    floor = Floor()
    bid = floor.bid()
    order = floor.buy(50, bid)
    assert order.state is OrderState.WORKING
    before = floor.market.book(SAMSUNG).bids[0].size
    for _ in range(600):
        floor.go(1)
        if floor.order(order.number).state is OrderState.FILLED:
            break
    done = floor.order(order.number)
    assert done.state is OrderState.FILLED
    assert done.filled_amount == 50 * bid
    traded = sum(one.size for one in floor.prints if one.price <= bid)
    assert traded >= before - 50 or any(one.price < bid for one in floor.prints)


def test_a_better_price_inside_the_book_becomes_the_best() -> None:
    floor = Floor()
    floor.sell(20, floor.ask(level=3))
    assert floor.market.book(SAMSUNG).asks[3].size >= 20


@pytest.mark.parametrize("kind", ["11", "13", "15"])
def test_the_rest_of_an_ioc_order_is_cancelled(kind: str) -> None:
    floor = Floor()
    size = floor.market.book(SAMSUNG).bids[0].size
    assert size > 180
    price = floor.ask(level=0) if kind == "11" else 0
    order = floor.sell(180, price, kind)
    if kind == "11":
        assert order.state is OrderState.CANCELLED
        assert (order.cancelled_quantity, order.filled_quantity) == (180, 0)
        assert floor.events[-1].kind is OrderEventKind.REMAINDER_CANCELLED
    else:
        assert order.state is OrderState.FILLED


@pytest.mark.parametrize("kind", ["12", "14", "16"])
def test_a_fok_order_trades_wholly_or_not_at_all(kind: str) -> None:
    floor = Floor()
    price = floor.bid() if kind == "12" else 0
    whole = floor.sell(100, price, kind)
    assert (whole.state, whole.filled_quantity) == (OrderState.FILLED, 100)
    if kind == "12":
        none = floor.sell(10, floor.ask(), kind)
        assert (none.state, none.cancelled_quantity) == (OrderState.CANCELLED, 10)


def test_best_limit_types_take_their_price_from_the_book() -> None:
    floor = Floor()
    bid, ask = floor.bid(), floor.ask()
    opposite = floor.buy(10, 0, "03")
    own = floor.buy(10, 0, "04")
    assert opposite.filled_amount == 10 * ask
    assert own.state is OrderState.WORKING
    size = floor.market.book(SAMSUNG).bids[0]
    assert (size.price, size.size >= 10) == (bid, True)


def test_a_partial_amend_splits_the_order() -> None:
    floor = Floor()
    original = floor.buy(100, floor.bid(level=5))
    amended = floor.market.amend(
        ACCOUNT, original.number, quantity=40, price=floor.bid(level=4), order_type="00"
    )
    left = floor.order(original.number)
    assert (left.state, left.remaining, left.amended_quantity) == (OrderState.WORKING, 60, 40)
    assert (amended.kind, amended.original_number, amended.quantity, amended.remaining) == (
        OrderKind.AMEND,
        original.number,
        40,
        40,
    )
    assert int(amended.number) > int(original.number)
    assert len(floor.account.open_orders()) == 2


def test_a_cancellation_has_a_number_of_its_own_and_frees_the_cash() -> None:
    floor = Floor()
    free = floor.account.cash().orderable
    original = floor.buy(100, floor.bid(level=5))
    assert floor.account.cash().orderable < free
    cancel = floor.market.cancel(ACCOUNT, str(int(original.number)), quantity=None)
    assert (cancel.kind, cancel.original_number, cancel.state) == (
        OrderKind.CANCEL,
        original.number,
        OrderState.DONE,
    )
    assert floor.order(original.number).state is OrderState.CANCELLED
    assert floor.account.cash().orderable == free
    assert floor.events[-1].kind is OrderEventKind.CANCELLED
    with pytest.raises(Refused) as refused:
        floor.market.cancel(ACCOUNT, original.number, quantity=None)
    assert refused.value.reason is Refusal.NOTHING_TO_AMEND


def test_what_is_left_at_the_close_expires() -> None:
    floor = Floor("15:19")
    number = floor.buy(100, floor.bid(level=9)).number
    floor.go_to("15:30:01")
    order = floor.order(number)
    assert (order.state, order.expired_quantity, order.remaining) == (OrderState.EXPIRED, 100, 0)
    assert floor.events[-1].kind is OrderEventKind.EXPIRED
    assert floor.account.cash().reserved == 0


def test_market_orders_of_the_opening_trade_at_the_opening_price() -> None:
    floor = Floor("08:45")
    number = floor.buy(10, 0, "01").number
    assert floor.order(number).state is OrderState.WORKING
    floor.go_to("09:00")
    order = floor.order(number)
    assert (order.state, order.filled_amount) == (
        OrderState.FILLED,
        10 * (floor.market.snapshot(SAMSUNG).open or 0),
    )


def test_a_conditional_order_becomes_a_market_order_in_the_closing_auction() -> None:
    floor = Floor("15:10")
    low = floor.market.snapshot(SAMSUNG).limit_down
    number = floor.buy(10, low, "02").number
    floor.go_to("15:30")
    order = floor.order(number)
    assert order.filled_amount == 10 * floor.market.snapshot(SAMSUNG).last


@pytest.mark.parametrize(
    ("time", "kind", "quantity", "price", "reason"),
    [
        ("08:29", "00", 1, 97_000, Refusal.MARKET_NOT_YET_OPEN),
        ("15:30", "00", 1, 97_000, Refusal.MARKET_CLOSED),
        ("2026-11-22 10:00", "00", 1, 97_000, Refusal.NOT_A_TRADING_DAY),
        ("08:45", "11", 1, 97_000, Refusal.ORDER_TYPE_NOT_ALLOWED),
        ("15:25", "03", 1, 0, Refusal.ORDER_TYPE_NOT_ALLOWED),
        ("10:12", "05", 1, 97_000, Refusal.ORDER_TYPE_NOT_ALLOWED),
        ("10:12", "41", 1, 97_000, Refusal.ORDER_TYPE_NOT_ALLOWED),
        ("10:12", "00", 0, 97_000, Refusal.QUANTITY_NOT_POSITIVE),
        ("10:12", "00", 1, 0, Refusal.PRICE_MISSING),
        ("10:12", "01", 1, 97_000, Refusal.PRICE_NOT_ALLOWED),
        ("10:12", "00", 1, 97_050, Refusal.OFF_TICK),
        ("10:12", "00", 1, 126_300, Refusal.ABOVE_LIMIT),
        ("10:12", "00", 1, 67_900, Refusal.BELOW_LIMIT),
        ("10:12", "00", 100_000, 97_000, Refusal.NOT_ENOUGH_CASH),
    ],
)
def test_bad_orders_are_refused_and_leave_no_trace(
    time: str, kind: str, quantity: int, price: int, reason: Refusal
) -> None:
    floor = Floor(time)
    with pytest.raises(Refused) as refused:
        floor.buy(quantity, price, kind)
    assert refused.value.reason is reason
    assert floor.account.orders() == ()
    assert floor.events == []


def test_what_is_not_held_cannot_be_sold_twice() -> None:
    floor = Floor()
    floor.sell(180, floor.ask(level=8))
    assert floor.account.sellable(SAMSUNG) == 0
    with pytest.raises(Refused) as refused:
        floor.sell(1, 0, "01")
    assert refused.value.reason is Refusal.NOT_ENOUGH_SHARES


def test_unknown_accounts_orders_exchanges_and_halted_symbols_are_refused() -> None:
    floor = Floor(instruments=None)
    halted = next(one.symbol for one in floor.market.universe.listings if one.halted)
    base = floor.market.snapshot(halted).base
    reasons = []
    requests: list[Callable[[], object]] = [
        lambda: floor.market.place("1-1", SAMSUNG, Side.BUY, "01", 1, 0),
        lambda: floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "01", 1, 0, "ATS"),
        lambda: floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "01", 1, 0, "NXT"),
        lambda: floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "02", 1, base, "SOR"),
        lambda: floor.market.cancel(ACCOUNT, "0000000001", quantity=None),
        lambda: floor.market.cancel(ACCOUNT, "no number", quantity=None),
        lambda: floor.buy(1, base, symbol=halted),
    ]
    for request in requests:
        with pytest.raises(Refused) as refused:
            request()
        reasons.append(refused.value.reason)
    assert reasons == [
        Refusal.ACCOUNT_UNKNOWN,
        Refusal.EXCHANGE_NOT_OFFERED,
        Refusal.MARKET_ORDER_NOT_ALLOWED,
        Refusal.ORDER_TYPE_NOT_ALLOWED,
        Refusal.NO_SUCH_ORDER,
        Refusal.NO_SUCH_ORDER,
        Refusal.HALTED,
    ]


def test_amending_more_than_is_left_is_refused() -> None:
    floor = Floor()
    number = floor.buy(10, floor.bid(level=5)).number
    with pytest.raises(Refused) as refused:
        floor.market.amend(ACCOUNT, number, quantity=11, price=floor.bid(), order_type="00")
    assert refused.value.reason is Refusal.QUANTITY_EXCEEDED
    assert floor.order(number).remaining == 10


def test_orders_through_sor_trade_on_krx() -> None:
    floor = Floor()
    order = floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "01", 1, 0, "SOR")
    assert (order.exchange, order.state) == ("SOR", OrderState.FILLED)


def test_numbers_have_ten_digits_and_rise() -> None:
    floor = Floor()
    numbers = [floor.buy(1, floor.bid(level=7)).number for _ in range(9)]
    assert all(len(number) == 10 and number.isdecimal() for number in numbers)
    assert all(int(left) < int(right) for left, right in pairwise(numbers))


def test_a_stop_order_waits_for_its_price_and_then_trades() -> None:
    floor = Floor()
    limit = floor.market.snapshot(SAMSUNG).last + 1000
    wanted = floor.ask(level=1)
    order = floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "22", 10, limit, condition_price=wanted)
    assert (order.state, order.condition_price) == (OrderState.WORKING, wanted)
    assert floor.account.cash().reserved > 0
    for _ in range(3600):
        floor.go(1)
        if floor.order(order.number).filled_quantity:
            break
    fill = floor.account.fills()[0]
    before = [one for one in floor.prints if one.time < fill.time]
    assert floor.order(order.number).state is OrderState.FILLED
    assert all(one.price < wanted for one in before)
    assert any(one.price >= wanted and one.time == fill.time for one in floor.prints)


def test_a_stop_order_whose_price_is_reached_already_trades_at_once() -> None:
    floor = Floor()
    last = floor.market.snapshot(SAMSUNG).last
    order = floor.market.place(
        ACCOUNT, SAMSUNG, Side.SELL, "22", 5, floor.bid(), condition_price=last
    )
    assert order.state is OrderState.FILLED


def test_a_waiting_stop_order_can_be_amended_cancelled_and_expires() -> None:
    floor = Floor("15:18")
    shown = floor.market.snapshot(SAMSUNG)
    high = shown.last + 30 * shown.tick
    numbers = [
        floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "22", 10, high, condition_price=high).number
        for _ in range(3)
    ]
    amended = floor.market.amend(
        ACCOUNT, numbers[0], quantity=4, price=high - shown.tick, order_type="22"
    )
    floor.market.cancel(ACCOUNT, numbers[1], quantity=3)
    floor.market.cancel(ACCOUNT, numbers[1], quantity=None)
    assert (amended.state, amended.condition_price) == (OrderState.WORKING, high)
    assert [floor.order(number).remaining for number in numbers] == [6, 0, 10]
    floor.go_to("15:30")
    assert floor.order(amended.number).state is OrderState.EXPIRED
    assert floor.order(numbers[2]).expired_quantity == 10
    assert floor.account.open_orders() == ()


@pytest.mark.parametrize(
    ("kind", "condition", "reason"),
    [
        ("22", 0, Refusal.PRICE_MISSING),
        ("22", 97_050, Refusal.OFF_TICK),
        ("22", 130_000, Refusal.ABOVE_LIMIT),
        ("00", 97_000, Refusal.PRICE_NOT_ALLOWED),
    ],
)
def test_a_condition_price_belongs_to_stop_orders_and_can_be_traded(
    kind: str, condition: int, reason: Refusal
) -> None:
    floor = Floor()
    with pytest.raises(Refused) as refused:
        floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, kind, 1, 97_000, condition_price=condition)
    assert refused.value.reason is reason


def test_a_middle_order_trades_half_way_between_the_best_quotes() -> None:
    floor = Floor()
    bid, ask = floor.bid(), floor.ask()
    buy = floor.buy(10, 0, "21")
    assert buy.state is OrderState.WORKING
    assert floor.bid() == bid
    sell = floor.sell(4, 0, "23")
    assert (sell.state, sell.filled_amount) == (OrderState.FILLED, 4 * ((bid + ask) // 2))
    assert floor.order(buy.number).remaining == 6
    assert floor.sell(7, 0, "24").state is OrderState.CANCELLED
    assert floor.sell(6, 0, "24").state is OrderState.FILLED
    assert floor.buy(1, 0, "23").state is OrderState.CANCELLED


def test_background_sellers_meet_a_middle_order_before_the_book() -> None:
    floor = Floor()
    number = floor.buy(10, 0, "21").number
    floor.go(60)
    order = floor.order(number)
    first = next(event for event in floor.events if event.kind is OrderEventKind.FILLED)
    assert order.state is OrderState.FILLED
    assert any(
        (one.price, one.time, one.side.value) == (first.price, first.time, "sell")
        for one in floor.prints
    )


def test_a_waiting_middle_order_can_be_cancelled() -> None:
    floor = Floor()
    number = floor.buy(10, 0, "21").number
    floor.market.cancel(ACCOUNT, number, quantity=4)
    floor.market.cancel(ACCOUNT, number, quantity=None)
    assert floor.order(number).cancelled_quantity == 10
    floor.go(30)
    assert floor.account.fills() == ()


def thin_symbols(floor: Floor) -> list[str]:
    """The instruments that turn over least, thinnest first."""
    listings = [one for one in floor.market.universe.listings if not one.halted]
    listings.sort(key=lambda one: one.previous_volume * one.base_price)
    return [one.symbol for one in listings if one.base_price < 30_000]


def test_a_swept_side_leaves_the_rest_of_a_market_order_at_its_last_price() -> None:
    floor = Floor(instruments=None)
    symbol = thin_symbols(floor)[0]
    offered = floor.market.book(symbol).total_ask
    order = floor.buy(offered + 25, 0, "01", symbol)
    assert (order.filled_quantity, order.remaining) == (offered, 25)
    swept = floor.market.book(symbol)
    assert swept.asks == ()
    assert swept.bids[0].price == floor.market.snapshot(symbol).last
    assert swept.bids[0].size == 25
    best = floor.buy(5, 0, "03", symbol)
    assert (best.state, best.rejected_quantity) == (OrderState.REJECTED, 5)
    assert floor.events[-1].kind is OrderEventKind.REFUSED
    middle = floor.buy(5, 0, "21", symbol)
    assert middle.state is OrderState.REJECTED
    assert floor.buy(5, 0, "14", symbol).state is OrderState.CANCELLED
    again = floor.buy(5, 0, "01", symbol)
    assert again.state is OrderState.WORKING
    floor.go(600)
    book = floor.market.book(symbol)
    assert book.asks[0].price > book.bids[0].price


def test_the_rest_of_an_opening_market_order_goes_on_at_the_opening_price() -> None:
    floor = Floor("08:59:50", instruments=None)
    symbol = thin_symbols(floor)[0]
    offered = floor.market.book(symbol).total_ask
    number = floor.buy(offered + 400, 0, "01", symbol).number
    floor.go_to("09:00")
    order = floor.order(number)
    shown = floor.market.snapshot(symbol)
    assert 0 < order.filled_quantity < order.quantity
    assert order.filled_amount == order.filled_quantity * (shown.open or 0)
    assert order.state is OrderState.WORKING
    assert shown.bid == shown.open
