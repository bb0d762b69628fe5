"""Realtime channels as growing tables: newest on top, bounded, and what they take of the line."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue import loader
from kis_desktop.domain.connection import Budget, Standing
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.services.api_explorer import ChannelTail
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.api_explorer_table import ValueRow, ValueTable
from kis_desktop.viewmodels.api_explorer_values import value_columns
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

KEPT = 10_000
"""records of a channel that are kept"""

_SPAN = 5.0  # seconds over which records are counted
Monotonic = Callable[[], float]


@dataclass(slots=True)
class Listening:
    """One channel that is listened to. `missed` records came too fast to be kept."""

    channel_id: str
    table: ValueTable
    keys: list[str] = field(default_factory=list)
    total: int = 0
    missed: int = 0
    width: int = 0
    tr_id: str = ""
    paused: bool = False
    waiting: list[ValueRow] = field(default_factory=list)
    counts: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=256))


class ApiLive(QObject):
    """What is listened to. `changed` on every beat of something; `failed` carries a sentence."""

    changed = Signal()
    listed = Signal()
    failed = Signal(str)

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._monotonic = monotonic
        self._budget: Budget | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self.channels: dict[str, Listening] = {}
        context.clock.frame.connect(self._take)
        self.destroyed.connect(partial(_end, self._tasks))

    def listening(self, channel_id: str) -> Listening | None:
        """A channel as it is listened to; None where it isn't."""
        return self.channels.get(channel_id)

    def begin(self, channel_id: str, key: str) -> None:
        """Listen to a channel with a key."""
        known = self.channels.get(channel_id)
        if known is not None and key in known.keys:
            return
        if known is None:
            known = self.channels[channel_id] = Listening(channel_id, self._table(channel_id))
        known.keys.append(key)
        self.listed.emit()
        self._run(self._begin(channel_id, key))

    def end(self, channel_id: str, key: str | None = None) -> None:
        """Listen no longer: with one key, or at all."""
        known = self.channels.get(channel_id)
        if known is None:
            return
        keys = list(known.keys) if key is None else [key]
        for each in keys:
            if each in known.keys:
                known.keys.remove(each)
                explorer = self._context.services.api_explorer
                self._context.commands.start(explorer.leave, channel_id, each)
        if not known.keys:
            del self.channels[channel_id]
        self.listed.emit()

    def end_all(self) -> None:
        """Listen to nothing."""
        for channel_id in list(self.channels):
            self.end(channel_id)

    def pause(self, channel_id: str, *, paused: bool) -> None:
        """Hold the table still; what comes meanwhile is shown afterwards."""
        known = self.channels[channel_id]
        known.paused = paused
        if not paused and known.waiting:
            rows, known.waiting = known.waiting, []
            known.table.extend(rows, KEPT)
        self.changed.emit()

    def per_second(self, channel_id: str) -> float:
        """Records a second over the last five."""
        known = self.channels[channel_id]
        now = self._monotonic()
        recent = [(at, total) for at, total in known.counts if now - at <= _SPAN]
        if not recent:
            return 0.0
        before = next((total for at, total in reversed(known.counts) if now - at > _SPAN), 0)
        return (known.total - before) / _SPAN

    def standing(self, channel_id: str, key: str) -> str:
        """How far a registration has come, in words."""
        standing = self._standing_of(channel_id, key)
        return self._words(
            f"explorer.standing.{standing}" if standing else "explorer.standing.unknown"
        )

    def is_denied(self, channel_id: str, key: str) -> bool:
        """Whether no data will come of a registration: the server refuses it, or has no room."""
        return self._standing_of(channel_id, key) in {Standing.REFUSED, Standing.NO_ROOM}

    def empty_text(self, channel_id: str) -> str:
        """Why nothing has come yet."""
        known = self.channels[channel_id]
        standings = {self._standing_of(channel_id, key) for key in known.keys}
        refused = standings == {Standing.REFUSED}
        return self._words("explorer.live_refused" if refused else "explorer.live_empty")

    def places(self) -> str:
        """How many places of the line are taken by everything."""
        if self._budget is None:
            return self._words("explorer.places_unknown")
        return self._words(
            "explorer.places",
            used=self._budget.registrations,
            limit=self._budget.registration_limit,
        )

    def summary(self, channel_id: str) -> str:
        """Records, records a second, fields and what was missed."""
        known = self.channels[channel_id]
        parts = [
            self._words("explorer.live_count", n=known.total),
            self._words("explorer.live_rate", rate=f"{self.per_second(channel_id):,.1f}"),
            self._words("explorer.live_width", n=known.width or "—"),
        ]
        if known.missed:
            parts.append(self._words("explorer.live_missed", n=known.missed))
        if known.paused:
            parts.append(self._words("explorer.live_waiting", n=len(known.waiting)))
        return " · ".join(parts)

    def _standing_of(self, channel_id: str, key: str) -> Standing | None:
        if self._budget is None:
            return None
        channel = loader.channel(channel_id)
        tr_ids = {channel.tr_real, channel.tr_paper}
        return next(
            (one.standing for one in self._budget.line if one.tr_id in tr_ids and one.key == key),
            None,
        )

    async def _begin(self, channel_id: str, key: str) -> None:
        explorer = self._context.services.api_explorer
        try:
            await self._context.commands.run(explorer.listen, channel_id, key)
        except KisDesktopError as error:
            self.end(channel_id, key)
            self.failed.emit(self._words.sentence(error.message))

    def _run(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def preview(self, channel_id: str) -> ValueTable:
        """An empty table with the columns that a channel would have."""
        return self._table(channel_id)

    def _table(self, channel_id: str) -> ValueTable:
        names = tuple(field.name for field in loader.channel(channel_id).fields)
        return self._table_of(channel_id, names)

    def _table_of(self, channel_id: str, names: tuple[str, ...]) -> ValueTable:
        korean = self._context.language == "ko"
        columns = value_columns(names, loader.channel(channel_id).fields, korean=korean)
        return ValueTable(columns, (), self._context.language, self, newest_first=True)

    def _take(self, frame: Frame) -> None:
        budget = frame.latest.get((Topic.BUDGET, ""))
        if isinstance(budget, Budget):
            self._budget = budget
        for channel_id, known in self.channels.items():
            tail = frame.latest.get((Topic.CHANNEL, channel_id))
            if isinstance(tail, ChannelTail):
                self._take_tail(known, tail)
        if self.channels:
            self.changed.emit()

    def _take_tail(self, known: Listening, tail: ChannelTail) -> None:
        fresh = tail.total - known.total if tail.total >= known.total else tail.total
        rows = tail.rows[-fresh:] if fresh else ()
        known.missed += fresh - len(rows)
        known.total = tail.total
        known.tr_id = tail.tr_id
        known.width = len(tail.columns)
        known.counts.append((self._monotonic(), known.total))
        if len(tail.columns) > len(known.table.fields):
            self._widen(known, tail.columns)
        if known.paused:
            known.waiting = [*known.waiting, *rows][-KEPT:]
        else:
            known.table.extend(rows, KEPT)

    def _widen(self, known: Listening, names: tuple[str, ...]) -> None:
        """The server sends more fields than the catalogue names: a wider table takes its place."""
        wider = self._table_of(known.channel_id, names)
        wider.extend(known.table.all_values()[::-1])
        known.table = wider
        self.listed.emit()


def _end(tasks: set[asyncio.Task[Any]], _gone: object = None) -> None:
    """Nobody is left to be told."""
    for task in list(tasks):
        task.cancel()
