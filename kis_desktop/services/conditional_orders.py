"""Conditional orders (조건주문) of this machine: watched while the program runs, sent once.

What fires is on the disk as fired before its order is handed to the order service, with the local
id that the order will have. After a crash that id is looked for in the order journal: an order that
stands there is followed, one that does not was never sent, and is not sent by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

import msgspec

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain import conditional_events as events
from kis_desktop.domain.conditional_board import BEAT
from kis_desktop.domain.conditional_check import check
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Grouping,
    Leg,
    LegState,
    Told,
    first_state,
)
from kis_desktop.domain.conditional_trigger import MAX_AGE, Prices
from kis_desktop.domain.connection import ConnectionStatus, Feed, LinkState
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.event import Event, OrderChanged, Severity
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Origin
from kis_desktop.domain.quote import Quote, Source, Trade
from kis_desktop.services.conditional_firing import ConditionalFiring
from kis_desktop.services.conditional_ledger import ConditionalLedger
from kis_desktop.services.conditional_limits import check_limits
from kis_desktop.services.conditional_ports import Kept, OrderDesk, Sources
from kis_desktop.services.conditional_reading import prices_of
from kis_desktop.services.conditional_surroundings import Surroundings
from kis_desktop.services.ports import Publisher

_OWNER = "conditional"


class ConditionalOrders:
    """All conditional orders of one account. On the I/O thread."""

    def __init__(
        self,
        kept: Kept,
        desk: OrderDesk,
        sources: Sources,
        rules: MarketRules,
        surroundings: Surroundings,
        publisher: Publisher,
    ) -> None:
        self._market = sources.market
        self._quotes = sources.quotes
        self._desk = desk
        self._around = surroundings
        self._ledger = ConditionalLedger(
            kept, rules, surroundings, publisher, sources.find_instrument
        )
        self._firing = ConditionalFiring(self._ledger, desk, sources, surroundings)
        self._ledger.on_met = self._firing.begin
        self._ways: dict[str, Feed] = {}
        self._wanted: frozenset[str] = frozenset()
        self._told_old = False

    # ------------------------------------------------------------------- what the trader asks

    async def make(self, draft: ConditionalOrder) -> str:
        """Arm a new conditional order, and send the entry of a bracket; its id.

        Raises `InvalidInput`, `StorageFailed`, `RequestFailed` where the price of now cannot be
        read, `OrderRefused` and `ApprovalNeeded` for limits that it meets, and for an entry what
        `Orders.submit` raises. Then nothing was armed, unless it was `OrderUncertain`.
        """
        order = await self._checked(draft)
        await self._want(order)
        if order.entry is None:
            await self._ledger.keep(order)
            self._ledger.put(order)
        elif self._ledger.held:
            raise InvalidInput(message("order.halted_by_user"))
        else:
            await self._firing.enter(order)
        return order.id

    async def change(self, draft: ConditionalOrder) -> None:
        """Arm other terms in the place of an order's. Raises as `make`."""
        await self._ledger.restore()
        self._changeable(draft.id)
        order = await self._checked(draft)
        await self._want(order)
        before = self._changeable(draft.id)
        order = msgspec.structs.replace(order, made_on=before.made_on, entry=before.entry)
        if before.entry is not None and before.entry.filled:
            order = msgspec.structs.replace(order, legs=_behind(order, before.entry.filled))
        await self._ledger.keep(order)
        if _states(self._ledger.find(draft.id)) != _states(before):
            self._ledger.save_soon(draft.id)
            raise InvalidInput(message("conditional.moved_meanwhile"))
        self._ledger.put(order)

    async def pause(self, id_: str) -> None:
        """Let nothing of an order fire until it is resumed. Raises `InvalidInput`."""
        await self._ledger.restore()
        self._ledger.find(id_)
        self._ledger.apply(id_, events.Paused(Told("conditional.paused_by_user")))

    async def pause_all(self) -> None:
        """Let nothing fire until it is resumed."""
        await self._ledger.restore()
        self._ledger.pause_all(message("conditional.paused_by_user"))

    async def resume(self, id_: str) -> None:
        """Arm an order again. Raises `InvalidInput` where something of it may be under way."""
        await self._ledger.restore()
        order = self._ledger.find(id_)
        if self._ledger.held:
            raise InvalidInput(message("order.halted_by_user"))
        if not order.may_resume:
            raise InvalidInput(message("conditional.cannot_resume"))
        now, ticks = self._around.market_now(), self._ledger.ticks(order)
        reasons = check(order, now, None, ticks)
        if reasons:
            raise InvalidInput(reasons[0])
        base = self._base_price(order)
        self._ledger.apply(id_, events.Resumed(self._around.today, base))
        await self._ledger.keep(self._ledger.find(id_))

    async def remove(self, id_: str) -> None:
        """Forget an order. Raises `InvalidInput` while its order may be under way."""
        await self._ledger.restore()
        order = self._ledger.find(id_)
        sending = any(leg.state is LegState.SENDING for leg in order.legs)
        followed = any(leg.state is LegState.UNKNOWN and leg.is_known for leg in order.legs)
        if sending or followed:
            raise InvalidInput(message("conditional.in_flight"))
        await self._ledger.forget(id_)

    # ------------------------------------------------------------------------- what is heard

    def on_trades(self, key: str, trades: Sequence[Trade]) -> None:
        """Take prints of a feed."""
        if key not in self._wanted:
            return
        self._ledger.look()
        for trade in trades:
            prices = Prices(trade.price, trade.bid, trade.ask, trade.high, trade.low)
            age = self._around.age_of_trade(trade)
            self._tell_old(age, self._around.monotonic() - trade.received)
            self._print(key, prices, age)

    def on_quote(self, quote: Quote) -> None:
        """Take a quote that was read of a feed without a place on the line."""
        if quote.symbol not in self._wanted or quote.source is not Source.REST:
            return
        if self._ways.get(quote.symbol) is Feed.POLLED:
            self._ledger.look()
            self._print(quote.symbol, prices_of(quote), self._around.age_of_quote(quote))

    def on_feed(self, key: str, way: Feed) -> None:
        """A feed comes another way: the next price only gives the bearings."""
        if self._ways.get(key) is not way:
            self._ways[key] = way
            self._ledger.apply_all(events.Lost(key))

    def on_status(self, status: ConnectionStatus) -> None:
        """The line changed: while it is not up, nothing is known."""
        if status.state is not LinkState.LIVE:
            self._ledger.apply_all(events.Lost())

    def on_event(self, event: Event) -> None:
        """Hear what becomes of orders."""
        if isinstance(event, OrderChanged):
            self._ledger.hear(event.order)

    def on_list(self) -> None:
        """The day's list of orders was read as a whole."""
        self._ledger.hear_list()

    def on_halt(self, *, halted: bool) -> None:
        """New orders are stopped, or let through again: what is paused waits for the trader."""
        self._ledger.held = halted
        if halted:
            self._ledger.pause_all(message("conditional.halted"))
        self._ledger.tell()

    # ----------------------------------------------------------------------------- life

    async def run(self) -> None:
        """Watch until cancelled."""
        await self._ledger.restore()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._beat())
            group.create_task(self._ledger.run())

    async def finish(self) -> None:
        """The program ends: nothing fires any more; what is being sent is waited for."""
        await self._firing.finish()
        with contextlib.suppress(StorageFailed):
            await self._ledger.save_all()

    async def _beat(self) -> None:
        while True:
            self._ledger.look()
            self._click()
            await self._want()
            self._ledger.tell()
            await asyncio.sleep(BEAT)

    def _click(self) -> None:
        now, today = self._around.now, self._around.today
        at = self._around.monotonic()
        for order in self._ledger.orders():
            permitted = all(self._around.permits(order, key) for key in order.keys)
            may = permitted and not self._ledger.held
            self._ledger.apply(order.id, events.Clicked(now, today, permitted=may, at=at))
            if order.armed_on < today and order.is_armed:
                self._begin_day(order, today)

    def _begin_day(self, order: ConditionalOrder, today: date) -> None:
        """Hold the day's base price against the close that was seen, once it is known."""
        quote = self._market.quote(order.legs[0].trigger.key)
        if quote is not None and quote.trade_date == today and quote.previous_close is not None:
            self._ledger.apply(order.id, events.DayBegan(today, quote.previous_close))

    def _print(self, key: str, prices: Prices, age: float | None) -> None:
        at, today = self._around.monotonic(), self._around.today
        regular = self._around.is_regular(key)
        for order in self._ledger.orders():
            if key in order.keys:
                permitted = self._around.permits(order, key) and not self._ledger.held
                told = events.Printed(key, prices, age, permitted, at, today, regular)
                self._ledger.apply(order.id, told)

    def _tell_old(self, age: float | None, since: float) -> None:
        """Say it once when what has just come is old by the exchange's own time: then nothing can
        fire, and nobody would see why.
        """
        if age is None or since > MAX_AGE:
            return
        if age > MAX_AGE and not self._told_old:
            told = message("conditional.prices_old", seconds=int(age))
            self._ledger.log(told, Severity.FAILURE)
        self._told_old = age > MAX_AGE

    # ------------------------------------------------------------------------------ drafts

    async def _checked(self, draft: ConditionalOrder) -> ConditionalOrder:
        """The order as it will be armed. Raises `InvalidInput` with the first reason against it."""
        await self._ledger.restore()
        if self._around.now is None:
            raise InvalidInput(message("conditional.no_clock"))
        if not draft.legs:
            raise InvalidInput(message("conditional.one_leg"))
        key = draft.legs[0].trigger.key
        quote = self._market.quote(key) or await self._quotes.quote(key)
        order = self._fresh(draft, quote.previous_close)
        last = None if order.grouping is Grouping.BRACKET else quote.last
        reasons = check(order, self._around.market_now(), last, self._ledger.ticks(order))
        if reasons:
            raise InvalidInput(reasons[0])
        await check_limits(self._desk, order)
        return order

    def _fresh(self, draft: ConditionalOrder, base_price: Decimal | None) -> ConditionalOrder:
        today, entry = self._around.today, draft.entry
        if entry is not None:
            intent = msgspec.structs.replace(
                entry.intent, local_id=uuid4().hex, origin=Origin.CONDITIONAL
            )
            entry = msgspec.structs.replace(entry, intent=intent, sent_on=today)
        waits = draft.grouping is Grouping.BRACKET
        return msgspec.structs.replace(
            draft,
            id=draft.id or uuid4().hex,
            legs=tuple(_fresh_leg(leg, waits=waits) for leg in draft.legs),
            made_on=today,
            armed_on=today,
            base_price=base_price,
            close=None,
            entry=entry,
        )

    async def _want(self, coming: ConditionalOrder | None = None) -> None:
        """Have the prices that are watched come. Raises `InvalidInput` for a market whose prices
        this world doesn't have.
        """
        watched = [
            order
            for order in self._ledger.orders()
            if not all(leg.state.is_over for leg in order.legs)
        ]
        keys = frozenset(key for order in watched for key in order.keys)
        if coming is not None:
            keys |= coming.keys
        if keys != self._wanted:
            await self._market.set_interest(_OWNER, Interest(quotes=keys, focused=True))
            self._wanted = keys

    def _changeable(self, id_: str) -> ConditionalOrder:
        order = self._ledger.find(id_)
        if order.is_in_flight or any(leg.state is LegState.DONE for leg in order.legs):
            raise InvalidInput(message("conditional.in_flight"))
        return order

    def _base_price(self, order: ConditionalOrder) -> Decimal | None:
        quote = self._market.quote(order.legs[0].trigger.key)
        return None if quote is None else quote.previous_close


def _fresh_leg(leg: Leg, *, waits: bool) -> Leg:
    template = msgspec.structs.replace(leg.template, local_id="", origin=Origin.CONDITIONAL)
    state = LegState.WAITING_ENTRY if waits else first_state(leg.trigger)
    return Leg(leg.trigger, template, state)


def _behind(order: ConditionalOrder, filled: int) -> tuple[Leg, ...]:
    """The legs behind an entry of which so many shares are filled."""
    return tuple(
        msgspec.structs.replace(
            leg,
            state=first_state(leg.trigger),
            template=msgspec.structs.replace(leg.template, quantity=filled),
        )
        for leg in order.legs
    )


def _states(order: ConditionalOrder) -> tuple[tuple[LegState, str], ...]:
    return tuple((leg.state, leg.local_id) for leg in order.legs)
