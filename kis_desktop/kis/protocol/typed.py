"""Answers and realtime records as typed tables: the catalogue's type of a field decides alone.

What says nothing is None, never 0. A value that does not read as its type stays the text that it
is, and a field that the catalogue does not know is a text. Decimals that are implied stay implied.
Nothing is hidden here: personal fields are as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from kis_desktop.catalogue.entry import Block, Channel, Field, FieldType
from kis_desktop.domain.api_page import ApiBlock, Value
from kis_desktop.kis.protocol.frames import Records
from kis_desktop.kis.protocol.kept import Kept
from kis_desktop.kis.protocol.layout import columns, known_fields
from kis_desktop.kis.protocol.numbers import (
    find_date,
    find_decimal,
    find_flag,
    find_text,
    find_time,
    find_words,
)

_Cells = tuple[Value, ...]
_Row = Mapping[str, object]

_RISING = frozenset({"1", "2", "3"})  # 3 is unchanged: a magnitude without a sign
_FALLING = frozenset({"4", "5"})


def typed_block(name: str, block: Block | None, rows: Iterable[_Row]) -> ApiBlock:
    """A block of an answer as a table; blank padding rows are left out.

    `block` is the catalogue's word on it, None where it has none. Names are matched in any case of
    letters, and stand in the table as they came, in their order.
    """
    rows = list(rows)
    names = tuple(dict.fromkeys(column for row in rows for column in row))
    known = {field.name.lower(): field for field in block.fields} if block is not None else {}
    readers = [_reader(known.get(one.lower())) for one in names]
    signs = _sign_places(names, [known.get(one.lower()) for one in names])
    table = []
    for row in rows:
        cells: list[Value] = [
            _typed_cell(row.get(one), read) for one, read in zip(names, readers, strict=True)
        ]
        if any(cell is not None for cell in cells):
            table.append(_signed(cells, signs))
    return ApiBlock(name, names, tuple(table))


def typed_value(kind: FieldType, text: str) -> Value:
    """A text as its type says."""
    return _READERS[kind](text)


def typed_records(channel: Channel, records: Records) -> tuple[tuple[str, ...], tuple[_Cells, ...]]:
    """The columns of realtime records and their rows; columns behind the known ones are `+1` …"""
    reader = _record_readers.get(id(channel))
    if reader is None:
        if len(_record_readers) >= _READERS_KEPT:
            _record_readers.clear()
        reader = _record_readers[id(channel)] = RecordReader(channel)
    return reader.read(records)


class RecordReader:
    """Reads the records of one channel, of whatever width."""

    _LARGEST = 1_000  # fields of a record, and widths, that are worth keeping

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._layouts: dict[int, _Layout] = {}

    def read(self, records: Records) -> tuple[tuple[str, ...], tuple[_Cells, ...]]:
        """The columns and the rows."""
        layout = self._layouts.get(records.width) or self._layout(records.width)
        rows = tuple([_read_row(row, layout) for row in records.rows()])
        return layout.columns, rows

    def _layout(self, width: int) -> _Layout:
        fields: list[Field | None] = [*known_fields(self._channel, width)[:width]]
        fields += [None] * (width - len(fields))
        names = columns(self._channel, width)
        readers = tuple(_reader(field) for field in fields)
        layout = _Layout(names, readers, _sign_places(names, fields))
        if width <= self._LARGEST and len(self._layouts) < self._LARGEST:
            self._layouts[width] = layout
        return layout


class _Layout(msgspec.Struct, frozen=True):
    """How records of one width are read. `signs`: the place of a number and that of its sign."""

    columns: tuple[str, ...]
    readers: tuple[Callable[[str], Value], ...]
    signs: tuple[tuple[int, int], ...]


_READERS_KEPT = 200
_record_readers: dict[int, RecordReader] = {}  # each holds its channel, so that no id comes twice


def _read_row(row: list[str], layout: _Layout) -> _Cells:
    cells = [read(text) for read, text in zip(layout.readers, row, strict=True)]
    return _signed(cells, layout.signs)


def _sign_places(
    names: Sequence[str], fields: Sequence[Field | None]
) -> tuple[tuple[int, int], ...]:
    places = {name.lower(): place for place, name in reversed([*enumerate(names)])}
    return tuple(
        (place, places[field.sign.lower()])
        for place, field in enumerate(fields)
        if field is not None and field.sign.lower() in places
    )


def _signed(cells: list[Value], signs: tuple[tuple[int, int], ...]) -> _Cells:
    """The cells with the signs that their codes tell: the code wins over the number's own."""
    for place, sign in signs:
        code, value = cells[sign], cells[place]
        if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
            continue
        if (code in _FALLING and value > 0) or (code in _RISING and value < 0):
            cells[place] = _negated(value)
    return tuple(cells)


def _negated(value: Decimal | int) -> Decimal | int:
    """The other sign, with every digit: minus alone rounds to the context's precision."""
    return value.copy_negate() if isinstance(value, Decimal) else -value


def _typed_cell(value: object, read: Callable[[str], Value]) -> Value:
    """A cell of an answer, which may hold anything that JSON has."""
    match value:
        case str():
            return read(value)
        case None | bool():
            return value
        case dict() | list():
            return msgspec.json.encode(value).decode() if value else None
        case _:
            return read(str(value))


def _reader(field: Field | None) -> Callable[[str], Value]:
    return _words if field is None else _READERS[field.type]


def _words(text: str) -> Value:
    return find_words(text)


def _number(text: str) -> Value:
    number = find_decimal(text)
    return find_text(text) if number is None else number


def _quantity(text: str) -> Value:
    """A whole number where it is one: shares of some markets come in fractions."""
    if text.isdecimal() and text.isascii() and len(text) <= _LONGEST_WHOLE:
        return int(text)
    number = _number(text)
    if isinstance(number, Decimal) and number == number.to_integral_value():
        return int(number)
    return number


def _amount(text: str) -> Value:
    if text.isdecimal() and text.isascii() and len(text) <= _LONGEST_WHOLE:
        return Decimal(text)
    return _number(text)


def _day(text: str) -> Value:
    words = find_words(text)
    if words is None or not words.strip("0"):
        return None
    return find_date(words) or words


def _time(text: str) -> Value:
    at = find_time(text)
    return find_words(text) if at is None else at


def _flag(text: str) -> Value:
    flag = find_flag(text)
    return find_words(text) if flag is None else flag


_LONGEST_WHOLE = 28  # digits
_repeating: dict[FieldType, Callable[[str], Value]] = {
    FieldType.PRICE: _number,
    FieldType.RATE: _number,
    FieldType.SIGN: _words,
    FieldType.DATE: _day,
    FieldType.TIME: _time,
    FieldType.SYMBOL: _words,
    FieldType.CODE: _words,
    FieldType.FLAG: _flag,
}


def _kept(read: Callable[[str], Value]) -> Callable[[str], Value]:
    """The same, with what was read before kept."""
    kept: Kept[Value] = Kept(read)
    known = kept.known

    def look_up(text: str) -> Value:
        try:
            return known[text]
        except KeyError:
            return kept[text]

    return look_up


_READERS: dict[FieldType, Callable[[str], Value]] = {
    kind: _kept(read) for kind, read in _repeating.items()
} | {
    FieldType.QUANTITY: _quantity,
    FieldType.AMOUNT: _amount,
    FieldType.TEXT: _words,
    FieldType.PERSONAL: _words,
}
