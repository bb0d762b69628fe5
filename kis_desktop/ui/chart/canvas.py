"""The price chart itself: what it shows, and which part of it is in sight.

The canvas holds content, window and scales; `screen.py` paints them, `gestures.py` moves them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from msgspec import structs
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kis_desktop.domain.chart_setup import PRICE_PANE, ChartSetup, ChartStyle, PaneSetup
from kis_desktop.indicators.pyramid import HIGH, BarPyramid
from kis_desktop.ui.chart.bar_times import BarTimes
from kis_desktop.ui.chart.content import Content, Notice
from kis_desktop.ui.chart.crosshair import Crosshair, paint_box
from kis_desktop.ui.chart.ex_dates_painter import ex_date_at
from kis_desktop.ui.chart.fitting import Wanted, is_percent
from kis_desktop.ui.chart.frame import Frame, frame_of
from kis_desktop.ui.chart.gestures import Gestures
from kis_desktop.ui.chart.hand_widget import HandWidget
from kis_desktop.ui.chart.levels_painter import axis_text
from kis_desktop.ui.chart.mark_bars import MarkBars
from kis_desktop.ui.chart.notice import NoticeView
from kis_desktop.ui.chart.panes import Panes, divided
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.screen import Screen
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import TimeAxis
from kis_desktop.ui.chart.tool import ChartTool, Spot
from kis_desktop.ui.chart.viewport import Viewport
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_levels import FillMark, Level, LevelKind
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.compared_line import ComparedLine
from kis_desktop.viewmodels.words import Words

_AXIS_PAD = 18.0
_LONGEST_PERCENT = "+000.00%"
_LEAST, _HINTED = QSize(320, 200), QSize(940, 560)


class ChartCanvas(HandWidget):
    """Bars, studies and volume of one instrument, drawn by `Content`."""

    price_picked = Signal(object)  # Decimal, on tick
    menu_asked = Signal(object, object)  # QPointF on the screen, Decimal on tick
    retry_asked = Signal()
    sight_changed = Signal()  # other bars are in sight
    panes_changed = Signal(object)  # tuple[PaneSetup, ...] after the hand divided the canvas anew

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = Content(words)
        self._viewport = Viewport(float(_HINTED.width()))
        self._held: dict[str, Scale] = {}  # scales by pane that were chosen by hand
        self._fitted: dict[str, Scale] = {}  # those shown last, while bars of one width are pulled
        self._maximised = ""
        self._times = TimeAxis(self._content.pyramid.time)
        self._bar_times = BarTimes(self._content.pyramid.time)
        self._puts = 0  # of the pyramid, that are painted
        self._frame: Frame | None = None
        self._crosshair: Crosshair | None = None
        self._box: QRectF | None = None  # that is drawn by hand
        self._screen = Screen()
        self.gestures = Gestures(self)
        self._tools: list[ChartTool] = []
        self._replaying = False
        self._notice = NoticeView(words("chart.retry"), self)
        self._notice.retry_asked.connect(self.retry_asked)
        Theme.current().changed.connect(self._dress)
        self.setObjectName("chart-canvas")
        self.setAccessibleName(words("chart.canvas"))
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
    def frame(self) -> Frame:
        """What was painted last, or would be now."""
        if self._frame is None or self._frame.size != self._device_size():
            panes = self.panes
            self._viewport = self._viewport.resized(panes.plot_width)
            setup = self._content.setup
            self._frame = frame_of(
                QSizeF(self.size()),
                self.devicePixelRatioF(),
                panes,
                self._viewport,
                self._content,
                self._times,
                Wanted(setup.scale, setup.inverted, self._held, self._fitted),
            )
            self._fitted = self._frame.sight.scales if self._frame.sight is not None else {}
        return self._frame

    @property
    def sight(self) -> Sight | None:
        """Window and scales as they were painted last, or would be now; None without bars."""
        return self.frame.sight

    @property
    def panes(self) -> Panes:
        """How the canvas is divided."""
        if self._frame is not None and self._frame.size == self._device_size():
            return self._frame.panes
        wanted = self._content.lower_panes
        return divided(self.width(), self.height(), self._axis_width(), wanted, self._maximised)

    @property
    def wanted_panes(self) -> tuple[PaneSetup, ...]:
        """How the canvas should be divided below the prices, whether or not there is room."""
        return self._content.lower_panes

    @property
    def pointed_pane(self) -> str:
        """The pane that is pointed at, else that of the prices."""
        y = self._crosshair.y if self._crosshair else None
        return PRICE_PANE if y is None else self.frame.panes.at(y) or PRICE_PANE

    @property
    def pointed(self) -> int | None:
        """The bar under the pointer or the keyboard's cursor."""
        return self._crosshair.bar if self._crosshair else None

    @property
    def fits_itself(self) -> bool:
        """Whether the price scale follows the bars in sight."""
        return self.is_fitted(PRICE_PANE)

    def is_fitted(self, pane: str) -> bool:
        """Whether a pane's scale follows what is in sight."""
        return pane not in self._held

    @property
    def tools(self) -> tuple[ChartTool, ...]:
        """What is laid over the chart now, lowest first."""
        return tuple(tool for tool in self._tools if not (self._replaying and tool.hides_in_replay))

    @property
    def legend(self) -> Mapping[str, QRectF]:
        """Where the words of each plot stand, by its key."""
        return self._screen.legend.plots

    def legend_at(self, at: QPointF) -> str:
        """The key of the plot whose words are at a place; empty for none."""
        return next((key for key, box in self.legend.items() if box.contains(at)), "")

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

    def show_bars(self, pyramid: BarPyramid, plots: tuple[Plot, ...], *, dated: bool) -> None:
        """Another chart: its newest bars, fitted, as wide as the last one's were."""
        self._content.dated = dated
        self._take(pyramid, plots)
        self._held.clear()
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
        crosshair, times = self._crosshair, content.pyramid.time
        self._take(pyramid, plots)
        if crosshair is not None and len(pyramid):
            bar = pyramid.find(int(times[crosshair.bar]))
            self._crosshair = replace(crosshair, bar=max(bar, 0))
        anchored = replace(viewport, count=len(pyramid), right=viewport.right + moved)
        self._viewport = anchored.panned(0.0)
        self.repaint_bars()

    def follow_bars(self) -> None:
        """The last bars moved, or new ones came."""
        pyramid = self._content.pyramid
        if len(pyramid) != self._viewport.count:
            self._times, self._bar_times = TimeAxis(pyramid.time), BarTimes(pyramid.time)
            self._viewport = self._viewport.counted(len(pyramid))
        self._screen.change(self._content, pyramid.changed_since(self._puts))
        self._puts = pyramid.puts
        self._frame = None
        by_key = self._crosshair is not None and self._crosshair.y is None  # it is at the close
        self._update(None if by_key else self._screen.dirty(self.frame, self._content))

    def show_compared(self, lines: tuple[ComparedLine, ...]) -> None:
        """Other symbols beside the own one, in percent of the first bar in sight."""
        self._content.compared = lines
        self.repaint_bars()

    def show_levels(self, levels: tuple[Level, ...]) -> None:
        """Prices to be marked."""
        before, self._content.levels = self._content.levels, levels
        if levels == before:
            return
        self._screen.forget_over()
        self._frame = None
        moved = set(levels) ^ set(before)
        dirty = None
        if all(level.kind is LevelKind.LAST and not level.label for level in moved):
            dirty = self._screen.dirty_rows(self.frame, [float(level.price) for level in moved])
        self._update(dirty)

    def show_marks(self, marks: tuple[FillMark, ...]) -> None:
        """Our fills."""
        self._content.marks = MarkBars(marks)
        self.repaint_words()

    def show_ex_dates(self, ex_dates: tuple[tuple[int, str], ...]) -> None:
        """Moments from which prices are without a right, with its name."""
        self._content.ex_dates = ex_dates
        self.repaint_words()

    def show_notice(self, notice: Notice | None) -> None:
        """A sentence in the place of bars; None where there are bars."""
        self._content.notice = notice
        self._notice.show_notice(notice)
        self.repaint_bars()

    def show_stale(self, text: str) -> None:
        """That prices are old, and how old; empty for live ones."""
        if text != self._content.stale:
            self._content.stale = text
            self.update()

    def show_simulated(self, *, simulated: bool) -> None:
        """Whether prices come from a simulated world."""
        self._content.simulated = simulated
        self.update()

    def show_replaying(self, *, replaying: bool) -> None:
        """Whether a past day is played: then some tools are hidden, and no price is offered."""
        self._replaying = replaying
        self.repaint_bars()

    def show_style(self, style: ChartStyle) -> None:
        """How bars are drawn."""
        self.show_setup(structs.replace(self._content.setup, style=style))

    def show_setup(self, setup: ChartSetup) -> None:
        """Style, scale, panes and session breaks as they are kept for this chart."""
        before = self._content.setup
        if (before.scale, before.inverted) != (setup.scale, setup.inverted):
            self._held.pop(PRICE_PANE, None)
        self._content.setup = setup
        self.repaint_bars()

    def set_panes(self, panes: tuple[PaneSetup, ...]) -> None:
        """Divide the canvas in another way."""
        self._content.setup = structs.replace(self._content.setup, panes=panes)
        self.repaint_bars()

    def divide(self, panes: tuple[PaneSetup, ...]) -> None:
        """Divide the canvas as the hand wants it, and tell so."""
        self.set_panes(panes)
        self.panes_changed.emit(panes)

    def maximise(self, pane: str) -> None:
        """Give a pane all the room; the one that has it gives it back."""
        self._maximised = "" if pane == self._maximised else pane
        self.repaint_bars()

    def set_tick(self, tick: float, on_tick: Callable[[float], Decimal]) -> None:
        """The instrument's price step near its last price, and the rounding to a quotable price."""
        self._content.tick, self._content.on_tick = tick, on_tick
        self._frame = None

    def move_to(self, viewport: Viewport) -> None:
        """Show other bars."""
        if viewport != self._viewport:
            if viewport.bar_width != self._viewport.bar_width:
                self._fitted = {}
            self._viewport = viewport
            self._look_again()

    def go_to(self, time: int) -> None:
        """Bring a moment (UTC epoch seconds) into the middle."""
        viewport = self._viewport
        middle = self._bar_times.index_of(time) + viewport.width / viewport.bar_width / 2
        self.move_to(viewport.panned((viewport.right - middle) * viewport.bar_width))

    def hold_scale(self, scale: Scale, pane: str = PRICE_PANE) -> None:
        """Show these prices, or values of a pane, until the scale is let go."""
        self._held[pane] = scale
        self._look_again()

    def show_prices(self, low: float, high: float) -> None:
        """Show these prices (KRW) until the scale is let go."""
        sight = self.sight
        if sight is not None:
            self.hold_scale(sight.price.showing(low, high))

    def frame_box(self, box: QRectF | None) -> None:
        """Show the box that is being drawn to be zoomed to."""
        self._box = box
        self.update()

    def fit_prices(self, pane: str = PRICE_PANE) -> None:
        """Let a pane's scale follow what is in sight again."""
        self._held.pop(pane, None)
        self._fitted.pop(pane, None)
        self._look_again()

    def reset(self) -> None:
        """The newest bars at their usual width, fitted."""
        self._held.clear()
        self._fitted = {}
        self._viewport = self._viewport.reset()
        self._look_again()

    def point(self, place: QPointF | None) -> None:
        """Put the crosshair under the pointer, or take it away."""
        bar = self._viewport.bar_at(place.x()) if place is not None else None
        inside = place is not None and place.x() <= self.frame.panes.plot_width
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
            self._look_again()

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
        """Bars, studies or colours are others."""
        self._screen.forget()
        self._fitted = {}
        self._look_again()

    def repaint_words(self) -> None:
        """Only what stands above the bars changed."""
        self._screen.forget_over()
        self.update()

    def _look_again(self) -> None:
        """Window or scales are others."""
        self._frame = None
        self.update()
        self.sight_changed.emit()

    def _device_size(self) -> QSize:
        return (QSizeF(self.size()) * self.devicePixelRatioF()).toSize()

    def _update(self, dirty: QRegion | None) -> None:
        """Have a part of the screen painted anew, or all of it."""
        if dirty is None:
            self.update()
        else:
            self.update(dirty)
        self.sight_changed.emit()

    def _take(self, pyramid: BarPyramid, plots: tuple[Plot, ...]) -> None:
        self._content.pyramid, self._content.plots = pyramid, plots
        self._times, self._bar_times = TimeAxis(pyramid.time), BarTimes(pyramid.time)
        self._puts = pyramid.puts
        self._crosshair = None

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._screen.paint(
                painter,
                event.region(),
                self.frame,
                self._content,
                self._times,
                self.tools,
                self._crosshair,
            )
            if self._box is not None:
                paint_box(painter, self._box, self._screen.colors)
            if self.rings:
                painter.setPen(self._screen.colors.accent)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _axis_width(self) -> float:
        """Room for the longest price that the chart holds, so that the axis never breathes."""
        pyramid = self._content.pyramid
        if len(pyramid) == 0:
            return 0.0
        highest = float(pyramid.level(pyramid.height - 1)[HIGH].max())
        width = self._screen.price_width(axis_text(float(int(highest))))
        setup = self._content.setup
        if is_percent(self._content, Wanted(setup.scale)):
            width = max(width, self._screen.price_width(_LONGEST_PERCENT))
        return round(width + _AXIS_PAD)

    def _dress(self) -> None:
        self._screen.dress()
        self._look_again()

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def sizeHint(self) -> QSize:
        return _HINTED

    def resizeEvent(self, event: QResizeEvent) -> None:
        panes = self.panes
        self._notice.place(panes)
        newest = self._viewport.right >= self._viewport.count > 0
        self._viewport = self._viewport.resized(panes.plot_width)
        if newest:
            self._viewport = self._viewport.at_newest()
        self._look_again()

    def hideEvent(self, event: QHideEvent) -> None:
        self._screen.release()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange}:
            self.repaint_bars()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            sight = self.sight
            told = ex_date_at(sight, self._content, QPointF(event.pos())) if sight else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

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
