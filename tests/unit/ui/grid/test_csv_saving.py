"""Every grid saves its rows as they are shown."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.ui.grid import Grid
from kis_desktop.ui.grid.csv_saving import WORLD
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from tests.unit.screen_desk import Kept

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)
COLUMNS = (Column("name", "column.name", ColumnKind.TEXT), Column("last", "column.last"))


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    Theme().apply(qapp)
    window = QWidget()
    window.setProperty(WORLD, "가상 시세 · 데모")
    qtbot.addWidget(window)
    return window


def grid(window: QWidget, *rows: Row) -> Grid:
    model = RowTableModel(COLUMNS, "ko", window)
    model.replace(rows)
    made = Grid(model, "rows", Kept(), window)
    made.setAccessibleName("잔고 표")
    return made


def held(symbol: str) -> Row:
    return Row(symbol, (Cell("삼성전자", "삼성전자"), Cell("1,000", 1000)), symbol)


def test_rows_are_written_with_their_world(window: QWidget, tmp_path: Path) -> None:
    made = grid(window, held("005930"))
    made.horizontalHeader().setSectionHidden(1, True)
    made.csv.save(tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert text.splitlines() == ["종목,종목코드,환경", '삼성전자,"=""005930""",가상 시세 · 데모']


def test_the_file_is_named_by_table_and_world(window: QWidget) -> None:
    name = grid(window).csv.file_name()
    assert name.startswith("잔고-표_가상-시세-데모_20")
    assert name.endswith(".csv")


def test_an_empty_table_has_nothing_to_save(window: QWidget) -> None:
    full, empty = (grid(window, *rows).table_menu() for rows in ([held("005930")], []))
    assert [each.actions()[0].isEnabled() for each in (full, empty)] == [True, False]
    assert full.actions()[0].text() == "CSV로 저장…"
    for menu in (full, empty):
        menu.close()


def test_a_folder_that_is_not_there_is_no_crash(window: QWidget, tmp_path: Path) -> None:
    grid(window, held("005930")).csv.save(tmp_path / "none" / "a.csv")
    assert not (tmp_path / "none").exists()


def test_the_dialog_writes_where_it_is_told(window: QWidget, tmp_path: Path) -> None:
    made = grid(window, held("005930"))
    made.csv.ask()
    dialog = made.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "b.csv"))
    assert (tmp_path / "b.csv").exists()
    dialog.close()
