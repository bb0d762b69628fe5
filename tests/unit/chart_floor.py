"""One chart with bars and a hand over it, over services that answer when they are told to."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.domain.session import Phase
from kis_desktop.indicators.series import BarSeries, Floats
from kis_desktop.ui.chart.tool_scan import lay_tools
from kis_desktop.ui.chart.tools.orders import OrdersTool
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.chart import ChartModel
from tests.unit.screen_desk import SAMSUNG, Desk, DeskServices, quote, reading

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_KEY = Qt.KeyboardModifier.NoModifier


class Charted(DeskServices):
    """Services with bars."""

    async def load(self, _key: BarKey) -> BarSeries:
        return waving(300)

    async def ex_dates(self, _symbol: str) -> tuple[object, ...]:
        return ()

    async def follow(self, _owner: str, _key: BarKey) -> None:
        """Nothing moves here."""


def waving(count: int) -> BarSeries:
    """A minute each, between 97,000 and 99,400."""
    close: Floats = 98_200.0 + 1_000 * np.sin(np.arange(count) / 12)
    times = NINE + 60 * np.arange(count, dtype=np.int64)
    volume = np.full(count, 10.0, np.float64)
    return BarSeries(times, close, close + 200, close - 200, close, volume)


class ChartFloor:
    """A chart of Samsung Electronics at 98,400 won."""

    def __init__(self, language: str = "ko") -> None:
        self.desk = Desk(language=language)
        self.services = Charted()
        object.__setattr__(self.desk.context, "services", self.services)
        self.model = ChartModel(self.desk.context)
        self.view = ChartView(self.desk.context, self.model)
        lay_tools(self.view)
        self.model.setParent(self.view)
        self.canvas = self.view.canvas
        self.view.resize(900, 640)
        tool = self.view.tools["orders"]
        assert isinstance(tool, OrdersTool)
        self.tool = tool
        self.orders, self.trading = tool.orders, tool.orders.trading

    async def begin(self) -> None:
        """Bars on the screen and live prices."""
        self.model.bars_replaced.connect(
            lambda: self.canvas.show_bars(self.model.pyramid, (), dated=False)
        )
        self.model.start()
        await self.desk.settle()
        self.desk.line(LinkState.LIVE)
        self.desk.feed(SAMSUNG, Feed.LIVE)
        self.desk.show(reading(Phase.CONTINUOUS), quote(received=time.monotonic()))
        self.canvas.set_tick(100, self.model.ticks.nearest)

    def arm(self, shares: str = "10") -> None:
        """Let clicks order."""
        self.trading.set_quantity_text(shares)
        self.trading.arm(True)

    def at(self, price: int, x: int = 300) -> QPoint:
        """Where a price is on the canvas."""
        assert self.canvas.sight is not None
        return QPoint(x, round(self.canvas.sight.price.y(price)))

    def pull(self, start: QPoint, end: QPoint) -> None:
        """Take hold and pull, without letting go."""
        QTest.mousePress(self.canvas, LEFT, pos=start)
        move(self.canvas, start + (end - start) / 2, LEFT)
        move(self.canvas, end, LEFT)

    def drag(self, before: int, after: int) -> None:
        """From a price to another."""
        end = self.at(after)
        self.pull(self.at(before), end)
        QTest.mouseRelease(self.canvas, LEFT, pos=end)

    def double_click(
        self, price: int, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEY
    ) -> None:
        """At a price, as the mouse tells it."""
        place = self.at(price)
        QTest.mouseClick(self.canvas, button, keys, place)
        QTest.mouseDClick(self.canvas, button, keys, place)


def move(
    canvas: QWidget,
    to: QPoint,
    button: Qt.MouseButton = Qt.MouseButton.NoButton,
    keys: Qt.KeyboardModifier = NO_KEY,
) -> None:
    """Move the pointer with a button held; `QTest.mouseMove` would run the loop."""
    where, on_screen = QPointF(to), QPointF(canvas.mapToGlobal(to))
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, where, on_screen, none, button, keys)
    QApplication.sendEvent(canvas, moved)
