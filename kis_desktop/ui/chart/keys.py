"""Moving the chart by keys.

Left and right step by a bar, ten with Shift, with Ctrl the crosshair steps; Page Up and Page Down
pull by what is in sight. Plus and minus zoom, about the bar that is pointed at if there is one.
Home and End go to the oldest and the newest bar. With Alt, up and down pull the prices of the pane
that is pointed at, with Ctrl they scale them. With Ctrl and Alt they move that pane among the
others, with Shift and Alt its upper boundary; Alt and Return give it all the room, or take it back.
F fits the pane's prices again, R the whole chart. Escape takes the crosshair away; the chart goes
on hearing keys.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kis_desktop.ui.chart.movable import Movable
from kis_desktop.ui.chart.panes import moved, pulled
from kis_desktop.ui.chart.wheel import ZOOM

_WIDE_STEP = 10  # bars, with Shift
_PRICE_STEP = 24.0  # pixels
_PAGE = 0.9  # of what is in sight
_KEY = Qt.Key
_ZOOMS = {_KEY.Key_Plus: ZOOM, _KEY.Key_Equal: ZOOM}
_ZOOMS |= {_KEY.Key_Minus: 1 / ZOOM, _KEY.Key_Underscore: 1 / ZOOM}
_STEPS = {_KEY.Key_Left: -1, _KEY.Key_Right: 1}
_PAGES = {_KEY.Key_PageUp: 1, _KEY.Key_PageDown: -1}
_RISES = {_KEY.Key_Up: -1, _KEY.Key_Down: 1}
_RETURNS = (_KEY.Key_Return, _KEY.Key_Enter)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


class Keys:
    """Turns keys into moves of one canvas."""

    def __init__(self, canvas: Movable) -> None:
        self._canvas = canvas

    def press(self, event: QKeyEvent) -> bool:
        """Move by key; whether it was one of ours."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _RISES:
            return self._rise(_RISES[key], modifiers)
        if key in _RETURNS and modifiers & _ALT:
            self._canvas.maximise(self._canvas.pointed_pane)
            return True
        return self._walk(key, modifiers)

    def _walk(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        canvas, viewport = self._canvas, self._canvas.viewport
        if key in _STEPS:
            self._step(_STEPS[key], modifiers)
        elif key in _PAGES:
            canvas.move_to(viewport.panned(_PAGES[key] * _PAGE * viewport.width))
        elif key in _ZOOMS:
            canvas.move_to(viewport.zoomed(_ZOOMS[key], self._anchor()))
        elif key == _KEY.Key_Home:
            canvas.move_to(viewport.at_oldest())
        elif key == _KEY.Key_End:
            canvas.move_to(viewport.at_newest())
        elif key == _KEY.Key_R and not modifiers:
            canvas.reset()
        elif key == _KEY.Key_F and not modifiers:
            canvas.fit_prices(canvas.pointed_pane)
        elif key == _KEY.Key_Escape:
            canvas.point(None)
        else:
            return False
        return True

    def _anchor(self) -> float:
        """The place that a zoom leaves where it is."""
        viewport, bar = self._canvas.viewport, self._canvas.pointed
        x = viewport.width if bar is None else viewport.x(bar)
        return x if 0 <= x <= viewport.width else viewport.width

    def _step(self, way: int, modifiers: Qt.KeyboardModifier) -> None:
        """A bar to the side; ten with Shift; with Ctrl the crosshair moves in their place."""
        bars = way * (_WIDE_STEP if modifiers & _SHIFT else 1)
        canvas = self._canvas
        if modifiers & _CONTROL:
            last = canvas.viewport.count - 1
            canvas.point_at_bar(last if canvas.pointed is None else canvas.pointed + bars)
        else:
            canvas.move_to(canvas.viewport.panned(-bars * canvas.viewport.bar_width))

    def _rise(self, way: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Up and down: prices, or panes."""
        canvas, pane = self._canvas, self._canvas.pointed_pane
        sight = canvas.sight
        if sight is None or not modifiers & (_ALT | _CONTROL):
            return False
        scale = sight.scale_of(pane)
        if modifiers & _ALT and modifiers & _CONTROL:
            self._move_pane(pane, way)
        elif modifiers & _ALT and modifiers & _SHIFT:
            self._pull_boundary(pane, way)
        elif modifiers & _ALT:
            canvas.hold_scale(scale.panned(way * _PRICE_STEP), pane)
        else:
            middle = (scale.top + scale.bottom) / 2
            canvas.hold_scale(scale.zoomed(ZOOM**-way, middle), pane)
        return True

    def _move_pane(self, pane: str, way: int) -> None:
        wanted = self._canvas.wanted_panes
        names = [one.name for one in wanted]
        if pane in names:
            self._canvas.divide(moved(wanted, pane, names.index(pane) + way))

    def _pull_boundary(self, pane: str, way: int) -> None:
        panes, wanted = self._canvas.panes, self._canvas.wanted_panes
        names = [one.name for one in panes.lower]
        if names and not panes.maximised:
            place = names.index(pane) if pane in names else 0
            y = panes.lower[place].box.top() + way * _PRICE_STEP
            self._canvas.divide(pulled(panes, wanted, place, y))
