"""The tape under the pointer, and what scrolling it costs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel

from kis_desktop.domain.feed_key import MarketView
from kis_desktop.ui.panels.tape import TapePanel
from kis_desktop.viewmodels.tape_rows import KEPT
from tests.unit.screen_desk import SAMSUNG, Desk, trade
from tests.work import counted


@pytest.fixture
async def panel(desk: Desk) -> AsyncIterator[TapePanel]:
    panel = TapePanel(desk.context)
    panel.resize(326, 500)
    panel.show()
    await desk.settle()
    yield panel
    panel.close()
    panel.deleteLater()


def fill(desk: Desk, rows: int) -> None:
    desk.mailbox.prints(SAMSUNG, [trade(10 * (n + 1)) for n in range(rows)])
    desk.frame()


async def test_the_pointer_holds_the_tape_and_says_so(desk: Desk, panel: TapePanel) -> None:
    fill(desk, 3)
    where = QPointF(10, 10)
    QApplication.sendEvent(panel, QEnterEvent(where, where, where))
    desk.show(trade(40), trade(50))
    held = panel.findChild(QLabel, "held")
    assert held is not None
    assert (panel.tape.rowCount(), held.text()) == (3, "멈춤 · 2건 대기")
    assert held.isVisible()
    QApplication.sendEvent(panel, QEvent(QEvent.Type.Leave))
    assert panel.tape.rowCount() == 5
    assert not held.isVisible()


async def test_the_menus_choose_size_and_market(desk: Desk, panel: TapePanel) -> None:
    fill(desk, 3)
    sizes = panel.filter_menu()
    ticked = [action.text() for action in sizes.actions() if action.isChecked()]
    assert ticked == ["전체", "1억"]
    next(action for action in sizes.actions() if action.text() == "100주 이상").trigger()
    assert (panel.tape.least, panel.sizes.text()) == (100, "100주 이상 ▾")
    next(action for action in panel.venue_menu().actions() if action.text() == "NXT").trigger()
    assert (panel.tape.view, panel.venue.text()) == (MarketView.NXT, "NXT ▾")
    await desk.settle()


async def test_scrolling_ten_thousand_rows_costs_what_a_hundred_cost(
    desk: Desk, panel: TapePanel
) -> None:
    def cost() -> int:
        bar = panel.grid.verticalScrollBar()
        with counted() as work:
            for share in range(12):
                bar.setValue(bar.maximum() * share // 12)
                panel.grid.viewport().grab()
        return work.calls

    fill(desk, 100)
    few = cost()
    panel.tape.pause(False)  # the pointer of the test may rest where the window came up
    for start in range(100, KEPT, 1_100):
        prints = [trade(10 * (start + n + 1)) for n in range(1_100)]
        desk.mailbox.prints(SAMSUNG, prints)
        desk.frame()
    assert panel.tape.rowCount() == KEPT
    assert panel.grid.verticalScrollBar().orientation() is Qt.Orientation.Vertical
    assert 1_000 < cost() < 2 * few
