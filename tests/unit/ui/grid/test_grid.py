"""The fast table, with real keys, a real mouse and real pixels."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Feed
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.grid.column_widths import kept_columns, kept_text
from kis_desktop.ui.theme.theme import Theme, laid_over
from kis_desktop.ui.theme.tokens import Density, ThemeName, Token
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel

COLUMNS = (
    Column("name", "Name", ColumnKind.TEXT, 120, stretch=True),
    Column("last", "Last", width=80, flashes=True),
    Column("volume", "Volume", width=80),
    Column("secret", "Secret", width=60, hidden=True),
)


class Kept:
    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.words.get(key)

    def set(self, key: str, value: str) -> None:
        self.words[key] = value


class Now:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def row(name: str, last: int) -> Row:
    number = Cell(f"{last:,}", Decimal(last))
    return Row(name, (Cell(name, name, dot=Feed.LIVE), number, number, number), symbol=name)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def model(qtbot: QtBot, now: Now) -> RowTableModel:
    model = RowTableModel(COLUMNS, "ko", monotonic=now)
    model.upsert([row("a", 300), row("b", 100), row("c", 200)])
    return model


@pytest.fixture
def grid(qtbot: QtBot, theme: Theme, model: RowTableModel, kept: Kept, now: Now) -> Grid:
    grid = Grid(model, "grid_of_test", kept, dots=True, monotonic=now)
    qtbot.addWidget(grid)
    grid.resize(500, 300)
    grid.show()
    qtbot.waitExposed(grid)
    return grid


def ground_at(grid: Grid, place: int, column: int) -> QColor:
    """The colour in the upper left corner of a cell, where no text is."""
    corner = grid.visualRect(grid.model().index(place, column)).topLeft() + QPoint(3, 2)
    return grid.viewport().grab().toImage().pixelColor(corner)


def header_centre(grid: Grid, column: int) -> QPoint:
    header = grid.horizontalHeader()
    return QPoint(
        header.sectionViewportPosition(column) + header.sectionSize(column) // 2,
        header.height() // 2,
    )


def test_rows_have_the_height_of_the_density(grid: Grid, theme: Theme) -> None:
    assert grid.rowHeight(0) == 25
    theme.set_density(Density.COMPACT)
    assert grid.rowHeight(0) == 22


def test_every_way_that_a_price_comes_has_a_mark_of_its_own(
    grid: Grid, model: RowTableModel
) -> None:
    marks = []
    for feed in Feed:
        number = Cell("100", Decimal(100))
        model.upsert([Row("a", (Cell("a", "a", dot=feed), number, number, number), symbol="a")])
        where = grid.visualRect(grid.model().index(0, 0))
        where.setWidth(16)
        marks.append(grid.viewport().grab(where).toImage())
    assert all(one != other for one, other in itertools.combinations(marks, 2))


def test_the_stretching_column_takes_what_the_others_leave(grid: Grid) -> None:
    assert grid.columnWidth(0) == grid.viewport().width() - 160
    assert grid.isColumnHidden(3)


def test_a_narrow_grid_scrolls_and_never_crushes_the_names(grid: Grid) -> None:
    grid.resize(150, 300)
    assert grid.columnWidth(0) == 120


def test_a_click_on_a_title_sorts_falling_then_rising_then_not(
    grid: Grid, model: RowTableModel
) -> None:
    orders = []
    for _ in range(3):
        QTest.mouseClick(
            grid.horizontalHeader().viewport(),
            Qt.MouseButton.LeftButton,
            pos=header_centre(grid, 1),
        )
        orders.append("".join(model.ids()))
    assert orders == ["acb", "bca", "abc"]


def test_arrows_move_through_rows_and_enter_activates_one(grid: Grid, qtbot: QtBot) -> None:
    grid.setFocus()
    grid.select_id("a")
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current_id() == "b"
    with qtbot.waitSignal(grid.row_activated) as activated:
        QTest.keyClick(grid, Qt.Key.Key_Return)
    assert activated.args == ["b"]
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.selected_ids() == ("c",)


def test_the_selected_row_has_its_own_ground(grid: Grid, theme: Theme) -> None:
    grid.select_id("b")
    assert ground_at(grid, 1, 2) == theme.color(Token.SELECTED)
    assert ground_at(grid, 0, 2) == theme.color(Token.PANEL)


def test_a_changed_price_flashes_and_fades(
    grid: Grid, model: RowTableModel, theme: Theme, now: Now
) -> None:
    model.upsert([row("a", 301)])
    flashed = laid_over(theme.color(Token.UP_GROUND), theme.color(Token.PANEL))
    assert ground_at(grid, 0, 1).rgb() == pytest.approx(flashed.rgb(), abs=0x020202)
    assert ground_at(grid, 0, 2) == theme.color(Token.PANEL)
    now.seconds += 0.31
    assert ground_at(grid, 0, 1) == theme.color(Token.PANEL)


def test_nothing_flashes_where_less_motion_is_wanted(
    grid: Grid, model: RowTableModel, theme: Theme
) -> None:
    theme.set_flashes(False)
    model.upsert([row("a", 301)])
    assert ground_at(grid, 0, 1) == theme.color(Token.PANEL)


def test_a_switch_of_theme_repaints_the_grid(grid: Grid, theme: Theme) -> None:
    theme.switch(ThemeName.LIGHT)
    assert ground_at(grid, 0, 2) == QColor("#FFFFFF")


@pytest.mark.parametrize("state", [GridState.EMPTY, GridState.LOADING, GridState.FAILED])
def test_an_empty_grid_says_why(
    grid: Grid, model: RowTableModel, theme: Theme, state: GridState
) -> None:
    model.clear()
    grid.set_state(state, "종목을 추가하세요")
    image = grid.viewport().grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, 400, 2) for y in range(0, 140, 2)}
    assert len(colours) > 1
    assert grid.accessibleDescription() == "종목을 추가하세요"


def test_enter_asks_again_after_a_failure(grid: Grid, model: RowTableModel, qtbot: QtBot) -> None:
    model.clear()
    grid.set_state(GridState.FAILED, "읽지 못했습니다 [EGW00201]")
    with qtbot.waitSignal(grid.retry_requested):
        QTest.keyClick(grid, Qt.Key.Key_Return)


def test_old_rows_are_dimmed(grid: Grid) -> None:
    fresh = grid.viewport().grab().toImage()
    grid.set_state(GridState.STALE, "12초 전")
    assert grid.viewport().grab().toImage() != fresh


def test_a_note_stands_behind_its_text_whole_or_not_at_all(
    grid: Grid, model: RowTableModel
) -> None:
    def seen(note: str) -> QImage:
        number = Cell("1", Decimal(1))
        model.upsert([Row("a", (Cell("a", "a", note=note), number, number, number))])
        return grid.viewport().grab(grid.visualRect(grid.model().index(0, 0))).toImage()

    alone = seen("")
    assert seen("FHKST01010100") != alone
    assert seen("FHKST01010100" * 9) == alone


def test_widths_and_hidden_columns_survive(
    grid: Grid, model: RowTableModel, kept: Kept, qtbot: QtBot
) -> None:
    grid.setColumnWidth(1, 133)
    qtbot.waitUntil(lambda: "133" in kept.words.get("grid/grid_of_test/columns", ""))
    again = Grid(model, "grid_of_test", kept)
    qtbot.addWidget(again)
    assert again.columnWidth(1) == 133
    assert again.isColumnHidden(3)


@pytest.mark.parametrize(
    "text", [None, "", "[]", "nonsense", '{"a": 5}', '{"a": [9999999, 0]}', '{"a": ["x", 0]}']
)
def test_kept_columns_that_make_no_sense_are_left_out(text: str | None) -> None:
    assert kept_columns(text) == {}


def test_kept_columns_come_back_in_their_order() -> None:
    columns = {"b": (80, False), "a": (90, True)}
    assert list(kept_columns(kept_text(columns)).items()) == list(columns.items())


def test_a_number_is_never_cut_its_column_grows_instead(
    grid: Grid, model: RowTableModel, qtbot: QtBot
) -> None:
    grid.setColumnWidth(1, 34)
    cut = grid.viewport().grab().toImage()
    model.upsert([row("a", 123_456_789)])
    qtbot.waitUntil(lambda: grid.columnWidth(1) > 60)
    assert grid.viewport().grab().toImage() != cut
    grown = grid.columnWidth(1)
    model.upsert([row("a", 1)])
    grid.viewport().repaint()
    assert grid.columnWidth(1) == grown


def test_a_number_scrolled_half_out_of_sight_is_not_shown(grid: Grid, theme: Theme) -> None:
    whole = grid.visualRect(grid.model().index(0, 2))
    grid.resize(grid.width() - 20, grid.height())
    grid.setColumnWidth(1, grid.viewport().width() - 120 - 40)
    half = grid.visualRect(grid.model().index(0, 2))
    assert half.right() > grid.viewport().width() > half.left()
    image = grid.viewport().grab().toImage()
    shown = {
        image.pixelColor(x, y).name()
        for x in range(half.left() + 2, image.width() - 2)
        for y in range(half.top() + 2, half.bottom() - 2)
    }
    assert shown == {theme.color(Token.PANEL).name()}
    assert whole.width() == half.width()


def test_visible_rows_are_known(grid: Grid) -> None:
    assert grid.shown_ids() == ("a", "b", "c")
