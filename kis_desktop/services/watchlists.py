"""Named groups of symbols (관심종목) that survive a restart."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Protocol

import msgspec

from kis_desktop.services.runtime import Worker


class WatchGroup(msgspec.Struct, frozen=True):
    """A group with its symbols in the trader's order."""

    name: str
    symbols: tuple[str, ...]


class WatchlistStore(Protocol):
    """Where groups are kept (blocking), as (name, symbols) pairs."""

    def load(self) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
        """The kept groups; None when none were ever kept."""

    def save(self, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Keep these instead. Raises `StorageFailed`."""


@lru_cache(maxsize=4)
def first_groups(language: str = "ko") -> tuple[WatchGroup, ...]:
    """What a new user finds, its groups named in the user's language."""
    file = resources.files("kis_desktop.catalogue").joinpath("first_watchlists.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        WatchGroup(group["name"][language], tuple(group["symbols"])) for group in told["groups"]
    )


class Watchlists:
    """The trader's groups."""

    def __init__(self, store: WatchlistStore, worker: Worker, language: str = "ko") -> None:
        self._store = store
        self._worker = worker
        self._language = language

    async def groups(self) -> tuple[WatchGroup, ...]:
        """All groups; the first ones when none were ever kept. Raises `StorageFailed`."""
        kept = await self._worker.run(self._store.load)
        if kept is None:
            return first_groups(self._language)
        return tuple(WatchGroup(name, symbols) for name, symbols in kept)

    async def save(self, groups: tuple[WatchGroup, ...]) -> None:
        """Keep these groups. Raises `StorageFailed`."""
        await self._worker.run(
            self._store.save, tuple((group.name, group.symbols) for group in groups)
        )
