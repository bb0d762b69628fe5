"""Textbook definitions written out naively, a bar at a time; None where there is no value."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.scan import find_indicator

Line = list[float | None]


@dataclass(frozen=True, slots=True)
class Bars:
    """Columns as plain lists."""

    time: list[int]
    open: list[float]
    high: list[float]
    low: list[float]
    close: list[float]
    volume: list[float]

    def __len__(self) -> int:
        return len(self.time)

    @property
    def typical(self) -> list[float]:
        return [sum(bar) / 3 for bar in zip(self.high, self.low, self.close, strict=True)]

    @property
    def changes(self) -> Line:
        return [None, *(b - a for a, b in pairwise(self.close))]

    @property
    def true_ranges(self) -> Line:
        bars = zip(self.high[1:], self.low[1:], self.close, strict=False)
        return [None, *(max(h - l, abs(h - c), abs(l - c)) for h, l, c in bars)]  # noqa: E741


def plain(bars: Inputs) -> Bars:
    columns = (bars.open, bars.high, bars.low, bars.close, bars.volume)
    return Bars(bars.time.tolist(), *(column.tolist() for column in columns))


def found(id_: str, bars: Inputs, *parameters: float) -> dict[str, Line]:
    """What the program computes, by the outputs' names."""
    indicator = find_indicator(id_)
    assert indicator is not None
    values = indicator.compute(bars, *parameters)
    names = [output.name for output in indicator.outputs]
    return {
        name: [None if math.isnan(value) else float(value) for value in line]
        for name, line in zip(names, values, strict=True)
    }


def assert_same(line: Line, wanted: Sequence[float | None], warm: int = 0) -> None:
    """Equal within 1e-9 from the bar `warm` on, and unknown at the same bars."""
    assert len(line) == len(wanted)
    assert any(value is not None for value in wanted[warm:])
    np.testing.assert_allclose(
        np.array(line[warm:], np.float64), np.array(wanted[warm:], np.float64), rtol=1e-9, atol=1e-9
    )


def windowed(values: Line, length: int, function: Callable[[list[float]], float | None]) -> Line:
    """A function of the last `length` values where all of them are known."""
    line: Line = []
    for end in range(1, len(values) + 1):
        window = [value for value in values[max(end - length, 0) : end] if value is not None]
        line.append(function(window) if len(window) == length else None)
    return line


def sma(values: Line, length: int) -> Line:
    return windowed(values, length, lambda window: sum(window) / length)


def highest(values: Line, length: int) -> Line:
    return windowed(values, length, max)


def lowest(values: Line, length: int) -> Line:
    return windowed(values, length, min)


def total(values: Line, length: int) -> Line:
    return windowed(values, length, math.fsum)


def sigma(values: Line, length: int) -> Line:
    def spread(window: list[float]) -> float:
        mean = math.fsum(window) / length
        return math.sqrt(math.fsum((value - mean) ** 2 for value in window) / length)

    return windowed(values, length, spread)


def wma(values: Line, length: int) -> Line:
    weights = range(1, length + 1)

    def mean(window: list[float]) -> float:
        return sum(w * v for w, v in zip(weights, window, strict=True)) / sum(weights)

    return windowed(values, length, mean)


def ema(values: Line, length: int) -> Line:
    return _recursive(values, length, 2 / (length + 1))


def wilder(values: Line, length: int) -> Line:
    return _recursive(values, length, 1 / length)


def _recursive(values: Line, length: int, weight: float) -> Line:
    line: Line = []
    seen: list[float] = []
    last: float | None = None
    for value in values:
        if value is not None:
            seen.append(value)
            if last is not None:
                last += weight * (value - last)
            elif len(seen) == length:
                last = sum(seen) / length
        line.append(last)
    return line


def over(function: Callable[..., float | None], *lines: Sequence[float | None]) -> Line:
    """A function of several lines, bar by bar, where all are known."""
    return [
        None if any(value is None for value in values) else function(*values)
        for values in zip(*lines, strict=True)
    ]


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def ago(values: Line, bars: int) -> Line:
    return [values[index - bars] if index >= bars else None for index in range(len(values))]
