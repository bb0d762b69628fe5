"""The entries of the order journal as lines of CSV or JSON, for other programs to read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from kis_desktop.storage.atomic_file import write_atomic
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_chain import Row
from kis_desktop.storage.journal_reader import read_rows

_FIXED = ("number", "at", "trade_date", "kind", "local_id")
_OF_BODY = (
    "request", "symbol", "side", "order_type", "quantity", "price", "condition_price", "venue",
    "origin", "order_no", "code", "text", "approved", "checks",
)  # fmt: skip
_ACCOUNT = re.compile(r"\b\d{8}-\d{2}\b")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it spreadsheets take UTF-8 for another encoding


def write_export(journal: Path, identity: Identity, file: Path) -> int:
    """Write all entries to a file, as CSV where its name ends so, else as JSON; how many they are.

    Raises `JournalFailed` and `StorageFailed`; the file is then as it was.
    """
    as_csv = file.suffix.lower() == ".csv"
    lines = [*exported(journal, identity, as_csv=as_csv)]
    start = _BYTE_ORDER_MARK if as_csv else b""
    write_atomic(file, start + b"".join(line + b"\n" for line in lines))
    return len(lines) - as_csv


def exported(
    journal: Path,
    identity: Identity,
    *,
    as_csv: bool,
    days: tuple[date | None, date | None] = (None, None),
) -> Iterator[bytes]:
    """The entries as lines of CSV, its header first, or of JSON. Raises `JournalFailed`."""
    if as_csv:
        yield _csv_line([*_FIXED, *_OF_BODY, "body", "hash"])
    for row in read_rows(journal, identity, *days):
        yield _csv_line(_cells(row)) if as_csv else msgspec.json.encode(_told(row))


def _told(row: Row) -> dict[str, object]:
    body = body_of(row)
    return {**_fixed(row), "body": body, "hash": row.hash.hex()}


def _cells(row: Row) -> list[object]:
    body = body_of(row)
    named = [body.get(name) for name in _OF_BODY]
    return [*_fixed(row).values(), *named, msgspec.json.encode(body).decode(), row.hash.hex()]


def _fixed(row: Row) -> dict[str, object]:
    return dict(
        zip(_FIXED, (row.number, row.at, row.trade_date, row.kind, row.local_id), strict=True)
    )


def body_of(row: Row) -> dict[str, object]:
    """What an entry says; in the words of a server an account number is hidden."""
    try:
        told = msgspec.json.decode(row.body, type=dict[str, object])
    except msgspec.MsgspecError:
        return {"unreadable": row.body}
    text = told.get("text")
    return told | {"text": _ACCOUNT.sub("********-**", text)} if isinstance(text, str) else told


def _csv_line(cells: list[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_harmless(cell) for cell in cells])
    return line.getvalue().encode()


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula is marked as one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
