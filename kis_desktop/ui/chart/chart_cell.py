"""One chart with its model: what the model says is shown, what the hand does is told to it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from kis_desktop.domain.chart_setup import PaneSetup
from kis_desktop.ui.chart.content import Notice
from kis_desktop.ui.chart.hidden_panes import HiddenPanes
from kis_desktop.ui.chart.history_line import HistoryLine
from kis_desktop.ui.chart.setup_menu import add_setup
from kis_desktop.ui.chart.time_axis import date_text
from kis_desktop.ui.chart.tool import ChartTool, Spot
from kis_desktop.ui.chart.tool_scan import lay_tools
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.chart import ChartModel, ChartState
from kis_desktop.viewmodels.context import ViewContext

if TYPE_CHECKING:  # a chart's tools are loaded with the chart that lays them
    from kis_desktop.ui.chart.tools.legend import LegendTool

_SUMMARY_PAUSE = 500  # ms; the spoken summary is made anew no more often
_COMPARE_PAUSE = 250  # ms; lines of other symbols are laid anew no more often
_TAKES_KEYBOARD = {QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress}


class ChartCell(ChartView):
    """Twin of `viewmodels/chart.py`."""

    activated = Signal()  # the hand or the keyboard came here
    typed = Signal(str)  # a digit, over the chart: the beginning of an interval
    date_asked = Signal()
    studies_asked = Signal()
    study_asked = Signal(int)  # its place in the chart's setup
    maximise_asked = Signal()
    furnished = Signal()  # its tools are laid

    def __init__(
        self, context: ViewContext, model: ChartModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, model, parent)
        self.setObjectName("chart-cell")
        self.is_furnished = False
        self.hidden_panes = HiddenPanes(self.canvas, model.words)
        self._history = HistoryLine(model.words)
        self._history.retry_asked.connect(model.retry)
        self.add_below(self._history)
        self._summary = QTimer(self)
        self._summary.setSingleShot(True)
        self._summary.setInterval(_SUMMARY_PAUSE)
        self._comparing = QTimer(self)
        self._comparing.setSingleShot(True)
        self._comparing.setInterval(_COMPARE_PAUSE)
        self.canvas.show_simulated(simulated=model.simulated)
        self.canvas.show_setup(model.setup)
        self.canvas.installEventFilter(self)
        self.headline.installEventFilter(self)
        self._connect()
        self._show_state()
        if context.opening is not None and context.is_opening:
            context.opening.over.connect(self.furnish)
        else:
            self.furnish()

    @property
    def tools(self) -> dict[str, ChartTool]:
        self.furnish()
        return super().tools

    def furnish(self) -> None:
        """Lay the tools over the chart, where that has not been done."""
        if not self.is_furnished:
            self.is_furnished = True
            lay_tools(self)
            self.furnished.emit()

    def lay(self, name: str, tool: ChartTool) -> None:
        super().lay(name, tool)
        if name == "legend":
            cast("LegendTool", tool).settings_asked.connect(self.study_asked)

    def summary(self) -> str:
        scaled = (f"{date_text(day)}: {told}" for day, told in self.model.scaled.items())
        told = (super().summary(), *scaled, self.hidden_panes.sentence)
        return " ".join(one for one in told if one)

    def menu(self, price: Decimal | None, spot: Spot | None = None) -> QMenu:
        """What can be done here; `price` (KRW) is what was pointed at, if anything."""
        words, canvas = self.model.words, self.canvas
        menu = QMenu(self)
        menu.setObjectName("chart-menu")
        if price is not None and not self.model.replaying:
            pick = menu.addAction(words("chart.pick_price", price=price))
            pick.triggered.connect(lambda: self.model.pick_price(price))
            menu.addSeparator()
        fit = menu.addAction(words("chart.fit_price"))
        fit.setCheckable(True)
        fit.setChecked(canvas.fits_itself)
        fit.triggered.connect(canvas.fit_prices)
        add_setup(menu, self.model)
        menu.addAction(words("chart_panel.studies")).triggered.connect(self.studies_asked)
        menu.addSeparator()
        menu.addAction(words("chart_panel.go_to_date")).triggered.connect(self.date_asked)
        newest = menu.addAction(words("chart.newest"))
        newest.triggered.connect(lambda: canvas.move_to(canvas.viewport.at_newest()))
        menu.addAction(words("chart.reset")).triggered.connect(canvas.reset)
        for tool in canvas.tools:
            tool.add_actions(menu, spot)
        return menu

    def go_to(self, moment: int) -> None:
        """Bring a moment (UTC epoch seconds) into the middle, and have it read where it is not
        here yet.
        """
        pyramid = self.model.pyramid
        if len(pyramid) and moment < int(pyramid.time[0]):
            self.model.reach(moment)
        canvas = self.canvas
        viewport = canvas.viewport
        middle = canvas.bar_times.index_of(moment) + viewport.width / viewport.bar_width / 2
        canvas.move_to(viewport.panned((viewport.right - middle) * viewport.bar_width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the canvas had no use for: a digit begins an interval."""
        text = event.text()
        if text.isascii() and text.isdigit() and text != "0":
            self.typed.emit(text)
            event.accept()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TAKES_KEYBOARD:
            self.activated.emit()
        elif watched is self.canvas and event.type() is QEvent.Type.Resize:
            self.hidden_panes.follow()
        elif watched is self.headline and event.type() is QEvent.Type.MouseButtonDblClick:
            self.maximise_asked.emit()
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        model, canvas = self.model, self.canvas
        model.state_changed.connect(self._show_state)
        model.bars_replaced.connect(self._show_bars)
        model.bars_reread.connect(self._reread_bars)
        model.bars_moved.connect(self._follow_bars)
        model.plots_changed.connect(self._reread_bars)
        model.setup_changed.connect(lambda: canvas.show_setup(model.setup))
        model.levels_changed.connect(self._show_levels)
        model.headline_changed.connect(self._show_headline)
        model.stale_changed.connect(lambda: canvas.show_stale(model.stale))
        model.compared_changed.connect(self._compare_soon)
        model.ex_dates_changed.connect(lambda: canvas.show_ex_dates(model.ex_dates))
        model.replaying_changed.connect(lambda: canvas.show_ex_dates(model.ex_dates))
        model.progress_changed.connect(lambda: self._history.show_progress(model.progress))
        canvas.price_picked.connect(model.pick_price)
        canvas.retry_asked.connect(model.retry)
        canvas.menu_asked.connect(self._open_menu)
        canvas.sight_changed.connect(self._summarise_soon)
        canvas.panes_changed.connect(self._keep_panes)
        self._comparing.timeout.connect(self._show_compared)
        canvas.panes_changed.connect(self.hidden_panes.follow)
        self._summary.timeout.connect(self._summarise)

    def _summarise_soon(self) -> None:
        if not self._summary.isActive():
            self._summary.start()
            self._reach_back()

    def _summarise(self) -> None:
        self.hidden_panes.follow()
        self.canvas.setAccessibleDescription(self.spoken())

    def _reach_back(self) -> None:
        """Near the oldest bar that is here, older ones are asked for."""
        viewport, pyramid = self.canvas.viewport, self.model.pyramid
        slots = viewport.width / viewport.bar_width
        if not len(pyramid) or viewport.left > slots or self.model.state is not ChartState.READY:
            return
        progress = self.model.progress
        if progress is not None and not progress.complete and len(pyramid) > slots:
            self.model.reach(self.canvas.bar_times.time_of(-slots))

    def _keep_panes(self, panes: tuple[PaneSetup, ...]) -> None:
        self.model.set_setup(replace(self.model.setup, panes=panes))

    def _compare_soon(self) -> None:
        if not self._comparing.isActive():
            self._comparing.start()

    def _show_compared(self) -> None:
        lines = self.model.compared()
        if lines or self.canvas.content.compared:
            self.canvas.show_compared(lines)

    def _show_bars(self) -> None:
        model = self.model
        self.canvas.show_compared(())
        self.canvas.show_bars(model.pyramid, model.plots, dated=model.interval.is_dated)
        self._show_levels()
        self._show_compared()

    def _reread_bars(self) -> None:
        self.canvas.exchange_bars(self.model.pyramid, self.model.plots)
        self._show_compared()

    def _follow_bars(self) -> None:
        self.canvas.follow_bars()
        if self.canvas.content.compared:
            self._compare_soon()
        if self.canvas.content.notice is not None:
            self._show_state()

    def _show_levels(self) -> None:
        self.canvas.set_tick(self.model.ticks.step, self.model.ticks.nearest)

    def _show_headline(self) -> None:
        shown = self.model.headline
        spoken = self.model.words(
            "chart.headline",
            name=shown.name,
            price=shown.last,
            change=shown.change,
            rate=shown.rate,
        )
        self.headline.show_headline(shown, spoken)

    def _show_state(self) -> None:
        self.canvas.show_notice(self._notice())

    def _notice(self) -> Notice | None:
        words, state = self.model.words, self.model.state
        if state is ChartState.EMPTY:
            return Notice(words("chart.empty"), words("chart.empty_hint"))
        if state is ChartState.LOADING:
            return Notice(words("chart.loading"), panes=True)
        if state is ChartState.FAILED:
            return Notice(words("chart.failed"), self.model.failure, retry=True)
        if len(self.model.pyramid) == 0:
            return Notice(
                words("chart.no_bars"), words("chart.no_bars_hint"), retry=True, panes=True
            )
        return None

    def _open_menu(self, place: QPointF, price: Decimal | None) -> None:
        spot = self.canvas.spot(self.canvas.mapFromGlobal(place)) if price is not None else None
        menu = self.menu(price, spot)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place.toPoint())
