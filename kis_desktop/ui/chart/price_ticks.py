"""The prices that are written on the axis: round ones, on the instrument's tick."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, log10

from kis_desktop.ui.chart.scale import Scale

_STEPS = (1.0, 2.0, 5.0, 10.0)
_MOST = 60  # labels; a scale pulled together stays readable


def price_step(scale: Scale, spacing: float, tick: float) -> float:
    """The smallest step (1, 2, 5 × 10ⁿ, a multiple of the tick) of `spacing` pixels or more."""
    span = scale.high - scale.low
    wanted = max(span * spacing / max(scale.bottom - scale.top, 1.0), tick, 1e-9)
    magnitude = 10.0 ** floor(log10(wanted))
    for factor in _STEPS:
        step = factor * magnitude
        if step >= wanted * (1 - 1e-9) and _is_multiple(step, tick):
            return step
    return magnitude * _STEPS[-1] * max(ceil(tick / (magnitude * _STEPS[-1])), 1)


def price_ticks(scale: Scale, spacing: float, tick: float) -> tuple[float, ...]:
    """The round prices in sight from the lowest up; `tick` is the price step, 0 if unknown."""
    step = price_step(scale, spacing, tick)
    first, last = ceil(scale.low / step - 1e-9), floor(scale.high / step + 1e-9)
    found = [number * step for number in range(first, min(last, first + _MOST) + 1)]
    return tuple(found) if not scale.logarithmic else _spread(scale, found, spacing)


def percent_ticks(scale: Scale, spacing: float, base: float) -> tuple[float, ...]:
    """The prices in sight that lie round percents from `base` (KRW), from the lowest up."""
    share = replace(scale, low=_percent(scale.low, base), high=_percent(scale.high, base))
    return tuple(base * (1 + found / 100) for found in price_ticks(share, spacing, 0.0))


def _percent(price: float, base: float) -> float:
    return (price / base - 1) * 100


def _spread(scale: Scale, prices: list[float], spacing: float) -> tuple[float, ...]:
    """Those that stand far enough apart where the scale bends."""
    found: list[float] = []
    for price in prices:
        if not found or abs(scale.y(found[-1]) - scale.y(price)) >= spacing * 0.7:
            found.append(price)
    return tuple(found)


def _is_multiple(step: float, tick: float) -> bool:
    if tick <= 0:
        return True
    return abs(step / tick - round(step / tick)) < 1e-6  # noqa: PLR2004 - float dust
