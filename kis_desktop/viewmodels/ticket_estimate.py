"""What an order would cost or bring, estimated from the fee schedule. All amounts in KRW."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal

from kis_desktop.domain.account import AccountSnapshot, Lot, Position
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.order import CreditKind, Side
from kis_desktop.domain.tick_size import Rounding, TickTable, round_to_tick

_LOANS = frozenset(
    {
        CreditKind.SELF_LOAN,
        CreditKind.MARKET_LOAN,
        CreditKind.SELF_LOAN_REPAY,
        CreditKind.MARKET_LOAN_REPAY,
    }
)
"""credit whose shares stand among the holdings; those of 대주 are owed"""


@dataclass(frozen=True, slots=True)
class OnCredit:
    """What a credit order uses; `lot` is what was bought with the loan that is repaid."""

    kind: CreditKind
    lot: Lot | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What an estimate needs to know of the instrument and the day."""

    fees: FeeSchedule
    market: str
    kind: str
    on: date
    ticks: TickTable


@dataclass(frozen=True, slots=True)
class Estimate:
    """`net` is what is paid (buy) or received (sell); `cash_after` what could then be ordered with
    (buy) or the D+2 cash (sell); `breakeven` the quotable price at which fees and tax are earned
    back; `profit` what a sale would realise. None: not known, or not possible.
    """

    gross: Decimal
    shares_after: int | None = None
    fee: Decimal | None = None
    tax: Decimal | None = None
    net: Decimal | None = None
    cash_after: Decimal | None = None
    breakeven: Decimal | None = None
    profit: Decimal | None = None


def estimate(
    side: Side,
    price: Decimal,
    quantity: int,
    terms: Terms | None,
    account: AccountSnapshot | None,
    symbol: str,
    credit: OnCredit | None = None,
) -> Estimate:
    """The estimate of a whole fill at one price; without terms nothing but the gross amount.

    On credit the cash afterwards isn't known: how much is lent, and its interest, is the server's.
    """
    gross = price * quantity
    held = position_of(account, symbol)
    change = quantity if side is Side.BUY else -quantity
    shares = _shares_after(account, held, change)
    if credit is not None and credit.kind not in _LOANS:
        shares = None
    if terms is None:
        return Estimate(gross, shares)
    if credit is not None:
        return _on_credit(side, gross, quantity, terms, shares, credit)
    if side is Side.BUY:
        return _buying(gross, quantity, terms, account, shares)
    return _selling(gross, quantity, terms, account, shares, held)


def _buying(
    gross: Decimal,
    quantity: int,
    terms: Terms,
    account: AccountSnapshot | None,
    shares: int | None,
) -> Estimate:
    fee = terms.fees.fee(gross, terms.kind, terms.on)
    net = gross + fee
    power = account.buying_power if account is not None else None
    possible = power is None or power >= net
    return Estimate(
        gross,
        shares if possible else None,
        fee,
        Decimal(0),
        net,
        cash_after=None if power is None or not possible else power - net,
        breakeven=breakeven(net, quantity, terms),
    )


def _selling(
    gross: Decimal,
    quantity: int,
    terms: Terms,
    account: AccountSnapshot | None,
    shares: int | None,
    held: Position | None,
) -> Estimate:
    fee = terms.fees.fee(gross, terms.kind, terms.on)
    tax = terms.fees.tax(gross, Side.SELL, terms.market, terms.kind, terms.on)
    net = gross - fee - tax
    cash = account.cash_d2 if account is not None and shares is not None else None
    average = _own_average(held) if held is not None and shares is not None else None
    return Estimate(
        gross,
        shares,
        fee,
        tax,
        net,
        cash_after=None if cash is None else cash + net,
        breakeven=None if average is None else breakeven(average * quantity, quantity, terms),
        profit=None if average is None else net - average * quantity,
    )


def _on_credit(
    side: Side, gross: Decimal, quantity: int, terms: Terms, shares: int | None, credit: OnCredit
) -> Estimate:
    """A loan is earned back as what is bought with cash is, its interest apart; a repayment is held
    against what its own shares had cost.
    """
    fee = terms.fees.fee(gross, terms.kind, terms.on)
    tax = terms.fees.tax(gross, side, terms.market, terms.kind, terms.on)
    net = gross + fee if side is Side.BUY else gross - fee - tax
    average = None if credit.lot is None else credit.lot.average_price
    if credit.kind not in _LOANS:
        cost = None
    elif side is Side.BUY:
        cost = net
    else:
        cost = None if average is None else average * quantity
    return Estimate(
        gross,
        shares,
        fee,
        tax,
        net,
        breakeven=None if cost is None else breakeven(cost, quantity, terms),
        profit=None if cost is None or side is Side.BUY else net - cost,
    )


def breakeven(cost: Decimal, quantity: int, terms: Terms) -> Decimal:
    """The lowest quotable price at which selling `quantity` brings back `cost`."""
    exact = terms.fees.breakeven(cost, quantity, terms.market, terms.kind, terms.on)
    return round_to_tick(exact.quantize(Decimal(1), rounding=ROUND_UP), terms.ticks, Rounding.UP)


def position_of(account: AccountSnapshot | None, symbol: str) -> Position | None:
    """What is held of a symbol; None when nothing is, or nothing is known."""
    if account is None:
        return None
    return next((held for held in account.positions if held.symbol == symbol), None)


def _own_average(held: Position) -> Decimal | None:
    """What was paid for a share that is sold with cash: those on loan are repaid apart."""
    if not held.lots:
        return held.average_price
    of_cash = (lot for lot in held.lots if lot.loan_date is None and not lot.is_short)
    return next((lot.average_price for lot in of_cash), None)


def _shares_after(
    account: AccountSnapshot | None, held: Position | None, change: int
) -> int | None:
    if account is None:
        return None
    after = (held.owned if held is not None else 0) + change
    return after if after >= 0 else None
