"""The positions panel (잔고)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.account.note_line import NoteLine
from kis_desktop.ui.account.strip import AccountStripView
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.position_rows import PLACES
from kis_desktop.viewmodels.positions import Positions
from kis_desktop.viewmodels.words import Words

PANEL_ID = "positions"
PANEL_TITLE = "잔고"
PANEL_TITLE_EN = "Positions"
PANEL_PLACE = "bottom"
PANEL_ORDER = 30

_NET = "positions/net"
_YES, _NO = "1", "0"
_GROSS_COLUMNS = ("pnl", "rate")
_NET_COLUMNS = ("after", "after_rate")
_LOT_COLUMNS = ("dealing", "loan_date", "expires", "loan")


class PositionsPanel(QWidget):
    """Holdings, their sum in a row that stays below, and the account's cash.

    One switch shows profit before or after fee and tax, another the lots of loans apart.
    """

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._preferences = context.preferences
        words = Words(context.language)
        self.positions = Positions(context, self)
        self.grid = Grid(self.positions.table, "positionRows", context.preferences, self)
        self.grid.setAccessibleName(words("positions.table"))
        self.sum = self._sum_grid(context, words)
        self.note = NoteLine(context, self)
        self.net = self._switch("netProfit", words("holding.net"), words("holding.net_tip"))
        self.lots = self._switch("byLots", words("holding.lots"), words("holding.lots_tip"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.sum)
        column.addWidget(self.note)
        column.addWidget(AccountStripView(context, self))
        self.setFocusProxy(self.grid)
        self.positions.changed.connect(self._show)
        self.grid.row_activated.connect(self.positions.pick)
        self.grid.retry_requested.connect(self.positions.refresh)
        self.grid.horizontalHeader().sectionResized.connect(self._align_sum)
        self.grid.horizontalHeader().geometriesChanged.connect(self._align_sum)
        self.net.toggled.connect(self._show_costs)
        self.lots.toggled.connect(self._show_lots)
        self.net.setChecked(self._preferences.get(_NET) == _YES)
        self._show_costs(self.net.isChecked())
        self._show_lots(False)
        context.clock.frame.connect(self._age)
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """The switches."""
        return (self.lots, self.net)

    def _switch(self, name: str, text: str, tip: str) -> QToolButton:
        switch = QToolButton(self)
        switch.setObjectName(name)
        switch.setText(text)
        switch.setToolTip(tip)
        switch.setCheckable(True)
        return switch

    def _show_costs(self, net: bool) -> None:  # noqa: FBT001 - a slot
        """Profit after costs in the place of profit before them."""
        self._preferences.set(_NET, _YES if net else _NO)
        self._hide(_GROSS_COLUMNS, hidden=net)
        self._hide(_NET_COLUMNS, hidden=not net)

    def _show_lots(self, apart: bool) -> None:  # noqa: FBT001 - a slot
        self._hide(_LOT_COLUMNS, hidden=not apart)
        self.positions.set_by_lots(apart)

    def _hide(self, columns: Sequence[str], *, hidden: bool) -> None:
        header = self.grid.horizontalHeader()
        for column in columns:
            header.setSectionHidden(PLACES[column], hidden)
            if not hidden and not header.sectionSize(PLACES[column]):
                header.resizeSection(
                    PLACES[column], self.positions.table.columns[PLACES[column]].width
                )
        self._align_sum()

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

    def _age(self) -> None:
        if self.isVisible():
            self.note.say(self.positions.reading_text, self.positions.warning)

    def _show(self) -> None:
        positions = self.positions
        self.grid.set_state(GridState(positions.state.value), positions.state_text)
        self.sum.setVisible(positions.sum.rowCount() > 0)
        self._align_sum()
        self.setWindowTitle(positions.title)


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new positions panel."""
    return PositionsPanel(context, parent)
