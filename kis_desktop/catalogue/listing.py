"""Every endpoint and channel as a plain row: what `kis-desktop catalogue --json` prints."""

from __future__ import annotations

from kis_desktop.catalogue.directory import Line, directory


def catalogue_rows() -> list[dict[str, object]]:
    """All endpoints, then all channels, each sorted by id.

    TR ids are lists of all that occur today, sorted; an empty one says that a world does not serve
    it, or that the call has none.
    """
    return [_row(line) for line in directory()]


def _row(line: Line) -> dict[str, object]:
    return {
        "id": line.id,
        "kind": "channel" if line.is_channel else "rest",
        "effect": line.effect.value,
        "group": line.group,
        "method": line.method,
        "path": line.path,
        "tr_real": line.all_real,
        "tr_paper": line.all_paper,
    }
