"""What waits for a window's first look is done once, and after it."""

from __future__ import annotations

from kis_desktop.viewmodels.opening import Opening


def test_an_opening_ends_once() -> None:
    opening = Opening()
    told: list[bool] = []
    opening.over.connect(lambda: told.append(opening.is_over))
    assert not opening.is_over
    opening.end()
    opening.end()
    assert told == [True]
