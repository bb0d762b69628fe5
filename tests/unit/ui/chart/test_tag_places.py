"""Tags stand near their prices, in their order, and never on one another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.ui.chart.tag_places import tag_places


@given(st.lists(st.floats(-1000, 2000), max_size=12))
def test_tags_never_cover_one_another_and_stay_inside(wanted: list[float]) -> None:
    found = sorted(tag_places(wanted, 18, 0, 600))
    assert all(b - a >= 18 - 1e-6 for a, b in pairwise(found))
    assert all(9 - 1e-6 <= place <= 591 + 1e-6 for place in found)


@given(st.lists(st.floats(-1000, 2000), unique=True, max_size=60))
def test_a_higher_price_never_stands_below_a_lower_one(wanted: list[float]) -> None:
    found = tag_places(wanted, 18, 0, 600)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    assert all(found[a] <= found[b] + 1e-6 for a, b in pairwise(order))


@given(st.lists(st.integers(0, 20), unique=True, max_size=12))
def test_tags_with_room_stand_where_they_want(slots: list[int]) -> None:
    wanted = [20 + 25 * slot for slot in slots]
    assert tag_places(wanted, 18, 0, 600) == pytest.approx(wanted)


def test_the_first_tag_stays_and_the_next_make_way_to_their_own_side() -> None:
    assert tag_places([100, 104, 99], 18, 0, 600) == pytest.approx([100, 118, 82], abs=0.1)


def test_a_tag_from_outside_stands_at_the_edge_below_all_others() -> None:
    assert tag_places([585, 900], 18, 0, 600) == pytest.approx([573, 591], abs=0.1)


def test_more_than_fit_share_the_room() -> None:
    found = tag_places([0.0] * 5, 18, 0, 54)
    assert found == pytest.approx([9, 18, 27, 36, 45])
