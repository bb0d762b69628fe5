"""Keys of the drawing tool: kinds by Alt and a letter, and what is done with the selected one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from kis_desktop.ui.chart.drawings.actions import DrawingActions
from kis_desktop.ui.chart.drawings.board import Board
from kis_desktop.ui.chart.drawings.kind import kinds

_WIDE = 10  # bars or price steps, with Shift
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_ALT, _PAD = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.KeypadModifier


class DrawingKeys:
    """`set_here` sets a point at the crosshair; `cancel` lets go of what is in the hand and says
    whether there was something; `yields` says whether keys without a modifier mean the market or a
    replay now.
    """

    def __init__(
        self,
        board: Board,
        actions: DrawingActions,
        set_here: Callable[[], None],
        cancel: Callable[[], bool],
        yields: Callable[[], bool],
    ) -> None:
        self._set_here = set_here
        self._yields = yields
        self._board = board
        self._actions = actions
        self._cancel = cancel
        self._kinds = {kind.key: kind.id for kind in kinds().values() if kind.key}
        self._with_ctrl = {
            "Ctrl+Z": actions.undo,
            "Ctrl+Y": actions.redo,
            "Ctrl+Shift+Z": actions.redo,
            "Ctrl+C": actions.copy,
            "Ctrl+V": actions.paste,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; whether it was one of ours."""
        if event.key() == Qt.Key.Key_Escape:
            return self._cancel()
        keys = event.modifiers() & ~_PAD
        if event.key() in _ENTER and self._board.desk.tool and not keys:
            self._set_here()
            return True
        if keys & (_ALT | _CTRL):
            return self._with_modifier(QKeySequence(event.keyCombination()).toString())
        if self._actions.chosen is None or self._yields():
            return False
        return self._chosen_key(event, keys)

    def _with_modifier(self, text: str) -> bool:
        if text in self._kinds:
            tool = self._kinds[text]
            self._board.desk.take("" if self._board.desk.tool == tool else tool)
        elif text in {"Alt+]", "Alt+["}:
            self._actions.step_through(1 if text == "Alt+]" else -1)
        elif text in self._with_ctrl:
            self._with_ctrl[text]()
        else:
            return False
        return True

    def _chosen_key(self, event: QKeyEvent, keys: Qt.KeyboardModifier) -> bool:
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._actions.delete()
            return True
        if key not in _STEPS:
            return False
        wide = _WIDE if keys & _SHIFT else 1
        bars, steps = _STEPS[key]
        self._actions.nudge(bars * wide, steps * wide)
        return True
