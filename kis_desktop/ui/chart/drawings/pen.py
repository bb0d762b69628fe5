"""The pen: what is being made with the tool in the hand, or measured with Shift."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from kis_desktop.domain.drawing import Drawing, DrawingPoint
from kis_desktop.ui.chart.drawings.board import PULLED, Board, place_of
from kis_desktop.ui.chart.drawings.kind import Kind, kinds
from kis_desktop.ui.chart.drawings.making import Making
from kis_desktop.ui.chart.drawings.placed import Placing
from kis_desktop.ui.chart.tool import Spot
from kis_desktop.viewmodels.drawings import new_id

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_QUICK = "measure"
_UNNAMED = "made"


class Pen:
    """One drawing at most is being made."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._making: Making | None = None
        self._quick = False  # measured with Shift: seen until the next press, never kept
        self._measured: Drawing | None = None
        self._pressed = QPointF()

    @property
    def is_busy(self) -> bool:
        """Whether a drawing has been begun."""
        return self._making is not None

    def press(self, event: QMouseEvent, spot: Spot, placing: Placing) -> bool:
        """Set a point; whether there is something to be made."""
        self._measured, self._pressed = None, spot.at
        quick = not self._board.desk.tool and bool(event.modifiers() & _SHIFT)
        making = self._begun(quick=quick)
        if making is None:
            return False
        making.set(self._point(making, event, spot, placing))
        return True

    def set(self, point: DrawingPoint, placing: Placing) -> Kind | None:
        """Set a point by key; the kind that was added to the drawings, if one is done."""
        making = self._begun(quick=False)
        if making is None or making.kind.free:
            return None
        making.set(point)
        return self._finish(making, placing) if making.is_done else None

    def move(self, event: QMouseEvent, spot: Spot, placing: Placing) -> bool:
        """Let the next point follow; whether there is one."""
        making = self._making
        if making is None:
            return False
        point = self._point(making, event, spot, placing)
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if held and making.is_done:
            making.correct(point)
        elif not held or making.kind.free or self._is_pulled(spot):
            making.follow(point)
        return True

    def release(self, event: QMouseEvent, spot: Spot, placing: Placing) -> Kind | None:
        """The button is up; the kind that was added to the drawings, if one is done."""
        making = self._making
        if making is None:
            return None
        if making.is_at_first and making.kind.clicks > 1 and self._is_pulled(spot):
            making.set(self._point(making, event, spot, placing))
        if making.is_done or making.kind.free:
            return self._finish(making, placing)
        return None

    def follow_tool(self) -> None:
        """Forget what was begun with another tool."""
        making, tool = self._making, self._board.desk.tool
        if making is not None and (bool(tool) if self._quick else tool != making.kind.id):
            self.cancel()

    def cancel(self) -> bool:
        """Forget what is being made or was measured; whether there was something."""
        was = self._making is not None or self._measured is not None
        self._making = self._measured = None
        return was

    def seen(self, placing: Placing) -> Drawing | None:
        """What is to be shown of it."""
        if self._making is None:
            return self._measured
        return self._making.preview(_UNNAMED, placing)

    def _begun(self, *, quick: bool) -> Making | None:
        """What is being made, begun now if it was not; None without a tool."""
        tool = _QUICK if quick else self._board.desk.tool
        if self._making is None and tool in kinds():
            kind = kinds()[tool]
            self._quick = quick
            self._making = Making(kind, self._board.desk.look(kind.id, kind.look))
        return self._making

    def _finish(self, making: Making, placing: Placing) -> Kind | None:
        self._making = None
        drawing = making.finished(new_id(), placing)
        if self._quick:
            self._measured = drawing
            return None
        if self._board.book is not None:
            self._board.book.add(drawing)
        if not self._board.desk.stays:
            self._board.desk.take("")
        return making.kind

    def _is_pulled(self, spot: Spot) -> bool:
        return (spot.at - self._pressed).manhattanLength() > PULLED

    def _point(
        self, making: Making, event: QMouseEvent, spot: Spot, placing: Placing
    ) -> DrawingPoint:
        snapping, anchor = self._board.snapping(placing, event.modifiers()), making.anchor
        if making.kind.free:
            return snapping.fine(place_of(spot))
        if event.modifiers() & _SHIFT and anchor is not None and not self._quick:
            return snapping.angled(place_of(spot), anchor)
        return snapping.point(place_of(spot))
