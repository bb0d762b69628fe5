"""What hand and keys do to the chart: pull, zoom, scale, point, pick a price."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QWheelEvent

from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tool import ChartTool, Spot
from kis_desktop.ui.chart.viewport import Viewport

_NOTCH = 120.0  # an eighth of a degree each; one click of a wheel
_ZOOM = 1.18  # for a notch or a key
_SCALE_PIXELS = 160.0  # pulling the axis this far scales e-fold
_SLACK = 4.0  # pixels; less is a click
_WIDE_STEP = 10  # bars, with Shift
_E = 2.718281828459045
_KEY_ZOOM = {
    Qt.Key.Key_Plus: _ZOOM,
    Qt.Key.Key_Equal: _ZOOM,
    Qt.Key.Key_Minus: 1 / _ZOOM,
    Qt.Key.Key_Underscore: 1 / _ZOOM,
}
_KEY_STEP = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Place(enum.Enum):
    """The part of the canvas that was taken hold of."""

    PLOT = "plot"
    PRICE_AXIS = "price axis"
    TIME_AXIS = "time axis"


class Movable(Protocol):
    """What can be moved by hand: the canvas."""

    @property
    def viewport(self) -> Viewport:
        """Which bars are in sight."""

    @property
    def sight(self) -> Sight | None:
        """Window and scales; None without bars."""

    @property
    def panes(self) -> Panes:
        """How it is divided."""

    @property
    def pointed(self) -> int | None:
        """The bar that is pointed at."""

    @property
    def fits_itself(self) -> bool:
        """Whether the price scale follows the bars."""

    def move_to(self, viewport: Viewport) -> None:
        """Show other bars."""

    def hold_scale(self, scale: Scale) -> None:
        """Show these prices."""

    def fit_prices(self) -> None:
        """Let the scale follow the bars."""

    def reset(self) -> None:
        """The newest bars at their usual width."""

    def point(self, place: QPointF | None) -> None:
        """Put the crosshair there, or take it away."""

    def point_at_bar(self, bar: int) -> None:
        """Put the crosshair on a bar."""

    def price_at(self, y: float) -> Decimal | None:
        """The quotable price at a height."""

    def pick(self, price: Decimal) -> None:
        """Offer a price."""

    def ask_menu(self, place: QPointF, price: Decimal | None) -> None:
        """Ask for the menu at a place on the screen."""

    @property
    def tools(self) -> tuple[ChartTool, ...]:
        """What is laid over it, lowest first."""

    def spot(self, at: QPointF) -> Spot:
        """What a place means."""

    def cursor(self) -> QCursor:
        """The pointer's shape."""

    def setCursor(self, shape: Qt.CursorShape, /) -> None:
        """Give the pointer another shape."""


class Gestures:
    """Turns events into moves of one canvas."""

    def __init__(self, canvas: Movable) -> None:
        self._canvas = canvas
        self._held: Place | None = None
        self._tool: ChartTool | None = None  # has taken hold
        self._right: ChartTool | None = None  # with the right button
        self._right_at = QPointF()
        self._start = QPointF()
        self._last = QPointF()
        self._moved = False

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; sideways, or with Shift, pull."""
        turn = event.angleDelta()
        pulled = turn.x() or (turn.y() if event.modifiers() & _SHIFT else 0)
        viewport = self._canvas.viewport
        if pulled:
            self._canvas.move_to(viewport.panned(pulled / _NOTCH * 48))
        elif turn.y():
            x = min(event.position().x(), viewport.width)
            self._canvas.move_to(viewport.zoomed(_ZOOM ** (turn.y() / _NOTCH), x))
        self._canvas.point(event.position())
        event.accept()

    def press(self, event: QMouseEvent) -> None:
        """Take hold of the plot or an axis; the right button asks for the menu."""
        if event.button() is Qt.MouseButton.RightButton:
            self._press_right(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            spot = self._canvas.spot(event.position())
            self._tool = next((one for one in self._topmost() if one.press(event, spot)), None)
            if self._tool is not None:
                return
            self._held = self._place(event.position())
            self._start = self._last = event.position()
            self._moved = False

    def move(self, event: QMouseEvent) -> None:
        """Pull what is held; else point."""
        place = event.position()
        spot = self._canvas.spot(place)
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
                self._pull(place - self._last)
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
        if held is not None and not self._moved:
            self._click(held, event)
        self._show_cursor(event.position())

    def _click(self, held: Place, event: QMouseEvent) -> None:
        price = self._canvas.price_at(event.position().y())
        if held is Place.PLOT:
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
            self._ask_menu(event)

    def _release_right(self, event: QMouseEvent) -> None:
        tool, self._right = self._right, None
        if tool is not None and (event.position() - self._right_at).manhattanLength() <= _SLACK:
            tool.click(event, self._canvas.spot(event.position()))

    def double_click(self, event: QMouseEvent) -> None:
        """On the price axis: fit the prices; on the time axis: the usual zoom."""
        if event.button() is Qt.MouseButton.RightButton:
            self._press_right(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        spot = self._canvas.spot(event.position())
        if any(tool.double_click(event, spot) for tool in self._topmost()):
            return
        place = self._place(event.position())
        if place is Place.PRICE_AXIS:
            self._canvas.fit_prices()
        elif place is Place.TIME_AXIS:
            self._canvas.reset()

    def key(self, event: QKeyEvent) -> bool:
        """Move by key; whether it was one of ours."""
        if any(tool.key(event) for tool in self._topmost()):
            return True
        key = Qt.Key(event.key())
        viewport = self._canvas.viewport
        if key in _KEY_STEP:
            self._step(_KEY_STEP[key], event.modifiers())
        elif key in _KEY_ZOOM:
            self._canvas.move_to(viewport.zoomed(_KEY_ZOOM[key], viewport.width))
        elif key == Qt.Key.Key_Home:
            self._canvas.move_to(viewport.at_oldest())
        elif key == Qt.Key.Key_End:
            self._canvas.move_to(viewport.at_newest())
        elif key == Qt.Key.Key_R and not event.modifiers():
            self._canvas.reset()
        elif key == Qt.Key.Key_Escape:
            return self._escape()
        else:
            return False
        return True

    def _topmost(self) -> tuple[ChartTool, ...]:
        return self._canvas.tools[::-1]

    def _escape(self) -> bool:
        """The crosshair goes away."""
        pointed = self._canvas.pointed is not None
        self._canvas.point(None)
        return pointed

    def _step(self, way: int, modifiers: Qt.KeyboardModifier) -> None:
        """A bar to the side; ten with Shift; with Ctrl the crosshair moves in their place."""
        bars = way * (_WIDE_STEP if modifiers & _SHIFT else 1)
        canvas = self._canvas
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            last = canvas.viewport.count - 1
            canvas.point_at_bar(last if canvas.pointed is None else canvas.pointed + bars)
        else:
            canvas.move_to(canvas.viewport.panned(-bars * canvas.viewport.bar_width))

    def _pull(self, delta: QPointF) -> None:
        canvas = self._canvas
        sight = canvas.sight
        if self._held is Place.PRICE_AXIS and sight is not None:
            middle = (sight.price.top + sight.price.bottom) / 2
            canvas.hold_scale(sight.price.zoomed(_E ** (-delta.y() / _SCALE_PIXELS), middle))
        elif self._held is Place.TIME_AXIS:
            viewport = canvas.viewport
            canvas.move_to(viewport.zoomed(_E ** (-delta.x() / _SCALE_PIXELS), viewport.width))
        elif self._held is Place.PLOT:
            canvas.move_to(canvas.viewport.panned(delta.x()))
            if sight is not None and not canvas.fits_itself:
                canvas.hold_scale(sight.price.panned(delta.y()))

    def _point(self, place: QPointF) -> None:
        self._canvas.point(place if self._place(place) is Place.PLOT else None)

    def _ask_menu(self, event: QMouseEvent) -> None:
        price = self._canvas.price_at(event.position().y())
        self._canvas.ask_menu(event.globalPosition(), price)

    def _place(self, place: QPointF) -> Place:
        panes = self._canvas.panes
        if place.x() > panes.plot_width:
            return Place.PRICE_AXIS
        return Place.TIME_AXIS if place.y() > panes.bottom else Place.PLOT

    def _show_cursor(self, place: QPointF) -> None:
        shapes = {
            Place.PLOT: Qt.CursorShape.CrossCursor,
            Place.PRICE_AXIS: Qt.CursorShape.SizeVerCursor,
            Place.TIME_AXIS: Qt.CursorShape.SizeHorCursor,
        }
        shape = shapes[self._held or self._place(place)]
        spot = self._canvas.spot(place)
        meant = (tool.cursor(spot) for tool in self._topmost() if self._held is None)
        shape = next((found for found in meant if found is not None), shape)
        if self._held is Place.PLOT and self._moved:
            shape = Qt.CursorShape.ClosedHandCursor
        if self._canvas.cursor().shape() is not shape:
            self._canvas.setCursor(shape)


_SHIFT = Qt.KeyboardModifier.ShiftModifier
