"""Holdings valued at prices newer than the account's own reading. All amounts in KRW."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.account import AccountSnapshot, Position
from kis_desktop.domain.quote import Quote

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Holding:
    """A position at the newest known price; None where a figure isn't known. `rate` in percent."""

    position: Position
    last: Decimal | None
    cost: Decimal | None
    value: Decimal | None
    pnl: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Holdings:
    """The sum of holdings; None as soon as one part isn't known."""

    cost: Decimal | None
    value: Decimal | None
    pnl: Decimal | None
    rate: Decimal | None


def holding(position: Position, quote: Quote | None, taken: float) -> Holding:
    """A position at the quote, unless the account (`taken`, monotonic seconds) was read later.

    At the account's own price the server's figures are shown as they came.
    """
    cost = position.cost
    if cost is None and position.average_price is not None:
        cost = position.average_price * position.quantity
    newer = quote is not None and quote.last is not None and quote.received >= taken
    last = quote.last if quote is not None and newer else position.last
    if last == position.last and position.value is not None:
        return Holding(
            position, last, cost, position.value, position.unrealized_pnl, _rate_of(position, cost)
        )
    if last is None:
        return Holding(position, None, cost, position.value, position.unrealized_pnl, None)
    value = last * position.quantity
    pnl = None if cost is None else value - cost
    return Holding(position, last, cost, value, pnl, _rate(pnl, cost))


def summed(holdings: Iterable[Holding]) -> Holdings:
    """All holdings together."""
    every = tuple(holdings)
    cost = _sum(each.cost for each in every)
    pnl = _sum(each.pnl for each in every)
    return Holdings(cost, _sum(each.value for each in every), pnl, _rate(pnl, cost))


def revalued(snapshot: AccountSnapshot, quotes: dict[str, Quote]) -> tuple[Holding, ...]:
    """All positions of an account at the newest prices."""
    return tuple(
        holding(position, quotes.get(position.symbol), snapshot.received)
        for position in snapshot.positions
    )


def _rate_of(position: Position, cost: Decimal | None) -> Decimal | None:
    if position.unrealized_rate is not None:
        return position.unrealized_rate
    return _rate(position.unrealized_pnl, cost)


def _rate(pnl: Decimal | None, cost: Decimal | None) -> Decimal | None:
    if pnl is None or not cost:
        return None
    return pnl / cost * _HUNDRED


def _sum(parts: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for part in parts:
        if part is None:
            return None
        total += part
    return total
