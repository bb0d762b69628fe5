"""Amending and cancelling (정정·취소): the order that was picked, and asking for its change."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.errors import ApprovalNeeded, KisDesktopError
from kis_desktop.domain.order import AmendIntent, Order, OrderType
from kis_desktop.domain.risk_rules import Rule
from kis_desktop.domain.tick_size import step
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.amend_view import AmendComposer, AmendEntry, AmendView
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.cancelling import Cancelling
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.own_orders import can_change
from kis_desktop.viewmodels.send_lock import SendLock
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.words import Words

__all__ = ["AmendTicket", "AmendView"]

_MOST = 10**9  # shares; more is a slip of the finger


class AmendTicket(QObject):
    """`changed` when anything that it shows has changed; `picked` when an order was picked."""

    changed = Signal()
    picked = Signal()

    def __init__(
        self,
        context: ViewContext,
        facts: TicketFacts,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._facts = facts
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._lock = SendLock(monotonic)
        self._cancelling = Cancelling(context, self)
        self._composer = AmendComposer(context, facts, self._lock, self._cancelling)
        self._order_no = ""
        self._entry = AmendEntry()
        self._failure = ""
        self._approved: frozenset[str] = frozenset()
        self._is_asking_all = False
        self._is_shown = False
        self._view = AmendView()
        self._cancelling.changed.connect(self._refresh)
        context.link.order_picked.connect(self.pick)
        context.link.price_picked.connect(self._on_price_picked)
        context.clock.frame.connect(self._on_frame)
        self._refresh()

    @property
    def view(self) -> AmendView:
        """What the tab says."""
        return self._view

    @property
    def order(self) -> Order | None:
        """The picked order as it stands now."""
        return self._facts.own.find(self._order_no)

    @property
    def entry(self) -> AmendEntry:
        """What is chosen and typed."""
        return self._entry

    @property
    def price_text(self) -> str:
        """The new price as typed."""
        return self._entry.price_text

    @property
    def price(self) -> Decimal | None:
        """The new price in KRW; None for what can't be read."""
        return self._entry.price

    def pick(self, order_no: str) -> None:
        """Turn to a working order."""
        self._order_no = order_no
        self._failure = ""
        order = self.order
        self._entry = AmendEntry() if order is None else _entry_of(order)
        self._approved = frozenset()
        self._refresh()
        self.picked.emit()

    def set_shown(self, shown: bool) -> None:  # noqa: FBT001
        """Whether the tab is on the screen: only then do picked prices concern it."""
        self._is_shown = shown

    def set_order_type(self, order_type: OrderType) -> None:
        """Price the order in another way."""
        self._take(replace(self._entry, order_type=order_type))

    def set_price_text(self, text: str) -> None:
        """The new price was typed."""
        self._take(replace(self._entry, price_text=text))

    def set_condition_text(self, text: str) -> None:
        """The new price to wait for was typed."""
        self._take(replace(self._entry, condition_text=text))

    def set_quantity_text(self, text: str) -> None:
        """A part of the rest was typed; nothing means all of it."""
        self._take(replace(self._entry, quantity_text=text))

    def step_price(self, ticks: int) -> None:
        """Move the new price by ticks."""
        moved = self._stepped(self._entry.price, ticks)
        if moved:
            self.set_price_text(moved)

    def step_condition(self, ticks: int) -> None:
        """Move the new price to wait for by ticks."""
        moved = self._stepped(self._entry.condition, ticks)
        if moved:
            self.set_condition_text(moved)

    def step_quantity(self, steps: int) -> None:
        """Move the part; from the whole rest where none is typed."""
        order = self.order
        if order is not None and order.remaining:
            start = order.remaining if self._entry.quantity is None else self._entry.quantity
            moved = min(max(start + steps, 1), order.remaining, _MOST)
            self.set_quantity_text(fmt.quantity(moved))

    def take_offer(self) -> None:
        """Take the nearest price that can be sent."""
        offer, is_condition = self._view.offer, self._view.offer_is_condition
        if offer:
            (self.set_condition_text if is_condition else self.set_price_text)(offer)

    def amend(self, *, by_mouse: bool = False) -> bool:
        """Ask for the new price; whether it was asked. Nothing is ever asked twice, and a large
        order never goes by a key alone.
        """
        self._refresh()
        order, entry = self.order, self._entry
        if Rule.LARGE.value in self._approved and not by_mouse:
            return False
        if order is None or self._view.amend_reason or not self._lock.take():
            return False
        part = entry.quantity
        intent = AmendIntent(
            uuid4().hex,
            order.order_no,
            entry.order_type,
            entry.price,
            quantity=None if part == order.remaining else part,
            condition_price=entry.condition,
            seen=self._facts.seen(order.symbol, order.venue),
            approved=self._approved,
        )
        self._failure = ""
        self._asking.write(self._amend(intent, self._order_no, entry))
        self._refresh()
        return True

    def prolong_rest(self) -> None:
        """The key that amended is still moving: nothing is asked again."""
        self._lock.prolong()

    def tidy(self) -> None:
        """Write what was typed as it is read everywhere else."""
        entry = self._entry
        texts = {"price_text": entry.price, "condition_text": entry.condition}
        tidied: dict[str, Any] = {
            name: fmt.price(value)
            for name, value in texts.items()
            if value is not None and value == value.to_integral_value()
        }
        if entry.quantity is not None:
            tidied["quantity_text"] = fmt.quantity(entry.quantity)
        self._entry = replace(entry, **tidied)
        self._refresh()

    def cancel(self) -> bool:
        """Take the picked order back, or the part that is typed; whether it was asked."""
        order = self.order
        if order is None or self._view.cancel_reason:
            return False
        self._failure = ""
        part = self._entry.quantity
        whole = part is None or part >= order.remaining
        if not whole:
            if not self._lock.take():
                return False
            self._lock.settle()  # a part is never asked for twice by one finger
        return bool(self._cancelling.cancel([order.order_no], None if whole else part))

    def ask_all(self) -> None:
        """Ask the trader whether all open orders are meant."""
        self._is_asking_all = not self._composer.all_reason(len(self._changeable()))
        self._refresh()

    def keep_all(self) -> None:
        """All open orders stay."""
        self._is_asking_all = False
        self._refresh()

    def cancel_all(self) -> int:
        """Take all open orders back, after the question; how many are asked now."""
        if not self._is_asking_all:
            return 0
        self._is_asking_all = False
        asked = self._cancelling.cancel([order.order_no for order in self._changeable()])
        self._refresh()
        return asked

    async def _amend(self, intent: AmendIntent, picked: str, entry: AmendEntry) -> None:
        """Ask, once. What is picked or typed meanwhile is another amendment: an answer changes
        neither, and approves nothing of it.
        """
        try:
            amended = await self._context.commands.run(self._context.services.orders.amend, intent)
        except ApprovalNeeded as error:
            self._failure = " ".join(self._words.sentence(one) for one in error.told)
            if (self._order_no, self._entry) == (picked, entry):
                is_large = Rule.LARGE.value in error.rules
                form = "amend.approve_large" if is_large else "amend.approve"
                self._failure = self._words(form, told=self._failure)
                self._approved = intent.approved | error.rules
        except KisDesktopError as error:
            self._failure = self._words.sentence(error.message)
        else:
            if self._order_no == picked:
                self._approved = frozenset()
                self._order_no = amended.order_no or picked
        self._lock.settle()
        self._refresh()

    def _stepped(self, price: Decimal | None, ticks: int) -> str:
        order = self.order
        if order is None or price is None:
            return ""
        return fmt.price(step(price, self._facts.tick_table(order.symbol), ticks))

    def _take(self, entry: AmendEntry) -> None:
        """Something was typed: what was approved was something else."""
        if self._approved:
            self._approved, self._failure = frozenset(), ""
        self._entry = entry
        self._refresh()

    def _on_price_picked(self, price: Decimal) -> None:
        order = self.order
        if not self._is_shown or order is None or not self._entry.is_priced:
            return
        if order.symbol == self._context.link.symbol:
            self.set_price_text(fmt.price(price))

    def _on_frame(self, _frame: Frame) -> None:
        self._refresh()

    def _changeable(self) -> list[Order]:
        return [order for order in self._facts.own.open() if can_change(order)]

    def _refresh(self) -> None:
        view = self._composer.view(
            self.order,
            self._entry,
            open_count=len(self._changeable()),
            asks_all=self._is_asking_all,
            failure=self._failure,
        )
        if view != self._view:
            self._view = view
            self.changed.emit()


def _entry_of(order: Order) -> AmendEntry:
    return AmendEntry(
        order.order_type,
        "" if order.price is None else fmt.price(order.price),
        "" if order.condition_price is None else fmt.price(order.condition_price),
    )
