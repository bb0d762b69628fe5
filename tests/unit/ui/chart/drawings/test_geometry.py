"""Lines and areas cut to a pane, and how far a place is from them."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QRectF

from kis_desktop.ui.chart.drawings.geometry import (
    Place,
    arrow_head,
    cut_area,
    cut_line,
    distance,
    extended,
    is_inside,
    level_at,
)

PANE = QRectF(0, 0, 100, 50)
SQUARE = ((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0))


@pytest.mark.parametrize(
    ("place", "far"),
    [((5, 5), 5.0), ((-3, 4), 5.0), ((13, 4), 5.0), ((5, 0), 0.0)],
)
def test_a_distance_is_to_the_nearest_place_of_the_line(place: Place, far: float) -> None:
    assert distance(place, (0, 0), (10, 0)) == pytest.approx(far)


def test_a_line_without_a_length_is_a_place() -> None:
    assert distance((3, 4), (0, 0), (0, 0)) == 5
    assert extended((1, 1), (1, 1), PANE, before=True, behind=True) is None
    assert arrow_head((1, 1), (1, 1), 6) == ((1, 1), (1, 1))
    assert level_at((5, 7), (5, 9), 20) == 7


@pytest.mark.parametrize(
    ("begin", "end", "part"),
    [
        ((10, 10), (20, 20), ((10, 10), (20, 20))),
        ((-100, 25), (200, 25), ((0, 25), (100, 25))),
        ((50, -50), (50, 100), ((50, 0), (50, 50))),
        ((-10, -10), (-5, 60), None),
        ((-10, 60), (110, 60), None),
        ((90, -20), (130, 20), None),
    ],
)
def test_a_line_is_cut_to_the_pane(
    begin: Place, end: Place, part: tuple[Place, Place] | None
) -> None:
    assert cut_line(begin, end, PANE) == part


@pytest.mark.parametrize("seed", range(30))
def test_an_extended_line_reaches_the_edges_and_keeps_its_slope(seed: int) -> None:
    chance = random.Random(seed)
    begin, end = [(chance.uniform(0, 100), chance.uniform(0, 50)) for _ in range(2)]
    line = extended(begin, end, PANE, before=True, behind=True)
    assert line is not None
    for x, y in line:
        on_edge = min(abs(x), abs(x - 100), abs(y), abs(y - 50)) < 1e-6
        assert on_edge
        cross = (end[0] - begin[0]) * (y - begin[1]) - (end[1] - begin[1]) * (x - begin[0])
        assert abs(cross) < 1e-6
    ray = extended(begin, end, PANE, before=False, behind=True)
    assert ray is not None
    assert ray[0] == pytest.approx(begin)
    assert ray[1] == pytest.approx(line[1])


@pytest.mark.parametrize(
    ("place", "inside"), [((20, 20), True), ((9, 20), False), ((20, 31), False)]
)
def test_a_place_is_inside_or_not(place: Place, inside: bool) -> None:
    assert is_inside(place, SQUARE) is inside


@pytest.mark.parametrize("seed", range(20))
def test_a_cut_area_is_the_common_part(seed: int) -> None:
    chance = random.Random(seed)
    area = [(chance.uniform(-80, 180), chance.uniform(-60, 120)) for _ in range(3)]
    cut = cut_area(area, PANE)
    assert all(-1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 50 + 1e-6 for x, y in cut)
    for _ in range(200):
        place = (chance.uniform(-20, 120), chance.uniform(-20, 70))
        wanted = is_inside(place, area) and PANE.contains(*place)
        assert is_inside(place, cut) == wanted


def test_an_area_out_of_sight_is_nothing() -> None:
    assert cut_area(((-50, 10), (-10, 10), (-10, 40)), PANE) == ()
