"""What holds for every indicator that the scan finds."""

from __future__ import annotations

import numpy as np
import pytest

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.live_study import LiveStudy
from kis_desktop.indicators.scan import indicators
from kis_desktop.indicators.study import Indicator, Shape
from tests.unit.indicators.walks import DAY_OF_BARS, flat, walk

ALL = pytest.mark.parametrize("indicator", indicators().values(), ids=indicators())


@ALL
def test_the_header_is_complete(indicator: Indicator) -> None:
    assert indicator.title
    assert indicator.title_en.isascii()
    names = [parameter.name for parameter in indicator.parameters]
    assert len(set(names)) == len(names)
    for parameter in indicator.parameters:
        assert parameter.least <= parameter.start <= parameter.most
        assert parameter.step > 0
        assert parameter.title_en.isascii()
    assert any(output.shape is not Shape.HIDDEN for output in indicator.outputs)
    for output in indicator.outputs:
        assert output.ahead.lstrip("-") in {"", *names}


@ALL
@pytest.mark.parametrize("count", [0, 1, 2, 3, 40])
def test_every_output_is_as_long_as_the_bars(indicator: Indicator, count: int) -> None:
    study = LiveStudy(indicator, (), walk(count))
    assert len(study) == count
    for output in range(len(indicator.outputs)):
        assert study.values(output).shape == (count,)
        assert not np.isinf(study.values(output)).any()


@ALL
def test_a_price_that_never_moves_breaks_nothing(indicator: Indicator) -> None:
    study = LiveStudy(indicator, (), flat(300))
    for output in range(len(indicator.outputs)):
        assert not np.isinf(study.values(output)).any()


@ALL
@pytest.mark.parametrize("start", [1, 30, DAY_OF_BARS, 2990])
def test_following_bar_by_bar_gives_what_the_whole_gives(indicator: Indicator, start: int) -> None:
    bars = walk(start + 25)
    whole = LiveStudy(indicator, (), bars)
    live = LiveStudy(indicator, (), _until(bars, start))
    for count in range(start, len(bars) + 1):
        live.follow(_until(bars, count), max(count - 2, 0))
    for output in range(len(indicator.outputs)):
        np.testing.assert_allclose(
            live.values(output), whole.values(output), rtol=1e-9, atol=1e-9, equal_nan=True
        )


@ALL
def test_a_last_bar_that_moves_moves_its_value_alone(indicator: Indicator) -> None:
    bars = walk(1500)
    other = walk(1500)
    other.close[-1] = other.high[-1] = bars.close[-1] + 3000
    study = LiveStudy(indicator, (), bars)
    study.follow(other, 1499)
    fresh = LiveStudy(indicator, (), other)
    for output in range(len(indicator.outputs)):
        np.testing.assert_allclose(
            study.values(output), fresh.values(output), rtol=1e-9, atol=1e-9, equal_nan=True
        )


@ALL
def test_bars_are_left_as_they_were(indicator: Indicator) -> None:
    bars, untouched = walk(600), walk(600)
    LiveStudy(indicator, (), bars)
    for name in ("time", "open", "high", "low", "close", "volume"):
        assert np.array_equal(getattr(bars, name), getattr(untouched, name))


def _until(bars: Inputs, count: int) -> Inputs:
    return Inputs(
        bars.time[:count],
        bars.open[:count],
        bars.high[:count],
        bars.low[:count],
        bars.close[:count],
        bars.volume[:count],
        {name: column[:count] for name, column in bars.beside.items()},
        bars.anchor,
    )
