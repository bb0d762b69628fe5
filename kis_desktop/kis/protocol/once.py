"""Rows that a list holds twice: overlapping pages, or one holding told by several exchanges."""

from __future__ import annotations

from collections.abc import Iterable

from kis_desktop.kis.protocol.reply import Row


def once(rows: Iterable[Row], names: Iterable[str]) -> tuple[Row, ...]:
    """The rows in their order, without those whose named fields all stood before."""
    fields = tuple(names)
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        found.setdefault(tuple(str(row.get(name) or "").strip() for name in fields), row)
    return tuple(found.values())
