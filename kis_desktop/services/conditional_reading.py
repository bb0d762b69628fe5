"""The one reading over REST that has to bear a price out before anything is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from kis_desktop.domain.conditional_order import Basis, Leg
from kis_desktop.domain.conditional_trigger import Prices
from kis_desktop.domain.errors import TimedOut
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Seen
from kis_desktop.domain.quote import Quote
from kis_desktop.services.ports import QuoteSource

PATIENCE = 5.0
"""seconds that the reading may take"""

_MILLISECONDS = 1000


async def read_prices(
    source: QuoteSource, leg: Leg, patience: float = PATIENCE
) -> tuple[Prices, float]:
    """What the server says of a leg's prices now, and when it came (monotonic seconds). Where bid
    or ask is watched, the book is read for it too. Raises `KisDesktopError`.
    """
    key = leg.trigger.key
    try:
        async with asyncio.timeout(patience):
            quote = await source.quote(key)
            if leg.trigger.basis is Basis.LAST:
                return prices_of(quote), quote.received
            book = await source.order_book(key)
    except TimeoutError as error:
        raise TimedOut(message("kis.timed_out")) from error
    prices = msgspec.structs.replace(
        prices_of(quote),
        bid=book.bids[0].price if book.bids else None,
        ask=book.asks[0].price if book.asks else None,
    )
    return prices, min(quote.received, book.received)


def prices_of(quote: Quote) -> Prices:
    """What a quote says of the prices."""
    return Prices(quote.last, quote.bid, quote.ask, quote.high, quote.low)


def seen_of(prices: Prices, received: float, venue: str, clock: Callable[[], float]) -> Seen:
    """What the journal keeps of the reading on which an order was sent."""
    age = round((clock() - received) * _MILLISECONDS)
    return Seen(prices.last, prices.bid, prices.ask, age, "rest", venue)
