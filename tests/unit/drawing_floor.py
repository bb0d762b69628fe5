"""One chart to draw on, over services that keep what was drawn in memory."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.drawing import Drawing, DrawingPoint
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries, Floats
from kis_desktop.ui.chart.drawings.kind import kinds
from kis_desktop.ui.chart.drawings.placed import Placing
from kis_desktop.ui.chart.drawings.snapping import Snapping
from kis_desktop.ui.chart.tool_scan import lay_tools
from kis_desktop.ui.chart.tools.drawings import DrawingsTool
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.drawings import new_id
from kis_desktop.viewmodels.symbol_drawings import SymbolDrawings
from tests.unit.screen_desk import Desk, DeskServices

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEY = Qt.KeyboardModifier.NoModifier


class Charted(DeskServices):
    """Services with bars."""

    async def load(self, _key: BarKey) -> BarSeries:
        return waving(300)

    async def ex_dates(self, _symbol: str) -> tuple[()]:
        return ()

    async def follow(self, _owner: str, _key: BarKey) -> None:
        """Nothing moves here."""


def waving(count: int, step: int = 60, start: int = NINE) -> BarSeries:
    """Bars between 97,000 and 99,400; a body of a hundred won, wicks of two hundred."""
    close: Floats = np.round((98_200.0 + 1_000 * np.sin(np.arange(count) / 12)) / 100) * 100
    times = start + step * np.arange(count, dtype=np.int64)
    volume = np.full(count, 10.0, np.float64)
    return BarSeries(times, close - 100, close + 200, close - 200, close, volume)


def on_tick(price: float) -> Decimal:
    return Decimal(round(price / 100) * 100)


class DrawingFloor:
    """A chart of Samsung Electronics; a second one on the same desk with `beside`."""

    def __init__(self, language: str = "ko", desk: Desk | None = None) -> None:
        self.desk = Desk(language=language) if desk is None else desk
        self.services = Charted()
        if desk is None:
            object.__setattr__(self.desk.context, "services", self.services)
        self.services = cast("Charted", self.desk.context.services)
        self.model = ChartModel(self.desk.context)
        self.view = ChartView(self.desk.context, self.model)
        lay_tools(self.view)
        self.model.setParent(self.view)
        self.canvas = self.view.canvas
        self.view.resize(900, 640)
        self.tool = cast("DrawingsTool", self.view.tools["drawings"])

    async def begin(self) -> None:
        """Bars on the screen."""
        self.model.bars_replaced.connect(self._show)
        self.model.start()
        await self.desk.settle()
        self.canvas.set_tick(100, on_tick)

    def show_bars(self, bars: BarSeries) -> None:
        """Another interval."""
        self.canvas.show_bars(BarPyramid(bars), (), dated=False)

    @property
    def book(self) -> SymbolDrawings:
        """What is drawn on the chart's symbol."""
        assert self.tool.board.book is not None
        return self.tool.board.book

    @property
    def placing(self) -> Placing:
        """Where points are."""
        assert self.tool.board.placing is not None
        return self.tool.board.placing

    def snapping(self) -> Snapping:
        """How points are found."""
        return self.tool.board.snapping(self.placing, NO_KEY)

    def at(self, bar: int, price: float) -> QPoint:
        """Where a bar's price is on the canvas."""
        placing = self.placing
        return QPoint(round(placing.sight.viewport.x(bar)), round(placing.y(price)))

    def point(self, bar: int, price: int) -> DrawingPoint:
        """A bar's price."""
        return DrawingPoint(NINE + 60 * bar, Decimal(price))

    def draw(self, kind: str, *points: tuple[int, int]) -> Drawing:
        """Lay a drawing on the chart, as its kind looks at first."""
        drawn = tuple(self.point(*point) for point in points)
        drawing = Drawing(new_id(), kind, drawn, kinds()[kind].look)
        assert self.book.add(drawing)
        return drawing

    def press(self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        self._send(QEvent.Type.MouseButtonPress, at, LEFT, LEFT, keys)

    def move(
        self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY, held: Qt.MouseButton = NO_BUTTON
    ) -> None:
        self._send(QEvent.Type.MouseMove, at, NO_BUTTON, held, keys)

    def release(self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        self._send(QEvent.Type.MouseButtonRelease, at, LEFT, NO_BUTTON, keys)

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        self.move(at, keys)
        self.press(at, keys)
        self.release(at, keys)

    def drag(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        self.press(start, keys)
        self.move(start + (end - start) / 2, keys, LEFT)
        self.move(end, keys, LEFT)
        self.release(end, keys)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.keyClick(self.canvas, key, keys)

    def button(self, name: str) -> QWidget:
        """A button of the bars, by name."""
        found = self.view.findChild(QWidget, f"drawing-{name}")
        assert found is not None
        return found

    def press_button(self, name: str) -> None:
        QTest.mouseClick(self.button(name), LEFT)

    def _show(self) -> None:
        if len(self.model.pyramid):
            self.canvas.show_bars(self.model.pyramid, (), dated=False)

    def _send(
        self,
        kind: QEvent.Type,
        at: QPoint,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
        keys: Qt.KeyboardModifier,
    ) -> None:
        where, on_screen = QPointF(at), QPointF(self.canvas.mapToGlobal(at))
        QApplication.sendEvent(self.canvas, QMouseEvent(kind, where, on_screen, button, held, keys))
