import asyncio

import pytest

from kis_desktop.catalogue.entry import Lane
from kis_desktop.kis.gate import Gate
from kis_desktop.kis.protocol.throttle import Throttle
from tests.unit.kis.peer import settled


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def gate_of(rate: float) -> Gate:
    clock = Clock()
    return Gate(Throttle(rate, 1, clock()), clock)


async def test_who_finds_the_gate_open_goes_at_once() -> None:
    gate = gate_of(1)
    await gate.passage(Lane.VISIBLE)
    assert gate.throttle.used(0.0) == 1


async def test_who_is_cancelled_leaves_the_queue() -> None:
    gate = gate_of(0.001)
    await gate.passage(Lane.VISIBLE)
    waiting = asyncio.create_task(gate.passage(Lane.VISIBLE))
    await settled(lambda: gate.throttle.waiting == 1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert gate.throttle.waiting == 0
    gate.close()


async def test_a_closed_gate_cancels_those_who_wait() -> None:
    gate = gate_of(0.001)
    await gate.passage(Lane.VISIBLE)
    waiting = asyncio.create_task(gate.passage(Lane.ORDER))
    await settled(lambda: gate.throttle.waiting == 1)
    gate.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_those_who_wait_go_one_after_the_other_most_important_first() -> None:
    loop = asyncio.get_running_loop()
    gate = Gate(Throttle(50, 1, loop.time()), loop.time)
    await gate.passage(Lane.VISIBLE)
    went: list[Lane] = []

    async def go(lane: Lane) -> None:
        await gate.passage(lane)
        went.append(lane)

    async with asyncio.TaskGroup() as group:
        for lane in (Lane.BACKGROUND, Lane.VISIBLE, Lane.ACCOUNT, Lane.ORDER):
            group.create_task(go(lane))
    assert went == [Lane.ORDER, Lane.ACCOUNT, Lane.VISIBLE, Lane.BACKGROUND]
