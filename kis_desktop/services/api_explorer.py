"""Any endpoint and any realtime channel of the catalogue, for the explorer; never an order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.directory import Line, directory
from kis_desktop.domain.api_page import ApiPage, ChannelRows, Value
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.services.ports import ApiSource, ChannelSource, Publisher
from kis_desktop.services.topics import Topic

CHANNELS = 8
"""registrations that the explorer asks for at most; the others are for what is on the screen"""

_KEPT = 2_000  # records of a channel that one telling carries, so that a slow screen misses none
_PAUSE = 0.05  # seconds between two tellings of a channel
_OWN = "auth/"

P = ParamSpec("P")
T = TypeVar("T")


class Worker(Protocol):
    """Where blocking calls run."""

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """The outcome of a blocking call."""


class ExplorerWorld(msgspec.Struct, frozen=True):
    """Which server is asked; `is_paper` says whose TR ids and gaps it has."""

    rest_url: str
    is_paper: bool


class ChannelTail(msgspec.Struct, frozen=True):
    """The newest records of a channel, oldest first; `total` came since listening began."""

    channel_id: str
    tr_id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: int
    at: float


@dataclass(slots=True)
class _Heard:
    """What came of one channel."""

    rows: deque[tuple[Value, ...]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    total: int = 0
    last: ChannelRows | None = None
    due: asyncio.TimerHandle | None = None


class ApiExplorer:
    """Asks one page at a time through the same limits as everything else."""

    def __init__(
        self,
        source: ApiSource,
        channels: ChannelSource,
        disk: Worker,
        publisher: Publisher,
        world: ExplorerWorld,
    ) -> None:
        self._source = source
        self._channels = channels
        self._disk = disk
        self._publisher = publisher
        self._world = world
        self._wanted: list[tuple[str, str]] = []
        self._heard: dict[str, _Heard] = {}
        channels.on_channel = self._on_rows

    async def world(self) -> ExplorerWorld:
        """The server that is asked."""
        return self._world

    async def directory(self) -> tuple[Line, ...]:
        """All endpoints and channels, read on the disk's thread on first use."""
        return await self._disk.run(directory)

    async def ask(
        self,
        endpoint_id: str,
        fields: Mapping[str, str],
        choice: str = "",
        position: tuple[tuple[str, str], ...] | None = None,
    ) -> ApiPage:
        """One page. Raises as `ApiSource.explore`, and `InvalidInput` for what is not asked here:
        orders, and the calls by which the program gets its keys.
        """
        endpoint = loader.endpoint(endpoint_id)
        if endpoint.is_order or is_own(endpoint_id):
            raise InvalidInput(message("explorer.not_from_here"))
        following = None if position is None else dict(position)
        return await self._source.explore(endpoint_id, fields, choice=choice, position=following)

    async def listen(self, channel_id: str, key: str) -> None:
        """Register a channel. Raises `InvalidInput` where too many are listened to already, and as
        `ChannelSource.want_channels`.
        """
        if (channel_id, key) in self._wanted:
            return
        if len(self._wanted) >= CHANNELS:
            raise InvalidInput(message("explorer.too_many_channels", limit=CHANNELS))
        wanted = [*self._wanted, (channel_id, key)]
        self._channels.want_channels(tuple(wanted))
        self._wanted = wanted
        self._heard.setdefault(channel_id, _Heard())

    async def leave(self, channel_id: str, key: str) -> None:
        """Give a registration back; what is not listened to is nothing to do."""
        if (channel_id, key) not in self._wanted:
            return
        self._wanted.remove((channel_id, key))
        if channel_id not in {other for other, _ in self._wanted}:
            self._forget(channel_id)
        self._channels.want_channels(tuple(self._wanted))

    async def leave_all(self) -> None:
        """Give all registrations back."""
        if self._wanted:
            self._wanted.clear()
            for channel_id in list(self._heard):
                self._forget(channel_id)
            self._channels.want_channels(())

    async def save(self, path: Path, content: bytes) -> None:
        """Write a file that the trader has named. Raises `StorageFailed`."""
        try:
            await self._disk.run(path.write_bytes, content)
        except OSError as error:
            told = message("explorer.not_saved", file=path.name, reason=error.strerror or "")
            raise StorageFailed(told) from error

    def _on_rows(self, told: ChannelRows) -> None:
        heard = self._heard.get(told.channel_id)
        if heard is None:
            return
        if heard.last is not None and len(told.columns) < len(heard.last.columns):
            told = msgspec.structs.replace(told, columns=heard.last.columns)
        heard.last = told
        heard.rows.extend(told.rows)
        heard.total += len(told.rows)
        if heard.due is None:
            loop = asyncio.get_running_loop()
            heard.due = loop.call_later(_PAUSE, self._tell, told.channel_id)

    def _tell(self, channel_id: str) -> None:
        heard = self._heard.get(channel_id)
        if heard is None or heard.last is None:
            return
        heard.due = None
        last = heard.last
        tail = ChannelTail(
            channel_id, last.tr_id, last.columns, tuple(heard.rows), heard.total, last.at
        )
        self._publisher.latest(Topic.CHANNEL, channel_id, tail)

    def _forget(self, channel_id: str) -> None:
        heard = self._heard.pop(channel_id, None)
        if heard is not None and heard.due is not None:
            heard.due.cancel()


def is_own(endpoint_id: str) -> bool:
    """Whether the program makes this call itself: tokens and keys."""
    return endpoint_id.startswith(_OWN)
