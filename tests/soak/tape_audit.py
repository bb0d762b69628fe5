"""Counts what the screen is given, and finds every print or fill that is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kis_desktop.bridge.mailbox import Frame, PrintBatch
from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.event import ConnectionChanged, FillReceived, OrderChanged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, OrderState
from kis_desktop.services.topics import Topic


@dataclass
class TapeAudit:
    """Listens to the beat. Volumes and sizes in shares."""

    prints: Counter[str] = field(default_factory=Counter)
    books: Counter[str] = field(default_factory=Counter)
    orders: dict[str, Order] = field(default_factory=dict)
    fills: dict[tuple[str, int], Fill] = field(default_factory=dict)
    wrongs: list[str] = field(default_factory=list)
    _volumes: dict[str, int] = field(default_factory=dict)
    _before: dict[str, int] = field(default_factory=dict)
    _sizes: Counter[str] = field(default_factory=Counter)
    _was_live: bool = False

    def take(self, frame: Frame) -> None:
        """Look at a frame."""
        for symbol, batch in frame.prints.items():
            self._take_prints(symbol, batch)
        for topic, key in frame.latest:
            if topic is Topic.BOOK:
                self.books[key] += 1
        for event in frame.events:
            if isinstance(event, OrderChanged):
                self._take_order(event.order)
            elif isinstance(event, FillReceived):
                self.fills[event.fill.order_no, event.fill.sequence] = event.fill
            elif isinstance(event, ConnectionChanged):
                self._take_state(event.status.state)

    def tape_sums(self) -> dict[str, tuple[int, int]]:
        """By symbol: the sizes of the tape, and what the cumulative volume rose by meanwhile."""
        return {
            symbol: (self._sizes[symbol], volume - self._before[symbol])
            for symbol, volume in self._volumes.items()
        }

    def filled(self) -> int:
        """Shares of all fills."""
        return sum(fill.quantity for fill in self.fills.values())

    def in_state(self, state: OrderState) -> int:
        """How many orders stand in this state."""
        return sum(order.state is state for order in self.orders.values())

    def _take_prints(self, symbol: str, batch: PrintBatch) -> None:
        if batch.lost:
            self.wrongs.append(f"{symbol}: the prints lane lost {batch.lost}")
        for trade in batch.trades:
            self.prints[symbol] += 1
            if trade.volume is None:
                self.wrongs.append(f"{symbol}: a print without a volume")
                continue
            before = self._volumes.setdefault(symbol, trade.volume - trade.size)
            self._before.setdefault(symbol, before)
            if trade.volume != before + trade.size:
                self.wrongs.append(f"{symbol}: {trade.volume - trade.size - before} shares missing")
            self._sizes[symbol] += trade.size
            self._volumes[symbol] = trade.volume

    def _take_order(self, order: Order) -> None:
        known = self.orders.get(order.local_id)
        if known is not None and known.state.is_final and order.state is not known.state:
            self.wrongs.append(f"order {order.local_id}: {known.state} became {order.state}")
        self.orders[order.local_id] = order

    def _take_state(self, state: LinkState) -> None:
        if self._was_live and state is not LinkState.LIVE:
            self.wrongs.append(f"the line went {state}")
        self._was_live |= state is LinkState.LIVE
