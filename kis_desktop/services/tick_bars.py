"""Bars of N prints (틱): pure.

Bars are counted from one print on, forward and backward, so that older prints found later move no
bar that is shown. Bars are told apart by their start in whole seconds; where several begin within
one second, the following ones are put a second later each.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from kis_desktop.domain.bar import Bar


class Print(NamedTuple):
    """One print: its place among all, when it was (UTC epoch seconds), KRW and shares."""

    order: int
    time: int
    price: Decimal
    size: int


def forward(prints: Sequence[Print], count: int) -> list[Bar]:
    """Bars of so many prints, the first print beginning one."""
    bars: list[Bar] = []
    for start in range(0, len(prints), count):
        least = bars[-1].time + 1 if bars else 0
        bars.append(_bar(prints[start : start + count], least))
    return bars


def grow(bars: list[Bar], counted: int, fresh: Print, count: int) -> None:
    """Count one more print into bars of so many that hold `counted` already."""
    if counted % count:
        bars[-1] = bars[-1].with_print(fresh.price, fresh.size)
    else:
        bars.append(_bar([fresh], bars[-1].time + 1 if bars else 0))


def backward(prints: Sequence[Print], count: int, limit: int | None) -> list[Bar]:
    """Bars of the prints before one whose bar starts at `limit`, oldest first; the oldest bar may
    hold fewer prints.
    """
    bars: list[Bar] = []
    for end in range(len(prints), 0, -count):
        bar = _bar(prints[max(end - count, 0) : end], 0)
        most = bars[-1].time - 1 if bars else (bar.time if limit is None else limit - 1)
        bars.append(Bar(min(bar.time, most), bar.open, bar.high, bar.low, bar.close, bar.volume))
    return bars[::-1]


def _bar(prints: Sequence[Print], least: int) -> Bar:
    prices = [one.price for one in prints]
    volume = sum(one.size for one in prints)
    start = max(prints[0].time, least)
    return Bar(start, prices[0], max(prices), min(prices), prices[-1], volume)
