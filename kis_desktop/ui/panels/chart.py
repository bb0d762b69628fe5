"""The chart panel: headline, canvas, and the intervals in its head."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from kis_desktop.ui.chart.content import Notice
from kis_desktop.ui.chart.interval_chips import IntervalChips
from kis_desktop.ui.chart.legend_painter import moment_text
from kis_desktop.ui.chart.levels_painter import axis_text
from kis_desktop.ui.chart.tool import Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.chart import INTERVALS, ChartModel, ChartState
from kis_desktop.viewmodels.chart_style import ChartStyle
from kis_desktop.viewmodels.context import ViewContext

PANEL_ID = "chart"
PANEL_TITLE = "차트"
PANEL_TITLE_EN = "Chart"
PANEL_PLACE = "center"
PANEL_ORDER = 10

_SUMMARY_PAUSE = 500  # ms; the spoken summary is made anew no more often


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """The panel for the linked symbol."""
    return ChartPanel(context, ChartModel(context), parent)


class ChartPanel(QWidget):
    """Twin of `viewmodels/chart.py`."""

    def __init__(
        self, context: ViewContext, model: ChartModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        model.setParent(self)
        self.model = model
        self.setObjectName(PANEL_ID)
        self.setAccessibleName(model.words("chart.title"))
        self.view = ChartView(context, model)
        self.headline, self.canvas = self.view.headline, self.view.canvas
        self._chips = IntervalChips(INTERVALS, model.words)
        self._chips.choose(model.interval)
        self._summary = QTimer(self)
        self._summary.setSingleShot(True)
        self._summary.setInterval(_SUMMARY_PAUSE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.canvas)
        self.canvas.show_simulated(simulated=model.simulated)
        self.canvas.show_style(model.style)
        self._connect()
        self._show_state()
        model.start()

    def head_widgets(self) -> Sequence[QWidget]:
        """The intervals, for the panel's head."""
        return (self._chips,)

    def summary(self) -> str:
        """What is in sight, as a sentence for those who hear it."""
        pyramid, words = self.model.pyramid, self.model.words
        first, last = self.canvas.viewport.visible()
        extent = pyramid.extent(first, last)
        if extent is None:
            return words("chart.summary_none", name=self.model.name)
        return words(
            "chart.summary",
            name=self.model.name,
            interval=words(f"chart.interval.{self.model.interval}"),
            bars=last - first,
            first=moment_text(self.canvas.content, first),
            last=moment_text(self.canvas.content, last - 1),
            high=axis_text(extent[1]),
            low=axis_text(extent[0]),
            close=axis_text(float(pyramid.close[-1])),
        )

    def _connect(self) -> None:
        model, canvas = self.model, self.canvas
        model.state_changed.connect(self._show_state)
        model.bars_replaced.connect(self._show_bars)
        model.bars_reread.connect(self._reread_bars)
        model.bars_moved.connect(self._follow_bars)
        model.levels_changed.connect(self._show_levels)
        model.marks_changed.connect(lambda: canvas.show_marks(model.marks))
        model.headline_changed.connect(self._show_headline)
        model.stale_changed.connect(lambda: canvas.show_stale(model.stale))
        model.style_changed.connect(lambda: canvas.show_style(model.style))
        canvas.price_picked.connect(model.pick_price)
        canvas.retry_asked.connect(model.retry)
        canvas.menu_asked.connect(self._open_menu)
        canvas.sight_changed.connect(self._summarise_soon)
        self._chips.chosen.connect(model.show_interval)
        self._summary.timeout.connect(lambda: canvas.setAccessibleDescription(self.summary()))

    def _summarise_soon(self) -> None:
        if not self._summary.isActive():
            self._summary.start()

    def _show_bars(self) -> None:
        model = self.model
        dated = model.interval.is_dated
        self.canvas.show_bars(model.pyramid, model.plots, dated=dated)
        self._show_levels()

    def _reread_bars(self) -> None:
        model = self.model
        self.canvas.exchange_bars(model.pyramid, model.plots)

    def _follow_bars(self) -> None:
        self.canvas.follow_bars()
        if self.canvas.content.notice is not None:
            self._show_state()

    def _show_levels(self) -> None:
        self.canvas.set_tick(self.model.ticks.step, self.model.ticks.nearest)
        self.canvas.show_levels(self.model.levels)

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

    def menu(self, price: Decimal | None, spot: Spot | None = None) -> QMenu:
        """What can be done here; `price` (KRW) is what was pointed at, if anything."""
        words, canvas = self.model.words, self.canvas
        menu = QMenu(self)
        menu.setObjectName("chart-menu")
        if price is not None:
            pick = menu.addAction(words("chart.pick_price", price=price))
            pick.triggered.connect(lambda: self.model.pick_price(price))
            menu.addSeparator()
        fit = menu.addAction(words("chart.fit_price"))
        fit.setCheckable(True)
        fit.setChecked(canvas.fits_itself)
        fit.triggered.connect(canvas.fit_prices)
        logarithmic = menu.addAction(words("chart.logarithmic"))
        logarithmic.setCheckable(True)
        logarithmic.setChecked(canvas.logarithmic)
        logarithmic.toggled.connect(canvas.set_logarithmic)
        self._add_styles(menu.addMenu(words("chart.style_menu")))
        newest = menu.addAction(words("chart.newest"))
        newest.triggered.connect(lambda: canvas.move_to(canvas.viewport.at_newest()))
        menu.addAction(words("chart.reset")).triggered.connect(canvas.reset)
        for tool in canvas.tools:
            tool.add_actions(menu, spot)
        return menu

    def _add_styles(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for style in ChartStyle:
            action = menu.addAction(self.model.words(f"chart.style.{style}"))
            action.setCheckable(True)
            action.setChecked(style is self.model.style)
            action.triggered.connect(lambda _=False, chosen=style: self.model.show_style(chosen))
            group.addAction(action)

    def _open_menu(self, place: QPointF, price: Decimal | None) -> None:
        spot = self.canvas.spot(self.canvas.mapFromGlobal(place)) if price is not None else None
        menu = self.menu(price, spot)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place.toPoint())
