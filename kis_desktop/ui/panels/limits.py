"""The panel of connection and limits (연결과 한도)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.limits import Limits
from kis_desktop.viewmodels.words import Words

PANEL_ID = "limits"
PANEL_TITLE = "연결과 한도"
PANEL_TITLE_EN = "Line and limits"
PANEL_PLACE = "bottom"
PANEL_ORDER = 95
PANEL_LATER = True

_USES_SHARE, _LINE_SHARE = 2, 3


class LimitsPanel(QWidget):
    """How much of each limit is used, and every registration in the order of importance."""

    shows_symbol = False

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        words = Words(context.language)
        self.limits = Limits(context, self)
        self.uses = Grid(self.limits.uses, "limitUses", context.preferences, self)
        self.uses.setAccessibleName(words("limits.uses"))
        self.line = Grid(self.limits.line, "limitLine", context.preferences, self)
        self.line.setAccessibleName(words("limits.line"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.uses, _USES_SHARE)
        row.addWidget(self.line, _LINE_SHARE)
        self.setFocusProxy(self.uses)
        self.limits.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        limits = self.limits
        self.uses.set_state(GridState(limits.state.value), "")
        self.line.set_state(GridState(limits.line_state.value), limits.line_text)


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new panel of connection and limits."""
    return LimitsPanel(context, parent)
