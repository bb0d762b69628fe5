"""The cells of the table of realised profit, and of its sum."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.profit import (
    ProfitGroup,
    ProfitReport,
    ProfitRow,
    ProfitTotals,
    summed,
)
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("day", "column.day", ColumnKind.TEXT, width=86),
    Column("name", "column.name", ColumnKind.TEXT, width=120, stretch=True),
    Column("dealing", "column.dealing", ColumnKind.TEXT, width=80),
    Column("days", "column.days_dealt", width=56),
    Column("shares", "column.sold_shares", width=72),
    Column("buy_price", "column.buy_price", width=80),
    Column("sell_price", "column.sell_price", width=80),
    Column("bought", "column.bought", width=84),
    Column("sold", "column.sold", width=90),
    Column("realized", "column.realized", width=90),
    Column("rate", "column.pnl_rate", width=62),
    Column("fee", "column.fee", width=58),
    Column("tax", "column.tax", width=66),
    Column("interest", "column.interest", width=48),
)
PLACES = {column.id: place for place, column in enumerate(COLUMNS)}
SHOWN = {
    "days": frozenset({"day", "bought", "sold", "realized", "rate", "fee", "tax", "interest"}),
    "months": frozenset(
        {"day", "days", "bought", "sold", "realized", "rate", "fee", "tax", "interest"}
    ),
    "symbols": frozenset(
        {"name", "days", "bought", "sold", "realized", "rate", "fee", "tax", "interest"}
    ),
    "trades": frozenset(
        {
            *("day", "name", "dealing", "shares", "buy_price", "sell_price"),
            *("sold", "realized", "rate", "fee", "tax", "interest"),
        }
    ),
}
"""the columns of each view"""
SUM_ID = "sum"
_BLANK = Cell("")


def day_row(row: ProfitRow, words: Words) -> Row:
    """One day."""
    day = Cell(f"{row.day}", f"{row.day}")
    return _row(f"{row.day}", {"day": day, **_money(_of(row), words, told=True)})


def month_row(group: ProfitGroup, words: Words) -> Row:
    """One month."""
    cells = {
        "day": Cell(group.key, group.key),
        "days": Cell(fmt.quantity(group.days), group.days),
    }
    return _row(group.key, {**cells, **_money(group.sums, words)})


def symbol_row(group: ProfitGroup, name: str, words: Words) -> Row:
    """One instrument."""
    cells = {
        "name": Cell(name, name, tip=f"{name} · {group.key}"),
        "days": Cell(fmt.quantity(group.days), group.days),
    }
    return _row(group.key, {**cells, **_money(group.sums, words)}, group.key)


def trade_row(place: int, row: ProfitRow, name: str, words: Words) -> Row:
    """One instrument on one day."""
    loan = "" if row.loan_date is None else f" · {words('column.loan_date')} {row.loan_date}"
    cells = {
        "day": Cell(f"{row.day}", f"{row.day}"),
        "name": Cell(name, name, tip=f"{name} · {row.symbol}"),
        "dealing": Cell(
            row.dealing or fmt.UNKNOWN, row.dealing or None, tip=f"{row.dealing}{loan}"
        ),
        "shares": Cell(fmt.quantity(row.sold_shares), row.sold_shares),
        "buy_price": Cell(fmt.price(row.buy_price), row.buy_price),
        "sell_price": Cell(fmt.price(row.sell_price), row.sell_price),
    }
    return _row(str(place), {**cells, **_money(_of(row), words, told=True)}, row.symbol)


def sum_row(report: ProfitReport, rate: Decimal | None, words: Words) -> Row:
    """The API's own sums; where it tells none, those of the rows, and it is said. `rate` is that of
    the period as the API tells it with the trades; None: not known.
    """
    told = report.totals.realized is not None
    sums = report.totals if told else summed(report.rows)
    if told and sums.rate is None:
        sums = msgspec.structs.replace(sums, rate=rate)
    title = words("profit.sum" if told else "profit.sum_rows")
    cells = {
        "day": Cell(title, None, Tone.DIM, bold=True),
        **_money(sums, words, told=told),
    }
    return _row(SUM_ID, {**cells, "name": cells["day"]})


def _money(sums: ProfitTotals, words: Words, *, told: bool = False) -> dict[str, Cell]:
    tone = fmt.tone(fmt.sign_of(sums.realized))
    tip = "" if told else words("profit.rate_tip")
    return {
        "bought": _amount(sums.bought),
        "sold": _amount(sums.sold),
        "realized": Cell(fmt.change(sums.realized), sums.realized, tone, bold=True),
        "rate": Cell(fmt.rate(sums.rate), sums.rate, tone, tip=tip),
        "fee": _amount(sums.fee, Tone.DIM),
        "tax": _amount(sums.tax, Tone.DIM),
        "interest": _amount(sums.interest, Tone.DIM),
    }


def _of(row: ProfitRow) -> ProfitTotals:
    return ProfitTotals(
        row.bought, row.sold, row.realized, row.fee, row.tax, row.interest, row.rate
    )


def _amount(value: Decimal | None, tone: Tone = Tone.TEXT) -> Cell:
    return Cell(fmt.price(value), value, tone)


def _row(row_id: str, cells: dict[str, Cell], symbol: str = "") -> Row:
    return Row(row_id, tuple(cells.get(column.id, _BLANK) for column in COLUMNS), symbol)
