"""Days are laid beside the bars that hold them."""

from __future__ import annotations

import numpy as np
import pytest

from kis_desktop.indicators.beside import Told, laid_beside
from kis_desktop.indicators.series import Floats

DAY = 86_400
MONDAY = 1_795_359_600  # 2026-11-23 00:00 in Korea


def told(*days: tuple[int, float]) -> Told:
    times = [MONDAY + DAY * day for day, _ in days]
    return Told(np.array(times, np.int64), np.array([value for _, value in days], np.float64))


def laid(given: Told, *bars: int) -> list[float | None]:
    found: Floats = laid_beside(given, np.array([MONDAY + DAY * bar for bar in bars], np.int64))
    return [None if np.isnan(value) else float(value) for value in found]


def test_a_day_stands_beside_its_bar() -> None:
    assert laid(told((0, 5.0), (1, -3.0)), 0, 1) == [5.0, -3.0]


def test_a_bar_of_which_nothing_is_told_has_no_value() -> None:
    assert laid(told((1, 7.0)), 0, 1, 2) == [None, 7.0, None]
    assert laid(told((1, float("nan"))), 1) == [None]
    assert laid(told(), 0, 1) == [None, None]
    assert laid(told((0, 1.0))) == []


def test_a_week_has_the_sum_of_its_days() -> None:
    given = told((0, 1.0), (1, 2.0), (4, 3.0), (7, 10.0), (8, 20.0))
    assert laid(given, 0, 7) == [6.0, 30.0]


def test_a_week_in_which_telling_begins_or_a_day_is_not_known_has_no_sum() -> None:
    given = told((1, 2.0), (4, 3.0), (7, 10.0), (14, 5.0), (15, float("nan")))
    assert laid(given, 0, 7, 14) == [None, 10.0, None]


def test_days_before_all_bars_are_left_out() -> None:
    assert laid(told((-1, 9.0), (0, 1.0)), 0) == [1.0]


def test_each_day_has_one_value() -> None:
    with pytest.raises(ValueError, match="2 days and 1 values"):
        Told(np.zeros(2, np.int64), np.zeros(1))
    assert len(told((0, 1.0))) == 1
