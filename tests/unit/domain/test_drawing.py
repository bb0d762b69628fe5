"""A drawing is what it says, or is refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kis_desktop.domain.drawing import (
    FIRST_TIME,
    LAST_TIME,
    LONGEST_TEXT,
    MOST_DRAWINGS,
    MOST_POINTS,
    Dash,
    Drawing,
    DrawingPoint,
    DrawingStyle,
    Ink,
    check_drawings,
)

POINT = DrawingPoint(1_795_132_800, Decimal(71900))
LATER = DrawingPoint(1_795_132_860, Decimal("72000.5"))
LINE = Drawing("a1", "trend_line", (POINT, LATER))


@pytest.mark.parametrize("time", [FIRST_TIME, 0, LAST_TIME])
def test_a_moment_of_three_centuries_is_taken(time: int) -> None:
    assert DrawingPoint(time, Decimal(1)).time == time


@pytest.mark.parametrize("time", [FIRST_TIME - 1, LAST_TIME + 1])
def test_a_moment_outside_of_them_is_refused(time: int) -> None:
    with pytest.raises(ValueError, match="1900 to 2200"):
        DrawingPoint(time, Decimal(1))


@pytest.mark.parametrize("price", ["NaN", "Infinity", "1e13"])
def test_a_price_is_a_number(price: str) -> None:
    with pytest.raises(ValueError, match="a number up to"):
        DrawingPoint(0, Decimal(price))


@pytest.mark.parametrize("ink", [*Ink, "#1e90FF"])
def test_a_colour_is_of_the_palette_or_its_own(ink: str) -> None:
    assert DrawingStyle(ink).ink == ink


@pytest.mark.parametrize("ink", ["", "blau", "#12345", "#12345g", "#1234567"])
def test_another_colour_is_refused(ink: str) -> None:
    with pytest.raises(ValueError, match="#RRGGBB"):
        DrawingStyle(ink)


@pytest.mark.parametrize("width", [0, 7])
def test_a_width_can_be_seen_and_covers_little(width: int) -> None:
    with pytest.raises(ValueError, match="1 to 6 pixels"):
        DrawingStyle(width=width)


def test_a_text_has_an_end() -> None:
    assert DrawingStyle(text="가" * LONGEST_TEXT).text
    with pytest.raises(ValueError, match="up to 500"):
        DrawingStyle(text="가" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize("id_", ["", "a b", "x" * 41, "가"])
def test_an_id_is_plain(id_: str) -> None:
    with pytest.raises(ValueError, match="id "):
        Drawing(id_, "ray", (POINT,))


@pytest.mark.parametrize("kind", ["", "Trend", "1line", "a" * 41])
def test_a_kind_is_a_name(kind: str) -> None:
    with pytest.raises(ValueError, match="kind "):
        Drawing("a", kind, (POINT,))


@pytest.mark.parametrize("count", [0, MOST_POINTS + 1])
def test_there_is_a_point_and_not_too_many(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} points"):
        Drawing("a", "brush", (POINT,) * count)


def test_a_change_gives_a_new_one_and_leaves_the_old() -> None:
    moved = LINE.at([LATER, POINT])
    assert (moved.points, LINE.points) == ((LATER, POINT), (POINT, LATER))
    assert LINE.styled(DrawingStyle(dash=Dash.DOTTED)).style.dash is Dash.DOTTED


def test_a_copy_is_free_to_be_moved() -> None:
    held = Drawing("a1", "ray", (POINT,), locked=True, hidden=True)
    assert held.copied("b2") == Drawing("b2", "ray", (POINT,))


def test_ids_stand_once() -> None:
    check_drawings((LINE, LINE.copied("b")))
    with pytest.raises(ValueError, match="a1 stands twice"):
        check_drawings((LINE, LINE))


def test_a_chart_has_room_for_so_many() -> None:
    with pytest.raises(ValueError, match="up to 1000"):
        check_drawings(tuple(LINE.copied(f"n{n}") for n in range(MOST_DRAWINGS + 1)))
