"""Realised profit on the screen: the API's sums, each way to cut a period, and the line."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import TimedOut
from kis_desktop.domain.message import message
from kis_desktop.domain.profit import IndexClose, ProfitReport, ProfitRow, ProfitTotals, summed
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.profit import Profit, View
from kis_desktop.viewmodels.profit_rows import PLACES
from tests.unit.screen_desk import HYNIX, SAMSUNG, Desk, reading

START, END = date(2026, 10, 1), date(2026, 11, 20)


def row(day: date, symbol: str, realized: int) -> ProfitRow:
    return ProfitRow(
        day,
        symbol,
        "이름",
        Decimal(0),
        Decimal(1_000_000),
        Decimal(realized),
        Decimal(140),
        Decimal(2_000),
        Decimal(0),
        Decimal("1.25"),
        Decimal(900_000),
        0,
        10,
    )


TRADES = (
    row(date(2026, 10, 5), SAMSUNG, 7_000),
    row(date(2026, 11, 20), SAMSUNG, 50_000),
    row(date(2026, 11, 20), HYNIX, -20_000),
)
DAYS = (
    msgspec.structs.replace(TRADES[0], symbol=""),
    msgspec.structs.replace(TRADES[1], symbol="", realized=Decimal(30_000), fee=Decimal(280)),
)


def report(rows: tuple[ProfitRow, ...], told: int | None = None) -> ProfitReport:
    sums = summed(rows)
    realized = sums.realized if told is None else Decimal(told)
    totals = ProfitTotals(sums.bought, sums.sold, realized, sums.fee, sums.tax, sums.interest)
    return ProfitReport(START, END, rows, totals)


class ProfitDesk(Desk):
    """A desk whose broker tells realised profit."""

    def __init__(self) -> None:
        super().__init__()
        self.by_day = report(DAYS)
        self.asked: list[str] = []
        self.failing: set[str] = set()
        for name in ("days", "trades", "index"):
            setattr(self.services, name, getattr(self, name))

    async def days(self, start: date, end: date) -> ProfitReport:
        await self.note("days", start, end)
        return self.by_day

    async def trades(self, start: date, end: date) -> ProfitReport:
        await self.note("trades", start, end)
        told = report(TRADES)
        totals = msgspec.structs.replace(told.totals, rate=Decimal("1.3703"))
        return msgspec.structs.replace(told, totals=totals)

    async def index(self, start: date, end: date) -> tuple[IndexClose, ...]:
        await self.note("index", start, end)
        return (IndexClose(START, Decimal(4000)), IndexClose(END, Decimal(4100)))

    async def note(self, name: str, start: date, end: date) -> None:
        self.asked.append(f"{name} {start} {end}")
        await asyncio.sleep(0)
        if name in self.failing:
            raise TimedOut(message("kis.timed_out"))


@pytest.fixture
async def desk(qtbot: QtBot) -> ProfitDesk:
    return ProfitDesk()


async def read(desk: ProfitDesk) -> Profit:
    profit = Profit(desk.context)
    profit.read(START, END)
    for _ in range(5):
        await desk.settle()
    return profit


def column(profit: Profit, name: str) -> list[str]:
    return [profit.table.cell(row, PLACES[name]).text for row in range(profit.table.rowCount())]


async def test_nothing_is_asked_for_before_the_panel_is_seen(desk: ProfitDesk) -> None:
    profit = Profit(desk.context)
    await desk.settle()
    assert (desk.asked, profit.state) == ([], PanelState.LOADING)
    profit.begin()
    assert profit.period == (profit.today.replace(day=1), profit.today)
    await desk.settle()


async def test_days_stand_newest_first_above_the_api_s_own_sum(desk: ProfitDesk) -> None:
    profit = await read(desk)
    assert column(profit, "day") == ["2026-11-20", "2026-10-05"]
    assert column(profit, "realized") == ["▲ 30,000", "▲ 7,000"]
    sums = profit.sum.row(0).cells
    assert (sums[PLACES["day"]].text, sums[PLACES["realized"]].text) == ("합계 (API)", "▲ 37,000")
    assert (sums[PLACES["fee"]].text, sums[PLACES["tax"]].text) == ("420", "4,000")
    assert sums[PLACES["rate"]].text == "+1.37%"
    assert profit.warning == ""


async def test_a_period_is_cut_up_by_month_instrument_and_trade(desk: ProfitDesk) -> None:
    profit = await read(desk)
    profit.set_view(View.MONTHS)
    assert column(profit, "day") == ["2026-11", "2026-10"]
    profit.set_view(View.SYMBOLS)
    assert column(profit, "name") == ["SK하이닉스", "삼성전자"]
    assert column(profit, "rate") == ["−2.22%", "+3.16%"]
    profit.set_view(View.TRADES)
    assert column(profit, "realized") == ["▲ 50,000", "▼ 20,000", "▲ 7,000"]
    profit.pick("1")
    assert desk.link.symbol == HYNIX


async def test_rows_that_miss_the_api_s_sum_are_told_with_both(desk: ProfitDesk) -> None:
    desk.by_day = report(DAYS, told=36_999)
    profit = await read(desk)
    assert profit.warning == "행 합계 37,000원과 API 합계 36,999원이 다릅니다."
    assert profit.sum.cell(0, PLACES["realized"]).text == "▲ 36,999"


async def test_the_line_is_profit_added_up_against_the_index(desk: ProfitDesk) -> None:
    profit = await read(desk)
    line = profit.line
    assert line is not None
    assert line.profit == (7_000.0, 37_000.0)
    assert line.days == (TRADES[0].day.toordinal(), END.toordinal())
    assert line.index == (0.0, 2.5)
    assert profit.spoken == "누적 실현손익 ▲ 37,000원, 같은 기간 KOSPI +2.50%"


async def test_without_the_index_the_profit_still_stands(desk: ProfitDesk) -> None:
    desk.failing = {"index"}
    profit = await read(desk)
    assert (profit.state, profit.warning) == (PanelState.LIVE, "KOSPI를 읽지 못했습니다.")
    assert profit.line is not None
    assert profit.line.index == ()


async def test_a_failed_reading_says_why_and_can_be_repeated(desk: ProfitDesk) -> None:
    desk.failing = {"days"}
    profit = await read(desk)
    states = [profit.state]
    assert profit.state_text
    desk.failing = set()
    profit.retry()
    for _ in range(5):
        await desk.settle()
    states.append(profit.state)
    assert states == [PanelState.FAILED, PanelState.LIVE]


async def test_a_period_without_sales_says_what_to_do(desk: ProfitDesk) -> None:
    desk.by_day = report(())
    profit = await read(desk)
    assert profit.state is PanelState.EMPTY
    assert profit.state_text == "이 기간에 실현한 손익이 없습니다. 기간을 바꿔 보세요."
    assert profit.sum.rowCount() == 0


async def test_paper_is_not_asked(desk: ProfitDesk) -> None:
    object.__setattr__(desk.context, "environment", Environment.PAPER)
    profit = await read(desk)
    assert (desk.asked, profit.state) == ([], PanelState.EMPTY)
    assert "모의투자" in profit.state_text


async def test_a_year_and_three_months_end_today(desk: ProfitDesk) -> None:
    profit = Profit(desk.context)
    for name, back in (("year", 365), ("three_months", 92), ("this_month", None)):
        profit.choose(name)
        start, end = profit.period
        assert end == profit.today
        assert start == end.replace(day=1) if back is None else (end - start).days == back
    await desk.settle()


async def test_it_says_when_it_was_read(desk: ProfitDesk) -> None:
    profit = Profit(desk.context)
    assert profit.reading_text == ""
    desk.show(reading())
    profit.read(START, END)
    assert profit.reading_text == ""
    for _ in range(5):
        await desk.settle()
    assert profit.reading_text == "11-20 10:12:33 조회"
    profit.set_view(View.TRADES)
    assert profit.reading_text == "11-20 10:12:33 조회"
