"""From a server's master files to the search: all markets are found, Korean ones are shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.instrument import Instrument
from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, open_terminal


def first_found(floor: Floor, text: str) -> str | None:
    """Type a text into the search; the key of the marked result."""
    floor.window.do_search()
    search = floor.window.top_bar.search
    search.clear()
    typed = QInputMethodEvent()
    typed.setCommitString(text)
    QApplication.sendEvent(search, typed)
    return search.results.grid.current_id()


def test_every_market_is_found_and_only_korean_shares_become_the_symbol(
    simulator: Simulator, qtbot: QtBot
) -> None:
    explored: list[Instrument] = []
    selected: list[str] = []

    async def look(floor: Floor) -> None:
        search = floor.window.top_bar.search
        search.explored.connect(explored.append)
        search.selected.connect(selected.append)
        await floor.until_live()
        floor.window.do_search()
        await floor.until("all lists", lambda: _is_whole(search.results.lists.text()))
        assert first_found(floor, "ㅅㅅㅈㅈ") == "005930"
        assert first_found(floor, "나스닥 애플") == "NAS:AAPL"
        assert first_found(floor, "환율 원") == "WORLD:FX@KRW"
        assert first_found(floor, "2차전지") == "THEME:002"
        assert first_found(floor, "선물 F 202612") == "KRXD:A01612"
        assert first_found(floor, "tsla") == "NAS:TSLA"
        QTest.keyClick(search, Qt.Key.Key_Return)
        await floor.until("the explorer", floor.window.docks.docks["api_explorer"].isVisible)
        assert selected == []
        assert first_found(floor, "000660") == "000660"
        QTest.keyClick(search, Qt.Key.Key_Return)

    with open_terminal(simulator.file) as terminal:
        terminal.loop.run_until_complete(look(Floor(terminal)))
        assert terminal.report.figures.errors == []
    assert selected == ["000660"]
    found = [(one.symbol, one.exchange, one.currency) for one in explored]
    assert found == [("TSLA", "NAS", "USD")]


def _is_whole(lists: str) -> bool:
    """Whether the line under the results speaks of no list that is still to come or has failed."""
    return "종목" in lists and "받는 중" not in lists and "못함" not in lists
