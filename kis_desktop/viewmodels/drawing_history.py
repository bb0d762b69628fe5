"""The way back through what was drawn: every state that was, and those that were taken back."""

from __future__ import annotations

from collections import deque

from kis_desktop.domain.drawing import Drawing

State = tuple[Drawing, ...]
_MOST = 1000  # steps; states share their drawings, so that each costs a tuple


class DrawingHistory:
    """States before and behind the present one; a new change ends those behind."""

    def __init__(self) -> None:
        self._before: deque[State] = deque(maxlen=_MOST)
        self._behind: list[State] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a way back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._behind)

    def leave(self, state: State) -> None:
        """A change is made to this state."""
        self._before.append(state)
        self._behind.clear()

    def undo(self, state: State) -> State:
        """The state before the present one; the present one where there is none."""
        if not self._before:
            return state
        self._behind.append(state)
        return self._before.pop()

    def redo(self, state: State) -> State:
        """The state that was taken back last; the present one where none was."""
        if not self._behind:
            return state
        self._before.append(state)
        return self._behind.pop()

    def lay_below(self, state: State) -> None:
        """Drawings were there already when the first of these changes was made."""
        self._before = deque(((*state, *each) for each in self._before), maxlen=_MOST)
        self._behind = [(*state, *each) for each in self._behind]
