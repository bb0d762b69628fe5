"""The log: sentences with their codes, newest on top, ready to be copied."""

from __future__ import annotations

import dataclasses
import time
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.event import ConnectionChanged, Logged, OrderChanged, Severity
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.log import KEPT, Log
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import Desk, order, reading

AT = datetime(2026, 11, 20, 0, 32, 33, tzinfo=UTC)


def line(severity: Severity = Severity.NOTE, code: str = "") -> Logged:
    return Logged(AT, severity, message("kis.busy", code=code))


def just_now(code: str) -> Logged:
    return Logged(datetime.now(UTC), Severity.NOTE, message("kis.busy", code=code))


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


async def test_a_line_with_a_code_explains_it(desk: Desk) -> None:
    log = Log(desk.context)
    original = "초당 거래건수를 초과하였습니다."
    desk.tell(
        Logged(AT, Severity.WARNING, message("kis.busy", code="EGW00201", original=original)),
        line(),
    )
    plain, coded = log.table.ids()
    assert log.find_help(plain) is None
    explained = log.find_help(coded)
    assert explained is not None
    assert explained.code == "EGW00201"
    assert [title for title, _ in explained.parts] == [
        "서버의 원문",
        "쉬운 말로",
        "할 일",
        "프로그램이 하는 일",
    ]
    assert explained.parts[0][1] == original
    assert [log.table.cell(1, column).text for column in (3, 4)] == ["EGW00201", original]
    assert log.copied((coded,)).endswith(f"\tEGW00201\t{original}")


async def test_a_refused_line_is_explained_by_its_reason(desk: Desk) -> None:
    log = Log(desk.context)
    reason = message("kis.in_use", code="OPSP8996", original="ALREADY IN USE appkey")
    status = ConnectionStatus(LinkState.BLOCKED, time.monotonic(), reason=reason)
    desk.tell(ConnectionChanged(status))
    explained = log.find_help(log.table.ids()[0])
    assert explained is not None
    assert explained.parts[0][1] == "ALREADY IN USE appkey"
    assert "다른 프로그램" in explained.parts[2][1]


async def test_no_secret_is_shown_copied_or_explained(desk: Desk) -> None:
    hidden = dataclasses.replace(desk.context, clean=lambda text: text.replace("12345678", "•••"))
    log = Log(hidden)
    told = message("kis.wrong_account", code="IGW00002", original="계좌 12345678 불일치")
    desk.tell(Logged(AT, Severity.WARNING, told))
    explained = log.find_help(log.table.ids()[0])
    assert explained is not None
    for text in (log.table.cell(0, 4).text, log.copied(log.table.ids()), explained.text):
        assert "12345678" not in text
        assert "계좌 ••• 불일치" in text


async def test_explanations_are_forgotten_with_their_lines(desk: Desk) -> None:
    log = Log(desk.context)
    desk.tell(line(code="EGW00201"))
    first = log.table.ids()[0]
    assert log.find_help(first) is not None
    desk.tell(*(line(code="EGW00202") for _ in range(KEPT)))
    assert log.find_help(first) is None
    assert all(log.find_help(row_id) is not None for row_id in log.table.ids())


async def test_an_order_that_went_wrong_is_a_line_with_its_code_once(desk: Desk) -> None:
    log = Log(desk.context)
    doubt = message("kis.order_uncertain", code="EGW00301", original="연결시간 초과")
    refusal = message("kis.not_enough_cash", code="APBK0952", original="주문가능금액 초과")
    unknown = order(state=OrderState.UNKNOWN, reason=doubt)
    desk.tell(
        *(OrderChanged(unknown), OrderChanged(unknown)),
        OrderChanged(order(local_id="b", state=OrderState.REJECTED, reason=refusal, order_no="")),
        OrderChanged(order(local_id="c")),
    )
    shown = [
        [log.table.cell(place, column).text for column in (1, 2, 3, 4)]
        for place in range(log.table.rowCount())
    ]
    assert [line[2:] for line in shown] == [
        ["APBK0952", "주문가능금액 초과"],
        ["EGW00301", "연결시간 초과"],
    ]
    assert "매수" in shown[0][1]
    assert "120주" in shown[0][1]
    assert shown[0][1].endswith("주문 가능 금액을 넘었습니다. 수량이나 가격을 줄이세요.")
    assert shown[1][0] == "▲ 주의"


async def test_lines_are_told_by_the_markets_clock_once_it_is_known(desk: Desk) -> None:
    log = Log(desk.context)
    desk.tell(just_now("early"))
    before = log.table.cell(0, 0).text
    desk.show(reading())  # 10:12:33 now
    after = log.table.cell(0, 0).text
    desk.tell(just_now("late"))
    assert before[2:3] == ":"
    assert after[:5] == "10:12"
    assert log.table.cell(0, 0).text[:5] == "10:12"
    assert [log.table.cell(place, 3).text for place in range(2)] == ["late", "early"]
