"""The whole program in a real window against a real simulator, driven by keys and the mouse."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTableView, QWidget

from kis_desktop.app.options import Options
from kis_desktop.app.profile import open_profile
from kis_desktop.app.window import Terminal
from kis_desktop.domain.connection import LinkState
from kis_desktop.storage.log_file import Redactor
from kis_desktop.ui.account.strip import AccountStripView
from kis_desktop.ui.book.book_view import BookView
from tests.patience import PATIENCE_S

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


class Floor:
    """What a trader sees and does. Texts are those of the panels."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.window = terminal.window

    def widget(self, panel: str, name: str, kind: type[W]) -> W:
        """A widget by its own name and that of its panel."""
        home = self.window if not panel else self.window.findChild(QWidget, panel)
        assert home is not None, panel
        found = home.findChild(kind, name)
        assert found is not None, f"{name} in {panel or 'the window'}"
        return found

    async def until(self, what: str, condition: Callable[[], object]) -> None:
        """Wait until the screen shows it."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, f"{what}; the screen says:\n{self.told()}"
            await asyncio.sleep(0.02)

    async def until_live(self) -> None:
        """Wait until the line is up and the first prices stand in the watchlist and the book."""
        await self.until("live", lambda: self.terminal.report.figures.state is LinkState.LIVE)
        await self.until("names", lambda: self.rows("watchlist"))
        await self.until("prices", lambda: self.rows("watchlist")[0][1] != "—")
        await self.until("a book", lambda: self.book().book().book_row(10).price_text)

    def table(self, panel: str) -> QTableView:
        """The table of a panel."""
        home = self.window.findChild(QWidget, panel)
        assert home is not None, panel
        tables = [table for table in home.findChildren(QTableView) if table.objectName()]
        return tables[0]

    def rows(self, panel: str) -> list[list[str]]:
        """The texts of a panel's table, row by row."""
        model = self.table(panel).model()
        return [
            [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def row_of(self, panel: str, text: str) -> list[str]:
        """The first row that holds a text; an empty one when none does."""
        return next((row for row in self.rows(panel) if any(text in cell for cell in row)), [])

    def strip(self, label: str) -> str:
        """A figure of the account strip by its label."""
        view = self.widget("open_orders", "accountStrip", AccountStripView)
        return next(figure.text for figure in view.model.figures if figure.label == label)

    def book(self) -> BookView:
        """The ten levels a side."""
        return self.widget("order_book", "bookLevels", BookView)

    def label(self, panel: str, name: str) -> str:
        """The text of a label."""
        return self.widget(panel, name, QLabel).text()

    def told(self) -> str:
        """What a failing test should print."""
        lines = [f"{panel}: {self.rows(panel)[:4]}" for panel in ("open_orders", "fills", "log")]
        return "\n".join([*lines, f"ticket: {self.label('ticket', 'told')}"])

    async def choose(self, name: str) -> None:
        """Click an instrument in the watchlist."""
        table = self.table("watchlist")
        place = next(at for at, row in enumerate(self.rows("watchlist")) if name in row[0])
        index = table.model().index(place, 1)
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(index).center())
        await self.until(f"{name} everywhere", lambda: self.book().book().state.value == "live")

    async def click_row(self, panel: str, text: str) -> None:
        """Click a row of a table."""
        table = self.table(panel)
        place = next(
            at for at, row in enumerate(self.rows(panel)) if any(text in cell for cell in row)
        )
        rect = table.visualRect(table.model().index(place, 1))
        QTest.mouseClick(table.viewport(), LEFT, pos=rect.center())
        await asyncio.sleep(0)

    def take_price_from_book(self, place: int) -> str:
        """Double-click a level of the book; its price as the book writes it."""
        view = self.book()
        text = view.book().book_row(place).price_text
        at: QPoint = view.row_rect(place).center()
        QTest.mouseClick(view.viewport(), LEFT, pos=at)
        QTest.mouseDClick(view.viewport(), LEFT, pos=at)
        return text

    def show(self, panel: str) -> None:
        """Bring a tabbed panel to the front with the mouse."""
        tabs = [
            tab
            for tab in self.window.findChildren(QAbstractButton, f"tab_{panel}")
            if tab.isVisible()
        ]
        assert tabs, panel
        QTest.mouseClick(tabs[0], LEFT)

    def type_into(self, panel: str, name: str, text: str) -> None:
        """Replace what stands in a field by typing."""
        field = self.widget(panel, name, QLineEdit)
        QTest.mouseClick(field, LEFT)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)

    def press(self, panel: str, name: str) -> None:
        """Click a button that can be clicked."""
        button = self.widget(panel, name, QAbstractButton)
        assert button.isEnabled(), f"{name}: {button.text()} {button.toolTip()}"
        QTest.mouseClick(button, LEFT)

    async def order(self) -> None:
        """Press the money button and confirm the sheet that opens."""
        self.press("ticket", "send")
        await self.until("the sheet", lambda: self.window.findChild(QWidget, "orderSheet"))
        send = self.widget("orderSheet", "confirmSend", QAbstractButton)
        await self.until("an order that may go", send.isEnabled)
        QTest.mouseClick(send, LEFT)
        await self.until("sent", lambda: self.window.findChild(QWidget, "orderSheet") is None)

    def press_key(self, key: Qt.Key) -> None:
        """Press a key in the window."""
        QTest.keyClick(self.window, key)

    async def until_enabled(self, panel: str, name: str) -> None:
        """Wait until a button may be pressed."""
        button = self.widget(panel, name, QAbstractButton)
        await self.until(f"{name} enabled", button.isEnabled)


def won(text: str) -> int:
    """An amount as the screen writes it, as a number."""
    return int(text.replace(",", "").replace("원", "").replace("＋", "").replace("+", "") or 0)


@contextlib.contextmanager
def open_terminal(file: Path, locale: str = "ko") -> Iterator[Terminal]:
    """The program as `kis-desktop --simulator FILE` would open it."""
    redactor = Redactor()
    options = Options(time.perf_counter(), simulator=file, locale=locale, size=(1680, 1050))
    profile = open_profile(options, redactor)
    try:
        with Terminal(options, profile, redactor) as terminal:
            yield terminal
    finally:
        profile.close()


def trade(file: Path, script: Callable[[Floor], Coroutine[object, object, None]]) -> None:
    """Open the program, act out a script in its loop, and close it."""
    assert QApplication.instance() is not None
    with open_terminal(file) as terminal:
        terminal.loop.run_until_complete(script(Floor(terminal)))
        assert terminal.report.figures.errors == [], terminal.report.figures.errors
