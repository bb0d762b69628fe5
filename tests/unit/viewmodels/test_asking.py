"""Questions of a view model and the loop that answers them."""

from __future__ import annotations

import asyncio
import inspect

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kis_desktop.viewmodels.asking import Asking


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
