"""From the money button to the outcome: one press is one order, and its fate is told in words."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import (
    SURELY_NOT_SENT,
    ApprovalNeeded,
    KisDesktopError,
    OrderRefused,
)
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Order, OrderIntent, OrderState, Side
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_words import progress_text, state_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.send_lock import SendLock
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.words import Words

_PENDING = frozenset({OrderState.INTENT, OrderState.SENDING, OrderState.UNKNOWN})


class TicketSending(QObject):
    """`changed` when the state of the last order has; `approval_needed` with an order that was not
    sent because of limits that the trader may pass.
    """

    changed = Signal()
    settled = Signal()
    approval_needed = Signal(object)

    def __init__(
        self,
        context: ViewContext,
        facts: TicketFacts,
        parent: QObject,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._facts = facts
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._sent: Order | None = None
        self._sent_id = ""
        self._failure = ""
        self._uncertain: dict[tuple[str, Side], str] = {}
        self.lock = SendLock(monotonic)

    def send(self, intent: OrderIntent) -> bool:
        """Send an order; whether it was. Nothing is ever sent twice."""
        if not self.lock.take():
            return False
        self._sent, self._sent_id, self._failure = None, intent.local_id, ""
        self._asking.write(self._submit(intent))
        return True

    def follow(self) -> None:
        """An order without an answer stops blocking once reading has told what became of it."""
        for key, local_id in tuple(self._uncertain.items()):
            order = self._facts.own.by_id(local_id)
            if not self.lock.is_taken and order is not None and order.state not in _PENDING:
                del self._uncertain[key]
                if local_id == self._sent_id:
                    self._failure = ""

    def is_unanswered(self, symbol: str, side: Side) -> bool:
        """Whether an order of this symbol and side has had no answer."""
        key = symbol, side
        return key in self._uncertain or self._facts.own.is_uncertain(*key)

    def is_settling(self, symbol: str, side: Side) -> bool:
        """Whether the last order's fate is the most important thing to tell."""
        return self.lock.is_taken or self.lock.is_resting or (symbol, side) in self._uncertain

    def progress(self, symbol: str) -> tuple[str, Tone]:
        """What became of the last order, by name where it was of another symbol than is shown;
        empty before the first.
        """
        order = self._facts.own.by_id(self._sent_id) or self._sent
        if order is not None and (not self._failure or order.state is OrderState.UNKNOWN):
            text = progress_text(order, self._words)
            if order.symbol != symbol:
                text = f"{self._facts.name(order.symbol)} {text}"
            if order.state is OrderState.UNKNOWN:
                text = f"{text} · {self._words('ticket.being_settled')}"
            return text, Tone.UNCERTAIN if self._failure else state_tone(order)
        if self.lock.is_taken:
            return self._words("order_state.sending"), Tone.DIM
        return self._failure, Tone.UNCERTAIN if self._failure else Tone.DIM

    async def _submit(self, intent: OrderIntent) -> None:
        key = intent.symbol, intent.side
        self._uncertain[key] = intent.local_id
        orders = self._context.services.orders
        try:
            self._sent = await self._context.commands.run(orders.submit, intent)
            self._uncertain.pop(key, None)
        except ApprovalNeeded as error:
            self._uncertain.pop(key, None)
            self._ask(intent, error.message)
            return
        except SURELY_NOT_SENT as error:
            self._uncertain.pop(key, None)
            if isinstance(error, OrderRefused) and await self._can_be_passed(intent):
                self._ask(intent, error.message)
                return
            reason = self._words.sentence(error.message)
            self._failure = self._words("ticket.failed", reason=reason)
        except KisDesktopError as error:
            state = self._words(f"order_state.{OrderState.UNKNOWN.value}")
            told = self._words.sentence(error.message)
            settling = self._words("ticket.being_settled")
            self._failure = f"{state} · {told} · {settling}"
        self.lock.settle()
        self.settled.emit()
        self.changed.emit()

    def _ask(self, intent: OrderIntent, told: Message) -> None:
        """Nothing was sent; the trader may still want it to be."""
        self._failure = self._words.sentence(told)
        self.lock.free()
        self.approval_needed.emit(intent)
        self.changed.emit()

    async def _can_be_passed(self, intent: OrderIntent) -> bool:
        """Whether an order was stopped by limits alone that may be passed once."""
        orders = self._context.services.orders
        try:
            preview = await self._context.commands.run(orders.preview, intent)
        except KisDesktopError:
            return False
        stopping = preview.assessment.stopping(intent.approved)
        return bool(stopping) and all(check.passable for check in stopping)
