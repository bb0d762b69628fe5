"""The log: sentences with their codes, newest on top, ready to be copied."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.event import ConnectionChanged, Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.log import KEPT, Log
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import Desk

AT = datetime(2026, 11, 20, 0, 32, 33, tzinfo=UTC)


def line(severity: Severity = Severity.NOTE, code: str = "") -> Logged:
    return Logged(AT, severity, message("kis.busy", code=code))


def down(state: LinkState) -> ConnectionChanged:
    return ConnectionChanged(
        ConnectionStatus(state, time.monotonic(), reason=message("kis.stream_dropped"))
    )


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


async def test_a_line_tells_time_kind_sentence_and_code(desk: Desk) -> None:
    log = Log(desk.context)
    assert log.state is PanelState.EMPTY
    desk.tell(line(Severity.WARNING, code="EGW00201"))
    shown = [cell.text for cell in log.table.row(0).cells]
    assert shown[0] == "09:32:33"
    assert shown[1] == "▲ 주의"
    assert shown[2].startswith("초당 거래건수 한도")
    assert shown[3] == "EGW00201"
    assert log.table.cell(0, 1).tone is Tone.UNCERTAIN


async def test_the_newest_line_is_on_top_also_within_a_frame(desk: Desk) -> None:
    log = Log(desk.context)
    desk.tell(line(code="1"), line(code="2"))
    desk.tell(line(code="3"))
    assert [log.table.cell(place, 3).text for place in range(3)] == ["3", "2", "1"]


async def test_a_change_of_the_line_is_told_once_with_its_reason(desk: Desk) -> None:
    log = Log(desk.context)
    desk.tell(down(LinkState.GAP), down(LinkState.GAP))
    assert log.table.rowCount() == 1
    assert "실시간 연결이 끊겼습니다" in log.table.cell(0, 2).text
    assert "다시 연결합니다" in log.table.cell(0, 2).text


async def test_lines_are_copied_with_their_fields_apart(desk: Desk) -> None:
    log = Log(desk.context)
    desk.tell(line(code="1"), line(code="2"))
    copied = log.copied(log.table.ids()).split("\n")
    assert [text.split("\t")[3] for text in copied] == ["2", "1"]


async def test_the_log_forgets_its_oldest_lines(desk: Desk) -> None:
    log = Log(desk.context)
    desk.tell(*(line(code=str(number)) for number in range(KEPT + 5)))
    assert log.table.rowCount() == KEPT
    assert log.table.cell(0, 3).text == str(KEPT + 4)
