"""Open orders, fills, positions, tape and log as they are opened, read and handled."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState
from kis_desktop.ui.account.strip import AccountStripView
from kis_desktop.ui.dialogs.error_help import ErrorHelpDialog
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.panels.fills import FillsPanel
from kis_desktop.ui.panels.log import LogPanel
from kis_desktop.ui.panels.open_orders import OpenOrdersPanel
from kis_desktop.ui.panels.positions import PositionsPanel
from kis_desktop.ui.panels.tape import TapePanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.context import ViewContext
from tests.unit.screen_desk import HYNIX, Desk, account, fill, order, position, quote, trade
from tests.unit.viewmodels.test_log import AT

LEFT = Qt.MouseButton.LeftButton
Open = Callable[[Callable[[ViewContext], QWidget]], QWidget]


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> AsyncIterator[Desk]:
    Theme().apply(qapp)
    desk = Desk()
    yield desk
    await desk.settle()


def opened(qtbot: QtBot, panel: QWidget) -> None:
    panel.resize(957, 276)
    panel.show()
    qtbot.addWidget(panel)


async def test_the_title_counts_the_open_orders(desk: Desk, qtbot: QtBot) -> None:
    panel = OpenOrdersPanel(desk.context)
    opened(qtbot, panel)
    titles = [panel.windowTitle()]
    desk.list_read()
    titles.append(panel.windowTitle())
    desk.show(order(), order(local_id="b", order_no="2"))
    assert [*titles, panel.windowTitle()] == ["미체결 —", "미체결 0", "미체결 2"]


async def test_selected_orders_are_cancelled_by_the_button(desk: Desk, qtbot: QtBot) -> None:
    panel = OpenOrdersPanel(desk.context)
    opened(qtbot, panel)
    desk.show(order(), order(local_id="b", order_no="2"))
    enabled = [panel.cancel_selected.isEnabled()]
    panel.grid.select_id("b")
    enabled.append(panel.cancel_selected.isEnabled())
    assert enabled == [False, True]
    QTest.mouseClick(panel.cancel_selected, LEFT)
    await desk.settle()
    assert [intent.order_no for intent in desk.services.cancelled] == ["2"]


async def test_cancelling_all_asks_beside_the_button_first(desk: Desk, qtbot: QtBot) -> None:
    panel = OpenOrdersPanel(desk.context)
    opened(qtbot, panel)
    desk.show(order(), order(local_id="b", order_no="2"))
    QTest.mouseClick(panel.cancel_all, LEFT)
    assert panel.confirm_all.text() == "정말 2건을 모두 취소할까요?"
    QTest.mouseClick(panel.keep_all, LEFT)
    assert [panel.cancel_all.isHidden(), panel.keep_all.isHidden()] == [False, True]
    QTest.mouseClick(panel.cancel_all, LEFT)
    QTest.mouseClick(panel.confirm_all, LEFT)
    await desk.settle()
    assert desk.services.cancelled == []
    qtbot.waitUntil(panel.confirm_all.isEnabled)
    QTest.mouseClick(panel.confirm_all, LEFT)
    await desk.settle()
    assert len(desk.services.cancelled) == 2


async def test_to_keep_all_orders_is_hidden_unless_it_was_asked(desk: Desk, qtbot: QtBot) -> None:
    panel = OpenOrdersPanel(desk.context)
    opened(qtbot, panel)
    desk.show(order())
    QTest.mouseClick(panel.cancel_all, LEFT)
    assert not panel.keep_all.isHidden()
    desk.show(order(state=OrderState.CANCELLED))
    assert [panel.keep_all.isHidden(), panel.confirm_all.isHidden()] == [True, True]


async def test_a_click_on_an_order_picks_it(desk: Desk, qtbot: QtBot) -> None:
    panel = OpenOrdersPanel(desk.context)
    opened(qtbot, panel)
    picked: list[str] = []
    desk.link.order_picked.connect(picked.append)
    desk.show(order(symbol=HYNIX, state=OrderState.PARTLY_FILLED, filled=3))
    where = panel.grid.visualRect(panel.orders.table.index(0, 1)).center()
    QTest.mouseClick(panel.grid.viewport(), LEFT, pos=where)
    assert (picked, desk.link.symbol) == (["0000117057"], HYNIX)


async def test_five_hundred_orders_stay_sorted_by_value(desk: Desk, qtbot: QtBot) -> None:
    panel = OpenOrdersPanel(desk.context)
    opened(qtbot, panel)
    desk.show(
        *(
            order(local_id=str(n), order_no=str(n + 1), price=Decimal(90_000 + 100 * (n * 7 % 500)))
            for n in range(500)
        )
    )
    panel.orders.table.sort(3, Qt.SortOrder.AscendingOrder)
    prices = [panel.orders.table.cell(place, 3).sort for place in range(500)]
    assert prices == [Decimal(90_000 + 100 * n) for n in range(500)]
    assert not panel.grab().isNull()


async def test_the_title_counts_the_fills(desk: Desk, qtbot: QtBot) -> None:
    panel = FillsPanel(desk.context)
    opened(qtbot, panel)
    states = [panel.grid.grid_state]
    desk.list_read()
    assert [*states, panel.grid.grid_state] == [GridState.LOADING, GridState.EMPTY]
    desk.show(fill(), fill(sequence=2))
    assert panel.windowTitle() == "체결 2"


async def test_the_sum_stands_in_the_columns_that_it_sums(desk: Desk, qtbot: QtBot) -> None:
    panel = PositionsPanel(desk.context)
    opened(qtbot, panel)
    hidden = panel.sum.isVisible()
    desk.show(account(position()), quote())
    await desk.settle()
    assert (hidden, panel.sum.isVisible()) == (False, True)
    header, below = panel.grid.horizontalHeader(), panel.sum.horizontalHeader()
    places = [header.sectionPosition(n) for n in range(header.count())]
    assert places == [below.sectionPosition(n) for n in range(below.count())]


async def test_the_pointer_over_the_tape_holds_it_still(desk: Desk, qtbot: QtBot) -> None:
    panel = TapePanel(desk.context)
    opened(qtbot, panel)
    await desk.settle()
    QApplication.sendEvent(panel, QEvent(QEvent.Type.Leave))
    desk.show(trade(10))
    point = QPointF(5, 5)
    QApplication.sendEvent(panel, QEnterEvent(point, point, point))
    desk.show(trade(20))
    rows = [panel.tape.rowCount()]
    QApplication.sendEvent(panel, QEvent(QEvent.Type.Leave))
    assert [*rows, panel.tape.rowCount()] == [1, 2]
    assert not panel.grab().isNull()


async def test_lines_of_the_log_go_to_the_clipboard(desk: Desk, qtbot: QtBot) -> None:
    panel = LogPanel(desk.context)
    opened(qtbot, panel)
    desk.tell(Logged(AT, Severity.WARNING, message("kis.busy", code="EGW00201")))
    QTest.mouseClick(panel.copy, LEFT)
    assert QGuiApplication.clipboard().text().endswith("\tEGW00201")


async def test_selected_lines_are_copied_by_key_and_by_menu(desk: Desk, qtbot: QtBot) -> None:
    panel = LogPanel(desk.context)
    opened(qtbot, panel)
    desk.tell(*(Logged(AT, Severity.NOTE, message("kis.busy", code=f"C{n}")) for n in range(4)))
    panel.activateWindow()
    panel.grid.setFocus()
    qtbot.waitUntil(panel.grid.hasFocus)
    panel.grid.select_id(panel.log.table.ids()[1])
    QTest.keyClick(panel.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    copied: list[list[str]] = []
    QTest.keyClick(panel.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied.append(_codes_copied())
    QGuiApplication.clipboard().clear()
    menu = panel.row_menu()
    menu.actions()[1].trigger()
    copied.append(_codes_copied())
    menu.actions()[2].trigger()
    copied.append(_codes_copied())
    assert copied == [["C2", "C1"], ["C2", "C1"], ["C3", "C2", "C1", "C0"]]


async def test_enter_on_a_line_with_a_code_explains_it_and_on_another_does_nothing(
    desk: Desk, qtbot: QtBot
) -> None:
    panel = LogPanel(desk.context)
    opened(qtbot, panel)
    told = message("kis.busy", code="EGW00201", original="초과하였습니다.")
    desk.tell(Logged(AT, Severity.WARNING, told), Logged(AT, Severity.NOTE, message("kis.busy")))
    plain, coded = panel.log.table.ids()
    panel.grid.select_id(plain)
    QTest.keyClick(panel.grid, Qt.Key.Key_Return)
    assert panel.findChild(ErrorHelpDialog) is None
    assert not panel.row_menu().actions()[0].isEnabled()
    panel.grid.select_id(coded)
    assert panel.row_menu().actions()[0].isEnabled()
    QTest.keyClick(panel.grid, Qt.Key.Key_Return)
    dialog = panel.findChild(ErrorHelpDialog)
    assert dialog is not None
    assert dialog.isVisible()
    QTest.mouseClick(dialog.copy, LEFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("EGW00201\n서버의 원문: 초과하였습니다.")
    dialog.close()


def _codes_copied() -> list[str]:
    return [line.split("\t")[3] for line in QGuiApplication.clipboard().text().splitlines()]


@pytest.mark.parametrize("make", [OpenOrdersPanel, FillsPanel, PositionsPanel, TapePanel, LogPanel])
async def test_an_english_screen_holds_no_hangul_but_names(
    make: Callable[[ViewContext], QWidget], qtbot: QtBot, qapp: QApplication
) -> None:
    Theme().apply(qapp)
    desk = Desk(language="en")
    panel = make(desk.context)
    opened(qtbot, panel)
    desk.show(order(), fill(), account(position()), trade(10))
    await desk.settle()
    told = [panel.windowTitle()]
    for child in panel.findChildren(QWidget):
        told += [child.toolTip(), child.accessibleName(), str(child.property("text") or "")]
    shown = " ".join(told).replace("삼성전자", "").replace("SK하이닉스", "")
    assert not [sign for sign in shown if "가" <= sign <= "힣"]


async def test_the_strip_drops_whole_figures_where_it_is_narrow(desk: Desk, qtbot: QtBot) -> None:
    strip = AccountStripView(desk.context)
    opened(qtbot, strip)
    desk.show(account(position()))
    counts = [len(strip.shown(right)) for right in (60, 400, 2000)]
    assert counts[0] == 0
    assert 0 < counts[1] < counts[2] == len(strip.model.figures)
