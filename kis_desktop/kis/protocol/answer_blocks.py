"""The blocks of an answer as tables, and the names in it that the catalogue doesn't know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from kis_desktop.catalogue.entry import Endpoint
from kis_desktop.domain.api_page import ApiBlock, Value
from kis_desktop.kis.protocol.numbers import find_text

_ENVELOPE = frozenset({"rt_cd", "msg_cd", "msg1", "error_code", "error_description"})
_CONTINUATION = "ctx_area_"
_TOP = "body"

_Row = Mapping[str, object]


def blocks_of(body: _Row) -> tuple[ApiBlock, ...]:
    """All blocks in the order of the wire; blank padding rows are left out."""
    return tuple(_table(name, rows) for name, rows in _blocks(body))


def unknown_names(endpoint: Endpoint, body: _Row) -> tuple[str, ...]:
    """Names that are new to the catalogue, as they came, each once."""
    unplaced = {field.name.lower() for field in endpoint.unplaced}
    found: dict[str, None] = {}
    for name, rows in _blocks(body):
        block = endpoint.outputs.get(name)
        known = {field.name.lower() for field in block.fields} if block is not None else set()
        for row in rows:
            found |= dict.fromkeys(key for key in row if key.lower() not in known | unplaced)
    return tuple(found)


def _blocks(body: _Row) -> Iterator[tuple[str, list[_Row]]]:
    top = {name: value for name, value in body.items() if _is_of_top(name, value)}
    if top:
        yield _TOP, [top]
    for name, value in body.items():
        rows = [value] if isinstance(value, dict) else value
        if isinstance(rows, list):
            yield name, [row for row in rows if isinstance(row, dict) and _says_something(row)]


def _is_of_top(name: str, value: object) -> bool:
    """Whether it is a field of its own, not of the envelope and not a block."""
    lowered = name.lower()
    framing = lowered in _ENVELOPE or lowered.startswith(_CONTINUATION)
    return not framing and not isinstance(value, (dict, list))


def _says_something(row: _Row) -> bool:
    return any(isinstance(cell, (dict, list)) or find_text(cell) for cell in row.values())


def _table(name: str, rows: list[_Row]) -> ApiBlock:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    cells = tuple(tuple(_cell(row.get(column)) for column in columns) for row in rows)
    return ApiBlock(name, columns, cells)


def _cell(value: object) -> Value:
    if isinstance(value, (dict, list)):
        return msgspec.json.encode(value).decode()
    return find_text(value)
