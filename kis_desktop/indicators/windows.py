"""What a window that moves along a column holds: its extremes, its sum, its spread."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean


def highest(values: Floats, length: int) -> Floats:
    """The highest of the last `length` values at each place; NaN where there are fewer."""
    import talib  # noqa: PLC0415

    return values.copy() if length == 1 else talib.MAX(values, length)


def lowest(values: Floats, length: int) -> Floats:
    """The lowest of the last `length` values at each place; NaN where there are fewer."""
    import talib  # noqa: PLC0415

    return values.copy() if length == 1 else talib.MIN(values, length)


def total(values: Floats, length: int) -> Floats:
    """The sum of the last `length` values at each place; NaN where there are fewer."""
    found = np.full(len(values), np.nan)
    if 0 < length <= len(values):
        found[length - 1 :] = sliding_window_view(values, length).sum(axis=-1)
    return found


def deviation(values: Floats, length: int) -> Floats:
    """The population standard deviation of the last `length` values.

    Summed from the differences to each window's own mean: the mean of the squares less the square
    of the mean, as TA-Lib has it, keeps four digits of prices of 98,000.
    """
    found = mean(values, length)
    count = len(values) - length + 1
    if count <= 0:
        return found
    middle, squares = found[length - 1 :].copy(), np.zeros(count)
    for offset in range(length):
        squares += (values[offset : offset + count] - middle) ** 2
    found[length - 1 :] = np.sqrt(squares / length)
    found[highest(values, length) == lowest(values, length)] = 0.0
    return found


def before(values: Floats, bars: int) -> Floats:
    """The value `bars` bars ago; NaN where there was none."""
    found = np.full(len(values), np.nan)
    found[bars:] = values[: max(len(values) - bars, 0)]
    return found


def share(part: Floats, whole: Floats) -> Floats:
    """`part / whole`; NaN where the whole is nothing."""
    found = np.full(len(part), np.nan)
    np.divide(part, whole, out=found, where=np.abs(whole) > 0)
    return found


def behind_front(values: Floats, function: Callable[[Floats], Floats]) -> Floats:
    """A function of the values from the first known one on; NaN before it."""
    known = ~np.isnan(values)
    first = int(known.argmax()) if known.any() else len(values)
    found = np.full(len(values), np.nan)
    found[first:] = function(values[first:])
    return found


def over_end(
    known: Floats, fresh: Floats, back: int, function: Callable[[Floats], Floats]
) -> Floats:
    """A window's function for `fresh` values that follow `known` ones, of which it needs `back`."""
    joined = np.concatenate([known[max(len(known) - back, 0) :], fresh])
    return function(joined)[len(joined) - len(fresh) :]


def since(outputs: tuple[Floats, ...], start: int) -> tuple[Floats, ...]:
    """Every output from the bar `start` on."""
    return tuple(values[start:] for values in outputs)
