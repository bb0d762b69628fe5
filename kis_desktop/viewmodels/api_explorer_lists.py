"""The small tables beside an answer: headers sent and received, and the calls so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kis_desktop.catalogue.entry import Endpoint, Field
from kis_desktop.domain.api_page import ApiPage
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.api_explorer_answer import header_rows, verdict
from kis_desktop.viewmodels.api_explorer_entries import ApiEntries
from kis_desktop.viewmodels.api_explorer_values import shortened
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

if TYPE_CHECKING:
    from kis_desktop.viewmodels.api_explorer import Call

CALL_COLUMNS = (
    Column("at", "explorer.column.at", ColumnKind.TEXT, 66),
    Column("api", "explorer.column.api", ColumnKind.TEXT, 120, stretch=True),
    Column("result", "explorer.column.result", ColumnKind.TEXT, 130),
    Column("rows", "explorer.column.rows", width=52),
    Column("wire", "explorer.column.wire", width=64),
    Column("queue", "explorer.column.queue", width=64),
)

_HEADER_COLUMNS = (
    Column("part", "explorer.column.part", ColumnKind.TEXT, 76),
    Column("name", "explorer.column.header", ColumnKind.TEXT, 150),
    Column("value", "explorer.column.value", ColumnKind.TEXT, 160, stretch=True),
)
_FIELD_COLUMNS = {
    True: (
        Column("block", "explorer.column.block", ColumnKind.TEXT, 72),
        Column("label", "explorer.column.name", ColumnKind.TEXT, 160),
        Column("name", "explorer.column.field", ColumnKind.TEXT, 150),
        Column("type", "explorer.column.type", ColumnKind.TEXT, 64),
        Column("length", "explorer.column.length", width=56),
    ),
    False: (
        Column("block", "explorer.column.block", ColumnKind.TEXT, 80),
        Column("name", "explorer.column.field", ColumnKind.TEXT, 200),
        Column("type", "explorer.column.type", ColumnKind.TEXT, 80),
        Column("length", "explorer.column.length", width=60),
    ),
}
_MILLISECONDS = 1000


def header_model(language: str, parent: QObject | None = None) -> RowTableModel:
    """An empty table of headers."""
    return RowTableModel(_HEADER_COLUMNS, language, parent)


def documented_model(language: str, parent: QObject | None = None) -> RowTableModel:
    """An empty table of what the documents say of an answer."""
    return RowTableModel(_FIELD_COLUMNS[language == "ko"], language, parent)


def documented_rows(endpoint: Endpoint | None, words: Words) -> tuple[Row, ...]:
    """Every field that an answer may carry, block by block."""
    if endpoint is None:
        return ()
    return tuple(
        _documented_row(f"{name}/{place}", name, field, words)
        for name, block in endpoint.outputs.items()
        for place, field in enumerate(block.fields)
    )


def _documented_row(id_: str, block: str, field: Field, words: Words) -> Row:
    korean = words.language == "ko"
    kind = words(f"explorer.type.{field.type}")
    name = Cell(field.name, field.name, Tone.DIM if korean else Tone.TEXT)
    label = (Cell(field.ko or fmt.UNKNOWN, field.ko or None),) if korean else ()
    length = Cell(fmt.quantity(field.length), field.length, Tone.FAINT)
    cells = (Cell(block, block, Tone.FAINT), *label, name, Cell(kind, kind, Tone.FAINT), length)
    return Row(id_, cells)


def header_table(page: ApiPage | None, words: Words) -> tuple[Row, ...]:
    """The rows of a page's headers and fields; none before the first answer."""
    if page is None:
        return ()
    return tuple(
        Row(
            str(place),
            (
                Cell(part, part, Tone.FAINT),
                Cell(name, name, Tone.DIM),
                Cell(value or fmt.UNKNOWN, value or None, tip=value),
            ),
        )
        for place, (part, name, value) in enumerate(header_rows(page, words))
    )


def call_rows(calls: Iterable[Call], entries: ApiEntries, words: Words) -> tuple[Row, ...]:
    """The calls so far, newest first."""
    return tuple(_call_row(call, entries, words) for call in calls)


def _call_row(call: Call, entries: ApiEntries, words: Words) -> Row:
    answer, page = call.answer, call.answer.last
    line = entries.line(call.key)
    title = entries.title(line) if line is not None else call.key
    told = verdict(page, words)
    tone = Tone.DIM if page.ok else Tone.UNCERTAIN
    wire = sum(each.seconds for each in answer.pages) * _MILLISECONDS
    queue = sum(each.waited for each in answer.pages) * _MILLISECONDS
    return Row(
        call.id,
        (
            Cell(fmt.clock(answer.at), None if answer.at is None else answer.at.timestamp(),
                 Tone.DIM),
            Cell(title, title, tip=call.key),
            Cell(shortened(told), told, tone, tip=told),
            Cell(fmt.quantity(answer.row_count), answer.row_count),
            Cell(f"{wire:,.0f}", wire),
            Cell(f"{queue:,.0f}", queue),
        ),
    )  # fmt: skip
