"""Fills and orders of a day on the screen: scrolling, sorting, one more row, few against many."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from kis_desktop.domain.event import Event, FillReceived, OrderChanged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, OrderState, OrderType, Side, Venue
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.ui.grid import Grid
from kis_desktop.ui.panels.fills import FillsPanel
from kis_desktop.ui.panels.order_history import OrderHistoryPanel
from kis_desktop.ui.theme.theme import Theme

_DAY = date(2026, 11, 20)
_SYMBOLS = ("005930", "000660", "034020", "035420", "069500")
_SIZE = (957, 276)
_SCROLLS, _SORTS, _ROWS = 60, 40, 40
_COLUMNS = (3, 4, 5)
_ORDERS = (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder)

Samples = dict[str, list[float]]


def main() -> None:
    """Measure, and tell it in one line."""
    app = QApplication(sys.argv[:1])
    Theme().apply(app)
    loop = qasync.QEventLoop(app)
    with loop:
        told = loop.run_until_complete(_measure())
    print(json.dumps(told))


async def _measure() -> dict[str, Samples]:
    await asyncio.sleep(0)
    return {
        "fills_few": _table(FillsPanel, lambda n: FillReceived(_fill(n)), 100),
        "fills_many": _table(FillsPanel, lambda n: FillReceived(_fill(n)), 10_000),
        "orders_few": _table(OrderHistoryPanel, lambda n: OrderChanged(_order(n)), 100),
        "orders_many": _table(OrderHistoryPanel, lambda n: OrderChanged(_order(n)), 1_000),
    }


def _table(
    make: Callable[..., FillsPanel | OrderHistoryPanel], event: Callable[[int], Event], count: int
) -> Samples:
    """One panel with so many rows; CPU milliseconds of each step with its painting."""
    world = stage(State.EMPTY)
    panel = make(world.context)
    panel.resize(*_SIZE)
    panel.show()
    world.play()
    for number in range(count):
        world.mailbox.event(event(number))
    world.context.clock.drain()
    grid = panel.grid
    grid.viewport().grab()
    samples = {
        "scroll": [_timed(grid, partial(_scroll, grid, step)) for step in range(_SCROLLS)],
        "scroll_again": [_timed(grid, partial(_scroll, grid, step)) for step in range(_SCROLLS)],
        "row": [_timed(grid, partial(_arrive, world, event, count + n)) for n in range(_ROWS)],
        "sort_first": [],
        "sort_again": [],
    }
    for step in range(_SORTS):
        column, order = _COLUMNS[step % len(_COLUMNS)], _ORDERS[step % len(_ORDERS)]
        _arrive(world, event, count + _ROWS + step)  # what was sorted before holds no more
        samples["sort_first"].append(_timed(grid, partial(_sort, grid, column, order)))
        _sort(grid, column + 1, order)
        samples["sort_again"].append(_timed(grid, partial(_sort, grid, column, order)))
        _sort(grid, -1, order)
    _close(panel)
    return samples


def _timed(grid: Grid, act: Callable[[], None]) -> float:
    begun = time.thread_time()
    act()
    grid.viewport().grab()
    return (time.thread_time() - begun) * 1_000


def _scroll(grid: Grid, step: int) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(step * 37 % max(bar.maximum(), 1))


def _sort(grid: Grid, column: int, order: Qt.SortOrder) -> None:
    grid.model().sort(column, order)


def _arrive(world: Stage, event: Callable[[int], Event], number: int) -> None:
    world.mailbox.event(event(number))
    world.context.clock.drain()


def _close(panel: QWidget) -> None:
    panel.close()
    panel.deleteLater()


def _time(number: int) -> str:
    return f"{9 + number // 3600 % 6:02d}{number // 60 % 60:02d}{number % 60:02d}"


def _side(number: int) -> Side:
    return Side.BUY if number % 2 else Side.SELL


def _fill(number: int) -> Fill:
    return Fill(
        order_no=f"{number:010d}",
        symbol=_SYMBOLS[number % len(_SYMBOLS)],
        side=_side(number),
        quantity=1 + number % 90,
        price=Decimal(50_000 + number * 7 % 9_000),
        time=_time(number),
        trade_date=_DAY,
        sequence=number,
        provisional=False,
        fee=Decimal(10 + number % 7),
        tax=Decimal(number % 5),
    )


def _order(number: int) -> Order:
    return Order(
        local_id=f"order-{number}",
        symbol=_SYMBOLS[number % len(_SYMBOLS)],
        side=_side(number),
        order_type=OrderType.LIMIT,
        quantity=1 + number % 90,
        price=Decimal(50_000 + number * 7 % 9_000),
        venue=Venue.KRX,
        state=OrderState.WORKING,
        at=datetime(2026, 11, 20, 1, tzinfo=UTC),
        trade_date=_DAY,
        order_no=f"{number:010d}",
        order_time=_time(number),
    )


if __name__ == "__main__":
    main()
