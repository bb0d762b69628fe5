"""Columns as they are kept between two starts: order, width and hiddenness, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

_LEAST, _MOST = 20, 2000

KeptColumns = dict[str, tuple[int, bool]]


def kept_text(columns: Mapping[str, tuple[int, bool]]) -> str:
    """The columns, left to right, as one line."""
    return json.dumps({name: [width, int(hidden)] for name, (width, hidden) in columns.items()})


def kept_columns(text: str | None) -> KeptColumns:
    """Width and hiddenness by column id, left to right; what makes no sense is left out."""
    if text is None:
        return {}
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(told, dict):
        return {}
    found: KeptColumns = {}
    for name, value in told.items():
        match value:
            case [int(width), 0 | 1 as hidden] if _LEAST <= width <= _MOST:
                found[name] = (width, bool(hidden))
    return found
