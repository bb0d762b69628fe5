"""Realised profit (실현손익) as the broker counts it: by day and by trade. All amounts in KRW."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.known_sum import known_sum

_HUNDRED = Decimal(100)


class ProfitRow(msgspec.Struct, frozen=True):
    """What one day, or one instrument on one day, has realised; None: the server didn't say.

    `symbol` is empty for a whole day. `rate` in percent as told. `basis` is what the shares that
    were sold had cost.
    """

    day: date
    symbol: str
    name: str
    bought: Decimal | None
    sold: Decimal | None
    realized: Decimal | None
    fee: Decimal | None
    tax: Decimal | None
    interest: Decimal | None
    rate: Decimal | None
    basis: Decimal | None = None
    bought_shares: int | None = None
    sold_shares: int | None = None
    buy_price: Decimal | None = None
    sell_price: Decimal | None = None
    dealing: str = ""
    loan_date: date | None = None


class ProfitTotals(msgspec.Struct, frozen=True):
    """Sums over a period, told or added up; None: not known."""

    bought: Decimal | None
    sold: Decimal | None
    realized: Decimal | None
    fee: Decimal | None
    tax: Decimal | None
    interest: Decimal | None
    rate: Decimal | None = None


class ProfitReport(msgspec.Struct, frozen=True):
    """All pages of a period, both ends included; `totals` are the server's own."""

    start: date
    end: date
    rows: tuple[ProfitRow, ...]
    totals: ProfitTotals

    @property
    def disagreement(self) -> tuple[Decimal, Decimal] | None:
        """The rows' realised profit and the server's sum, where both are known and differ."""
        rows, told = summed(self.rows).realized, self.totals.realized
        if rows is None or told is None or rows == told:
            return None
        return rows, told


class IndexClose(msgspec.Struct, frozen=True):
    """A stock index at the close of a day, in points."""

    day: date
    close: Decimal


class ProfitGroup(msgspec.Struct, frozen=True):
    """Rows of one month or one instrument, added up. `key` is `2026-11` or the symbol."""

    key: str
    name: str
    sums: ProfitTotals
    days: int


def summed(rows: Iterable[ProfitRow]) -> ProfitTotals:
    """All rows added up; a sum is unknown as soon as one part is.

    `rate` is the realised profit against what the sold shares had cost, where that is known.
    """
    every = tuple(rows)
    realized = known_sum(row.realized for row in every)
    basis = known_sum(row.basis for row in every)
    return ProfitTotals(
        bought=known_sum(row.bought for row in every),
        sold=known_sum(row.sold for row in every),
        realized=realized,
        fee=known_sum(row.fee for row in every),
        tax=known_sum(row.tax for row in every),
        interest=known_sum(row.interest for row in every),
        rate=realized / basis * _HUNDRED if realized is not None and basis else None,
    )


def by_month(rows: Sequence[ProfitRow]) -> tuple[ProfitGroup, ...]:
    """The rows of each month, newest first."""
    return tuple(reversed(_grouped(rows, lambda row: f"{row.day:%Y-%m}", lambda _: "")))


def by_symbol(rows: Sequence[ProfitRow]) -> tuple[ProfitGroup, ...]:
    """The rows of each instrument, by symbol."""
    return _grouped(rows, lambda row: row.symbol, lambda row: row.name)


def cumulative(rows: Iterable[ProfitRow]) -> tuple[tuple[date, Decimal], ...]:
    """Realised profit added up day by day, oldest first, up to the first day that isn't known."""
    total = Decimal(0)
    line: dict[date, Decimal] = {}
    for row in sorted(rows, key=lambda row: row.day):
        if row.realized is None:
            return tuple(step for step in line.items() if step[0] < row.day)
        total += row.realized
        line[row.day] = total
    return tuple(line.items())


def _grouped(
    rows: Sequence[ProfitRow], key: Callable[[ProfitRow], str], name: Callable[[ProfitRow], str]
) -> tuple[ProfitGroup, ...]:
    groups: dict[str, list[ProfitRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return tuple(
        ProfitGroup(each, name(held[0]), summed(held), len({row.day for row in held}))
        for each, held in sorted(groups.items())
    )
