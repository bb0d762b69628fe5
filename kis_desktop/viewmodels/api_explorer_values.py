"""A value of an answer as a cell: exact, by its type alone, coloured where the server signs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from kis_desktop.catalogue.entry import Field, FieldType
from kis_desktop.domain.api_page import Value
from kis_desktop.viewmodels.format import MINUS, UNKNOWN
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, ColumnKind, SortValue

_SIGNS = {
    "1": ("↑", Tone.UP),
    "2": ("▲", Tone.UP),
    "3": ("", Tone.FLAT),
    "4": ("↓", Tone.DOWN),
    "5": ("▼", Tone.DOWN),
}
_NUMBER = re.compile(r"[+-]?(\d+(,\d{3})*(\.\d*)?|\.\d+)", re.ASCII)
_TIME = 6  # digits
_LONGEST = 60  # signs that a cell shows of a text; the tip has all of it


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of an answer: the wire's name and what the catalogue knows of it.

    `sign` is the place of the column that signs this one.
    """

    name: str
    label: str = ""
    type: FieldType = FieldType.TEXT
    known: bool = True
    sign: int | None = None

    @property
    def kind(self) -> ColumnKind:
        """Numbers stand right, everything else left."""
        return ColumnKind.NUMBER if self.type.is_number else ColumnKind.TEXT


def value_columns(
    names: tuple[str, ...], fields: tuple[Field, ...], *, korean: bool
) -> tuple[ValueColumn, ...]:
    """The columns of names as they came, whatever their case on the wire."""
    by_name = {field.name.lower(): field for field in fields}
    places = {name.lower(): place for place, name in enumerate(names)}
    return tuple(_column(name, by_name.get(name.lower()), places, korean=korean) for name in names)


def _column(name: str, field: Field | None, places: dict[str, int], *, korean: bool) -> ValueColumn:
    if field is None:
        return ValueColumn(name, name, known=False)
    sign = places.get(field.sign.lower()) if field.sign else None
    return ValueColumn(name, (field.ko if korean else "") or name, field.type, sign=sign)


def read(column: ValueColumn, row: tuple[Value, ...], place: int) -> Value:
    """The value at a place of a row as its type: a text that doesn't read so stays a text, and one
    that the row doesn't have is None. The server's sign code decides above or below zero.
    """
    value = row[place] if place < len(row) else None
    if not isinstance(value, str):
        return _signed(column, value, row)
    text = value.strip()
    if not text:
        return None
    if column.type.is_number:
        return _signed(column, _number(text), row)
    if column.type is FieldType.DATE:
        return _date(text)
    return _time(text) if column.type is FieldType.TIME else text


def cell(column: ValueColumn, row: tuple[Value, ...], place: int) -> Cell:
    """The cell at a place of a row."""
    value = read(column, row, place)
    if value is None:
        return Cell(UNKNOWN, None, Tone.FAINT)
    if isinstance(value, str) and column.type.is_number:
        return Cell(shortened(value), value, Tone.UNCERTAIN, tip=value)
    text = shown(value)
    tone = _tone(column, value, row)
    if column.type is FieldType.SIGN:
        arrow = _SIGNS.get(text, ("", Tone.TEXT))[0]
        return Cell(f"{text} {arrow}".strip(), text, tone)
    if column.type.is_number and tone is Tone.UP and value != 0:
        text = f"+{text}"  # colour alone says nothing to many
    short = shortened(text)
    return Cell(short, sort_value(value), tone, tip="" if short == text else text)


def shown(value: Value) -> str:
    """A value in full: thousands commas, no digit added or cut."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "Y" if value else "N"
        case int() | Decimal():
            text = f"{value:,}" if isinstance(value, int) else f"{value:,f}"
            return f"{MINUS}{text[1:]}" if text.startswith("-") else text
        case time():
            return value.strftime("%H:%M:%S")
        case date():
            return value.isoformat()
        case str():
            return value


def plain(value: Value) -> str:
    """A value for a file or another program: no commas, an ordinary minus, empty for nothing."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}"
        case int() if not isinstance(value, bool):
            return str(value)
        case _:
            return shown(value)


def sort_value(value: Value) -> SortValue:
    """What a value is sorted by."""
    if isinstance(value, bool | date | time):
        return plain(value)
    return value


def shortened(text: str) -> str:
    """A text on one line, cut where it is very long."""
    line = " ".join(text.split()) if "\n" in text else text
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _signed(column: ValueColumn, value: Value, row: tuple[Value, ...]) -> Value:
    """Some answers send the size of a change alone, its direction in the field beside it."""
    code = _sign_code(column, row)
    if code is None or not isinstance(value, Decimal):
        return value
    return -abs(value) if _SIGNS[code][1] is Tone.DOWN else abs(value)


def _sign_code(column: ValueColumn, row: tuple[Value, ...]) -> str | None:
    if column.sign is None or column.sign >= len(row):
        return None
    code = str(row[column.sign]).strip()
    return code if code in _SIGNS else None


def _number(text: str) -> Value:
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else text


def _date(text: str) -> Value:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return text


def _time(text: str) -> Value:
    try:
        return time(int(text[:2]), int(text[2:4]), int(text[4:])) if len(text) == _TIME else text
    except ValueError:
        return text


def _tone(column: ValueColumn, value: Value, row: tuple[Value, ...]) -> Tone:
    if column.type is FieldType.SIGN:
        return _SIGNS.get(str(value), ("", Tone.TEXT))[1]
    if column.type is FieldType.PERSONAL:
        return Tone.DIM
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return Tone.TEXT
    code = _sign_code(column, row)
    if code is not None:
        return _SIGNS[code][1]
    return Tone.DOWN if value < 0 else Tone.TEXT
