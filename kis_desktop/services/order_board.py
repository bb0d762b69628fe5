"""What the screen knows of a day's orders, and what it has still to be told.

An order is worked out anew from its evidence only after that has changed: a day may hold ten
thousand of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kis_desktop.domain.event import (
    Event,
    FillReceived,
    FillWithdrawn,
    OrderChanged,
    OrderWithdrawn,
)
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, Request
from kis_desktop.services.order_ledger import Record


class OrderBoard:
    """The orders of `records`, by local id. `cost` adds the estimated costs to a fill."""

    def __init__(self, records: Mapping[str, Record], cost: Callable[[Fill], Fill]) -> None:
        self._records = records
        self._cost = cost
        self._shown: dict[str, Order] = {}
        self._unfinished: dict[str, None] = {}
        self._stale: dict[str, None] = {}
        self._untold: dict[str, None] = {}
        self._told: dict[str, Order] = {}
        self._told_fills: dict[str, tuple[Fill, ...]] = {}
        self._withdrawn: list[Event] = []

    def touch(self, local_id: str) -> None:
        """The evidence about an order has changed."""
        self._stale[local_id] = self._untold[local_id] = None

    def order(self, local_id: str) -> Order:
        """An order as its evidence has it."""
        if local_id in self._stale:
            self._work_out(local_id)
        return self._shown[local_id]

    def unfinished(self) -> tuple[Order, ...]:
        """The orders that are in no final state."""
        self._refresh()
        return tuple(self._shown[local_id] for local_id in self._unfinished)

    def withdraw(self, local_id: str) -> None:
        """An order was another one all the time: it leaves the screen with its fills."""
        for known in (self._shown, self._unfinished, self._stale, self._untold):
            known.pop(local_id, None)
        gone = self._told_fills.pop(local_id, ())
        self._withdrawn += [FillWithdrawn(fill) for fill in gone]
        if self._told.pop(local_id, None) is not None:
            self._withdrawn.append(OrderWithdrawn(local_id))

    def changes(self) -> list[Event]:
        """What the screen has not been told yet."""
        events, self._withdrawn = self._withdrawn, []
        untold, self._untold = self._untold, {}
        for local_id in untold:
            order = self.order(local_id)
            if self._told.get(local_id) != order:
                self._told[local_id] = order
                events.append(OrderChanged(order))
            events += self._fill_changes(local_id)
        return events

    def _refresh(self) -> None:
        for local_id in tuple(self._stale):
            self._work_out(local_id)

    def _work_out(self, local_id: str) -> None:
        order = self._records[local_id].shown()
        self._shown[local_id] = order
        self._stale.pop(local_id, None)
        if order.state.is_final:
            self._unfinished.pop(local_id, None)
        else:
            self._unfinished[local_id] = None

    def _fill_changes(self, local_id: str) -> list[Event]:
        record = self._records[local_id]
        if record.order.request is Request.CANCEL:
            return []
        before = self._told_fills.get(local_id, ())
        now = tuple(self._cost(fill) for fill in record.shown_fills())
        self._told_fills[local_id] = now
        gone = before[len(now) :]
        fresh = [fill for place, fill in enumerate(now) if before[place : place + 1] != (fill,)]
        return [*(FillWithdrawn(fill) for fill in gone), *(FillReceived(fill) for fill in fresh)]
