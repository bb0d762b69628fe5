"""A sum with a part that nobody knows is not known."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.domain.known_sum import known_sum


def test_what_is_known_adds_up() -> None:
    assert known_sum([Decimal("0.5"), 3]) == Decimal("3.5")
    assert known_sum([]) == 0


def test_one_unknown_part_leaves_nothing_known() -> None:
    assert known_sum([Decimal(1), None, Decimal(2)]) is None
