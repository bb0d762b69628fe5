"""Alerts (알림) in a text file, one field a line: a change reads well in a diff."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from kis_desktop.domain.alert import Alert
from kis_desktop.domain.bar import Interval
from kis_desktop.domain.message import Message, message
from kis_desktop.storage.plain_text import Table, put_aside, read_table, write_table

_VERSION = 1
_INTERVAL = "interval"


class AlertFile:
    """The kept alerts. Blocking. Methods raise `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[tuple[Alert, ...], tuple[Message, ...]]:
        """The alerts in their order, and what to tell of a file that was damaged. It is set aside
        as it is; the alerts in it that do read are kept.
        """
        table, told = read_table(self._path)
        if table is None:
            return (), () if told is None else (told,)
        if table.get("version") != _VERSION or not isinstance(table.get("alerts", []), list):
            return (), (put_aside(self._path, "version"),)
        found, wrong = list[Alert](), list[str]()
        for number, row in enumerate(table.get("alerts", []), 1):
            try:
                found.append(msgspec.convert(_read(row), Alert, strict=False))
            except (ValueError, TypeError, AttributeError) as error:
                wrong.append(f"{number}: {error}")
        if not wrong:
            return tuple(found), ()
        aside = put_aside(self._path, "; ".join(wrong[:3]))
        self.save(found)
        return tuple(found), (aside, message("alert.some_unreadable", n=len(wrong)))

    def save(self, alerts: Sequence[Alert]) -> None:
        """Keep these alerts instead."""
        rows = [_written(msgspec.to_builtins(alert)) for alert in alerts]
        write_table(self._path, {"version": _VERSION, "alerts": rows})


def _written(value: Any) -> Any:
    """A value as TOML holds it: what is unknown is left out, a bar's length stands as its text."""
    if isinstance(value, dict):
        return {name: _named(name, one) for name, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [_written(one) for one in value]
    return value


def _named(name: str, value: Any) -> Any:
    if name == _INTERVAL and isinstance(value, dict):
        return msgspec.convert(value, Interval).value
    return sorted(value) if name == "channels" else _written(value)


def _read(row: Table) -> Table:
    """The row with its bars' lengths as values. Raises `ValueError` for one that is none."""
    found = dict(row)
    for name, value in row.items():
        if isinstance(value, dict):
            found[name] = _read(value)
        elif name == _INTERVAL:
            found[name] = Interval.parse(value)
    return found
