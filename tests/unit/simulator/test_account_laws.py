"""Whatever is ordered in cash, on credit or by reservation: no won and no share is lost or made."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator import profit
from kis_desktop.simulator.account_view import Account
from kis_desktop.simulator.credit import Credit, LoanKind
from kis_desktop.simulator.reservations import Wish
from kis_desktop.simulator.views import FillRecord, Refused, Side
from tests.unit.simulator.trading_floor import HYNIX, SAMSUNG, Floor, kst

ACCOUNTS = ("12345678-01", "12345678-22")
SYMBOLS = (SAMSUNG, HYNIX, "035720")
KINDS = tuple(LoanKind)

WHO = st.sampled_from(ACCOUNTS)
WHAT = st.sampled_from(SYMBOLS)
SIDES = st.sampled_from(Side)
QUANTITIES = st.integers(1, 40)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("cash"), WHO, WHAT, SIDES, QUANTITIES),
        st.tuples(st.just("borrow"), WHO, WHAT, st.sampled_from(KINDS), QUANTITIES),
        st.tuples(st.just("repay"), WHO, st.integers(0, 5), QUANTITIES),
        st.tuples(st.just("reserve"), WHO, WHAT, SIDES, QUANTITIES),
        st.tuples(st.just("day")),
    ),
    min_size=4,
    max_size=16,
)


@dataclass(frozen=True)
class Standing:
    """What an account has, won and shares."""

    cash: int
    cost: int
    loan: int
    shares: Counter[str]


def standing(account: Account) -> Standing:
    """Borrowed shares count as owed; what they were sold for is no cost."""
    shares: Counter[str] = Counter()
    for position in account.positions():
        shares[position.symbol] += position.quantity
    for loan in account.loans():
        shares[loan.symbol] += -loan.quantity if loan.kind.short else loan.quantity
    bought = [loan for loan in account.loans() if not loan.kind.short]
    cost = sum(one.cost for one in account.positions()) + sum(one.cost for one in bought)
    owed = sum(one.loan for one in bought)
    return Standing(account.cash().day_after, cost, owed, shares)


def do(floor: Floor, step: tuple[object, ...]) -> None:
    """One step; what is refused changes nothing."""
    market = floor.market
    match step:
        case ("cash", str(who), str(symbol), Side() as side, int(quantity)):
            market.place(who, symbol, side, "01", quantity, 0)
        case ("borrow", str(who), str(symbol), LoanKind() as kind, int(quantity)):
            side = Side.SELL if kind.short else Side.BUY
            credit = Credit(kind, market.trade_date, repays=False)
            market.place(who, symbol, side, "01", quantity, 0, credit=credit)
        case ("repay", str(who), int(number), int(quantity)):
            account = market.account(who)
            assert account is not None
            loan = account.loans()[-1 - number % max(len(account.loans()), 1)]
            side = Side.BUY if loan.kind.short else Side.SELL
            credit = Credit(loan.kind, loan.loan_date, repays=True)
            market.place(
                who, loan.symbol, side, "01", min(quantity, loan.quantity), 0, credit=credit
            )
        case ("reserve", str(who), str(symbol), Side() as side, int(quantity)):
            go_to(floor, market.trade_date, "17:00")
            wish = Wish(symbol, side, "01", quantity, 0)
            market.reservations.reserve(who, wish, floor.clock.now())
            go_to(floor, next_trading_day(market.trade_date), "10:00")
        case _:
            go_to(floor, next_trading_day(market.trade_date), "10:00")


def go_to(floor: Floor, day: date, time: str) -> None:
    floor.clock.set(kst(f"{day.isoformat()} {time}"))
    floor.market.advance()


def due(fill: FillRecord) -> date:
    return next_trading_day(next_trading_day(fill.time.date()))


def check(floor: Floor, account: Account, before: Standing, deposit: int, begun: date) -> None:
    fills = account.fills()
    after = standing(account)
    signed: Counter[str] = Counter()
    for fill in fills:
        signed[fill.symbol] += fill.quantity if fill.side is Side.BUY else -fill.quantity
    for symbol in {*before.shares, *after.shares, *signed}:
        assert after.shares[symbol] == before.shares[symbol] + signed[symbol]
    assert after.cash == before.cash + sum(fill.cash for fill in fills)
    opened = sum(fill.fee + fill.tax for fill in fills if _opens(fill))
    sums = profit.of(fills)
    gained = after.cash - before.cash + after.cost - before.cost - (after.loan - before.loan)
    assert sums.realized == gained + sums.interest + opened

    today = floor.market.trade_date
    cash = account.cash()
    recent = account.fill_history(begun - timedelta(days=15), today)
    settling = [fill for fill in recent if due(fill) > begun]
    settled = sum(fill.cash for fill in settling if due(fill) <= today)
    assert cash.deposit == deposit + settled
    tomorrow = next_trading_day(today)
    assert cash.next_day == deposit + sum(f.cash for f in settling if due(f) <= tomorrow)
    assert cash.day_after == deposit + sum(fill.cash for fill in settling)
    of_today = profit.of(account.fill_history(today, today))
    assert (cash.today_buys, cash.today_sells) == (of_today.buys, of_today.sells)
    assert (cash.today_fees, cash.today_taxes) == (of_today.fees, of_today.taxes)
    assert cash.today_realized == of_today.realized
    for loan in account.loans():
        assert loan.quantity > 0
        assert (loan.loan == 0) is loan.kind.short


def _opens(fill: FillRecord) -> bool:
    if fill.credit is None:
        return fill.side is Side.BUY
    return not fill.credit.repays


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_no_won_and_no_share_is_lost(steps: list[tuple[object, ...]]) -> None:
    floor = Floor()
    floor.market.set_print_rate(0.5)
    begun = floor.market.trade_date
    accounts = [account for account in floor.market.accounts if account.number in ACCOUNTS]
    before = [(standing(account), account.cash().deposit) for account in accounts]
    for step in steps:
        with suppress(Refused, IndexError):
            do(floor, step)
        for account, (stood, deposit) in zip(accounts, before, strict=True):
            check(floor, account, stood, deposit, begun)
    fills = [fill for account in accounts for fill in account.fills()]
    assert sorted(fill.sequence for fill in fills) == list(range(1, len(fills) + 1))
