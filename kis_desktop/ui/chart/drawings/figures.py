"""Prices, shares and lengths of time as they are written beside a drawing."""

from __future__ import annotations

from kis_desktop.ui.chart.time_axis import clock_text, date_text
from kis_desktop.viewmodels.words import Words

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_TEN_THOUSAND, _HUNDRED_MILLION = 10_000, 100_000_000
_FINE = 1000.0  # prices below are written with decimals where they have some


def price_text(price: float) -> str:
    """A price with as many decimals as it needs."""
    if abs(price) < _FINE and abs(price - round(price)) > 0.005:  # noqa: PLR2004 - half a unit of the last decimal
        return f"{price:,.2f}"
    return f"{price:,.0f}"


def signed_price(difference: float) -> str:
    """A difference of prices."""
    return f"{_sign(difference)}{price_text(abs(difference))}"


def percent_text(part: float, whole: float) -> str:
    """A part in percent, signed; a dash where there is no whole."""
    if whole == 0:
        return "—"
    share = part / whole * 100
    return f"{_sign(share)}{abs(share):,.2f}%"


def moment_text(time: int, *, dated: bool) -> str:
    """A moment (UTC epoch seconds) on the exchange, by its date alone where bars are `dated`."""
    return date_text(time) if dated else f"{date_text(time)} {clock_text(time)}"


def time_text(seconds: int, words: Words) -> str:
    """A length of time in its two largest units."""
    length = abs(seconds)
    days, hours, minutes = length // _DAY, length % _DAY // _HOUR, length % _HOUR // _MINUTE
    if days:
        parts = [words("drawing.days", n=days)]
        parts += [words("drawing.hours", n=hours)] if hours else []
    elif hours:
        parts = [words("drawing.hours", n=hours)]
        parts += [words("drawing.minutes", n=minutes)] if minutes else []
    else:
        parts = [words("drawing.minutes", n=minutes)]
    return ("−" if seconds < 0 else "") + " ".join(parts)


def volume_text(volume: float, words: Words) -> str:
    """So many shares, shortened."""
    if words.language == "ko":
        if volume >= _HUNDRED_MILLION:
            return f"{volume / _HUNDRED_MILLION:,.2f}억"
        return f"{volume / _TEN_THOUSAND:,.1f}만" if volume >= _TEN_THOUSAND else f"{volume:,.0f}"
    for size, unit in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if volume >= size:
            return f"{volume / size:,.2f}{unit}"
    return f"{volume:,.0f}"


def _sign(number: float) -> str:
    return "+" if number > 0 else "−" if number < 0 else ""
