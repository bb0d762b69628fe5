"""국내주식 실시간호가 H0STASP0: the book as a record of 59, 60, 62 or 63 fields.

Field order: portal document 실시간-004. 60 adds MARKET_CLS_CODE (2026-09-14), 62 the three
fields of the mid price (KMID), 63 both; their places are our reading.
"""

from kis_desktop.simulator.server.wire_text import clock, rate, share, sign
from kis_desktop.simulator.views import BookLevel, BookView, Phase

CHANNEL = "H0STASP0"
WIDTHS = (59, 60, 62, 63)
_LEVELS = 10
_HOUR_CODES = {
    Phase.CLOSED: "0",
    Phase.OPENING_AUCTION: "B",
    Phase.CONTINUOUS: "0",
    Phase.CLOSING_AUCTION: "A",
    Phase.ENDED: "0",
}
"""HOUR_CLS_CODE: A and B are the expected prices of the closing and the opening auction"""
_NO_MID_PRICE = ("0", "0", "")
_REGULAR_MARKET = "2"
_EXTRA = {
    59: (),
    60: (_REGULAR_MARKET,),
    62: _NO_MID_PRICE,
    63: (*_NO_MID_PRICE, _REGULAR_MARKET),
}


def book_record(book: BookView, base: int, width: int) -> str:
    """The fields of one book, joined; empty levels are 0, as is the indication outside auctions."""
    indicative = book.indicative_price
    change = book.indicative_change
    fields = (
        book.symbol,
        clock(book.time),
        _HOUR_CODES[book.phase],
        *_prices(book.asks),
        *_prices(book.bids),
        *_sizes(book.asks),
        *_sizes(book.bids),
        book.total_ask,
        book.total_bid,
        0,
        0,
        indicative or 0,
        book.indicative_size,
        book.indicative_size,
        change if indicative else 0,
        sign(change) if indicative else "3",
        rate(share(change, base)) if indicative else "0.00",
        book.volume,
        book.total_ask_change,
        book.total_bid_change,
        0,
        0,
        "0",
        *_EXTRA[width],
    )
    return "^".join(map(str, fields))


def _prices(levels: tuple[BookLevel, ...]) -> list[int]:
    return [level.price for level in levels[:_LEVELS]] + [0] * (_LEVELS - len(levels))


def _sizes(levels: tuple[BookLevel, ...]) -> list[int]:
    return [level.size for level in levels[:_LEVELS]] + [0] * (_LEVELS - len(levels))
