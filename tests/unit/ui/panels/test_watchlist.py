"""The watchlist under mouse and keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kis_desktop.ui.dialogs.alert_editor import AlertEditor
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.panels.watchlist import WatchlistPanel
from tests.unit.screen_desk import HYNIX, KODEX, SAMSUNG, Desk, quote

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def panel(desk: Desk) -> AsyncIterator[WatchlistPanel]:
    panel = WatchlistPanel(desk.context)
    panel.resize(384, 500)
    panel.show()
    await desk.settle()
    yield panel
    await desk.settle()
    panel.close()
    panel.deleteLater()


def row(panel: WatchlistPanel, symbol: str) -> QPoint:
    place = panel.watchlist.table.place_of(symbol)
    assert place is not None
    return panel.grid.visualRect(panel.watchlist.table.index(place, 0)).center()


async def test_the_linked_symbol_is_the_current_row(desk: Desk, panel: WatchlistPanel) -> None:
    assert panel.grid.current_id() == SAMSUNG
    desk.link.select(KODEX)
    assert panel.grid.current_id() == KODEX


async def test_a_click_shows_the_symbol_everywhere(desk: Desk, panel: WatchlistPanel) -> None:
    QTest.mouseClick(panel.grid.viewport(), LEFT, pos=row(panel, HYNIX))
    assert desk.link.symbol == HYNIX


async def test_arrows_walk_through_the_symbols(desk: Desk, panel: WatchlistPanel) -> None:
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_Down)
    assert desk.link.symbol == HYNIX


async def test_turning_to_another_group_changes_no_symbol(
    desk: Desk, panel: WatchlistPanel
) -> None:
    panel.groups.bar.setCurrentIndex(1)
    assert panel.watchlist.table.ids() == (HYNIX,)
    assert desk.link.symbol == SAMSUNG


async def test_del_takes_the_row_out_and_keeps_the_linked_symbol(
    desk: Desk, panel: WatchlistPanel
) -> None:
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_Delete)
    assert panel.watchlist.table.ids() == (HYNIX, KODEX)
    assert desk.link.symbol == SAMSUNG


async def test_alt_and_arrows_move_the_row(panel: WatchlistPanel) -> None:
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert panel.watchlist.table.ids() == (HYNIX, SAMSUNG, KODEX)
    assert panel.grid.current_id() == SAMSUNG


async def test_a_row_is_moved_by_dragging(desk: Desk, panel: WatchlistPanel) -> None:
    viewport = panel.grid.viewport()
    QTest.mousePress(viewport, LEFT, pos=row(panel, KODEX))
    QTest.mouseMove(viewport, row(panel, HYNIX))
    QTest.mouseMove(viewport, row(panel, SAMSUNG))
    QTest.mouseRelease(viewport, LEFT, pos=row(panel, SAMSUNG))
    assert panel.watchlist.table.ids() == (KODEX, SAMSUNG, HYNIX)
    await desk.settle()
    assert desk.services.saved[-1][0].symbols == (KODEX, SAMSUNG, HYNIX)


async def test_rows_are_sorted_by_value_and_not_moved_by_hand_meanwhile(
    desk: Desk, panel: WatchlistPanel
) -> None:
    desk.show(quote(SAMSUNG, 98_400), quote(HYNIX, 571_000, 580_000), quote(KODEX, 56_120, 55_000))
    panel.watchlist.table.sort(1, Qt.SortOrder.DescendingOrder)
    assert panel.watchlist.table.ids() == (HYNIX, SAMSUNG, KODEX)
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    panel.watchlist.table.sort(-1)
    assert panel.watchlist.table.ids() == (SAMSUNG, HYNIX, KODEX)


async def test_a_typed_name_finds_and_adds_an_instrument(desk: Desk, panel: WatchlistPanel) -> None:
    panel.groups.bar.setCurrentIndex(1)
    panel.field.setFocus()
    QTest.keyClicks(panel.field, "kodex")
    assert panel.field.matches() == (KODEX,)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.watchlist.table.ids() == (HYNIX, KODEX)
    assert (desk.link.symbol, panel.field.text()) == (KODEX, "")
    await desk.settle()


async def test_a_name_that_is_not_found_adds_nothing(panel: WatchlistPanel) -> None:
    panel.field.setFocus()
    QTest.keyClicks(panel.field, "zzzz")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.watchlist.table.ids() == (SAMSUNG, HYNIX, KODEX)
    QTest.keyClick(panel.field, Qt.Key.Key_Escape)
    assert panel.field.text() == ""


async def test_a_group_is_renamed_over_its_tab(panel: WatchlistPanel) -> None:
    panel.groups.show()
    panel.groups.rename(1)
    QTest.keySequence(panel.groups.name, "Ctrl+A")
    QTest.keyClicks(panel.groups.name, "chips")
    QTest.keyClick(panel.groups.name, Qt.Key.Key_Return)
    assert panel.groups.bar.tabText(1) == "chips"


async def test_plus_opens_an_empty_group_that_says_what_to_do(panel: WatchlistPanel) -> None:
    QTest.mouseClick(panel.groups.add, LEFT)
    assert panel.groups.bar.currentIndex() == 2
    assert panel.grid.grid_state is GridState.EMPTY
    assert "추가하세요" in panel.grid.state_text


async def test_visible_rows_are_asked_for(desk: Desk, panel: WatchlistPanel) -> None:
    await desk.until(lambda: "watchlist.visible" in desk.services.interests)
    assert desk.services.interests["watchlist.visible"].quotes == {SAMSUNG, HYNIX, KODEX}


async def test_a_cell_is_spoken_with_name_and_title(desk: Desk, panel: WatchlistPanel) -> None:
    desk.show(quote(SAMSUNG))
    index = panel.watchlist.table.index(0, 1)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "삼성전자 현재가 98,400"


async def test_in_a_narrow_head_the_groups_come_before_the_registrations(
    desk: Desk, panel: WatchlistPanel
) -> None:
    hidden = [panel.registrations.isHidden()]
    panel.resize(200, 500)
    hidden.append(panel.registrations.isHidden())
    assert hidden == [False, True]
    await desk.settle()


async def test_an_alert_is_written_for_the_row_of_the_menu(panel: WatchlistPanel) -> None:
    panel.grid.select_id(KODEX)
    menu = panel.grid.row_menu()
    next(one for one in menu.actions() if one.text() == "알림…").trigger()
    (editor,) = panel.window().findChildren(AlertEditor)
    assert editor.draft.symbol == KODEX
    editor.reject()
