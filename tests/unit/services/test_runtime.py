"""One failing service never takes another with it."""

from __future__ import annotations

import asyncio
import threading

import pytest

from kis_desktop.domain.errors import Unreachable
from kis_desktop.domain.event import Logged
from kis_desktop.domain.message import message
from kis_desktop.services.runtime import Runtime, Worker
from tests.unit.services.order_desk import Screen


async def test_a_failing_service_is_restarted_with_growing_pauses_and_says_so() -> None:
    screen, pauses, enough = Screen(), [], asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 9:
            enough.set()
        await asyncio.sleep(0)

    async def broken() -> None:
        raise ZeroDivisionError

    running = asyncio.ensure_future(Runtime(screen, pause).run({"ranking": broken}))
    await asyncio.wait_for(enough.wait(), 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert pauses[:9] == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    told = [event.message.id for event in screen.events if isinstance(event, Logged)]
    assert told[:7] == ["program.service_failed"] * 6 + ["program.service_gave_up"]


async def test_a_failure_with_words_of_its_own_is_told_in_them() -> None:
    screen, told = Screen(), asyncio.Event()

    async def pause(_: float) -> None:
        told.set()
        await asyncio.Event().wait()

    async def broken() -> None:
        raise Unreachable(message("kis.unreachable"))

    running = asyncio.ensure_future(Runtime(screen, pause).run({"feed": broken}))
    await asyncio.wait_for(told.wait(), 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    event = screen.events[0]
    assert isinstance(event, Logged)
    assert event.message.id == "kis.unreachable"


async def test_the_others_go_on() -> None:
    steps = asyncio.Queue[int]()

    async def broken() -> None:
        raise ZeroDivisionError

    async def working() -> None:
        for step in range(3):
            await asyncio.sleep(0)
            steps.put_nowait(step)

    running = asyncio.ensure_future(Runtime(Screen()).run({"bad": broken, "good": working}))
    assert [await asyncio.wait_for(steps.get(), 5) for _ in range(3)] == [0, 1, 2]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_blocking_calls_run_in_order_on_one_thread_of_that_name() -> None:
    runtime = Runtime(Screen())
    worker = runtime.worker("journal")
    assert runtime.worker("journal") is worker
    seen: list[int] = []
    await asyncio.gather(*(worker.run(seen.append, number) for number in range(50)))
    assert seen == list(range(50))
    with pytest.raises(ZeroDivisionError):
        await worker.run(divmod, 1, 0)
    await runtime.run({})
    assert await worker.run(len, seen) == 50
    runtime.close()


async def test_a_call_that_waits_for_its_turn_is_carried_out_though_nobody_waits_for_it() -> None:
    worker = Worker("writes")
    turn = threading.Event()
    written: list[str] = []
    first = asyncio.create_task(worker.run(turn.wait, 5))
    second = asyncio.create_task(worker.run(written.append, "a note"))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    turn.set()
    assert await first
    worker.close()
    assert written == ["a note"]
