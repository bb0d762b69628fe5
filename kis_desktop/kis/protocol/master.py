"""The instrument master files of KOSPI and KOSDAQ: fixed widths in bytes, cp949.

A row has a head (short code, ISIN, name) and a tail of fields; the layouts are those of the header
files that KIS publishes beside the masters (종목마스터정보).
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark, Market
from kis_desktop.kis.protocol.numbers import find_decimal, find_int, find_price

_CODE_BYTES = 9
_ISIN_BYTES = 12
_NAME_BYTES = 40
_HEAD_BYTES = _CODE_BYTES + _ISIN_BYTES + _NAME_BYTES
_THOUSAND = 1000

_KINDS = {
    "ST": InstrumentKind.STOCK,
    "FS": InstrumentKind.STOCK,
    "DR": InstrumentKind.STOCK,
    "EF": InstrumentKind.ETF,
    "FE": InstrumentKind.ETF,
    "EN": InstrumentKind.ETN,
    "RT": InstrumentKind.REIT,
}
_ETN_PRODUCTS = frozenset({"3", "4"})
_ALARMS = {"01": Mark.CAUTION, "02": Mark.WARNING, "03": Mark.RISK}
_OVERHEATED = frozenset({"2", "3"})
_NOT_IN_INDEX = frozenset({"", "0", "N"})


class Layout(msgspec.Struct, frozen=True):
    """Where fields stand in the tail, as (first byte, bytes), and the length of the tail."""

    market: Market
    tail: int
    group: tuple[int, int]
    kospi200: tuple[int, int] | None
    product: tuple[int, int]
    overheated: tuple[int, int]
    base_price: tuple[int, int]
    halted: tuple[int, int]
    administrative: tuple[int, int]
    alarm: tuple[int, int]
    margin_rate: tuple[int, int]
    listed_shares: tuple[int, int]

    @property
    def row(self) -> int:
        """The bytes of a row without its line end."""
        return _HEAD_BYTES + self.tail


KOSPI = Layout(
    market=Market.KOSPI,
    tail=227,
    group=(0, 2),
    kospi200=(18, 1),
    product=(22, 1),
    overheated=(32, 1),
    base_price=(41, 9),
    halted=(60, 1),
    administrative=(62, 1),
    alarm=(63, 2),
    margin_rate=(74, 3),
    listed_shares=(113, 15),
)
KOSDAQ = Layout(
    market=Market.KOSDAQ,
    tail=221,
    group=(0, 2),
    kospi200=None,
    product=(18, 1),
    overheated=(27, 1),
    base_price=(36, 9),
    halted=(55, 1),
    administrative=(57, 1),
    alarm=(58, 2),
    margin_rate=(69, 3),
    listed_shares=(108, 15),
)


class DamagedMaster(ValueError):
    """A master file does not have the shape that it must have."""


def read_master(content: bytes, layout: Layout) -> tuple[Instrument, ...]:
    """All instruments of a master file. Raises `DamagedMaster` for a row of another shape."""
    rows = content.splitlines()
    if not rows:
        raise DamagedMaster("empty")
    return tuple(_instrument(number, row, layout) for number, row in enumerate(rows, start=1))


def _instrument(number: int, row: bytes, layout: Layout) -> Instrument:
    if len(row) != layout.row:
        raise DamagedMaster(f"row {number} has {len(row)} bytes, not {layout.row}")
    symbol = _text(row, 0, _CODE_BYTES)
    name = _text(row, _CODE_BYTES + _ISIN_BYTES, _NAME_BYTES)
    if not symbol or not name:
        raise DamagedMaster(f"row {number} has no code or no name")
    tail = row[_HEAD_BYTES:]
    shares = find_int(_text(tail, *layout.listed_shares))
    return Instrument(
        symbol=symbol,
        name=name,
        market=layout.market,
        kind=_kind(tail, layout),
        isin=_text(row, _CODE_BYTES, _ISIN_BYTES),
        kospi200=layout.kospi200 is not None and _text(tail, *layout.kospi200) not in _NOT_IN_INDEX,
        base_price=find_price(_text(tail, *layout.base_price)),
        listed_shares=None if shares is None else shares * _THOUSAND,
        margin_rate=_margin_rate(tail, layout),
        marks=_marks(tail, layout),
    )


def _kind(tail: bytes, layout: Layout) -> InstrumentKind:
    if _text(tail, *layout.product) in _ETN_PRODUCTS:
        return InstrumentKind.ETN
    return _KINDS.get(_text(tail, *layout.group), InstrumentKind.OTHER)


def _margin_rate(tail: bytes, layout: Layout) -> Decimal | None:
    return find_decimal(_text(tail, *layout.margin_rate))


def _marks(tail: bytes, layout: Layout) -> tuple[Mark, ...]:
    alarm = _ALARMS.get(_text(tail, *layout.alarm))
    found = (
        Mark.ADMINISTRATIVE if _text(tail, *layout.administrative) == "Y" else None,
        alarm,
        Mark.OVERHEATED if _text(tail, *layout.overheated) in _OVERHEATED else None,
        Mark.HALTED if _text(tail, *layout.halted) == "Y" else None,
    )
    return tuple(mark for mark in found if mark is not None)


def _text(row: bytes, start: int, length: int) -> str:
    """The text of some bytes. Raises `DamagedMaster` where they are no cp949."""
    try:
        return row[start : start + length].decode("cp949").strip()
    except UnicodeDecodeError as error:
        raise DamagedMaster(f"no Korean text: {error.reason}") from error
