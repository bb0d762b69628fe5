"""Commands cross to the I/O thread and their outcome comes back."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator

import pytest

from kis_desktop.bridge.commands import Commands
from kis_desktop.bridge.io_thread import IoThread
from kis_desktop.bridge.promised import Promise, Promised
from kis_desktop.domain.errors import KisDesktopError, OrderRefused, ServiceStopped
from kis_desktop.domain.message import message


@pytest.fixture
def io() -> Iterator[IoThread]:
    thread = IoThread("test-io")

    async def forever() -> None:
        await asyncio.Event().wait()

    thread.start(forever)
    yield thread
    assert thread.stop()


async def test_a_command_runs_on_the_other_thread_and_answers(io: IoThread) -> None:
    async def where(number: int) -> tuple[str, int]:
        return threading.current_thread().name, number

    assert await Commands(io).run(where, 7) == ("test-io", 7)


async def test_a_failure_that_has_words_keeps_them(io: IoThread) -> None:
    async def refuse() -> None:
        raise OrderRefused(message("order.halted", symbol="005930"))

    with pytest.raises(OrderRefused) as refused:
        await Commands(io).run(refuse)
    assert refused.value.message.arguments == {"symbol": "005930"}


async def test_any_other_failure_is_told_as_a_sentence_and_logged(
    io: IoThread, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR), pytest.raises(KisDesktopError) as told:
        await Commands(io).run(broken)
    assert told.value.message.id == "program.unexpected"
    assert "ZeroDivisionError" in caplog.text


async def test_cancelling_the_waiter_cancels_the_command(io: IoThread) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    async def long() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    waiting = asyncio.ensure_future(Commands(io).run(long))
    await asyncio.to_thread(begun.wait, 5)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await asyncio.to_thread(cancelled.wait, 5)


async def test_after_the_end_a_command_says_that_it_came_too_late() -> None:
    thread = IoThread("test-io")

    async def nothing() -> None: ...

    thread.start(nothing)
    assert thread.stop()
    with pytest.raises(ServiceStopped):
        await Commands(thread).run(nothing)


async def test_a_quiet_command_logs_its_failure(
    io: IoThread, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse() -> None:
        raise OrderRefused(message("order.refused"))

    await Commands(io).start(refuse)
    assert "order.refused" in caplog.text


class Built:
    """Stands for the services."""

    def __init__(self) -> None:
        self.orders = self

    async def double(self, number: int) -> int:
        return 2 * number


async def test_a_call_waits_for_services_that_are_still_being_built(io: IoThread) -> None:
    promise: Promise[Built] = Promise()
    waiting = asyncio.ensure_future(Commands(io).run(Promised(promise).orders.double, 21))
    io.loop.call_soon_threadsafe(promise.keep, Built())
    assert await waiting == 42
    assert await Commands(io).run(Promised(promise).orders.double, 4) == 8


async def test_services_that_cannot_be_built_say_why(io: IoThread) -> None:
    promise: Promise[Built] = Promise()
    waiting = asyncio.ensure_future(Commands(io).run(Promised(promise).orders.double, 21))
    io.loop.call_soon_threadsafe(promise.break_, ServiceStopped(message("program.stopped")))
    with pytest.raises(ServiceStopped):
        await waiting
    with pytest.raises(ServiceStopped):
        await Commands(io).run(Promised(promise).orders.double, 1)


async def test_a_thread_that_breaks_says_with_what() -> None:
    thread = IoThread("test-io")

    async def broken() -> None:
        raise ZeroDivisionError

    thread.start(broken)
    assert thread.stop()
    assert isinstance(thread.finished.exception(), ZeroDivisionError)
