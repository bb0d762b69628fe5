from __future__ import annotations

from datetime import date

import pytest

from kis_desktop.simulator.charges import interest_of
from kis_desktop.simulator.credit import Credit, LoanKind
from kis_desktop.simulator.views import Loan, OrderRecord, OrderState, Refusal, Refused, Side
from tests.unit.simulator.trading_floor import ACCOUNT, SAMSUNG, Floor, kst

TODAY = date(2026, 11, 20)
LENT = Credit(LoanKind.OWN_LOAN, TODAY, repays=False)
SHORT = Credit(LoanKind.MARKET_SHORT, TODAY, repays=False)
KAKAO, HLB = "035720", "028300"


def order(
    floor: Floor, side: Side, quantity: int, credit: Credit, symbol: str = SAMSUNG
) -> OrderRecord:
    return floor.market.place(ACCOUNT, symbol, side, "01", quantity, 0, credit=credit)


def lot(floor: Floor, symbol: str, loan_date: date) -> Loan | None:
    loans = floor.account.loans()
    found = [one for one in loans if (one.symbol, one.loan_date) == (symbol, loan_date)]
    return found[0] if found else None


def refusal(floor: Floor, side: Side, quantity: int, credit: Credit, symbol: str) -> Refusal:
    with pytest.raises(Refused) as refused:
        order(floor, side, quantity, credit, symbol)
    return refused.value.reason


def test_a_purchase_on_a_loan_makes_a_lot_and_costs_the_rest() -> None:
    floor = Floor()
    before = floor.account.cash().day_after
    cash_shares = floor.account.positions()[0].quantity
    bought = order(floor, Side.BUY, 10, LENT)
    made = lot(floor, SAMSUNG, TODAY)
    assert made is not None
    fills = floor.account.fills()
    lent = sum(fill.price * fill.quantity * 60 // 100 for fill in fills)
    assert (made.quantity, made.cost, made.loan) == (10, bought.filled_amount, lent)
    fee = sum(fill.fee for fill in fills)
    assert floor.account.cash().day_after == before - (bought.filled_amount - lent) - fee
    assert floor.account.positions()[0].quantity == cash_shares


def test_a_sale_repays_part_of_the_lot_with_interest() -> None:
    floor = Floor()
    loan = floor.account.loans()[1]
    before = floor.account.cash().day_after
    repay = Credit(loan.kind, loan.loan_date, repays=True)
    sold = order(floor, Side.SELL, 15, repay, KAKAO)
    assert sold.state is OrderState.FILLED
    left = lot(floor, KAKAO, loan.loan_date)
    assert left is not None
    (fill,) = floor.account.fills()
    assert (left.quantity, left.loan) == (25, loan.loan - fill.loan)
    assert fill.loan == loan.loan * 15 // 40
    assert fill.interest == interest_of(fill.loan, loan.loan_date, TODAY) > 0
    assert fill.realized == fill.amount - loan.cost * 15 // 40 - fill.fee - fill.tax
    moved = fill.amount - fill.loan - fill.interest - fill.fee - fill.tax
    assert floor.account.cash().day_after == before + moved


def test_a_lot_that_is_repaid_whole_is_gone() -> None:
    floor = Floor()
    loan = floor.account.loans()[1]
    order(floor, Side.SELL, 40, Credit(loan.kind, loan.loan_date, repays=True), KAKAO)
    assert lot(floor, KAKAO, loan.loan_date) is None


def test_borrowed_shares_are_sold_and_bought_back() -> None:
    floor = Floor()
    before = floor.account.cash().day_after
    sold = order(floor, Side.SELL, 10, SHORT)
    made = lot(floor, SAMSUNG, TODAY)
    assert made is not None
    assert (made.kind, made.quantity, made.cost, made.loan) == (
        LoanKind.MARKET_SHORT,
        10,
        sold.filled_amount,
        0,
    )
    costs = sum(fill.fee + fill.tax for fill in floor.account.fills())
    assert floor.account.cash().day_after == before - costs
    back = order(floor, Side.BUY, 10, Credit(SHORT.kind, TODAY, repays=True))
    assert lot(floor, SAMSUNG, TODAY) is None
    fees = sum(fill.fee for fill in floor.account.fills() if fill.side is Side.BUY)
    gained = sold.filled_amount - back.filled_amount - fees
    assert floor.account.cash().today_realized == gained
    assert floor.account.cash().day_after == before - costs + gained


def test_what_is_not_there_cannot_be_repaid() -> None:
    floor = Floor()
    loan = floor.account.loans()[1]
    repay = Credit(loan.kind, loan.loan_date, repays=True)
    assert refusal(floor, Side.SELL, 41, repay, KAKAO) is Refusal.NOT_ENOUGH_SHARES
    other = Credit(LoanKind.MARKET_LOAN, loan.loan_date, repays=True)
    assert refusal(floor, Side.SELL, 1, other, KAKAO) is Refusal.NO_SUCH_LOAN
    high = floor.market.snapshot(KAKAO).limit_up
    floor.market.place(ACCOUNT, KAKAO, Side.SELL, "00", 30, high, credit=repay)
    assert refusal(floor, Side.SELL, 11, repay, KAKAO) is Refusal.NOT_ENOUGH_SHARES


def test_credit_is_for_instruments_that_are_open_to_it() -> None:
    floor = Floor(instruments=None)
    assert refusal(floor, Side.BUY, 1, LENT, HLB) is Refusal.NOT_ON_CREDIT


def test_the_guarantee_has_to_be_free() -> None:
    floor = Floor()
    most = floor.account.credit_power(SAMSUNG, None, "01").max_quantity
    assert refusal(floor, Side.BUY, most + 1, LENT, SAMSUNG) is Refusal.NOT_ENOUGH_CASH
    assert order(floor, Side.BUY, most, LENT).filled_quantity > 0


def test_an_amended_credit_order_keeps_its_loan() -> None:
    floor = Floor()
    low = floor.market.snapshot(SAMSUNG).limit_down
    first = floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "00", 5, low, credit=LENT)
    ask = floor.ask(level=3)
    floor.market.amend(ACCOUNT, first.number, quantity=None, price=ask, order_type="00")
    made = lot(floor, SAMSUNG, TODAY)
    assert made is not None
    assert made.quantity == 5


def test_purchases_on_margin_are_due_when_they_settle() -> None:
    floor = Floor()
    most = floor.account.buying_power(SAMSUNG, None, "01")
    assert most.max_quantity > most.cash_quantity
    floor.buy(most.cash_quantity * 2, 0, "01")
    cash = floor.account.cash()
    assert cash.unpaid == -cash.day_after > 0
    assert cash.unpaid_due == date(2026, 11, 24)
    floor.clock.set(kst("2026-11-24 10:00"))
    floor.market.advance()
    settled = floor.account.cash()
    assert (settled.deposit, settled.unpaid_due) == (-cash.unpaid, date(2026, 11, 24))
