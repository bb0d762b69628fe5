"""The paper engine: at which prices bars fill orders, and laws that no walk breaks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kis_desktop.domain.bar import Bar
from kis_desktop.domain.fee import FeeSchedule, TaxRate
from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_engine import (
    PaperAccount,
    PaperDay,
    PaperRules,
    Refusal,
    after,
    amend,
    cancel,
    cancel_all,
    check_amend,
    check_new,
    moved,
    opened,
    passed,
    place,
)
from kis_desktop.domain.paper_order import PaperKind, PaperTicket
from kis_desktop.domain.paper_result import result
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.tick_size import TickBand

BUY, SELL = Side.BUY, Side.SELL
MARKET, LIMIT, STOP, STOP_LIMIT = PaperKind
TODAY = date(2026, 11, 20)
FEES = FeeSchedule({"": Decimal("0.001")}, (TaxRate(date(2026, 1, 1), "KOSPI", Decimal("0.002")),))
RULES = PaperRules(FEES, "KOSPI", "stock", Decimal("0.5"))
DAY = PaperDay(TODAY)


def bar(time: int, low: int, high: int, start: int, end: int, volume: int = 1000) -> Bar:
    return Bar(time, Decimal(start), Decimal(high), Decimal(low), Decimal(end), volume)


def flat(time: int, price: int, volume: int = 1000) -> Bar:
    return bar(time, price, price, price, price, volume)


def ticket(
    side: Side, kind: PaperKind, quantity: int, price: int | None = None, stop: int | None = None
) -> PaperTicket:
    return PaperTicket(
        side,
        kind,
        quantity,
        None if price is None else Decimal(price),
        None if stop is None else Decimal(stop),
    )


def fresh(cash: int = 1_000_000, last: int = 100) -> PaperAccount:
    return after(opened(RULES, Decimal(cash)), flat(0, last), DAY)


def holding(quantity: int, price: int = 100) -> PaperAccount:
    account = place(fresh(last=price), ticket(BUY, MARKET, quantity), DAY, 0)
    return after(account, flat(1, price, 10**6), DAY)


def filled(account: PaperAccount) -> list[tuple[Decimal, int]]:
    return [(fill.price, fill.quantity) for fill in account.fills]


@pytest.mark.parametrize(
    ("wish", "met", "price"),
    [
        (ticket(BUY, MARKET, 10), bar(1, 90, 110, 105, 95), 105),
        (ticket(BUY, LIMIT, 10, 95), bar(1, 90, 110, 105, 100), 95),
        (ticket(BUY, LIMIT, 10, 90), bar(1, 90, 110, 105, 100), 90),
        (ticket(BUY, LIMIT, 10, 107), bar(1, 90, 110, 105, 100), 105),
        (ticket(BUY, LIMIT, 10, 89), bar(1, 90, 110, 105, 100), None),
        (ticket(BUY, STOP, 10, None, 108), bar(1, 90, 110, 105, 100), 108),
        (ticket(BUY, STOP, 10, None, 100), bar(1, 90, 110, 105, 100), 105),
        (ticket(BUY, STOP, 10, None, 111), bar(1, 90, 110, 105, 100), None),
        (ticket(BUY, STOP_LIMIT, 10, 109, 108), bar(1, 90, 110, 105, 100), 108),
        (ticket(BUY, STOP_LIMIT, 10, 106, 108), bar(1, 90, 110, 105, 100), None),
    ],
)
def test_a_purchase_is_filled_where_the_bar_meets_it(
    wish: PaperTicket, met: Bar, price: int | None
) -> None:
    account = after(place(fresh(), wish, DAY, 0), met, DAY)
    assert filled(account) == ([] if price is None else [(Decimal(price), 10)])
    assert bool(account.orders) is (price is None)


@pytest.mark.parametrize(
    ("wish", "met", "price"),
    [
        (ticket(SELL, MARKET, 10), bar(1, 90, 110, 105, 95), 105),
        (ticket(SELL, LIMIT, 10, 108), bar(1, 90, 110, 105, 100), 108),
        (ticket(SELL, LIMIT, 10, 100), bar(1, 90, 110, 105, 100), 105),
        (ticket(SELL, LIMIT, 10, 111), bar(1, 90, 110, 105, 100), None),
        (ticket(SELL, STOP, 10, None, 95), bar(1, 90, 110, 105, 100), 95),
        (ticket(SELL, STOP, 10, None, 107), bar(1, 90, 110, 105, 100), 105),
        (ticket(SELL, STOP, 10, None, 89), bar(1, 90, 110, 105, 100), None),
        (ticket(SELL, STOP_LIMIT, 10, 97, 95), bar(1, 90, 110, 105, 100), None),
    ],
)
def test_a_sale_is_filled_where_the_bar_meets_it(
    wish: PaperTicket, met: Bar, price: int | None
) -> None:
    account = after(place(holding(10), wish, DAY, 1), met, DAY)
    assert filled(account)[1:] == ([] if price is None else [(Decimal(price), 10)])


def test_a_stop_limit_order_beyond_its_limit_waits_for_the_next_bar_as_a_limit_order() -> None:
    account = place(fresh(), ticket(BUY, STOP_LIMIT, 10, 106, 108), DAY, 0)
    assert account.orders[0].shown_price == 108
    account = after(account, bar(1, 90, 110, 105, 109), DAY)
    assert account.orders[0].stopped
    assert account.orders[0].shown_price == 106
    account = after(account, bar(2, 104, 109, 109, 105), DAY)
    assert filled(account) == [(Decimal(106), 10)]


def test_a_bar_that_began_before_meets_no_order_but_is_worth_its_close() -> None:
    account = holding(10)
    account = place(account, ticket(BUY, LIMIT, 5, 95), DAY, 1)
    account = place(account, ticket(SELL, STOP, 10, None, 97), DAY, 1)
    over = passed(account, bar(0, 90, 110, 105, 104))
    assert (over.orders, over.fills) == (account.orders, account.fills)
    assert (over.last, over.unrealized) == (Decimal(104), Decimal(40))


def test_orders_together_take_no_more_than_their_share_of_the_volume() -> None:
    account = place(fresh(), ticket(BUY, MARKET, 60), DAY, 0)
    account = place(account, ticket(BUY, LIMIT, 60, 100), DAY, 0)
    account = after(account, flat(1, 100, 151), DAY)
    assert filled(account) == [(Decimal(100), 60), (Decimal(100), 15)]
    account = after(account, flat(2, 100, 40), DAY)
    assert filled(account)[2:] == [(Decimal(100), 20)]
    account = after(account, flat(3, 100, 1), DAY)
    assert account.orders[0].filled == 35
    account = after(account, flat(4, 100, 1000), DAY)
    assert not account.orders
    assert account.quantity == 120


def test_a_stop_is_reached_also_where_nothing_was_left_to_be_taken() -> None:
    account = place(holding(10), ticket(SELL, STOP, 10, None, 95), DAY, 1)
    account = after(account, bar(2, 94, 100, 100, 94, 0), DAY)
    assert account.orders[0].stopped
    assert account.orders[0].shown_price is None
    account = after(account, flat(3, 99), DAY)
    assert filled(account)[1:] == [(Decimal(99), 10)]


def test_costs_average_and_gain_are_those_of_the_fills() -> None:
    account = place(fresh(), ticket(BUY, MARKET, 100), DAY, 0)
    account = after(account, flat(1, 1000), DAY)
    assert account.average == 1000
    assert account.cash == 1_000_000 - 100_000 - 100
    account = place(account, ticket(BUY, MARKET, 50), DAY, 1)
    account = after(account, flat(2, 1300), DAY)
    assert account.average == 1100
    account = place(account, ticket(SELL, MARKET, 60), DAY, 2)
    account = after(account, flat(3, 1200), DAY)
    sold = account.fills[-1]
    assert sold.amount == 72_000
    assert (sold.gain, sold.fee, sold.tax) == (Decimal(6_000), Decimal(72), Decimal(144))
    assert account.realized == 6_000
    assert account.unrealized == 90 * 100
    assert account.costs == 100 + 65 + 72 + 144


def test_a_purchase_that_the_cash_does_not_pay_is_cut_and_withdrawn() -> None:
    account = place(fresh(cash=1001), ticket(BUY, MARKET, 10), DAY, 0)
    account = after(account, flat(1, 200), DAY)
    assert account.quantity == 5
    assert account.short_of_cash == (1,)
    assert not account.orders
    poor = place(fresh(cash=1001), ticket(BUY, MARKET, 10), DAY, 0)
    poor = after(poor, flat(1, 5000), DAY)
    assert (poor.quantity, poor.short_of_cash) == (0, (1,))


QUOTED = PaperDay(
    TODAY,
    (TickBand(Decimal(100), Decimal(1)), TickBand(None, Decimal(5))),
    PriceLimits(Decimal(70), Decimal(130)),
)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (ticket(BUY, LIMIT, 0, 100), Refusal.QUANTITY),
        (ticket(BUY, LIMIT, 1), Refusal.PRICE),
        (ticket(BUY, LIMIT, 1, 0), Refusal.PRICE),
        (ticket(BUY, MARKET, 1, 100), Refusal.PRICE),
        (ticket(BUY, STOP, 1), Refusal.PRICE),
        (ticket(BUY, LIMIT, 1, 101), Refusal.OFF_TICK),
        (ticket(BUY, STOP_LIMIT, 1, 105, 104), Refusal.OFF_TICK),
        (ticket(BUY, LIMIT, 1, 135), Refusal.LIMITS),
        (ticket(BUY, LIMIT, 10_000, 110), Refusal.NO_CASH),
        (ticket(SELL, LIMIT, 11, 110), Refusal.NO_STOCK),
        (ticket(SELL, LIMIT, 10, 110), None),
        (ticket(BUY, STOP_LIMIT, 1, 110, 105), None),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    wish: PaperTicket, refusal: Refusal | None
) -> None:
    account = holding(10)
    assert check_new(account, wish, QUOTED) is refusal
    if refusal is not None:
        with pytest.raises(ValueError, match=str(refusal)):
            place(account, wish, QUOTED, 1)


def test_nothing_is_ordered_before_a_price_was_seen() -> None:
    account = opened(RULES, Decimal(1000))
    assert check_new(account, ticket(BUY, MARKET, 1), DAY) is Refusal.NO_MARKET
    assert account.unrealized == 0
    assert account.average is None


def test_shares_and_cash_of_working_orders_are_not_given_twice() -> None:
    account = place(holding(10), ticket(SELL, LIMIT, 6, 120), DAY, 1)
    assert check_new(account, ticket(SELL, MARKET, 5), DAY) is Refusal.NO_STOCK
    assert account.free_cash == account.cash
    account = place(fresh(cash=1000), ticket(BUY, LIMIT, 6, 100), DAY, 1)
    assert account.free_cash == 400
    assert check_new(account, ticket(BUY, MARKET, 5), DAY) is Refusal.NO_CASH
    assert check_new(cancel_all(account), ticket(BUY, MARKET, 5), DAY) is None


def test_an_order_is_amended_in_its_place_and_cancelled() -> None:
    account = place(fresh(), ticket(BUY, LIMIT, 10, 90), DAY, 0)
    account = place(account, ticket(BUY, LIMIT, 10, 91), DAY, 0)
    account = amend(account, 1, ticket(BUY, LIMIT, 20, 95), DAY)
    assert [order.number for order in account.orders] == [1, 2]
    assert account.orders[0].ticket.price == 95
    account = cancel(account, 1)
    assert [order.number for order in account.orders] == [2]
    assert cancel(account, 1) == account


def test_what_is_gone_or_filled_is_not_amended() -> None:
    account = place(fresh(), ticket(BUY, LIMIT, 10, 100), DAY, 0)
    account = after(account, flat(1, 100, 8), DAY)
    assert account.orders[0].filled == 4
    assert check_amend(account, 1, ticket(BUY, LIMIT, 4, 99), DAY) is Refusal.QUANTITY
    assert check_amend(account, 1, ticket(SELL, LIMIT, 10, 99), DAY) is Refusal.GONE
    assert check_amend(account, 2, ticket(BUY, LIMIT, 10, 99), DAY) is Refusal.GONE
    with pytest.raises(ValueError, match="gone"):
        amend(account, 2, ticket(BUY, LIMIT, 10, 99), DAY)


def test_a_moved_order_has_the_price_at_which_it_waits() -> None:
    account = place(fresh(), ticket(BUY, LIMIT, 1, 90), DAY, 0)
    assert moved(account.orders[0], Decimal(92)) == ticket(BUY, LIMIT, 1, 92)
    account = place(fresh(), ticket(BUY, STOP, 1, None, 110), DAY, 0)
    assert moved(account.orders[0], Decimal(112)) == ticket(BUY, STOP, 1, None, 112)
    account = place(fresh(), ticket(BUY, STOP_LIMIT, 1, 111, 110), DAY, 0)
    waiting = account.orders[0]
    assert moved(waiting, Decimal(112)) == ticket(BUY, STOP_LIMIT, 1, 113, 112)
    reached = replace(waiting, stopped=True)
    assert moved(reached, Decimal(109)) == ticket(BUY, STOP_LIMIT, 1, 109, 110)


def test_the_result_counts_ways_from_no_shares_to_no_shares() -> None:
    account = fresh()
    assert result(account).win_rate is None
    for bought, sold in ((1000, 1100), (1000, 1002)):
        account = place(account, ticket(BUY, MARKET, 100), DAY, 0)
        account = after(account, flat(1, bought), DAY)
        assert not account.is_idle
        account = place(account, ticket(SELL, MARKET, 40), DAY, 0)
        account = after(account, flat(2, sold), DAY)
        account = place(account, ticket(SELL, MARKET, 60), DAY, 0)
        account = after(account, flat(3, sold), DAY)
        assert account.is_idle
    told = result(account)
    assert (told.trades, told.won, told.fills) == (2, 1, 6)
    assert told.win_rate == 50
    assert told.profit == 10_200 - told.costs
    assert told.costs == account.costs > 0


def test_the_drawdown_is_the_deepest_fall_below_a_peak() -> None:
    account = holding(100)
    for price in (120, 110, 130, 90, 125):
        account = after(account, flat(2, price), DAY)
    assert account.drawdown == 40 * 100
    assert result(account).drawdown == 4000


prices = st.integers(80, 120)


@st.composite
def bars(draw: st.DrawFn) -> Bar:
    low, high = sorted((draw(prices), draw(prices)))
    inside = st.integers(low, high)
    return bar(1, low, high, draw(inside), draw(inside), draw(st.integers(0, 60)))


@st.composite
def tickets(draw: st.DrawFn) -> PaperTicket:
    kind = draw(st.sampled_from(PaperKind))
    price = draw(prices) if kind.has_price else None
    stop = draw(prices) if kind.has_stop else None
    return ticket(draw(st.sampled_from(Side)), kind, draw(st.integers(1, 40)), price, stop)


numbers = st.integers(1, 8)
steps = st.lists(
    st.one_of(bars(), bars(), tickets(), numbers, st.tuples(numbers, prices)), max_size=40
)


def stepped(account: PaperAccount, step: object) -> PaperAccount:
    match step:
        case Bar():
            return after(account, step, DAY)
        case PaperTicket():
            refused = check_new(account, step, DAY) is not None
            return account if refused else place(account, step, DAY, 0)
        case (int() as number, int() as price):
            order = account.find(number)
            wish = moved(order, Decimal(price)) if order else ticket(BUY, MARKET, 1)
            refused = check_amend(account, number, wish, DAY) is not None
            return account if refused else amend(account, number, wish, DAY)
        case int():
            return cancel(account, step)
    raise AssertionError(step)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_money_and_shares_are_conserved_and_no_fill_lies_outside_of_its_bar(
    walk: list[object],
) -> None:
    account = fresh(cash=5_000)
    for step in walk:
        before, account = account, stepped(account, step)
        fresh_fills = account.fills[len(before.fills) :]
        assert account.cash + account.cost == account.start + account.realized - account.costs
        assert account.equity == account.start + account.realized + account.unrealized - (
            account.costs
        )
        assert account.cash >= 0
        assert 0 <= account.free_shares <= account.quantity
        assert account.quantity == sum(
            fill.quantity if fill.side is BUY else -fill.quantity for fill in account.fills
        )
        assert (account.cost > 0) is (account.quantity > 0)
        assert account.peak >= account.equity or not isinstance(step, Bar)
        if isinstance(step, Bar):
            assert all(step.low <= fill.price <= step.high for fill in fresh_fills)
            assert sum(fill.quantity for fill in fresh_fills) <= step.volume * RULES.share
        else:
            assert not fresh_fills
