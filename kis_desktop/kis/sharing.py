"""The same read under way is shared by all who ask for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kis_desktop.catalogue.entry import Lane
from kis_desktop.kis.gate import Turn

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Read(Generic[T]):
    task: asyncio.Task[T]
    turn: Turn
    callers: int = 0


class SharedReads(Generic[T]):
    """Reads under way by what they ask for. `hurry` moves a turn up to a more important lane.

    A read goes on while anybody wants it; one that nobody wants any more gives up its place in the
    queue, or ends with the answer that is under way.
    """

    def __init__(self, hurry: Callable[[Turn, Lane], None]) -> None:
        self._hurry = hurry
        self._under_way: dict[Hashable, _Read[T]] = {}

    async def get(
        self, key: Hashable, lane: Lane, read: Callable[[Turn], Coroutine[None, None, T]]
    ) -> T:
        """What the read of this key brings; it is begun where none is under way."""
        shared = self._under_way.get(key)
        if shared is None:
            shared = self._begin(key, lane, read)
        else:
            self._hurry(shared.turn, lane)
        shared.callers += 1
        shared.turn.wanted = True
        try:
            return await asyncio.shield(shared.task)
        finally:
            shared.callers -= 1
            shared.turn.wanted = shared.callers > 0
            if not shared.callers and shared.turn.is_queued:
                self._drop(key, shared)

    async def close(self) -> None:
        """End all; who waits is cancelled."""
        tasks = [shared.task for shared in self._under_way.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(
        self, key: Hashable, lane: Lane, read: Callable[[Turn], Coroutine[None, None, T]]
    ) -> _Read[T]:
        turn = Turn(lane)
        shared = _Read(asyncio.create_task(read(turn), name="shared read"), turn)
        self._under_way[key] = shared
        shared.task.add_done_callback(lambda _: self._forget(key, shared))
        return shared

    def _drop(self, key: Hashable, shared: _Read[T]) -> None:
        """Nobody wants it: whoever asks from now on begins anew."""
        shared.task.cancel()
        if self._under_way.get(key) is shared:
            del self._under_way[key]

    def _forget(self, key: Hashable, shared: _Read[T]) -> None:
        if self._under_way.get(key) is shared:
            del self._under_way[key]
        if not shared.task.cancelled():
            shared.task.exception()
