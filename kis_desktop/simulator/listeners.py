"""Whom the market tells of prints, books and orders."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kis_desktop.simulator.boards import Change
from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.views import Board, OrderEvent, Print


@dataclass(slots=True)
class Listeners:
    """Whom the market tells, during `advance` and requests; they may read, never request."""

    on_print: Callable[[str, tuple[Print, ...]], None] | None = None
    on_book: Callable[[str], None] | None = None
    on_order: Callable[[OrderEvent], None] | None = None
    on_deal: Callable[[DealEvent], None] | None = None
    """orders of the other markets"""
    on_other_print: Callable[[Board, str, tuple[Print, ...]], None] | None = None
    """of the NXT and of both exchanges as one, where they have been looked at"""
    on_other_book: Callable[[Board, str], None] | None = None

    def tell_order(self, event: OrderEvent) -> None:
        """An order has changed."""
        if self.on_order is not None:
            self.on_order(event)

    def tell_deals(self, events: Iterable[DealEvent]) -> None:
        """Orders of the other markets have changed."""
        if self.on_deal is not None:
            for event in events:
                self.on_deal(event)

    def tell_changes(self, changes: Iterable[Change]) -> None:
        """Boards have changed."""
        for change in changes:
            if change.board is Board.KRX:
                if change.prints and self.on_print is not None:
                    self.on_print(change.symbol, change.prints)
                if change.touched and self.on_book is not None:
                    self.on_book(change.symbol)
                continue
            if change.prints and self.on_other_print is not None:
                self.on_other_print(change.board, change.symbol, change.prints)
            if change.touched and self.on_other_book is not None:
                self.on_other_book(change.board, change.symbol)
