"""What is read once, in which order, and how often what fails is asked for again."""

from __future__ import annotations

import asyncio

from kis_desktop.services.snapshot_queue import SnapshotQueue
from tests.patience import PATIENCE_S


async def soon(queue: SnapshotQueue) -> str:
    async with asyncio.timeout(PATIENCE_S):
        return await queue.next()


async def nothing_comes(queue: SnapshotQueue) -> bool:
    """Whether nothing is to be read for far longer than the queue rests."""
    try:
        async with asyncio.timeout(0.2):
            await queue.next()
    except TimeoutError:
        return True
    return False


async def test_what_the_trader_chose_is_read_before_what_was_asked_for_earlier() -> None:
    wanted = ["C", "A", "B"]
    queue = SnapshotQueue(lambda: wanted, 0.01)
    for symbol in ("A", "B", "C", "B"):
        queue.ask(symbol)
    assert [await soon(queue) for _ in range(3)] == ["C", "A", "B"]
    assert await nothing_comes(queue)


async def test_what_nobody_wants_any_more_is_let_go_with_its_failures() -> None:
    wanted = ["A"]
    queue = SnapshotQueue(lambda: wanted, 0.01)
    queue.failed("A")
    assert queue.keeps_failing("A")
    wanted.clear()
    assert await nothing_comes(queue)
    assert not queue.keeps_failing("A")
    wanted.append("A")
    assert await nothing_comes(queue)


async def test_one_that_keeps_failing_is_asked_for_once_however_often_the_line_came_back() -> None:
    queue = SnapshotQueue(lambda: ["A"], 0.05)
    for _ in range(5):
        queue.forgive()
        queue.ask("A")
        assert await soon(queue) == "A"
        queue.failed("A")
    assert await soon(queue) == "A"
    assert await nothing_comes(queue)


async def test_a_symbol_asked_for_meanwhile_is_not_read_once_more_later() -> None:
    queue = SnapshotQueue(lambda: ["A"], 0.02)
    queue.failed("A")
    queue.ask("A")
    assert await soon(queue) == "A"
    queue.succeeded("A")
    assert await nothing_comes(queue)


async def test_several_readers_share_the_queue() -> None:
    queue = SnapshotQueue(lambda: ["A", "B"], 0.01)
    readers = [asyncio.ensure_future(soon(queue)) for _ in range(2)]
    await asyncio.sleep(0)
    queue.ask("B")
    queue.ask("A")
    assert await asyncio.gather(*readers) == ["A", "B"]
    assert await nothing_comes(queue)
