"""Panels of charts that come and go, under garbage collection that may run at any moment."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.kept_charts import KeptCell, KeptCharts, KeptGrid
from kis_desktop.ui.gallery_states import State, stage
from kis_desktop.ui.panels.chart import ChartPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.drawings import DrawingDesk
from kis_desktop.viewmodels.own_fills import OwnFills

_PRESSED = (("1", 20), ("4", 100), ("1", 100), ("16", 700), ("1", 700))
"""layouts, and how many new objects there are between collections"""


@pytest.fixture
def pressed() -> Iterator[None]:
    """Garbage is collected as the test says, and as ever afterwards."""
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)


async def opened(layout: str) -> ChartPanel:
    world = stage(State.LIVE)
    world.services.kept_charts = KeptCharts(grid=KeptGrid(layout, (KeptCell("005930"),)))
    panel = ChartPanel(world.context)
    panel.resize(900, 700)
    panel.show()
    for _ in range(20):
        await asyncio.sleep(0)
    world.play()
    return panel


def end(panel: ChartPanel) -> None:
    for widget in (*panel.head_widgets(), panel):
        widget.close()
        widget.deleteLater()
    deleted()


def deleted() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.usefixtures("pressed")
async def test_panels_end_whenever_garbage_is_collected(qtbot: QtBot, qapp: QApplication) -> None:
    Theme().apply(qapp)
    ended = []
    for layout, often in _PRESSED:
        gc.set_threshold(often, 2, 2)
        panel = await opened(layout)
        ended.append(weakref.ref(panel.charts.active.context.clock))
        panel.grid.set_layout("1")
        await asyncio.sleep(0)
        end(panel)
        del panel
        gc.collect()
    for _ in range(4):
        await asyncio.sleep(0)
    gc.collect()
    assert [one() for one in ended] == [None] * len(ended)


async def test_changes_of_the_grid_leave_no_object_behind(qtbot: QtBot, qapp: QApplication) -> None:
    Theme().apply(qapp)
    panel = await opened("1")
    qtbot.addWidget(panel)
    for widget in panel.head_widgets():
        qtbot.addWidget(widget)
    begun = 0
    for number in range(6):
        for layout in ("4", "1"):
            panel.grid.set_layout(layout)
            await asyncio.sleep(0)
            deleted()
        begun = begun or len(panel.findChildren(QObject))
        assert len(panel.charts.cells) == 1, number
    assert len(panel.findChildren(QObject)) == begun


def test_what_charts_share_is_no_child_of_what_it_holds(qapp: QApplication) -> None:
    context: ViewContext = stage(State.LIVE).context
    shared: tuple[QObject, ...] = (DrawingDesk.of(context), OwnFills.of(context))
    assert shared == (DrawingDesk.of(context), OwnFills.of(context))
    assert [one.parent() for one in shared] == [None, None]
