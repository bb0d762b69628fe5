"""The status line's texts, from real frames."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import (
    Budget,
    ConnectionStatus,
    LinkState,
    Notices,
    NoticeStatus,
)
from kis_desktop.domain.event import FillReceived, Logged, OrderChanged, Severity
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Order, OrderState, OrderType, Request, Side, Venue
from kis_desktop.services.topics import Topic
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.status import Status

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def world(qtbot: QtBot) -> Stage:
    return stage(State.EMPTY)


@pytest.fixture
def status(world: Stage) -> Status:
    return Status(world.context, monotonic=lambda: 100.0, now=lambda: NOW)


def send(world: Stage, topic: Topic, value: object) -> None:
    world.mailbox.latest(topic, "", value)
    world.context.clock.drain()


def order(state: OrderState) -> Order:
    return Order(
        local_id="a",
        symbol="005930",
        side=Side.BUY,
        order_type=OrderType.LIMIT,
        quantity=120,
        price=Decimal(98_300),
        venue=Venue.KRX,
        state=state,
        at=NOW,
        trade_date=date(2026, 11, 20),
    )


def test_nothing_is_claimed_before_the_first_word(status: Status) -> None:
    assert status.line.text == "연결 확인 중"
    assert (status.rest.text, status.rest.share) == ("—", None)
    assert (status.registrations.text, status.token.text, status.news.text) == ("—", "", "")


@pytest.mark.parametrize(
    ("told", "text", "tone"),
    [
        (ConnectionStatus(LinkState.LIVE, 0.0), "연결됨", Tone.DIM),
        (ConnectionStatus(LinkState.LIVE, 0.0, latency_ms=3.2), "연결됨 · 지연 4 ms", Tone.DIM),
        (ConnectionStatus(LinkState.CONNECTING, 0.0), "연결 중", Tone.UNCERTAIN),
        (
            ConnectionStatus(LinkState.CONNECTING, 0.0, attempts=3),
            "연결 중 · 3번째",
            Tone.UNCERTAIN,
        ),
        (ConnectionStatus(LinkState.GAP, 0.0), "연결 끊김 · 시세가 멈춤", Tone.UNCERTAIN),
        (
            ConnectionStatus(LinkState.GAP, 0.0, retry_at=104.2),
            "연결 끊김 · 5초 뒤 재시도",
            Tone.UNCERTAIN,
        ),
        (
            ConnectionStatus(LinkState.OFFLINE, 0.0, retry_at=99.0),
            "연결 안 됨 · 0초 뒤 재시도",
            Tone.UNCERTAIN,
        ),
        (
            ConnectionStatus(LinkState.BLOCKED, 0.0, retry_at=120.0),
            "서버가 연결을 거부함",
            Tone.UNCERTAIN,
        ),
    ],
)
def test_the_line_is_told_as_it_stands(
    status: Status, world: Stage, told: ConnectionStatus, text: str, tone: Tone
) -> None:
    send(world, Topic.CONNECTION, told)
    assert (status.line.text, status.line.tone) == (text, tone)


def test_the_reason_of_a_broken_line_carries_its_code(status: Status, world: Stage) -> None:
    reason = message("kis.in_use", code="OPSP8996")
    send(world, Topic.CONNECTION, ConnectionStatus(LinkState.GAP, 0.0, reason=reason))
    assert "[OPSP8996]" in status.reason


@pytest.mark.parametrize(
    ("used", "limit", "text", "share", "tone"),
    [
        (3, 15, "3/15", 0.2, Tone.DIM),
        (12, 15, "12/15", 0.8, Tone.UNCERTAIN),
        (40, 15, "40/15", 1.0, Tone.UNCERTAIN),
        (0, 0, "—", None, Tone.DIM),
    ],
)
def test_a_budget_is_told_with_its_limit(
    status: Status, world: Stage, used: int, limit: int, text: str, share: float, tone: Tone
) -> None:
    send(world, Topic.BUDGET, Budget(rest_used=used, rest_limit=limit))
    assert (status.rest.text, status.rest.share, status.rest.tone) == (text, share, tone)


def test_a_token_is_told_until_when_it_lives_and_when_it_is_dead(
    status: Status, world: Stage
) -> None:
    until = datetime(2026, 11, 21, 0, 12, tzinfo=UTC)
    send(world, Topic.BUDGET, Budget(token_valid_until=until))
    assert status.token.text == "토큰 11-21 09:12까지"
    send(world, Topic.BUDGET, Budget(token_valid_until=NOW))
    assert (status.token.text, status.token.tone) == ("토큰 만료됨", Tone.UNCERTAIN)


def test_the_last_event_of_a_frame_is_the_news(status: Status, world: Stage) -> None:
    fill = Fill(
        "1", "005930", Side.SELL, 40, Decimal(98_300), "101231", date(2026, 11, 20), sequence=1
    )
    world.mailbox.event(Logged(NOW, Severity.WARNING, message("order.uncertain")))
    world.mailbox.event(FillReceived(fill))
    world.context.clock.drain()
    assert status.news.text == "10:12:31 체결 005930 매도 40주 98,300"
    assert status.news.tone is Tone.TEXT


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (OrderState.REJECTED, "order.refused", "주문 거부"),
        (OrderState.REJECTED, "kis.order_unreachable", "전송 안 됨"),
        (OrderState.REJECTED, "order.not_sent", "전송 안 됨"),
        (OrderState.REJECTED, "storage.disk_full", "전송 안 됨"),
        (OrderState.REJECTED, "order.never_arrived", "접수되지 않음"),
        (OrderState.UNKNOWN, "order.uncertain", "확인 중 (응답 없음)"),
    ],
)
def test_an_order_that_went_wrong_is_news_in_amber(
    status: Status, world: Stage, state: OrderState, reason: str, words: str
) -> None:
    told = msgspec.structs.replace(order(state), reason=message(reason))
    world.mailbox.event(OrderChanged(told))
    world.context.clock.drain()
    assert words in status.news.text
    assert status.news.tone is Tone.UNCERTAIN


def test_an_order_on_its_way_is_no_news(status: Status, world: Stage, qtbot: QtBot) -> None:
    world.mailbox.event(OrderChanged(order(OrderState.WORKING)))
    with qtbot.assertNotEmitted(status.news_changed):
        world.context.clock.drain()


def test_an_empty_frame_changes_nothing(status: Status, world: Stage, qtbot: QtBot) -> None:
    send(world, Topic.BUDGET, Budget(rest_used=1, rest_limit=15))
    with qtbot.assertNotEmitted(status.changed):
        world.context.clock.drain()


@pytest.mark.parametrize(
    ("state", "line", "told"),
    [
        (Notices.LIVE, LinkState.LIVE, ""),
        (Notices.POLLING, LinkState.LIVE, "주문 통보 없음 · 3초마다 조회"),
        (Notices.WITHHELD, LinkState.LIVE, "주문 통보 보류 · 3초마다 조회"),
        (Notices.POLLING, LinkState.GAP, ""),
    ],
)
def test_orders_that_are_not_told_at_once_are_said_to_be_read(
    world: Stage, status: Status, state: Notices, line: LinkState, told: str
) -> None:
    send(world, Topic.NOTICES, NoticeStatus(state, 3.0))
    send(world, Topic.CONNECTION, ConnectionStatus(line, 0.0))
    assert status.notices.text == told


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        (Request.NEW, "매수 10주"),
        (Request.AMEND, "매수 정정 10주"),
        (Request.CANCEL, "매수 취소 10주"),
    ],
)
def test_a_refused_cancel_is_not_told_as_a_refused_purchase(
    world: Stage, status: Status, request_: Request, asked: str
) -> None:
    refused = msgspec.structs.replace(order(OrderState.REJECTED), request=request_, quantity=10)
    world.mailbox.event(OrderChanged(refused))
    world.context.clock.drain()
    assert "주문 거부" in status.news.text
    assert asked in status.news.text
