"""What one price of the ladder says, made when it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kis_desktop.domain.order import Side
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.book_rows import Around, marked, marks, own_text
from kis_desktop.viewmodels.own_orders import OwnLevel
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a book by price, and the largest of them."""

    asks: Mapping[Decimal, int] = field(default_factory=dict)
    bids: Mapping[Decimal, int] = field(default_factory=dict)
    largest: int = 0

    @classmethod
    def of(cls, book: OrderBook) -> Sizes:
        """Those of a book."""
        asks = {level.price: level.size for level in book.asks}
        bids = {level.price: level.size for level in book.bids}
        return cls(asks, bids, max((*asks.values(), *bids.values()), default=0))


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One price. `buy` and `sell` are our own orders there; `filled` is the side of a fill of ours
    a moment ago.
    """

    price: Decimal
    price_text: str
    tone: Tone
    bid_text: str = ""
    bid_share: float = 0.0
    ask_text: str = ""
    ask_share: float = 0.0
    buy: OwnLevel | None = None
    sell: OwnLevel | None = None
    mark: str = ""
    is_last: bool = False
    is_average: bool = False
    filled: Side | None = None


def ladder_row(
    price: Decimal,
    sizes: Sizes,
    around: Around,
    words: Words,
    *,
    is_average: bool,
    filled: Side | None,
) -> LadderRow:
    """The row of a price."""
    ask, bid = sizes.asks.get(price), sizes.bids.get(price)
    return LadderRow(
        price=price,
        price_text=fmt.price(price),
        tone=fmt.tone_against(price, around.quote.previous_close),
        bid_text=_size(bid),
        bid_share=_share(bid, sizes.largest),
        ask_text=_size(ask),
        ask_share=_share(ask, sizes.largest),
        buy=around.own.get((Side.BUY, price)),
        sell=around.own.get((Side.SELL, price)),
        mark=marks(price, around, words),
        is_last=price == around.quote.last,
        is_average=is_average,
        filled=filled,
    )


def own_short(level: OwnLevel, words: Words) -> str:
    """Shares and number of our orders on one side, as short as can be: `120/2`."""
    several = words("book.short_orders", n=level.orders) if level.orders > 1 else ""
    text = f"{fmt.quantity(level.shares)}{several}"
    return marked(text, level, words)


def spoken(row: LadderRow, around: Around, words: Words) -> str:
    """The row in a sentence, for who listens instead of looking."""
    told = words(
        "ladder.row",
        price=row.price_text,
        bid=row.bid_text or words("ladder.none"),
        ask=row.ask_text or words("ladder.none"),
    )
    own = own_text(row.price, around.own, words)
    last = words("ladder.last") if row.is_last else ""
    average = words("book.average") if row.is_average else ""
    return " ".join(part for part in (told, last, average, row.mark, own) if part)


def _size(size: int | None) -> str:
    return fmt.quantity(size) if size else ""


def _share(size: int | None, largest: int) -> float:
    return size / largest if size and largest else 0.0
