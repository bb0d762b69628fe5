"""The studies' words on the chart: a click opens settings, small signs hide or drop the study."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from kis_desktop.domain.chart_setup import StudySetup
from kis_desktop.indicators.study import Shape
from kis_desktop.ui.chart.study_look import drawn_outputs
from kis_desktop.ui.chart.study_signs import SIGN, SIGNS, paint_sign
from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.study_list import with_study_at, without_study

TOOL_ORDER = 10
_NEAR = 5.0  # pixels from a line that still mean it
_EDGE = 2.0
_LINES = (Shape.LINE, Shape.EDGE, Shape.CLOUD, Shape.STEPS, Shape.DOTS)


def create(view: ChartView) -> LegendTool:
    """A chart's own."""
    return LegendTool(view)


class LegendTool(ChartTool):
    """Signs stand beside the words that are pointed at. While a click orders, none is taken."""

    settings_asked = Signal(int)  # the study's place in the chart's setup

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self._key, self._words = "", QRectF()  # that are pointed at, and where they stood then
        view.canvas.installEventFilter(self)

    @property
    def pointed(self) -> str:
        """The key of the plot whose words are pointed at; empty for none."""
        return self._key

    def sign_box(self, name: str) -> QRectF:
        """Where the sign "shown", "settings" or "drop" stands beside the words."""
        right = self._view.canvas.panes.plot_width - _EDGE
        left = min(self._words.right() + _EDGE, right - len(SIGNS) * SIGN)
        place = left + SIGNS.index(name) * SIGN
        return QRectF(place, self._words.center().y() - SIGN / 2, SIGN, SIGN)

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        if self._key and self._is_over(spot.at):
            return
        key = "" if self._is_armed else self._view.canvas.legend_at(spot.at)
        if key != self._key:
            self._key = key
            self._words = self._view.canvas.legend.get(key, QRectF())
            self.held_changed.emit()

    def click(self, event: QMouseEvent, spot: Spot) -> bool:
        key = self._key if self._is_over(spot.at) else self._view.canvas.legend_at(spot.at)
        place = self._place(key)
        if event.button() is not Qt.MouseButton.LeftButton or self._is_armed or place is None:
            return False
        name = next((one for one in SIGNS if self._key and self._sign_holds(one, spot.at)), "")
        acts = {"shown": self._turn, "drop": self._drop}
        acts.get(name, self._ask)(place)
        return True

    def double_click(self, event: QMouseEvent, spot: Spot) -> bool:
        if self._is_armed:
            return False
        if self._is_over(spot.at) or self._view.canvas.legend_at(spot.at):
            return True
        place = self._place(self._line_at(spot))
        if place is not None:
            self.settings_asked.emit(place)
        return place is not None

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        over = self._is_over(spot.at) and not self._is_armed
        return Qt.CursorShape.PointingHandCursor if over else None

    def paint_held(self, brush: Brush) -> None:
        place = self._place(self._key)
        if place is None or self._is_armed:
            return
        painter, colors = brush.painter, brush.colors
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(QPen(colors.line, 1.0))
        painter.setBrush(colors.raised)
        ground = self.sign_box(SIGNS[0]).united(self.sign_box(SIGNS[-1]))
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        shown = self._view.model.setup.studies[place].shown
        for name in SIGNS:
            paint_sign(painter, name, self.sign_box(name), colors.text, shown=shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave and self._key:
            self._key = ""
            self.held_changed.emit()
        return super().eventFilter(watched, event)

    @property
    def _is_armed(self) -> bool:
        return any(tool.is_armed for tool in self._view.tools.values())

    def _is_over(self, at: QPointF) -> bool:
        """Whether the pointed words or their signs are at a place."""
        signs = any(self._sign_holds(name, at) for name in SIGNS)
        return bool(self._key) and (self._words.contains(at) or signs)

    def _sign_holds(self, name: str, at: QPointF) -> bool:
        return self.sign_box(name).contains(at)

    def _place(self, key: str) -> int | None:
        """Where the study of a plot stands in the setup."""
        plot = next((one for one in self._view.model.plots if one.key == key), None)
        return None if plot is None else plot.number

    def _ask(self, place: int) -> None:
        self.settings_asked.emit(place)

    def _turn(self, place: int) -> None:
        study = self._study(place)
        self._put(place, replace(study, shown=not study.shown))

    def _drop(self, place: int) -> None:
        model = self._view.model
        self._key = ""
        model.set_setup(without_study(model.setup, place))

    def _study(self, place: int) -> StudySetup:
        return self._view.model.setup.studies[place]

    def _put(self, place: int, study: StudySetup) -> None:
        model = self._view.model
        model.set_setup(with_study_at(model.setup, place, study))

    def _line_at(self, spot: Spot) -> str:
        """The plot whose line runs through a place; empty for none."""
        sight = self._view.canvas.sight
        pane = sight.panes.at(spot.at.y()) if sight is not None else None
        if sight is None or pane is None:
            return ""
        scale, bar = sight.scale_of(pane), round(spot.bar)
        for plot in self._view.canvas.content.plots_in(pane):
            heights = (scale.y(value) for value in _values(plot, bar))
            if plot.setup.shown and any(abs(y - spot.at.y()) <= _NEAR for y in heights):
                return plot.key
        return ""


def _values(plot: Plot, bar: int) -> list[float]:
    """What of a plot is drawn as a line at a bar."""
    values = (
        plot.study.value(bar - plot.shift(output), place)
        for place, output in drawn_outputs(plot)
        if output.shape in _LINES
    )
    return [value for value in values if value is not None]
