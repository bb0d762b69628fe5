"""Charts of the panel beside each other: framed, alone for a while, moved together."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.domain.chart_setup import ChartSetup, PriceScale
from kis_desktop.domain.index_key import KOSPI
from kis_desktop.domain.kept_charts import GridSync, KeptCell, KeptCharts, KeptGrid
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.date_dialog import DateDialog
from kis_desktop.ui.chart.tools.moment import MomentTool
from kis_desktop.ui.chart.tools.pick import PickTool
from kis_desktop.ui.dialogs.studies import StudiesDialog
from kis_desktop.ui.gallery_states import State, stage
from kis_desktop.ui.panels.chart import ChartPanel, create
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_levels import LevelKind
from kis_desktop.viewmodels.grid_layout import grid_layout

SYMBOLS = ("005930", "000660", "035420", "005380")


class Charts:
    """A panel of charts over scripted services."""

    def __init__(self, qtbot: QtBot, layout: str = "4") -> None:
        count = grid_layout(layout).cells
        cells = tuple(KeptCell(symbol) for symbol in SYMBOLS[:count])
        self.world = stage(State.LIVE)
        self.world.services.kept_charts = KeptCharts(grid=KeptGrid(layout, cells))
        self.panel = cast("ChartPanel", create(self.world.context))
        qtbot.addWidget(self.panel)
        for widget in self.panel.head_widgets():
            qtbot.addWidget(widget)
        self.panel.resize(1000, 800)
        self.panel.show()

    @property
    def cells(self) -> list[ChartCell]:
        return self.panel.charts.cells

    @property
    def shown(self) -> list[str]:
        return [cell.model.symbol for cell in self.cells if cell.isVisible()]

    def moment(self, place: int) -> int | None:
        tool = self.cells[place].tools["moment"]
        assert isinstance(tool, MomentTool)
        return tool.moment

    def point(self, place: int, x: float) -> None:
        canvas = self.cells[place].canvas
        at = QPointF(x, 60)
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), none, none, Qt.KeyboardModifier(0)
        )
        canvas.mouseMoveEvent(event)


@pytest.fixture
async def charts(qtbot: QtBot, qapp: QApplication) -> Charts:
    """Four of them."""
    return await opened(qtbot, qapp, "4")


@pytest.fixture
async def alone(qtbot: QtBot, qapp: QApplication) -> Charts:
    """One chart, for what has nothing to do with others."""
    return await opened(qtbot, qapp, "1")


async def opened(qtbot: QtBot, qapp: QApplication, layout: str) -> Charts:
    Theme().apply(qapp)
    charts = Charts(qtbot, layout)
    for _ in range(30):
        await asyncio.sleep(0)
    charts.world.play()
    return charts


async def test_each_chart_shows_its_own_symbol(charts: Charts) -> None:
    assert charts.shown == list(SYMBOLS)
    assert {cell.model.state.value for cell in charts.cells} == {"ready"}


async def test_a_press_makes_a_chart_the_active_one(charts: Charts) -> None:
    QTest.mouseClick(charts.cells[2].canvas, Qt.MouseButton.LeftButton)
    assert charts.panel.view is charts.cells[2]
    assert charts.world.context.link.symbol == SYMBOLS[2]


async def test_a_double_click_on_its_headline_shows_a_chart_alone(charts: Charts) -> None:
    QTest.mouseDClick(charts.cells[1].headline, Qt.MouseButton.LeftButton)
    assert charts.shown == [SYMBOLS[1]]
    QTest.mouseDClick(charts.cells[1].headline, Qt.MouseButton.LeftButton)
    assert charts.shown == list(SYMBOLS)


async def test_sixteen_charts_leave_other_panels_their_room(charts: Charts) -> None:
    charts.panel.grid.set_layout("16")
    least = charts.panel.charts.minimumSizeHint()
    assert (least.width() <= 420, least.height() <= 300) == (True, True)
    assert len(charts.shown) == 16


async def test_charts_beside_each_other_are_alike_in_size(charts: Charts) -> None:
    charts.panel.grab()
    widths = [cell.width() for cell in charts.cells]
    heights = [cell.height() for cell in charts.cells]
    assert max(widths) - min(widths) <= 1
    assert max(heights) - min(heights) <= 1


async def test_fewer_charts_leave_the_first(charts: Charts) -> None:
    charts.panel.grid.set_layout("2h")
    assert charts.shown == list(SYMBOLS[:2])


async def test_a_chart_is_closed_by_the_cross_in_its_headline(charts: Charts) -> None:
    cross = charts.cells[1].headline.close_button
    assert cross.isVisible()
    cross.click()
    assert charts.shown == [SYMBOLS[0], *SYMBOLS[2:]]
    box = charts.panel.charts.layout()
    assert isinstance(box, QGridLayout)
    places = [box.getItemPosition(place) for place in range(box.count())]
    assert places == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]
    charts.panel.grid.set_layout("1")
    assert not charts.cells[0].headline.close_button.isVisible()


async def test_the_words_of_a_study_open_it_in_the_one_dialog(charts: Charts) -> None:
    canvas = charts.cells[2].canvas
    for key, place in (("sma-1", 1), ("rsi-3", 3)):
        canvas.grab()  # bars beside it come with the first click
        where = (canvas.legend[key].topLeft() + QPointF(6, 9)).toPoint()
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)
        (dialog,) = charts.panel.findChildren(StudiesDialog)
        assert dialog.settings.chosen == place
        assert dialog.settings.chart is charts.cells[2].model
    charts.panel.edit_studies().close()


async def test_a_digit_over_a_chart_begins_an_interval(alone: Charts) -> None:
    alone.cells[0].canvas.setFocus()
    QTest.keyClick(alone.cells[0].canvas, Qt.Key.Key_7)
    assert alone.panel.entry.isVisible()
    field = alone.panel.entry.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert alone.panel.model.interval == Interval(7, Unit.MINUTE)


async def test_the_moment_under_the_pointer_is_shown_in_the_others(charts: Charts) -> None:
    charts.point(0, 100)
    seen = [charts.moment(place) for place in range(4)]
    assert seen[0] is None
    assert seen[1] == charts.cells[0].canvas.spot(QPointF(100, 60)).time
    charts.cells[1].canvas.grab()
    QApplication.sendEvent(charts.cells[0].canvas, QEvent(QEvent.Type.Leave))
    assert charts.moment(1) is None


async def test_nothing_is_shared_that_is_not_wanted(charts: Charts) -> None:
    charts.panel.grid.set_sync(GridSync(crosshair=False))
    charts.point(0, 100)
    assert charts.moment(1) is None


async def test_the_same_stretch_of_time_is_shown_in_all(charts: Charts) -> None:
    charts.panel.grid.set_sync(GridSync(range=True))
    canvas = charts.cells[0].canvas
    canvas.move_to(canvas.viewport.zoomed(0.5, 100.0).panned(80))
    for cell in charts.cells[1:]:
        other, times = cell.canvas.viewport, cell.canvas.bar_times
        assert times.time_of(other.right) == pytest.approx(
            canvas.bar_times.time_of(canvas.viewport.right), abs=times.step
        )


async def test_a_day_is_gone_to(alone: Charts) -> None:
    alone.panel.ask_date()
    dialog = alone.panel.findChild(DateDialog)
    assert dialog is not None
    moments: list[int] = []
    dialog.chosen.connect(moments.append)
    yes = dialog.findChild(QPushButton, "yes")
    assert isinstance(yes, QPushButton)
    yes.click()
    assert datetime.fromtimestamp(moments[0], UTC).hour == 0


async def test_an_indicator_is_added_and_changed_in_its_dialog(alone: Charts) -> None:
    dialog = alone.panel.edit_studies()
    dialog.search.setText("boll")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    added = alone.panel.model.setup.studies[-1]
    assert added.id == "bollinger"
    field = dialog.form.findChildren(QSpinBox, "study-length")[-1]
    field.setValue(33)
    assert alone.panel.model.setup.studies[-1].parameters[0] == 33
    assert alone.panel.canvas.content.plots[-1].study.parameters[0] == 33
    dialog.settings.set_parameter(0, 44)
    assert field.value() == 44
    dialog.buttons["hide"].click()
    assert not alone.panel.model.setup.studies[-1].shown
    dialog.buttons["remove"].click()
    assert len(alone.panel.model.setup.studies) == len(ChartSetup().studies)
    dialog.close()


async def test_an_anchor_is_picked_on_the_chart(alone: Charts) -> None:
    dialog = alone.panel.edit_studies()
    dialog.settings.add("anchored_vwap")
    dialog.anchor_asked.emit()
    assert not dialog.isVisible()
    tool = alone.panel.view.tools["pick"]
    assert isinstance(tool, PickTool)
    canvas = alone.panel.canvas
    at = QPointF(120, 80)
    wanted = canvas.spot(at).time
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert alone.panel.model.setup.studies[-1].anchor == wanted
    assert dialog.isVisible()
    assert not tool.waits
    dialog.close()


async def test_the_first_comparison_turns_to_percent_and_the_last_one_back(alone: Charts) -> None:
    alone.panel.model.set_setup(ChartSetup(scale=PriceScale.LOGARITHMIC))
    dialog = alone.panel.edit_compared()
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    setup = alone.panel.model.setup
    assert (setup.compared, setup.scale) == ((KOSPI,), PriceScale.PERCENT)
    dialog.search.setText("카카오")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert alone.panel.model.setup.compared == (KOSPI, "035720")
    dialog.remove.click()
    dialog.remove.click()
    setup = alone.panel.model.setup
    assert (setup.compared, setup.scale) == ((), PriceScale.LOGARITHMIC)
    dialog.close()


async def test_in_little_room_only_the_nearest_levels_are_marked(charts: Charts) -> None:
    kinds = {level.kind for level in charts.panel.model.levels}
    far = {LevelKind.INTERRUPTION, LevelKind.LIMIT}
    assert kinds & far
    assert not {level.kind for level in charts.panel.canvas.content.levels} & far
    charts.panel.grid.set_layout("1")
    assert {level.kind for level in charts.panel.canvas.content.levels} >= kinds
