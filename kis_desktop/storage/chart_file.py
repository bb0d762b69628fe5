"""Charts in a text file that the trader may read and edit: a change reads well in a diff.

Intervals stand as they are written everywhere (`5m`, `D`). What names an indicator that this
program does not know is kept as it is.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.kept_charts import KeptCharts
from kis_desktop.storage.plain_text import PlainFile, Table, write_table

_INTERVALS = {"interval", "favourites"}


class ChartFile(PlainFile):
    """The charts on the disk."""

    def load(self) -> KeptCharts | None:
        """What was kept; None where nothing ever was or the file can't be read."""
        table = self._content(dict[str, Any])
        if table is None:
            return None
        try:
            return msgspec.convert(_with_intervals(table), KeptCharts)
        except (msgspec.ValidationError, ValueError) as error:
            self._put_aside(str(error))
            return None

    def save(self, kept: KeptCharts) -> None:
        """Keep this instead."""
        write_table(self._path, _plain(kept))


def _plain(value: Any) -> Any:
    """As TOML has it: what is unknown is left out."""
    if isinstance(value, Interval):
        return value.value
    if isinstance(value, msgspec.Struct):
        fields: Table = {name: getattr(value, name) for name in value.__struct_fields__}
        return {name: _plain(one) for name, one in fields.items() if one is not None}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _with_intervals(value: Any, name: str = "") -> Any:
    """The table with its texts of intervals read. Raises `ValueError` for one that is none."""
    if isinstance(value, dict):
        return {key: _with_intervals(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_intervals(one, name) for one in value]
    if name in _INTERVALS and isinstance(value, str):
        return msgspec.to_builtins(Interval.parse(value))
    return value
