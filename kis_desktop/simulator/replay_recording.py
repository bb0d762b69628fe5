"""A recording of the terminal as a source of prints: its form is read here as data.

A file begins with `MAGIC`; blocks follow, each a head of 36 bytes, big-endian: the marker F5 9F
4B 42, one byte for the kind (1 header, 2 realtime line, 3 requests), three bytes of nothing, the
length packed, the length of the text, a CRC-32 of kind, span and content, and the span as two
doubles; then the text, packed by zlib. A text is lines of JSON arrays. What counts here is
`["L", seconds, session, sent, text]`, a text of the realtime line, where H0STCNT0 carries the
prints of the KRX; for an instrument that has none of these, those of both exchanges (H0UNCNT0) or
of the NXT (H0NXCNT0) are played as the KRX's.
Further parts of a recording (`name-2.kisrec` …) are read as far as they lie beside the first.

The first print of an instrument tells what had been traded of the day before it.
"""

import json
import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.simulator.day_path import ToldPrint
from kis_desktop.simulator.hours import SECOND, hours
from kis_desktop.simulator.told_days import Replay, ToldDay, ToldDays, chained
from kis_desktop.simulator.views import DayBar, PrintSide, moment

MAGIC = b"kis-desktop recording\n"

_MARK = b"\xf5\x9fKB"
_HEAD = struct.Struct(">4sB3xIIIdd")
_LINE = 2
_LARGEST = 4 * 1024 * 1024
_MOST_PARTS = 100
_CHANNEL = "domestic_stock/ccnl_krx"
_TR_IDS = ("H0STCNT0", "H0UNCNT0", "H0NXCNT0")
"""prints of the KRX, of both exchanges, of the NXT: the first that tell of an instrument count"""
_SIDES = {"1": PrintSide.BUY, "5": PrintSide.SELL}
_FALLS = frozenset({"4", "5"})
_FIELDS = (
    "MKSC_SHRN_ISCD", "STCK_CNTG_HOUR", "PRDY_VRSS_SIGN", "CCLD_DVSN", "BSOP_DATE", "STCK_PRPR",
    "PRDY_VRSS", "STCK_OPRC", "STCK_HGPR", "STCK_LWPR", "CNTG_VOL", "ACML_VOL", "ACML_TR_PBMN",
)  # fmt: skip
_ENTRY = 5


class _Told(NamedTuple):
    """One print of a recording, with the day as it stood after it."""

    second: int
    price: int
    size: int
    side: PrintSide
    base: int
    open: int
    high: int
    low: int
    volume: int
    turnover: int


def read_recording(path: Path, known: frozenset[str]) -> Replay | None:
    """The prints of a recording; None where there are none of known instruments. Raises OSError.

    What is damaged or does not read is passed over.
    """
    seen: dict[str, dict[str, dict[date, list[_Told]]]] = {
        tr_id: defaultdict(lambda: defaultdict(list)) for tr_id in reversed(_TR_IDS)
    }
    for text in _texts(path):
        for tr_id, symbol, day, told in _prints(text):
            if symbol in known and is_trading_day(day):
                seen[tr_id][symbol][day].append(told)
    found = {symbol: days for by_symbol in seen.values() for symbol, days in by_symbol.items()}
    instruments: dict[str, ToldDays] = {}
    first: datetime | None = None
    for symbol, days in found.items():
        played = [one for day, told in days.items() if (one := _day(day, told)) is not None]
        if not played:
            continue
        instruments[symbol] = chained(played)
        began = min(moment(one.bar.day, one.prints[0].at) for one in played)
        first = began if first is None else min(first, began)
    return None if first is None else Replay(instruments, first.replace(second=0, microsecond=0))


def _texts(path: Path) -> Iterator[str]:
    """Every text of the realtime line that came in, in its order."""
    for part in range(1, _MOST_PARTS):
        file = path if part == 1 else path.with_name(f"{path.stem}-{part}{path.suffix}")
        if not file.exists():
            return
        content = file.read_bytes()
        for block in _blocks(content):
            for line in block.split(b"\n"):
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                if len(entry) == _ENTRY and entry[0] == "L" and not entry[3]:
                    yield str(entry[4])


def _blocks(content: bytes) -> Iterator[bytes]:
    offset = content.find(_MARK)
    while offset >= 0 and offset + _HEAD.size <= len(content):
        _, kind, packed, size, check, *_ = _HEAD.unpack_from(content, offset)
        start = offset + _HEAD.size
        body = content[start : start + packed]
        span = content[start - 16 : start]
        whole = len(body) == packed and size <= _LARGEST
        if whole and zlib.crc32(body, zlib.crc32(span, kind)) == check:
            if kind == _LINE:
                opener = zlib.decompressobj()
                yield opener.decompress(body, _LARGEST)
            offset = content.find(_MARK, start + packed)
        else:
            offset = content.find(_MARK, offset + 1)


def _prints(text: str) -> Iterator[tuple[str, str, date, _Told]]:
    parts = text.split("|", 3)
    if len(parts) < 4 or parts[0] != "0" or parts[1] not in _TR_IDS or not parts[2].isdigit():  # noqa: PLR2004
        return
    values = parts[3].split("^")
    count = int(parts[2])
    width = len(values) // count if count else 0
    for start in range(0, width * count, width or 1):
        try:
            yield parts[1], *_told(values[start : start + width])
        except (IndexError, ValueError):
            continue


def _told(values: list[str]) -> tuple[str, date, _Told]:
    """One record. Raises IndexError for one that is too short, ValueError for no numbers."""
    symbol, clock, sign, side, day, *numbers = _wanted()(values)
    price, change, open_, high, low, size, volume, turnover = map(int, numbers)
    told = _Told(
        int(clock[:2]) * 3600 + int(clock[2:4]) * 60 + int(clock[4:6]),
        price,
        size,
        _SIDES.get(side, PrintSide.AUCTION),
        price + abs(change) if sign in _FALLS else price - abs(change),
        open_ or price,
        high or price,
        low or price,
        volume,
        turnover,
    )
    return symbol, _parsed(day), told


@cache
def _wanted() -> Callable[[list[str]], tuple[str, ...]]:
    """Takes what counts out of a record."""
    names = [field.name for field in loader.channel(_CHANNEL).fields]
    return itemgetter(*map(names.index, _FIELDS))


@cache
def _parsed(day: str) -> date:
    return date(int(day[:4]), int(day[4:6]), int(day[6:]))


def _day(day: date, told: list[_Told]) -> ToldDay | None:
    session = hours(day)
    inside = [one for one in told if session.open <= one.second * SECOND <= session.close + SECOND]
    if not inside:
        return None
    inside.sort(key=lambda one: one.volume)
    first = inside[0]
    volume = max(first.volume - first.size, 0)
    paid = max(first.turnover - first.size * first.price, 0)
    prints = tuple(_timed(inside, session.open, session.close))
    opened = first.open if volume else first.price
    high = max(*(one.price for one in inside), first.high if volume else 0)
    low = min(*(one.price for one in inside), first.low if volume else first.price)
    sizes = sum(one.size for one in inside)
    amount = sum(one.amount for one in prints)
    last = inside[-1].price
    bar = DayBar(day, opened, high, low, last, volume + sizes, paid + amount, first.base)
    before = (first.high, first.low) if volume else (0, 0)
    return ToldDay(bar, (), prints, (volume, paid), before)


def _timed(told: list[_Told], opened: int, close: int) -> Iterator[ToldPrint]:
    """Prints of one second are spread over it."""
    by_second: dict[int, list[_Told]] = defaultdict(list)
    for one in told:
        by_second[one.second].append(one)
    for second, alike in sorted(by_second.items()):
        for number, one in enumerate(alike):
            at = second * SECOND + number * SECOND // len(alike)
            at = min(max(at, opened + 1), close)
            yield ToldPrint(at, one.price, one.size, one.size * one.price, one.side)
