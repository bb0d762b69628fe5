"""해외주식 현재가 1호가, 해외주식-033: the best ten levels of a book, and Hong Kong's auctions."""

from datetime import timedelta

from kis_desktop.simulator.course import CourseBook
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import (
    Asked,
    Row,
    asked_key,
    asked_share,
    signed_rate,
    unknown,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/inquire_asking_price")
_LEVELS = 10
_REFERENCE_AGE = timedelta(minutes=5)
_COOLING = 0.1
"""volatility control of Hong Kong: a tenth around the price of five minutes ago"""
_AUCTION = timedelta(seconds=10)
"""of trading that count as what an auction brought together"""
_CLOSING = 0.05
"""and a twentieth around the last price in the closing auction"""


def _answer(call: Call) -> Reply:
    asked = asked_share(call)
    if asked is None:
        return unknown(_LAYOUT, "output1", rsym=asked_key(call))
    quote = asked.quote
    book, before = asked.books()
    rates: Row = {
        name: signed_rate((price - quote.base) * 100 / quote.base)
        for name, price in (
            ("ropen", quote.open), ("rhigh", quote.high), ("rlow", quote.low),
            ("rclose", quote.last),
        )
    }  # fmt: skip
    head: Row = {
        "rsym": asked.key,
        "zdiv": asked.share.decimals,
        "curr": asked.share.currency,
        "base": asked.price(quote.base),
        "open": asked.price(quote.open),
        "high": asked.price(quote.high),
        "low": asked.price(quote.low),
        "last": asked.price(quote.last),
        "dymd": book.time,
        "dhms": book.time,
        "bvol": book.total_bid,
        "avol": book.total_ask,
        "bdvl": book.total_bid - before.total_bid,
        "advl": book.total_ask - before.total_ask,
        "code": asked.share.symbol,
    }
    return _LAYOUT.done(
        {
            "output1": head | rates,
            "output2": _levels(asked, book, before),
            "output3": _auction(asked),
        }
    )


def _levels(asked: Asked, book: CourseBook, before: CourseBook) -> Row:
    row: Row = {}
    for side, levels, old in (("ask", book.asks, before.asks), ("bid", book.bids, before.bids)):
        for number in range(_LEVELS):
            level = levels[number] if number < len(levels) else None
            size = level.size if level else 0
            was = old[number].size if number < len(old) else 0
            row |= {
                f"p{side}{number + 1}": asked.price(level.price if level else 0),
                f"v{side}{number + 1}": size,
                f"d{side}{number + 1}": size - was,
            }
    return row


def _auction(asked: Asked) -> Row:
    """Reference and band of Hong Kong's price controls, and what its last auction came to."""
    if asked.share.exchange.code != "HKS":
        return dict.fromkeys(("vstm", "vetm", "csbp", "cshi", "cslo", "iep", "iev"), "")
    quote = asked.quote
    if quote.is_open:
        reference, band = asked.course.quote(asked.now - _REFERENCE_AGE).last, _COOLING
        price, found = quote.open, asked.session.start + _AUCTION
    else:
        reference, band = quote.last, _CLOSING
        price, found = quote.last, asked.session.end
    tick = asked.course.terms.tick(reference)
    high, low = (round(reference * part / tick) * tick for part in (1 + band, 1 - band))
    before = asked.course.quote(found - _AUCTION).volume
    return {
        "csbp": asked.price(reference),
        "cshi": asked.price(high),
        "cslo": asked.price(low),
        "iep": asked.price(price),
        "iev": asked.course.quote(found).volume - before,
    }


ENDPOINT = served(
    "overseas_stock/inquire_asking_price",
    _answer,
    example={"EXCD": "HKS", "SYMB": "00003"},
    other={"SYMB": "00005"},
)
