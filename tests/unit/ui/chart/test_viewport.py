"""The window over the bars keeps its promises whatever is done to it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kis_desktop.ui.chart.viewport import MOST_BAR_WIDTH, START_BAR_WIDTH, Viewport

widths = st.floats(50, 3000)
counts = st.integers(1, 2_000_000)
bar_widths = st.floats(0.5, MOST_BAR_WIDTH)


@st.composite
def viewports(draw: st.DrawFn) -> Viewport:
    count = draw(counts)
    right = draw(st.floats(0, 1)) * count
    return Viewport(draw(widths), count, draw(bar_widths), right).panned(0.0)


def in_sight(viewport: Viewport) -> int:
    first, last = viewport.visible()
    return last - first


@given(viewports(), st.floats(0, 3000))
def test_a_place_on_the_axis_comes_back_from_its_pixel(viewport: Viewport, x: float) -> None:
    assert viewport.x(viewport.index_at(x) - 0.5) == pytest.approx(x, abs=1e-3)


@given(viewports(), st.integers(0, 1_999_999))
def test_the_middle_of_a_bar_is_in_its_own_slot(viewport: Viewport, bar: int) -> None:
    assume(bar < viewport.count)
    assert viewport.bar_at(viewport.x(bar)) == bar


@given(viewports(), st.floats(0.2, 5), st.floats(0, 1))
def test_what_is_under_the_pointer_stays_there_when_zoomed(
    viewport: Viewport, factor: float, share: float
) -> None:
    x = share * viewport.width
    index = viewport.index_at(x)
    zoomed = viewport.zoomed(factor, x)
    assume(zoomed.panned(1) != zoomed)
    assume(zoomed.panned(-1) != zoomed)  # not held back at an end of the bars
    assert zoomed.x(index - 0.5) == pytest.approx(x, abs=0.01)


@given(viewports(), st.floats(-5000, 5000))
def test_pulling_there_and_back_changes_nothing_away_from_the_ends(
    viewport: Viewport, pixels: float
) -> None:
    there = viewport.panned(pixels)
    assume(there.right == viewport.right - pixels / viewport.bar_width)
    back = there.panned(-pixels)
    assert back.right == pytest.approx(viewport.right, abs=1e-6)


@given(viewports(), st.lists(st.floats(-1e7, 1e7), max_size=8), st.floats(0.01, 100))
def test_some_bars_stay_in_sight(viewport: Viewport, pulls: list[float], factor: float) -> None:
    for pixels in pulls:
        viewport = viewport.panned(pixels).zoomed(factor, viewport.width / 3)
        assert in_sight(viewport) > 0


@given(viewports(), st.floats(1e-9, 1e9))
def test_no_zoom_leaves_the_widths_that_make_sense(viewport: Viewport, factor: float) -> None:
    zoomed = viewport.zoomed(factor, 0.0)
    assert viewport.least_bar_width <= zoomed.bar_width <= MOST_BAR_WIDTH


def test_all_bars_fit_when_zoomed_out_to_the_end() -> None:
    viewport = Viewport(900, 1_000_000).at_newest()
    out = viewport.zoomed(1e-9, 900).at_newest()
    assert out.visible() == (0, 1_000_000)


@given(viewports(), st.integers(1, 50))
def test_a_window_on_the_newest_bar_follows_new_ones(viewport: Viewport, added: int) -> None:
    newest = viewport.at_newest()
    grown = newest.counted(newest.count + added)
    assert grown.count - grown.right == pytest.approx(newest.count - newest.right, abs=1e-6)


def test_a_window_on_older_bars_stays_where_it_is() -> None:
    viewport = Viewport(900, 1000, START_BAR_WIDTH, 500.0)
    assert viewport.counted(1010).right == 500.0


def test_no_bars_have_no_bar() -> None:
    viewport = Viewport(900).at_newest()
    assert viewport.bar_at(10.0) is None
    assert viewport.visible() == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_few_bars_stand_whole_before_the_margin(count: int) -> None:
    viewport = Viewport(900, count).at_newest()
    assert viewport.visible() == (0, count)
    assert viewport.x(count - 1) < 900


@pytest.mark.parametrize("bar", [0, 250, 399, 999])
def test_a_bar_is_brought_into_sight_no_further_than_needed(bar: int) -> None:
    viewport = Viewport(800, 1000, START_BAR_WIDTH, 400.0)
    shown = viewport.showing(bar)
    assert 0 <= shown.x(bar) <= 800
    if 300 <= bar < 400:
        assert shown == viewport


def test_the_oldest_and_the_newest_end_can_be_reached() -> None:
    viewport = Viewport(800, 1000)
    assert viewport.at_oldest().visible()[0] == 0
    assert viewport.at_newest().visible()[1] == 1000
    assert viewport.zoomed(4, 10).reset() == viewport.at_newest()


def test_another_width_keeps_the_right_edge() -> None:
    viewport = Viewport(800, 1000).at_newest()
    assert viewport.resized(500).right == viewport.right
