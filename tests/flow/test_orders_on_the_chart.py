"""Orders on the chart in the whole program: one intent, one request, by the server's own count."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.tools.orders import OrdersTool
from kis_desktop.viewmodels.chart import ChartState
from kis_desktop.viewmodels.ladder_orders import LadderOrders
from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, trade
from tests.unit.chart_floor import LEFT, move

KIA, TICK = "기아", Decimal(100)  # won


@dataclass
class Chart:
    """The chart of the window, switched on for three shares."""

    floor: Floor
    cell: ChartCell
    tool: OrdersTool
    opened: Decimal

    @property
    def desk(self) -> LadderOrders:
        return self.tool.orders.desk

    def place(self, price: Decimal | int, x: int = 400) -> QPoint:
        """Where a price is."""
        sight = self.cell.canvas.sight
        assert sight is not None
        return QPoint(x, round(sight.price.y(float(price))))

    def price_below(self, ticks: int) -> Decimal:
        """The price so many ticks below the one at which the chart was opened."""
        return self.opened - ticks * TICK

    def double_click(self, price: Decimal, button: Qt.MouseButton = LEFT) -> None:
        where = self.place(price)
        keys = Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(self.cell.canvas, button, keys, where)
        QTest.mouseDClick(self.cell.canvas, button, keys, where)

    def drag(self, before: Decimal, after: Decimal) -> None:
        """Pulled, and let go where it is to be; by the mouse's own events."""
        self.pull(before, after)
        QTest.mouseRelease(self.cell.canvas, LEFT, pos=self.place(after))

    def pull(self, before: Decimal, after: Decimal) -> None:
        canvas, start, end = self.cell.canvas, self.place(before), self.place(after)
        QTest.mousePress(canvas, LEFT, pos=start)
        move(canvas, start + QPoint(0, 8), LEFT)
        move(canvas, end, LEFT)

    async def confirm(self) -> None:
        """Press the button of the question, twice."""
        send = self.tool.question.findChild(QAbstractButton, "ladderSend")
        assert send is not None
        await self.floor.until("the question", self.tool.question.isVisible)
        await self.floor.until("its request", lambda: (q := self.desk.question) and q.lines)
        await self.floor.until("it may go", send.isEnabled)
        QTest.mouseClick(send, LEFT)
        QTest.mouseClick(send, LEFT)

    async def until_told(self, text: str) -> None:
        await self.floor.until(text, lambda: self.desk.told.startswith(text))

    async def until_movable(self) -> None:
        await self.floor.until(
            "it can be moved", lambda: any(level.moves for level in self.tool.orders.levels)
        )

    async def take_back(self, price: Decimal) -> None:
        """Click the × of the only order."""
        y = self.place(price).y()
        tags = (self.tool.close_at(QPointF(x, y)) for x in range(10, 600))
        cross = next(tag for tag in tags if tag is not None)
        QTest.mouseClick(self.cell.canvas, LEFT, pos=cross.close.center().toPoint())
        await self.until_told("취소 접수")


async def opened(floor: Floor) -> Chart:
    await floor.until_live()
    await floor.choose(KIA)
    cell = floor.window.findChildren(ChartCell)[0]
    tool = cell.tools["orders"]
    assert isinstance(tool, OrdersTool)
    await floor.until("bars", lambda: cell.model.state is ChartState.READY)
    await floor.until("a scale", lambda: cell.canvas.sight is not None)
    await floor.until("it may be turned on", lambda: not tool.orders.trading.why_not_armed)
    last = tool.orders.trading.quote.last
    assert last is not None
    half = 25 * TICK  # prices move on, and with them what would be under the hand
    cell.canvas.show_prices(float(last - half), float(last + half))
    floor.type_into("chart-cell", "chartQuantity", "3")
    floor.press("chart-cell", "chartArm")
    assert tool.orders.trading.armed
    return Chart(floor, cell, tool, last)


def working(simulator: Simulator) -> list[tuple[str, int, int]]:
    """Side, price and shares of the orders that rest at the server."""
    orders = simulator.state()["orders"]
    return [(row["side"], row["price"], row["remaining"]) for row in orders if row["remaining"]]


def requests(simulator: Simulator) -> int:
    return sum(simulator.state()["order_requests"].values())


@pytest.mark.usefixtures("qtbot")
def test_a_trader_places_pulls_and_takes_back_on_the_chart(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def day(floor: Floor) -> None:
        chart = await opened(floor)
        price = chart.price_below(6)
        chart.double_click(price)
        await chart.confirm()
        await floor.until("it rests", lambda: working(simulator) == [("buy", int(price), 3)])
        await chart.until_movable()
        after = chart.price_below(10)
        chart.drag(price, after)
        await chart.confirm()
        await floor.until("it moved", lambda: working(simulator) == [("buy", int(after), 3)])
        await chart.until_told("정정 접수")
        await chart.until_movable()
        await chart.take_back(after)
        await floor.until("taken back", lambda: not working(simulator))

    trade(simulator.file, day)
    assert requests(simulator) == 3


@pytest.mark.usefixtures("qtbot")
def test_an_order_that_is_filled_in_the_hand_is_let_go_and_said(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def day(floor: Floor) -> None:
        chart = await opened(floor)
        price = chart.price_below(6)
        chart.double_click(price)
        await chart.confirm()
        await chart.until_movable()
        chart.pull(price, chart.price_below(10))
        number = chart.tool.orders.levels[0].order_no
        assert number
        chart.floor.terminal.loop.create_task(cancel_elsewhere(chart, number))
        await floor.until("it is over", lambda: not working(simulator))
        await floor.until("it is seen", lambda: not any(x.moves for x in chart.tool.orders.levels))
        QTest.mouseRelease(chart.cell.canvas, LEFT, pos=chart.place(chart.price_below(10)))
        assert chart.desk.question is None
        await chart.until_told("끌던 주문이")

    trade(simulator.file, day)
    assert requests(simulator) == 2


async def cancel_elsewhere(chart: Chart, number: str) -> None:
    """From another panel: what the hand holds is gone meanwhile."""
    chart.desk.cancel_numbers((number,))


@pytest.mark.usefixtures("qtbot")
def test_a_line_that_dies_under_a_pull_switches_clicks_off_and_sends_once(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def day(floor: Floor) -> None:
        chart = await opened(floor)
        price = chart.price_below(6)
        chart.double_click(price)
        await chart.confirm()
        await chart.until_movable()
        chart.pull(price, chart.price_below(10))
        simulator.faults({"kind": "drop_ws"})
        await floor.until("the switch is off", lambda: not chart.tool.orders.trading.armed)
        after = chart.price_below(10)
        QTest.mouseRelease(chart.cell.canvas, LEFT, pos=chart.place(after))
        assert chart.desk.question is not None
        chart.desk.dismiss()
        chart.double_click(after)
        assert chart.desk.question is None

    trade(simulator.file, day)
    assert requests(simulator) == 1
    assert len(working(simulator)) == 1
