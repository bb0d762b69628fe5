"""What every view model is given: services behind commands, the beat, the linked symbol,
preferences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.commands import Commands
from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.instrument import Instrument
from kis_desktop.viewmodels.opening import Opening
from kis_desktop.viewmodels.words import Words

if TYPE_CHECKING:
    from kis_desktop.services.application import Services
    from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory


_Part = TypeVar("_Part", bound=QObject)


class Preferences(Protocol):
    """Small words that survive a restart: layouts, column widths, the last symbol."""

    def get(self, key: str) -> str | None:
        """What was kept under a key; None when nothing was."""

    def set(self, key: str, value: str) -> None:
        """Keep a word under a key; written to disk soon."""


class LinkGroup(QObject):
    """Panels of one colour: a symbol selected in one is shown in all."""

    symbol_changed = Signal(str)
    price_picked = Signal(object)
    order_picked = Signal(str)
    explored = Signal(object)

    def __init__(self, symbol: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._symbol = symbol

    @property
    def symbol(self) -> str:
        """The symbol that linked panels show; empty before the first selection."""
        return self._symbol

    def select(self, symbol: str) -> None:
        """Show this symbol in all linked panels."""
        if symbol and symbol != self._symbol:
            self._symbol = symbol
            self.symbol_changed.emit(symbol)

    def explore(self, instrument: Instrument) -> None:
        """Show an instrument that panels and ticket don't know in the API explorer; the linked
        symbol stays.
        """
        self.explored.emit(instrument)

    def pick_price(self, price: Decimal) -> None:
        """Offer a price (KRW) that was clicked in a book or chart to the order ticket."""
        self.price_picked.emit(price)

    def pick_order(self, order_no: str) -> None:
        """Offer a working order, named by its number, to the ticket's amend tab."""
        self.order_picked.emit(order_no)


@dataclass(frozen=True, slots=True, eq=False)
class ViewContext:
    """The world as view models see it. `clean` takes the profile's secrets out of a text that can
    leave the window, such as one that is copied.
    """

    services: Services
    commands: Commands
    clock: FrameClock
    link: LinkGroup
    instruments: InstrumentDirectory
    preferences: Preferences
    language: str
    environment: Environment
    clean: Callable[[str], str] = str
    recorded: str = ""  # what a replay shows, as "2026-11-20 · 가상 시세"
    opening: Opening | None = None  # none where nothing has to wait for the first look
    parts: dict[object, QObject] = field(default_factory=dict)

    def part(self, kind: Callable[[ViewContext], _Part]) -> _Part:
        """What there is one of for all panels of a window; made when it is first asked for.

        It is held here and is nobody's child: a child of the clock that holds this context, where
        it ends first, ends the clock with it, which deletes its child a second time.
        """
        if kind not in self.parts:
            self.parts[kind] = kind(self)
        return cast("_Part", self.parts[kind])

    @property
    def is_opening(self) -> bool:
        """Whether the window has not been painted yet."""
        return self.opening is not None and not self.opening.is_over

    @property
    def world(self) -> str:
        """What this world is called on the screen."""
        words = Words(self.language)(f"world.{self.environment}")
        return f"{words} · {self.recorded}" if self.recorded else words

    @property
    def no_orders(self) -> str:
        """Why no order can be given here at all; empty where it can."""
        replayed = self.environment is Environment.REPLAY
        return Words(self.language)("recorder.no_orders_here") if replayed else ""
