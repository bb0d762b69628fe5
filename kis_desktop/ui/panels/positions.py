"""The positions panel (잔고)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from kis_desktop.ui.account.strip import AccountStripView
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.positions import Positions
from kis_desktop.viewmodels.words import Words

PANEL_ID = "positions"
PANEL_TITLE = "잔고"
PANEL_TITLE_EN = "Positions"
PANEL_PLACE = "bottom"
PANEL_ORDER = 30


class PositionsPanel(QWidget):
    """Holdings, their sum in a row that stays below, and the account's cash."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        words = Words(context.language)
        self.positions = Positions(context, self)
        self.grid = Grid(self.positions.table, "positionRows", context.preferences, self)
        self.grid.setAccessibleName(words("positions.table"))
        self.sum = self._sum_grid(context, words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.sum)
        column.addWidget(AccountStripView(context, self))
        self.setFocusProxy(self.grid)
        self.positions.changed.connect(self._show)
        self.grid.row_activated.connect(self.positions.pick)
        self.grid.retry_requested.connect(self.positions.refresh)
        self.grid.horizontalHeader().sectionResized.connect(self._align_sum)
        self.grid.horizontalHeader().geometriesChanged.connect(self._align_sum)
        self._show()

    def _sum_grid(self, context: ViewContext, words: Words) -> Grid:
        grid = Grid(self.positions.sum, "positionSum", context.preferences, self)
        grid.setAccessibleName(words("positions.sum"))
        grid.horizontalHeader().hide()
        grid.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        grid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for policy in (grid.setHorizontalScrollBarPolicy, grid.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.setFixedHeight(Theme.current().row_height)
        return grid

    def _align_sum(self) -> None:
        """The sum stands in the same columns as what it sums."""
        header = self.grid.horizontalHeader()
        for section in range(header.count()):
            self.sum.setColumnWidth(section, header.sectionSize(section))
            self.sum.setColumnHidden(section, header.isSectionHidden(section))

    def _show(self) -> None:
        positions = self.positions
        self.grid.set_state(GridState(positions.state.value), positions.state_text)
        self.sum.setVisible(positions.sum.rowCount() > 0)
        self._align_sum()
        self.setWindowTitle(positions.title)


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new positions panel."""
    return PositionsPanel(context, parent)
