"""The user's settings: a text file with known keys, each with a default and a closed set of values.

What this program doesn't know (a newer one's keys, a note) is kept as it stands. One value that
can't be used falls back alone.
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated, Any

import msgspec

from kis_desktop.domain.message import Message, message
from kis_desktop.storage.plain_text import Table, read_table, write_table


class Language(enum.StrEnum):
    """The screen's language; the system's where it says neither."""

    SYSTEM = "system"
    KOREAN = "ko"
    ENGLISH = "en"


class Palette(enum.StrEnum):
    """What up and down are painted in."""

    KOREAN = "korean"  # red up, blue down
    WESTERN = "western"  # green up, red down
    BLUE_ORANGE = "blue_orange"
    MONOCHROME = "monochrome"


class ClickMode(enum.StrEnum):
    """What a click on a price of the book does."""

    OFF = "off"
    ONE = "one"
    DOUBLE = "double"


class Screen(msgspec.Struct, frozen=True):
    """How the program looks. `font_size` in points, `frames` drawn in a second."""

    language: Language = Language.SYSTEM
    theme: str = "dark"
    palette: Palette = Palette.KOREAN
    font_size: Annotated[int, msgspec.Meta(ge=8, le=20)] = 10
    frames: Annotated[int, msgspec.Meta(ge=10, le=60)] = 30
    flash: bool = True
    sound: bool = True


class Orders(msgspec.Struct, frozen=True):
    """What stands between a click and an order."""

    confirm: bool = True
    book_click: ClickMode = ClickMode.DOUBLE
    allow_misu: bool = False  # 미수
    symbol_by_hand: bool = False


class Safety(msgspec.Struct, frozen=True):
    """When the screen locks itself. Minutes without input, 0 for never."""

    lock_after: Annotated[int, msgspec.Meta(ge=0, le=24 * 60)] = 30
    lock_with_screen: bool = True


class Settings(msgspec.Struct, frozen=True):
    """All settings, one table of the file each."""

    screen: Screen = Screen()
    orders: Orders = Orders()
    safety: Safety = Safety()


class SettingsFile:
    """The settings on the disk. Blocking. All methods raise `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[Settings, tuple[Message, ...]]:
        """The settings, and what to tell the user of values and files that could not be used."""
        table, damage = read_table(self._path)
        told = [damage] if damage else []
        sections: Table = {}
        for field in msgspec.structs.fields(Settings):
            sections[field.name] = self._section(table or {}, field.name, field.default, told)
        return Settings(**sections), tuple(told)

    def save(self, settings: Settings) -> None:
        """Replace the file; keys that are not ours stay."""
        kept, _ = read_table(self._path)
        table = kept or {}
        for name, section in msgspec.to_builtins(settings).items():
            before = table.get(name)
            table[name] = (before if isinstance(before, dict) else {}) | section
        write_table(self._path, table)

    def _section(
        self, table: Table, name: str, default: msgspec.Struct, told: list[Message]
    ) -> msgspec.Struct:
        """One table of the file, value by value."""
        kept = table.get(name, {})
        if not isinstance(kept, dict):
            told.append(self._unusable(name, kept))
            return default
        values: Table = {}
        for field in msgspec.structs.fields(default):
            if field.name not in kept:
                continue
            try:
                values[field.name] = msgspec.convert(kept[field.name], field.type)
            except msgspec.ValidationError:
                told.append(self._unusable(f"{name}.{field.name}", kept[field.name]))
        return msgspec.structs.replace(default, **values)

    def _unusable(self, key: str, value: Any) -> Message:
        return message(
            "storage.value_unusable", file=self._path.name, key=key, original=str(value)[:80]
        )
