"""Taking orders back: each is asked for once, one failure stops no other."""

from __future__ import annotations

import asyncio

from pytestqt.qtbot import QtBot

from kis_desktop.domain.errors import OrderRefused
from kis_desktop.domain.message import message
from kis_desktop.viewmodels.cancelling import Cancelling
from tests.unit.screen_desk import Desk


async def test_an_order_that_is_being_taken_back_is_not_asked_for_again(qtbot: QtBot) -> None:
    desk = Desk()
    held = desk.services.held["cancel"] = asyncio.Event()
    cancelling = Cancelling(desk.context)
    asked = [cancelling.cancel(["1", "2"]), cancelling.cancel(["2", "", "3"])]
    assert asked == [2, 1]
    assert cancelling.waiting == {"1", "2", "3"}
    held.set()
    await desk.settle()
    assert sorted(intent.order_no for intent in desk.services.cancelled) == ["1", "2", "3"]
    assert not cancelling.waiting


async def test_a_refusal_is_counted_and_the_others_go_on(qtbot: QtBot) -> None:
    desk = Desk()
    desk.services.failing["cancel"] = OrderRefused(message("kis.nothing_left"))
    cancelling = Cancelling(desk.context)
    cancelling.cancel(["1", "2"])
    await desk.settle()
    assert (cancelling.done, len(cancelling.failures)) == (0, 2)
    del desk.services.failing["cancel"]
    cancelling.cancel(["1"])
    await desk.settle()
    assert (cancelling.done, cancelling.failures) == (1, ())


async def test_every_request_has_an_id_of_its_own(qtbot: QtBot) -> None:
    desk = Desk()
    cancelling = Cancelling(desk.context)
    cancelling.cancel(["1", "2"])
    await desk.settle()
    assert len({intent.local_id for intent in desk.services.cancelled}) == 2
