"""Questions of a view model and the loop that answers them."""

from __future__ import annotations

import asyncio
import gc
import inspect

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from kis_desktop.viewmodels.asking import Asking


class Named(QObject):
    changed = Signal()


async def answer(told: list[str], word: str) -> None:
    await asyncio.sleep(0)
    told.append(word)


async def test_a_newer_question_of_a_topic_takes_the_place_of_the_older(qtbot: QtBot) -> None:
    owner, told = QObject(), list[str]()
    asking = Asking(owner)
    asking.read("power", answer(told, "old"))
    asking.read("power", answer(told, "new"))
    asking.read("shares", answer(told, "other"))
    for _ in range(4):
        await asyncio.sleep(0)
    assert told == ["new", "other"]


def test_a_timer_that_asks_after_the_end_of_the_loop_asks_nobody(qtbot: QtBot) -> None:
    asyncio.set_event_loop(None)
    owner, told = QObject(), list[str]()
    question = answer(told, "late")
    Asking(owner).read("power", question)
    assert inspect.getcoroutinestate(question) == inspect.CORO_CLOSED
    assert told == []


async def test_what_was_written_for_an_owner_that_is_gone_is_told_to_nobody(qtbot: QtBot) -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, what: told.append(what))
    owner, go_on = Named(), asyncio.Event()

    async def write(owner: Named) -> None:
        await go_on.wait()
        owner.changed.emit()

    asking = Asking(owner)
    asking.write(write(owner))
    await asyncio.sleep(0)
    Shiboken.delete(owner)
    go_on.set()
    for _ in range(4):
        await asyncio.sleep(0)
    del asking
    gc.collect()
    assert told == []
