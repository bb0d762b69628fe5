"""Random days, ordinary and not, with orders of all kinds from two accounts: what always holds."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.simulator.account_view import Account
from kis_desktop.simulator.credit import Credit, LoanKind
from kis_desktop.simulator.orders import PRICED, STOP_LIMIT
from kis_desktop.simulator.views import (
    Board,
    OrderRecord,
    OrderState,
    Phase,
    Refusal,
    Refused,
    Side,
)
from tests.unit.simulator.trading_floor import ACCOUNT, KODEX, Floor
from tests.unit.simulator.whole_day import (
    ACCOUNTS,
    DAYS,
    FEES,
    OTHER_ACCOUNT,
    SYMBOLS,
    Day,
    Standing,
)

KINDS = (
    *("00", "00", "00", "00", "01", "01", "02", "03", "04", "05", "06"),
    *("11", "12", "13", "14", "15", "16", "21", "21", "22", "23", "24", "27", "28", "29"),
    *("41", "41", "41", "42", "43", "44", "45", "46", "47"),
)
FITTING = {
    Phase.PRE_HOURS: ("00", "01", "02", "05", "05"),
    Phase.OPENING_AUCTION: ("00", "00", "01", "02"),
    Phase.CLOSING_AUCTION: ("00", "01"),
    Phase.CLOSING_PRICE_ORDERS: ("06",),
    Phase.CLOSING_PRICE: ("06",),
    Phase.PRE_MARKET: ("00", "00", "03", "04", "11", "12", "15", "16", "27", "28", "29"),
    Phase.AFTER_AUCTION: ("00",),
}
"""what an exchange takes outside its main session; most orders are of such a type"""
EVENING = {
    Board.KRX: ("41", "41", "41", "42", "43", "44", "45", "46", "47"),
    Board.NXT: ("00", "00", "00", "03", "04", "11", "12", "15", "16"),
}
STARTS = (
    *(("open", one) for one in (-70, -59.5, -31, -22, -11, -1, 0.3, 72)),
    *(("close", one) for one in (-12, -10.5, -1, 1, 9, 11, 29, 31, 269)),
)
"""minutes from the opening or the close of the regular session"""
PLACE = st.tuples(
    st.just("place"),
    st.sampled_from(ACCOUNTS),
    st.sampled_from(SYMBOLS),
    st.sampled_from(Side),
    st.sampled_from(["KRX", "KRX", "NXT", "SOR"]),
    st.integers(0, 200),
    st.integers(1, 12),
    st.integers(-3, 3),
)
BORROW = st.tuples(
    st.just("borrow"),
    st.sampled_from(ACCOUNTS),
    st.sampled_from(SYMBOLS),
    st.sampled_from(LoanKind),
    st.integers(0, 200),
    st.integers(1, 8),
    st.integers(-2, 2),
)
REPAY = st.tuples(st.just("repay"), st.integers(0, 5), st.integers(0, 200))
AMEND = st.tuples(
    st.just("amend"),
    st.integers(0, 20),
    st.sampled_from([None, None, 1, 3]),
    st.integers(0, 200),
    st.integers(-3, 3),
)
CANCEL = st.tuples(st.just("cancel"), st.integers(0, 20), st.sampled_from([None, 1, 3]))
WAIT = st.tuples(st.just("wait"), st.floats(0.01, 40) | st.floats(40, 900))
STEPS = st.lists(
    st.one_of(PLACE, PLACE, PLACE, PLACE, BORROW, REPAY, AMEND, CANCEL, WAIT, WAIT),
    min_size=12,
    max_size=36,
)


def kind_of(day: Day, exchange: str, number: int) -> str:
    """One of five is of any type, the others of one that is likely to be taken."""
    board = Board.NXT if exchange == "NXT" else Board.KRX
    phase = day.market.phase(board)
    fitting = EVENING[board] if phase is Phase.AFTER_MARKET else FITTING.get(phase, KINDS[:-9])
    kinds = KINDS if number % 5 == 0 else fitting
    return kinds[number // 5 % len(kinds)]


def price_of(day: Day, symbol: str, kind: str, ticks: int) -> int:
    shown = day.market.snapshot(symbol)
    return shown.last + ticks * shown.tick if kind in PRICED else 0


def some_order(day: Day, number: int) -> OrderRecord | None:
    orders = [one for one in day.orders() if one.state is OrderState.WORKING] or day.orders()
    return orders[number % len(orders)] if orders else None


def place(day: Day, step: tuple[object, ...]) -> None:
    match step:
        case (
            "place",
            str(who),
            str(symbol),
            Side() as side,
            str(exchange),
            int(number),
            int(quantity),
            int(ticks),
        ):
            kind = kind_of(day, exchange, number)
            price = price_of(day, symbol, kind, ticks)
            waits_for = price_of(day, symbol, kind, -ticks) if kind == STOP_LIMIT else 0
            day.market.place(who, symbol, side, kind, quantity, price, exchange, waits_for)
        case (
            "borrow",
            str(who),
            str(symbol),
            LoanKind() as loan,
            int(number),
            int(quantity),
            int(ticks),
        ):
            kind = kind_of(day, "KRX", number)
            side = Side.SELL if loan.short else Side.BUY
            price = price_of(day, symbol, kind, ticks)
            credit = Credit(loan, day.day, repays=False)
            day.market.place(who, symbol, side, kind, quantity, price, credit=credit)
        case ("repay", int(number), int(type_)):
            kind = kind_of(day, "KRX", type_)
            loans = [(who, one) for who in ACCOUNTS for one in day.account(who).loans()]
            who, lot = loans[-1 - number % len(loans)]
            side = Side.BUY if lot.kind.short else Side.SELL
            price = price_of(day, lot.symbol, kind, 0)
            credit = Credit(lot.kind, lot.loan_date, repays=True)
            quantity = max(lot.sellable // 2, 1)
            day.market.place(who, lot.symbol, side, kind, quantity, price, credit=credit)


def do(day: Day, step: tuple[object, ...]) -> None:
    match step:
        case ("wait", float(seconds)):
            day.floor.go(seconds)
        case ("amend", int(number), int() | None as quantity, int(type_), int(ticks)):
            order = some_order(day, number)
            if order is not None:
                kind = kind_of(day, order.exchange, type_)
                day.market.amend(
                    order.account,
                    order.number,
                    quantity=quantity,
                    price=price_of(day, order.symbol, kind, ticks),
                    order_type=kind,
                )
        case ("cancel", int(number), int() | None as quantity):
            order = some_order(day, number)
            if order is not None:
                day.market.cancel(order.account, order.number, quantity=quantity)
        case _:
            place(day, step)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(list(DAYS)),
    st.sampled_from(STARTS),
    STEPS,
)
def test_the_laws_hold_on_any_day(
    seed: int, when: date, start: tuple[str, float], steps: list[tuple[object, ...]]
) -> None:
    edges = DAYS[when]
    edge, minutes = start
    day = Day(seed, when, (edges.open if edge == "open" else edges.close) + minutes)
    for step in steps:
        with suppress(Refused):
            do(day, step)
        day.check()
    day.check_trades()
    day.floor.clock.set(day.floor.clock.now().replace(hour=21, minute=30))
    day.market.advance()
    day.check()
    day.check_end()


def the_two_trade(floor: Floor, before: dict[str, Standing], buyer: str, seller: str) -> int:
    """How many shares went from one to the other: what was paid was got, nothing else moved."""
    bought, sold = (
        [fill for fill in floor.events if fill.fill and fill.order.account == who]
        for who in (buyer, seller)
    )
    price, quantity = bought[0].price, sum(one.quantity for one in bought)
    assert {one.price for one in (*bought, *sold)} == {price}
    assert {one.time for one in (*bought, *sold)} == {bought[0].time}
    assert quantity == sum(one.quantity for one in sold)
    fees = {
        who: sum(one.price * one.quantity * FEES[who, True] // 1_000_000_000 for one in fills)
        for who, fills in ((buyer, bought), (seller, sold))
    }
    after = {who: Standing.of(account_of(floor, who)) for who in ACCOUNTS}
    assert after[buyer].cash - before[buyer].cash == -price * quantity - fees[buyer]
    assert after[seller].cash - before[seller].cash == price * quantity - fees[seller]
    moved = {buyer: quantity, seller: -quantity}
    for who in ACCOUNTS:
        expected = before[who].shares.copy()
        expected[KODEX] += moved[who]
        assert after[who].shares == expected
    return quantity


def account_of(floor: Floor, number: str) -> Account:
    account = floor.market.account(number)
    assert account is not None
    return account


PAIRS = st.sampled_from([(ACCOUNT, OTHER_ACCOUNT), (OTHER_ACCOUNT, ACCOUNT)])


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), PAIRS, st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_what_one_account_buys_of_another_moves_exactly(
    seed: int, pair: tuple[str, str], wanted: int, offered: int, sells_first: bool
) -> None:
    buyer, seller = pair
    floor = Floor(seed=seed)
    before = {who: Standing.of(account_of(floor, who)) for who in ACCOUNTS}
    floor.market.wake(KODEX)
    orders = [(buyer, Side.BUY, wanted), (seller, Side.SELL, offered)]
    if sells_first:
        orders.reverse()
    for (who, side, quantity), kind in zip(orders, ("21", "23"), strict=True):
        floor.market.place(who, KODEX, side, kind, quantity, 0)
    moved = the_two_trade(floor, before, buyer, seller)
    assert moved == min(wanted, offered)
    assert sum(one.size for one in floor.prints) == moved


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), PAIRS, st.integers(1, 40))
def test_what_two_accounts_trade_in_an_auction_moves_at_one_price(
    seed: int, pair: tuple[str, str], quantity: int
) -> None:
    buyer, seller = pair
    floor = Floor("08:59:30", seed=seed)
    before = {who: Standing.of(account_of(floor, who)) for who in ACCOUNTS}
    grid = floor.market.snapshot(KODEX)
    floor.market.place(buyer, KODEX, Side.BUY, "00", quantity, grid.limit_up)
    floor.market.place(seller, KODEX, Side.SELL, "00", quantity, grid.limit_down)
    floor.go_to("09:00")
    assert the_two_trade(floor, before, buyer, seller) == quantity


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-22", "2026-12-25", "2026-12-31"])
@pytest.mark.parametrize("time", ["08:35", "10:12", "15:45", "17:00"])
def test_nothing_is_taken_and_nothing_trades_on_a_day_without_a_session(
    day: str, time: str
) -> None:
    floor = Floor(f"{day} {time}")
    shown = floor.market.snapshot(KODEX)
    for exchange, kind in (("KRX", "00"), ("KRX", "05"), ("KRX", "41"), ("NXT", "00")):
        price = shown.last if kind in PRICED else 0
        with pytest.raises(Refused) as refused:
            floor.market.place(ACCOUNT, "035720", Side.BUY, kind, 1, price, exchange)
        assert refused.value.reason is Refusal.NOT_A_TRADING_DAY
    floor.go(3600)
    assert (floor.prints, floor.events, floor.account.orders()) == ([], [], ())
    assert floor.market.snapshot(KODEX).volume == shown.volume
