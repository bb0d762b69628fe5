"""Volume at prices: nothing is lost, and what is busiest is where it was traded."""

from __future__ import annotations

import numpy as np
import pytest

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.volume_profile import Profile, profile
from tests.unit.indicators.walks import DAY_OF_BARS, flat, walk


def made(bars: Inputs, rows: int, area: int = 70, first: int = 0) -> Profile:
    found = profile(bars, first, len(bars), rows, area, 0)
    assert found is not None
    return found


def plain(bars: Inputs, low: float, step: float, rows: int) -> list[float]:
    """Each bar's volume by how much of it overlaps each row."""
    volumes = [0.0] * rows
    for bottom, top, volume in zip(bars.low, bars.high, bars.volume, strict=True):
        if bottom == top:
            volumes[min(int((bottom - low) / step), rows - 1)] += float(volume)
            continue
        for row in range(rows):
            edge = low + row * step
            overlap = min(float(top), edge + step) - max(float(bottom), edge)
            volumes[row] += float(volume) * max(overlap, 0.0) / float(top - bottom)
    return volumes


@pytest.mark.parametrize("rows", [2, 7, 24, 100])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_bars_volume_is_spread_over_the_rows_it_lies_in(rows: int, seed: int) -> None:
    bars = walk(300, seed)
    found = made(bars, rows)
    wanted = plain(bars, found.low, found.step, rows)
    np.testing.assert_allclose(found.volumes, wanted, rtol=1e-9, atol=1e-6)
    assert found.volumes.sum() == pytest.approx(bars.volume.sum(), rel=1e-12)
    assert found.busiest == int(np.argmax(wanted))


def test_what_rose_is_told_apart_from_what_fell() -> None:
    bars = walk(300)
    rose = bars.close >= bars.open
    found = made(bars, 24)
    assert found.rose.sum() == pytest.approx(bars.volume[rose].sum())
    assert found.fell.sum() == pytest.approx(bars.volume[~rose].sum())


@pytest.mark.parametrize("area", [1, 40, 70, 100])
def test_the_value_area_holds_its_share_about_the_busiest_price(area: int) -> None:
    found = made(walk(500), 50, area)
    volumes = found.volumes
    held = volumes[found.first : found.last + 1].sum()
    assert found.first <= found.busiest <= found.last
    assert held >= area / 100 * volumes.sum() * (1 - 1e-12)
    if found.first < found.last:
        edge = max(volumes[found.first], volumes[found.last])
        assert held - edge < area / 100 * volumes.sum()


def test_the_busiest_price_is_the_middle_of_its_row() -> None:
    bars = flat(3)
    bars.volume[:] = 10.0
    found = made(bars, 4)
    assert found.volumes.tolist() == [30.0, 0.0, 0.0, 0.0]
    assert (found.busiest, found.first, found.last) == (0, 0, 0)
    assert found.control == found.low + found.step / 2


def test_the_last_day_can_stand_alone() -> None:
    bars = walk(2 * DAY_OF_BARS)
    day, alone = profile(bars, 0, len(bars), 24, 70, 1), made(bars, 24, first=DAY_OF_BARS)
    assert day is not None
    assert day.volumes.tolist() == alone.volumes.tolist()


@pytest.mark.parametrize(("first", "last"), [(0, 0), (5, 5), (9, 3), (400, 900)])
def test_without_bars_there_is_no_profile(first: int, last: int) -> None:
    assert profile(walk(300), first, last, 24, 70, 0) is None


def test_where_nothing_was_traded_there_is_no_profile() -> None:
    assert profile(flat(10), 0, 10, 24, 70, 0) is None
