"""The tape on the screen: newest on top, gaps marked, held while it is read."""

from __future__ import annotations

import asyncio

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.domain.errors import Unreachable
from kis_desktop.domain.feed_key import MarketView
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
    assert tape.state_text == "멈춤 · 2건 대기"
    tape.pause(paused=False)
    assert column(tape, VOLUME) == ["30", "20", "10"]


async def test_a_tape_that_is_held_for_long_tells_what_it_could_not_keep(desk: Desk) -> None:
    desk.services.recent = (trade(0),)
    tape = await opened(desk)
    tape.pause(paused=True)
    for start in range(0, 3 * KEPT, 1_000):
        desk.mailbox.prints(SAMSUNG, [trade(10 * (start + n + 1)) for n in range(1_000)])
        desk.frame()
    assert tape.state_text == "멈춤 · 30,000건 대기"
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


async def test_small_prints_are_left_out_and_come_back(desk: Desk) -> None:
    tape = await opened(desk)
    desk.show(trade(10), trade(510, size=500))
    tape.set_least(100)
    assert column(tape, VOLUME) == ["510"]
    desk.show(trade(520), trade(720, size=200))
    assert column(tape, VOLUME) == ["720", "510"]
    tape.set_least(0)
    assert column(tape, VOLUME) == ["720", "520", "510", "10"]


async def test_what_is_missing_stands_among_large_prints_too(desk: Desk) -> None:
    tape = await opened(desk)
    tape.set_least(100)
    desk.show(trade(200, size=200), trade(900, size=200))
    assert column(tape, 1) == ["98,400", "… 500주 누락", "98,400"]


async def test_where_no_print_is_large_enough_it_says_what_to_do(desk: Desk) -> None:
    tape = await opened(desk)
    desk.show(trade(10))
    tape.set_least(1_000)
    assert (tape.state, tape.rowCount()) == (PanelState.EMPTY, 0)
    assert tape.state_text == "1,000주 이상인 체결이 아직 없습니다. 크기를 낮추면 보입니다."
    desk.show(trade(2_010, size=2_000))
    assert tape.state is PanelState.LIVE


async def test_a_full_tape_lets_go_of_its_oldest_prints_behind_the_filter(desk: Desk) -> None:
    """Every tenth print is large."""
    tape = await opened(desk)
    removed: list[tuple[int, int]] = []
    tape.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    tape.set_least(100)
    volume = 0
    for _ in range(0, KEPT + 2_000, 1_000):
        prints = []
        for n in range(1_000):
            size = 100 if n % 10 == 0 else 10
            volume += size
            prints.append(trade(volume, size=size))
        desk.mailbox.prints(SAMSUNG, prints)
        desk.frame()
    assert tape.rowCount() == KEPT // 10
    assert removed == [(1_000 - 100, 999)] * 2
    tape.set_least(0)
    assert tape.rowCount() == KEPT


async def test_a_print_of_much_money_stands_out_without_its_colour(desk: Desk) -> None:
    tape = await opened(desk)
    desk.show(trade(1_016, size=1_016), trade(2_033, size=1_017, aggressor=Aggressor.SELL))
    assert column(tape, SIZE) == ["◆ −1,017", "+1,016"]
    large = tape.cell(0, SIZE)
    assert large.bold
    assert large.tip == "매도 체결 · 큰 체결 1억"
    tape.set_large(0)
    assert column(tape, SIZE) == ["−1,017", "+1,016"]
    tape.set_large(50_000_000)
    assert column(tape, SIZE) == ["◆ −1,017", "◆ +1,016"]


async def test_the_choices_are_kept(desk: Desk) -> None:
    tape = await opened(desk)
    tape.set_least(100)
    tape.set_large(500_000_000)
    tape.set_view(MarketView.NXT)
    again = await opened(desk)
    assert (again.least, again.large, again.view) == (100, 500_000_000, MarketView.NXT)


async def test_another_market_has_a_tape_of_its_own(desk: Desk) -> None:
    tape = await opened(desk)
    desk.show(trade(10))
    tape.set_view(MarketView.NXT)
    await desk.settle()
    key = f"{SAMSUNG}@NXT"
    assert desk.services.interests["tape"].quotes == frozenset({key})
    assert tape.rowCount() == 0
    desk.show(trade(20), trade(7, symbol=key))
    assert column(tape, VOLUME) == ["7"]
    desk.feed(key, Feed.POLLED)
    assert tape.state is PanelState.STALE


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
