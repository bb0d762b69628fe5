"""The search: opened from anywhere, driven by keys, honest about where things open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_list import InstrumentList, MasterState
from kis_desktop.domain.message import message
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.ui.shell.main_window import MainWindow
from kis_desktop.ui.shell.panel_scan import scan_package
from kis_desktop.ui.shell.search_box import SearchBox
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.search_results import SCOPES
from tests.patience import PATIENCE_S

SAMSUNG = Instrument("005930", "삼성전자", Market.KOSPI, InstrumentKind.STOCK)
HYNIX = Instrument("000660", "SK하이닉스", Market.KOSPI, InstrumentKind.STOCK)
FUTURE = Instrument("A11703", "삼성전자 F 202703", Market.DERIVATIVES, InstrumentKind.FUTURE)
SAME_CODE = Instrument("005930", "심천 삼성", Market.SHENZHEN, InstrumentKind.STOCK)
APPLE = Instrument(
    "AAPL", "애플", Market.NASDAQ, InstrumentKind.STOCK, name_en="APPLE INC", currency="USD"
)
LONG = Instrument("009999", "가" * 20, Market.KOSPI, InstrumentKind.STOCK)
NIKKEI = Instrument("NI225", "닛케이", Market.WORLD, InstrumentKind.INDEX)
MEMORY = Instrument(
    "901", "메모리", Market.THEME, InstrumentKind.THEME, members=("005930", "000660")
)
KNOWN = InstrumentList.of((SAMSUNG, HYNIX, FUTURE, SAME_CODE, APPLE, LONG, NIKKEI, MEMORY))


@pytest.fixture
def world(qtbot: QtBot) -> Stage:
    world = stage(State.LIVE)
    world.context.instruments.replace(KNOWN)
    return world


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, panels: ModuleType, world: Stage) -> Iterator[MainWindow]:
    window = MainWindow(world.context, theme, scan_package(panels))
    with qtbot.waitSignal(window.first_painted, timeout=round(PATIENCE_S * 1000)):
        window.show()
    yield window
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents()


@pytest.fixture
def search(window: MainWindow) -> SearchBox:
    return window.top_bar.search


def typed(search: SearchBox, text: str) -> list[str]:
    """The keys of what is found for a text."""
    search.begin()
    search.clear()
    written = QInputMethodEvent()
    written.setCommitString(text)
    QApplication.sendEvent(search, written)
    model = search.results.model
    return [model.row(place).id for place in range(model.rowCount())]


def test_a_korean_stock_is_selected_and_nothing_is_explored(
    search: SearchBox, world: Stage, qtbot: QtBot
) -> None:
    typed(search, "하이닉스")
    with qtbot.assertNotEmitted(world.context.link.explored):
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert world.context.link.symbol == "000660"


@pytest.mark.parametrize(
    ("text", "steps", "chosen"),
    [("aapl", 0, APPLE), ("005930", 1, SAME_CODE), ("삼성전자", 1, FUTURE)],
)
def test_everything_else_is_explored_and_the_linked_symbol_stays(
    search: SearchBox, world: Stage, qtbot: QtBot, text: str, steps: int, chosen: Instrument
) -> None:
    link = world.context.link
    before = link.symbol
    typed(search, text)
    for _ in range(steps):
        QTest.keyClick(search, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(link.symbol_changed), qtbot.waitSignal(link.explored) as told:
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert told.args == [chosen]
    assert link.symbol == before


def test_where_a_result_opens_is_said_for_the_marked_one(search: SearchBox) -> None:
    typed(search, "005930")
    assert "모든 화면" in search.results.hint.text()
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert "API 탐색기" in search.results.hint.text()
    assert "심천" in search.results.hint.text()


def test_what_opens_nowhere_stays_marked_and_says_so(search: SearchBox, qtbot: QtBot) -> None:
    typed(search, "닛케이")
    assert "아직 없습니다" in search.results.hint.text()
    with qtbot.assertNotEmitted(search.selected), qtbot.assertNotEmitted(search.explored):
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert search.results.isVisible()


def test_a_theme_tells_the_names_of_its_shares(search: SearchBox) -> None:
    typed(search, "메모리")
    assert search.results.hint.text() == "테마 종목: 삼성전자, SK하이닉스"


def test_tab_goes_round_the_markets_and_escape_begins_anew(search: SearchBox) -> None:
    assert typed(search, "삼성") == ["005930", "KRXD:A11703", "SZS:005930"]
    QTest.keyClick(search, Qt.Key.Key_Tab)
    shown = [search.results.model.row(0).id, search.results.model.rowCount()]
    assert shown == ["005930", 1]
    for _ in range(2):
        QTest.keyClick(search, Qt.Key.Key_Tab)
    assert search.results.model.row(0).id == "KRXD:A11703"
    QTest.keyClick(search, Qt.Key.Key_Backtab)
    assert search.results.model.row(0).id == "SZS:005930"
    for _ in range(len(SCOPES) - 2):
        QTest.keyClick(search, Qt.Key.Key_Tab)
    assert search.results.scope == 0
    QTest.keyClick(search, Qt.Key.Key_Tab)
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.results.scope == 0
    assert not search.results.isVisible()


def test_page_keys_reach_the_ends_of_the_list(search: SearchBox) -> None:
    typed(search, "삼성")
    QTest.keyClick(search, Qt.Key.Key_PageDown)
    assert search.results.grid.current_id() == "SZS:005930"
    QTest.keyClick(search, Qt.Key.Key_PageUp)
    assert search.results.grid.current_id() == "005930"


def test_an_open_field_says_what_can_be_typed(search: SearchBox) -> None:
    search.begin()
    assert search.results.isVisible()
    assert "초성" in search.results.grid.state_text
    typed(search, "없는이름")
    assert "없는이름" in search.results.grid.state_text
    assert "초성" in search.results.grid.state_text


def test_keys_move_nothing_when_nothing_is_found(search: SearchBox, qtbot: QtBot) -> None:
    assert typed(search, "없는이름") == []
    QTest.keyClick(search, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(search.selected), qtbot.assertNotEmitted(search.explored):
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert search.results.isVisible()


@pytest.mark.parametrize(
    ("text", "opened"),
    [("005930", ["005930"]), ("0126z0", ["0126Z0"]), ("Q500001", ["Q500001"]), ("GOOGLE", [])],
)
def test_without_a_list_a_bare_korean_code_goes_through_and_no_other(
    search: SearchBox, world: Stage, text: str, opened: list[str]
) -> None:
    world.context.instruments.replace(InstrumentList())
    found: list[str] = []
    search.selected.connect(found.append)
    typed(search, text)
    assert "불러오는 중" in search.results.grid.state_text
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert found == opened


def test_a_list_that_grows_while_searching_keeps_the_mark(search: SearchBox, world: Stage) -> None:
    typed(search, "삼성")
    QTest.keyClick(search, Qt.Key.Key_Down)
    bond = Instrument("KR1", "삼성채권", Market.BOND, InstrumentKind.BOND)
    world.context.instruments.replace(KNOWN.with_file(MasterState("bond", 1), (bond,)))
    assert search.results.grid.current_id() == "KRXD:A11703"
    assert search.results.model.rowCount() == 4


def test_a_damaged_file_is_told_under_the_results(search: SearchBox, world: Stage) -> None:
    failed = MasterState("nas", 1, datetime.now(UTC), 0, message("kis.timed_out"))
    world.context.instruments.replace(KNOWN.with_state(failed))
    typed(search, "삼성")
    assert "나스닥" in search.results.lists.text()
    assert search.results.lists.isVisible()


def test_a_name_of_forty_bytes_is_told_whole(search: SearchBox) -> None:
    typed(search, "009999")
    assert LONG.name in search.results.model.row(0).cells[0].tip
    assert search.results.width() <= search.window().width()


def test_the_results_stay_inside_a_small_window(search: SearchBox) -> None:
    search.window().resize(1100, 700)
    typed(search, "삼성")
    box = search.results.geometry()
    assert box.right() <= 1100
    assert box.left() >= 0


def test_it_opens_while_a_field_has_the_keyboard(window: MainWindow, search: SearchBox) -> None:
    field = window.findChild(QLineEdit, "ticket_field")
    assert field is not None
    field.setText("12 345")
    field.setFocus()
    field.setCursorPosition(2)
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert search.hasFocus()
    assert field.text() == "12 345"
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert field.hasFocus()


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_it_opens_from_a_floating_panel_and_gives_the_keyboard_back(
    window: MainWindow, search: SearchBox, qtbot: QtBot
) -> None:
    dock = window.docks.docks["ticket"]
    dock.setFloating(True)
    dock.activateWindow()
    field = window.findChild(QLineEdit, "ticket_field")
    assert field is not None
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(search.hasFocus)
    assert search.results.isVisible()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_over_a_floating_panel_the_results_are_a_window_without_the_keyboard(
    window: MainWindow, search: SearchBox, qtbot: QtBot
) -> None:
    dock = window.docks.docks["chart"]
    dock.setFloating(True)
    assert typed(search, "삼성") == ["005930", "KRXD:A11703", "SZS:005930"]
    results = search.results
    assert results.isVisible()
    assert results.isWindow()
    assert results.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert QApplication.activeWindow() is window
    assert search.hasFocus()
    below = search.mapToGlobal(QPoint(0, search.height()))
    assert 0 < results.y() - below.y() < 20
    assert results.x() == below.x()
    QTest.keyClick(search, Qt.Key.Key_Down)
    row = results.grid.visualRect(results.model.index(1, 0)).center()
    with qtbot.waitSignal(search.explored):
        QTest.mouseClick(results.grid.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert not results.isVisible()
    dock.setFloating(False)
    typed(search, "삼성")
    assert results.isVisible()
    assert not results.isWindow()
    assert results.parentWidget() is window


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_results_of_their_own_window_follow_the_main_one_and_leave_with_it(
    window: MainWindow, search: SearchBox
) -> None:
    window.docks.docks["chart"].setFloating(True)
    typed(search, "삼성")
    before = search.results.pos()
    window.move(window.pos() + QPoint(30, 20))
    assert search.results.pos() - before == QPoint(30, 20)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not search.results.isVisible()
    typed(search, "삼성")
    assert search.results.isVisible()
    window.hide()
    assert not search.results.isVisible()


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_a_panel_that_is_torn_off_stands_aside_on_the_screen(window: MainWindow) -> None:
    dock = window.docks.docks["watchlist"]
    window.move(0, 0)
    window.resize(1100, 700)
    where = dock.mapToGlobal(QPoint())
    _press(window, dock.spec.id)
    assert dock.isFloating()
    room = dock.screen().availableGeometry()
    assert room.contains(dock.geometry())
    least = room.bottomRight() - QPoint(dock.width() - 1, dock.height() - 1)
    aside = where + QPoint(40, 40)
    assert dock.pos() == QPoint(min(aside.x(), least.x()), min(aside.y(), least.y()))
    assert dock.pos() != where
    _press(window, dock.spec.id)
    assert not dock.isFloating()


def _press(window: MainWindow, panel_id: str) -> None:
    """Choose the first line of a panel's menu."""
    dock = window.docks.docks[panel_id]
    menu = window.docks.menu(dock)
    menu.actions()[0].trigger()
    menu.close()
