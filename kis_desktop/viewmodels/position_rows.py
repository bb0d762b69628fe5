"""The cells of the table of holdings, of its lots and of its sum."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.account import Lot
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.quote import Quote
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.freshness import age_of
from kis_desktop.viewmodels.holdings import Holding, Holdings
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.sale_costs import SaleCosts
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row
from kis_desktop.viewmodels.words import Words

COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, width=132, stretch=True),
    Column("dealing", "column.dealing", ColumnKind.TEXT, width=76, hidden=True),
    Column("loan_date", "column.loan_date", ColumnKind.TEXT, width=84, hidden=True),
    Column("expires", "column.expires", ColumnKind.TEXT, width=84, hidden=True),
    Column("held", "column.held", width=58),
    Column("sellable", "column.sellable", width=66),
    Column("average", "column.average", width=80),
    Column("breakeven", "column.breakeven", width=94),
    Column("last", "column.last", width=76, flashes=True),
    Column("day", "column.day_pnl", width=86),
    Column("purchase", "column.purchase", width=96, hidden=True),
    Column("value", "column.value", width=96),
    Column("pnl", "column.pnl", width=92),
    Column("rate", "column.pnl_rate", width=66),
    Column("after", "column.pnl_after", width=98),
    Column("after_rate", "column.after_rate", width=104),
    Column("weight", "column.weight", width=54),
    Column("loan", "column.loan", width=92, hidden=True),
)
PLACES = {column.id: place for place, column in enumerate(COLUMNS)}
SUM_ID = "sum"
_BLANK = Cell("")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Around:
    """What a row needs beside its holding. `whole` is the value of all; None: not all is known."""

    quote: Quote | None
    feed: Feed | None
    is_broken: bool
    whole: Decimal | None


def holding_row(held: Holding, name: str, around: Around, costs: SaleCosts, words: Words) -> Row:
    """One holding, or one lot of it."""
    position, lot = held.position, held.lot
    symbol = position.symbol
    stale = around.is_broken or around.feed is Feed.GAP
    tone = fmt.tone(fmt.sign_of(held.pnl))
    cost = None if held.owed else held.cost  # selling ends no debt of shares
    after = costs.after(symbol, held.last, held.quantity, cost)
    after_tone = fmt.tone(fmt.sign_of(after))
    after_rate = _share(after, held.cost)
    breakeven = costs.breakeven(symbol, cost, held.quantity)
    weight = _share(held.value, around.whole)
    average = position.average_price if lot is None else lot.average_price
    sellable = position.sellable if lot is None else lot.sellable
    loan = position.loan if lot is None else lot.loan
    told = words("positions.after_tip")
    cells = {
        "name": _name(held, name, words, stale=stale),
        "dealing": Cell(lot.dealing, lot.dealing) if lot else _BLANK,
        "loan_date": _date(lot.loan_date if lot else None),
        "expires": _date(lot.expires if lot else None),
        "held": Cell(fmt.quantity(held.quantity), held.quantity),
        "sellable": Cell(fmt.quantity(sellable), sellable, Tone.DIM),
        "average": Cell(fmt.price(average), average),
        "breakeven": Cell(fmt.price(breakeven), breakeven, Tone.DIM, tip=told),
        "last": _last(held, around.quote, words, stale=stale),
        "day": Cell(
            fmt.change(held.day_pnl),
            held.day_pnl,
            fmt.tone(fmt.sign_of(held.day_pnl)),
            stale=stale,
        ),
        "purchase": Cell(fmt.price(held.cost), held.cost, Tone.DIM),
        "value": Cell(fmt.price(held.value), held.value, stale=stale),
        "pnl": Cell(fmt.change(held.pnl), held.pnl, tone, stale=stale),
        "rate": Cell(fmt.rate(held.rate), held.rate, tone, stale=stale),
        "after": Cell(fmt.change(after), after, after_tone, stale=stale, tip=told),
        "after_rate": Cell(fmt.rate(after_rate), after_rate, after_tone, stale=stale, tip=told),
        "weight": Cell(_percent(weight), weight, Tone.DIM, stale=stale),
        "loan": Cell(fmt.price(loan), loan, Tone.DIM),
    }
    return Row(row_id(held), tuple(cells[column.id] for column in COLUMNS), symbol)


def sum_row(total: Holdings, after: Decimal | None, words: Words, *, stale: bool) -> Row:
    """All holdings together; what is left out is said."""
    tone = fmt.tone(fmt.sign_of(total.pnl))
    partial = total.left_out > 0
    told = words("holding.partial_tip", n=total.left_out) if partial else ""
    title = words("holding.sum_partial", n=total.left_out) if partial else words("positions.sum")
    after_rate = _share(after, total.cost)
    after_tone = fmt.tone(fmt.sign_of(after))
    day_tone = fmt.tone(fmt.sign_of(total.day_pnl))
    cells = {
        "name": Cell(title, None, Tone.UNCERTAIN if partial else Tone.DIM, bold=True, tip=told),
        "purchase": Cell(fmt.price(total.cost), total.cost, Tone.DIM, tip=told),
        "day": Cell(fmt.change(total.day_pnl), total.day_pnl, day_tone, stale=stale, tip=told),
        "value": Cell(fmt.price(total.value), total.value, bold=True, stale=stale, tip=told),
        "pnl": Cell(fmt.change(total.pnl), total.pnl, tone, bold=True, stale=stale, tip=told),
        "rate": Cell(fmt.rate(total.rate), total.rate, tone, bold=True, stale=stale, tip=told),
        "after": Cell(fmt.change(after), after, after_tone, bold=True, stale=stale, tip=told),
        "after_rate": Cell(
            fmt.rate(after_rate), after_rate, after_tone, bold=True, stale=stale, tip=told
        ),
    }
    return Row(SUM_ID, tuple(cells.get(column.id, _BLANK) for column in COLUMNS))


def row_id(held: Holding) -> str:
    """The symbol, and of a lot also its place among the lots."""
    symbol = held.position.symbol
    return symbol if held.lot is None else f"{symbol}#{held.position.lots.index(held.lot)}"


def _name(held: Holding, name: str, words: Words, *, stale: bool) -> Cell:
    position = held.position
    on_loan = [lot for lot in position.lots if lot.loan_date is not None]
    told = [f"{name} · {position.symbol}", *(_lot_words(lot, words) for lot in position.lots)]
    badges = (words("holding.credit"),) if on_loan and held.lot is None else ()
    note = fmt.age(age_of(held.priced_at), words.language) if stale else ""
    return Cell(name, name, stale=stale, badges=badges, tip="\n".join(told), note=note)


def _last(held: Holding, quote: Quote | None, words: Words, *, stale: bool) -> Cell:
    if held.last is None:
        return Cell(tip=words("holding.no_price"))
    tone = fmt.tone(quote.sign, quote.change) if quote is not None else Tone.TEXT
    tip = ""
    if stale:
        tip = words("holding.price_age", age=fmt.age(age_of(held.priced_at), words.language))
    return Cell(fmt.price(held.last), held.last, tone, bold=True, stale=stale, tip=tip)


def _lot_words(lot: Lot, words: Words) -> str:
    return words(
        "holding.lot_tip",
        dealing=lot.dealing or fmt.UNKNOWN,
        quantity=fmt.quantity(lot.quantity),
        loan=fmt.UNKNOWN if lot.loan_date is None else f"{lot.loan_date}",
        expires=fmt.UNKNOWN if lot.expires is None else f"{lot.expires}",
    )


def _date(value: object) -> Cell:
    return Cell() if value is None else Cell(f"{value}", f"{value}")


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if part is None or not whole else part / whole * _HUNDRED


def _percent(value: Decimal | None) -> str:
    return fmt.UNKNOWN if value is None else f"{fmt.ratio(value)}%"
