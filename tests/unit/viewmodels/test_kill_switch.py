"""The kill switch as the screen has it."""

from __future__ import annotations

import asyncio

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.kill_switch import KillLine, KillOutcome, KillReport
from kis_desktop.services.topics import Topic
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.viewmodels.kill_switch import KillSwitch


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
    switch = KillSwitch(world.context)
    assert (switch.known, switch.halted) == (False, False)


def test_the_service_s_word_is_what_is_shown(world: Stage, qtbot: QtBot) -> None:
    switch = KillSwitch(world.context)
    with qtbot.waitSignal(switch.changed):
        tell(world, halted=True)
    assert (switch.known, switch.halted) == (True, True)
    with qtbot.assertNotEmitted(switch.changed):
        tell(world, halted=True)


async def test_asking_alone_does_not_show_a_stop(world: Stage) -> None:
    switch = KillSwitch(world.context)
    switch.pull()
    await settled()
    assert world.services.calls == ["pull"]
    assert not switch.halted
    assert not switch.asked
    tell(world, halted=True)
    switch.release("점검")
    await settled()
    assert world.services.calls == ["pull", "release 점검"]
    assert switch.halted


async def test_a_stop_that_was_not_carried_out_is_told(qtbot: QtBot) -> None:
    world = stage(State.FAILED)
    switch = KillSwitch(world.context)
    switch.pull()
    await settled()
    assert "[EGW00201]" in switch.failure
    assert not switch.asked


async def test_a_stop_is_pending_until_it_is_answered(qtbot: QtBot) -> None:
    world = stage(State.LIVE)
    switch = KillSwitch(world.context)
    seen: list[bool] = []
    switch.changed.connect(lambda: seen.append(switch.asked))
    switch.pull()
    await settled()
    assert seen == [True, False]


def show(world: Stage, *lines: KillLine, seconds_left: float = 0.0) -> None:
    report = KillReport(stopped=True, lines=lines, seconds_left=seconds_left)
    world.mailbox.latest(Topic.KILL, "", report)
    tell(world, halted=True)


def test_what_became_of_every_order_is_counted_and_listed(world: Stage) -> None:
    switch = KillSwitch(world.context)
    show(
        world,
        KillLine("1", "005930", KillOutcome.CANCELLED),
        KillLine("2", "005930", KillOutcome.REFUSED, "APBK0400", "수량 초과"),
        KillLine("3", "000660", KillOutcome.UNKNOWN),
        KillLine("4", "000660", KillOutcome.WAITING),
        seconds_left=2.6,
    )
    assert switch.summary == (
        "긴급 정지 · 새 주문 차단 · 취소 1건 · 취소 거부 1건 · 확인 중 1건 · 남은 1건, 약 3초"
    )
    assert [cell.text for cell in switch.table.row(1).cells][1:] == [
        "—",
        "—",
        "—",
        "2",
        "취소 거부",
        "APBK0400",
        "수량 초과",
    ]


def test_a_later_report_takes_the_place_of_the_earlier(world: Stage) -> None:
    switch = KillSwitch(world.context)
    show(
        world, KillLine("1", "005930", KillOutcome.SENT), KillLine("2", "005930", KillOutcome.SENT)
    )
    show(world, KillLine("2", "005930", KillOutcome.CANCELLED))
    assert switch.table.ids() == ("2",)
    assert switch.summary == "긴급 정지 · 새 주문 차단 · 취소 1건"


def test_nothing_to_cancel_is_said_and_nothing_while_orders_go_through(world: Stage) -> None:
    switch = KillSwitch(world.context)
    assert switch.summary == ""
    show(world)
    assert switch.summary.endswith("취소할 미체결 주문이 없습니다")
    tell(world, halted=False)
    assert switch.summary == ""
