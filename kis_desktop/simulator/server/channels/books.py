"""국내주식 실시간호가: the book as a record, H0STASP0 of 59, 60, 62 or 63 fields, H0NXASP0 and
H0UNASP0 of 65.

Field order: portal document 실시간-004. 60 adds MARKET_CLS_CODE (2026-09-14), 62 the three
fields of the mid price (KMID), 63 both; 65 the mid prices of both exchanges (KMID, NMID). Their
places are our reading.
"""

from kis_desktop.simulator.server.wire_text import clock, rate, share, sign
from kis_desktop.simulator.views import Board, BookLevel, BookView, Phase

CHANNEL = "H0STASP0"
CHANNELS = {CHANNEL: Board.KRX, "H0NXASP0": Board.NXT, "H0UNASP0": Board.UNIFIED}
OTHER_WIDTH = 65
"""of the NXT's and the unified books"""
WIDTHS = (59, 60, 62, 63)
_LEVELS = 10
_HOUR_CODES = {
    Phase.PRE_HOURS: "B",
    Phase.OPENING_AUCTION: "B",
    Phase.CLOSING_AUCTION: "A",
    Phase.AFTER_AUCTION: "A",
    Phase.VI_AUCTION: "C",
}
"""HOUR_CLS_CODE: A and B are the expected prices of the closing and the opening auction, C those of
a VI; 0 in all other phases
"""
_NO_MID_PRICE = ("0", "0", "")
_MARKETS = {
    Phase.PRE_MARKET: "1",
    Phase.PRE_HOURS: "1",
    Phase.CLOSING_PRICE: "5",
    Phase.AFTER_AUCTION: "3",
    Phase.AFTER_MARKET: "3",
}
"""MARKET_CLS_CODE, 2 in the regular session"""


def book_record(book: BookView, base: int, width: int) -> str:
    """The fields of one book, joined; empty levels are 0, as is the indication outside auctions."""
    indicative = book.indicative_price
    change = book.indicative_change
    fields = (
        book.symbol,
        clock(book.time),
        _HOUR_CODES.get(book.phase, "0"),
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
        *_extra(width, _MARKETS.get(book.phase, "2")),
    )
    return "^".join(map(str, fields))


def _extra(width: int, market: str) -> tuple[str, ...]:
    return {
        59: (),
        60: (market,),
        62: _NO_MID_PRICE,
        63: (*_NO_MID_PRICE, market),
        65: (*_NO_MID_PRICE, *_NO_MID_PRICE),
    }[width]


def _prices(levels: tuple[BookLevel, ...]) -> list[int]:
    return [level.price for level in levels[:_LEVELS]] + [0] * (_LEVELS - len(levels))


def _sizes(levels: tuple[BookLevel, ...]) -> list[int]:
    return [level.size for level in levels[:_LEVELS]] + [0] * (_LEVELS - len(levels))
