"""The program ends, whatever its panels still wait for."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import cast

import pytest

from kis_desktop.app import window
from kis_desktop.app.window import Terminal


async def patient(told: list[str]) -> None:
    try:
        await asyncio.sleep(60)
    finally:
        told.append("ended")


async def stubborn() -> None:
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            continue


def test_the_end_does_not_wait_for_what_will_not_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(window, "_LAST_WORDS", 0.1)
    loop = asyncio.new_event_loop()
    told: list[str] = []
    tasks = [loop.create_task(patient(told)), loop.create_task(stubborn(), name="stubborn")]
    loop.run_until_complete(asyncio.sleep(0))
    with caplog.at_level(logging.ERROR):
        Terminal._end_tasks(cast("Terminal", SimpleNamespace(loop=loop)))  # noqa: SLF001
    assert told == ["ended"]
    assert [task.done() for task in tasks] == [True, False]
    assert "stubborn" in caplog.text
    tasks[1].get_coro().close()
    loop.close()
