"""What stands below the levels of the order book: totals, the auction's expectation, the day."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.book_rows import Around
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

Figure = tuple[str, str, Tone]
"""title, number, and how it stands against the previous close"""


@dataclass(frozen=True, slots=True)
class BookFoot:
    """Totals, their difference, what the auction would trade at, and the day's figures."""

    total_ask: str = fmt.UNKNOWN
    total_bid: str = fmt.UNKNOWN
    difference: str = fmt.UNKNOWN
    bare_difference: str = fmt.UNKNOWN
    indicative: str = ""
    indicative_tone: Tone = Tone.TEXT
    day: tuple[Figure, ...] = ()
    overtime: str = ""


def book_foot(book: OrderBook, around: Around, words: Words) -> BookFoot:
    """The foot of a book. Unknown figures are "—"."""
    difference = (
        book.total_bid - book.total_ask
        if book.total_bid is not None and book.total_ask is not None
        else None
    )
    return BookFoot(
        total_ask=fmt.quantity(book.total_ask),
        total_bid=fmt.quantity(book.total_bid),
        difference=words("book.total", difference=fmt.signed(difference)),
        bare_difference=fmt.signed(difference),
        indicative=_indicative(book, around.quote, words),
        indicative_tone=fmt.tone_against(book.indicative_price, around.quote.previous_close),
        day=_day(around, words),
        overtime=_overtime(book, words),
    )


def _indicative(book: OrderBook, quote: Quote, words: Words) -> str:
    """What the auction would trade at, against the previous close, and that nothing traded."""
    if not book.auction:
        return ""
    note = words("book.indicative_note")
    price = book.indicative_price
    if price is None:
        return " · ".join((words("book.indicative", price=fmt.UNKNOWN), note))
    change = book.indicative_change
    if change is None and quote.previous_close is not None:
        change = price - quote.previous_close
    told = (
        words("book.indicative", price=fmt.price(price)),
        fmt.change(change) if change is not None else "",
        words("book.size", size=fmt.quantity(book.indicative_size)),
        note,
    )
    return " · ".join(part for part in told if part)


def _day(around: Around, words: Words) -> tuple[Figure, ...]:
    quote, triggers = around.quote, around.triggers
    base = quote.previous_close
    known: tuple[tuple[str, Decimal | None], ...] = (
        ("limit_up", quote.limit_up),
        ("open", quote.open),
        ("high", quote.high),
        ("limit_down", quote.limit_down),
        ("base", base),
        ("low", quote.low),
        ("vi_up", triggers.upper if triggers is not None else None),
        ("vi_base", quote.vi_base),
        ("vi_down", triggers.lower if triggers is not None else None),
    )
    return tuple(
        (words(f"book.{name}"), fmt.price(value), fmt.tone_against(value, base))
        for name, value in known
    )


def _overtime(book: OrderBook, words: Words) -> str:
    """Off-hours orders and those at the midpoint, while there are any."""
    told: list[str] = []
    if book.overtime_ask or book.overtime_bid:
        ask, bid = fmt.quantity(book.overtime_ask), fmt.quantity(book.overtime_bid)
        told.append(words("book.overtime", ask=ask, bid=bid))
    if book.mid_price is not None:
        price, size = fmt.price(book.mid_price), fmt.quantity(book.mid_size)
        told.append(words("book.midpoint", price=price, size=size))
    return " · ".join(told)
