"""Tables as data: a tuple of columns, rows keyed by id, sorted by value and never by text."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import is_
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.message import message
from kis_desktop.viewmodels.roles import Flash, Role, Tone

Index = QModelIndex | QPersistentModelIndex
SortValue = Decimal | int | float | str | None
Monotonic = Callable[[], float]

UNKNOWN = "—"
_FEW = 16  # rows that are put into what was sorted before; more are sorted anew
_KEPT = 8  # orders of rows that are kept
_MIXED = 2  # kinds of values in one column
RESORT_MILLISECONDS = 250  # at most four times a second


class ColumnKind(enum.StrEnum):
    """How a column is aligned and drawn."""

    TEXT = "text"  # from the left
    NUMBER = "number"  # from the right
    BAR = "bar"  # a number from the right, behind a bar of its share


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `title` is a message id; `width` device-independent pixels.

    The stretching column takes what the others leave, but never less than its width. In a flashing
    column a number that changes flashes in the direction of the change.
    """

    id: str
    title: str
    kind: ColumnKind = ColumnKind.NUMBER
    width: int = 72
    stretch: bool = False
    flashes: bool = False
    sortable: bool = True
    hidden: bool = False


class Cell(msgspec.Struct, frozen=True, gc=False):
    """What one cell shows. `sort` is the raw value, None where it isn't known.

    `bar` is a share 0–1, `tip` what the pointer is told beyond the text, `dot` how the price comes,
    `note` what stands dim behind the text where there is room for all of it.
    """

    text: str = UNKNOWN
    sort: SortValue = None
    tone: Tone = Tone.TEXT
    bold: bool = False
    stale: bool = False
    flash: Flash | None = None
    bar: float | None = None
    badges: tuple[str, ...] = ()
    dot: Feed | None = None
    tip: str = ""
    note: str = ""


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row: a cell for every column; `symbol` is the instrument that it is about."""

    id: str
    cells: tuple[Cell, ...]
    symbol: str = ""


_READERS: dict[int, Callable[[Cell], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda cell: cell.text,
    Qt.ItemDataRole.ToolTipRole: lambda cell: cell.tip or None,
    Role.TONE: lambda cell: cell.tone,
    Role.SORT: lambda cell: cell.sort,
    Role.FLASH: lambda cell: cell.flash,
    Role.STALE: lambda cell: cell.stale,
    Role.BAR: lambda cell: cell.bar,
    Role.BOLD: lambda cell: cell.bold,
    Role.BADGE: lambda cell: cell.badges,
    Role.DOT: lambda cell: cell.dot,
}


class RowTableModel(QAbstractTableModel):
    """Rows of cells in the given order, or sorted by one column's values."""

    def __init__(
        self,
        columns: Sequence[Column],
        language: str = "ko",
        parent: QObject | None = None,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._language = language
        self._titles = tuple(render(message(column.title), language) for column in columns)
        self._monotonic = monotonic
        self._rows: list[Row] = []
        self._by_id: dict[str, Row] = {}
        self._places: dict[str, int] | None = {}  # None: to be counted when somebody asks
        self._kept_orders: dict[tuple[int, Qt.SortOrder], list[Row]] = {}  # until a row changes
        self._given: list[str] = []
        self._sort_column = -1
        self._sort_order = Qt.SortOrder.AscendingOrder
        self._resort = QTimer(self)
        self._resort.setSingleShot(True)
        self._resort.setInterval(RESORT_MILLISECONDS)
        self._resort.timeout.connect(self.resort)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, left to right."""
        return self._columns

    @property
    def language(self) -> str:
        """The trader's language."""
        return self._language

    @property
    def titles(self) -> tuple[str, ...]:
        """The columns' titles in the trader's language."""
        return self._titles

    @property
    def sort_column(self) -> int:
        """The column that rows are sorted by; -1 for the given order."""
        return self._sort_column

    @property
    def sort_order(self) -> Qt.SortOrder:
        """Which way rows are sorted."""
        return self._sort_order

    def row(self, place: int) -> Row:
        """The row at a place from the top."""
        return self._rows[place]

    def cell(self, place: int, column: int) -> Cell:
        """The cell at a place."""
        return self._rows[place].cells[column]

    def find(self, row_id: str) -> Row | None:
        """The row of an id; None when there is none."""
        return self._by_id.get(row_id)

    def place_of(self, row_id: str) -> int | None:
        """Where the row of an id stands now."""
        return self._counted().get(row_id) if row_id in self._by_id else None

    def ids(self) -> tuple[str, ...]:
        """The ids from top to bottom, as shown."""
        return tuple(row.id for row in self._rows)

    def upsert(self, rows: Iterable[Row]) -> None:
        """Change the rows of known ids and append the others."""
        changed: list[int] = []
        added: list[Row] = []
        for row in rows:
            before = self._by_id.get(row.id)
            if before is None:
                added.append(row)
            elif row != before:
                place = self._counted()[row.id]
                self._rows[place] = self._by_id[row.id] = self._with_flashes(row, before)
                changed.append(place)
        if changed:
            self._kept_orders.clear()
            last_column = len(self._columns) - 1
            self.dataChanged.emit(
                self.index(min(changed), 0), self.index(max(changed), last_column)
            )
        if added:
            self._append(added)
        if changed or added:
            self._sort_soon()

    def replace(self, rows: Iterable[Row]) -> None:
        """Show exactly these rows in this order; a row that stays is changed in place."""
        wanted = list(rows)
        ids = {row.id for row in wanted}
        self.remove([row_id for row_id in self._given if row_id not in ids])
        self.upsert(wanted)
        self.reorder([row.id for row in wanted])

    def prepend(self, rows: Sequence[Row], keep: int | None = None) -> None:
        """Put new rows on top, the first one highest; beyond `keep` rows the oldest fall out."""
        fresh = [row for row in rows if row.id not in self._by_id]
        if fresh:
            self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
            self._rows = [*fresh, *self._rows]
            self._given[:0] = [row.id for row in fresh]
            self._take(fresh, on_top=True)
            self.endInsertRows()
            self._sort_soon()
        if keep is not None and len(self._rows) > keep:
            self.remove(self._given[keep:])

    def remove(self, ids: Iterable[str]) -> None:
        """Take rows out; unknown ids are nothing to do."""
        gone = {row_id for row_id in ids if row_id in self._by_id}
        places = self._counted() if gone else {}
        for first, last in _runs_from_the_end(sorted(places[row_id] for row_id in gone)):
            self.beginRemoveRows(QModelIndex(), first, last)
            for row in self._rows[first : last + 1]:
                del self._by_id[row.id]
            del self._rows[first : last + 1]
            self._forget_order()
            self.endRemoveRows()
        if gone:
            self._given = [row_id for row_id in self._given if row_id not in gone]

    def clear(self) -> None:
        """Take all rows out."""
        self.remove(list(self._given))

    def reorder(self, ids: Sequence[str]) -> None:
        """Give rows another order of their own; a sorted table keeps its sorting."""
        known = [row_id for row_id in ids if row_id in self._by_id]
        named = set(known)
        rest = [row_id for row_id in self._given if row_id not in named]
        self._given = known + rest
        self._kept_orders.clear()
        self._arrange()

    def resort(self) -> None:
        """Sort anew, now."""
        self._resort.stop()
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column's values; -1 gives the rows their own order back."""
        if 0 <= column < len(self._columns) and not self._columns[column].sortable:
            return
        self._sort_column = column if column < len(self._columns) else -1
        self._sort_order = order
        self._arrange()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        reader = _READERS.get(role)
        if reader is not None:
            return reader(row.cells[index.column()])
        if role == Role.SYMBOL:
            return row.symbol
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self._columns[index.column()])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self._columns[section])
        return None

    def _append(self, rows: list[Row]) -> None:
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows = [*self._rows, *rows]
        self._given += [row.id for row in rows]
        self._take(rows, on_top=False)
        self.endInsertRows()

    def _arrange(self) -> None:
        arranged = self._arranged()
        if len(arranged) == len(self._rows) and all(map(is_, arranged, self._rows)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        remembered = {id(row): row for row in (self._rows[index.row()] for index in before)}
        self._rows, self._places, old = arranged, None, self._rows
        places = self._places_of(remembered)
        after = [self.index(places[id(old[index.row()])], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _places_of(self, wanted: dict[int, Row]) -> dict[int, int]:
        """Where some rows, by identity, stand now; no two are equal, for each has an id of its own.
        A look at each row is cheaper than counting all when few are wanted.
        """
        if len(wanted) > _FEW:
            counted = self._counted()
            return {key: counted[row.id] for key, row in wanted.items()}
        return {key: self._rows.index(row) for key, row in wanted.items()}

    def _arranged(self) -> list[Row]:
        """The rows as they are to be shown; what was sorted once is kept until a row changes.

        The list is handed out itself: whatever changes it forgets what was kept.
        """
        key = (self._sort_column, self._sort_order)
        kept = self._kept_orders.get(key)
        if kept is None:
            kept = [self._by_id[row_id] for row_id in self._given]
            if self._sort_column >= 0:
                kept = sorted_rows(kept, *key)
            self._kept_orders[key] = kept
        return kept

    def _sort_soon(self) -> None:
        if self._sort_column >= 0 and not self._resort.isActive():
            self._resort.start()

    def _take(self, rows: Sequence[Row], *, on_top: bool) -> None:
        """Know rows that have come to stand in the table; what was sorted stays so with a few."""
        self._by_id.update((row.id, row) for row in rows)
        self._places = None
        kept, self._kept_orders = self._kept_orders, {}
        if len(rows) <= _FEW:
            for column, order in [key for key in kept if key[0] >= 0][-_KEPT:]:
                self._kept_orders[column, order] = with_rows(
                    kept[column, order], rows, column, order, on_top=on_top
                )

    def _forget_order(self) -> None:
        self._places = None
        self._kept_orders.clear()

    def _counted(self) -> dict[str, int]:
        """Where each row stands."""
        if self._places is None:
            self._places = {row.id: place for place, row in enumerate(self._rows)}
        return self._places

    def _with_flashes(self, row: Row, before: Row) -> Row:
        """The row with a flash in every flashing cell whose number has changed."""
        cells = tuple(
            self._flashed(cell, old) if column.flashes else cell
            for column, cell, old in zip(self._columns, row.cells, before.cells, strict=True)
        )
        return Row(row.id, cells, row.symbol)

    def _flashed(self, cell: Cell, old: Cell) -> Cell:
        if cell.flash is not None:
            return cell
        if cell.sort == old.sort:
            return cell if old.flash is None else msgspec.structs.replace(cell, flash=old.flash)
        way = direction(old.sort, cell.sort)
        if way is None:
            return cell
        return msgspec.structs.replace(cell, flash=Flash(self._monotonic(), way))

    def _spoken(self, row: Row, column: int) -> str:
        cell = row.cells[column]
        text = cell.text
        if column == 0:  # how a price comes is drawn as a dot, which nobody hears
            return cell.tip if cell.dot is not None and cell.tip else text
        return f"{row.cells[0].text} {self._titles[column]} {text}"


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Where a column's text stands."""
    side = (
        Qt.AlignmentFlag.AlignLeft
        if column.kind is ColumnKind.TEXT
        else Qt.AlignmentFlag.AlignRight
    )
    return side | Qt.AlignmentFlag.AlignVCenter


def direction(before: SortValue, after: SortValue) -> Tone | None:
    """The tone of a change between two numbers; None when one isn't a number or nothing moved."""
    if isinstance(before, str | None) or isinstance(after, str | None) or before == after:
        return None
    return Tone.UP if after > before else Tone.DOWN


def sorted_rows(rows: Sequence[Row], column: int, order: Qt.SortOrder) -> list[Row]:
    """Rows by the raw values of a column, stable; unknown values stand last either way."""
    values = [row.cells[column].sort for row in rows]
    known = [place for place, value in enumerate(values) if value is not None]
    kinds = {isinstance(values[place], str) for place in known}
    key = values.__getitem__ if len(kinds) < _MIXED else lambda place: _sort_key(values[place])
    known.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)  # type: ignore[arg-type]
    unknown = [row for row, value in zip(rows, values, strict=True) if value is None]
    return [*map(rows.__getitem__, known), *unknown]


def with_rows(
    kept: Sequence[Row], fresh: Sequence[Row], column: int, order: Qt.SortOrder, *, on_top: bool
) -> list[Row]:
    """Sorted rows with others in their places, as if all were sorted anew.

    Among equals the fresh ones come first where they stand on top of the given order, else last.
    """
    rows = list(kept)
    for row in reversed(fresh) if on_top else fresh:
        value = row.cells[column].sort
        low, high = 0, len(rows)
        while low < high:
            middle = (low + high) // 2
            if _is_before(rows[middle].cells[column].sort, value, order, on_top=on_top):
                low = middle + 1
            else:
                high = middle
        rows.insert(low, row)
    return rows


def _is_before(other: SortValue, value: SortValue, order: Qt.SortOrder, *, on_top: bool) -> bool:
    """Whether a value stands before one that comes anew."""
    if other is None or value is None:
        return other is not None or (value is None and not on_top)
    first, second = _sort_key(other), _sort_key(value)
    if first == second:
        return not on_top
    return (first < second) is (order is Qt.SortOrder.AscendingOrder)


def _sort_key(value: SortValue) -> tuple[bool, Any]:
    """Numbers before texts, so that a mixed column can be sorted at all."""
    return isinstance(value, str), value


def _runs_from_the_end(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring places joined to (first, last), the lowest run last."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs[::-1]
