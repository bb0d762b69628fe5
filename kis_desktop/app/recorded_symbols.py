"""What a recording is about: the Korean stocks that were listened to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.domain.traffic import LineTraffic

_PARTS = 4  # of a frame: flag, TR id, count, records
_LOOKED_AT = 20_000  # texts; the screen of a recording is known long before
_TRADES, _BOOKS = "domestic_stock/ccnl_krx", "domestic_stock/asking_price_krx"


class _Input(msgspec.Struct, frozen=True):
    tr_id: str = ""
    tr_key: str = ""


class _Body(msgspec.Struct, frozen=True):
    input: _Input = _Input()


class _Said(msgspec.Struct, frozen=True):
    body: _Body = _Body()


def recorded_symbols(lines: Iterable[LineTraffic]) -> tuple[str, ...]:
    """The symbols, first those whose book was on the screen."""
    trades, books = (loader.channel(id_).tr_real for id_ in (_TRADES, _BOOKS))
    found: dict[str, dict[str, None]] = {books: {}, trades: {}}
    for line in islice(lines, _LOOKED_AT):
        tr_id, symbol = _asked(line.text) if line.sent else _told(line.text)
        if symbol and tr_id in found:
            found[tr_id].setdefault(symbol)
    return tuple(found[books] | found[trades])


def _asked(text: str) -> tuple[str, str]:
    """The channel and key of a registration."""
    try:
        said = msgspec.json.decode(text, type=_Said)
    except msgspec.DecodeError:
        return "", ""
    return said.body.input.tr_id, said.body.input.tr_key


def _told(text: str) -> tuple[str, str]:
    """The channel and the first symbol of a frame."""
    parts = text.split("|", 3)
    if parts[0] != "0" or len(parts) != _PARTS:
        return "", ""
    return parts[1], parts[3].split("^", 1)[0]
