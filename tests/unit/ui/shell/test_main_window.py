"""The main window with small panels, real keys and a real mouse."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QPushButton,
    QSystemTrayIcon,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kis_desktop.domain.alert import AlertFired
from kis_desktop.domain.connection import Environment
from kis_desktop.ui import gallery_alerts
from kis_desktop.ui import gallery_scene as scene
from kis_desktop.ui.desktop_note import SystemTray
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.ui.shell.actions import Menu
from kis_desktop.ui.shell.dock_head import HeadTab
from kis_desktop.ui.shell.layout_text import SavedLayout, layout_text, parse_layout
from kis_desktop.ui.shell.main_window import MainWindow
from kis_desktop.ui.shell.panel_scan import scan_package
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Density, ThemeName
from tests.patience import PATIENCE_S
from tests.unit.ui.shell.conftest import PackageOf, PanelWriter

LAYOUT_KEY = "shell/layout"


@pytest.fixture
def world(qtbot: QtBot) -> Stage:
    return stage(State.LIVE)


@pytest.fixture
def open_window(
    qtbot: QtBot, theme: Theme, panels: ModuleType
) -> Iterator[Callable[[Stage], MainWindow]]:
    opened: list[MainWindow] = []

    def open_(world: Stage) -> MainWindow:
        window = MainWindow(world.context, theme, scan_package(panels))
        opened.append(window)
        with qtbot.waitSignal(window.first_painted, timeout=round(PATIENCE_S * 1000)):
            window.show()
        return window

    yield open_
    for window in opened:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents()


@pytest.fixture
def window(open_window: Callable[[Stage], MainWindow], world: Stage) -> MainWindow:
    return open_window(world)


def panel_rect(window: MainWindow, panel_id: str) -> tuple[int, int, int, int]:
    box = window.docks.docks[panel_id].geometry()
    return box.x(), box.y(), box.width(), box.height()


def test_the_default_layout_is_that_of_the_picture(window: MainWindow) -> None:
    watch, chart = panel_rect(window, "watchlist"), panel_rect(window, "chart")
    book, ticket = panel_rect(window, "order_book"), panel_rect(window, "ticket")
    bottom = panel_rect(window, "open_orders")
    assert watch[0] < chart[0] < book[0]
    assert bottom[0] == chart[0]
    assert bottom[1] > chart[1]
    assert ticket[0] == book[0]
    assert ticket[1] > book[1]
    assert abs(watch[2] - 384) <= 12
    assert abs(book[2] - 325) <= 12
    assert 260 <= bottom[3] <= 320
    assert 310 <= ticket[3] <= 345


def test_panels_stay_workable_in_the_smallest_window(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(QSize(1100, 700))
    qtbot.waitUntil(lambda: panel_rect(window, "watchlist")[2] <= 262)
    assert window.size() == QSize(1100, 700)
    assert panel_rect(window, "chart")[2] >= 500
    qtbot.waitUntil(lambda: panel_rect(window, "ticket")[3] >= 270)


def test_a_width_that_the_trader_has_set_survives_a_resize(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: abs(panel_rect(window, "watchlist")[2] - 384) <= 12)
    separator = QPoint(panel_rect(window, "watchlist")[2] + 2, 500)
    wider = separator + QPoint(140, 0)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=separator)
    QTest.mouseMove(window, wider)
    qtbot.waitUntil(lambda: panel_rect(window, "watchlist")[2] >= 500)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=wider)
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: window.width() == 1600)
    qtbot.wait(50)
    assert panel_rect(window, "watchlist")[2] >= 480


def test_an_untouched_layout_fits_itself_to_the_window_of_the_next_start(
    open_window: Callable[[Stage], MainWindow], world: Stage, qtbot: QtBot
) -> None:
    first = open_window(world)
    qtbot.wait(50)
    first.close()
    kept = world.context.preferences.get(LAYOUT_KEY)
    assert kept is not None
    assert parse_layout(kept).docks == b""
    again = open_window(stage(State.LIVE, preferences={LAYOUT_KEY: kept}))
    again.resize(1200, 800)
    qtbot.waitUntil(lambda: abs(panel_rect(again, "watchlist")[2] - 275) <= 12)


def test_panels_that_share_a_place_are_tabs_in_one_head(window: MainWindow) -> None:
    assert window.docks.docks["open_orders"].head.titles == ("미체결", "체결", "잔고")
    assert window.docks.docks["order_book"].head.titles == ("호가", "체결가")
    assert window.docks.docks["chart"].head.titles == ("차트",)


def test_qt_shows_no_tab_bar_of_its_own(window: MainWindow) -> None:
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
    assert all(bar.height() == 0 for bar in bars)


def test_a_click_on_a_tab_brings_its_panel_to_the_front(window: MainWindow, qtbot: QtBot) -> None:
    head = window.docks.docks["open_orders"].head
    tab = head.findChild(HeadTab, "tab_positions")
    assert tab is not None
    QTest.mouseClick(tab, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.docks.docks["positions"] in window.docks.seen())
    assert window.docks.docks["open_orders"] not in window.docks.seen()


def test_a_panel_that_counts_shows_its_count_in_the_tab(window: MainWindow) -> None:
    window.docks.docks["open_orders"].panel.setWindowTitle("미체결 3")
    assert window.docks.docks["fills"].head.titles == ("미체결 3", "체결", "잔고")


def test_a_closed_panel_is_reopened_from_the_menu(window: MainWindow, qtbot: QtBot) -> None:
    window.docks.docks["chart"].close()
    action = window.docks.docks["chart"].toggleViewAction()
    assert not action.isChecked()
    action.trigger()
    qtbot.waitUntil(lambda: window.docks.docks["chart"] in window.docks.seen())


def test_f6_goes_through_the_panels_that_are_seen(window: MainWindow) -> None:
    visited = []
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused.objectName())
        QTest.keyClick(window, Qt.Key.Key_F6)
    assert visited[0] == visited[5] == "watchlist_field"
    assert set(visited) == {
        f"{name}_field" for name in ("watchlist", "chart", "order_book", "ticket", "open_orders")
    }


def test_escape_leaves_a_field(window: MainWindow) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.hasFocus()


def test_search_selects_an_instrument_from_anywhere(window: MainWindow, world: Stage) -> None:
    world.play()
    before = QApplication.focusWidget()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search = window.top_bar.search
    assert search.hasFocus()
    QTest.keyClicks(search, "SK")
    assert search.results.isVisible()
    first = search.results.grid.current_id()
    QTest.keyClick(search, Qt.Key.Key_Down)
    second = search.results.grid.current_id()
    assert second != first
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert world.context.link.symbol == second
    assert not search.results.isVisible()
    assert QApplication.focusWidget() is before


def test_search_that_finds_nothing_says_so(window: MainWindow, world: Stage) -> None:
    world.play()
    window.top_bar.search.begin()
    QTest.keyClicks(window.top_bar.search, "zzzz")
    assert "zzzz" in window.top_bar.search.results.grid.state_text
    QTest.keyClick(window.top_bar.search, Qt.Key.Key_Return)
    assert world.context.link.symbol == "005930"


def test_a_code_can_be_opened_before_the_list_has_come(window: MainWindow, world: Stage) -> None:
    window.top_bar.search.begin()
    QTest.keyClicks(window.top_bar.search, "000660")
    QTest.keyClick(window.top_bar.search, Qt.Key.Key_Return)
    assert world.context.link.symbol == "000660"


def test_panels_that_follow_the_symbol_show_it(window: MainWindow, world: Stage) -> None:
    world.context.link.select("000660")
    shown = {
        name
        for name, dock in window.docks.docks.items()
        for chip in dock.head.findChildren(QLabel, "symbol")
        if chip.text() == "000660"
    }
    assert shown == {"chart", "order_book", "tape", "ticket"}


def test_the_clock_shows_nothing_before_the_server_has_spoken(
    window: MainWindow, world: Stage
) -> None:
    time = window.findChild(QLabel, "marketTime")
    assert time is not None
    assert time.text() == "—"
    world.play()
    assert time.text() == "10:12:33"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        (Environment.SIMULATED, "가상 시세 · 데모"),
        (Environment.PAPER, "모의투자"),
        (Environment.REAL, "실전"),
    ],
)
def test_the_world_is_named_in_the_bar_and_in_the_title(
    open_window: Callable[[Stage], MainWindow], environment: Environment, words: str
) -> None:
    window = open_window(stage(State.LIVE, environment=environment))
    assert window.top_bar.badge.text == words
    assert words in window.windowTitle()


def test_the_status_line_tells_line_budget_and_last_fill(window: MainWindow, world: Stage) -> None:
    world.play()
    texts = {label.objectName(): label.text() for label in window.status_line.findChildren(QLabel)}
    assert texts["line"] == "연결됨 · 지연 4 ms"
    assert texts["rest"] == "3/15"
    assert texts["registrations"] == "20/41"
    assert texts["news"] == "10:12:31 체결 삼성전자 매수 40주 98,300"


def test_a_failing_panel_becomes_a_sentence_and_the_others_live(
    qtbot: QtBot,
    theme: Theme,
    write_panel: PanelWriter,
    package: PackageOf,
    world: Stage,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_panel("good", "좋은", "left", 1)
    write_panel("bad", "나쁜", "center", 1, body="1 / 0")
    window = MainWindow(world.context, theme, scan_package(package()))
    with qtbot.waitSignal(window.first_painted, timeout=round(PATIENCE_S * 1000)):
        window.show()
    sentence = window.docks.docks["bad"].panel.findChild(QLabel, "sentence")
    assert sentence is not None
    assert "나쁜" in sentence.text()
    assert "ZeroDivisionError" in sentence.text()
    assert window.docks.docks["good"] in window.docks.seen()
    assert "broke" in caplog.text
    window.close()
    window.deleteLater()


def test_a_layout_survives_a_restart(
    open_window: Callable[[Stage], MainWindow], world: Stage
) -> None:
    first = open_window(world)
    first.docks.docks["fills"].close()
    first.close()
    kept = world.context.preferences.get(LAYOUT_KEY)
    assert kept is not None
    again = open_window(stage(State.LIVE, preferences={LAYOUT_KEY: kept}))
    assert again.docks.docks["fills"].isHidden()
    assert again.docks.docks["chart"] in again.docks.seen()


def test_a_panel_that_the_kept_layout_does_not_know_is_shown(
    open_window: Callable[[Stage], MainWindow], world: Stage
) -> None:
    kept = parse_layout(open_window(world).docks.text())
    older = SavedLayout(
        kept.geometry, kept.docks, tuple(name for name in kept.panels if name != "positions")
    )
    again = open_window(stage(State.LIVE, preferences={LAYOUT_KEY: layout_text(older)}))
    assert not again.docks.docks["positions"].isHidden()


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "nonsense",
        "[]",
        '{"version": 99}',
        '{"version": 1}',
        json.dumps({"version": 1, "geometry": "*", "docks": "*", "panels": []}),
        json.dumps(
            {
                "version": 1,
                "geometry": "",
                "docks": base64.b64encode(b"broken").decode(),
                "panels": ["chart"],
            }
        ),
    ],
)
def test_a_broken_layout_gives_the_default_one_and_a_line_in_the_log(
    open_window: Callable[[Stage], MainWindow], kept: str, caplog: pytest.LogCaptureFixture
) -> None:
    window = open_window(stage(State.LIVE, preferences={LAYOUT_KEY: kept}))
    assert "layout" in caplog.text
    news = window.status_line.findChild(QLabel, "news")
    assert news is not None
    assert "기본 배치" in news.text()
    assert {dock.spec.id for dock in window.docks.seen()} == {
        "watchlist",
        "chart",
        "order_book",
        "ticket",
        "open_orders",
    }


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_resetting_brings_a_floating_panel_home(window: MainWindow) -> None:
    window.docks.docks["chart"].setFloating(True)
    window.do_reset_layout()
    assert not window.docks.docks["chart"].isFloating()
    assert window.docks.docks["chart"] in window.docks.seen()


def test_theme_and_density_are_switched_at_run_time_and_kept(
    window: MainWindow, world: Stage, theme: Theme
) -> None:
    theme.switch(ThemeName.LIGHT)
    theme.set_density(Density.ROOMY)
    assert world.context.preferences.get("shell/theme") == "light"
    assert world.context.preferences.get("shell/density") == "roomy"
    corner = window.grab().toImage().pixelColor(4, 4)
    assert corner.lightness() > 200


def test_a_theme_named_at_the_start_counts_more_than_the_kept_one(
    open_window: Callable[[Stage], MainWindow], theme: Theme
) -> None:
    theme.use("dark")
    open_window(stage(State.LIVE, preferences={"shell/theme": "light"}))
    assert theme.name is ThemeName.DARK


def test_a_picture_of_the_window_is_written(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "window.png"
    assert window.grab_picture(path)
    assert path.stat().st_size > 10_000
    assert not window.grab_picture(tmp_path / "no folder" / "window.png")


def test_the_cheat_sheet_names_every_key(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = window.findChild(QDialog, "shortcuts")
    assert sheet is not None
    keys = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ctrl+K", "F6", "F12", "F1", "F2"} <= keys
    sheet.close()


def test_the_english_window_has_no_korean_words(
    qtbot: QtBot, theme: Theme, write_panel: PanelWriter, package: PackageOf
) -> None:
    write_panel("chart", "차트", "center", 1, body="")
    window = MainWindow(stage(State.EMPTY, "en").context, theme, scan_package(package()))
    qtbot.addWidget(window)
    window.do_shortcuts()
    window.kill_strip.ask_for_release()
    labels = [label.text() for label in window.findChildren(QLabel) if label.text() != "차트"]
    buttons = [button.text() for button in window.findChildren(QAbstractButton)]
    actions = [action.text() for action in window.findChildren(QAction)]
    tips = [widget.toolTip() + widget.accessibleName() for widget in window.findChildren(QWidget)]
    korean = [text for text in labels + buttons + actions + tips if re.search("[가-힣]", text)]
    assert korean == []
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_closing_tells_that_the_window_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed):
        window.close()


def test_the_stop_is_always_in_sight(window: MainWindow) -> None:
    button = window.findChild(QPushButton, "halt")
    assert button is not None
    assert button.isVisible()
    assert "F12" in button.text()


def _with_a_later_panel(write_panel: PanelWriter) -> None:
    write_panel("explorer", "탐색기", "center", 20, body="PANEL_LATER = True")


def test_a_later_panel_is_made_when_it_is_first_shown(
    open_window: Callable[[Stage], MainWindow],
    world: Stage,
    panels: ModuleType,
    write_panel: PanelWriter,
) -> None:
    _with_a_later_panel(write_panel)
    window = open_window(world)
    dock = window.docks.docks["explorer"]
    before = (dock.isHidden(), dock.is_made)
    chart = window.docks.docks["chart"]
    window.docks.show_panel("explorer")
    assert before == (True, False)
    assert (dock.isHidden(), dock.is_made) == (False, True)
    assert dock in window.tabifiedDockWidgets(chart)
    assert dock.panel.objectName() == "explorer"
    assert QApplication.focusWidget() is dock.panel.focusProxy()


def test_a_later_panel_opens_from_the_view_menu(
    open_window: Callable[[Stage], MainWindow],
    world: Stage,
    panels: ModuleType,
    write_panel: PanelWriter,
) -> None:
    _with_a_later_panel(write_panel)
    window = open_window(world)
    dock = window.docks.docks["explorer"]
    (action,) = [one for one in window.menu(Menu.VIEW).actions() if one.text() == "탐색기"]
    checked = [action.isChecked()]
    action.trigger()
    checked.append(action.isChecked())
    assert dock.is_made
    assert dock in window.docks.seen()
    action.trigger()
    assert dock.isHidden()
    assert [*checked, action.isChecked()] == [False, True, False]


def test_a_later_panel_that_was_open_is_open_again(
    open_window: Callable[[Stage], MainWindow],
    world: Stage,
    panels: ModuleType,
    write_panel: PanelWriter,
) -> None:
    _with_a_later_panel(write_panel)
    first = open_window(world)
    first.docks.show_panel("explorer")
    first.close()
    second = open_window(world)
    assert second.docks.docks["explorer"].is_made
    assert not second.docks.docks["explorer"].isHidden()
    second.do_reset_layout()
    assert second.docks.docks["explorer"].isHidden()


class ToldOutside:
    """A desktop that keeps what it was to show."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def tell(self, title: str, text: str) -> None:
        self.told.append((title, text))


def test_an_alert_is_told_by_the_desktop_while_another_window_is_in_front(
    window: MainWindow, world: Stage, qtbot: QtBot
) -> None:
    desktop, other = ToldOutside(), QWidget()
    window.desktop = desktop
    qtbot.addWidget(other)
    met = gallery_alerts.board(scene.NOW).alerts[0]
    for front in (window, other):
        with qtbot.waitActive(front):
            front.show()
            front.activateWindow()
        fired = msgspec.structs.replace(met, id=front.objectName())
        world.mailbox.event(AlertFired(fired, scene.NOW, Decimal(98_900)))
        world.context.clock.drain()
    assert [title for title, _ in desktop.told] == ["알림 · 005930"]


def test_a_desktop_without_a_tray_shows_nothing(window: MainWindow) -> None:
    tray = SystemTray(window)
    tray.tell("알림", "98,400원")
    assert tray.can_tell is (window.findChild(QSystemTrayIcon) is not None)
