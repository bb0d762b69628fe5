"""The chart panel: charts beside each other, and what they show chosen in the panel's head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kis_desktop.domain.bar import Interval
from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.date_dialog import DateDialog
from kis_desktop.ui.chart.grid_view import GridView
from kis_desktop.ui.chart.headline import HeadlineView
from kis_desktop.ui.chart.interval_entry import IntervalEntry
from kis_desktop.ui.chart.panel_head import PanelHead
from kis_desktop.ui.chart.study_look import inks
from kis_desktop.ui.dialogs.compare import CompareDialog
from kis_desktop.ui.dialogs.studies import StudiesDialog
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_grid import ChartGrid
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.study_list import study_key
from kis_desktop.viewmodels.study_settings import StudySettings

if TYPE_CHECKING:  # a chart's tools are loaded with the chart that lays them
    from kis_desktop.ui.chart.tools.pick import PickTool
    from kis_desktop.ui.chart.tools.replay import ReplayTool

PANEL_ID = "chart"
PANEL_TITLE = "차트"
PANEL_TITLE_EN = "Chart"
PANEL_PLACE = "center"
PANEL_ORDER = 10

_KEYS = {
    "G": "ask_date",
    "Alt+G": "ask_date",
    "/": "edit_studies",
    "Alt+Return": "toggle_maximised",
}


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """The panel for the linked symbol."""
    return ChartPanel(context, parent)


class ChartPanel(QWidget):
    """Twin of `viewmodels/chart_grid.py`."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.grid = ChartGrid(context, self)
        self.setObjectName(PANEL_ID)
        self.setAccessibleName(self.grid.words("chart.title"))
        self.charts = GridView(context, self.grid)
        self.head = PanelHead(self.grid, self)
        self.entry = IntervalEntry(self.grid.words, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.charts)
        layout.addWidget(self._told())
        self.setFocusProxy(self.charts)
        self._connect()
        self.grid.load()

    @property
    def view(self) -> ChartCell:
        """The active chart."""
        return self.charts.active

    @property
    def model(self) -> ChartModel:
        """The active chart's model."""
        return self.view.model

    @property
    def canvas(self) -> ChartCanvas:
        """The active chart's canvas."""
        return self.view.canvas

    @property
    def headline(self) -> HeadlineView:
        """The active chart's headline."""
        return self.view.headline

    def head_widgets(self) -> Sequence[QWidget]:
        """Intervals, indicators, comparison, look, market and grid, for the panel's head."""
        return self.head.widgets

    def ask_date(self) -> None:
        """Ask which day the active chart is to show."""
        cell, times = self.view, self.view.canvas.bar_times
        first, last = cell.canvas.viewport.visible()
        newest = datetime.now(EXCHANGE_ZONE).date()
        middle = datetime.fromtimestamp(times.time_of((first + last) / 2), EXCHANGE_ZONE).date()
        dialog = DateDialog(middle if last > first else newest, newest, self.grid.words, self)
        dialog.chosen.connect(cell.go_to)
        dialog.open()

    def ask_interval(self, typed: str = "") -> None:
        """Open the field in which an interval is typed."""
        self.entry.begin(typed)

    def edit_studies(self, place: int | None = None) -> StudiesDialog:
        """Open the indicators of the active chart, at one of them."""
        for dialog in self.findChildren(StudiesDialog):
            if dialog.isVisible() and dialog.settings.chart is self.model:
                dialog.settings.choose(dialog.settings.chosen if place is None else place)
                dialog.activateWindow()
                return dialog
        settings = StudySettings(self.grid)
        if place is not None:
            settings.choose(place)
        dialog = StudiesDialog(settings, lambda: self._usual_colours(settings), self)
        dialog.anchor_asked.connect(lambda: self._pick_anchor(dialog))
        dialog.show()
        return dialog

    def edit_compared(self) -> CompareDialog:
        """Open what the active chart is compared with."""
        dialog = CompareDialog(self._context, self.model, self)
        self.grid.active_changed.connect(dialog.close)
        self.grid.cells_changed.connect(dialog.close)
        dialog.show()
        return dialog

    def toggle_maximised(self) -> None:
        """Show the active chart alone, or all again."""
        self.charts.toggle_maximised()

    def toggle_replay(self) -> None:
        """Let a past day be chosen for the active chart; where one is played, ask to end it."""
        cast("ReplayTool", self.view.tools["replay"]).toggle()
        self.head.show()

    def _show_replaying(self) -> None:
        """The tab says that a past day is played, on whichever of the charts."""
        words = self.grid.words
        replaying = any(chart.replaying for chart in self.grid.charts)
        mark = f" · {words('chart_replay.tab')}" if replaying else ""
        self.setWindowTitle(words("chart.title") + mark)
        self.head.show()

    def _told(self) -> QLabel:
        """What went wrong while charts were read or kept; takes no room while nothing did."""
        label = QLabel()
        label.setObjectName("chart-kept")
        label.setWordWrap(True)
        label.setFont(Theme.current().font(FontKind.HINT))
        label.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        set_tone(label, Tone.UNCERTAIN)
        label.hide()
        book, words = self.grid.book, self.grid.words
        book.failed.connect(lambda why: label.setText(words("chart_panel.not_kept", why=why)))
        book.failed.connect(label.show)
        return label

    def _connect(self) -> None:
        self.head.entry_asked.connect(self.ask_interval)
        self.head.maximise_asked.connect(self.toggle_maximised)
        self.entry.entered.connect(self._enter)
        self.entry.closed.connect(lambda: self.canvas.setFocus(Qt.FocusReason.OtherFocusReason))
        self.charts.typed.connect(self.ask_interval)
        self.charts.date_asked.connect(self.ask_date)
        self.charts.studies_asked.connect(self.edit_studies)
        self.charts.study_asked.connect(self.edit_studies)
        self.head.compare_asked.connect(self.edit_compared)
        self.head.studies_asked.connect(self.edit_studies)
        self.head.replay_asked.connect(self.toggle_replay)
        self.charts.replaying_changed.connect(self._show_replaying)
        self.grid.cells_changed.connect(self._show_replaying)
        for keys, name in _KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(getattr(self, name))

    def _usual_colours(self, settings: StudySettings) -> tuple[str, ...]:
        """In which colours the chosen study is drawn now."""
        content = self.canvas.content
        key = study_key(settings.setup.studies, settings.chosen)
        found = inks(content.plots, ChartColors.of(Theme.current()).studies)
        return tuple(ink.name() for ink in found.get(key, ()))

    def _pick_anchor(self, dialog: StudiesDialog) -> None:
        """The dialog steps aside until a bar was clicked."""
        tool = cast("PickTool", self.view.tools["pick"])
        dialog.hide()
        once = Qt.ConnectionType.SingleShotConnection
        tool.picked.connect(dialog.settings.set_anchor, once)
        tool.picked.connect(dialog.show, once)
        tool.left.connect(dialog.show, once)
        tool.begin()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, interval: Interval) -> None:
        self.model.show_interval(interval)
