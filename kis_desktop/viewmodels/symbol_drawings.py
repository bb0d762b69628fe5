"""The drawings of one instrument, the same on every chart that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.drawing import MOST_DRAWINGS, Drawing
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.drawing_history import DrawingHistory, State


class SymbolDrawings(QObject):
    """Every change can be undone and is kept at once. What could not be read is never written
    over: changes wait until the reading has succeeded.
    """

    changed = Signal()  # other drawings, or another one is selected
    moved = Signal(str, object)  # an id, its new points: what watches a line follows it
    removed = Signal(str)

    def __init__(self, context: ViewContext, symbol: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asking = Asking(self)
        self._history = DrawingHistory()
        self._is_known = self._reading = False
        self._written = ""  # the drawing that is being written on
        self.symbol = symbol
        self.drawings: State = ()
        self.selected = ""
        """the id of the drawing that keys and the menu mean; empty for none"""

    @property
    def is_known(self) -> bool:
        """Whether what was kept has been read."""
        return self._is_known

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    @property
    def all_locked(self) -> bool:
        """Whether there are drawings and none can be moved."""
        return bool(self.drawings) and all(one.locked for one in self.drawings)

    def find(self, id_: str) -> Drawing | None:
        """The drawing with an id."""
        return next((one for one in self.drawings if one.id == id_), None)

    @property
    def chosen(self) -> Drawing | None:
        """The drawing that is selected."""
        return self.find(self.selected) if self.selected else None

    def load(self) -> None:
        """Read what was kept, unless it is known."""
        if not self._is_known and not self._reading:
            self._reading = True
            self._asking.read("drawings", self._load())

    def select(self, id_: str) -> None:
        """Mean another drawing; none for an empty id."""
        if id_ != self.selected:
            self.selected = id_
            self.changed.emit()

    def add(self, drawing: Drawing) -> bool:
        """Lay a drawing over the others and select it; false where there is no more room."""
        if len(self.drawings) >= MOST_DRAWINGS:
            return False
        self.selected = drawing.id
        self._change((*self.drawings, drawing))
        return True

    def put(self, drawing: Drawing, *, writing: bool = False) -> None:
        """Exchange a drawing for another state of it; what is written letter by letter is one
        change.
        """
        drawings = tuple(drawing if one.id == drawing.id else one for one in self.drawings)
        if writing and self._written == drawing.id and drawings != self.drawings:
            self._become(drawings)
        else:
            self._change(drawings)
        self._written = drawing.id if writing else ""

    def remove(self, id_: str) -> None:
        """Take a drawing away."""
        self._change(tuple(one for one in self.drawings if one.id != id_))

    def clear(self) -> None:
        """Take all drawings away."""
        self._change(())

    def lock_all(self, *, locked: bool) -> None:
        """Hold all drawings, or let them go."""
        self._map(lambda one: msgspec.structs.replace(one, locked=locked))

    def show_hidden(self) -> None:
        """Show all drawings that were hidden one by one."""
        self._map(lambda one: msgspec.structs.replace(one, hidden=False))

    def raise_up(self, id_: str) -> None:
        """Lay a drawing over all others."""
        raised = [one for one in self.drawings if one.id == id_]
        self._change((*(one for one in self.drawings if one.id != id_), *raised))

    def undo(self) -> None:
        """Take the last change back."""
        self._become(self._history.undo(self.drawings))

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._become(self._history.redo(self.drawings))

    def _map(self, change: Callable[[Drawing], Drawing]) -> None:
        self._change(tuple(map(change, self.drawings)))

    def _change(self, drawings: State) -> None:
        if drawings != self.drawings:
            self._history.leave(self.drawings)
            self._become(drawings)

    def _become(self, drawings: State) -> None:
        self._written = ""
        if drawings == self.drawings:
            return
        before, self.drawings = self.drawings, drawings
        if self.chosen is None:
            self.selected = ""
        self._tell(before, drawings)
        self.changed.emit()
        self._keep()

    def _tell(self, before: State, now: State) -> None:
        here = {one.id: one for one in now}
        for one in before:
            if one.id not in here:
                self.removed.emit(one.id)
            elif here[one.id].points != one.points:
                self.moved.emit(one.id, here[one.id].points)
        for one in _fresh(before, now):
            self.moved.emit(one.id, one.points)

    def _keep(self) -> None:
        if self._is_known:
            self._asking.write(self._save(self.drawings))
        else:
            self.load()

    async def _load(self) -> None:
        services, run = self._context.services, self._context.commands.run
        try:
            kept = await run(services.drawings.drawings_of, self.symbol)
        except KisDesktopError:
            return  # told by the services; the next change or chart asks again
        finally:
            self._reading = False
        self._is_known = True
        drawn = self.drawings
        taken = {one.id for one in drawn}
        below = tuple(one for one in kept if one.id not in taken)
        self._history.lay_below(below)
        self.drawings = (*below, *drawn)
        self.changed.emit()
        if drawn:
            self._keep()

    async def _save(self, drawings: State) -> None:
        services, run = self._context.services, self._context.commands.run
        try:
            await run(services.drawings.keep_drawings, self.symbol, drawings)
        except KisDesktopError:
            return  # told by the services; the next change writes all


def _fresh(before: Iterable[Drawing], now: Iterable[Drawing]) -> Iterable[Drawing]:
    """Those that came (back)."""
    known = {one.id for one in before}
    return (one for one in now if one.id not in known)
