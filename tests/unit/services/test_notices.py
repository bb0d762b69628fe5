"""How order notices stand is told when it changes, with how often the list is read instead."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from kis_desktop.domain.connection import Notices, NoticeStatus
from kis_desktop.domain.event import Event
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.quote import Trade
from kis_desktop.services.notices import NoticeWatch
from kis_desktop.services.topics import Topic
from tests.unit.kis.peer import settled

Standing = tuple[Notices, Message | None, float | None]


@dataclass
class Line:
    standing: Standing = (Notices.POLLING, None, None)
    told: list[object] = field(default_factory=list)

    def notices(self) -> Standing:
        return self.standing

    def latest(self, topic: Topic, key: str, value: object) -> None:
        assert (topic, key) == (Topic.NOTICES, "")
        self.told.append(value)

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        raise NotImplementedError

    def event(self, event: Event) -> None:
        raise NotImplementedError


async def test_what_changes_is_told_once() -> None:
    line, seconds = Line(), [60.0]
    running = asyncio.create_task(NoticeWatch(line, lambda: seconds[0], line).run())
    try:
        await settled(lambda: len(line.told) == 1)
        reason = message("kis.hts_id_suspect")
        line.standing = (Notices.WITHHELD, reason, 700.0)
        seconds[0] = 2.5
        await settled(lambda: len(line.told) > 1)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert line.told == [
        NoticeStatus(Notices.POLLING, 60.0),
        NoticeStatus(Notices.WITHHELD, 2.5, reason, 700.0),
    ]
