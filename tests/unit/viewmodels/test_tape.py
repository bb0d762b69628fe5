"""The tape on the screen: newest on top, gaps marked, held while it is read."""

from __future__ import annotations

import asyncio

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.domain.errors import Unreachable
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Aggressor
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.tape import COLUMNS, Tape
from kis_desktop.viewmodels.tape_rows import KEPT
from tests.unit.screen_desk import HYNIX, SAMSUNG, Desk, trade

SIZE, VOLUME = 2, 4


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


def column(tape: Tape, number: int) -> list[str]:
    return [tape.cell(place, number).text for place in range(tape.rowCount())]


async def opened(desk: Desk) -> Tape:
    tape = Tape(desk.context)
    await desk.settle()
    return tape


async def test_recent_prints_come_first_and_live_ones_on_top(desk: Desk) -> None:
    desk.services.recent = (trade(10), trade(20))
    tape = await opened(desk)
    desk.show(trade(30))
    assert column(tape, VOLUME) == ["30", "20", "10"]


async def test_prints_that_arrive_while_the_recent_ones_are_read_stand_once(desk: Desk) -> None:
    desk.services.recent = (trade(10), trade(20), trade(30))
    desk.services.held["recent_trades"] = asyncio.Event()
    tape = await opened(desk)
    assert tape.state is PanelState.LOADING
    desk.show(trade(30), trade(40))
    desk.services.held["recent_trades"].set()
    await desk.settle()
    assert column(tape, VOLUME) == ["40", "30", "20", "10"]


async def test_lost_prints_are_told_in_a_row_of_their_own(qtbot: QtBot) -> None:
    desk = Desk()
    tape = await opened(desk)
    small = Mailbox(ring_length=2)
    small.prints(SAMSUNG, [trade(10 * (n + 1)) for n in range(5)])
    desk.clock.frame.emit(small.drain())
    assert [tape.cell(2, number).text for number in range(len(COLUMNS))] == [
        "",
        "… 3건 누락",
        "",
        "",
        "",
    ]
    assert tape.cell(2, 1).tone is Tone.UNCERTAIN


async def test_who_crossed_the_spread_is_a_sign_and_a_tone(desk: Desk) -> None:
    tape = await opened(desk)
    desk.show(
        trade(10), trade(20, aggressor=Aggressor.SELL), trade(30, aggressor=Aggressor.AUCTION)
    )
    cells = [tape.cell(place, SIZE) for place in range(3)]
    assert [cell.text for cell in cells] == ["10", "−10", "+10"]
    assert [cell.tone for cell in cells] == [Tone.TEXT, Tone.SELL, Tone.BUY]


async def test_prints_are_held_back_while_the_tape_is_read(desk: Desk) -> None:
    tape = await opened(desk)
    desk.show(trade(10))
    tape.pause(paused=True)
    desk.show(trade(20), trade(30))
    assert column(tape, VOLUME) == ["10"]
    assert tape.state_text == "멈춤 · 새 체결 2건"
    tape.pause(paused=False)
    assert column(tape, VOLUME) == ["30", "20", "10"]


async def test_a_tape_that_is_held_for_long_tells_what_it_could_not_keep(desk: Desk) -> None:
    desk.services.recent = (trade(0),)
    tape = await opened(desk)
    tape.pause(paused=True)
    for start in range(0, 3 * KEPT, 1_000):
        desk.mailbox.prints(SAMSUNG, [trade(10 * (start + n + 1)) for n in range(1_000)])
        desk.frame()
    assert tape.state_text == "멈춤 · 새 체결 30,000건"
    tape.pause(paused=False)
    assert tape.rowCount() == KEPT
    assert column(tape, VOLUME)[:1] == ["300,000"]


async def test_an_empty_tape_holds_nothing_back(desk: Desk) -> None:
    tape = await opened(desk)
    tape.pause(paused=True)
    desk.show(trade(10))
    assert column(tape, VOLUME) == ["10"]


async def test_the_tape_keeps_ten_thousand_rows_and_no_more(desk: Desk) -> None:
    tape = await opened(desk)
    for start in range(0, KEPT + 2_000, 1_000):
        desk.mailbox.prints(SAMSUNG, [trade(10 * (start + n + 1)) for n in range(1_000)])
        desk.frame()
    assert tape.rowCount() == KEPT
    assert tape.cell(0, VOLUME).text == "120,000"
    assert tape.cell(KEPT - 1, VOLUME).text == "20,010"


async def test_small_prints_step_back_behind_the_filter(desk: Desk) -> None:
    tape = await opened(desk)
    desk.show(trade(10), trade(510, size=500))
    tape.set_least(100)
    assert [tape.cell(place, SIZE).tone for place in (0, 1)] == [Tone.BUY, Tone.FAINT]
    assert [tape.cell(place, SIZE).bold for place in (0, 1)] == [True, False]


async def test_another_symbol_begins_an_empty_tape(desk: Desk) -> None:
    desk.services.recent = (trade(10),)
    tape = await opened(desk)
    desk.services.recent = ()
    desk.link.select(HYNIX)
    await desk.settle()
    desk.show(trade(20))
    assert tape.rowCount() == 0
    assert tape.state is PanelState.EMPTY
    assert tape.state_text == "오늘 체결이 아직 없습니다."


async def test_a_failed_reading_is_told_and_can_be_tried_again(desk: Desk) -> None:
    desk.services.failing["recent_trades"] = Unreachable(message("kis.unreachable", code="E1"))
    tape = await opened(desk)
    states = [tape.state]
    assert "[E1]" in tape.state_text
    desk.services.failing.clear()
    desk.services.recent = (trade(10),)
    tape.retry()
    await desk.settle()
    states.append(tape.state)
    assert states == [PanelState.FAILED, PanelState.LIVE]


async def test_a_broken_line_makes_the_tape_old(desk: Desk) -> None:
    desk.services.recent = (trade(10),)
    tape = await opened(desk)
    desk.line(LinkState.LIVE)
    desk.line(LinkState.OFFLINE, seconds=12)
    assert tape.state is PanelState.STALE
    assert "12초 전" in tape.state_text


async def test_a_tape_without_a_print_since_a_gap_looks_old(desk: Desk) -> None:
    desk.services.recent = (trade(10),)
    tape = await opened(desk)
    desk.line(LinkState.LIVE)
    shown = []
    for feed in (Feed.LIVE, Feed.GAP, Feed.LIVE):
        desk.feed(SAMSUNG, feed)
        shown.append((tape.state, tape.cell(0, 1).stale, "다시 읽는 중" in tape.state_text))
    live, old = (PanelState.LIVE, False, False), (PanelState.STALE, True, True)
    assert shown == [live, old, live]


async def test_a_tape_whose_prints_do_not_come_says_so_and_looks_old(desk: Desk) -> None:
    desk.services.recent = (trade(10),)
    tape = await opened(desk)
    desk.feed(HYNIX, Feed.POLLED)
    shown = []
    for feed in (Feed.LIVE, Feed.POLLED, Feed.LIVE):
        desk.feed(SAMSUNG, feed)
        shown.append((tape.state, tape.cell(0, 1).stale, "조회" in tape.state_text))
    live, polled = (PanelState.LIVE, False, False), (PanelState.STALE, True, True)
    assert shown == [live, polled, live]
