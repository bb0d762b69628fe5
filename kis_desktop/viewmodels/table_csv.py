"""A table as it is shown, as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from kis_desktop.viewmodels.table import UNKNOWN, Cell, Column, ColumnKind, RowTableModel

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_csv(
    model: RowTableModel, columns: Sequence[int], titles: tuple[str, str], world: str, old: str
) -> bytes:
    """The rows in their order as UTF-8 with a byte order mark, for a Korean Excel takes a file
    without one for CP949.

    Numbers are plain and whole, not cut to what the screen shows; what isn't known is empty. Digits
    that begin with a zero are written so that a spreadsheet keeps it. `titles` head the symbol and
    the world; every row says the `world` that it comes from. Where figures are old, one column more
    says `old` beside theirs.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    heads = [_text(model.titles[number]) for number in columns]
    rows = [model.row(place) for place in range(model.rowCount())]
    aged = [any(row.cells[number].stale for number in columns) for row in rows]
    writer.writerow([*heads, *map(_text, titles), *([_text(old)] if any(aged) else [])])
    for row, is_old in zip(rows, aged, strict=True):
        cells = [_value(model.columns[number], row.cells[number]) for number in columns]
        mark = [_text(old) if is_old else ""] if any(aged) else []
        writer.writerow([*cells, _text(row.symbol), _text(world), *mark])
    return out.getvalue().encode("utf-8-sig")


def _value(column: Column, cell: Cell) -> str:
    """A number as it is where the column holds numbers, else the text of the screen."""
    raw = cell.sort
    if column.kind is not ColumnKind.TEXT and isinstance(raw, Decimal | int | float):
        return f"{raw:f}" if isinstance(raw, Decimal) else str(raw)
    return "" if cell.text == UNKNOWN else _text(cell.text)


def _text(text: str) -> str:
    if text.isdigit() and text.startswith("0") and len(text) > 1:
        return f'="{text}"'
    return f"'{text}" if text.startswith(_FORMULA) else text
