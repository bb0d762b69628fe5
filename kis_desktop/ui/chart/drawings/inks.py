"""The palette's colours in each theme: what is drawn in one can be read in the other."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

from kis_desktop.domain.drawing import Ink
from kis_desktop.ui.chart.drawings.shape import LOSS, NEUTRAL, PROFIT
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import COLOURS, ThemeName, Token

_DARK = {
    Ink.BLUE: "#5B9DFF",
    Ink.RED: "#FF6464",
    Ink.GREEN: "#3FC78F",
    Ink.AMBER: "#F0B64A",
    Ink.VIOLET: "#A58BFF",
    Ink.TEAL: "#3CC4D8",
    Ink.PINK: "#FF7FBB",
    Ink.GREY: "#9BA8B4",
}
_LIGHT = {
    Ink.BLUE: "#1C5FC9",
    Ink.RED: "#CC2B2B",
    Ink.GREEN: "#0B7D50",
    Ink.AMBER: "#9A6400",
    Ink.VIOLET: "#6A45D9",
    Ink.TEAL: "#0B6E94",
    Ink.PINK: "#B3246C",
    Ink.GREY: "#4C5A67",
}
SHADES: dict[ThemeName, dict[Ink, str]] = {ThemeName.DARK: _DARK, ThemeName.LIGHT: _LIGHT}
_TOKENS = {PROFIT: Token.UP, LOSS: Token.DOWN, NEUTRAL: Token.FLAT}


def ink_color(ink: str) -> QColor:
    """The colour of an ink, of "#RRGGBB", or of what the theme has for gain and loss."""
    return _color(ink, Theme.current().name)


@lru_cache(maxsize=256)
def _color(ink: str, theme: ThemeName) -> QColor:
    if ink in _TOKENS:
        return QColor(COLOURS[theme][_TOKENS[ink]])
    return QColor(SHADES[theme][Ink(ink)] if ink in set(Ink) else ink)
