"""What holds whatever the user does."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.simulator.charges import ONLINE, tax_of
from kis_desktop.simulator.views import (
    OrderEventKind,
    OrderKind,
    OrderRecord,
    OrderState,
    Phase,
    Refused,
    Side,
)
from tests.unit.simulator.trading_floor import ACCOUNT, HYNIX, KODEX, SAMSUNG, Floor

SYMBOLS = (SAMSUNG, HYNIX, KODEX)
KINDS = (
    *("00", "00", "00", "00", "01", "02", "03", "04"),
    *("11", "12", "13", "14", "15", "16", "21", "22", "23", "24"),
)
PLACE = st.tuples(
    st.just("place"),
    st.sampled_from(SYMBOLS),
    st.sampled_from(list(Side)),
    st.sampled_from(KINDS),
    st.integers(1, 12),
    st.integers(-4, 4),
)
AMEND = st.tuples(st.just("amend"), st.integers(0, 20), st.integers(1, 8), st.integers(-4, 4))
CANCEL = st.tuples(st.just("cancel"), st.integers(0, 20), st.integers(1, 8))
WAIT = st.tuples(st.just("wait"), st.floats(0.01, 20))
STEPS = st.lists(st.one_of(PLACE, PLACE, AMEND, CANCEL, WAIT), min_size=12, max_size=40)


def some_order(floor: Floor, number: int) -> OrderRecord:
    """An order that still works where there is one, else any."""
    orders = floor.account.open_orders() or floor.account.orders()
    return orders[number % len(orders)]


def do(floor: Floor, step: tuple[object, ...]) -> None:
    match step:
        case ("wait", float(seconds)):
            floor.go(seconds)
        case ("place", str(symbol), Side() as side, str(kind), int(quantity), int(ticks)):
            shown = floor.market.snapshot(symbol)
            price = shown.last + ticks * shown.tick if kind in {"00", "02", "11", "12", "22"} else 0
            waits_for = shown.last + shown.tick * (ticks % 3) if kind == "22" else 0
            floor.market.place(
                ACCOUNT, symbol, side, kind, quantity, price, condition_price=waits_for
            )
        case ("amend", int(number), int(quantity), int(ticks)):
            order = some_order(floor, number)
            shown = floor.market.snapshot(order.symbol)
            price = shown.last + ticks * shown.tick
            floor.market.amend(
                ACCOUNT, order.number, quantity=quantity, price=price, order_type="00"
            )
        case ("cancel", int(number), int(quantity)):
            order = some_order(floor, number)
            floor.market.cancel(ACCOUNT, order.number, quantity=quantity)


def check(floor: Floor) -> None:
    for symbol in SYMBOLS:
        book = floor.market.book(symbol)
        if book.phase is Phase.CONTINUOUS and book.asks and book.bids:
            assert book.asks[0].price > book.bids[0].price
    for order in floor.account.orders():
        assert order.quantity == (
            order.filled_quantity
            + order.remaining
            + order.cancelled_quantity
            + order.amended_quantity
            + order.expired_quantity
            + order.rejected_quantity
        )
        assert (order.remaining > 0) == (order.state is OrderState.WORKING)
    assert {order.number for order in floor.account.open_orders()} == {
        order.number for order in floor.account.orders() if order.remaining
    }


@settings(max_examples=10, deadline=None)
@given(STEPS)
def test_nothing_works_on_after_the_close(steps: list[tuple[object, ...]]) -> None:
    floor = Floor("15:19")
    for step in steps:
        with suppress(Refused, ZeroDivisionError):
            do(floor, step)
    floor.go_to("15:31")
    check(floor)
    assert floor.account.open_orders() == ()


def check_money(floor: Floor, cash: int, shares: dict[str, int]) -> None:
    """Every won and share that moved is a fill's; every fill is inside a print."""
    for fill in floor.account.fills():
        listing = floor.market.listing(fill.symbol)
        amount = fill.price * fill.quantity
        assert fill.fee == ONLINE.fee(listing, amount)
        assert fill.tax == (
            tax_of(listing, amount, fill.time.date()) if fill.side is Side.SELL else 0
        )
        signed = fill.quantity if fill.side is Side.BUY else -fill.quantity
        shares[fill.symbol] = shares.get(fill.symbol, 0) + signed
        cash -= signed * fill.price + fill.fee + fill.tax
        order = floor.order(fill.order_number)
        if order.price:
            better = fill.price <= order.price if signed > 0 else fill.price >= order.price
            assert better or order.order_type == "02"
        assert any(
            (one.symbol, one.price, one.time) == (fill.symbol, fill.price, fill.time)
            and one.size >= fill.quantity
            for one in floor.prints
        )
    assert floor.account.cash().day_after == cash
    for position in floor.account.positions():
        assert position.quantity == shares.get(position.symbol, 0) >= 0


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["08:58", "10:12", "15:19"]), STEPS)
def test_the_laws_hold(start: str, steps: list[tuple[object, ...]]) -> None:
    floor = Floor(start)
    cash = floor.account.cash().day_after
    shares = {one.symbol: one.quantity for one in floor.account.positions()}
    before = {symbol: floor.market.snapshot(symbol) for symbol in SYMBOLS}
    for step in steps:
        with suppress(Refused, ZeroDivisionError):
            do(floor, step)
        check(floor)
    for symbol in SYMBOLS:
        prints = [one for one in floor.prints if one.symbol == symbol]
        after = floor.market.snapshot(symbol)
        assert after.volume - before[symbol].volume == sum(one.size for one in prints)
        assert after.turnover - before[symbol].turnover == sum(
            one.price * one.size for one in prints
        )
        assert all(after.limit_down <= one.price <= after.limit_up for one in prints)
    check_money(floor, cash, shares)
    filled = sum(event.quantity for event in floor.events if event.kind is OrderEventKind.FILLED)
    assert filled == sum(order.filled_quantity for order in floor.account.orders())
    assert all(
        order.state is OrderState.DONE
        for order in floor.account.orders()
        if order.kind is OrderKind.CANCEL
    )
