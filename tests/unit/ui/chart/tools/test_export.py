"""What a chart gives away says what it is, and is what the chart shows."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.connection import Environment
from kis_desktop.services.exports import Exports
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.atomic_file import write_atomic
from kis_desktop.ui.chart.tool_scan import lay_tools
from kis_desktop.ui.chart.tools.export import ExportTool
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from tests.unit.ui.chart.test_canvas import rising
from tests.unit.ui.panels.test_chart import HereCommands, Kept, Nobody

if TYPE_CHECKING:
    from kis_desktop.bridge.commands import Commands
    from kis_desktop.services.application import Services
    from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory

COUNT = 120


class Files:
    """Services that can write files and do nothing else."""

    exports: Exports


@pytest.fixture
def written(view: ChartView) -> Iterator[None]:
    """Files are written."""
    with closing(Worker("export")) as worker:
        view.context.services.exports = Exports(write_atomic, worker)  # type: ignore[misc]
        yield


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> ChartView:
    """A view with bars that no service brought."""
    Theme().apply(qapp)
    context = ViewContext(
        services=cast("Services", Files()),
        commands=cast("Commands", HereCommands()),
        clock=FrameClock(Mailbox()),
        link=LinkGroup(),
        instruments=cast("InstrumentDirectory", Nobody()),
        preferences=Kept(),
        language="ko",
        environment=Environment.SIMULATED,
    )
    model = ChartModel(context)
    view = ChartView(context, model)
    lay_tools(view)
    model.setParent(view)
    qtbot.addWidget(view)
    model.begin_replay(rising(COUNT))
    view.canvas.show_bars(model.pyramid, model.plots, dated=False)
    view.resize(900, 700)
    view.show()
    return view


@pytest.fixture
def tool(view: ChartView) -> ExportTool:
    tool = view.tools["export"]
    assert isinstance(tool, ExportTool)
    return tool


def test_a_key_shows_the_bars_as_a_table_and_escape_leads_back(
    view: ChartView, tool: ExportTool
) -> None:
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_T)
    assert tool.table.isVisible()
    first, last = view.canvas.viewport.visible()
    assert tool.table.table.rowCount() == last - first
    texts = [tool.table.table.index(0, column).data() for column in range(7)]
    assert texts == ["2026/11/20 10:59", "61,900", "62,000", "61,900", "62,000", "+0.16", "10"]
    QTest.keyClick(tool.table, Qt.Key.Key_Escape)
    assert not tool.table.isVisible()


def test_a_row_points_at_its_bar(view: ChartView, tool: ExportTool, qtbot: QtBot) -> None:
    view.activateWindow()
    tool.toggle_table()
    qtbot.waitUntil(tool.table.hasFocus)
    QTest.keyClick(tool.table, Qt.Key.Key_Down)
    assert view.canvas.pointed == COUNT - 2


def test_a_cell_is_read_out_with_its_bar_and_its_column(tool: ExportTool) -> None:
    tool.toggle_table()
    cell = tool.table.table.index(1, 4)
    spoken = cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "2026/11/20 10:58 종가 61,900"


async def saved(tool: ExportTool, path: Path) -> list[str]:
    """What is told while the bars are written."""
    told: list[str] = []
    ended = asyncio.Event()
    tool.saving.told.connect(told.append)
    tool.saving.save_csv(path)
    tool.saving.told.connect(lambda _: ended.set())
    await ended.wait()
    return told


@pytest.mark.usefixtures("written")
async def test_the_file_holds_every_bar_and_says_where_it_comes_from(
    tool: ExportTool, view: ChartView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QToolTip, "showText", lambda *_: None)
    path = tmp_path / "bars.csv"
    told = await saved(tool, path)
    assert told == ["bars.csv를 저장하는 중입니다. 봉 120개…", "bars.csv를 저장했습니다."]
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert len(rows) == COUNT + 1
    assert rows[0][:2] == ["시각", "시가"]
    assert rows[0][-4:] == ["종목코드", "주기", "주가", "환경"]
    assert rows[1][:7] == [
        "2026-11-20T09:00:00+09:00",
        "50000",
        "50100",
        "50000",
        "50100",
        "",
        "10",
    ]
    assert rows[1][7] == "", "an average of five has no first value"
    assert float(rows[5][7]) == pytest.approx(50_300)
    assert rows[-1][-1] == view.context.world


@pytest.mark.usefixtures("written")
async def test_bars_that_come_meanwhile_are_not_in_the_file(
    tool: ExportTool, view: ChartView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QToolTip, "showText", lambda *_: None)
    path = tmp_path / "bars.csv"
    tool.saving.told.connect(lambda _: view.model.advance_replay(rising(COUNT + 5)))
    await saved(tool, path)
    last = path.read_text("utf-8-sig").splitlines()[-1].split(",")
    assert last[0] == "2026-11-20T10:59:00+09:00"
    assert view.model.pyramid.time[-1] == rising(COUNT + 5).time[-1]


@pytest.mark.usefixtures("written")
async def test_a_file_that_cannot_be_replaced_stays_and_it_is_told_why(
    tool: ExportTool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QToolTip, "showText", lambda *_: None)
    told = await saved(tool, tmp_path / "gone" / "bars.csv")
    assert told[-1].startswith("bars.csv를 저장하지 못했습니다. ")
    assert len(told[-1]) > len("bars.csv를 저장하지 못했습니다. ") + 5


def test_a_folder_that_is_not_there_is_no_crash(
    tool: ExportTool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(tool, "_say", lambda id_, **_: said.append(id_))
    tool.save_picture(tmp_path / "gone" / "bars.png")
    tool.save_picture(tmp_path / "bars.png")
    assert said == ["chart_export.failed", "chart_export.saved"]
    assert QImage(str(tmp_path / "bars.png")).width() >= view_width(tool)


def view_width(tool: ExportTool) -> int:
    return tool.picture().width()


def test_the_picture_can_be_copied(tool: ExportTool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "_say", lambda *_, **__: None)
    tool.copy_picture()
    assert QGuiApplication.clipboard().image().size() == tool.picture().size()


def test_the_chart_is_printed_on_one_page(tool: ExportTool, tmp_path: Path) -> None:
    path = tmp_path / "chart.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    tool.print_on(printer)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 1


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_told(
    tool: ExportTool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(tool, "_say", lambda id_, **_: said.append(id_))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gone" / "chart.pdf"))
    tool.print_on(printer)
    assert said == ["chart_export.no_printer"]


def test_the_summary_tells_the_stretch_in_sight(view: ChartView) -> None:
    first, last = view.canvas.viewport.visible()
    told = view.spoken()
    assert f"봉 {last - first}개" in told
    assert "고가 62,000, 2026/11/20 10:59" in told
    assert "상승" in told
    assert "이동평균 5 61,800." in told
    assert "RSI 14 9 RSI 100." in told


def test_the_menu_offers_everything(tool: ExportTool, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    tool.add_actions(menu, None)
    export = menu.findChild(QMenu, "chart-export")
    assert isinstance(export, QMenu)
    assert export.isEnabled()
    assert len(export.actions()) == 4
