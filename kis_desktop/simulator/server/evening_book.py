"""What waits after hours: the exchange's own book while it trades, else what an evening left.

Nobody keeps the book of a past evening: its sizes are drawn by instrument and day, the changes by
minute.
"""

from dataclasses import dataclass
from datetime import datetime

from kis_desktop.simulator import noise
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.server.overtime_rows import Evening
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import BookLevel, moment

LEVELS = 10


@dataclass(frozen=True, slots=True)
class EveningBook:
    """Levels best first."""

    time: datetime
    asks: tuple[BookLevel, ...]
    bids: tuple[BookLevel, ...]
    total_ask: int
    total_bid: int
    total_ask_change: int
    total_bid_change: int


def evening_book(market: Market, listing: Listing, evening: Evening, now: datetime) -> EveningBook:
    """Of the evening shown at a moment."""
    if evening.live:
        book = market.book(listing.symbol)
        return EveningBook(
            book.time, book.asks, book.bids, book.total_ask, book.total_bid,
            book.total_ask_change, book.total_bid_change,
        )  # fmt: skip
    asks, bids = (_side(market, listing, evening, now, rising=rising) for rising in (True, False))
    last = evening.prints[-1].time if evening.prints else moment(evening.bar.day, 0)
    return EveningBook(
        last,
        asks,
        bids,
        sum(level.size for level in asks),
        sum(level.size for level in bids),
        sum(level.change for level in asks),
        sum(level.change for level in bids),
    )


def _side(
    market: Market, listing: Listing, evening: Evening, now: datetime, *, rising: bool
) -> tuple[BookLevel, ...]:
    key = noise.key(
        market.others.around.seed, listing.symbol, evening.bar.day, "evening book", rising
    )
    minute = now.hour * 60 + now.minute
    grid = PriceGrid(evening.bar.base, etp=listing.is_etp)
    usual = max(evening.volume // 60, 5)
    price = evening.last
    levels: list[BookLevel] = []
    for number in range(LEVELS):
        price += grid.tick(price) if rising else -grid.tick(price - 1)
        if not evening.limits.low <= price <= evening.limits.high:
            break
        size = 1 + int(usual * (0.3 + 1.5 * noise.uniform(key, number, 0)))
        swing = noise.uniform(key, minute * LEVELS + number, 1) - 0.5
        levels.append(BookLevel(price, size, int(size * swing / 3)))
    return tuple(levels)
