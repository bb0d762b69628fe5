"""The colours of the chart, taken from the theme once for each switch."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from kis_desktop.ui.theme.theme import Theme, laid_over, thinned
from kis_desktop.ui.theme.tokens import ThemeName, Token
from kis_desktop.viewmodels.roles import Tone

_VOLUME_OPACITY = 0.62
STUDY_COLOURS: dict[ThemeName, tuple[str, ...]] = {
    ThemeName.DARK: (
        "#F0B64A", "#A58BFF", "#3FC78F", "#5CC2E8", "#F083C0", "#C8D05A", "#FF9A5C", "#9FB3C8",
    ),
    ThemeName.LIGHT: (
        "#9A6400", "#6A45D9", "#0B7D50", "#0B6E94", "#B8317F", "#66700A", "#B4500F", "#52677D",
    ),
}  # fmt: skip
"""of lines, dots and areas; each stands out from the panel by at least 3 : 1"""


@dataclass(frozen=True, slots=True)
class ChartColors:
    """Opaque colours by what they are for."""

    panel: QColor
    raised: QColor
    line: QColor
    text: QColor
    dim: QColor
    faint: QColor
    up: QColor
    down: QColor
    flat: QColor
    volume_up: QColor
    volume_down: QColor
    volume_flat: QColor
    accent: QColor
    simulated: QColor
    studies: tuple[QColor, ...]  # in the order in which they are given out

    def tone(self, tone: Tone) -> QColor:
        """The colour of a tone."""
        return {
            Tone.TEXT: self.text,
            Tone.DIM: self.dim,
            Tone.FAINT: self.faint,
            Tone.UP: self.up,
            Tone.DOWN: self.down,
            Tone.FLAT: self.flat,
            Tone.BUY: self.up,
            Tone.SELL: self.down,
            Tone.UNCERTAIN: self.accent,
        }[tone]

    @classmethod
    def of(cls, theme: Theme) -> ChartColors:
        """The colours of a theme."""
        panel = theme.color(Token.PANEL)
        up, down = theme.color(Token.UP), theme.color(Token.DOWN)
        flat = theme.color(Token.FLAT)
        return cls(
            panel=panel,
            raised=theme.color(Token.RAISED),
            line=theme.color(Token.LINE),
            text=theme.color(Token.TEXT),
            dim=theme.color(Token.DIM),
            faint=theme.color(Token.FAINT),
            up=up,
            down=down,
            flat=flat,
            volume_up=_thin(up, panel),
            volume_down=_thin(down, panel),
            volume_flat=_thin(flat, panel),
            accent=theme.color(Token.ACCENT),
            simulated=theme.color(Token.SIMULATED),
            studies=tuple(QColor(code) for code in STUDY_COLOURS[theme.name]),
        )


def _thin(colour: QColor, surface: QColor) -> QColor:
    return laid_over(thinned(colour, _VOLUME_OPACITY), surface)
