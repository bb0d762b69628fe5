"""The look in force: colours, fonts, density; switched at run time."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from kis_desktop.domain.connection import Environment
from kis_desktop.ui.theme.resources import font_files
from kis_desktop.ui.theme.style_sheet import style_sheet
from kis_desktop.ui.theme.tokens import (
    COLOURS,
    FONTS,
    ROW_HEIGHTS,
    THIN,
    Density,
    FontKind,
    ThemeName,
    Token,
)
from kis_desktop.viewmodels.roles import Tone

_log = logging.getLogger(__name__)

FAMILIES = ("Pretendard", "Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic", "sans-serif")

_TONES: dict[Tone, Token] = {
    Tone.TEXT: Token.TEXT,
    Tone.DIM: Token.DIM,
    Tone.FAINT: Token.FAINT,
    Tone.UP: Token.UP,
    Tone.DOWN: Token.DOWN,
    Tone.FLAT: Token.FLAT,
    Tone.BUY: Token.UP,
    Tone.SELL: Token.DOWN,
    Tone.UNCERTAIN: Token.ACCENT,
}
_ENVIRONMENTS: dict[Environment, Token] = {
    Environment.SIMULATED: Token.SIMULATED,
    Environment.REPLAY: Token.REPLAY,
    Environment.PAPER: Token.PAPER,
    Environment.REAL: Token.REAL,
}


class Theme(QObject):
    """One look; `changed` is emitted after every switch of theme or density."""

    changed = Signal()
    _current: ClassVar[Theme | None] = None

    def __init__(
        self,
        name: ThemeName = ThemeName.DARK,
        density: Density = Density.NORMAL,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._density = density
        self._flashes = True
        self._chosen = False
        self._colours = _colours(name)
        self._app: QApplication | None = None

    @classmethod
    def current(cls) -> Theme:
        """The look that was applied last; a dark one before the first."""
        if cls._current is None:
            cls._current = cls()
        return cls._current

    @property
    def name(self) -> ThemeName:
        """Which theme is on."""
        return self._name

    @property
    def is_chosen(self) -> bool:
        """Whether the theme was named at the start, so that a kept one doesn't count."""
        return self._chosen

    @property
    def density(self) -> Density:
        """How much room rows take."""
        return self._density

    @property
    def row_height(self) -> int:
        """Height of a table row."""
        return ROW_HEIGHTS[self._density]

    @property
    def flashes(self) -> bool:
        """Whether a changed cell flashes; false where less motion is wanted."""
        return self._flashes

    def color(self, token: Token) -> QColor:
        """The colour of a token; those laid thinly over a surface carry their opacity."""
        return self._colours[token]

    def tone(self, tone: Tone) -> QColor:
        """The text colour of a tone."""
        return self._colours[_TONES[tone]]

    def environment(self, environment: Environment) -> QColor:
        """The colour of a world."""
        return self._colours[_ENVIRONMENTS[environment]]

    def font(self, kind: FontKind) -> QFont:
        """The font of a kind of text, digits of equal width."""
        return QFont(_font(kind))

    def apply(self, app: QApplication) -> None:
        """Give the application this look and make it the current one."""
        _load_fonts()
        Theme._current = self
        self._app = app
        fusion = QStyleFactory.create("Fusion")
        assert fusion is not None
        app.setStyle(fusion)
        app.setFont(self.font(FontKind.BASE))
        self._dress()

    def switch(self, name: ThemeName) -> None:
        """Show another theme."""
        if name is not self._name:
            self._name = name
            self._colours = _colours(name)
            self._dress()
            self.changed.emit()

    def use(self, name: str) -> None:
        """Show the theme of a name given by the user; an unknown one is told in the log."""
        if name not in set(ThemeName):
            _log.warning("theme %r is not known; there are %s", name, ", ".join(ThemeName))
            return
        self._chosen = True
        self.switch(ThemeName(name))

    def set_density(self, density: Density) -> None:
        """Give rows more or less room."""
        if density is not self._density:
            self._density = density
            self.changed.emit()

    def set_flashes(self, wanted: bool) -> None:  # noqa: FBT001
        """Let changed cells flash, or not."""
        self._flashes = wanted
        self.changed.emit()

    def _dress(self) -> None:
        if self._app is not None:
            self._app.setPalette(self._palette())
            self._app.setStyleSheet(style_sheet(self._name))

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for target, token in (
            (role.Window, Token.PANEL),
            (role.Base, Token.PANEL),
            (role.AlternateBase, Token.RAISED),
            (role.Button, Token.RAISED),
            (role.ToolTipBase, Token.RAISED),
            (role.Highlight, Token.SELECTED),
            (role.HighlightedText, Token.TEXT),
            (role.WindowText, Token.TEXT),
            (role.Text, Token.TEXT),
            (role.ButtonText, Token.TEXT),
            (role.ToolTipText, Token.TEXT),
            (role.PlaceholderText, Token.FAINT),
            (role.Link, Token.ACCENT),
            (role.Accent, Token.ACCENT),
            (role.Mid, Token.LINE),
            (role.Dark, Token.LINE),
        ):
            palette.setColor(target, self._colours[token])
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self._colours[Token.FAINT])
        return palette


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Give a label or button the text colour of a tone; follows a switch of theme by itself."""
    if widget.property("tone") != tone.value:
        widget.setProperty("tone", tone.value)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


def laid_over(thin: QColor, surface: QColor) -> QColor:
    """The opaque colour that a thin one gives on a surface."""
    share = thin.alphaF()
    below = 1 - share
    return QColor.fromRgbF(
        thin.redF() * share + surface.redF() * below,
        thin.greenF() * share + surface.greenF() * below,
        thin.blueF() * share + surface.blueF() * below,
    )


def thinned(colour: QColor, opacity: float) -> QColor:
    """A colour as it is laid on others, 1 being opaque."""
    thin = QColor(colour)
    thin.setAlphaF(opacity)
    return thin


def _colours(name: ThemeName) -> dict[Token, QColor]:
    colours = {token: QColor(value) for token, value in COLOURS[name].items()}
    for token, (base, opacity) in THIN[name].items():
        colours[token] = thinned(colours[base], opacity)
    return colours


@lru_cache(maxsize=len(FONTS))
def _font(kind: FontKind) -> QFont:
    size, weight = FONTS[kind]
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=1)
def _load_fonts() -> int:
    """Register the shipped fonts; how many could be read."""
    files = font_files()
    loaded = sum(QFontDatabase.addApplicationFont(str(path)) >= 0 for path in files)
    if loaded == 0 or loaded < len(files):
        _log.warning("fonts: %d of %d could be read", loaded, len(files))
    return loaded
