"""Small parts that panels are put together from."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.grid import Grid
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.lines import Line

_FOOT_HEIGHT = 28


def head_button(parent: QWidget, name: str, text: str) -> QToolButton:
    """A button for the panel's head."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(text)
    return button


def lay_out_with_foot(panel: QWidget, grid: Grid, hints: tuple[QLabel, ...], result: Line) -> None:
    """The table, and under it one line of hints and of what became of the last click."""
    foot = QWidget()
    foot.setFixedHeight(_FOOT_HEIGHT)
    row = QHBoxLayout(foot)
    row.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
    row.setSpacing(3 * STEP)
    for label in hints:
        label.setFont(Theme.current().font(FontKind.HINT))
        row.addWidget(label)
    row.addWidget(result, 1)
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(grid, 1)
    column.addWidget(foot)
    panel.setFocusProxy(grid)
