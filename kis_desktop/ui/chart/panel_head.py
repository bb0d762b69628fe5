"""What a chart panel puts into its head: intervals, indicators, comparison, market, grid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.ui.chart.head_menu import open_below
from kis_desktop.ui.chart.head_tools import HeadTool, HeadTools
from kis_desktop.ui.chart.interval_bar import IntervalBar
from kis_desktop.ui.chart.layout_icon import layout_icon
from kis_desktop.ui.chart.setup_menu import add_setup
from kis_desktop.viewmodels.chart_grid import ChartGrid
from kis_desktop.viewmodels.grid_layout import LAYOUTS

_SHARED = ("symbol", "interval", "crosshair", "range")


class PanelHead(QObject):
    """The widgets and their menus; all act on the grid's active chart."""

    studies_asked = Signal()
    compare_asked = Signal()
    entry_asked = Signal()
    maximise_asked = Signal()
    replay_asked = Signal()

    def __init__(self, grid: ChartGrid, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid
        self._words = grid.words
        self.intervals = IntervalBar(grid.words)
        self.intervals.chosen.connect(self._show_interval)
        self.intervals.entry_asked.connect(self.entry_asked)
        self.intervals.favourites_changed.connect(grid.set_favourites)
        self.studies = self._button("chart-studies", "chart_panel.studies_tip")
        self.studies.clicked.connect(self.studies_asked)
        self.compare = self._button("chart-compare", "chart_panel.compare_tip")
        self.compare.setText(grid.words("chart_panel.compare"))
        self.compare.clicked.connect(self.compare_asked)
        self.replay = self._button("chart-replay", "chart_replay.menu")
        self.replay.setText(grid.words("chart_replay.tab"))
        self.replay.setCheckable(True)
        self.replay.clicked.connect(self.replay_asked)
        self.market = self._button("chart-market", "chart_panel.market_tip")
        self.market.clicked.connect(lambda: open_below(self.market, self.market_menu()))
        self.look = self._button("chart-look", "chart_panel.look_tip")
        self.look.setText(grid.words("chart_panel.look"))
        self.look.clicked.connect(lambda: open_below(self.look, self.look_menu()))
        self.layouts = self._button("chart-layouts", "chart_panel.layouts_tip")
        self.layouts.clicked.connect(lambda: open_below(self.layouts, self.layouts_menu()))
        self.tools = HeadTools(self._tools(), grid.words("chart_panel.more"))
        for told in (grid.setup_changed, grid.active_changed, grid.kept_changed):
            told.connect(self.show)
        grid.cells_changed.connect(self.show)
        self.show()

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """Left to right."""
        return (self.intervals, self.tools)

    def show(self) -> None:
        """Show how the active chart is set up."""
        setup, words = self._grid.active.setup, self._words
        self.replay.setChecked(self._grid.active.replaying)
        self.intervals.show_intervals(self._grid.kept.favourites, setup.interval)
        self.studies.setText(words("chart_panel.studies_count", n=len(setup.studies)))
        text = words(f"chart_panel.market.{setup.view}")
        self.market.setText(text)
        self.layouts.setIcon(layout_icon(self._grid.layout, self.layouts))
        self.tools.refit()

    def market_menu(self) -> QMenu:
        """Whose prices."""
        menu = QMenu(self.market)
        self._add_markets(menu)
        return menu

    def _add_markets(self, menu: QMenu) -> None:
        chart = self._grid.active
        for view in MarketView:
            action = menu.addAction(self._words(f"chart_panel.market.{view}"))
            action.setCheckable(True)
            action.setChecked(view is chart.setup.view)
            action.triggered.connect(
                lambda _=False, one=view: chart.set_setup(replace(chart.setup, view=one))
            )

    def look_menu(self) -> QMenu:
        """How the active chart is drawn."""
        menu = QMenu(self.look)
        add_setup(menu, self._grid.active)
        return menu

    def layouts_menu(self) -> QMenu:
        """How many charts, and what they share."""
        menu = QMenu(self.layouts)
        self._add_layouts(menu)
        return menu

    def _add_layouts(self, menu: QMenu) -> None:
        grid, words = self._grid, self._words
        for layout in LAYOUTS:
            action = menu.addAction(words(f"chart_panel.layout.{layout.name}"))
            action.setObjectName(f"layout-{layout.name}")
            action.setIcon(layout_icon(layout, self.layouts))
            action.setCheckable(True)
            action.setChecked(layout == grid.layout)
            action.triggered.connect(lambda _=False, one=layout.name: grid.set_layout(one))
        menu.addSeparator()
        for name in _SHARED:
            action = menu.addAction(words(f"chart_panel.share.{name}"))
            action.setObjectName(f"share-{name}")
            action.setCheckable(True)
            action.setChecked(bool(getattr(grid.sync, name)))
            action.toggled.connect(
                lambda on, one=name: grid.set_sync(replace(grid.sync, **{one: on}))
            )
        menu.addSeparator()
        alone = menu.addAction(words("chart_panel.maximise"))
        alone.setEnabled(len(grid.charts) > 1)
        alone.triggered.connect(self.maximise_asked)

    def _tools(self) -> tuple[HeadTool, ...]:
        """The buttons with what stands for them in a menu where there is no room."""
        plain = (self.studies, self.compare, self.replay)
        filled = (
            (self.look, lambda menu: add_setup(menu, self._grid.active)),
            (self.market, self._add_markets),
            (self.layouts, self._add_layouts),
        )
        return (
            *(HeadTool(button, partial(_add_click, button)) for button in plain),
            *(HeadTool(button, partial(_add_filled, button, fill)) for button, fill in filled),
        )

    def _show_interval(self, interval: Interval) -> None:
        self._grid.active.show_interval(interval)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setToolTip(self._words(tip))
        button.setAccessibleName(self._words(tip))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _add_click(button: QToolButton, menu: QMenu) -> None:
    action = menu.addAction(button.text())
    action.setCheckable(button.isCheckable())
    action.setChecked(button.isChecked())
    action.triggered.connect(button.click)


def _add_filled(button: QToolButton, fill: Callable[[QMenu], None], menu: QMenu) -> None:
    fill(menu.addMenu(button.text() or button.toolTip()))
