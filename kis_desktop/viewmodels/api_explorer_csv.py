"""A table of an answer as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kis_desktop.domain.api_page import Value
from kis_desktop.viewmodels.api_explorer_values import ValueColumn, plain, read

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(columns: Sequence[ValueColumn], rows: Iterable[tuple[Value, ...]]) -> bytes:
    """UTF-8 with a byte order mark: a Korean Excel takes a file without one for CP949.

    A text that a spreadsheet would run as a formula gets an apostrophe; numbers are as they are.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(_title(column)) for column in columns])
    writer.writerows(
        [_written(read(column, row, place)) for place, column in enumerate(columns)] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def _title(column: ValueColumn) -> str:
    return column.name if column.label == column.name else f"{column.label} ({column.name})"


def _written(value: Value) -> str:
    text = plain(value)
    return _safe(text) if isinstance(value, str) else text


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
