import asyncio

import pytest

from kis_desktop.catalogue.entry import Lane
from kis_desktop.catalogue.limits import Pace
from kis_desktop.domain.connection import Waiting
from kis_desktop.kis.gate import Gate, Turn
from kis_desktop.kis.protocol.throttle import Throttle
from tests.unit.kis.peer import settled

NEVER = Pace(server=1, plan=0.001, burst=1, kept=0)
QUICK = Pace(server=1000, plan=50, burst=1, kept=0)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def gate_of(pace: Pace = NEVER) -> Gate:
    clock = Clock()
    return Gate(Throttle(pace, clock()), clock)


async def test_who_finds_the_gate_open_goes_at_once() -> None:
    gate = gate_of()
    turn = Turn(Lane.VISIBLE)
    await gate.passage(turn)
    assert gate.throttle.used(0.0) == 1
    assert (turn.waited, turn.is_queued) == (0.0, False)


async def test_who_is_cancelled_leaves_the_queue() -> None:
    gate = gate_of()
    await gate.passage(Turn(Lane.VISIBLE))
    turn = Turn(Lane.VISIBLE)
    waiting = asyncio.create_task(gate.passage(turn))
    await settled(lambda: gate.throttle.waiting == 1)
    assert turn.is_queued
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert gate.throttle.waiting == 0
    gate.close()


async def test_a_closed_gate_cancels_those_who_wait() -> None:
    gate = gate_of()
    await gate.passage(Turn(Lane.VISIBLE))
    waiting = asyncio.create_task(gate.passage(Turn(Lane.ORDER)))
    await settled(lambda: gate.throttle.waiting == 1)
    gate.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_those_who_wait_go_one_after_the_other_most_important_first() -> None:
    loop = asyncio.get_running_loop()
    gate = Gate(Throttle(QUICK, loop.time()), loop.time)
    await gate.passage(Turn(Lane.VISIBLE))
    went: list[Lane] = []
    gate.back_off(0.02)

    async def go(lane: Lane) -> None:
        turn = Turn(lane)
        await gate.passage(turn)
        assert turn.waited > 0
        went.append(lane)

    async with asyncio.TaskGroup() as group:
        for lane in (Lane.BACKGROUND, Lane.VISIBLE, Lane.ACCOUNT, Lane.ORDER):
            group.create_task(go(lane))
    assert went == [Lane.ORDER, Lane.ACCOUNT, Lane.VISIBLE, Lane.BACKGROUND]


async def test_who_becomes_more_important_while_waiting_overtakes_others() -> None:
    loop = asyncio.get_running_loop()
    gate = Gate(Throttle(QUICK, loop.time()), loop.time)
    went: list[str] = []
    gate.back_off(0.05)

    async def go(name: str, turn: Turn) -> None:
        await gate.passage(turn)
        went.append(name)

    risen = Turn(Lane.BACKGROUND)
    async with asyncio.TaskGroup() as group:
        group.create_task(go("seen", Turn(Lane.VISIBLE)))
        group.create_task(go("behind", Turn(Lane.BACKGROUND)))
        group.create_task(go("risen", risen))
        await settled(lambda: gate.throttle.waiting == 3)
        gate.hurry(risen, Lane.BACKGROUND)
        gate.hurry(risen, Lane.ACCOUNT)
        gate.hurry(risen, Lane.VISIBLE)
    assert went == ["risen", "seen", "behind"]
    assert risen.lane is Lane.ACCOUNT


async def test_a_turn_that_has_not_begun_takes_its_new_lane_along() -> None:
    gate = gate_of(QUICK)
    turn = Turn(Lane.BACKGROUND)
    gate.hurry(turn, Lane.VISIBLE)
    gate.answered(turn)
    await gate.passage(turn)
    assert turn.ticket is not None
    assert turn.ticket.lane is Lane.VISIBLE


async def test_an_answer_lets_the_next_one_go_before_its_time_on_the_way_is_up() -> None:
    loop = asyncio.get_running_loop()
    gate = Gate(Throttle(Pace(server=1, plan=50, burst=1, kept=0), loop.time()), loop.time)
    first, second = Turn(Lane.VISIBLE), Turn(Lane.VISIBLE)
    await gate.passage(first)
    gate.answered(first)
    await gate.passage(second)
    assert 1.0 < second.waited < 1.5


async def test_another_pace_lets_those_go_who_wait_for_the_old_one() -> None:
    gate = gate_of()
    await gate.passage(Turn(Lane.VISIBLE))
    waiting = asyncio.create_task(gate.passage(Turn(Lane.ORDER)))
    await settled(lambda: gate.throttle.waiting == 1)
    assert gate.queues() == (Waiting("order", 1, 0.0),)
    gate.change_pace(NEVER)
    assert not waiting.done()
    gate.change_pace(QUICK)
    await waiting
    assert gate.queues() == ()
