"""What the hand does to the chart: pull, scale, point, divide, pick a price.

With Ctrl a box is drawn and zoomed to. A boundary between panes is pulled; a pane is moved among
the others by its title, and given all the room by a double click.
"""

from __future__ import annotations

import enum
from math import exp

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from kis_desktop.domain.chart_setup import PRICE_PANE
from kis_desktop.ui.chart.keys import Keys
from kis_desktop.ui.chart.movable import Movable
from kis_desktop.ui.chart.panes import moved, pulled
from kis_desktop.ui.chart.tool import ChartTool
from kis_desktop.ui.chart.wheel import Wheel

_SCALE_PIXELS = 160.0  # pulling the axis this far scales e-fold
_SLACK = 4.0  # pixels; less is a click
_TITLE = QRectF(0, 4, 120, 20)  # of a lower pane, from its upper left corner
_LEAST_BOX = 8.0  # pixels; a smaller box is none


class Place(enum.Enum):
    """The part of the canvas that was taken hold of."""

    PLOT = "plot"
    PRICE_AXIS = "price axis"
    TIME_AXIS = "time axis"
    BOUNDARY = "boundary"
    TITLE = "title"
    BOX = "box"  # of the plot, with Ctrl


_SHAPES = {
    Place.PLOT: Qt.CursorShape.CrossCursor,
    Place.PRICE_AXIS: Qt.CursorShape.SizeVerCursor,
    Place.TIME_AXIS: Qt.CursorShape.SizeHorCursor,
    Place.BOUNDARY: Qt.CursorShape.SplitVCursor,
    Place.TITLE: Qt.CursorShape.OpenHandCursor,
    Place.BOX: Qt.CursorShape.CrossCursor,
}


class Gestures:
    """Turns events into moves of one canvas."""

    def __init__(self, canvas: Movable) -> None:
        self._canvas = canvas
        self.wheel = Wheel(canvas)
        self._keys = Keys(canvas)
        self._held: Place | None = None
        self._pane = PRICE_PANE  # that was taken hold of
        self._boundary = 0
        self._tool: ChartTool | None = None  # has taken hold
        self._right: ChartTool | None = None  # with the right button
        self._right_at = QPointF()
        self._start = QPointF()
        self._last = QPointF()
        self._pointed: QPointF | None = None  # by the pointer, where the crosshair stays
        self._moved = False

    def press(self, event: QMouseEvent) -> None:
        """Take hold of the plot or an axis; the right button asks for the menu."""
        if event.button() is Qt.MouseButton.RightButton:
            self._press_right(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            spot = self._canvas.spot(event.position())
            self._tool = next((one for one in self._topmost() if one.press(event, spot)), None)
            if self._tool is None:
                self._hold(event)

    def _hold(self, event: QMouseEvent) -> None:
        place = event.position()
        panes = self._canvas.panes
        self._held = self._place(place)
        if self._held is Place.PLOT and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._held = Place.BOX
        self._pane = panes.at(place.y()) or PRICE_PANE
        self._boundary = panes.boundary_at(place.y()) or 0
        self._start = self._last = place
        self._moved = False

    def move(self, event: QMouseEvent) -> None:
        """Pull what is held; else point."""
        place = event.position()
        spot = self._canvas.spot(place)
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._held = None  # the release went astray, as where a notice ends under the button
        if self._tool is not None:
            self._tool.move(event, spot)
            self._point(place)
            return
        if self._held is None:
            for tool in self._topmost():
                tool.move(event, spot)
        if self._held is not None:
            self._moved = self._moved or (place - self._start).manhattanLength() > _SLACK
            if self._moved:
                self._pull(place)
                self._last = place
        self._point(place)
        self._show_cursor(place)

    def release(self, event: QMouseEvent) -> None:
        """Let go; a click on the price axis picks the price there, one on the plot is offered to
        the tools.
        """
        if event.button() is Qt.MouseButton.RightButton:
            self._release_right(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        tool, self._tool = self._tool, None
        if tool is not None:
            tool.release(event, self._canvas.spot(event.position()))
            self._show_cursor(event.position())
            return
        held, self._held = self._held, None
        if held in (Place.BOUNDARY, Place.TITLE) and self._moved:
            self._canvas.divide(self._canvas.wanted_panes)
        elif held is Place.BOX and self._moved:
            self._zoom_to(QRectF(self._start, event.position()).normalized())
        elif held is not None and not self._moved:
            self._click(held, event)
        self._show_cursor(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """On the price axis: fit the prices; on the time axis: the usual zoom; on a pane: give it
        all the room, or take it back.
        """
        if event.button() is Qt.MouseButton.RightButton:
            self._press_right(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        spot = self._canvas.spot(event.position())
        if any(tool.double_click(event, spot) for tool in self._topmost()):
            return
        place, pane = self._place(event.position()), self._canvas.panes.at(event.position().y())
        if place is Place.PRICE_AXIS and pane:
            self._canvas.fit_prices(pane)
        elif place is Place.TIME_AXIS:
            self._canvas.reset()
        elif place in (Place.PLOT, Place.TITLE) and self._canvas.wanted_panes:
            self._canvas.maximise(pane)

    def key(self, event: QKeyEvent) -> bool:
        """Move by key; whether it was one of ours. What is being drawn or divided is let go."""
        if any(tool.key(event) for tool in self._topmost()):
            return True
        if event.key() == Qt.Key.Key_Escape and self._held is Place.BOX:
            self._held = None
            self._canvas.frame_box(None)
            return True
        taken = self._keys.press(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._pointed = None  # the crosshair is the keyboard's now
        elif taken and self._pointed is not None and self._canvas.pointed is not None:
            self._canvas.point(self._pointed)
        return taken

    def _topmost(self) -> tuple[ChartTool, ...]:
        return self._canvas.tools[::-1]

    def _click(self, held: Place, event: QMouseEvent) -> None:
        price = self._canvas.price_at(event.position().y())
        if held in (Place.PLOT, Place.TITLE, Place.BOX):
            spot = self._canvas.spot(event.position())
            any(tool.click(event, spot) for tool in self._topmost())
        elif held is Place.PRICE_AXIS and price is not None:
            self._canvas.pick(price)

    def _press_right(self, event: QMouseEvent) -> None:
        """A tool may want the right button; else it asks for the menu."""
        spot = self._canvas.spot(event.position())
        self._right = next((one for one in self._topmost() if one.press_right(event, spot)), None)
        self._right_at = event.position()
        if self._right is None:
            price = self._canvas.price_at(event.position().y())
            self._canvas.ask_menu(event.globalPosition(), price)

    def _release_right(self, event: QMouseEvent) -> None:
        tool, self._right = self._right, None
        if tool is not None and (event.position() - self._right_at).manhattanLength() <= _SLACK:
            tool.click(event, self._canvas.spot(event.position()))

    def _pull(self, place: QPointF) -> None:
        canvas, delta = self._canvas, place - self._last
        if self._held is Place.PLOT:
            self._pull_plot(delta)
        elif self._held is Place.PRICE_AXIS:
            self._scale(delta.y())
        elif self._held is Place.TIME_AXIS:
            viewport = canvas.viewport
            canvas.move_to(viewport.zoomed(exp(-delta.x() / _SCALE_PIXELS), viewport.width))
        elif self._held is Place.BOX:
            canvas.frame_box(QRectF(self._start, place).normalized())
        elif self._held is Place.BOUNDARY:
            canvas.set_panes(pulled(canvas.panes, canvas.wanted_panes, self._boundary, place.y()))
        elif self._held is Place.TITLE:
            self._move_pane(place.y())

    def _pull_plot(self, delta: QPointF) -> None:
        canvas, sight = self._canvas, self._canvas.sight
        canvas.move_to(canvas.viewport.panned(delta.x()))
        if sight is not None and not canvas.is_fitted(self._pane):
            canvas.hold_scale(sight.scale_of(self._pane).panned(delta.y()), self._pane)

    def _scale(self, pixels: float) -> None:
        sight = self._canvas.sight
        if sight is not None:
            scale = sight.scale_of(self._pane)
            middle = (scale.top + scale.bottom) / 2
            scaled = scale.zoomed(exp(-pixels / _SCALE_PIXELS), middle)
            self._canvas.hold_scale(scaled, self._pane)

    def _move_pane(self, y: float) -> None:
        """Put the held pane between those whose middles lie above and below the hand."""
        lower = [pane for pane in self._canvas.panes.lower if pane.name != self._pane]
        above = [pane.name for pane in lower if pane.box.center().y() < y]
        wanted = self._canvas.wanted_panes
        names = [pane.name for pane in wanted if pane.name != self._pane]
        place = max((names.index(name) + 1 for name in above), default=0)
        self._canvas.set_panes(moved(wanted, self._pane, place))

    def _zoom_to(self, box: QRectF) -> None:
        """Show the bars of a box, and its prices where it is high enough to mean them."""
        canvas, sight = self._canvas, self._canvas.sight
        canvas.frame_box(None)
        if sight is None or box.width() < _LEAST_BOX:
            return
        if box.height() >= _LEAST_BOX:
            scale = sight.scale_of(self._pane)
            ends = scale.price(box.top()), scale.price(box.bottom())
            canvas.hold_scale(scale.showing(min(ends), max(ends)), self._pane)
        viewport = canvas.viewport
        factor = viewport.width / box.width()
        canvas.move_to(viewport.panned(-box.left()).zoomed(factor, 0.0))

    def _point(self, place: QPointF) -> None:
        beside = (Place.PRICE_AXIS, Place.TIME_AXIS)
        self._pointed = None if self._place(place) in beside else place
        self._canvas.point(self._pointed)

    def _place(self, place: QPointF) -> Place:
        panes = self._canvas.panes
        if place.y() > panes.bottom:
            return Place.PRICE_AXIS if place.x() > panes.plot_width else Place.TIME_AXIS
        if panes.boundary_at(place.y()) is not None:
            return Place.BOUNDARY
        if place.x() > panes.plot_width:
            return Place.PRICE_AXIS
        titles = (_TITLE.translated(pane.box.topLeft()) for pane in panes.lower)
        return Place.TITLE if any(title.contains(place) for title in titles) else Place.PLOT

    def _show_cursor(self, place: QPointF) -> None:
        shape = _SHAPES[self._held or self._place(place)]
        spot = self._canvas.spot(place)
        meant = (tool.cursor(spot) for tool in self._topmost() if self._held is None)
        shape = next((found for found in meant if found is not None), shape)
        if self._held in (Place.PLOT, Place.TITLE) and self._moved:
            shape = Qt.CursorShape.ClosedHandCursor
        if self._canvas.cursor().shape() is not shape:
            self._canvas.setCursor(shape)
