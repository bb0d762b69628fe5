"""What each level of the order book says: sizes, our own orders, and the marks of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kis_desktop.domain.order import Side
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.quote import Quote, Sign
from kis_desktop.domain.volatility import StaticTriggers
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.book_changes import SizeChanges
from kis_desktop.viewmodels.own_orders import OwnLevel
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

LEVELS = 10
ROWS = 2 * LEVELS
_HUNDRED = Decimal(100)
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class BookRow:
    """One price of the book; a blank one where fewer than ten levels rest.

    `share` is the size against the largest on the screen, `own` what we have waiting there in
    words, `own_short` in numbers where there is no room for words, `mark` the limits, triggers and
    prices of the day that stand at this level. At the level that `is_average` what we hold was
    bought, or just above it.
    """

    is_ask: bool
    price: Decimal | None = None
    price_text: str = ""
    rate_text: str = ""
    tone: Tone = Tone.TEXT
    size_text: str = ""
    share: float = 0.0
    change_text: str = ""
    change_tone: Tone = Tone.FAINT
    own: str = ""
    own_short: str = ""
    is_last: bool = False
    mark: str = ""
    is_average: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What is known besides the book itself. `now` is the monotonic second."""

    quote: Quote
    triggers: StaticTriggers | None = None
    average: Decimal | None = None
    own: Mapping[tuple[Side, Decimal], OwnLevel] = field(default_factory=dict)
    changes: SizeChanges = field(default_factory=SizeChanges)
    now: float = 0.0


def blank() -> tuple[BookRow, ...]:
    """Rows of a book that isn't known."""
    return (BookRow(is_ask=True),) * LEVELS + (BookRow(is_ask=False),) * LEVELS


def book_rows(book: OrderBook, around: Around, words: Words) -> tuple[BookRow, ...]:
    """Ten rows of asks, the highest on top, and ten of bids."""
    asks, bids = book.asks[:LEVELS], book.bids[:LEVELS]
    largest = max((level.size for level in (*asks, *bids)), default=0)
    prices = [level.price for level in (*reversed(asks), *bids)]
    bought = _at_or_below(prices, around.average)
    above = [BookRow(is_ask=True)] * (LEVELS - len(asks))
    below = [BookRow(is_ask=False)] * (LEVELS - len(bids))

    def row(level: Level, *, is_ask: bool) -> BookRow:
        return _row(level, largest, around, words, is_ask=is_ask, bought=bought)

    return (
        *above,
        *(row(level, is_ask=True) for level in reversed(asks)),
        *(row(level, is_ask=False) for level in bids),
        *below,
    )


def own_text(
    price: Decimal,
    own: Mapping[tuple[Side, Decimal], OwnLevel],
    words: Words,
    form: str = "my",
) -> str:
    """Our orders at a price: shares, and how many orders where it is more than one.

    `form` is "my" for words and "short" for numbers.
    """
    told = [
        _own(side, own[side, price], words, form)
        for side in (Side.SELL, Side.BUY)
        if (side, price) in own
    ]
    return _BETWEEN.join(told)


def marks(price: Decimal, around: Around, words: Words) -> str:
    """The limits, triggers and prices of the day that stand at a price."""
    quote, triggers = around.quote, around.triggers
    known = (
        ("limit_up", quote.limit_up),
        ("limit_down", quote.limit_down),
        ("vi_up", triggers.upper if triggers is not None else None),
        ("vi_down", triggers.lower if triggers is not None else None),
        ("base", quote.previous_close),
        ("open", quote.open),
        ("high", quote.high),
        ("low", quote.low),
    )
    return _BETWEEN.join(words(f"book.{name}") for name, at in known if at == price)


def _row(
    level: Level,
    largest: int,
    around: Around,
    words: Words,
    *,
    is_ask: bool,
    bought: Decimal | None,
) -> BookRow:
    base = around.quote.previous_close
    change = around.changes.change(level.price, around.now, is_ask=is_ask)
    average = words("book.average") if level.price == bought else ""
    return BookRow(
        is_ask=is_ask,
        price=level.price,
        price_text=fmt.price(level.price),
        rate_text=fmt.ratio((level.price - base) / base * _HUNDRED) if base else "",
        tone=fmt.tone_against(level.price, base),
        size_text=fmt.quantity(level.size),
        share=level.size / largest if largest else 0.0,
        change_text=fmt.signed(change) if change else "",
        change_tone=fmt.tone(Sign.UNKNOWN, Decimal(change or 0)),
        own=own_text(level.price, around.own, words),
        own_short=own_text(level.price, around.own, words, form="short"),
        is_last=level.price == around.quote.last,
        mark=_BETWEEN.join(part for part in (average, marks(level.price, around, words)) if part),
        is_average=bool(average),
    )


def _own(side: Side, level: OwnLevel, words: Words, form: str) -> str:
    several = words(f"book.{form}_orders", n=level.orders) if level.orders > 1 else ""
    text = words(f"book.{form}_{side.value}", quantity=level.shares, orders=several)
    return marked(text, level, words)


def marked(text: str, level: OwnLevel, words: Words) -> str:
    """Our orders' text with a sign where one may not rest in the market, or nobody has answered."""
    if level.stops:
        text = words("book.own_stop", text=text)
    return words("book.own_uncertain", text=text) if level.uncertain else text


def _at_or_below(prices: Sequence[Decimal], average: Decimal | None) -> Decimal | None:
    """The quoted price that an average price stands at or just above; None where it is out of
    sight. Prices fall.
    """
    if average is None or not prices or not prices[-1] <= average <= prices[0]:
        return None
    return next(price for price in prices if price <= average)
