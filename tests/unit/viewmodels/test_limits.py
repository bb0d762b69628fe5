"""Limits and registrations as the trader sees them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.catalogue.loader import channel
from kis_desktop.domain.connection import (
    Budget,
    Notices,
    NoticeStatus,
    Registered,
    Standing,
    Waiting,
)
from kis_desktop.domain.quarantine import Quarantined
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.limits import Limits
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import SAMSUNG, Desk

ISSUED = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # 09:30 in Seoul


def budget(**changed: object) -> Budget:
    told: dict[str, object] = {
        "rest_used": 12,
        "rest_limit": 15,
        "server_limit": 18,
        "registrations": 2,
        "registration_limit": 40,
        "queues": (Waiting("order", 0, 0.0), Waiting("background", 7, 1.24)),
        "line": (
            Registered("H0STCNI0", "", 0, Standing.CONFIRMED),
            Registered("H0STCNT0", SAMSUNG, 1, Standing.CONFIRMED),
            Registered("H0STCNT0", "999999", 2, Standing.NO_ROOM),
        ),
        "token_issued_at": ISSUED,
        "token_valid_until": ISSUED.replace(day=21),
        "tokens_today": 1,
    }
    return Budget(**(told | changed))  # type: ignore[arg-type]


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


def tell(desk: Desk, told: Budget) -> None:
    desk.put(Topic.BUDGET, "", told)
    desk.frame()


def shown(limits: Limits, row_id: str) -> list[str]:
    row = limits.uses.find(row_id)
    assert row is not None
    return [cell.text for cell in row.cells]


async def test_nothing_is_told_before_the_first_word(desk: Desk) -> None:
    limits = Limits(desk.context)
    assert (limits.state, limits.line_state) == (PanelState.LOADING, PanelState.LOADING)
    assert limits.uses.rowCount() == 0


async def test_each_use_stands_beside_its_limit(desk: Desk) -> None:
    limits = Limits(desk.context)
    tell(desk, budget())
    assert shown(limits, "rest") == ["REST 요청", "12/15", "1초 계획 · 서버 한도 18"]
    assert shown(limits, "line")[1:] == ["2/40", "자리가 없어 조회로 1"]
    assert shown(limits, "lane/order") == ["대기 · 주문", "0", ""]
    assert shown(limits, "lane/background")[1:] == ["7", "가장 오래 1.2초"]
    assert shown(limits, "token") == ["토큰 유효", "11-21 09:30", "발급 11-20 09:30 · 오늘 1회"]


async def test_what_is_not_known_is_not_made_up(desk: Desk) -> None:
    limits = Limits(desk.context)
    tell(
        desk, budget(token_issued_at=None, token_valid_until=None, tokens_today=None, rest_limit=0)
    )
    assert shown(limits, "token")[1:] == ["—", "발급 — · 오늘 —회"]
    row = limits.uses.find("rest")
    assert row is not None
    assert row.cells[1].bar is None


async def test_refusals_for_going_too_fast_stand_out(desk: Desk) -> None:
    limits = Limits(desk.context)
    tell(desk, budget())
    calm = limits.uses.find("busy")
    tell(desk, budget(busy_answers=3))
    alarmed = limits.uses.find("busy")
    assert calm is not None
    assert alarmed is not None
    assert (calm.cells[1].text, calm.cells[1].tone) == ("0", Tone.TEXT)
    assert (alarmed.cells[1].text, alarmed.cells[1].tone) == ("3", Tone.UNCERTAIN)


async def test_registrations_are_named_and_say_how_they_stand(desk: Desk) -> None:
    limits = Limits(desk.context)
    tell(desk, budget())
    rows = [[cell.text for cell in limits.line.row(place).cells] for place in range(3)]
    notices = channel("domestic_stock/ccnl_notice").title.ko
    trades = channel("domestic_stock/ccnl_krx").title.ko
    assert rows == [
        ["1", notices, "내 주문", "실시간"],
        ["2", trades, "삼성전자 005930", "실시간"],
        ["3", trades, "999999", "자리 없음 · 조회로 받음"],
    ]


async def test_an_empty_line_says_what_to_do(desk: Desk) -> None:
    limits = Limits(desk.context)
    tell(desk, budget(line=()))
    assert limits.line_state is PanelState.EMPTY
    assert "종목을 열면" in limits.line_text


async def test_order_notices_and_what_does_not_read_are_told(desk: Desk) -> None:
    limits = Limits(desk.context)
    tell(desk, budget())
    unknown = shown(limits, "notices")
    desk.put(Topic.NOTICES, "", NoticeStatus(Notices.POLLING, 3.0))
    kept = Quarantined("H0STCNT0", "no count", 4, ISSUED, "0|H0STCNT0|x|")
    desk.put(Topic.QUARANTINE, "", (kept,))
    desk.frame()
    assert unknown[1:] == ["—", ""]
    assert shown(limits, "notices") == ["주문 통보", "조회", "당일 주문을 3초마다 확인"]
    assert shown(limits, "quarantine")[:2] == ["읽지 못한 자료", "4"]


async def test_a_panel_that_is_opened_later_knows_what_was_told_before(desk: Desk) -> None:
    desk.put(Topic.NOTICES, "", NoticeStatus(Notices.WITHHELD, 3.0))
    tell(desk, budget())
    limits = Limits(desk.context)
    assert limits.state is PanelState.LIVE
    assert shown(limits, "notices")[1] == "보류"
