"""The price chart itself: what it shows, painted in layers, and moved by hand.

Two opaque pixmaps are kept: the bars with everything that moves with them, and on top of a copy of
it the levels and words. A paint copies the upper one to the screen and draws the crosshair over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from msgspec import structs
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kis_desktop.indicators.pyramid import HIGH, BarPyramid
from kis_desktop.ui.chart.backdrop_painter import (
    paint_day_breaks,
    paint_empty_grid,
    paint_frame,
    paint_grid,
)
from kis_desktop.ui.chart.bar_times import BarTimes
from kis_desktop.ui.chart.bars_painter import paint_bars
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content, Notice
from kis_desktop.ui.chart.crosshair import Crosshair, paint_crosshair
from kis_desktop.ui.chart.gestures import Gestures
from kis_desktop.ui.chart.legend_painter import (
    paint_legend,
    paint_lower_axes,
    paint_readout,
    paint_times,
    paint_titles,
)
from kis_desktop.ui.chart.levels_painter import TagFonts, axis_text, paint_levels, shown_levels
from kis_desktop.ui.chart.lines_painter import paint_line
from kis_desktop.ui.chart.marks_painter import paint_marks
from kis_desktop.ui.chart.notice import NoticeView
from kis_desktop.ui.chart.panes import Panes, divided
from kis_desktop.ui.chart.price_ticks import price_ticks
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.sight import Sight, fitted
from kis_desktop.ui.chart.time_axis import TimeAxis, TimeLabel
from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.chart.viewport import Viewport
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.chart_levels import FillMark, Level, LevelKind
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.chart_setup import ChartSetup, PaneSetup, PriceScale
from kis_desktop.viewmodels.chart_style import ChartStyle
from kis_desktop.viewmodels.words import Words

_PRICE_SPACING, _TIME_SPACING = 32.0, 84.0  # pixels between labels
_AXIS_PAD = 18.0
_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
_LEAST, _HINTED = QSize(320, 200), QSize(940, 560)


class ChartCanvas(QWidget):
    """Bars, averages, volume and strength of one instrument, drawn by `Content`."""

    price_picked = Signal(object)  # Decimal, on tick
    menu_asked = Signal(object, object)  # QPointF on the screen, Decimal on tick
    retry_asked = Signal()
    sight_changed = Signal()  # other bars are in sight
    panes_changed = Signal(object)  # tuple[PaneSetup, ...] after the hand divided the canvas anew

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = Content(words)
        self._viewport = Viewport(float(_HINTED.width()))
        self._held_scale: Scale | None = None
        self._logarithmic = False
        self._times = TimeAxis(self._content.pyramid.time)
        self._sight: Sight | None = None
        self._crosshair: Crosshair | None = None
        self._bars_layer: QPixmap | None = None
        self._top_layer: QPixmap | None = None
        self._bars_store, self._top_store = QPixmap(), QPixmap()
        self._labels: tuple[TimeLabel, ...] = ()
        theme = Theme.current()
        self._fonts = TagFonts(theme.font(FontKind.HINT), _strong(theme))
        self._colors = ChartColors.of(theme)
        self._rings = False  # the focus came by key and is shown
        self._gestures = Gestures(self)
        self._tools: list[ChartTool] = []
        self._replaying = False
        self._bar_times = BarTimes(self._content.pyramid.time)
        self._notice = NoticeView(words("chart.retry"), self)
        self._notice.retry_asked.connect(self.retry_asked)
        theme.changed.connect(self._dress)
        self.setObjectName("chart-canvas")
        self.setAccessibleName(words("chart.canvas"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def content(self) -> Content:
        """What is shown now."""
        return self._content

    @property
    def viewport(self) -> Viewport:
        """Which bars are in sight."""
        return self._viewport

    @property
    def sight(self) -> Sight | None:
        """Window and scales as they were painted last, or would be now; None without bars."""
        if self._sight is None:
            self._sight = self._look()
        return self._sight

    @property
    def panes(self) -> Panes:
        """How the canvas is divided."""
        return divided(self.width(), self.height(), self._axis_width())

    @property
    def pointed(self) -> int | None:
        """The bar under the pointer or the keyboard's cursor."""
        return self._crosshair.bar if self._crosshair else None

    @property
    def logarithmic(self) -> bool:
        """Whether equal distances are equal ratios."""
        return self._logarithmic

    @property
    def fits_itself(self) -> bool:
        """Whether the price scale follows the bars in sight."""
        return self._held_scale is None

    @property
    def tools(self) -> tuple[ChartTool, ...]:
        """What is laid over the chart now, lowest first."""
        return tuple(tool for tool in self._tools if not (self._replaying and tool.hides_in_replay))

    @property
    def bar_times(self) -> BarTimes:
        """Between moments and places on the axis of bars."""
        return self._bar_times

    def add_tool(self, tool: ChartTool) -> None:
        """Lay a tool over the chart, above those before it."""
        self._tools.append(tool)
        tool.setParent(self)
        tool.changed.connect(self.repaint_words)
        tool.held_changed.connect(self.update)
        self.repaint_words()

    def spot(self, at: QPointF) -> Spot:
        """What a place on the canvas means."""
        index = self._viewport.index_at(at.x()) - 0.5
        sight = self.sight
        inside = sight is not None and sight.panes.price.contains(at)
        price = sight.price.price(at.y()) if sight is not None and inside else None
        quoted = self.price_at(at.y()) if inside else None
        return Spot(at, index, self._bar_times.time_of(index), price, quoted)

    def show_bars(
        self,
        pyramid: BarPyramid,
        plots: tuple[Plot, ...],
        *,
        dated: bool,
    ) -> None:
        """Another chart: its newest bars, fitted, as wide as the last one's were."""
        content = self._content
        content.pyramid, content.plots, content.dated = pyramid, plots, dated
        self._times, self._bar_times = TimeAxis(pyramid.time), BarTimes(pyramid.time)
        self._held_scale = None
        self._crosshair = None
        wide = replace(self._viewport, count=len(pyramid), right=0.0).at_newest()
        self._viewport = wide if len(pyramid) else Viewport(wide.width, 0, wide.bar_width)
        self.repaint_bars()

    def exchange_bars(self, pyramid: BarPyramid, plots: tuple[Plot, ...]) -> None:
        """The same chart read anew: what is in sight stays in sight."""
        content, viewport = self._content, self._viewport
        _, last = viewport.visible()
        moved = len(pyramid) - viewport.count
        if 0 < last < viewport.count:
            moved = pyramid.find(int(content.pyramid.time[last - 1])) - (last - 1)
        content.pyramid, content.plots = pyramid, plots
        self._times, self._bar_times = TimeAxis(pyramid.time), BarTimes(pyramid.time)
        self._crosshair = None
        anchored = replace(viewport, count=len(pyramid), right=viewport.right + moved)
        self._viewport = anchored.panned(0.0)
        self.repaint_bars()

    def follow_bars(self) -> None:
        """The last bars moved, or new ones came."""
        count = len(self._content.pyramid)
        if count != self._viewport.count:
            times = self._content.pyramid.time
            self._times, self._bar_times = TimeAxis(times), BarTimes(times)
            self._viewport = self._viewport.counted(count)
        self.repaint_bars()

    def show_levels(self, levels: tuple[Level, ...]) -> None:
        """Prices to be marked."""
        if levels != self._content.levels:
            self._content.levels = levels
            self.repaint_bars()

    def show_marks(self, marks: tuple[FillMark, ...]) -> None:
        """Our fills."""
        self._content.marks = marks
        self.repaint_bars()

    def show_notice(self, notice: Notice | None) -> None:
        """A sentence in the place of bars; None where there are bars."""
        self._content.notice = notice
        self._notice.show_notice(notice)
        self.repaint_bars()

    def show_stale(self, text: str) -> None:
        """That prices are old, and how old; empty for live ones."""
        if text != self._content.stale:
            self._content.stale = text
            self.repaint_words()

    def show_simulated(self, *, simulated: bool) -> None:
        """Whether prices come from a simulated world."""
        self._content.simulated = simulated
        self.repaint_words()

    def show_replaying(self, *, replaying: bool) -> None:
        """Whether a past day is played: then some tools are hidden, and no price is offered."""
        self._replaying = replaying
        self.repaint_bars()

    def show_style(self, style: ChartStyle) -> None:
        """How bars are drawn."""
        self._content.style = style
        self.repaint_bars()

    def show_setup(self, setup: ChartSetup) -> None:
        """Style, scale, panes and session breaks as they are kept for this chart."""
        self._content.setup = setup
        self._content.style = setup.style
        self._logarithmic = setup.scale is PriceScale.LOGARITHMIC
        self._held_scale = None
        self.repaint_bars()

    def set_panes(self, panes: tuple[PaneSetup, ...]) -> None:
        """Divide the canvas in another way."""
        self._content.setup = structs.replace(self._content.setup, panes=panes)
        self.repaint_bars()

    def set_tick(self, tick: float, on_tick: Callable[[float], Decimal]) -> None:
        """The instrument's price step near its last price, and the rounding to a quotable price."""
        self._content.tick, self._content.on_tick = tick, on_tick

    def move_to(self, viewport: Viewport) -> None:
        """Show other bars."""
        if viewport != self._viewport:
            self._viewport = viewport
            self.repaint_bars()

    def hold_scale(self, scale: Scale) -> None:
        """Show these prices until the scale is let go."""
        self._held_scale = scale
        self.repaint_bars()

    def fit_prices(self) -> None:
        """Let the price scale follow the bars again."""
        self._held_scale = None
        self.repaint_bars()

    def set_logarithmic(self, wanted: bool) -> None:  # noqa: FBT001 - Qt's toggled(bool)
        """Equal distances for equal ratios, or for equal differences."""
        self._logarithmic = wanted
        self._held_scale = None
        self.repaint_bars()

    def reset(self) -> None:
        """The newest bars at their usual width, fitted."""
        self._held_scale = None
        self._viewport = self._viewport.reset()
        self.repaint_bars()

    def point(self, place: QPointF | None) -> None:
        """Put the crosshair under the pointer, or take it away."""
        bar = self._viewport.bar_at(place.x()) if place is not None else None
        inside = place is not None and place.x() <= self.panes.plot_width
        wanted = Crosshair(bar, place.y()) if inside and place and bar is not None else None
        if wanted != self._crosshair:
            self._crosshair = wanted
            self.update()

    def point_at_bar(self, bar: int) -> None:
        """Put the crosshair on a bar and bring it into sight."""
        count = len(self._content.pyramid)
        if count:
            held = min(max(bar, 0), count - 1)
            self._crosshair = Crosshair(held, None)
            self._viewport = self._viewport.showing(held)
            self.repaint_bars()

    def pick(self, price: Decimal) -> None:
        """Offer a price to the ticket."""
        if not self._replaying:
            self.price_picked.emit(price)

    def ask_menu(self, place: QPointF, price: Decimal | None) -> None:
        """Ask for the menu at a place on the screen."""
        self.menu_asked.emit(place, price)

    def price_at(self, y: float) -> Decimal | None:
        """The quotable price at a height; None outside of the price pane and without bars."""
        sight = self.sight
        if sight is None or not 0 <= y <= sight.panes.price.bottom():
            return None
        price = sight.price.price(y)
        return self._content.on_tick(price) if price > 0 else None

    def repaint_bars(self) -> None:
        """Bars, scales or colours changed."""
        self._bars_layer = self._top_layer = self._sight = None
        self.update()
        self.sight_changed.emit()

    def repaint_words(self) -> None:
        """Only what stands above the bars changed."""
        self._top_layer = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._layers())
        sight = self._sight
        if sight is not None and self._content.notice is None:
            for tool in self.tools:
                painter.save()
                tool.paint_held(Brush(painter, sight, self._colors, self._fonts))
                painter.restore()
            self._paint_pointed(painter, sight)
        if self._rings:
            painter.setPen(self._colors.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_pointed(self, painter: QPainter, sight: Sight) -> None:
        content, crosshair = self._content, self._crosshair
        if any(tool.hides_crosshair for tool in self.tools):
            crosshair = None
        last = len(content.pyramid) - 1
        if crosshair is None or crosshair.bar > last:
            paint_legend(painter, sight, content, last, self._colors, self._fonts)
            return
        paint_crosshair(painter, sight, content, crosshair, self._colors, self._fonts)
        paint_legend(painter, sight, content, crosshair.bar, self._colors, self._fonts)
        paint_readout(painter, sight, content, crosshair.bar, self._colors, self._fonts)

    def _layers(self) -> QPixmap:
        if self._bars_layer is None:
            self._sight = self._look()
            self._bars_layer = self._painted_bars()
            self._top_layer = None
        if self._top_layer is None:
            self._top_layer = self._painted_top(self._bars_layer)
        return self._top_layer

    def _painted_bars(self) -> QPixmap:
        """Everything that moves with the bars, in device pixels."""
        ratio = self.devicePixelRatioF()
        layer = self._sized(self._bars_store)
        self._bars_store = layer
        layer.setDevicePixelRatio(1.0)
        layer.fill(self._colors.panel)
        painter = QPainter(layer)
        sight, content, colors = self._sight, self._content, self._colors
        paint_frame(painter, self.panes, ratio, colors)
        if content.notice is not None and content.notice.panes:
            paint_empty_grid(painter, self.panes, ratio, colors)
        if sight is not None and content.notice is None:
            self._labels = self._times.labels(self._viewport, _TIME_SPACING)
            xs = [self._viewport.x(label.bar) for label in self._labels]
            paint_grid(painter, sight, colors, xs, self._prices(sight))
            paint_day_breaks(painter, sight, self._times.days, colors)
            paint_bars(painter, sight, content.pyramid, colors, content.style)
            self._paint_lines(painter, sight)
            paint_marks(painter, sight, content.pyramid, content.marks, colors)
        painter.end()
        layer.setDevicePixelRatio(ratio)
        return layer

    def _sized(self, store: QPixmap) -> QPixmap:
        """A pixmap of the canvas's size; the one that was used last while it fits."""
        size = (QSizeF(self.size()) * self.devicePixelRatioF()).toSize()
        return store if store.size() == size else QPixmap(size)

    def _paint_lines(self, painter: QPainter, sight: Sight) -> None:
        content, colors = self._content, self._colors
        if content.style is ChartStyle.LINE:
            close = content.pyramid.close
            paint_line(painter, sight, close, sight.price, sight.panes.price, colors.text)
        for line, ink in zip(content.averages, colors.averages, strict=False):
            if sight.level and (*line.study.parameters, 0)[0] < 2 << sight.level:
                continue  # as dense as the bars themselves, it would only cover them
            pane = sight.panes.price
            paint_line(painter, sight, line.study.values(), sight.price, pane, ink)
        pane = sight.panes.strength
        if content.strength is not None and pane.height() > 0:
            values = content.strength.study.values()
            paint_line(painter, sight, values, sight.strength, pane, colors.dim)

    def _painted_top(self, below: QPixmap) -> QPixmap:
        """A copy of the bars with levels, axes and words on it."""
        sight, content = self._sight, self._content
        if content.notice is not None and not content.notice.panes:
            return below
        layer = self._sized(self._top_store)
        self._top_store = layer
        layer.setDevicePixelRatio(below.devicePixelRatio())
        painter = QPainter(layer)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawPixmap(0, 0, below)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if sight is None or content.notice is not None:
            paint_titles(painter, self.panes, content, self._colors, self._fonts)
            painter.end()
            return layer
        paint_times(painter, sight, self._labels, self._colors, self._fonts)
        paint_titles(painter, sight.panes, content, self._colors, self._fonts)
        paint_lower_axes(painter, sight, self._colors, self._fonts)
        for tool in self.tools:
            painter.save()
            tool.paint(Brush(painter, sight, self._colors, self._fonts))
            painter.restore()
        levels = shown_levels(sight, content.levels)
        paint_levels(painter, sight, levels, self._prices(sight), self._colors, self._fonts)
        painter.end()
        return layer

    def _prices(self, sight: Sight) -> tuple[float, ...]:
        return price_ticks(sight.price, _PRICE_SPACING, self._content.tick)

    def _look(self) -> Sight | None:
        panes = self.panes
        self._viewport = self._viewport.resized(panes.plot_width)
        prices = [
            float(level.price)
            for level in self._content.levels
            if level.kind is not LevelKind.LIMIT
        ]
        sight = fitted(
            self._content.pyramid,
            self._viewport,
            panes,
            prices,
            ratio=self.devicePixelRatioF(),
            logarithmic=self._logarithmic,
        )
        if sight is None or self._held_scale is None:
            return sight
        held = self._held_scale.placed(panes.price.top(), panes.price.bottom())
        return replace(sight, price=held)

    def _axis_width(self) -> float:
        """Room for the longest price that the chart holds, so that the axis never breathes."""
        pyramid = self._content.pyramid
        if len(pyramid) == 0:
            return 0.0
        highest = float(pyramid.level(pyramid.height - 1)[HIGH].max())
        text = axis_text(float(int(highest)))
        return round(QFontMetricsF(self._fonts.strong).horizontalAdvance(text) + _AXIS_PAD)

    def _dress(self) -> None:
        self._colors = ChartColors.of(Theme.current())
        self.repaint_bars()

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def sizeHint(self) -> QSize:
        return _HINTED

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._notice.place(self.panes)
        newest = self._viewport.right >= self._viewport.count > 0
        self._viewport = self._viewport.resized(self.panes.plot_width)
        if newest:
            self._viewport = self._viewport.at_newest()
        self.repaint_bars()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange}:
            self.repaint_bars()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._gestures.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._gestures.double_click(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._rings = event.reason() in _BY_KEY
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._rings = False
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key; the mouse's right button has asked already."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            bar = self.pointed
            close = self._content.pyramid.close
            price = self._content.on_tick(float(close[bar])) if bar is not None else None
            self.ask_menu(QPointF(self.mapToGlobal(self.rect().center())), price)

    def leaveEvent(self, event: QEvent) -> None:
        self.point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._gestures.key(event):
            super().keyPressEvent(event)


def _strong(theme: Theme) -> QFont:
    font = theme.font(FontKind.HINT)
    font.setWeight(QFont.Weight.DemiBold)
    return font
