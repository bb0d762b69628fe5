"""What holds for every indicator that the scan finds."""

from __future__ import annotations

from dataclasses import replace

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
        assert output.title_en.isascii()


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
    _assert_same(live, whole)


@ALL
def test_a_last_bar_that_moves_moves_its_value_alone(indicator: Indicator) -> None:
    bars = walk(1500)
    other = walk(1500)
    other.close[-1] = other.high[-1] = bars.close[-1] + 3000
    study = LiveStudy(indicator, (), bars)
    study.follow(other, 1499)
    fresh = LiveStudy(indicator, (), other)
    _assert_same(study, fresh)


@ALL
def test_bars_are_left_as_they_were(indicator: Indicator) -> None:
    bars, untouched = walk(600), walk(600)
    LiveStudy(indicator, (), bars)
    for name in ("time", "open", "high", "low", "close", "volume"):
        assert np.array_equal(getattr(bars, name), getattr(untouched, name))


@ALL
def test_any_parameters_may_be_followed(indicator: Indicator) -> None:
    for seed in range(4):
        bars, parameters = _busy(walk(900, seed)), _some(indicator, seed)
        live = LiveStudy(indicator, parameters, _until(bars, 1))
        for count in (2, 3, 50, 51, 51, 420, 421, 880, *range(881, 901)):
            live.follow(_until(bars, count), max(min(len(live), count) - 2, 0))
        _assert_same(live, LiveStudy(indicator, parameters, bars))


@ALL
def test_bars_that_are_taken_away_leave_the_rest_as_it_was(indicator: Indicator) -> None:
    bars = walk(800)
    live = LiveStudy(indicator, (), bars)
    live.follow(_until(bars, 500), 500)
    assert len(live) == 500
    live.follow(bars, 500)
    _assert_same(live, LiveStudy(indicator, (), bars))


@ALL
def test_a_market_that_stands_still_for_long_changes_no_value(indicator: Indicator) -> None:
    bars = _resting(_busy(walk(1900)), 200, 1500)
    live = LiveStudy(indicator, (), _until(bars, 300))
    for count in range(320, len(bars) + 1, 20):
        live.follow(_until(bars, count), len(live) - 1)
    _assert_same(live, LiveStudy(indicator, (), bars))


@ALL
def test_what_is_known_once_stays_known(indicator: Indicator) -> None:
    study = LiveStudy(indicator, _some(indicator, 4), _busy(walk(1500, 4)))
    lines = [study.values(output) for output in range(len(indicator.outputs))]
    if indicator.id == "supertrend":  # one line ends where the other begins
        lines = [np.where(np.isnan(lines[0]), lines[1], lines[0])]
    for line in lines:
        known = ~np.isnan(line)
        assert known.any() or indicator.outputs[0].shape is Shape.PROFILE
        assert known[int(known.argmax()) :].all() or not known.any()


@ALL
def test_prices_of_another_scale_tell_the_same(indicator: Indicator) -> None:
    """Every value is one of prices and grows with them, or is not and stays."""
    bars, scale = _busy(walk(800)), 2.0**-9
    other = replace(
        bars,
        open=bars.open * scale,
        high=bars.high * scale,
        low=bars.low * scale,
        close=bars.close * scale,
    )
    one, two = LiveStudy(indicator, (), bars), LiveStudy(indicator, (), other)
    for output, described in enumerate(indicator.outputs):
        line, grown = one.values(output), two.values(output)
        same = np.allclose(grown, line, rtol=1e-9, atol=1e-9, equal_nan=True)
        assert same or np.allclose(
            grown, line * scale, rtol=1e-9, atol=1e-9 * scale, equal_nan=True
        ), described.name


def _assert_same(one: LiveStudy, other: LiveStudy) -> None:
    for output in range(len(one.indicator.outputs)):
        np.testing.assert_allclose(
            one.values(output), other.values(output), rtol=1e-9, atol=1e-9, equal_nan=True
        )


def _busy(bars: Inputs) -> Inputs:
    """The same with something traded on both sides in every bar."""
    beside = {name: np.abs(column) + 1 for name, column in bars.beside.items()}
    return replace(bars, volume=bars.volume + 1, beside=beside)


def _resting(bars: Inputs, first: int, count: int) -> Inputs:
    """The same with a price that rests for so many bars from the bar `first` on."""
    columns = [bars.open.copy(), bars.high.copy(), bars.low.copy(), bars.close.copy()]
    for column in columns:
        column[first : first + count] = bars.close[first - 1]
        column[first + count :] += bars.close[first - 1] - bars.open[first + count]
    opened, high, low, close = columns
    return replace(bars, open=opened, high=high, low=low, close=close)


def _some(indicator: Indicator, seed: int) -> tuple[float, ...]:
    """Parameters within their limits, those that count bars of at most 60."""
    random = np.random.default_rng(seed)
    found = []
    for parameter in indicator.parameters:
        most = min(parameter.most, 60) if parameter.is_whole else parameter.most
        found.append(parameter.held(float(random.uniform(parameter.least, most))))
    return tuple(found)


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
