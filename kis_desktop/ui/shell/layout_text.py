"""A window's layout as it is kept: one line of JSON with a version, checked when it is read."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

VERSION = 1


@dataclass(frozen=True, slots=True)
class SavedLayout:
    """Geometry and docks as Qt's own bytes, and the panels that there were.

    Without docks, the default layout was left as it is and fits itself to the window.
    """

    geometry: bytes
    docks: bytes
    panels: tuple[str, ...]


def layout_text(layout: SavedLayout) -> str:
    """The layout as one line."""
    return json.dumps(
        {
            "version": VERSION,
            "geometry": base64.b64encode(layout.geometry).decode("ascii"),
            "docks": base64.b64encode(layout.docks).decode("ascii"),
            "panels": list(layout.panels),
        }
    )


def parse_layout(text: str) -> SavedLayout:
    """The layout of a line. Raises `ValueError` for any other text or version."""
    told = json.loads(text)
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise ValueError(f"layout: expected version {VERSION}")
    panels = told.get("panels")
    if not isinstance(panels, list) or not all(isinstance(panel, str) for panel in panels):
        raise ValueError("layout: expected a list of panel ids")
    return SavedLayout(_bytes(told, "geometry"), _bytes(told, "docks"), tuple(panels))


def _bytes(told: dict[str, object], key: str) -> bytes:
    value = told.get(key)
    if not isinstance(value, str):
        raise ValueError(f"layout: {key} is missing")  # noqa: TRY004 - one error for the caller
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError(f"layout: {key} is damaged") from error
