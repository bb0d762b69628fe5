"""Every kind can be drawn, seen in both themes, taken hold of, and costs little."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.drawing import Ink
from kis_desktop.ui.chart.drawings.inks import SHADES
from kis_desktop.ui.chart.drawings.kind import GROUPS, kinds
from kis_desktop.ui.chart.drawings.layer import found
from kis_desktop.ui.theme.contrast import contrast
from kis_desktop.ui.theme.resources import find_icon
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import COLOURS, ThemeName, Token
from tests.unit.drawing_floor import DrawingFloor

PLACES = ((220, 98_000), (250, 98_600), (235, 97_700))
WANTED = {
    "trend_line", "ray", "extended_line", "horizontal_line", "horizontal_ray", "vertical_line",
    "parallel_channel", "fib_retracement", "fib_extension", "rectangle", "text", "arrow",
    "measure", "long_position", "short_position",
}  # fmt: skip


@pytest.fixture(params=list(ThemeName))
async def floor(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication) -> DrawingFloor:
    Theme(request.param).apply(qapp)
    floor = DrawingFloor()
    qtbot.addWidget(floor.view)
    floor.view.show()
    await floor.begin()
    return floor


def test_the_kinds_that_are_asked_for_are_there() -> None:
    assert kinds().keys() >= WANTED
    assert {kind.group for kind in kinds().values()} == set(GROUPS)


@pytest.mark.parametrize("id_", kinds())
def test_a_kind_has_an_icon_and_two_names(id_: str) -> None:
    kind = kinds()[id_]
    assert find_icon(kind.icon) is not None
    assert kind.name("ko") != kind.name("en")
    assert 1 <= kind.clicks <= kind.points <= len(PLACES)


def test_keys_are_given_once() -> None:
    keys = [kind.key for kind in kinds().values() if kind.key]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("theme", "ink"), list(itertools.product(ThemeName, Ink)))
def test_every_ink_can_be_read_on_the_panel(theme: ThemeName, ink: Ink) -> None:
    for ground in (Token.PANEL, Token.RAISED):
        assert contrast(SHADES[theme][ink], COLOURS[theme][ground]) >= 4.5


async def test_a_kind_is_seen_and_taken_hold_of(floor: DrawingFloor) -> None:
    empty = floor.canvas.grab().toImage()
    for kind in kinds().values():
        drawing = floor.draw(kind.id, *PLACES[: kind.points])
        floor.book.select("")
        assert floor.canvas.grab().toImage() != empty, kind.id
        (shown,) = floor.tool.board.shown()
        lines = [stroke.places for stroke in shown.shape.strokes] + list(shown.shape.grasp)
        for places in lines:
            assert found((shown,), places[0]) is shown, kind.id
        assert found((shown,), (3.0, 3.0)) is None, kind.id
        floor.book.remove(drawing.id)


async def test_a_kind_far_out_of_sight_paints_nothing(floor: DrawingFloor) -> None:
    empty = floor.canvas.grab().toImage()
    far = [(bar - 10**7, 4_000_000 + bar) for bar, _ in PLACES]
    for kind in kinds().values():
        drawing = floor.draw(kind.id, *far[: kind.points])
        floor.book.select("")
        assert floor.canvas.grab().toImage() == empty, kind.id
        floor.book.remove(drawing.id)


async def test_a_kind_bears_all_points_on_one_place(floor: DrawingFloor) -> None:
    for kind in kinds().values():
        floor.draw(kind.id, *[PLACES[0]] * kind.points)
    assert not floor.canvas.grab().isNull()
    assert len(floor.tool.board.shown()) == len(kinds())


async def test_shapes_are_made_once_for_a_frame(floor: DrawingFloor) -> None:
    floor.draw("trend_line", *PLACES[:2])
    once = floor.tool.board.shown()
    assert floor.tool.board.shown() is once
    floor.canvas.move_to(floor.canvas.viewport.panned(50))
    assert floor.tool.board.shown() is not once


@pytest.mark.parametrize("id_", ["trend_line", "ray", "extended_line", "arrow", "horizontal_line"])
async def test_words_stand_at_their_line_and_go_out_of_sight_with_it(
    floor: DrawingFloor, id_: str
) -> None:
    floor.draw(id_, *PLACES[: kinds()[id_].points])
    floor.tool.actions.write("resistance")
    (label,) = floor.tool.board.shown()[0].shape.labels
    assert found(floor.tool.board.shown(), (label.at[0], label.at[1] + 4.0)) is not None
    floor.canvas.move_to(floor.canvas.viewport.panned(2000))
    pane = floor.placing.pane
    (label,) = floor.tool.board.shown()[0].shape.labels
    assert (label.at[0] > pane.right()) is (id_ != "horizontal_line")
