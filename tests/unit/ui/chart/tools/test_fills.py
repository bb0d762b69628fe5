"""Our fills on a chart: live ones, past ones, and what is said of them under the pointer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kis_desktop.domain.errors import TimedOut
from kis_desktop.domain.event import FillWithdrawn
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderType, Request, Side, Venue
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.domain.profit import ProfitReport, ProfitRow, ProfitTotals
from kis_desktop.indicators.pyramid import LOW
from kis_desktop.ui.chart.tools.fills import FillsTool
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_fills import MOST, ChartFills
from kis_desktop.viewmodels.own_fills import OwnFills
from kis_desktop.viewmodels.roles import Tone
from tests.unit.chart_floor import NINE, ChartFloor, move, waving
from tests.unit.screen_desk import DAY, HYNIX, SAMSUNG, fill

EARLIER = date(2026, 11, 19)


def past(**changes: object) -> BrokerOrder:
    order = BrokerOrder(
        order_no="0000000007", branch="91252", symbol=SAMSUNG, name="삼성전자", side=Side.SELL,
        order_type=OrderType.LIMIT, quantity=30, price=Decimal(98_000), filled=30, cancelled=0,
        remaining=0, rejected=0, average_price=Decimal(98_050), order_time="100000",
        trade_date=EARLIER, original_no="", request=Request.NEW, venue=Venue.KRX,
    )  # fmt: skip
    return msgspec.structs.replace(order, **changes)


def sold(profit: int) -> ProfitRow:
    amount = Decimal(2_941_500)
    return ProfitRow(
        EARLIER, SAMSUNG, "삼성전자", None, amount, Decimal(profit), None, None, None, None
    )


class Floor(ChartFloor):
    """A chart whose account has a past."""

    def __init__(self) -> None:
        super().__init__()
        self.orders_told: tuple[BrokerOrder, ...] = ()
        self.profit_told: tuple[ProfitRow, ...] = ()
        self.asked: list[tuple[date, date]] = []
        object.__setattr__(self.services, "order_history", self.order_history)
        object.__setattr__(self.services, "trades", self.trades)
        tool = self.view.tools["fills"]
        assert isinstance(tool, FillsTool)
        self.fills_tool = tool
        self.fills: ChartFills = tool.fills

    async def order_history(self, start: date, end: date) -> tuple[BrokerOrder, ...]:
        self.asked.append((start, end))
        if "order_history" in self.services.failing:
            raise self.services.failing["order_history"]
        return self.orders_told

    async def trades(self, start: date, end: date) -> ProfitReport:
        nothing = ProfitTotals(None, None, None, None, None, None)
        return ProfitReport(start, end, self.profit_told, nothing)

    async def read(self) -> None:
        """As the idle moment does it."""
        OwnFills.of(self.desk.context).read()
        await self.desk.settle()

    def told(self) -> list[str]:
        return [text for text, _ in self.fills.lines(range(len(self.fills.fills)))]


@pytest.fixture
async def floor(qtbot: QtBot, qapp: QApplication) -> Floor:
    Theme().apply(qapp)
    floor = Floor()
    qtbot.addWidget(floor.view)
    floor.view.show()
    await floor.begin()
    return floor


async def test_a_fill_is_marked_once_and_goes_when_it_is_withdrawn(floor: Floor) -> None:
    told: Fill = fill(time="090203")
    floor.desk.show(told)
    floor.desk.show(
        msgspec.structs.replace(told, provisional=False), fill(symbol=HYNIX, order_no="8")
    )
    (mark,) = floor.canvas.content.marks.marks
    assert (mark.time, mark.side) == (NINE + 123, Side.BUY)
    assert floor.told() == ["＋ 매수 40주 98,300 · 11/20 09:02:03"]
    floor.desk.tell(FillWithdrawn(told))
    assert floor.canvas.content.marks.marks == ()


async def test_a_time_that_cannot_be_read_stands_nowhere(floor: Floor) -> None:
    floor.desk.show(fill(time="9"))
    assert floor.fills.fills == ()


async def test_past_fills_are_read_once_and_say_that_the_time_is_the_orders(floor: Floor) -> None:
    floor.orders_told = (
        past(),
        past(order_no="8", filled=0),
        past(order_no="9", request=Request.CANCEL),
        past(order_no="10", symbol=HYNIX),
    )
    floor.profit_told = (sold(12_300),)
    await floor.read()
    assert floor.told() == [
        "－ 매도 30주 평균 98,050 · 11/19 10:00:00 주문",
        "11/19 실현손익 +12,300 (그날 이 종목 합계)",
    ]
    (asked,) = floor.asked
    assert (asked[1] - asked[0]).days == 90
    assert asked[1] == DAY


async def test_an_order_whose_fills_came_is_not_told_twice(floor: Floor) -> None:
    floor.desk.show(fill(time="100000"))
    floor.orders_told = (past(order_no="0000117057", trade_date=DAY, side=Side.BUY),)
    await floor.read()
    assert floor.told() == ["＋ 매수 40주 98,300 · 11/20 10:00:00"]


async def test_a_past_that_cannot_be_read_is_said_in_the_menu(floor: Floor) -> None:
    floor.services.failing["order_history"] = TimedOut(message("kis.timed_out"))
    await floor.read()
    menu = QMenu(floor.view)
    floor.fills_tool.add_actions(menu, None)
    (action,) = menu.actions()
    assert action.text() == "내 체결 표시 · 지난 체결을 읽지 못함"
    del floor.services.failing["order_history"]
    await floor.read()
    assert not floor.fills.is_incomplete
    action.toggle()
    floor.desk.show(fill(time="090203"))
    assert floor.canvas.content.marks.marks == ()


async def test_many_fills_of_a_mark_are_summed_and_the_first_ones_told(floor: Floor) -> None:
    floor.desk.show(*[fill(time="090203", sequence=n, quantity=10) for n in range(MOST + 2)])
    told = floor.told()
    assert told[0] == f"＋ 매수 {MOST + 2}건 80주 평균 98,300"
    assert len(told) == MOST + 2
    assert told[-1] == "외 2건"
    assert floor.fills.lines(()) == ()


async def test_the_pointer_over_a_mark_is_told_of_it(floor: Floor) -> None:
    last = NINE + 60 * 295
    clock = f"{9 + 295 // 60:02d}{295 % 60:02d}30"
    floor.desk.show(fill(time=clock))
    sight = floor.canvas.sight
    assert sight is not None
    bar = floor.model.pyramid.find(last)
    low = float(floor.model.pyramid.level(0)[LOW, bar])
    place = QPoint(round(floor.canvas.viewport.x(bar)), round(sight.price.y(low) + 6))
    bare = floor.canvas.grab().toImage()
    move(floor.canvas, place)
    ((text, tone),) = floor.fills_tool.told
    assert (text[:4], tone) == ("＋ 매수", Tone.BUY)
    assert floor.canvas.grab().toImage() != bare
    move(floor.canvas, place - QPoint(120, 0))
    assert floor.fills_tool.told == ()


async def test_on_a_past_day_that_is_played_no_fill_of_ours_stands(floor: Floor) -> None:
    floor.desk.show(fill(time="090203"))
    floor.model.begin_replay(waving(5))
    assert floor.fills.fills == ()
