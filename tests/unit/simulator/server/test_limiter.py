from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.simulator.server.limiter import SlidingWindow


def test_a_refused_call_takes_no_place() -> None:
    window = SlidingWindow(2)
    assert [window.admits(at) for at in (0.0, 0.1, 0.2, 0.9, 1.0, 1.05, 1.1)] == [
        True,
        True,
        False,
        False,
        True,
        False,
        True,
    ]


@given(st.lists(st.floats(0, 0.5), max_size=80), st.integers(1, 5))
def test_no_second_holds_more_than_the_limit(gaps: list[float], limit: int) -> None:
    window, now, admitted = SlidingWindow(limit), 0.0, list[float]()
    for gap in gaps:
        now += gap
        if window.admits(now):
            admitted.append(now)
    for first in admitted:
        assert sum(first <= at < first + 1 for at in admitted) <= limit
