import asyncio
from collections.abc import Callable, Coroutine

import pytest

from kis_desktop.catalogue.entry import Lane
from kis_desktop.catalogue.limits import Pace
from kis_desktop.kis.gate import Gate, Turn
from kis_desktop.kis.protocol.throttle import Throttle
from kis_desktop.kis.sharing import SharedReads
from tests.unit.kis.peer import settled

PACE = Pace(server=1000, plan=100, burst=1, kept=0)


class Reader:
    """Reads that pass a gate, shut or open, and then wait for `answers`."""

    def __init__(self, *, shut: bool = True) -> None:
        loop = asyncio.get_running_loop()
        self.gate = Gate(Throttle(PACE, loop.time()), loop.time)
        if shut:
            self.gate.back_off(3600)
        self.answers = asyncio.Event()
        self.turns: list[Turn] = []
        self.went: list[int] = []
        self.shared: SharedReads[str] = SharedReads(self.gate.hurry)

    def of(self, number: int) -> Callable[[Turn], Coroutine[None, None, str]]:
        async def read(turn: Turn) -> str:
            self.turns.append(turn)
            await self.gate.passage(turn)
            self.went.append(number)
            await self.answers.wait()
            return f"answer {number}"

        return read

    def ask(self, number: int, lane: Lane = Lane.VISIBLE) -> asyncio.Task[str]:
        return asyncio.create_task(self.shared.get(number, lane, self.of(number)))


async def in_queue(reader: Reader, count: int) -> None:
    await settled(lambda: reader.gate.throttle.waiting == count)


async def test_a_waiting_read_moves_up_to_the_lane_of_a_more_important_caller() -> None:
    reader = Reader()
    calls = [reader.ask(1, Lane.BACKGROUND)]
    await in_queue(reader, 1)
    calls.append(reader.ask(1, Lane.VISIBLE))
    calls.append(reader.ask(1, Lane.BACKGROUND))
    await settled(lambda: reader.turns[0].lane is Lane.VISIBLE)
    assert reader.gate.throttle.waiting == 1
    assert [waiting.lane for waiting in reader.gate.queues()] == ["visible"]
    await reader.shared.close()
    assert all(isinstance(end, asyncio.CancelledError) for end in await ends_of(calls))
    reader.gate.close()


async def test_a_read_that_nobody_wants_any_more_gives_up_its_place() -> None:
    reader = Reader()
    calls = [reader.ask(1), reader.ask(1)]
    await in_queue(reader, 1)
    calls[0].cancel()
    await asyncio.wait([calls[0]])
    assert reader.gate.throttle.waiting == 1
    calls[1].cancel()
    await in_queue(reader, 0)
    again = reader.ask(1)
    await in_queue(reader, 1)
    assert len(reader.turns) == 2
    await reader.shared.close()
    await ends_of([*calls, again])
    reader.gate.close()


async def test_a_read_that_was_sent_is_shared_even_after_its_first_caller_has_gone() -> None:
    reader = Reader(shut=False)
    first = reader.ask(1)
    await settled(lambda: reader.went == [1])
    first.cancel()
    await asyncio.wait([first])
    second = reader.ask(1)
    await asyncio.sleep(0)
    reader.answers.set()
    assert await second == "answer 1"
    assert reader.went == [1]
    assert first.cancelled()


async def test_a_failure_is_everybody_s() -> None:
    shared: SharedReads[str] = SharedReads(lambda _turn, _lane: None)

    async def fails(turn: Turn) -> str:
        await asyncio.sleep(0)
        raise LookupError

    calls = [asyncio.create_task(shared.get(1, Lane.VISIBLE, fails)) for _ in range(3)]
    assert all(isinstance(end, LookupError) for end in await ends_of(calls))
    with pytest.raises(LookupError):
        await shared.get(1, Lane.VISIBLE, fails)


async def ends_of(calls: list[asyncio.Task[str]]) -> list[str | BaseException]:
    return await asyncio.gather(*calls, return_exceptions=True)
