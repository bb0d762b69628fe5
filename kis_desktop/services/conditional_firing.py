"""From a price that meets a leg to its order: one reading, one record on the disk, one sending."""

from __future__ import annotations

import asyncio
import logging
from uuid import uuid4

import msgspec

from kis_desktop.domain import conditional_events as events
from kis_desktop.domain.conditional_order import ConditionalOrder, LegState, Told
from kis_desktop.domain.conditional_trigger import Prices
from kis_desktop.domain.errors import SURELY_NOT_SENT, KisDesktopError, StorageFailed
from kis_desktop.domain.event import Severity
from kis_desktop.domain.message import message
from kis_desktop.domain.order import CancelIntent, Origin, Seen
from kis_desktop.services.conditional_ledger import ConditionalLedger
from kis_desktop.services.conditional_limits import answered_by_arming
from kis_desktop.services.conditional_ports import OrderDesk, Sources
from kis_desktop.services.conditional_reading import read_prices, seen_of
from kis_desktop.services.conditional_surroundings import Surroundings

_log = logging.getLogger(__name__)

_LAST_ANSWERS = 12.0  # seconds that the end of the program waits for what is being sent
_SETTLED = 0.3  # seconds that a reading of the account must be newer than the entry's fill


class ConditionalFiring:
    """On the I/O thread. Readings are made one at a time; a sending holds up no reading."""

    def __init__(
        self,
        ledger: ConditionalLedger,
        desk: OrderDesk,
        sources: Sources,
        around: Surroundings,
    ) -> None:
        self._ledger = ledger
        self._desk = desk
        self._sources = sources
        self._around = around
        self._tasks: set[asyncio.Task[None]] = set()
        self._reader = asyncio.Lock()
        self._closing = False

    def begin(self, id_: str, number: int) -> None:
        """Have a leg confirmed that a price has met."""
        if self._closing:
            return
        task = asyncio.ensure_future(self._confirm(id_, number))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def finish(self) -> None:
        """Nothing more is begun; what is being sent is waited for."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_LAST_ANSWERS)

    async def enter(self, order: ConditionalOrder) -> None:
        """Write a bracket down, then send its entry, once. Raises what `submit` raises; unless the
        entry is in doubt, nothing is left of the bracket then.
        """
        assert order.entry is not None
        await self._ledger.keep(order)
        self._ledger.put(order)
        try:
            await self._desk.submit(order.entry.intent)
        except SURELY_NOT_SENT:
            await self._ledger.forget(order.id)
            raise
        except KisDesktopError as error:
            self._ledger.apply(order.id, events.EntryInDoubt(Told.of(error.message)))
            raise

    async def _confirm(self, id_: str, number: int) -> None:
        """Read a quote for a leg, and send its order if that bears the price out."""
        async with self._reader:
            self._ledger.apply(id_, events.ConfirmBegan(number))
            leg = self._ledger.leg(id_, number, LegState.CONFIRMING)
            if leg is None:
                return
            try:
                prices, received = await read_prices(self._sources.quotes, leg)
            except KisDesktopError as error:
                at = self._around.monotonic()
                self._ledger.apply(id_, events.ReadFailed(number, Told.of(error.message), at))
                return
            self._ledger.look()
            actions = self._bear_out(id_, number, prices, received)
        seen = seen_of(prices, received, leg.trigger.key, self._around.monotonic)
        for action in actions:
            match action:
                case events.Send(fired):
                    await self._send(id_, fired, seen)
                case events.CancelEntry(order_no):
                    await self._cancel_entry(order_no)

    def _bear_out(
        self, id_: str, number: int, prices: Prices, received: float
    ) -> tuple[events.Action, ...]:
        leg = self._ledger.leg(id_, number, LegState.CONFIRMING)
        if leg is None or self._closing:
            return ()
        order, at = self._ledger.find(id_), self._around.monotonic()
        told = events.Read(
            number,
            prices,
            at - received,
            permitted=self._around.permits(order, leg.trigger.key) and not self._ledger.held,
            at=at,
            today=self._around.today,
            local_id=uuid4().hex,
            held=self._held(order),
        )
        return self._ledger.apply(id_, told)

    async def _send(self, id_: str, number: int, seen: Seen) -> None:
        """Make it durable that a leg has fired, then hand its order over, once."""
        order = self._ledger.find(id_)
        leg = order.legs[number]
        try:
            await self._ledger.keep(order)
        except StorageFailed as error:
            self._ledger.apply(id_, events.NotKept(number, Told.of(error.message)))
            return
        intent = msgspec.structs.replace(
            leg.template,
            local_id=leg.local_id,
            origin=Origin.CONDITIONAL,
            seen=seen,
            approved=answered_by_arming(leg.template),
        )
        try:
            await self._desk.submit(intent)
        except SURELY_NOT_SENT as error:
            self._ledger.apply(id_, events.TurnedDown(number, Told.of(error.message)))
        except KisDesktopError as error:
            self._ledger.apply(id_, events.InDoubt(number, Told.of(error.message)))
        else:
            self._ledger.apply(id_, events.Taken(number))
            sent = message("conditional.sent", symbol=intent.symbol, quantity=intent.quantity)
            self._ledger.log(sent, Severity.NOTE)

    async def _cancel_entry(self, order_no: str) -> None:
        """Take the rest of a bracket's entry back, once; a failure is told."""
        try:
            await self._desk.cancel(CancelIntent(uuid4().hex, order_no, origin=Origin.CONDITIONAL))
        except KisDesktopError as error:
            self._ledger.log(error.message, Severity.WARNING)
            told = message("conditional.entry_still_rests", order_no=order_no)
            self._ledger.log(told, Severity.WARNING)

    def _held(self, order: ConditionalOrder) -> int | None:
        """Shares that may be sold behind an entry; None where the account was not read since."""
        account = self._sources.find_account()
        if order.entry is None or account is None:
            return None
        if account.received < order.entry.filled_at + _SETTLED:
            return None
        symbol = order.legs[0].template.symbol
        position = next((one for one in account.positions if one.symbol == symbol), None)
        if position is None:
            return 0
        return position.owned if position.sellable is None else position.sellable

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a conditional order broke", exc_info=error)
            self._ledger.pause_all(message("conditional.broke"))
