"""The panel of realised profit (실현손익)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.account.period_field import PeriodField
from kis_desktop.ui.account.profit_chart import ProfitChart
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.panel_parts import head_button
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.profit import Profit, View
from kis_desktop.viewmodels.profit_rows import PLACES, SHOWN
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

PANEL_ID = "profit"
PANEL_TITLE = "실현손익"
PANEL_TITLE_EN = "Realized P&L"
PANEL_PLACE = "bottom"
PANEL_ORDER = 32
PANEL_LATER = True

_PERIODS = ("this_month", "three_months", "year")
_SIZES = (610, 347)  # pixels of the default width: table, chart


class ProfitPanel(QWidget):
    """A table with its sum on the left, the line over the days on the right."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        words = Words(context.language)
        self.profit = Profit(context, self)
        self.grid = Grid(self.profit.table, "profitRows", context.preferences, self)
        self.grid.setAccessibleName(words("profit.table"))
        self.sum = self._sum_grid(context, words)
        self.chart = ProfitChart(words, self)
        self.read_at = QLabel(self)
        self.read_at.setFont(Theme.current().font(FontKind.HINT))
        set_tone(self.read_at, Tone.FAINT)
        self.told = QLabel(self)
        self.told.setFont(Theme.current().font(FontKind.HINT))
        set_tone(self.told, Tone.UNCERTAIN)
        self.views = QButtonGroup(self)
        self.periods = QButtonGroup(self)
        self.view_buttons = [self._view_button(words, view) for view in View]
        self.period_buttons = [self._period_button(words, name) for name in _PERIODS]
        self.period = PeriodField(words, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar())
        column.addWidget(self._body(), 1)
        self.setFocusProxy(self.grid)
        self.profit.changed.connect(self._show)
        self.grid.row_activated.connect(self.profit.pick)
        self.grid.retry_requested.connect(self.profit.retry)
        self.period.chosen.connect(self._read)
        header = self.grid.horizontalHeader()
        header.sectionResized.connect(self._align_sum)
        header.geometriesChanged.connect(self._align_sum)
        self.setWindowTitle(words("profit.title"))
        self._choose_view(View.DAYS)
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """How the period is cut up."""
        return tuple(self.view_buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.profit.begin()

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        row.setSpacing(STEP)
        for button in self.period_buttons:
            row.addWidget(button)
        row.addWidget(self.period)
        row.addWidget(self.told, 1)
        row.addWidget(self.read_at)
        return row

    def _body(self) -> QSplitter:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.sum)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.chart)
        split.setSizes(list(_SIZES))
        for place, size in enumerate(_SIZES):
            split.setStretchFactor(place, size)
        return split

    def _sum_grid(self, context: ViewContext, words: Words) -> Grid:
        grid = Grid(self.profit.sum, "profitSum", context.preferences, self)
        grid.setAccessibleName(words("profit.sum"))
        grid.horizontalHeader().hide()
        grid.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        grid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for policy in (
            grid.setHorizontalScrollBarPolicy,
            grid.setVerticalScrollBarPolicy,
        ):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.setFixedHeight(Theme.current().row_height)
        return grid

    def _view_button(self, words: Words, view: View) -> QToolButton:
        button = self._button(f"profit_{view}", words(f"profit.{view}"))
        button.setChecked(view is View.DAYS)
        button.clicked.connect(lambda: self._choose_view(view))
        self.views.addButton(button)
        return button

    def _period_button(self, words: Words, name: str) -> QToolButton:
        button = self._button(f"profit_{name}", words(f"profit.{name}"))
        button.setChecked(name == _PERIODS[0])
        button.clicked.connect(lambda: self.profit.choose(name))
        self.periods.addButton(button)
        return button

    def _button(self, name: str, text: str) -> QToolButton:
        button = head_button(self, name, text)
        button.setCheckable(True)
        return button

    def _choose_view(self, view: View) -> None:
        header = self.grid.horizontalHeader()
        for column, place in PLACES.items():
            hidden = column not in SHOWN[view]
            header.setSectionHidden(place, hidden)
            if not hidden and not header.sectionSize(place):
                header.resizeSection(place, self.profit.table.columns[place].width)
        self.profit.set_view(view)
        self._align_sum()

    def _read(self, start: date, end: date) -> None:
        """A period of the trader's own: none of the buttons is it."""
        self.periods.setExclusive(False)
        for button in self.period_buttons:
            button.setChecked(False)
        self.periods.setExclusive(True)
        self.profit.read(start, end)

    def _align_sum(self) -> None:
        """The sum stands in the same columns as what it sums."""
        header = self.grid.horizontalHeader()
        for section in range(header.count()):
            self.sum.setColumnWidth(section, header.sectionSize(section))
            self.sum.setColumnHidden(section, header.isSectionHidden(section))

    def _show(self) -> None:
        profit = self.profit
        self.grid.set_state(GridState(profit.state.value), profit.state_text)
        self.sum.setVisible(profit.sum.rowCount() > 0)
        self.period.set_period(*profit.period)
        self.told.setText(profit.warning)
        self.read_at.setText(profit.reading_text)
        self.chart.show_line(profit.line, profit.spoken)
        self._align_sum()


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new panel of realised profit."""
    return ProfitPanel(context, parent)
