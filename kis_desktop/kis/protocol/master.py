"""Rows of the instrument master files (종목마스터) cut as their layouts say, bytes before letters.

All texts are cp949 and a letter may be two bytes, so rows are cut as bytes and decoded afterwards.
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from kis_desktop.catalogue.master_layout import (
    KindRule,
    MasterFile,
    MasterLayout,
    RightRule,
    english_names,
)
from kis_desktop.domain.instrument import (
    KRX_STOCK_MARKETS,
    Instrument,
    InstrumentKind,
    Mark,
    Right,
)
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.kis.protocol.numbers import find_date, find_decimal, find_int, find_price

_THOUSAND = 1000
_BAD_ROWS = 200
"""one row in so many may be unreadable; a file with more of them is damaged as a whole"""
_SMALL = 20
"""a smaller file than that must be whole; from there on one row is always forgiven"""

_ALARMS = {"01": Mark.CAUTION, "02": Mark.WARNING, "03": Mark.RISK}
_OVERHEATED = frozenset({"2", "3"})
_EX = {
    "01": (Mark.EX_RIGHTS,),
    "02": (Mark.EX_DIVIDEND,),
    "03": (Mark.EX_DIVIDEND,),
    "04": (Mark.EX_RIGHTS, Mark.EX_DIVIDEND),
    "05": (Mark.EX_DIVIDEND,),
    "06": (Mark.EX_RIGHTS, Mark.EX_DIVIDEND),
}
"""락구분: rights, dividend, distribution, both, interim dividend, rights and interim dividend"""
_FLAGS = {"Y": True, "N": False}
_NOT_IN_INDEX = frozenset({"", "0", "N"})

_Texts = dict[str, str]


class DamagedMaster(ValueError):
    """A master file does not have the shape that it must have."""


class _BadRow(ValueError):
    """A row can't be read."""


def read_master(content: bytes, file: MasterFile, layout: MasterLayout) -> MasterContent:
    """All instruments of a master file; a few rows that can't be read are left out and counted.

    Raises `DamagedMaster` where there are too many of them, or where the last is cut off.
    """
    rows = content.rstrip(b"\r\n").splitlines()
    if not rows:
        raise DamagedMaster("empty")
    forgiven = max(len(rows) // _BAD_ROWS, int(len(rows) >= _SMALL))
    reader = _Reader(file, layout)
    found: list[Instrument] = []
    bad: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            instrument = reader.read(row)
        except _BadRow as error:
            bad.append(f"row {number} {error}")
            if len(bad) > forgiven or number == len(rows):
                raise DamagedMaster(bad[0]) from None
        else:
            if instrument is not None:
                found.append(instrument)
    if not found:
        raise DamagedMaster("no instrument in it")
    return MasterContent(_grouped(found) if layout.grouped else tuple(found), len(bad))


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, file: MasterFile, layout: MasterLayout) -> None:
        self._file = file
        self._layout = layout
        self._delimiter = layout.delimiter.encode()
        self._english = english_names() if file.market in KRX_STOCK_MARKETS else {}
        self._must = {field: re.compile(pattern) for field, pattern in layout.must.items()}

    def read(self, row: bytes) -> Instrument | None:
        """The instrument of a row, None for one that is not ours. Raises `_BadRow`."""
        texts = self._delimited(row) if self._delimiter else self._fixed(row)
        skip = self._layout.skip
        if skip is not None and texts[skip.field] in skip.values:
            return None
        self._check(texts)
        return self._instrument(texts)

    def _fixed(self, row: bytes) -> _Texts:
        layout, length = self._layout, len(row)
        if not (layout.least or layout.row) <= length <= layout.row:
            raise _BadRow(f"has {length} bytes, not {layout.row}")
        row = row.ljust(layout.row)
        texts = {}
        for field, (start, width) in layout.fields.items():
            first = start if start >= 0 else layout.row + start
            texts[field] = _text(row[first : first + width])
        return texts

    def _delimited(self, row: bytes) -> _Texts:
        cells = row.split(self._delimiter)
        if len(cells) < self._layout.columns:
            raise _BadRow(f"has {len(cells)} columns, not {self._layout.columns}")
        return {field: _text(cells[column]) for field, (column,) in self._layout.fields.items()}

    def _check(self, texts: _Texts) -> None:
        if not texts["symbol"] or not (texts["name"] or texts.get("name_en")):
            raise _BadRow("has no code or no name")
        for field, pattern in self._must.items():
            if not pattern.fullmatch(texts[field]):
                raise _BadRow(f"has {texts[field]!r} as {field}")
        if self._file.exchange and texts["exchange"] != self._file.exchange:
            raise _BadRow(f"is of {texts['exchange']!r}, not {self._file.exchange}")

    def _instrument(self, texts: _Texts) -> Instrument:
        shares = find_int(texts.get("thousand_shares"))
        layout = self._layout
        return Instrument(
            symbol=texts["symbol"],
            name=texts["name"] or texts["name_en"],
            market=self._file.market,
            kind=_kind(texts, layout),
            isin=texts.get("isin", ""),
            name_en=texts.get("name_en") or self._english.get(texts["symbol"], ""),
            kospi200=texts.get("kospi200", "") not in _NOT_IN_INDEX,
            base_price=find_price(texts.get("base_price")),
            listed_shares=None if shares is None else shares * _THOUSAND,
            margin_rate=find_decimal(texts.get("margin_rate")),
            marks=_marks(texts),
            currency=texts.get("currency", layout.currency),
            exchange=texts.get("exchange", ""),
            expiry=find_date(texts.get("expiry")),
            contract_month=texts.get("contract_month", ""),
            right=_right(texts, layout.rights),
            strike=_strike(texts, layout.rights),
            underlying=texts.get("underlying", ""),
            multiplier=find_price(texts.get("multiplier")),
            tick_size=find_price(texts.get("tick_size")),
            members=(texts["member"],) if "member" in texts else (),
            lendable=_FLAGS.get(texts.get("lendable", "")),
        )


def _kind(texts: _Texts, layout: MasterLayout) -> InstrumentKind:
    for rule in layout.kinds:
        kind = rule.values.get(_ruling(texts, rule))
        if kind is not None:
            return kind
    return layout.kind


def _right(texts: _Texts, rule: RightRule | None) -> Right | None:
    return None if rule is None else rule.values.get(_ruling(texts, rule))


def _strike(texts: _Texts, rule: RightRule | None) -> Decimal | None:
    """The strike of what gives a right; futures have zeros in its place."""
    return None if _right(texts, rule) is None else find_price(texts.get("strike"))


def _ruling(texts: _Texts, rule: KindRule | RightRule) -> str:
    return texts[rule.field][:1] if rule.first else texts[rule.field]


def _marks(texts: _Texts) -> tuple[Mark, ...]:
    found = (
        Mark.ADMINISTRATIVE if texts.get("administrative") == "Y" else None,
        _ALARMS.get(texts.get("alarm", "")),
        Mark.OVERHEATED if texts.get("overheated") in _OVERHEATED else None,
        Mark.HALTED if texts.get("halted") == "Y" else None,
        Mark.LIQUIDATION if texts.get("liquidation") == "Y" else None,
        *_EX.get(texts.get("ex", ""), ()),
    )
    return tuple(mark for mark in found if mark is not None)


def _grouped(rows: list[Instrument]) -> tuple[Instrument, ...]:
    """Rows of the same code as one instrument with the members of all."""
    members: dict[str, list[str]] = {}
    first: dict[str, Instrument] = {}
    for row in rows:
        first.setdefault(row.symbol, row)
        members.setdefault(row.symbol, []).extend(row.members)
    return tuple(
        msgspec.structs.replace(one, members=tuple(members[symbol]))
        for symbol, one in first.items()
    )


def _text(cut: bytes) -> str:
    try:
        return cut.decode("cp949").strip()
    except UnicodeDecodeError as error:
        raise _BadRow(f"is no Korean text: {error.reason}") from error
