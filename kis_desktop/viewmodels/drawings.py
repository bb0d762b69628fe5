"""What all charts share for drawing: the tool in the hand, magnet, looks, and each symbol's
drawings.
"""

from __future__ import annotations

import enum
import secrets

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.drawing import Drawing, DrawingStyle
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.symbol_drawings import SymbolDrawings

_MAGNET = "chart.drawing.magnet"
_STAYS = "chart.drawing.stays"
_BAR = "chart.drawing.bar"
_LOOK = "chart.drawing.look."
_YES, _NO = "1", "0"


class Magnet(enum.StrEnum):
    """Whether points are drawn to the prices of a bar: only near ones, or always."""

    OFF = "off"
    WEAK = "weak"
    STRONG = "strong"


def new_id() -> str:
    """A name for a drawing that no other one has."""
    return secrets.token_hex(6)


class DrawingDesk(QObject):
    """One for all charts of a window; `of` finds it."""

    changed = Signal()  # tool, magnet, or whether drawings are shown
    bar_changed = Signal()  # the side bar was opened or folded

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._symbols: dict[str, SymbolDrawings] = {}
        kept = context.preferences.get
        word = kept(_MAGNET)
        self.tool = ""
        """the kind that the next presses draw; empty for none"""
        self.magnet = Magnet(word) if word in set(Magnet) else Magnet.OFF
        self.stays = kept(_STAYS) == _YES
        """whether the tool stays in the hand after a drawing is done"""
        self.bar_open = kept(_BAR) != _NO
        self.all_hidden = False
        self.copied: Drawing | None = None

    @classmethod
    def of(cls, context: ViewContext) -> DrawingDesk:
        """The desk of these charts."""
        return context.part(cls)

    def drawings(self, symbol: str) -> SymbolDrawings:
        """The drawings of an instrument; the same object for all charts."""
        if symbol not in self._symbols:
            self._symbols[symbol] = SymbolDrawings(self._context, symbol, self)
        known = self._symbols[symbol]
        known.load()
        return known

    def take(self, tool: str) -> None:
        """Take a kind in the hand; none for an empty one."""
        if tool != self.tool:
            self.tool = tool
            if tool:
                self.all_hidden = False
            self.changed.emit()

    def set_magnet(self, magnet: Magnet) -> None:
        """Draw points to prices of bars, or not."""
        self.magnet = magnet
        self._context.preferences.set(_MAGNET, magnet.value)
        self.changed.emit()

    def set_stays(self, *, stays: bool) -> None:
        """Keep the tool in the hand after each drawing, or put it away."""
        self.stays = stays
        self._context.preferences.set(_STAYS, _YES if stays else _NO)
        self.changed.emit()

    def hide_all(self, *, hidden: bool) -> None:
        """Hide all drawings on all charts, or show them."""
        self.all_hidden = hidden
        self.changed.emit()

    def open_bar(self, *, opened: bool) -> None:
        """Open the side bar on all charts, or fold it."""
        self.bar_open = opened
        self._context.preferences.set(_BAR, _YES if opened else _NO)
        self.bar_changed.emit()

    def look(self, kind: str, usual: DrawingStyle) -> DrawingStyle:
        """How the next drawing of a kind looks: as the last one was made to; text is never kept."""
        kept = self._context.preferences.get(_LOOK + kind)
        if kept is None:
            return usual
        try:
            return msgspec.json.decode(kept, type=DrawingStyle)
        except msgspec.DecodeError:
            return usual

    def remember_look(self, kind: str, style: DrawingStyle) -> None:
        """Draw a kind like this from now on."""
        plain = msgspec.structs.replace(style, text="")
        self._context.preferences.set(_LOOK + kind, msgspec.json.encode(plain).decode())
