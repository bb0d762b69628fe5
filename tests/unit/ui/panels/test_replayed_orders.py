"""In a replay nothing can be ordered, amended or taken back, and the buttons say so before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Environment
from kis_desktop.ui.panels.open_orders import OpenOrdersPanel
from kis_desktop.ui.panels.ticket import TicketPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket import Tab
from tests.unit.screen_desk import Desk, account, order, position, quote, reading

NO_ORDERS = "재생 중에는 주문할 수 없습니다."


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> Desk:
    Theme().apply(qapp)
    desk = Desk()
    desk.context = replace(desk.context, environment=Environment.REPLAY)
    return desk


@pytest.mark.parametrize("tab", [Tab.BUY, Tab.SELL])
async def test_a_ticket_that_is_filled_in_offers_no_order(
    desk: Desk, qtbot: QtBot, tab: Tab
) -> None:
    panel = TicketPanel(desk.context)
    qtbot.addWidget(panel)
    desk.show(quote(), account(position()), reading())
    panel.ticket.show_tab(tab)
    panel.ticket.set_quantity_text("10")
    await desk.settle()
    button = panel.findChild(QPushButton, "send")
    assert button is not None
    assert (button.isEnabled(), button.toolTip()) == (False, NO_ORDERS)
    assert (panel.ticket.view.told, panel.ticket.view.told_tone) == (NO_ORDERS, Tone.DIM)
    assert not panel.ticket.press()
    await desk.settle()
    assert desk.services.sent == []


async def test_a_picked_order_is_not_amended_and_none_is_taken_back(
    desk: Desk, qtbot: QtBot
) -> None:
    panel = TicketPanel(desk.context)
    qtbot.addWidget(panel)
    buttons = [panel.findChild(QPushButton, name) for name in ("amend", "cancel", "cancelAll")]
    shown = [[(one.isEnabled(), one.toolTip()) for one in buttons if one is not None]]
    desk.show(quote(), account(), reading(), order())
    desk.link.pick_order("0000117057")
    panel.amending.set_price_text("98,000")
    shown.append([(one.isEnabled(), one.toolTip()) for one in buttons if one is not None])
    assert shown == [[(False, NO_ORDERS)] * 3] * 2
    panel.amending.ask_all()
    done = panel.amending.amend(), panel.amending.cancel(), panel.amending.cancel_all()
    assert done == (False, False, 0)
    await desk.settle()
    assert (desk.services.amended, desk.services.cancelled) == ([], [])


async def test_open_orders_are_shown_and_stay(desk: Desk, qtbot: QtBot) -> None:
    panel = OpenOrdersPanel(desk.context)
    panel.show()
    qtbot.addWidget(panel)
    desk.show(order())
    panel.grid.select_id("local-1")
    for button in (panel.cancel_selected, panel.cancel_all):
        assert isinstance(button, QToolButton)
        assert (button.isEnabled(), button.toolTip()) == (False, NO_ORDERS)
    QTest.keyClick(panel.grid, Qt.Key.Key_Delete)
    panel.orders.ask_all()
    assert (panel.orders.is_asking_all, panel.orders.cancel_all()) == (False, 0)
    await desk.settle()
    assert desk.services.cancelled == []
