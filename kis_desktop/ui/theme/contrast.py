"""Contrast between two colours, as WCAG 2.2 counts it."""

from __future__ import annotations

_LINEAR_BELOW = 0.04045
_RED, _GREEN, _BLUE = 0.2126, 0.7152, 0.0722


def contrast(one: str, other: str) -> float:
    """The ratio (1–21) of two colours given as "#RRGGBB"."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return _RED * red + _GREEN * green + _BLUE * blue


def _linear(channel: float) -> float:
    if channel <= _LINEAR_BELOW:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
