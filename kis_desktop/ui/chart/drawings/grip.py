"""The grip: a drawing in the hand, moved as a whole, by a handle, or as a copy."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from kis_desktop.domain.drawing import Drawing
from kis_desktop.ui.chart.drawings.board import PULLED, Board, place_of
from kis_desktop.ui.chart.drawings.moving import Hold, moved
from kis_desktop.ui.chart.drawings.placed import Placing
from kis_desktop.ui.chart.tool import Spot
from kis_desktop.viewmodels.drawings import new_id

_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier


class Grip:
    """One drawing at most is held; it is changed when it is let go."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._hold: Hold | None = None
        self._pressed = QPointF()
        self._copy = ""
        self.held: Drawing | None = None
        """the drawing as it is in the hand; None until it was pulled"""

    @property
    def is_busy(self) -> bool:
        """Whether a drawing has been taken hold of."""
        return self._hold is not None

    @property
    def lifted(self) -> str:
        """The drawing that is away from its place; empty for none."""
        hold = self._hold
        return hold.drawing.id if self.held is not None and hold and not hold.copies else ""

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        """Select the drawing there and take hold of it; whether there is one."""
        self._pressed, self.held = spot.at, None
        one, handle = self._board.at(place_of(spot))
        if one is None or self._board.book is None:
            return False
        copies = bool(event.modifiers() & _CTRL) and handle is None
        self._board.book.select(one.drawing.id)
        if copies or not one.drawing.locked:
            self._hold = Hold(one.drawing, place_of(spot), handle, copies=copies)
            self._copy = new_id()
        return True

    def move(self, event: QMouseEvent, spot: Spot, placing: Placing) -> bool:
        """Let the drawing follow; whether it does."""
        hold = self._hold
        if hold is None:
            return False
        if self.held is None and (spot.at - self._pressed).manhattanLength() <= PULLED:
            return False
        keys = _NONE if hold.handle is None else event.modifiers()
        angled = bool(event.modifiers() & _SHIFT)
        snapping = self._board.snapping(placing, keys)
        held = moved(hold, place_of(spot), snapping, angled=angled)
        self.held = held.copied(self._copy) if hold.copies else held
        return True

    def drop(self) -> None:
        """Leave the drawing where it is now."""
        held, hold = self.held, self._hold
        self._hold = self.held = None
        if held is None or hold is None or self._board.book is None:
            return
        if hold.copies:
            self._board.book.add(held)
        else:
            self._board.book.put(held)

    def cancel(self) -> bool:
        """Put the drawing back; whether one was held."""
        was = self._hold is not None
        self._hold = self.held = None
        return was
