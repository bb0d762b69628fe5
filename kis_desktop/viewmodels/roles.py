"""The words in which a view model tells a view how a cell is meant, without naming a colour."""

from __future__ import annotations

import enum
from typing import NamedTuple

from PySide6.QtCore import Qt

_USER = Qt.ItemDataRole.UserRole


class Role(enum.IntEnum):
    """Item data roles behind Qt's own."""

    TONE = _USER + 1  # Tone of the text
    SORT = _USER + 2  # the raw value to sort by; None sorts last
    FLASH = _USER + 3  # Flash | None, the last change
    STALE = _USER + 4  # bool, whether the value is old
    BAR = _USER + 5  # float 0–1, a bar behind the text
    BOLD = _USER + 6  # bool
    BADGE = _USER + 7  # tuple[str, ...], text badges behind the text
    DOT = _USER + 8  # domain.connection.Feed | None, the dot before the text
    SYMBOL = _USER + 9  # str, the instrument that the row is about


class Tone(enum.StrEnum):
    """What a text says about its value."""

    TEXT = "text"
    DIM = "dim"
    FAINT = "faint"
    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    BUY = "buy"
    SELL = "sell"
    UNCERTAIN = "uncertain"


class Flash(NamedTuple):
    """When (monotonic seconds) a cell changed and which way."""

    at: float
    tone: Tone
