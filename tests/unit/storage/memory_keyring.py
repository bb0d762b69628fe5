"""A keyring that keeps its entries in memory, and can be told to fail."""

from __future__ import annotations

from kis_desktop.domain.errors import VaultLocked
from kis_desktop.domain.message import message


class MemoryKeyring:
    name = "memory"

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}
        self.failing = False

    def read(self, entry: str) -> str | None:
        self.check()
        return self.entries.get(entry)

    def write(self, entry: str, value: str) -> None:
        self.check()
        self.entries[entry] = value

    def remove(self, entry: str) -> None:
        self.check()
        del self.entries[entry]

    def check(self) -> None:
        if self.failing:
            raise VaultLocked(message("storage.keyring_failed", store=self.name))
