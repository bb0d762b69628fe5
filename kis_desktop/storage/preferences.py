"""Small words of the screen that survive a restart: column widths, the last symbol, an open tab."""

from __future__ import annotations

from pathlib import Path

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import Message
from kis_desktop.storage.plain_text import read_table, write_table


class PreferenceFile:
    """Words by key. `get` and `set` never touch the disk and may be called on the UI thread;
    `load` and `flush` block and raise `StorageFailed`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._words: dict[str, str] = {}
        self._changed = False

    @property
    def changed(self) -> bool:
        """Whether `flush` has something to write."""
        return self._changed

    def load(self) -> Message | None:
        """Read what was kept; what to tell when the file was damaged."""
        table, damage = read_table(self._path)
        kept = table or {}
        self._words = {key: word for key, word in kept.items() if isinstance(word, str)}
        return damage

    def get(self, key: str) -> str | None:
        """What was kept under a key; None when nothing was."""
        return self._words.get(key)

    def set(self, key: str, value: str) -> None:
        """Keep a word under a key, on the disk with the next `flush`."""
        if self._words.get(key) != value:
            self._words[key] = value
            self._changed = True

    def flush(self) -> None:
        """Write what was changed since the last time."""
        if not self._changed:
            return
        self._changed = False
        words = dict(sorted(self._words.copy().items()))
        try:
            write_table(self._path, words)
        except StorageFailed:
            self._changed = True
            raise
