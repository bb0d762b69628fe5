"""What did not read on the line reaches the screen when it changes, and can be read in full."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import msgspec

from kis_desktop.domain.connection import Budget
from kis_desktop.domain.quarantine import Quarantined, QuarantinedFrame
from kis_desktop.services.connection import Connection
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S
from tests.unit.services.order_desk import Screen
from tests.unit.services.test_market_data import QuietLine

AT = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
KIND = Quarantined("H0STCNT0", "a trade of 3 fields", 1, AT, "0|H0STCNT0|001|a^b^c")
FRAME = QuarantinedFrame("H0STCNT0", "a trade of 3 fields", AT, "0|H0STCNT0|001|a^b^c")


class Counting(Screen):
    """A screen that counts how often quarantine was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told_kinds: list[object] = []

    def latest(self, topic: Topic, key: str, value: object) -> None:
        if topic is Topic.QUARANTINE:
            self.told_kinds.append(value)
        super().latest(topic, key, value)


class Budgets:
    """Nothing is used; counts how often it was asked."""

    def __init__(self, line: QuietLine) -> None:
        self.line = line
        self.asked = 0
        self.enough = asyncio.Event()

    def budget(self) -> Budget:
        self.asked += 1
        if self.asked == 2:
            self.line.kinds = (KIND,)
        if self.asked == 4:
            self.line.kinds = (msgspec.structs.replace(KIND, count=2),)
        if self.asked == 6:
            self.enough.set()
        return Budget()


async def test_what_did_not_read_is_told_when_there_is_more_of_it() -> None:
    line, screen = QuietLine(), Counting()
    budgets = Budgets(line)
    connection = Connection(line, budgets, screen, (), (), every=0.001)
    running = asyncio.create_task(connection.run_budget())
    async with asyncio.timeout(PATIENCE_S):
        await budgets.enough.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert screen.told_kinds == [(KIND,), (msgspec.structs.replace(KIND, count=2),)]


async def test_the_texts_can_be_read_for_a_report() -> None:
    line = QuietLine()
    line.frames = (FRAME,)
    connection = Connection(line, Budgets(line), Screen(), (), ())
    assert await connection.quarantine() == (FRAME,)
