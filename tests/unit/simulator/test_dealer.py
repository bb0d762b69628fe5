"""Orders of the other markets: what is dealt adds up, and the past agrees with its bars."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import cast

import pytest

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course, Terms, TickTable
from kis_desktop.simulator.deal_terms import Costs, DealPlan, Dealt, Kept, Life, Waiting
from kis_desktop.simulator.dealer import Dealer
from kis_desktop.simulator.dealing import DealEvent, DealOrder
from kis_desktop.simulator.shares import Shares
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.trading_hours import weekday_sessions
from kis_desktop.simulator.views import OrderEventKind, OrderState, Refusal, Refused, Side

_ACCOUNT = "12345678-01"
_DAY = date(2026, 11, 20)
_START = datetime(2026, 11, 20, 10, 0, tzinfo=KST)
_SESSIONS = weekday_sessions((time(9), time(15, 30)))
_SEEDS = (1, 7, 2026)


class _Clock:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


class _Shares:
    def __init__(self, now: datetime) -> None:
        self.clock = _Clock(now)


class _Market:
    """A share, a future and an option; fees of 0.1 percent to the cent."""

    family = "overseas_stock"

    def __init__(self, seed: int) -> None:
        self._dealt = {
            one.address: one
            for one in (
                _dealt(seed, "SHARE", 15_000, paid=True, short=False, multiplier=1),
                _dealt(seed, "FUTURE", 480_000, paid=False, short=True, multiplier=50),
                _dealt(seed, "OPTION", 2_400, paid=True, short=True, multiplier=100),
            )
        }

    def find_dealt(self, exchange: str, code: str) -> Dealt | None:
        return self._dealt.get((exchange, code))

    def price_limits(self, dealt: Dealt, now: datetime) -> tuple[int, int] | None:
        base = dealt.course.quote(now).base
        return base // 2, base * 2

    def margin(self, dealt: Dealt, price: int) -> Decimal:
        return dealt.money(price) / 10

    def costs(self, dealt: Dealt, side: Side, quantity: int, value: Decimal) -> Costs:
        fee = (value / 1000).quantize(Decimal("0.01"))
        tax = (value / 5000).quantize(Decimal("0.01")) if side is Side.SELL else Decimal(0)
        return Costs(fee, tax)


def _dealt(seed: int, code: str, anchor: int, *, paid: bool, short: bool, multiplier: int) -> Dealt:
    terms = Terms(f"TEST/{code}", 2, anchor, 0.02, 400_000, TickTable(((0, 5),)), _SESSIONS)
    course = Course(seed, terms)
    return Dealt("XTST", code, course, "USD", 2, Decimal(multiplier), paid, short)


_PLAN = DealPlan(
    cash={"USD": Decimal(250_000)},
    kept=(Kept("XTST", "SHARE", 120, 9), Kept("XTST", "FUTURE", -2, 4)),
    traded=lambda _day: (("XTST", "SHARE"), ("XTST", "FUTURE"), ("XTST", "OPTION")),
)


def _dealer(seed: int, plan: DealPlan = _PLAN, now: datetime = _START) -> tuple[Dealer, _Market]:
    around = Surroundings(seed, cast("Shares", _Shares(now)), None)
    market = _Market(seed)
    return Dealer(around, market, {_ACCOUNT: plan}), market


def _share(market: _Market, code: str = "SHARE") -> Dealt:
    found = market.find_dealt("XTST", code)
    assert found is not None
    return found


def _adds_up(order: DealOrder) -> bool:
    return order.quantity == (
        order.filled_quantity
        + order.remaining
        + order.cancelled_quantity
        + order.amended_quantity
        + order.expired_quantity
    )


@pytest.mark.parametrize("seed", _SEEDS)
def test_quantities_cash_and_positions_are_conserved_over_a_random_day(seed: int) -> None:
    dealer, market = _dealer(seed)
    book = dealer.book(_ACCOUNT)
    codes = ("SHARE", "FUTURE", "OPTION")
    opened = {one.code: one for one in book.positions(_START)}
    cash = book.cash["USD"]
    random = Random(seed)
    events: list[DealEvent] = []
    now = _START
    for _ in range(120):
        now += timedelta(seconds=random.randrange(1, 150))
        events += dealer.advance(now)
        with suppress(Refused):
            _act(dealer, market, random, now)
        assert all(_adds_up(order) for order in book.orders.values())
    events += dealer.advance(_START.replace(hour=16))
    assert all(order.state is not OrderState.WORKING for order in book.orders.values())
    assert not book.open

    fills = book.fills
    assert len(fills) > 10
    moved = Decimal(0)
    for fill in fills:
        dealt = _share(market, fill.code)
        value = dealt.money(fill.value)
        if dealt.paid:
            moved += value if fill.side is Side.SELL else -value
        else:
            moved += fill.realized
        moved -= fill.fee + fill.tax
    assert book.cash["USD"] == cash + moved
    for code in codes:
        of_code = [fill for fill in fills if fill.code == code]
        signed = sum(one.quantity * (1 if one.side is Side.BUY else -1) for one in of_code)
        position = book.position(_share(market, code), now)
        before = opened.get(code)
        assert position.quantity == (before.quantity if before else 0) + signed
        assert position.realized_today == sum((one.realized for one in of_code), Decimal(0))
        bar_low, bar_high = _bounds(market, code)
        assert all(bar_low <= one.price <= bar_high for one in of_code)
    told = [event.fill for event in events if event.kind is OrderEventKind.FILLED]
    assert sorted(map(str, told)) == sorted(map(str, fills))


def _bounds(market: _Market, code: str) -> tuple[int, int]:
    """The day's range, wider by what ten levels of a book may reach."""
    quote = _share(market, code).course.quote(_START.replace(hour=16))
    return quote.low - 55, quote.high + 55


def _act(dealer: Dealer, market: _Market, random: Random, now: datetime) -> None:
    open_orders = dealer.open_orders(_ACCOUNT)
    if open_orders and random.random() < 0.3:
        order = random.choice(open_orders)
        if random.random() < 0.5:
            dealer.cancel(_ACCOUNT, order.number, now, quantity=random.choice((None, 1)))
        else:
            dealer.amend(_ACCOUNT, order.number, now, price=order.price + 5 or 5)
        return
    code = random.choice(("SHARE", "FUTURE", "OPTION"))
    dealt = _share(market, code)
    last = dealt.course.quote(now).last
    dealer.place(
        _ACCOUNT, "XTST", code,
        random.choice((Side.BUY, Side.SELL)),
        random.randrange(1, 40),
        random.choice((0, last, last - 10, last + 10)),
        now,
        life=random.choice((Life.DAY, Life.DAY, Life.IOC, Life.FOK)),
    )  # fmt: skip


def test_a_limit_above_the_ask_fills_at_once_at_the_ask() -> None:
    dealer, market = _dealer(3)
    ask = _share(market).course.book(_START).asks[0]
    order = dealer.place(_ACCOUNT, "XTST", "SHARE", Side.BUY, 1, ask.price + 50, _START)
    assert (order.state, order.filled_value) == (OrderState.FILLED, ask.price)


def test_a_resting_order_fills_at_its_price_when_the_price_comes_to_it() -> None:
    dealer, market = _dealer(3)
    course = _share(market).course
    later = _START + timedelta(hours=3)
    lowest = min(bar.low for bar in course.minutes(_DAY, later) if bar.time > _START)
    reached = lowest if lowest < course.quote(_START).bid else lowest + 5
    order = dealer.place(_ACCOUNT, "XTST", "SHARE", Side.BUY, 3, reached, _START)
    events = dealer.advance(later)
    found = dealer.find_order(_ACCOUNT, order.number)
    assert found is not None
    assert found.state is OrderState.FILLED
    assert found.average_price == reached
    assert events[0].kind is OrderEventKind.ACCEPTED


def test_the_last_print_of_a_session_fills_what_waits_for_it() -> None:
    dealer, market = _dealer(3)
    course, close = _share(market).course, _START.replace(hour=15, minute=30)
    before, last = course.quote(close - timedelta(seconds=2)), course.quote(close)
    assert last.volume > before.volume
    for side, price in ((Side.BUY, last.last), (Side.SELL, last.last)):
        now = close - timedelta(seconds=1)
        shown = course.book(now)
        best = shown.asks[0].price if side is Side.BUY else shown.bids[0].price
        if (price < best) if side is Side.BUY else (price > best):
            order = dealer.place(_ACCOUNT, "XTST", "SHARE", side, 1, price, now)
            dealer.advance(close + timedelta(minutes=1))
            found = dealer.find_order(_ACCOUNT, order.number)
            assert found is not None
            assert (found.state, dealer.book(_ACCOUNT).fills[-1].time) == (OrderState.FILLED, close)
            return
    pytest.fail("neither side waits")


def test_looking_often_fills_as_looking_once() -> None:
    often, market = _dealer(5)
    once, _ = _dealer(5)
    last = _share(market).course.quote(_START).last
    for dealer in (often, once):
        for away in (20, 40, 60):
            dealer.place(_ACCOUNT, "XTST", "SHARE", Side.BUY, 40, last - away, _START)
    now = _START
    while now < _START.replace(hour=12):
        now += timedelta(seconds=37)
        often.advance(now)
    once.advance(now)
    assert often.fills(_ACCOUNT, _DAY, _DAY) == once.fills(_ACCOUNT, _DAY, _DAY)


@pytest.mark.parametrize(
    ("side", "quantity", "price", "reason"),
    [
        (Side.BUY, 1, 15_001, Refusal.OFF_TICK),
        (Side.BUY, 0, 15_000, Refusal.QUANTITY_NOT_POSITIVE),
        (Side.BUY, 1, 90_000, Refusal.ABOVE_LIMIT),
        (Side.BUY, 1, 5, Refusal.BELOW_LIMIT),
        (Side.BUY, 9_000_000, 15_000, Refusal.NOT_ENOUGH_CASH),
        (Side.SELL, 121, 15_000, Refusal.NOT_ENOUGH_SHARES),
    ],
)
def test_a_refused_order_leaves_no_trace(
    side: Side, quantity: int, price: int, reason: Refusal
) -> None:
    dealer, _ = _dealer(3)
    before = dealer.book(_ACCOUNT).free("USD", _START)
    with pytest.raises(Refused) as caught:
        dealer.place(_ACCOUNT, "XTST", "SHARE", side, quantity, price, _START)
    assert caught.value.reason is reason
    assert dealer.advance(_START) == ()
    assert dealer.book(_ACCOUNT).free("USD", _START) == before


def test_outside_the_session_nothing_is_taken() -> None:
    dealer, _ = _dealer(3)
    with pytest.raises(Refused) as caught:
        dealer.place(_ACCOUNT, "XTST", "SHARE", Side.BUY, 1, 15_000, _START.replace(hour=16))
    assert caught.value.reason is Refusal.MARKET_CLOSED


def test_affordable_is_the_most_that_is_taken() -> None:
    for code in ("SHARE", "FUTURE"):
        dealer, market = _dealer(3)
        dealt = _share(market, code)
        price = dealt.course.quote(_START).last
        most = dealer.affordable(_ACCOUNT, dealt, Side.BUY, price, _START)
        with pytest.raises(Refused):
            dealer.place(_ACCOUNT, "XTST", code, Side.BUY, most + 1, price, _START)
        assert dealer.place(_ACCOUNT, "XTST", code, Side.BUY, most, price, _START).number


def test_seeded_orders_rest_on_every_day() -> None:
    plan = replace(_PLAN, waiting=(Waiting("XTST", "SHARE", Side.BUY, 5),))
    dealer, _ = _dealer(3, plan)
    dealer.book(_ACCOUNT)
    first = dealer.open_orders(_ACCOUNT)
    dealer.advance(_START + timedelta(days=3))
    second = dealer.open_orders(_ACCOUNT)
    assert [one.trade_date for one in (*first, *second)] == [_DAY, date(2026, 11, 23)]


@pytest.mark.parametrize("seed", _SEEDS)
@pytest.mark.parametrize("start", [date(2021, 10, 4), date(2023, 5, 1), date(2026, 10, 1)])
def test_the_past_has_rows_that_agree_for_any_period(seed: int, start: date) -> None:
    dealer, market = _dealer(seed)
    end = start + timedelta(days=30)
    orders = dealer.orders(_ACCOUNT, start, end)
    fills = dealer.fills(_ACCOUNT, start, end)
    assert len(orders) > 20
    assert all(_adds_up(order) and start <= order.trade_date <= end for order in orders)
    assert len({(one.trade_date, one.number) for one in orders}) == len(orders)
    for order in orders:
        own = [one for one in fills if (one.trade_date, one.order_number) == _of(order)]
        assert sum(one.quantity for one in own) == order.filled_quantity
        assert sum(one.value for one in own) == order.filled_value
    for fill in fills:
        bars = _share(market, fill.code).course.bars(fill.trade_date, fill.trade_date, _START)
        assert bars[0].low <= fill.price <= bars[0].high


def _of(order: DealOrder) -> tuple[date, str]:
    return order.trade_date, order.number


def test_a_part_of_the_past_is_what_the_whole_says_of_it() -> None:
    dealer, _ = _dealer(11)
    whole = dealer.fills(_ACCOUNT, date(2024, 1, 1), date(2024, 12, 31))
    march = dealer.fills(_ACCOUNT, date(2024, 3, 1), date(2024, 3, 31))
    assert march == tuple(one for one in whole if one.trade_date.month == 3)


def test_round_trips_of_the_past_leave_nothing_open() -> None:
    dealer, _ = _dealer(11, replace(_PLAN, kept=()))
    fills = dealer.fills(_ACCOUNT, date(2021, 9, 1), _DAY)
    for code in ("SHARE", "FUTURE", "OPTION"):
        signed = [
            one.quantity * (1 if one.side is Side.BUY else -1) for one in fills if one.code == code
        ]
        assert sum(signed) == 0


def test_a_holding_has_the_order_that_opened_it() -> None:
    dealer, market = _dealer(11)
    held = dealer.book(_ACCOUNT).position(_share(market), _START)
    orders = [
        one
        for one in dealer.orders(_ACCOUNT, _DAY - timedelta(days=30), _DAY)
        if one.code == "SHARE" and one.filled_value == held.cost
    ]
    assert (held.quantity, len(orders)) == (120, 1)


def test_a_stop_order_waits_for_its_price_and_trades_behind_it() -> None:
    dealer, market = _dealer(5)
    course = _share(market).course
    later = _START + timedelta(hours=4)
    minutes = [bar for bar in course.minutes(_DAY, later) if bar.time > _START]
    stop = max(bar.high for bar in minutes) - 5
    assert stop > course.quote(_START).last
    order = dealer.place(_ACCOUNT, "XTST", "SHARE", Side.BUY, 2, 0, _START, stop=stop)
    assert order.state is OrderState.WORKING
    dealer.advance(later)
    fills = dealer.fills(_ACCOUNT, _DAY, _DAY)
    first = next(bar for bar in minutes if bar.high >= stop)
    assert sum(fill.quantity for fill in fills) == 2
    assert all(fill.price >= stop - 5 and fill.time >= first.time for fill in fills)


def test_two_orders_do_not_close_the_same_units() -> None:
    dealer, market = _dealer(3)
    book, future = dealer.book(_ACCOUNT), _share(market, "FUTURE")
    bid = future.course.quote(_START).bid
    away = bid - 40 * future.course.terms.tick(bid)
    for _ in range(2):
        dealer.place(_ACCOUNT, "XTST", "FUTURE", Side.BUY, 2, away, _START)
    closing, opening = book.open.values()
    assert book.bound_by(closing) == 0
    assert book.bound_by(opening) >= 2 * market.margin(future, away)
    assert book.bound("USD") == book.bound_by(opening)
    dealer.cancel(_ACCOUNT, closing.order.number, _START)
    assert book.bound("USD") == book.bound_by(opening) == 0


def test_numbers_of_two_days_differ() -> None:
    dealer, _ = _dealer(3)
    numbers: list[str] = []
    for day in range(10):
        now = _START + timedelta(days=day)
        for _ in range(7):
            with suppress(Refused):
                placed = dealer.place(_ACCOUNT, "XTST", "SHARE", Side.BUY, 1, 14_000, now)
                numbers.append(placed.number)
    assert len(numbers) > 14
    assert len(set(numbers)) == len(numbers) == len(dealer.book(_ACCOUNT).orders)
