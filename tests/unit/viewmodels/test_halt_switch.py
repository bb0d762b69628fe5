"""The switch that stops new orders."""

from __future__ import annotations

import asyncio

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.services.topics import Topic
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.viewmodels.halt_switch import HaltSwitch


@pytest.fixture
def world(qtbot: QtBot) -> Stage:
    return stage(State.LIVE)


def tell(world: Stage, *, halted: bool) -> None:
    world.mailbox.latest(Topic.HALT, "", halted)
    world.context.clock.drain()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_nothing_is_known_before_the_service_has_spoken(world: Stage) -> None:
    switch = HaltSwitch(world.context)
    assert (switch.known, switch.halted) == (False, False)


def test_the_service_s_word_is_what_is_shown(world: Stage, qtbot: QtBot) -> None:
    switch = HaltSwitch(world.context)
    with qtbot.waitSignal(switch.changed):
        tell(world, halted=True)
    assert (switch.known, switch.halted) == (True, True)
    with qtbot.assertNotEmitted(switch.changed):
        tell(world, halted=True)


async def test_asking_alone_does_not_show_a_stop(world: Stage) -> None:
    switch = HaltSwitch(world.context)
    switch.halt()
    await settled()
    assert world.services.calls == ["halt"]
    assert not switch.halted
    assert not switch.asked
    tell(world, halted=True)
    switch.release()
    await settled()
    assert world.services.calls == ["halt", "release"]
    assert switch.halted


async def test_a_stop_that_was_not_carried_out_is_told(qtbot: QtBot) -> None:
    world = stage(State.FAILED)
    switch = HaltSwitch(world.context)
    switch.halt()
    await settled()
    assert "[EGW00201]" in switch.failure
    assert not switch.asked


async def test_a_stop_is_pending_until_it_is_answered(qtbot: QtBot) -> None:
    world = stage(State.LIVE)
    switch = HaltSwitch(world.context)
    seen: list[bool] = []
    switch.changed.connect(lambda: seen.append(switch.asked))
    switch.halt()
    await settled()
    assert seen == [True, False]
