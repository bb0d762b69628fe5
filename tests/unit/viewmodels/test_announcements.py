"""What is announced, once, and what is history."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.event import ConnectionChanged, FillWithdrawn, OrderChanged
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.announcements import Announcement, Announcements, Notable, Way
from tests.unit.screen_desk import Desk, fill, order


class Heard:
    """What was announced and sounded."""

    def __init__(self, desk: Desk) -> None:
        self.view = Announcements(desk.context)
        self.notes: list[Announcement] = []
        self.sounds: list[Notable] = []
        self.view.announced.connect(self.notes.append)
        self.view.sounded.connect(self.sounds.append)

    @property
    def kinds(self) -> list[Notable]:
        return [note.kind for note in self.notes]


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
def heard(desk: Desk) -> Heard:
    return Heard(desk)


def line(desk: Desk, state: LinkState) -> None:
    desk.mailbox.event(ConnectionChanged(ConnectionStatus(state, 0.0)))
    desk.frame()


def halt(desk: Desk, halted: bool) -> None:
    desk.mailbox.latest(Topic.HALT, "", halted)
    desk.frame()


async def test_what_happened_before_the_first_reading_is_history(desk: Desk, heard: Heard) -> None:
    desk.show(fill())
    desk.show(order(state=OrderState.REJECTED))
    desk.list_read()
    desk.show(fill(provisional=False))
    assert heard.notes == []
    assert heard.sounds == []


async def test_a_fill_is_announced_once(desk: Desk, heard: Heard) -> None:
    desk.list_read()
    desk.show(fill())
    desk.show(fill(provisional=False))
    assert heard.kinds == [Notable.FILL]
    assert heard.sounds == [Notable.FILL]
    assert heard.notes[0].title == "＋ 매수 체결 · 삼성전자"
    assert heard.notes[0].text == "40주 · 98,300원"


async def test_fills_of_one_order_are_one_note_with_their_sum(desk: Desk, heard: Heard) -> None:
    desk.list_read()
    desk.show(fill(quantity=10, price=Decimal(98_300)))
    desk.show(fill(quantity=30, price=Decimal(98_500), sequence=2))
    assert len({note.key for note in heard.notes}) == 1
    assert heard.notes[-1].text == "2건 40주 · 평균 98,450원"
    heard.view.forget(heard.notes[-1].key)
    desk.show(fill(quantity=5, sequence=3))
    assert heard.notes[-1].text == "5주 · 98,300원"


async def test_a_fill_that_is_withdrawn_waits_for_the_trader(desk: Desk, heard: Heard) -> None:
    desk.list_read()
    desk.show(fill())
    desk.mailbox.event(FillWithdrawn(fill()))
    desk.frame()
    assert heard.kinds == [Notable.FILL, Notable.WITHDRAWN]
    assert heard.notes[-1].stays
    desk.show(fill())
    assert heard.kinds[-1] is Notable.FILL


async def test_an_order_without_an_answer_and_its_outcome(desk: Desk, heard: Heard) -> None:
    reason = message("order.uncertain")
    desk.mailbox.event(OrderChanged(order(state=OrderState.UNKNOWN, reason=reason)))
    desk.mailbox.event(OrderChanged(order(state=OrderState.UNKNOWN, reason=reason)))
    desk.frame()
    desk.show(order(state=OrderState.WORKING))
    assert heard.kinds == [Notable.UNKNOWN, Notable.SETTLED]
    assert heard.notes[0].key == heard.notes[1].key
    assert "응답이 없습니다" in heard.notes[0].text
    assert heard.sounds == [Notable.UNKNOWN]


async def test_a_refusal_is_announced_with_its_reason(desk: Desk, heard: Heard) -> None:
    desk.list_read()
    reason = message("order.refused", code="APBK0918", original="장운영시간이 아닙니다.")
    desk.show(order(state=OrderState.REJECTED, reason=reason))
    assert heard.kinds == [Notable.REJECTED]
    assert "APBK0918" in heard.notes[0].text


async def test_the_line_is_announced_when_it_breaks_and_when_it_is_back(
    desk: Desk, heard: Heard
) -> None:
    for state in (
        LinkState.CONNECTING,
        LinkState.LIVE,
        LinkState.GAP,
        LinkState.CONNECTING,
        LinkState.GAP,
        LinkState.LIVE,
        LinkState.LIVE,
    ):
        line(desk, state)
    assert heard.kinds == [Notable.LINE_LOST, Notable.LINE_BACK]
    assert heard.sounds == [Notable.LINE_LOST]


async def test_a_stop_is_announced_but_not_one_that_was_on_at_the_start(
    desk: Desk, heard: Heard
) -> None:
    halt(desk, True)
    assert heard.notes == []
    halt(desk, False)
    halt(desk, True)
    assert heard.kinds == [Notable.STOPPED]


async def test_notes_and_sounds_are_chosen_apart_and_kept(desk: Desk, heard: Heard) -> None:
    heard.view.settings.choose(Notable.FILL, Way.NOTE, chosen=False)
    desk.list_read()
    desk.show(fill())
    assert (heard.notes, heard.sounds) == ([], [Notable.FILL])
    heard.view.settings.mute(muted=True)
    again = Heard(desk)
    assert again.view.settings.is_muted
    assert not again.view.settings.has(Notable.FILL, Way.NOTE)
    desk.show(fill(sequence=2))
    assert heard.sounds == [Notable.FILL]
