"""The panels of the account: real widgets, real frames."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kis_desktop.domain.event import FillReceived
from kis_desktop.domain.fee import CommissionRate, FeeProfile
from kis_desktop.domain.order import OrderState, Side
from kis_desktop.ui.account.profit_chart import ProfitChart, ticks
from kis_desktop.ui.dialogs.fee_profile import FeeProfileDialog
from kis_desktop.ui.dialogs.order_journal import OrderJournalDialog
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.ui.panels.account import AccountPanel
from kis_desktop.ui.panels.fills import FillsPanel
from kis_desktop.ui.panels.open_orders import OpenOrdersPanel
from kis_desktop.ui.panels.order_history import OrderHistoryPanel
from kis_desktop.ui.panels.positions import PositionsPanel
from kis_desktop.ui.panels.profit import ProfitPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.position_rows import PLACES
from kis_desktop.viewmodels.profit import ProfitLine, View
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import Desk, account, fill, order, position
from tests.unit.viewmodels.test_holdings import lot

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
async def world(qtbot: QtBot, qapp: QApplication) -> Stage:
    Theme().apply(qapp)
    return stage(State.LIVE)


async def turns(count: int = 6) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_profit_after_costs_takes_the_place_of_profit_before(
    desk: Desk, qtbot: QtBot
) -> None:
    panel = PositionsPanel(desk.context)
    qtbot.addWidget(panel)
    desk.show(account(position()))
    hidden = panel.grid.horizontalHeader().isSectionHidden
    assert (hidden(PLACES["pnl"]), hidden(PLACES["after"])) == (False, True)
    panel.net.click()
    assert (hidden(PLACES["pnl"]), hidden(PLACES["after"])) == (True, False)
    assert panel.sum.isColumnHidden(PLACES["pnl"])
    again = PositionsPanel(desk.context)
    qtbot.addWidget(again)
    assert again.net.isChecked()
    await desk.settle()


async def test_lots_show_their_columns(desk: Desk, qtbot: QtBot) -> None:
    panel = PositionsPanel(desk.context)
    qtbot.addWidget(panel)
    desk.show(account(position(lots=(lot(50, 4_842_500), lot(30, 2_905_500, date(2026, 11, 5))))))
    panel.lots.click()
    header = panel.grid.horizontalHeader()
    assert not header.isSectionHidden(PLACES["loan_date"])
    assert header.sectionSize(PLACES["loan_date"]) > 0
    assert panel.grid.model().rowCount() == 2
    await desk.settle()


async def test_the_filter_of_fills_leaves_the_count_of_the_day(desk: Desk, qtbot: QtBot) -> None:
    panel = FillsPanel(desk.context)
    qtbot.addWidget(panel)
    desk.tell(FillReceived(fill(sequence=1)), FillReceived(fill(sequence=2, side=Side.SELL)))
    panel.filters.side.setCurrentIndex(panel.filters.side.findData(Side.SELL))
    assert (panel.grid.model().rowCount(), panel.windowTitle()) == (1, "체결 2")
    panel.filters.text.setText("하이닉스")
    assert panel.fills.state_text == "조건에 맞는 주문이 없습니다. 조건을 줄이세요."
    panel.filters.text.clear()
    panel.filters.side.setCurrentIndex(0)
    assert panel.grid.model().rowCount() == 2


async def test_open_only_goes_before_the_standing(desk: Desk, qtbot: QtBot) -> None:
    panel = OrderHistoryPanel(desk.context)
    qtbot.addWidget(panel)
    desk.show(order(local_id="a", order_no="0000000001", state=OrderState.WORKING))
    desk.show(order(local_id="b", order_no="0000000002", state=OrderState.FILLED, filled=10))
    panel.filters.open_only.click()
    assert panel.history.table.ids() == ("a",)
    assert not panel.filters.standing.isEnabled()
    panel.filters.open_only.click()
    assert panel.history.count == 2


async def test_an_order_opens_its_journal(qtbot: QtBot, world: Stage) -> None:
    panel = OrderHistoryPanel(world.context)
    qtbot.addWidget(panel)
    world.play()
    first = panel.history.table.ids()[0]
    panel.grid.select_id(first)
    menu = panel.grid.table_menu()
    assert [each.text() for each in menu.actions()] == ["기록 보기", "CSV로 저장…"]
    menu.close()
    panel.open_journal(first)
    dialog = panel.findChild(OrderJournalDialog)
    assert isinstance(dialog, OrderJournalDialog)
    await turns()
    rows = dialog.journal.table
    assert [rows.cell(row, 1).text for row in range(4)] == ["주문 의사", "보냄", "접수", "통보"]
    assert "번호 0000117057" in rows.cell(2, 2).text
    dialog.close()
    await turns()


async def test_an_open_order_opens_its_journal_too(qtbot: QtBot, world: Stage) -> None:
    panel = OpenOrdersPanel(world.context)
    qtbot.addWidget(panel)
    world.play()
    panel.grid.journal_requested.emit(panel.orders.table.ids()[0])
    dialog = panel.findChild(OrderJournalDialog)
    assert isinstance(dialog, OrderJournalDialog)
    await turns()
    assert dialog.journal.table.rowCount() == 4
    dialog.close()
    await turns()


async def test_past_orders_show_their_day(qtbot: QtBot, world: Stage) -> None:
    panel = OrderHistoryPanel(world.context)
    qtbot.addWidget(panel)
    world.play()
    header = panel.grid.horizontalHeader()
    assert header.isSectionHidden(0)
    panel.buttons[1].click()
    await turns()
    assert not header.isSectionHidden(0)
    assert panel.history.count > 3
    panel.period.read.click()
    await turns()
    assert not any(button.isChecked() for button in panel.buttons)
    panel.buttons[0].click()
    assert header.isSectionHidden(0)


async def test_profit_is_read_when_it_is_seen(qtbot: QtBot, world: Stage) -> None:
    world.play()
    panel = ProfitPanel(world.context)
    qtbot.addWidget(panel)
    await turns()
    assert "days" not in world.services.calls
    panel.show()
    await turns()
    assert panel.profit.table.rowCount() > 0
    assert panel.chart.accessibleName().startswith("누적 실현손익")
    blank = panel.chart.grab().toImage()
    panel.chart.show_line(None, "")
    assert panel.chart.grab().toImage() != blank
    panel.view_buttons[3].click()
    assert panel.profit.view is View.TRADES
    panel.period_buttons[2].click()
    await turns()
    assert (panel.profit.period[1] - panel.profit.period[0]).days == 365
    panel.close()


async def test_the_account_panel_shows_figures_and_assets(qtbot: QtBot, world: Stage) -> None:
    panel = AccountPanel(world.context)
    qtbot.addWidget(panel)
    world.play()
    assert panel.list.figures["cash"].text() == "48,210,400"
    assert panel.list.figures["cash"].toolTip() == "inquire_balance · dnca_tot_amt"
    assert panel.grid.model().rowCount() == 5


class FeeDesk(Desk):
    """A desk that keeps a fee profile."""

    def __init__(self) -> None:
        super().__init__()
        for name in ("profile", "set_profile"):
            setattr(self.services, name, getattr(self, name))

    async def profile(self) -> FeeProfile:
        return self.told

    async def set_profile(self, profile: FeeProfile) -> None:
        self.told = profile

    told = FeeProfile((CommissionRate(Decimal("0.00015"), "stock", date(2026, 1, 1)),))


async def test_commissions_are_edited_and_kept(qtbot: QtBot, qapp: QApplication) -> None:
    Theme().apply(qapp)
    desk = FeeDesk()
    dialog = FeeProfileDialog(desk.context)
    qtbot.addWidget(dialog)
    await turns()
    assert dialog.lines() == (("stock", "0.015", "2026-01-01", ""),)
    dialog.add()
    row = dialog.table.rowCount() - 1
    for column, text in ((1, "2"), (2, "2026-02-01"), (3, "2026-01-01")):
        item = dialog.table.item(row, column)
        assert item is not None
        item.setText(text)
    save = dialog.findChild(QPushButton, "fees_save")
    assert isinstance(save, QPushButton)
    save.click()
    assert dialog.wrong.text().startswith("2번째 줄")
    percent = dialog.table.item(row, 1)
    assert percent is not None
    percent.setText("cheap")
    save.click()
    assert "읽을 수 없습니다" in dialog.wrong.text()
    dialog.table.setCurrentCell(row, 1)
    dialog.remove()
    save.click()
    await turns()
    assert desk.told.commissions == (CommissionRate(Decimal("0.00015"), "stock", date(2026, 1, 1)),)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ((0.0, 37_000.0), (0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0)),
        ((-2.5, 2.5), (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)),
        ((0.0,), (0.0, 0.2)),
    ],
)
def test_scales_have_round_marks(values: tuple[float, ...], wanted: tuple[float, ...]) -> None:
    assert ticks(values) == pytest.approx(wanted)


async def test_a_single_day_is_drawn_too(qtbot: QtBot, qapp: QApplication) -> None:
    Theme().apply(qapp)
    chart = ProfitChart(Words("ko"))
    qtbot.addWidget(chart)
    chart.resize(360, 180)
    empty = chart.grab().toImage()
    chart.show_line(ProfitLine((739_000,), (500.0,), (), ()), "하루")
    assert chart.grab().toImage() != empty
    assert chart.toolTip() == "하루"


async def test_enter_in_the_table_of_commissions_loses_nothing(
    qtbot: QtBot, qapp: QApplication
) -> None:
    Theme().apply(qapp)
    dialog = FeeProfileDialog(FeeDesk().context)
    qtbot.addWidget(dialog)
    dialog.show()
    await turns()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    await turns()
    assert dialog.isVisible()
    assert dialog.lines()[0][1] == "0.015"
