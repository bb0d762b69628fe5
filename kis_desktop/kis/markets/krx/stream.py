"""KRX on the realtime line: trades (H0STCNT0), books (H0STASP0), notices (H0STCNI0/9).

The hot path: one split, then the fields that are needed by their places. Prices and times repeat
all day, so what was read once is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

from kis_desktop.domain.order import Request, Venue
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.order_report import Notice, NoticeKind
from kis_desktop.domain.quote import Aggressor, Sign, Source, Trade
from kis_desktop.kis.markets.krx.wire import SIDES, order_number, signed
from kis_desktop.kis.protocol.frames import Records, Surprise
from kis_desktop.kis.protocol.notice import NoticeFields
from kis_desktop.kis.protocol.numbers import (
    find_date,
    find_decimal,
    find_int,
    find_price,
    find_text,
    find_time,
)

T = TypeVar("T")

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


class _Kept(dict[str, T]):
    """What a text was read as; starts anew when it has grown too large."""

    LARGEST = 100_000

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        if len(self) >= self.LARGEST:
            self.clear()
        value = self[text] = self._read(text)
        return value


_PRICES: _Kept[Decimal | None] = _Kept(find_price)
_NUMBERS: _Kept[Decimal | None] = _Kept(find_decimal)
_TIMES: _Kept[time | None] = _Kept(find_time)
_DATES: _Kept[date | None] = _Kept(find_date)
_UNSIGNED = (Sign.UNKNOWN, _NUMBERS)


def _change_reader(sign: Sign) -> Callable[[str], Decimal | None]:
    return lambda text: signed(sign, text)


_CHANGES = {
    sign.value: (sign, _Kept(_change_reader(sign))) for sign in Sign if sign is not Sign.UNKNOWN
}


def read_trades(records: Records, received: float) -> tuple[list[Trade], Surprise | None]:
    """The trades of a frame, and what was wrong with those that had to be left out."""
    width = records.width
    if width < _TRADE_NEEDED:
        return [], Surprise(f"a trade of {width} fields", TRADES)
    fields = records.fields
    if width < _TRADE_READ:
        fields, width = _widened(records, _TRADE_READ)
    trades: list[Trade] = []
    surprise: Surprise | None = None
    for start in range(0, len(fields), width):
        try:
            trades.append(_trade(fields, start, received))
        except ValueError:
            surprise = Surprise("a trade without symbol, time, price or size", TRADES)
    return trades, surprise


def _trade(fields: list[str], at: int, received: float) -> Trade:
    """One record. Raises `ValueError` where symbol, time, price or size don't read."""
    symbol, hour, last, sign_code, change, rate, _, open_, high, low, ask, bid, size, volume = (
        fields[at : at + 14]
    )
    price, traded_at = _PRICES[last], _TIMES[hour]
    shares = int(size)
    if not symbol or price is None or traded_at is None or shares <= 0:
        raise ValueError("no symbol, time, price or size")
    sign, changes = _CHANGES.get(sign_code, _UNSIGNED)
    return Trade(
        symbol,
        traded_at,
        price,
        shares,
        _AGGRESSORS.get(fields[at + 21], Aggressor.UNKNOWN),
        sign,
        changes[change],
        changes[rate],
        _PRICES[open_],
        _PRICES[high],
        _PRICES[low],
        _whole(volume),
        _amount(fields[at + 14]),
        _NUMBERS[fields[at + 18]],
        _PRICES[ask],
        _PRICES[bid],
        _DATES[fields[at + 33]],
        received,
    )


def read_books(records: Records, received: float) -> tuple[list[OrderBook], Surprise | None]:
    """The books of a frame, and what was wrong with those that had to be left out."""
    width = records.width
    if width < _BOOK_NEEDED:
        return [], Surprise(f"a book of {width} fields", BOOKS)
    fields = records.fields
    if width < _BOOK_READ:
        fields, width = _widened(records, _BOOK_READ)
    books: list[OrderBook] = []
    surprise: Surprise | None = None
    for start in range(0, len(fields), width):
        try:
            books.append(_book(fields[start : start + width], received))
        except ValueError:
            surprise = Surprise("a book without symbol, time or sizes", BOOKS)
    return books, surprise


def _book(row: list[str], received: float) -> OrderBook:
    """One record. Raises `ValueError` where symbol, time or a size don't read."""
    at = _TIMES[row[1]]
    if not row[0] or at is None:
        raise ValueError("no symbol or time")
    auction = row[2].strip() not in _REGULAR
    return OrderBook(
        row[0],
        _levels(row[3:13], row[23:33]),
        _levels(row[13:23], row[33:43]),
        _whole(row[43]),
        _whole(row[44]),
        _PRICES[row[47]] if auction else None,
        find_int(row[48]) if auction else None,
        _indicative_change(row[51], row[50]) if auction else None,
        auction,
        at,
        "KRX",
        Source.STREAM,
        received,
    )


def _levels(prices: list[str], sizes: list[str]) -> tuple[Level, ...]:
    pairs = zip(map(_PRICES.__getitem__, prices), map(int, sizes), strict=True)
    return tuple([Level(price, size) for price, size in pairs if price is not None])


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else find_int(text)


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text.isdecimal() else find_decimal(text)


def _indicative_change(sign_code: str, text: str) -> Decimal | None:
    _, changes = _CHANGES.get(sign_code, _UNSIGNED)
    return changes[text]


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


def _widened(records: Records, width: int) -> tuple[list[str], int]:
    """Short records with empty fields behind them."""
    return [
        field for row in records.rows() for field in (*row, *[""] * (width - records.width))
    ], width
