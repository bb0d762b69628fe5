"""The ways in which bars can be drawn."""

from __future__ import annotations

import enum


class ChartStyle(enum.StrEnum):
    """How a bar looks."""

    CANDLE = "candle"  # 봉, filled both ways
    HOLLOW = "hollow"  # rising bodies are empty
    BAR = "bar"  # open to the left, close to the right of the stem
    LINE = "line"  # closes joined
