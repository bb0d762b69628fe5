"""Times and values as the canvas writes them."""

from __future__ import annotations

from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.time_axis import clock_text, date_text

_WHOLE_FROM = 1000.0  # larger values are told without decimals
_UNITS = ((1e9, "B"), (1e6, "M"), (1e3, "K"))
_SHORT_FROM = 1e6


def moment_text(content: Content, bar: int) -> str:
    """The time of a bar: a date, with the time of day for bars within a day."""
    time = int(content.pyramid.time[bar])
    return date_text(time) if content.dated else f"{date_text(time)} {clock_text(time)}"


def value_text(value: float) -> str:
    """A study's value, cut: `1,234`, `−0.53`, `12.3M`."""
    size = abs(value)
    sign = "−" if value < 0 else ""
    if size >= _SHORT_FROM:
        return sign + short_volume(size)
    if size >= _WHOLE_FROM:
        return f"{sign}{int(size):,}"
    cut = int(size * 100 + 1e-6) / 100
    return f"{sign if cut else ''}{cut:,.2f}"


def percent_text(price: float, base: float) -> str:
    """How far a price lies from the one that percent are counted from: `+1.25%`."""
    hundredths = int((price / base - 1) * 10_000 + (1e-6 if price > base else -1e-6))
    sign = "+" if hundredths > 0 else "−" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) / 100:.2f}%"


def short_volume(volume: float) -> str:
    """A volume for the axis, cut: 12.3K, 4.5M."""
    for unit, letter in _UNITS:
        if volume >= unit:
            return f"{int(volume / unit * 10) / 10:g}{letter}"
    return f"{volume:,.0f}"
