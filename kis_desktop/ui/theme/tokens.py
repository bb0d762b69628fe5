"""The colours of both themes, by what they are for."""

from __future__ import annotations

import enum


class Token(enum.StrEnum):
    """What a colour is used for."""

    GROUND = "ground"  # between panels
    PANEL = "panel"  # surfaces
    RAISED = "raised"  # fields, chips
    LINE = "line"  # hairlines, grid
    SELECTED = "selected"  # selected row
    TEXT = "text"
    DIM = "dim"
    FAINT = "faint"
    UP = "up"  # price text and lines
    DOWN = "down"
    FLAT = "flat"
    UP_GROUND = "up_ground"  # halves of the book, flashes; painted over the surface
    DOWN_GROUND = "down_ground"
    FLAT_GROUND = "flat_ground"
    UP_BAR = "up_bar"  # sizes in the book; painted over the surface
    DOWN_BAR = "down_bar"
    BUY = "buy"  # buttons, with white text
    SELL = "sell"
    ON_BUTTON = "on_button"  # text on buy and sell
    ACCENT = "accent"  # active tab, link colour 1, own orders, uncertainty
    SIMULATED = "simulated"
    REPLAY = "replay"
    PAPER = "paper"
    REAL = "real"
    RECORDING = "recording"  # what goes over the wire is being written down
    LIVE = "live"  # the full dot of a live price, budgets with room


class ThemeName(enum.StrEnum):
    """The themes there are."""

    DARK = "dark"
    LIGHT = "light"


_T = Token
_DARK: dict[Token, str] = {
    _T.GROUND: "#0C0F13",
    _T.PANEL: "#13181E",
    _T.RAISED: "#1A2128",
    _T.LINE: "#252E37",
    _T.SELECTED: "#22303F",
    _T.TEXT: "#E8ECF0",
    _T.DIM: "#9BA8B4",
    _T.FAINT: "#7D8A96",
    _T.UP: "#FF6464",
    _T.DOWN: "#6AA4FF",
    _T.FLAT: "#B8C2CC",
    _T.BUY: "#D63C3C",
    _T.SELL: "#2F6FE0",
    _T.ON_BUTTON: "#FFFFFF",
    _T.ACCENT: "#F0B64A",
    _T.SIMULATED: "#A58BFF",
    _T.REPLAY: "#5CC2E8",
    _T.PAPER: "#3FC78F",
    _T.REAL: "#F0B64A",
    _T.RECORDING: "#FF6A62",
    _T.LIVE: "#3FC78F",
}
_LIGHT: dict[Token, str] = {
    _T.GROUND: "#E9EDF1",
    _T.PANEL: "#FFFFFF",
    _T.RAISED: "#F3F6F8",
    _T.LINE: "#D8DFE6",
    _T.SELECTED: "#E3EDF8",
    _T.TEXT: "#10171E",
    _T.DIM: "#4C5A67",
    _T.FAINT: "#616F7B",
    _T.UP: "#CC2B2B",
    _T.DOWN: "#1C5FC9",
    _T.FLAT: "#4C5A67",
    _T.BUY: "#CC2B2B",
    _T.SELL: "#1C5FC9",
    _T.ON_BUTTON: "#FFFFFF",
    _T.ACCENT: "#9A6400",
    _T.SIMULATED: "#6A45D9",
    _T.REPLAY: "#0B6E94",
    _T.PAPER: "#0B7D50",
    _T.REAL: "#9A6400",
    _T.RECORDING: "#C2231C",
    _T.LIVE: "#0B7D50",
}
COLOURS: dict[ThemeName, dict[Token, str]] = {ThemeName.DARK: _DARK, ThemeName.LIGHT: _LIGHT}

# Colours that are another one laid thinly over the surface: the token and its opacity.
THIN: dict[ThemeName, dict[Token, tuple[Token, float]]] = {
    ThemeName.DARK: {
        _T.UP_GROUND: (_T.UP, 0.13),
        _T.DOWN_GROUND: (_T.DOWN, 0.13),
        _T.FLAT_GROUND: (_T.FLAT, 0.13),
        _T.UP_BAR: (_T.UP, 0.28),
        _T.DOWN_BAR: (_T.DOWN, 0.28),
    },
    ThemeName.LIGHT: {
        _T.UP_GROUND: (_T.UP, 0.08),
        _T.DOWN_GROUND: (_T.DOWN, 0.08),
        _T.FLAT_GROUND: (_T.FLAT, 0.08),
        _T.UP_BAR: (_T.UP, 0.18),
        _T.DOWN_BAR: (_T.DOWN, 0.18),
    },
}

TEXT_TOKENS = (
    _T.TEXT,
    _T.DIM,
    _T.FAINT,
    _T.UP,
    _T.DOWN,
    _T.FLAT,
    _T.ACCENT,
    _T.SIMULATED,
    _T.REPLAY,
    _T.RECORDING,
    _T.PAPER,
    _T.REAL,
)


class Density(enum.StrEnum):
    """How much room a row takes."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


ROW_HEIGHTS: dict[Density, int] = {Density.COMPACT: 22, Density.NORMAL: 25, Density.ROOMY: 30}

# Lengths in device-independent pixels.
STEP = 4
GAP = 4  # ground between panels
RADIUS = 3
HEAD_HEIGHT = 30
FIELD_HEIGHT = 30
MONEY_BUTTON_HEIGHT = 38
TOP_BAR_HEIGHT = 48
ENVIRONMENT_LINE = 2
STATUS_HEIGHT = 24
LEAST_TARGET = 24
assert STEP == GAP
assert min(ROW_HEIGHTS.values()) < LEAST_TARGET < ROW_HEIGHTS[Density.NORMAL]

FLASH_SECONDS = 0.3


class FontKind(enum.StrEnum):
    """What a text is, for its size and weight."""

    BASE = "base"
    STRONG = "strong"
    HEAD = "head"
    HINT = "hint"
    TINY = "tiny"
    SYMBOL = "symbol"
    PRICE = "price"
    BUTTON = "button"


# Pixels and weight (CSS scale).
FONTS: dict[FontKind, tuple[int, int]] = {
    FontKind.BASE: (12, 400),
    FontKind.STRONG: (12, 600),
    FontKind.HEAD: (12, 600),
    FontKind.HINT: (11, 400),
    FontKind.TINY: (10, 500),
    FontKind.SYMBOL: (15, 700),
    FontKind.PRICE: (22, 700),
    FontKind.BUTTON: (13, 700),
}
