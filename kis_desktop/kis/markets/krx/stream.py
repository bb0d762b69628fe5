"""KRX on the realtime line: trades (H0STCNT0), books (H0STASP0), notices (H0STCNI0/9).

NXT and both markets as one (H0NXCNT0, H0UNASP0 and so on) have the same records, but for the tail
of a book.

The hot path: one split, then the fields that are needed by their places. Prices and times repeat
all day, so what was read once is kept: a record is looked up in plain dicts, and read anew only
where one of its texts was not met before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

import msgspec

from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.order import Request, Venue
from kis_desktop.domain.order_book import Auction, Level, OrderBook
from kis_desktop.domain.order_report import Notice, NoticeKind
from kis_desktop.domain.quote import Aggressor, Sign, Source, Trade
from kis_desktop.kis.markets.krx.wire import SIDES, SIGNS, order_number, signed
from kis_desktop.kis.protocol.frames import Records, Surprise
from kis_desktop.kis.protocol.kept import Kept
from kis_desktop.kis.protocol.notice import NoticeFields
from kis_desktop.kis.protocol.numbers import (
    find_date,
    find_decimal,
    find_int,
    find_price,
    find_text,
    find_time,
)

TRADES = "H0STCNT0"
BOOKS = "H0STASP0"
NOTICES = frozenset({"H0STCNI0", "H0STCNI9"})

_TRADE_NEEDED = 13
_TRADE_READ = 34
_BOOK_NEEDED = 43
_BOOK_READ = 53
_VI_BASE = 45
_KRX_MID, _NXT_MID = (62, 59), (65, 62)  # least width of a book that has it, its place
_REGULAR = frozenset({"0", ""})
_AUCTIONS = {"A": Auction.CLOSING, "B": Auction.OPENING, "C": Auction.INTERRUPTION}
_AGGRESSORS = {"1": Aggressor.BUY, "5": Aggressor.SELL, "3": Aggressor.AUCTION}
_REQUESTS = {"0": Request.NEW, "1": Request.AMEND, "2": Request.CANCEL}
_NOTICE_VENUES = {"": Venue.KRX, "1": Venue.KRX, "2": Venue.NXT, "3": Venue.SOR, "4": Venue.SOR}
_MOVED = {Request.AMEND: NoticeKind.AMENDED, Request.CANCEL: NoticeKind.CANCELLED}
_NO_TRADE = Surprise("a trade without symbol, time, price or size", TRADES)
_NO_BOOK = Surprise("a book without symbol, time or sizes", BOOKS)

_Prices = dict[str, Decimal | None]
_Readings = tuple[  # how a record's texts are looked up; changes by the code of the sign
    _Prices,
    dict[str, int | None],
    dict[str, time | None],
    dict[str, date | None],
    dict[str, Aggressor],
    _Prices,
    dict[str, tuple[Sign, _Prices]],
]


def _change_reader(sign: Sign) -> Callable[[str], Decimal | None]:
    return lambda text: signed(sign, text)


_PRICES: Kept[Decimal | None] = Kept(find_price)
_NUMBERS: Kept[Decimal | None] = Kept(find_decimal)
_SIZES: Kept[int | None] = Kept(find_int)
_TIMES: Kept[time | None] = Kept(find_time)
_DATES: Kept[date | None] = Kept(find_date)
_SIDES: Kept[Aggressor] = Kept(lambda code: _AGGRESSORS.get(code, Aggressor.UNKNOWN))
_CHANGES: dict[Sign, Kept[Decimal | None]] = {sign: Kept(_change_reader(sign)) for sign in Sign}

_KNOWN: _Readings = (
    _PRICES.known,
    _SIZES.known,
    _TIMES.known,
    _DATES.known,
    _SIDES.known,
    _NUMBERS.known,
    {sign.value: (sign, kept.known) for sign, kept in _CHANGES.items()},
)


class _Places(msgspec.Struct, frozen=True):
    """Where the texts that are looked up stand in a record."""

    prices: tuple[int, ...]
    sizes: tuple[int, ...]
    time: int
    sign: int
    changes: tuple[int, ...]
    dates: tuple[int, ...] = ()
    aggressors: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()


_TRADE = _Places((2, 7, 8, 9, 10, 11, _VI_BASE), (12,), 1, 3, (4, 5), (33,), (21,), (18,))
_BOOK = _Places((*range(3, 23), 47), tuple(range(23, 43)), 1, 51, (50,))


def _read_texts(row: list[str], places: _Places) -> _Readings:
    """The readings of one record's texts, which are kept for later ones.

    A plain dict each, as those that are kept: a look-up that meets dicts of two kinds is slower for
    good.
    """
    code = row[places.sign]
    sign = SIGNS.get(code, Sign.UNKNOWN)
    return (
        {row[at]: _PRICES[row[at]] for at in places.prices if at < len(row)},
        {row[at]: _SIZES[row[at]] for at in places.sizes},
        {row[places.time]: _TIMES[row[places.time]]},
        {row[at]: _DATES[row[at]] for at in places.dates},
        {row[at]: _SIDES[row[at]] for at in places.aggressors},
        {row[at]: _NUMBERS[row[at]] for at in places.numbers},
        {code: (sign, {row[at]: _CHANGES[sign][row[at]] for at in places.changes})},
    )


def read_trades(records: Records, received: float) -> tuple[list[Trade], Surprise | None]:
    """The trades of a frame, and what was wrong with those that had to be left out."""
    fields, width = records.fields, records.width
    if len(fields) == width >= _TRADE_READ:  # most frames: one record, and nothing to put together
        try:
            return [_read_trade(fields, received)], None
        except ValueError:
            return [], _NO_TRADE
    if width < _TRADE_NEEDED:
        return [], Surprise(f"a trade of {width} fields", TRADES)
    trades: list[Trade] = []
    surprise: Surprise | None = None
    for row in _rows(records, _TRADE_READ):
        try:
            trades.append(_read_trade(row, received))
        except ValueError:
            surprise = _NO_TRADE
    return trades, surprise


def _read_trade(row: list[str], received: float) -> Trade:
    """One record. Raises `ValueError` where symbol, time, price or size don't read."""
    try:
        return _trade(row, _KNOWN, received)
    except KeyError:  # a text that was not met before
        return _trade(row, _read_texts(row, _TRADE), received)


def _trade(row: list[str], readings: _Readings, received: float) -> Trade:
    """One record by these readings. Raises `KeyError` where they miss a text."""
    prices, sizes, times, dates, aggressors, numbers, changes = readings
    symbol, traded_at, price, size = row[0], times[row[1]], prices[row[2]], sizes[row[12]]
    if not symbol or price is None or traded_at is None or size is None or size <= 0:
        raise ValueError("no symbol, time, price or size")
    sign, change = changes.get(row[3]) or changes[""]
    volume, turnover = row[13], row[14]
    return Trade(
        symbol,
        traded_at,
        price,
        size,
        aggressors[row[21]],
        sign,
        change[row[4]],
        change[row[5]],
        prices[row[7]],
        prices[row[8]],
        prices[row[9]],
        int(volume) if volume.isdecimal() and volume.isascii() else find_int(volume),
        Decimal(turnover)
        if turnover.isdecimal() and turnover.isascii()
        else find_decimal(turnover),
        numbers[row[18]],
        prices[row[10]],
        prices[row[11]],
        dates[row[33]],
        received,
        "KRX",
        prices[row[_VI_BASE]] if len(row) > _VI_BASE else None,
    )


def read_books(
    records: Records, received: float, view: MarketView = MarketView.KRX
) -> tuple[list[OrderBook], Surprise | None]:
    """The books of a frame, and what was wrong with those that had to be left out.

    The symbol is that of the record, whichever market's book it is.
    """
    width = records.width
    if width < _BOOK_NEEDED:
        return [], Surprise(f"a book of {width} fields", BOOKS)
    books: list[OrderBook] = []
    surprise: Surprise | None = None
    for row in _rows(records, _BOOK_READ):
        try:
            books.append(_read_book(row, received, _mid(row, view)))
        except ValueError:
            surprise = _NO_BOOK
    return books, surprise


def _mid(row: list[str], view: MarketView) -> tuple[Decimal | None, int | None]:
    """Price and size of the midpoint orders; of both markets as one there are two, so none."""
    if view is MarketView.UNIFIED:
        return None, None
    least, place = _NXT_MID if view is MarketView.NXT else _KRX_MID
    if len(row) < least:
        return None, None
    price = _PRICES[row[place]]
    return price, None if price is None else find_int(row[place + 1])


def _read_book(
    row: list[str], received: float, mid: tuple[Decimal | None, int | None]
) -> OrderBook:
    """One record. Raises `ValueError` where symbol, time or a size don't read."""
    try:
        return _book(row, _KNOWN, received, mid)
    except KeyError:  # a text that was not met before
        return _book(row, _read_texts(row, _BOOK), received, mid)


def _book(
    row: list[str],
    readings: _Readings,
    received: float,
    mid: tuple[Decimal | None, int | None],
) -> OrderBook:
    """One record by these readings. Raises `KeyError` where they miss a text."""
    prices, sizes, times, _, _, _, changes = readings
    at = times[row[1]]
    if not row[0] or at is None:
        raise ValueError("no symbol or time")
    hour = row[2].strip()
    auction = hour not in _REGULAR
    _, change = changes.get(row[51]) or changes[""]
    return OrderBook(
        row[0],
        _levels(row[3:13], row[23:33], prices, sizes),
        _levels(row[13:23], row[33:43], prices, sizes),
        _whole(row[43]),
        _whole(row[44]),
        prices[row[47]] if auction else None,
        _whole(row[48]) if auction else None,
        change[row[50]] if auction else None,
        auction,
        at,
        "KRX",
        Source.STREAM,
        received,
        _AUCTIONS.get(hour, Auction.OTHER) if auction else None,
        _whole(row[45]),
        _whole(row[46]),
        *mid,
    )


def _levels(
    price_texts: list[str],
    size_texts: list[str],
    prices: _Prices,
    sizes: dict[str, int | None],
) -> tuple[Level, ...]:
    """The levels that have a price. Raises `ValueError` where a size does not read."""
    levels: list[Level] = []
    for price_text, size_text in zip(price_texts, size_texts, strict=True):
        price, size = prices[price_text], sizes[size_text]
        if size is None or size < 0:
            raise ValueError("no size")
        if price is not None:
            levels.append(Level(price, size))
    return tuple(levels)


def _whole(text: str) -> int | None:
    """A whole number of a cumulative kind, which is never met twice."""
    return int(text) if text.isdecimal() and text.isascii() else find_int(text)


def read_notice(fields: NoticeFields, *, authentic: bool) -> Notice | Surprise:
    """A notice of our own order. Its quantity is that of this notice alone, a fill's included."""
    side = SIDES.get(fields.side.strip())
    request = _REQUESTS.get(fields.request.strip())
    kind = None if request is None else _kind(fields, request)
    quantity = find_int(fields.quantity)
    number = order_number(fields.order_no)
    if side is None or request is None or kind is None or quantity is None or not number:
        return Surprise("a notice with unknown codes")
    if quantity < (1 if kind is NoticeKind.FILLED else 0):
        return Surprise("a notice of no shares")
    price = find_price(fields.fill_price)
    return Notice(
        kind=kind,
        order_no=number,
        original_no=order_number(fields.original_no),
        symbol=fields.symbol.strip(),
        side=side,
        quantity=quantity,
        price=price if kind is NoticeKind.FILLED else find_price(fields.order_price) or price,
        time=find_text(fields.time) or "",
        order_quantity=find_int(fields.order_quantity),
        venue=_NOTICE_VENUES.get(fields.venue.strip(), Venue.KRX),
        request=request,
        authentic=authentic,
    )


def _kind(fields: NoticeFields, request: Request) -> NoticeKind | None:
    """What a notice reports, from its three codes: refused, filled, accepted."""
    match fields.refused.strip(), fields.filled.strip(), fields.accepted.strip():
        case ("1", _, _):
            return NoticeKind.REFUSED
        case ("0", "2", _):
            return NoticeKind.FILLED
        case ("0", "1", "3"):
            return NoticeKind.REMAINDER_CANCELLED
        case ("0", "1", "2"):
            return _MOVED.get(request, NoticeKind.WORKING)
        case ("0", "1", "1"):
            return NoticeKind.WORKING
        case _:
            return None


def _rows(records: Records, width: int) -> list[list[str]]:
    """The records, short ones with empty fields behind them."""
    missing = [""] * (width - records.width)
    return [row + missing for row in records.rows()] if missing else records.rows()
