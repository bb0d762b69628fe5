"""What the channels about foreign shares have in common: keys, books of several levels.

A key is D or R (paid for), the exchange and the symbol: DNASAAPL, RBAQAAPL, DHKS00003. What is free
for the United States is one level of the book; R shows ten. Nothing is late here: the delay of the
free Asian figures is not imitated.
"""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.course import CourseBook
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.markets.overseas_stock.exchanges import UNITED_STATES, find_exchange
from kis_desktop.simulator.markets.overseas_stock.sessions import Part
from kis_desktop.simulator.server.foreign_rows import BOOK_LIVES, Asked
from kis_desktop.simulator.server.layout import Value, Values

_FREE, _PAID = "D", "R"
_CODE = 3
_LEVELS = 10
_LEVEL_FIELDS = ("pbid", "pask", "vbid", "vask", "dbid", "dask")


def streamed_share(market: Market, key: str) -> Asked | None:
    """The share of a key; None for one that none has."""
    code, symbol = key[1 : 1 + _CODE], key[1 + _CODE :]
    exchange = find_exchange(code)
    if key[:1] not in (_FREE, _PAID) or exchange is None or not symbol:
        return None
    if code not in (exchange.code, exchange.daytime):
        return None
    stocks = market.others.overseas_stock
    share = stocks.find(code, symbol)
    return None if share is None else Asked(stocks, share, code, market.clock.now())


def knows(market: Market, key: str) -> bool:
    """Whether there is such a share."""
    return streamed_share(market, key) is not None


def knows_asian(market: Market, key: str) -> bool:
    """Whether there is such a share outside the United States."""
    asked = streamed_share(market, key)
    return asked is not None and asked.share.exchange.country is not UNITED_STATES


def books_since(
    market: Market, key: str, since: datetime | None, now: datetime
) -> Iterator[Values]:
    """The book of a key if it has changed."""
    asked = streamed_share(market, key)
    if asked is None:
        return
    course = asked.market.course(asked.share, running_part(asked, now))
    book = course.book(now)
    before = course.book(now - BOOK_LIVES if since is None else since)
    if since is not None and (book.asks, book.bids) == (before.asks, before.bids):
        return
    at = now if course.session(now).is_open(now) else book.time
    paid = key[:1] == _PAID
    yield _head(asked, key, book, before, at) | dict(
        _levels(asked, book, before, _LEVELS if paid else 1)
    )


def running_part(asked: Asked, now: datetime) -> Part:
    """The session that a key shows: the daytime one for BAQ, else the one that runs."""
    if asked.code == asked.share.exchange.daytime:
        return Part.DAYTIME
    return asked.market.running(asked.share, now)


def moments(asked: Asked, at: datetime) -> dict[str, Value]:
    """Local and Korean day and time, in the names of a book."""
    local = asked.local(at)
    return {
        "xymd": local.date(),
        "xhms": local.time(),
        "kymd": at.date(),
        "khms": at.time(),
    }


def _head(
    asked: Asked, key: str, book: CourseBook, before: CourseBook, at: datetime
) -> dict[str, Value]:
    return {
        "rsym": key,
        "symb": asked.share.symbol,
        "zdiv": asked.share.decimals,
        **moments(asked, at),
        "bvol": book.total_bid,
        "avol": book.total_ask,
        "bdvl": book.total_bid - before.total_bid,
        "advl": book.total_ask - before.total_ask,
    }


def _levels(
    asked: Asked, book: CourseBook, before: CourseBook, count: int
) -> Iterator[tuple[str, Value]]:
    for number in range(count):
        bid, ask = (side[number] if number < len(side) else None for side in (book.bids, book.asks))
        was_bid, was_ask = (
            side[number].size if number < len(side) else 0 for side in (before.bids, before.asks)
        )
        bid_size, ask_size = bid.size if bid else 0, ask.size if ask else 0
        values: tuple[Value, ...] = (
            asked.price(bid.price if bid else 0),
            asked.price(ask.price if ask else 0),
            bid_size,
            ask_size,
            bid_size - was_bid,
            ask_size - was_ask,
        )
        for name, value in zip(_LEVEL_FIELDS, values, strict=True):
            yield f"{name}{number + 1}", value
