"""What can be done with the selected drawing, and with all of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from kis_desktop.domain.drawing import Drawing, DrawingPoint, DrawingStyle
from kis_desktop.ui.chart.drawings.board import Board, place_of
from kis_desktop.ui.chart.drawings.kind import kinds
from kis_desktop.ui.chart.drawings.moving import shifted
from kis_desktop.ui.chart.drawings.placed import Placing
from kis_desktop.ui.chart.tool import Spot
from kis_desktop.viewmodels.drawings import new_id
from kis_desktop.viewmodels.symbol_drawings import SymbolDrawings

_KEYS = {"copy": "Ctrl+C", "delete": "Delete"}
_ASIDE = 24.0  # pixels, of what is pasted without a place


class LineAlerts(Protocol):
    """Who lays alerts on lines."""

    def add_line_alert(self, drawing: Drawing) -> None:
        """Make an alert for prices that cross this line."""


class DrawingActions:
    """Every action does nothing where there is nothing to do it with."""

    def __init__(self, board: Board, alerts: Callable[[], LineAlerts | None]) -> None:
        self._board = board
        self._alerts = alerts

    @property
    def chosen(self) -> Drawing | None:
        """The selected drawing of this chart."""
        return self._board.book.chosen if self._board.book is not None else None

    @property
    def book(self) -> SymbolDrawings | None:
        """The drawings of the chart's symbol."""
        return self._board.book

    @property
    def is_hidden(self) -> bool:
        """Whether no drawing can be seen now."""
        return self._board.desk.all_hidden or self._board.placing is None

    @property
    def can_alert(self) -> bool:
        """Whether an alert can be laid on the selected drawing."""
        chosen = self.chosen
        kind = kinds().get(chosen.kind) if chosen is not None else None
        return kind is not None and kind.line and self._alerts() is not None

    def alert(self) -> None:
        """Ask for an alert on the selected line."""
        chosen, alerts = self.chosen, self._alerts()
        if chosen is not None and alerts is not None and self.can_alert:
            alerts.add_line_alert(chosen)

    def write(self, text: str) -> None:
        """Give the selected drawing other words."""
        chosen = self.chosen
        if chosen is not None and self._board.book is not None:
            style = msgspec.structs.replace(chosen.style, text=text)
            self._board.book.put(chosen.styled(style), writing=True)

    def restyle(self, style: DrawingStyle) -> None:
        """Give the selected drawing another look, and the next ones of its kind."""
        chosen = self.chosen
        if chosen is not None and self._board.book is not None and style != chosen.style:
            self._board.desk.remember_look(chosen.kind, style)
            self._board.book.put(chosen.styled(style))

    def lock(self, *, locked: bool) -> None:
        """Hold the selected drawing in its place, or let it go."""
        chosen = self.chosen
        if chosen is not None and self._board.book is not None:
            self._board.book.put(msgspec.structs.replace(chosen, locked=locked))

    def hide(self) -> None:
        """Hide the selected drawing."""
        chosen = self.chosen
        if chosen is not None and self._board.book is not None:
            self._board.book.select("")
            self._board.book.put(msgspec.structs.replace(chosen, hidden=True))

    def delete(self) -> None:
        """Take the selected drawing away, unless it is locked."""
        chosen = self.chosen
        if chosen is not None and not chosen.locked and self._board.book is not None:
            self._board.book.remove(chosen.id)

    def raise_up(self) -> None:
        """Lay the selected drawing over the others."""
        if self.chosen is not None and self._board.book is not None:
            self._board.book.raise_up(self.chosen.id)

    def copy(self) -> None:
        """Keep the selected drawing to be pasted, also on another chart."""
        if self.chosen is not None:
            self._board.desk.copied = self.chosen

    def paste(self, spot: Spot | None = None) -> None:
        """Lay the copied drawing at a spot; a little aside without one. On a chart of other prices
        it comes into sight.
        """
        copied, placing = self._board.desk.copied, self._board.placing
        if copied is None or placing is None or self._board.book is None:
            return
        fresh = copied.copied(new_id())
        self._board.book.add(self._pasted(fresh, placing, spot))

    def _pasted(self, drawing: Drawing, placing: Placing, spot: Spot | None) -> Drawing:
        first = drawing.points[0]
        x, y = placing.place(first)
        if spot is not None:
            x, y = place_of(spot)
        elif placing.pane.contains(x + _ASIDE, y + _ASIDE):
            x, y = x + _ASIDE, y + _ASIDE
        else:
            x, y = placing.pane.center().x(), placing.pane.center().y()
        aim = self._board.snapping(placing, Qt.KeyboardModifier.NoModifier).point((x, y))
        if spot is None and not placing.sight.price.holds(float(first.price)):
            drawing = _scaled(drawing, aim.price)
            first = drawing.points[0]
        bars = placing.bar(aim.time) - placing.bar(first.time)
        return shifted(drawing, placing, bars, aim.price - first.price)

    def nudge(self, bars: int, steps: int) -> None:
        """Move the selected drawing by bars and price steps."""
        chosen, placing = self.chosen, self._board.placing
        if chosen is None or chosen.locked or placing is None or self._board.book is None:
            return
        lift = Decimal(str(self._board.step)) * steps
        self._board.book.put(shifted(chosen, placing, bars, lift))

    def undo(self) -> None:
        """Take the last change of this symbol's drawings back."""
        if self._board.book is not None:
            self._board.book.undo()

    def redo(self) -> None:
        """Make the change again."""
        if self._board.book is not None:
            self._board.book.redo()

    def lock_all(self) -> None:
        """Hold all drawings of the symbol; let them go where all are held."""
        book = self._board.book
        if book is not None:
            book.lock_all(locked=not book.all_locked)

    def clear(self) -> None:
        """Take all drawings of the symbol away; it can be undone."""
        if self._board.book is not None:
            self._board.book.clear()

    def step_through(self, way: int) -> None:
        """Select the next drawing or the one before, in the order they were made."""
        shown = [one.drawing.id for one in self._board.shown()]
        if shown and self._board.book is not None:
            selected = self._board.book.selected
            there = shown.index(selected) + way if selected in shown else (0 if way > 0 else -1)
            self._board.book.select(shown[there % len(shown)])

    def add_to(self, menu: QMenu, spot: Spot | None) -> None:
        """Add what can be done to the chart's menu."""
        book, words = self._board.book, self._board.words
        if book is None:
            return
        menu.addSeparator()
        if self.chosen is not None:
            self._add_chosen(menu, self.chosen)
        paste = menu.addAction(f"{words('drawing.paste')}\tCtrl+V")
        paste.setEnabled(self._board.desk.copied is not None)
        paste.triggered.connect(lambda: self.paste(spot))
        for id_, can, act in (
            ("undo", book.can_undo, self.undo),
            ("redo", book.can_redo, self.redo),
            ("show_hidden", any(one.hidden for one in book.drawings), book.show_hidden),
            ("delete_all", bool(book.drawings), self.clear),
        ):
            if can:
                menu.addAction(words(f"drawing.{id_}")).triggered.connect(act)

    def _add_chosen(self, menu: QMenu, chosen: Drawing) -> None:
        words, kind = self._board.words, kinds().get(chosen.kind)
        name = kind.name(words.language) if kind is not None else chosen.kind
        menu.addAction(name).setEnabled(False)
        if self.can_alert:
            menu.addAction(words("drawing.alert")).triggered.connect(self.alert)
        held = "unlock" if chosen.locked else "lock"
        lock = menu.addAction(words(f"drawing.{held}"))
        lock.triggered.connect(lambda: self.lock(locked=not chosen.locked))
        for id_, act in (
            ("copy", self.copy),
            ("raise", self.raise_up),
            ("hide", self.hide),
            ("delete", self.delete),
        ):
            key = _KEYS.get(id_, "")
            action = menu.addAction(words(f"drawing.{id_}") + (f"\t{key}" if key else ""))
            action.setEnabled(id_ != "delete" or not chosen.locked)
            action.triggered.connect(act)


def _scaled(drawing: Drawing, price: Decimal) -> Drawing:
    """The same shape at another price: every point as far from the first in percent."""
    first = drawing.points[0].price
    if first <= 0:
        return drawing
    share = price / first
    return drawing.at(
        DrawingPoint(point.time, (point.price * share).quantize(price)) for point in drawing.points
    )
