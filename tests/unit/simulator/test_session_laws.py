"""What holds on both exchanges, in every session, whatever the user does."""

from collections import Counter
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.simulator.orders import PRICED, STOP_LIMIT
from kis_desktop.simulator.views import (
    TRADING,
    Board,
    FillRecord,
    OrderEventKind,
    OrderKind,
    OrderState,
    Phase,
    Refused,
    Side,
)
from tests.unit.simulator.trading_floor import ACCOUNT, HYNIX, KODEX, SAMSUNG, Floor

SYMBOLS = (SAMSUNG, HYNIX, KODEX)
EXCHANGES = ("KRX", "NXT", "SOR")
KINDS = (
    *("00", "00", "00", "01", "02", "03", "04", "05", "06"),
    *("11", "12", "13", "14", "15", "16", "21", "22", "23", "24"),
    *("41", "41", "41", "42", "43", "44", "45", "46", "47"),
)
STARTS = (
    *("08:01", "08:31", "08:49:30", "08:58", "09:00:10", "10:12", "15:19", "15:29:30"),
    *("15:39", "15:50", "15:59:30", "16:05", "19:59"),
)
PLACE = st.tuples(
    st.just("place"),
    st.sampled_from(SYMBOLS),
    st.sampled_from(list(Side)),
    st.sampled_from(EXCHANGES),
    st.sampled_from(KINDS),
    st.integers(1, 12),
    st.integers(-4, 4),
)
AMEND = st.tuples(
    st.just("amend"),
    st.integers(0, 20),
    st.sampled_from([None, 1, 3]),
    st.sampled_from(KINDS),
    st.integers(-4, 4),
)
CANCEL = st.tuples(st.just("cancel"), st.integers(0, 20), st.sampled_from([None, 1, 3]))
WAIT = st.tuples(st.just("wait"), st.floats(0.01, 40))
STEPS = st.lists(st.one_of(PLACE, PLACE, PLACE, AMEND, CANCEL, WAIT), min_size=10, max_size=30)
ENDS = {
    OrderEventKind.REFUSED: "rejected_quantity",
    OrderEventKind.REMAINDER_CANCELLED: "cancelled_quantity",
    OrderEventKind.EXPIRED: "expired_quantity",
}


def price_of(floor: Floor, symbol: str, kind: str, ticks: int) -> int:
    shown = floor.market.snapshot(symbol)
    return shown.last + ticks * shown.tick if kind in PRICED else 0


def do(floor: Floor, step: tuple[object, ...]) -> None:
    orders = floor.account.open_orders()
    match step:
        case ("wait", float(seconds)):
            floor.go(seconds)
        case (
            "place",
            str(symbol),
            Side() as side,
            str(exchange),
            str(kind),
            int(quantity),
            int(ticks),
        ):
            price = price_of(floor, symbol, kind, ticks)
            waits_for = price_of(floor, symbol, kind, -ticks) if kind == STOP_LIMIT else 0
            floor.market.place(ACCOUNT, symbol, side, kind, quantity, price, exchange, waits_for)
        case ("amend", int(number), int() | None as quantity, str(kind), int(ticks)) if orders:
            order = orders[number % len(orders)]
            floor.market.amend(
                ACCOUNT,
                order.number,
                quantity=quantity,
                price=price_of(floor, order.symbol, kind, ticks),
                order_type=kind,
            )
        case ("cancel", int(number), int() | None as quantity) if orders:
            order = orders[number % len(orders)]
            floor.market.cancel(ACCOUNT, order.number, quantity=quantity)


def check_books(floor: Floor) -> None:
    for symbol in SYMBOLS:
        for board in Board:
            if not floor.market.is_on(symbol, board):
                continue
            book = floor.market.book(symbol, board)
            if book.phase in TRADING and book.asks and book.bids:
                assert book.asks[0].price > book.bids[0].price


def check_fill(floor: Floor, fill: FillRecord) -> None:
    """Inside the limits, inside a print of the exchange that the order went to."""
    order = floor.order(fill.order_number)
    shown = floor.market.snapshot(fill.symbol)
    assert shown.limit_down <= fill.price <= shown.limit_up
    if order.price and order.order_type != "02":
        buys = fill.side is Side.BUY
        assert fill.price <= order.price if buys else fill.price >= order.price
    prints = floor.nxt_prints if order.routed is Board.NXT else floor.prints
    assert any(
        (one.symbol, one.price, one.time) == (fill.symbol, fill.price, fill.time)
        and one.size >= fill.quantity
        for one in prints
    )


def check_events(floor: Floor) -> None:
    """Each order is taken on once, and what became of its shares was told."""
    taken: Counter[str] = Counter()
    told: Counter[tuple[str, str]] = Counter()
    for event in floor.events:
        if event.kind in ENDS:
            told[event.order.number, ENDS[event.kind]] += event.quantity
        elif event.kind is OrderEventKind.FILLED:
            told[event.order.number, "filled_quantity"] += event.quantity
        else:
            taken[event.order.number] += 1
    for order in floor.account.orders(floor.market.trade_date):
        assert taken[order.number] == 1
        assert told[order.number, "filled_quantity"] == order.filled_quantity
        assert told[order.number, "expired_quantity"] == order.expired_quantity
        assert told[order.number, "rejected_quantity"] == order.rejected_quantity
        if order.kind is not OrderKind.CANCEL:
            assert told[order.number, "cancelled_quantity"] <= order.cancelled_quantity


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(STARTS), STEPS)
def test_the_laws_hold_in_every_session(start: str, steps: list[tuple[object, ...]]) -> None:
    floor = Floor(start)
    for step in steps:
        with suppress(Refused):
            do(floor, step)
        check_books(floor)
    floor.go(120)
    for fill in floor.account.fills(floor.market.trade_date):
        check_fill(floor, fill)
    check_events(floor)


@settings(max_examples=12, deadline=None)
@given(st.sampled_from([("08:49", "08:51"), ("15:19", "15:31"), ("19:59", "20:01")]), STEPS)
def test_every_order_ends_with_its_market(
    span: tuple[str, str], steps: list[tuple[object, ...]]
) -> None:
    floor = Floor(span[0])
    before = floor.market.phase()
    for step in steps:
        with suppress(Refused):
            do(floor, ("wait", 1.0) if step[0] == "wait" else step)
    floor.go_to(span[1])
    check_events(floor)
    nxt_alone = before in {Phase.OPENING_AUCTION, Phase.PRE_HOURS}
    left = [
        order
        for order in floor.account.open_orders()
        if (order.routed is Board.NXT or not nxt_alone) and order.order_type != "06"
    ]
    assert left == []
    assert all(
        order.state is not OrderState.WORKING
        for order in floor.account.orders(floor.market.trade_date)
        if not order.remaining
    )
