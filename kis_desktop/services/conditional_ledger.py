"""All conditional orders as they stand: moved by events, kept on the disk, shown on the screen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain import conditional_events as events
from kis_desktop.domain.conditional_advance import advance
from kis_desktop.domain.conditional_board import BEAT, ConditionalBoard
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    EntryState,
    Leg,
    LegState,
    Told,
)
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.instrument import Instrument, InstrumentKind
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import Order
from kis_desktop.domain.tick_size import TickTable
from kis_desktop.services.conditional_ports import Kept
from kis_desktop.services.conditional_surroundings import Surroundings
from kis_desktop.services.order_records import restored
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_CLOCK_WAIT = 20.0  # seconds to wait for the server's time before the orders are restored


class ConditionalLedger:
    """On the I/O thread. `on_met` is told of an order and its leg that a price has met."""

    def __init__(
        self,
        kept: Kept,
        rules: MarketRules,
        around: Surroundings,
        publisher: Publisher,
        find_instrument: Callable[[str], Instrument | None],
    ) -> None:
        self._kept = kept
        self._rules = rules
        self._around = around
        self._publisher = publisher
        self._find_instrument = find_instrument
        self._orders: dict[str, ConditionalOrder] = {}
        self._heard: dict[str, Order] = {}  # the newest word on every order of the day
        self._unsaved: set[str] = set()
        self._save_wanted = asyncio.Event()
        self._restoring = asyncio.Lock()
        self._restored = False
        self._list_read = False
        self.held = False
        self.on_met: Callable[[str, int], None] = lambda _id, _leg: None

    def orders(self) -> tuple[ConditionalOrder, ...]:
        """All of them, in the order of making."""
        return tuple(self._orders.values())

    def find(self, id_: str) -> ConditionalOrder:
        """An order. Raises `InvalidInput` where there is none."""
        order = self._orders.get(id_)
        if order is None:
            raise InvalidInput(message("conditional.not_found"))
        return order

    def leg(self, id_: str, number: int, state: LegState) -> Leg | None:
        """A leg, if its order is still there and it stands where it is expected."""
        order = self._orders.get(id_)
        if order is None or order.legs[number].state is not state:
            return None
        return order.legs[number]

    def ticks(self, order: ConditionalOrder) -> TickTable:
        """The tick sizes of an order's instrument."""
        symbol = order.legs[0].template.symbol if order.legs else ""
        instrument = self._find_instrument(symbol)
        kind = instrument.kind if instrument is not None else InstrumentKind.STOCK
        return self._rules.tick_table(kind.value, self._around.today)

    # ------------------------------------------------------------------------------- moves

    def look(self) -> None:
        """See whether the machine slept or a session began: then the next price only gives the
        bearings.
        """
        if self._around.woke():
            self.apply_all(events.Lost())
        if self._around.session_changed():
            self.apply_all(events.SessionChanged())

    def put(self, order: ConditionalOrder) -> None:
        """Have an order, in the place of the one of its id."""
        self._orders[order.id] = order
        self.tell()

    async def forget(self, id_: str) -> None:
        """Have an order no longer. Raises `StorageFailed`."""
        self._orders.pop(id_, None)
        self._unsaved.discard(id_)
        self.tell()
        await self._kept.disk.run(self._kept.store.remove, id_)

    def apply(self, id_: str, event: events.Event) -> tuple[events.Action, ...]:
        """Move an order on by one event: what is to be told is told, and what a price has met is
        to be confirmed.
        """
        before = self._orders.get(id_)
        if before is None:
            return ()
        order, actions = advance(before, event, self.ticks(before))
        self._orders[id_] = order
        if _lasting(order) != _lasting(before):
            self.save_soon(id_)
            self.tell()
        for action in actions:
            if isinstance(action, events.Tell):
                severity = Severity.WARNING if action.loud else Severity.NOTE
                self.log(action.told.message, severity)
            elif isinstance(action, events.Confirm):
                self.on_met(id_, action.leg)
        return actions

    def apply_all(self, event: events.Event) -> None:
        """Move every order on by one event."""
        for id_ in tuple(self._orders):
            self.apply(id_, event)

    def pause_all(self, reason: Message) -> None:
        """Let nothing fire until the trader says so."""
        self.apply_all(events.Paused(Told.of(reason)))

    # -------------------------------------------------------------------- what was sent

    def hear(self, order: Order) -> None:
        """Take the newest word on an order."""
        self._heard[order.local_id] = order
        if self._restored:
            self._follow(order)

    def hear_list(self) -> None:
        """The day's list was read as a whole: its fills are all there are."""
        self._list_read = True

    def _follow(self, heard: Order) -> None:
        for order in self.orders():
            entry = order.entry
            if entry is not None and entry.intent.local_id == heard.local_id:
                # before the day's list was read, not every fill need be known again
                filled = heard.filled if self._list_read else max(heard.filled, entry.filled)
                self.apply(order.id, self._word(heard, filled))
            elif any(leg.local_id == heard.local_id for leg in order.legs if leg.local_id):
                self.apply(order.id, self._word(heard, heard.filled))

    def _word(self, heard: Order, filled: int) -> events.OrderSeen:
        reason = None if heard.reason is None else Told.of(heard.reason)
        at = self._around.monotonic()
        return events.OrderSeen(heard.local_id, heard.state, filled, at, heard.order_no, reason)

    # ---------------------------------------------------------------------------- the disk

    async def keep(self, order: ConditionalOrder) -> None:
        """Make an order durable as it stands now. Raises `StorageFailed`."""
        await self._kept.disk.run(self._kept.store.save, order)

    def save_soon(self, id_: str) -> None:
        """Have an order written down as it will stand by then."""
        self._unsaved.add(id_)
        self._save_wanted.set()

    async def save_all(self) -> None:
        """Write down what has changed. Raises `StorageFailed`."""
        while self._unsaved:
            order = self._orders.get(self._unsaved.pop())
            if order is not None:
                await self.keep(order)

    async def run(self) -> None:
        """Write down what changes, until cancelled."""
        while True:
            await self._save_wanted.wait()
            self._save_wanted.clear()
            try:
                await self.save_all()
            except StorageFailed as error:
                self.log(error.message, Severity.FAILURE)
                self.pause_all(error.message)
                await asyncio.sleep(BEAT)

    async def restore(self) -> None:
        """Take up, once, what an earlier run has left behind. Raises `StorageFailed`."""
        async with self._restoring:
            if self._restored:
                return
            orders, told = await self._kept.disk.run(self._kept.store.load)
            await self._around.known(_CLOCK_WAIT)
            for line in told:
                self.log(line, Severity.FAILURE)
            found = {order.id: await self._journalled(order) for order in orders}
            self._orders = {order.id: order for order in orders}
            for order in orders:
                known = found[order.id]
                self.apply(order.id, events.Restored(self._around.today, frozenset(known)))
                for one in known.values():
                    self._follow(one)
            self._restored = True
            for heard in tuple(self._heard.values()):
                self._follow(heard)
            if self.held:
                self.pause_all(message("conditional.halted"))
            self.tell()

    async def _journalled(self, order: ConditionalOrder) -> dict[str, Order]:
        """The orders that the journal knows of what may have been under way at the end."""
        sought = {leg.local_id: leg.fired_on for leg in order.legs if leg.state.is_in_flight}
        if order.entry is not None and order.entry.state is not EntryState.ENDED:
            sought[order.entry.intent.local_id] = order.entry.sent_on
        found: dict[str, Order] = {}
        for day in {day for day in sought.values() if day is not None}:
            entries = await self._kept.journal_worker.run(self._kept.journal.entries, day)
            known = restored(entry for entry in entries if entry.local_id in sought)
            found |= {one.local_id: one for one in known}
        return found

    # -------------------------------------------------------------------------- the screen

    def tell(self) -> None:
        """Show all of them, with a beat; before they were taken up nothing is known of them."""
        if not self._restored:
            return
        board = ConditionalBoard(self.orders(), self._around.monotonic(), self.held)
        self._publisher.latest(Topic.CONDITIONAL, "", board)

    def log(self, told: Message, severity: Severity) -> None:
        """Say something in the log."""
        self._publisher.event(Logged(datetime.now(UTC), severity, told))


def _lasting(order: ConditionalOrder) -> ConditionalOrder:
    """The order without what ends with this run of the program."""
    legs = tuple(
        msgspec.structs.replace(leg, is_based=False, retry_at=0.0, failures=0) for leg in order.legs
    )
    return msgspec.structs.replace(order, legs=legs, close=None)
