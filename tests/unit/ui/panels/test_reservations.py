"""Reservations: unlocked first, then written, changed and taken back."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import ClockReading, Environment
from kis_desktop.domain.errors import ApprovalNeeded, OrderRefused, TimedOut
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.domain.reservation import (
    Reservation,
    ReservationIntent,
    ReservationList,
    ReservationState,
)
from kis_desktop.domain.session import Phase
from kis_desktop.services.topics import Topic
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.panels.reservations import ReservationsPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.reservation_draft import Repeat
from tests.unit.screen_desk import SAMSUNG, Desk, reading

LEFT = Qt.MouseButton.LeftButton
DAY = date(2026, 11, 23)
WAITS = Reservation(
    "94007", DAY, SAMSUNG, "삼성전자", Side.BUY, OrderType.LIMIT, 10, Decimal(68_000), 0,
    ReservationState.WAITING, date(2026, 11, 20), "171205",
)  # fmt: skip
REFUSED = msgspec.structs.replace(
    WAITS, number="94014", state=ReservationState.REFUSED, reason="호가단위 오류"
)


class ReservationService:
    """Keeps what it is asked; `refuses` is raised instead."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.intents: list[ReservationIntent] = []
        self.refuses: Exception | None = None

    async def refresh(self) -> tuple[Reservation, ...]:
        self._take("refresh")
        return ()

    async def place(self, intent: ReservationIntent) -> None:
        self.intents.append(intent)
        self._take("place")

    async def amend(self, number: str, intent: ReservationIntent) -> None:
        self.intents.append(intent)
        self._take(f"amend {number}")

    async def cancel(self, number: str, local_id: str) -> None:
        assert local_id
        self._take(f"cancel {number}")

    def _take(self, what: str) -> None:
        self.asked.append(what)
        if self.refuses is not None:
            raise self.refuses


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> AsyncIterator[Desk]:
    Theme().apply(qapp)
    made = Desk()
    vars(made.services)["reservations"] = ReservationService()
    yield made
    await made.settle()


def opened(desk: Desk, qtbot: QtBot) -> ReservationsPanel:
    made = ReservationsPanel(desk.context)
    made.resize(957, 276)
    made.show()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ReservationsPanel:
    return opened(desk, qtbot)


def service(desk: Desk) -> ReservationService:
    found = vars(desk.services)["reservations"]
    assert isinstance(found, ReservationService)
    return found


def evening(desk: Desk) -> None:
    market = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)
    clock = ClockReading(
        market, time.monotonic(), 1.0, Phase.AFTER_MARKET, None, None, synchronised=True
    )
    desk.show(clock)


def listed(desk: Desk, *rows: Reservation) -> None:
    desk.put(Topic.RESERVATIONS, "", ReservationList(rows, time.monotonic()))
    desk.frame()


async def unlocked(desk: Desk, panel: ReservationsPanel, *rows: Reservation) -> None:
    evening(desk)
    panel.reservations.unlock()
    await desk.settle()
    listed(desk, *(rows or (WAITS, REFUSED)))


async def test_it_is_locked_until_the_trader_says_yes(desk: Desk, panel: ReservationsPanel) -> None:
    assert "예약주문 켜기" in panel.grid.state_text
    assert [button.isVisible() for button in (panel.unlock, panel.new)] == [True, False]
    question = panel.ask_unlock()
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert not panel.reservations.is_unlocked
    QTest.mouseClick(panel.ask_unlock().yes, LEFT)
    await desk.settle()
    assert service(desk).asked == ["refresh"]
    assert panel.grid.grid_state is GridState.LOADING
    listed(desk)
    assert "다음 장이 열릴 때 나갑니다" in panel.grid.state_text


async def test_paper_says_why_there_are_none(desk: Desk, qtbot: QtBot) -> None:
    object.__setattr__(desk.context, "environment", Environment.PAPER)
    panel = opened(desk, qtbot)
    assert panel.grid.state_text == "모의투자는 예약주문을 받지 않습니다."
    assert not panel.unlock.isEnabled()
    panel.reservations.unlock()
    assert not panel.reservations.is_unlocked


async def test_the_rows_say_what_has_become_of_each(desk: Desk, panel: ReservationsPanel) -> None:
    await unlocked(desk, panel)
    first, second = (panel.reservations.table.row(place) for place in range(2))
    assert [cell.text for cell in first.cells] == [
        "11-23", "삼성전자", "＋ 매수", "지정가", "68,000", "10", "0", "—", "예약됨",
        "11-20 17:12:05", "94007",
    ]  # fmt: skip
    assert (second.cells[8].text, second.cells[8].tip) == ("거부됨", "호가단위 오류")
    assert panel.windowTitle() == "예약주문 1"


async def test_outside_the_hours_nothing_can_be_changed_and_why_is_said(
    desk: Desk, panel: ReservationsPanel
) -> None:
    await unlocked(desk, panel)
    panel.grid.select_id("94007")
    texts = [panel.hours.text()]
    assert panel.new.isEnabled()
    assert panel.cancel.isEnabled()
    desk.show(reading())
    assert [*texts, panel.hours.text()] == [
        "16:40 – 다음 영업일 08:30 · 지금 받습니다",
        "16:40 – 다음 영업일 08:30 · 지금은 받지 않습니다",
    ]
    assert not panel.new.isEnabled()
    assert panel.new.toolTip().startswith("예약주문은 16:40부터")


async def test_one_is_taken_back_after_a_question(desk: Desk, panel: ReservationsPanel) -> None:
    await unlocked(desk, panel)
    panel.grid.select_id("94014")
    assert not panel.cancel.isEnabled()
    panel.grid.select_id("94007")
    QTest.mouseClick(panel.cancel, LEFT)
    assert panel.keep.isVisible()
    service(desk).refuses = OrderRefused(message("kis.reservation_hours", code="KIER3672"))
    QTest.mouseClick(panel.confirm, LEFT)
    await desk.settle()
    assert service(desk).asked == ["refresh", "cancel 94007"]
    assert "[KIER3672]" in panel.result.text()


async def test_a_list_that_cannot_be_read_says_so(desk: Desk, panel: ReservationsPanel) -> None:
    service(desk).refuses = TimedOut(message("kis.timed_out"))
    evening(desk)
    panel.reservations.unlock()
    await desk.settle()
    assert panel.grid.grid_state is GridState.FAILED


async def test_a_reservation_is_written_and_sent_by_the_button(
    desk: Desk, panel: ReservationsPanel
) -> None:
    await unlocked(desk, panel)
    editor = panel.open_editor()
    QTest.keyClicks(editor.quantity, "10")
    QTest.keyClicks(editor.price, "68000")
    assert editor.sentence.text() == "다음 장이 열릴 때 삼성전자 10주를 68,000원 지정가로 매수"
    assert editor.send.text() == "삼성전자 10주 매수 예약"
    assert editor.send.property("side") == "buy"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await desk.settle()
    assert service(desk).intents == []
    QTest.mouseClick(editor.send, LEFT)
    await desk.settle()
    (intent,) = service(desk).intents
    assert (intent.symbol, intent.side, intent.quantity, intent.price, intent.until) == (
        SAMSUNG, Side.BUY, 10, Decimal(68_000), None,
    )  # fmt: skip


async def test_a_warning_is_confirmed_by_a_second_press(
    desk: Desk, panel: ReservationsPanel
) -> None:
    await unlocked(desk, panel)
    editor = panel.open_editor(WAITS)
    rules = frozenset({"amount"})
    service(desk).refuses = ApprovalNeeded(message("order.refused"), rules)
    QTest.mouseClick(editor.send, LEFT)
    await desk.settle()
    assert editor.send.text().startswith("확인하고 ")
    assert editor.isVisible()
    assert service(desk).asked[-1] == "amend 94007"
    editor.draft.choose(side=Side.SELL)
    assert not editor.send.text().startswith("확인하고 ")
    editor.close()


async def test_a_warning_approves_nothing_that_was_chosen_after_it_was_asked(
    desk: Desk, panel: ReservationsPanel
) -> None:
    await unlocked(desk, panel)
    editor = panel.open_editor(WAITS)
    rules = frozenset({"amount"})
    service(desk).refuses = ApprovalNeeded(message("order.refused"), rules)
    editor.draft.send()
    editor.draft.choose(side=Side.SELL)
    await desk.settle()
    assert not editor.send.text().startswith("확인하고 ")
    assert editor.draft.failure
    editor.close()


async def test_an_amended_one_keeps_its_last_day(desk: Desk, panel: ReservationsPanel) -> None:
    last = date(2026, 12, 1)
    await unlocked(desk, panel)
    evening(desk)
    editor = panel.open_editor(msgspec.structs.replace(WAITS, until=last))
    evening(desk)
    assert editor.repeat.currentText() == "지금 기간 그대로"
    QTest.mouseClick(editor.send, LEFT)
    await desk.settle()
    assert [intent.until for intent in service(desk).intents] == [last]


async def test_a_repeated_order_at_the_market_says_its_last_day(
    desk: Desk, panel: ReservationsPanel
) -> None:
    await unlocked(desk, panel)
    editor = panel.open_editor()
    evening(desk)
    editor.draft.choose(order_type=OrderType.MARKET, repeat=Repeat.WEEK)
    editor.draft.step_quantity(3)
    assert editor.sentence.text() == (
        "다음 장부터 2026-11-27까지 남은 수량을 매일 삼성전자 3주 시장가로 매수"
    )
    assert not editor.price.isEnabled()
    assert editor.draft.refusal == ""
    editor.draft.choose(order_type=OrderType.LIMIT)
    editor.draft.type_price("68,000")
    editor.draft.step_price(1)
    assert editor.draft.price_text == "68,100"
    editor.close()
