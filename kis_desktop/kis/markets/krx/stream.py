"""KRX on the realtime line: trades (H0STCNT0), books (H0STASP0), notices (H0STCNI0/9).

The hot path: one split, then the fields that are needed by their places. Prices and times repeat
all day, so what was read once is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from kis_desktop.domain.order import Request, Venue
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.order_report import Notice, NoticeKind
from kis_desktop.domain.quote import Aggressor, Sign, Source, Trade
from kis_desktop.kis.markets.krx.wire import SIDES, order_number, signed
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

_LEVELS = 10
_TRADE_NEEDED = 13
_TRADE_READ = 34
_BOOK_NEEDED = 43
_BOOK_READ = 53
_REGULAR = frozenset({"0", ""})
_AGGRESSORS = {"1": Aggressor.BUY, "5": Aggressor.SELL, "3": Aggressor.AUCTION}
_REQUESTS = {"0": Request.NEW, "1": Request.AMEND, "2": Request.CANCEL}
_NOTICE_VENUES = {"": Venue.KRX, "1": Venue.KRX, "2": Venue.NXT, "3": Venue.SOR, "4": Venue.SOR}
_MOVED = {Request.AMEND: NoticeKind.AMENDED, Request.CANCEL: NoticeKind.CANCELLED}


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

_READING: _Readings = (
    _PRICES,
    _SIZES,
    _TIMES,
    _DATES,
    _SIDES,
    _NUMBERS,
    {sign.value: (sign, kept) for sign, kept in _CHANGES.items()},
)
_KNOWN: _Readings = (
    _PRICES.known,
    _SIZES.known,
    _TIMES.known,
    _DATES.known,
    _SIDES.known,
    _NUMBERS.known,
    {sign.value: (sign, kept.known) for sign, kept in _CHANGES.items()},
)


def read_trades(records: Records, received: float) -> tuple[list[Trade], Surprise | None]:
    """The trades of a frame, and what was wrong with those that had to be left out."""
    width = records.width
    if width < _TRADE_NEEDED:
        return [], Surprise(f"a trade of {width} fields", TRADES)
    trades: list[Trade] = []
    surprise: Surprise | None = None
    rows = records.rows() if width >= _TRADE_READ else _widened(records, _TRADE_READ)
    for row in rows:
        try:
            try:
                trade = _trade(row, _KNOWN, received)
            except KeyError:  # a text that was not met before
                trade = _trade(row, _READING, received)
        except ValueError:
            surprise = Surprise("a trade without symbol, time, price or size", TRADES)
        else:
            trades.append(trade)
    return trades, surprise


def _trade(row: list[str], readings: _Readings, received: float) -> Trade:
    """One record. Raises `ValueError` where symbol, time, price or size don't read."""
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
        int(volume) if volume.isdecimal() else find_int(volume),
        Decimal(turnover) if turnover.isdecimal() else find_decimal(turnover),
        numbers[row[18]],
        prices[row[10]],
        prices[row[11]],
        dates[row[33]],
        received,
    )


def read_books(records: Records, received: float) -> tuple[list[OrderBook], Surprise | None]:
    """The books of a frame, and what was wrong with those that had to be left out."""
    width = records.width
    if width < _BOOK_NEEDED:
        return [], Surprise(f"a book of {width} fields", BOOKS)
    books: list[OrderBook] = []
    surprise: Surprise | None = None
    rows = records.rows() if width >= _BOOK_READ else _widened(records, _BOOK_READ)
    for row in rows:
        try:
            try:
                book = _book(row, _KNOWN, received)
            except KeyError:  # a text that was not met before
                book = _book(row, _READING, received)
        except ValueError:
            surprise = Surprise("a book without symbol, time or sizes", BOOKS)
        else:
            books.append(book)
    return books, surprise


def _book(row: list[str], readings: _Readings, received: float) -> OrderBook:
    """One record. Raises `ValueError` where symbol, time or a size don't read."""
    prices, sizes, times, _, _, _, changes = readings
    at = times[row[1]]
    if not row[0] or at is None:
        raise ValueError("no symbol or time")
    auction = row[2].strip() not in _REGULAR
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


def _widened(records: Records, width: int) -> list[list[str]]:
    """Short records with empty fields behind them."""
    missing = [""] * (width - records.width)
    return [row + missing for row in records.rows()]
