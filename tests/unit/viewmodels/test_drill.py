"""The outage drill as the screen has it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.drill import Drill, DrillStatus
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState
from kis_desktop.domain.quarantine import Quarantined
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.drill import DrillRoom
from tests.unit.screen_desk import Desk, fill, order


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


def tell(desk: Desk, status: DrillStatus) -> None:
    desk.put(Topic.DRILL, "", status)
    desk.frame()


def seen(room: DrillRoom) -> list[tuple[str, ...]]:
    rows = [room.seen.row(place) for place in range(room.seen.rowCount())]
    return [tuple(cell.text for cell in row.cells) for row in reversed(rows)]


def state(room: DrillRoom, drill: Drill) -> str:
    row = room.drills.find(drill.value)
    assert row is not None
    return row.cells[2].text


async def test_every_drill_is_listed_with_what_must_happen(desk: Desk) -> None:
    room = DrillRoom(desk.context)
    assert room.drills.ids() == tuple(drill.value for drill in Drill)
    texts = [room.drills.row(place).cells[1].text for place in range(room.drills.rowCount())]
    assert all(texts)
    assert len(set(texts)) >= len(texts) - 1


async def test_nothing_is_set_off_where_no_drill_can_be_held(desk: Desk) -> None:
    room = DrillRoom(desk.context)
    room.start(Drill.GARBAGE.value)
    tell(desk, DrillStatus(reason="drill.not_here"))
    room.start(Drill.GARBAGE.value)
    await desk.settle()
    assert room.refusal.startswith("장애 훈련은 모의투자와")
    assert desk.services.drilled == []
    assert seen(room) == []


async def test_what_happens_after_a_drill_began_is_kept_with_its_time(desk: Desk) -> None:
    clock = Clock()
    room = DrillRoom(desk.context, monotonic=clock)
    desk.show(order(local_id="old"))
    tell(desk, DrillStatus())
    room.start(Drill.ORDER_ANSWER_LOST.value)
    await desk.settle()
    tell(desk, DrillStatus((Drill.ORDER_ANSWER_LOST,)))
    assert state(room, Drill.ORDER_ANSWER_LOST) == "대기 중"
    clock.now += 1.25
    desk.show(order(local_id="a", state=OrderState.UNKNOWN))
    clock.now += 4
    desk.show(order(local_id="a", state=OrderState.WORKING))
    desk.show(order(local_id="a", state=OrderState.WORKING, filled=0))
    desk.show(fill(provisional=False))
    desk.line(LinkState.GAP)
    desk.tell(Logged(datetime.now(UTC), Severity.NOTE, message("kis.timed_out")))
    tell(desk, DrillStatus((), ((Drill.ORDER_ANSWER_LOST, 1),)))
    assert desk.services.drilled == [Drill.ORDER_ANSWER_LOST]
    assert state(room, Drill.ORDER_ANSWER_LOST) == "1회 발생"
    told = seen(room)
    assert told[:3] == [
        ("+0.0 s", "훈련 시작: 주문 응답 유실"),
        ("+1.2 s", "삼성전자 ＋ 매수 · ▲ 확인 중 (응답 없음)"),
        ("+5.2 s", "삼성전자 ＋ 매수 · 거래소 접수"),
    ]
    assert told[3][1] == "삼성전자 40주 체결 (확정)"


async def test_what_did_not_read_is_told_when_there_is_more_of_it(desk: Desk) -> None:
    room = DrillRoom(desk.context)
    tell(desk, DrillStatus())
    room.start(Drill.GARBAGE.value)
    kept = Quarantined("H0STCNT0", "short", 2, datetime.now(UTC), "x")
    for _ in range(2):
        desk.put(Topic.QUARANTINE, "", (kept,))
        desk.frame()
    texts = [text for _, text in seen(room)]
    assert texts.count("읽지 못한 전문 2건을 따로 보관") == 1


async def test_a_refusal_of_the_service_is_told(desk: Desk) -> None:
    desk.services.failing["start"] = InvalidInput(message("drill.not_here"))
    room = DrillRoom(desk.context)
    tell(desk, DrillStatus())
    room.start(Drill.GARBAGE.value)
    await desk.settle()
    assert "모의투자" in room.failure
    room.clear()
    await desk.settle()
    assert room.failure == ""
