"""Intervals in the trader's words, and read from what the trader types."""

from __future__ import annotations

import re

from kis_desktop.domain.bar import MOST_OF, Interval, Unit
from kis_desktop.domain.chart_setup import ChartSetup
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.viewmodels.words import Words

ALL_INTERVALS: tuple[tuple[Interval, ...], ...] = (
    (Interval.TICK, Interval(10, Unit.TICK), Interval(30, Unit.TICK), Interval(100, Unit.TICK)),
    (
        Interval.MINUTE_1,
        Interval.MINUTE_3,
        Interval.MINUTE_5,
        Interval.MINUTE_10,
        Interval.MINUTE_15,
        Interval.MINUTE_30,
        Interval.MINUTE_60,
        Interval.MINUTE_120,
        Interval.MINUTE_240,
    ),
    (Interval.DAY, Interval.WEEK, Interval.MONTH, Interval.YEAR),
)
"""what the menu offers, in groups; any other can be typed"""

_TYPED = re.compile(r"(\d{0,4})\s*([^\d\s]*)")
_MINUTES_PER_HOUR = 60
_UNITS: dict[str, Unit] = {
    "": Unit.MINUTE,
    "m": Unit.MINUTE,
    "분": Unit.MINUTE,
    "min": Unit.MINUTE,
    "t": Unit.TICK,
    "틱": Unit.TICK,
    "d": Unit.DAY,
    "일": Unit.DAY,
    "w": Unit.WEEK,
    "주": Unit.WEEK,
    "M": Unit.MONTH,
    "mo": Unit.MONTH,
    "월": Unit.MONTH,
    "개월": Unit.MONTH,
    "y": Unit.YEAR,
    "년": Unit.YEAR,
}
_HOURS = {"h", "시간"}


def interval_text(interval: Interval, words: Words) -> str:
    """As short as a chip wants it: `5분`, `일`, `3일`."""
    if interval.is_dated and interval.count == 1:
        return words(f"chart_panel.one.{interval.unit.name.lower()}")
    return words(f"chart_panel.many.{interval.unit.name.lower()}", n=interval.count)


def setup_words(setup: ChartSetup, words: Words) -> tuple[str, ...]:
    """What of a chart's setup stands beside the name: interval, market, which prices."""
    told = [interval_text(setup.interval, words)]
    if setup.view is not MarketView.KRX:
        told.append(words(f"chart_panel.market.{setup.view}"))
    if setup.interval.is_dated:
        told.append(words("chart_panel.adjusted" if setup.adjusted else "chart_panel.unadjusted"))
    return tuple(told)


def read_interval(typed: str) -> Interval | None:
    """What was typed as an interval: `7` and `45m` are minutes, `2h` hours, `3D`, `2W`, `1M`
    months, `30T` ticks, and the Korean units; None where it means none.
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None or not any(found.groups()):
        return None
    number, told = found.groups()
    hours = told.lower() in _HOURS
    unit = Unit.MINUTE if hours else _UNITS.get(told) or _UNITS.get(told.lower())
    if unit is None:
        return None
    count = int(number or 1) * (_MINUTES_PER_HOUR if hours else 1)
    return Interval(count, unit) if 1 <= count <= MOST_OF[unit] else None


def why_not(typed: str, words: Words) -> str:
    """What is wrong with what was typed; empty where it is an interval or nothing yet."""
    text = typed.strip()
    if not text or read_interval(text) is not None:
        return ""
    found = _TYPED.fullmatch(text)
    told = found.group(2) if found is not None else text
    unit = _UNITS.get(told) or _UNITS.get(told.lower())
    if unit is None and told.lower() not in _HOURS:
        return words("chart_panel.entry_unit", text=told)
    unit = unit or Unit.MINUTE
    most = interval_text(Interval(MOST_OF[unit], unit), words)
    return words("chart_panel.entry_range", most=most)
