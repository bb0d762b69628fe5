"""What our own fills imply, held against what the server says. Amounts in KRW, counts in shares."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Side

FillKey = tuple[date, str, int]


class DifferenceKind(enum.StrEnum):
    """What is counted."""

    BOUGHT = "bought"  # shares bought today
    SOLD = "sold"  # shares sold today
    POSITION = "position"  # shares held
    CASH = "cash"  # the deposit of D+2, reckoned with estimated costs


class Difference(msgspec.Struct, frozen=True):
    """One figure that isn't the same on both sides. `symbol` is empty for cash."""

    kind: DifferenceKind
    symbol: str
    ours: Decimal
    theirs: Decimal


class Comparison(msgspec.Struct, frozen=True):
    """The outcome of one complete reading. `received` is the reading's monotonic second;
    `since` the one of the reading that positions and cash are reckoned from, None before one agreed
    with our fills.
    """

    received: float
    since: float | None
    differences: tuple[Difference, ...]


class Baseline(msgspec.Struct, frozen=True):
    """A reading that agreed with our fills, and the fills known then."""

    account: AccountSnapshot
    day: date
    fills: frozenset[FillKey]


def fill_key(fill: Fill) -> FillKey:
    """What a later word about the same fill replaces."""
    return fill.trade_date, fill.order_no, fill.sequence


def dealt_differences(
    account: AccountSnapshot, fills: Iterable[Fill], day: date
) -> tuple[Difference, ...]:
    """Shares of a day that our fills and the server count differently."""
    ours: Counter[tuple[DifferenceKind, str]] = Counter()
    theirs: Counter[tuple[DifferenceKind, str]] = Counter()
    for fill in fills:
        if fill.trade_date == day:
            ours[_kind(fill.side), fill.symbol] += fill.quantity
    for dealt in account.dealt:
        theirs[DifferenceKind.BOUGHT, dealt.symbol] = dealt.bought
        theirs[DifferenceKind.SOLD, dealt.symbol] = dealt.sold
    return tuple(
        Difference(kind, symbol, Decimal(ours[kind, symbol]), Decimal(theirs[kind, symbol]))
        for kind, symbol in sorted(ours | theirs)
        if ours[kind, symbol] != theirs[kind, symbol]
    )


def differences_since(
    baseline: Baseline, account: AccountSnapshot, fills: Iterable[Fill]
) -> tuple[Difference, ...]:
    """Holdings and D+2 cash that our fills since the baseline don't explain.

    Cash may be off by a won of each cost of each fill, for ours are estimates; where a loan has
    moved nothing is said of it.
    """
    fresh = [fill for fill in fills if fill_key(fill) not in baseline.fills]
    return (*_positions(baseline, account, fresh), *_cash(baseline, account, fresh))


def _positions(
    baseline: Baseline, account: AccountSnapshot, fresh: Iterable[Fill]
) -> Iterable[Difference]:
    ours: Counter[str] = Counter({held.symbol: held.exposed for held in baseline.account.positions})
    for fill in fresh:
        ours[fill.symbol] += fill.quantity if fill.side is Side.BUY else -fill.quantity
    theirs: Counter[str] = Counter({held.symbol: held.exposed for held in account.positions})
    for symbol in sorted({*ours, *theirs}):
        if ours[symbol] != theirs[symbol]:
            yield Difference(
                DifferenceKind.POSITION, symbol, Decimal(ours[symbol]), Decimal(theirs[symbol])
            )


def _cash(baseline: Baseline, account: AccountSnapshot, fresh: list[Fill]) -> Iterable[Difference]:
    before, after = baseline.account.cash_d2, account.cash_d2
    if before is None or after is None or any(_cost(fill) is None for fill in fresh):
        return
    if baseline.account.loans != account.loans:  # a fill on loan moves the loan, not the cash
        return
    if _owed(baseline.account) != _owed(account):  # and what borrowed shares bring is kept back
        return
    ours = before
    for fill in fresh:
        moved = -fill.amount if fill.side is Side.BUY else fill.amount
        ours += moved - (_cost(fill) or 0)
    if abs(after - ours) > 2 * len(fresh):
        yield Difference(DifferenceKind.CASH, "", ours, after)


def _owed(account: AccountSnapshot) -> Counter[str]:
    """Borrowed shares by symbol."""
    return Counter({held.symbol: held.owed for held in account.positions})


def _cost(fill: Fill) -> Decimal | None:
    return None if fill.fee is None or fill.tax is None else fill.fee + fill.tax


def _kind(side: Side) -> DifferenceKind:
    return DifferenceKind.BOUGHT if side is Side.BUY else DifferenceKind.SOLD
