"""The table model: rows keyed by id, sorted by value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kis_desktop.viewmodels.roles import Flash, Role, Tone
from kis_desktop.viewmodels.table import (
    Cell,
    Column,
    ColumnKind,
    Row,
    RowTableModel,
    SortValue,
    direction,
    sorted_rows,
)
from tests.patience import PATIENCE_S

COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, 120, stretch=True),
    Column("last", "column.last", flashes=True),
)
_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def row(id_: str, last: int | None) -> Row:
    value = None if last is None else Decimal(last)
    price = Cell("—" if last is None else f"{last:,}", value)
    return Row(id_, (Cell(id_.upper(), id_), price), symbol=id_)


class Now:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def model(now: Now, qtbot: QtBot) -> RowTableModel:
    return RowTableModel(COLUMNS, "ko", monotonic=now)


def test_it_is_a_model_that_qt_agrees_with(
    model: RowTableModel, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.upsert([row("a", 3), row("b", 1), row("c", None)])
    model.sort(1, _DOWN)
    model.remove(["a"])
    model.prepend([row("d", 9)])
    assert model.ids() == ("d", "b", "c")


def test_a_known_row_is_changed_in_place(model: RowTableModel, qtbot: QtBot) -> None:
    model.upsert([row("a", 1), row("b", 2)])
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.upsert([row("b", 5)])
    assert [changed.args[0].row(), changed.args[1].row()] == [1, 1]
    assert model.data(model.index(1, 1)) == "5"


def test_an_equal_row_changes_nothing(model: RowTableModel, qtbot: QtBot) -> None:
    model.upsert([row("a", 1)])
    with qtbot.assertNotEmitted(model.dataChanged):
        model.upsert([row("a", 1)])


@pytest.mark.parametrize(("order", "ids"), [(_UP, "bcad"), (_DOWN, "acbd")])
def test_rows_are_sorted_by_value_and_unknown_ones_stand_last(
    model: RowTableModel, order: Qt.SortOrder, ids: str
) -> None:
    model.upsert([row("a", 100_000), row("b", 9), row("c", 20_000), row("d", None)])
    model.sort(1, order)
    assert "".join(model.ids()) == ids


def test_sorting_by_nothing_gives_the_rows_their_own_order_back(model: RowTableModel) -> None:
    model.upsert([row("a", 3), row("b", 1), row("c", 2)])
    model.sort(1)
    model.sort(-1)
    assert model.ids() == ("a", "b", "c")


def test_a_sorted_table_is_resorted_within_a_quarter_of_a_second(
    model: RowTableModel, qtbot: QtBot
) -> None:
    model.upsert([row("a", 1), row("b", 2)])
    model.sort(1, _DOWN)
    model.upsert([row("a", 9)])
    assert model.ids() == ("b", "a")
    qtbot.waitUntil(lambda: model.ids() == ("a", "b"), timeout=round(PATIENCE_S * 1000))


def test_the_selected_row_stays_selected_when_rows_move(model: RowTableModel) -> None:
    model.upsert([row("a", 1), row("b", 2)])
    selection = QItemSelectionModel(model)
    selection.setCurrentIndex(model.index(0, 0), QItemSelectionModel.SelectionFlag.SelectCurrent)
    kept = QPersistentModelIndex(model.index(0, 1))
    model.sort(1, _DOWN)
    assert selection.currentIndex().row() == 1
    assert kept.row() == 1


def test_a_changed_number_flashes_the_way_it_went(model: RowTableModel, now: Now) -> None:
    model.upsert([row("a", 5)])
    assert model.cell(0, 1).flash is None
    now.seconds = 101.0
    model.upsert([row("a", 6)])
    assert model.data(model.index(0, 1), Role.FLASH) == Flash(101.0, Tone.UP)
    now.seconds = 102.0
    model.upsert([row("a", 4)])
    assert model.cell(0, 1).flash == Flash(102.0, Tone.DOWN)


def test_a_first_number_does_not_flash(model: RowTableModel) -> None:
    model.upsert([row("a", None)])
    model.upsert([row("a", 6)])
    assert model.cell(0, 1).flash is None


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [(1, 2, Tone.UP), (2, 1, Tone.DOWN), (1, 1, None), (None, 1, None), ("a", "b", None)],
)
def test_the_direction_of_a_change_is_that_of_its_numbers(
    before: SortValue, after: SortValue, way: Tone | None
) -> None:
    assert direction(before, after) is way


def test_replacing_shows_exactly_the_given_rows_in_their_order(model: RowTableModel) -> None:
    model.upsert([row("a", 1), row("b", 2), row("c", 3)])
    model.replace([row("c", 3), row("d", 4), row("a", 7)])
    assert model.ids() == ("c", "d", "a")
    assert model.cell(2, 1).text == "7"


def test_only_the_newest_rows_are_kept(model: RowTableModel) -> None:
    for number in range(5):
        model.prepend([row(f"r{number}", number)], keep=3)
    assert model.ids() == ("r4", "r3", "r2")


def test_a_screen_reader_is_told_row_column_and_value(model: RowTableModel) -> None:
    model.upsert([row("a", 71_900)])
    title = model.headerData(1, Qt.Orientation.Horizontal)
    spoken = model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"A {title} 71,900"


def test_rows_know_their_instrument(model: RowTableModel) -> None:
    model.upsert([row("a", 1)])
    assert model.data(model.index(0, 0), Role.SYMBOL) == "a"
    assert model.find("a") == row("a", 1)
    assert model.find("z") is None


_MOVES = st.lists(
    st.tuples(
        st.sampled_from(["prepend", "append", "change", "remove", "sort"]),
        st.integers(0, 12),
        st.sampled_from([None, *range(5)]),
    ),
    max_size=40,
)


@given(_MOVES)
def test_what_was_sorted_before_stays_as_if_sorted_anew(
    moves: list[tuple[str, int, int | None]],
) -> None:
    model = RowTableModel(COLUMNS)
    given_order: list[str] = []
    for step, (kind, place, value) in enumerate(moves):
        id_ = given_order[place % len(given_order)] if given_order else ""
        match kind:
            case "prepend":
                model.prepend([row(f"r{step}", value), row(f"s{step}", value)])
                given_order[:0] = [f"r{step}", f"s{step}"]
            case "append":
                model.upsert([row(f"r{step}", value)])
                given_order.append(f"r{step}")
            case "change" if id_:
                model.upsert([row(id_, value)])
            case "remove" if id_:
                model.remove([id_])
                given_order.remove(id_)
            case "sort":
                model.sort(1, _UP if place % 2 else _DOWN)
        for order in (_UP, _DOWN):
            model.sort(1, order)
            rows = [found for each in given_order if (found := model.find(each)) is not None]
            assert list(model.ids()) == [each.id for each in sorted_rows(rows, 1, order)]
            assert all(model.place_of(each) == at for at, each in enumerate(model.ids()))
    model.sort(-1)
    assert list(model.ids()) == given_order
