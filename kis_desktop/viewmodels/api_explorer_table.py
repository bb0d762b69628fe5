"""Tables of an answer: thousands of rows, each made into cells when it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from kis_desktop.catalogue.entry import FieldType
from kis_desktop.domain.api_page import Value
from kis_desktop.viewmodels.api_explorer_values import ValueColumn, cell, plain, read, sort_value
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Index, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

ValueRow = tuple[Value, ...]

_SAMPLE = 60  # rows that decide how wide a column is
_NARROW, _WIDE = 56, 260  # device-independent pixels
_SIGN_WIDTH, _HANGUL_WIDTH, _PADDING = 7, 12, 16
_LAST_NARROW_SIGN = "\u024f"  # what lies beyond is drawn about twice as wide
_KEPT = 1024  # rows whose cells are kept


class ValueTable(RowTableModel):
    """Rows of values under the columns of a block; sorted by value, shown in the given order.

    The rows' ids are their numbers, from 0 in the order in which they came.
    """

    def __init__(
        self,
        columns: Sequence[ValueColumn],
        rows: Sequence[ValueRow] = (),
        language: str = "ko",
        parent: QObject | None = None,
        *,
        newest_first: bool = False,
    ) -> None:
        self.fields = tuple(columns)
        self._values = list(rows)
        self._order = list(range(len(self._values)))
        self._cells: dict[int, Row] = {}
        self._newest_first = newest_first
        self._offset = 0
        shown = [
            Column(field.name, field.label, field.kind, _width(field, place, self._values))
            for place, field in enumerate(self.fields)
        ]
        super().__init__(shown, language, parent)
        self._words = Words(language)
        self._titles = tuple(
            field.label if field.known else f"{field.label} ?" for field in self.fields
        )
        if newest_first:
            self._order.reverse()

    def values(self, place: int) -> ValueRow:
        """The values of the row at a place from the top."""
        return self._values[self._order[place] - self._offset]

    def all_values(self) -> tuple[ValueRow, ...]:
        """All rows as they are shown, top to bottom."""
        return tuple(self._values[number - self._offset] for number in self._order)

    def extend(self, rows: Sequence[ValueRow], keep: int | None = None) -> None:
        """Add newer rows; beyond `keep` the oldest fall out."""
        if not rows:
            return
        begin = self._offset + len(self._values)
        numbers = list(range(begin, begin + len(rows)))
        first = 0 if self._newest_first else len(self._order)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._values.extend(rows)
        self._order[first:first] = numbers[::-1] if self._newest_first else numbers
        self.endInsertRows()
        if keep is not None and len(self._values) > keep:
            self._drop(len(self._values) - keep)
        if self._sort_column >= 0:
            self._sort_soon()

    def row(self, place: int) -> Row:
        number = self._order[place]
        found = self._cells.get(number)
        if found is None:
            if len(self._cells) > _KEPT:
                self._cells.clear()
            values = self._values[number - self._offset]
            cells = tuple(cell(field, values, at) for at, field in enumerate(self.fields))
            found = self._cells[number] = Row(str(number), cells)
        return found

    def cell(self, place: int, column: int) -> Cell:
        return self.row(place).cells[column]

    def find(self, row_id: str) -> Row | None:
        place = self.place_of(row_id)
        return None if place is None else self.row(place)

    def place_of(self, row_id: str) -> int | None:
        number = int(row_id)
        known = self._offset <= number < self._offset + len(self._values)
        return self._order.index(number) if known else None

    def ids(self) -> tuple[str, ...]:
        return tuple(map(str, self._order))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._order):
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.titles[index.column()]} {self.cell(index.row(), index.column()).text}"
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.cell(index.row(), index.column()).tip or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            kind = self._words(f"explorer.type.{field.type}")
            unknown = "" if field.known else f"\n{self._words('explorer.unknown_field')}"
            return f"{field.label}\n{field.name} · {kind}{unknown}"
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return super().headerData(section, orientation, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort_column = column if column < len(self.fields) else -1
        self._sort_order = order
        self._arrange()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.fields) - 1)

    def _drop(self, count: int) -> None:
        """Let the oldest rows go, wherever they stand now."""
        oldest = self._offset + count
        at_the_end = self._newest_first and self._sort_column < 0
        last = len(self._order)
        if at_the_end:
            self.beginRemoveRows(QModelIndex(), last - count, last - 1)
            del self._order[last - count :]
        else:
            self.beginResetModel()
            self._order = [number for number in self._order if number >= oldest]
        del self._values[:count]
        self._offset = oldest
        for number in range(oldest - count, oldest):
            self._cells.pop(number, None)
        self.endRemoveRows() if at_the_end else self.endResetModel()

    def _arrange(self) -> None:
        numbers = list(range(self._offset, self._offset + len(self._values)))
        if self._newest_first:
            numbers.reverse()
        if self._sort_column >= 0:
            numbers = self._sorted(numbers)
        self.layoutAboutToBeChanged.emit()
        self._order = numbers
        self.layoutChanged.emit()

    def _sorted(self, numbers: list[int]) -> list[int]:
        """By value; what is unknown stands last either way."""
        column = self._sort_column
        keys = {number: self._key(number, column) for number in numbers}
        known = [number for number in numbers if keys[number] is not None]
        unknown = [number for number in numbers if keys[number] is None]
        falling = self._sort_order is Qt.SortOrder.DescendingOrder
        return sorted(known, key=lambda number: keys[number], reverse=falling) + unknown  # type: ignore[arg-type, return-value]

    def _key(self, number: int, column: int) -> tuple[bool, Any] | None:
        values = self._values[number - self._offset]
        value = sort_value(read(self.fields[column], values, column))
        return None if value is None or value == "" else (isinstance(value, str), value)


_FIELD_COLUMNS = {
    True: (
        Column("label", "explorer.column.name", ColumnKind.TEXT, 150),
        Column("value", "explorer.column.value", ColumnKind.NUMBER, 130),
        Column("name", "explorer.column.field", ColumnKind.TEXT, 140),
        Column("type", "explorer.column.type", ColumnKind.TEXT, 64, stretch=True),
    ),
    False: (
        Column("name", "explorer.column.field", ColumnKind.TEXT, 190),
        Column("value", "explorer.column.value", ColumnKind.NUMBER, 170),
        Column("type", "explorer.column.type", ColumnKind.TEXT, 64, stretch=True),
    ),
}


def field_list(
    columns: Sequence[ValueColumn],
    row: ValueRow,
    language: str,
    parent: QObject | None = None,
) -> RowTableModel:
    """One object as a list of its fields: a very wide row can't be read."""
    korean = language == "ko"
    words = Words(language)
    table = RowTableModel(_FIELD_COLUMNS[korean], language, parent)
    table.upsert(
        _field_row(place, column, row, words, korean=korean) for place, column in enumerate(columns)
    )
    return table


def _field_row(
    place: int, column: ValueColumn, row: ValueRow, words: Words, *, korean: bool
) -> Row:
    value = cell(column, row, place)
    field = Cell(column.name, column.name, Tone.DIM if korean else Tone.TEXT)
    id_ = f"explorer.type.{column.type}" if column.known else "explorer.unknown_short"
    kind = words(id_)
    tone = Tone.FAINT if column.known else Tone.UNCERTAIN
    of_type = Cell(kind, kind, tone)
    if korean:
        return Row(str(place), (Cell(column.label, column.label), value, field, of_type))
    return Row(str(place), (field, value, of_type))


def copied(table: RowTableModel, places: Sequence[int]) -> str:
    """Rows as text, a line each, fields apart by tabs, a line of names first."""
    lines = ["\t".join(table.titles)]
    for place in places:
        if isinstance(table, ValueTable):
            values = table.values(place)
            read_ = (plain(read(one, values, at)) for at, one in enumerate(table.fields))
            lines.append("\t".join(map(_one_line, read_)))
        else:
            lines.append("\t".join(_one_line(one.text) for one in table.row(place).cells))
    return "\n".join(lines)


def copied_value(table: RowTableModel, place: int, column: int) -> str:
    """One value as it goes to another program: whole, without commas."""
    if isinstance(table, ValueTable):
        return plain(read(table.fields[column], table.values(place), column))
    shown = table.cell(place, column)
    return shown.tip or (plain(shown.sort) if isinstance(shown.sort, Decimal) else shown.text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _width(field: ValueColumn, place: int, rows: Sequence[ValueRow]) -> int:
    """Wide enough for the title and for what the first rows hold."""
    title = _text_width(field.label)
    if field.type is FieldType.SIGN:
        return min(max(title, _NARROW), _WIDE)
    texts = (cell(field, row, place).text for row in rows[:_SAMPLE])
    return min(max([title, _NARROW, *map(_text_width, texts)]), _WIDE)


def _text_width(text: str) -> int:
    wide = sum(sign > _LAST_NARROW_SIGN for sign in text)
    return _PADDING + wide * _HANGUL_WIDTH + (len(text) - wide) * _SIGN_WIDTH
