from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from kis_desktop.catalogue.calendar import is_trading_day, next_trading_day
from kis_desktop.simulator.books import Books
from kis_desktop.simulator.charges import ONLINE, tax_of
from kis_desktop.simulator.credit import LoanKind
from kis_desktop.simulator.history import History
from kis_desktop.simulator.past import Borrowed, Kept, Past, Plan
from kis_desktop.simulator.past_writer import past_of
from kis_desktop.simulator.universe import load_universe
from kis_desktop.simulator.views import OrderKind, OrderState, Side
from tests.unit.simulator.trading_floor import KODEX, SAMSUNG, Floor

TODAY = date(2026, 11, 20)
KAKAO = "035720"
PLAN = Plan(
    kept=(Kept(SAMSUNG, 80, 99_000), Kept(KODEX, 30, 96_000, bought_last=12)),
    borrowed=(Borrowed(KAKAO, 40, LoanKind.OWN_LOAN, days_ago=31),),
    traded=("005380", "035420", "196170"),
)


def written(seed: int, day: date = TODAY, plan: Plan = PLAN) -> Past:
    universe = load_universe()
    listings = tuple(filter(None, (universe.find(symbol) for symbol in plan.symbols)))
    return past_of(seed, "12345678-01", plan, ONLINE, listings, day)


@pytest.fixture(scope="module", params=[1, 7, 42])
def past(request: pytest.FixtureRequest) -> Past:
    return written(request.param)


def test_a_past_is_a_function_of_its_seed() -> None:
    past_of.cache_clear()
    first = written(7)
    past_of.cache_clear()
    assert written(7) == first
    assert written(8).fills != first.fills


def test_it_reaches_back_a_year_and_ends_yesterday(past: Past) -> None:
    days = {order.trade_date for order in past.orders}
    assert len(days) > 120
    assert date(2025, 11, 20) <= min(days) < date(2025, 12, 10)
    assert max(days) == date(2026, 11, 19)
    assert all(is_trading_day(day) for day in days)


def test_holdings_are_what_came_in_and_what_the_fills_left(past: Past) -> None:
    books = Books(ONLINE, past.opening)
    for fill in past.fills:
        listing = load_universe().find(fill.symbol)
        assert listing is not None
        day = fill.time.date()
        booking = books.book(listing, fill.side, fill.price, fill.quantity, day, fill.credit)
        assert (booking.fee, booking.tax, booking.realized) == (fill.fee, fill.tax, fill.realized)
        assert all(holding.quantity >= 0 for holding in books.holdings.values())
    left = {s: (held.quantity, held.cost) for s, held in books.holdings.items() if held.quantity}
    assert left == past.holdings
    assert {symbol: quantity for symbol, (quantity, _) in left.items()} == {SAMSUNG: 80, KODEX: 30}
    assert [(lot.symbol, lot.quantity, lot.loan) for lot in past.lots] == [
        (KAKAO, 40, past.lots[0].cost * 60 // 100)
    ]


def test_prices_were_traded_on_their_day(past: Past) -> None:
    for fill in past.fills:
        listing = load_universe().find(fill.symbol)
        assert listing is not None
        seed = next(seed for seed in (1, 7, 42) if written(seed) is past)
        bar = History(seed, listing).latent_bar(fill.time.date())
        assert bar.low <= fill.price <= bar.high
        assert fill.fee == ONLINE.fee(listing, fill.amount)
        sold = fill.side is Side.SELL
        assert fill.tax == (tax_of(listing, fill.amount, fill.time.date()) if sold else 0)


def test_orders_hold_their_fills_and_stand_in_order(past: Past) -> None:
    filled: dict[tuple[date, str], int] = defaultdict(int)
    amounts: dict[tuple[date, str], int] = defaultdict(int)
    for fill in past.fills:
        filled[fill.time.date(), fill.order_number] += fill.quantity
        amounts[fill.time.date(), fill.order_number] += fill.amount
    for order in past.orders:
        key = order.trade_date, order.number
        assert order.filled_quantity == filled.pop(key, 0)
        assert order.filled_amount == amounts[key]
        assert order.quantity == order.filled_quantity + order.cancelled_quantity
    assert not filled
    for before, after in pairwise(past.orders):
        assert (before.trade_date, before.number) < (after.trade_date, after.number)
        assert before.time < after.time
    taken_back = [one for one in past.orders if one.state is OrderState.CANCELLED]
    cancels = {one.original_number for one in past.orders if one.kind is OrderKind.CANCEL}
    assert taken_back
    assert {one.number for one in taken_back} <= cancels


def test_money_on_its_way_is_that_of_the_last_day(past: Past) -> None:
    last = [fill for fill in past.fills if fill.time.date() == date(2026, 11, 19)]
    assert past.pending(TODAY) == {date(2026, 11, 23): sum(fill.cash for fill in last)}
    assert next_trading_day(TODAY) == date(2026, 11, 23)
    assert sum(fill.quantity for fill in last) >= 12


def test_a_market_that_begins_with_the_history_has_no_past() -> None:
    past = written(7, date(2021, 10, 1))
    assert (past.orders, past.fills, past.lots) == ((), (), ())
    assert {symbol: held[0] for symbol, held in past.holdings.items()} == {SAMSUNG: 80, KODEX: 30}


def test_the_seeded_account_owns_the_same_symbol_in_cash_and_on_loan() -> None:
    account = Floor().account
    cash = {position.symbol: position.quantity for position in account.positions()}
    loans = [(loan.symbol, loan.kind.value, loan.quantity) for loan in account.loans()]
    assert cash[KAKAO] == 60
    assert loans == [
        ("005380", "유통융자", 12),
        (KAKAO, "자기융자", 40),
        (KAKAO, "자기융자", 25),
    ]
    for loan in account.loans():
        assert loan.loan == pytest.approx(loan.cost * 0.6, abs=2)
        assert loan.sellable == loan.quantity
        assert loan.unrealized == loan.value - loan.cost
