"""Amending and cancelling (정정·취소): the order that was picked, and what stands against it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.order import AmendIntent, Order, OrderState, OrderType, Side
from kis_desktop.domain.risk import check_price
from kis_desktop.domain.tick_size import step
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.cancelling import Cancelling
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_words import (
    number_text,
    price_text,
    progress_text,
    side_text,
    side_tone,
    state_tone,
)
from kis_desktop.viewmodels.own_orders import can_change
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.send_lock import SendLock
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.words import Words


@dataclass(frozen=True, slots=True)
class AmendView:
    """Everything that the tab says, composed anew after every change; `typed` is the new price."""

    typed: str = ""
    has_order: bool = False
    title: str = ""
    side: str = ""
    side_tone: Tone = Tone.TEXT
    rest: str = ""
    amend: str = ""
    amend_reason: str = ""
    cancel: str = ""
    cancel_reason: str = ""
    cancel_all: str = ""
    cancel_all_reason: str = ""
    open_count: int = 0
    is_asking_all: bool = False
    progress: str = ""
    progress_tone: Tone = Tone.TEXT


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
        self._order_no = ""
        self._price_text = ""
        self._failure = ""
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
    def price_text(self) -> str:
        """The new price as typed."""
        return self._price_text

    @property
    def price(self) -> Decimal | None:
        """The new price in KRW; None for what can't be read."""
        return fmt.parse_price(self._price_text)

    def pick(self, order_no: str) -> None:
        """Turn to a working order."""
        self._order_no = order_no
        self._failure = ""
        order = self.order
        self._price_text = fmt.price(order.price) if order and order.price is not None else ""
        self._refresh()
        self.picked.emit()

    def set_shown(self, shown: bool) -> None:  # noqa: FBT001
        """Whether the tab is on the screen: only then do picked prices concern it."""
        self._is_shown = shown

    def set_price_text(self, text: str) -> None:
        """The new price was typed."""
        self._price_text = text
        self._refresh()

    def step_price(self, ticks: int) -> None:
        """Move the new price by ticks."""
        order, price = self.order, self.price
        if order is not None and price is not None:
            self.set_price_text(fmt.price(step(price, self._facts.tick_table(order.symbol), ticks)))

    def amend(self) -> bool:
        """Ask for the new price; whether it was asked. Nothing is ever asked twice."""
        self._refresh()
        order = self.order
        if order is None or self._view.amend_reason or not self._lock.take():
            return False
        intent = AmendIntent(uuid4().hex, order.order_no, order.order_type, self.price)
        self._failure = ""
        self._asking.write(self._amend(intent))
        self._refresh()
        return True

    def prolong_rest(self) -> None:
        """The key that amended is still moving: nothing is asked again."""
        self._lock.prolong()

    def tidy(self) -> None:
        """Write the new price as it is read everywhere else."""
        price = self.price
        if price is not None and price == price.to_integral_value():
            self.set_price_text(fmt.price(price))

    def cancel(self) -> bool:
        """Take the picked order back; whether it was asked."""
        order = self.order
        if order is None or self._view.cancel_reason:
            return False
        self._failure = ""
        return bool(self._cancelling.cancel([order.order_no]))

    def ask_all(self) -> None:
        """Ask the trader whether all open orders are meant."""
        self._is_asking_all = not self._all_reason(len(self._changeable()))
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

    async def _amend(self, intent: AmendIntent) -> None:
        try:
            amended = await self._context.commands.run(self._context.services.orders.amend, intent)
        except KisDesktopError as error:
            self._failure = self._words.sentence(error.message)
        else:
            if amended.order_no and amended.order_no != self._order_no:
                self._order_no = amended.order_no
        self._lock.settle()
        self._refresh()

    def _on_price_picked(self, price: Decimal) -> None:
        order = self.order
        if not self._is_shown or order is None:
            return
        if order.symbol == self._context.link.symbol:
            self.set_price_text(fmt.price(price))

    def _on_frame(self, _frame: Frame) -> None:
        self._refresh()

    def _changeable(self) -> list[Order]:
        return [order for order in self._facts.own.open() if can_change(order)]

    def _refresh(self) -> None:
        view = self._composed()
        if view != self._view:
            self._view = view
            self.changed.emit()

    def _composed(self) -> AmendView:
        open_count = len(self._changeable())
        every = self._words("amend.cancel_all_bare")
        if open_count:
            every = self._words("amend.cancel_all", n=open_count)
        asking = self._is_asking_all and open_count > 0
        if asking:
            every = self._words("amend.confirm_all", n=open_count)
        order = self.order
        if order is None:
            return AmendView(
                self._price_text,
                amend=self._words("amend.amend_bare"),
                amend_reason=self._context.no_orders or self._words("amend.empty"),
                cancel=self._words("amend.cancel_bare"),
                cancel_reason=self._context.no_orders or self._words("amend.empty"),
                cancel_all=every,
                cancel_all_reason=self._all_reason(open_count),
                open_count=open_count,
                is_asking_all=asking,
                progress=self._round(),
            )
        return AmendView(
            self._price_text,
            has_order=True,
            title=f"{self._facts.name(order.symbol)} · {number_text(order)}",
            side=f"{side_text(order.side, self._words)} {price_text(order, self._words)}",
            side_tone=side_tone(order.side),
            rest=self._words("amend.rest", remaining=order.remaining, quantity=order.quantity),
            amend=self._amend_text(),
            amend_reason=self._amend_reason(order),
            cancel=self._cancel_text(order),
            cancel_reason=self._cancel_reason(order),
            cancel_all=every,
            cancel_all_reason=self._all_reason(open_count),
            open_count=open_count,
            is_asking_all=asking,
            progress=self._failure or self._round() or progress_text(order, self._words),
            progress_tone=Tone.UNCERTAIN if self._troubled() else state_tone(order),
        )

    def _troubled(self) -> bool:
        return bool(self._failure or self._cancelling.failures)

    def _round(self) -> str:
        """How the last round of cancels went, while there is something to say."""
        failures = self._cancelling.failures
        if not failures:
            return ""
        counted = self._words(
            "amend.cancelled_count", done=self._cancelling.done, failed=len(failures)
        )
        return f"{counted} · {self._words.sentence(failures[-1])}"

    def _amend_text(self) -> str:
        price = self.price
        if price is None:
            return self._words("amend.amend_bare")
        return self._words("amend.amend_button", price=fmt.price(price))

    def _cancel_text(self, order: Order) -> str:
        if order.state.is_final:
            return self._words("amend.cancel_bare")
        return self._words("amend.cancel_button", remaining=order.remaining)

    def _all_reason(self, open_count: int) -> str:
        """Why not all open orders can be taken back; empty when they can."""
        nothing = "" if open_count else self._words("open_orders.nothing")
        return self._context.no_orders or nothing

    def _standing(self, order: Order) -> str:
        if self._context.no_orders:
            return self._context.no_orders
        if order.state is OrderState.UNKNOWN:
            return self._words("amend.uncertain")
        if order.state.is_final:
            return self._words("amend.finished")
        if not order.order_no:
            return self._words("amend.no_number")
        return ""

    def _amend_reason(self, order: Order) -> str:
        standing = self._standing(order)
        if standing:
            return standing
        if self._lock.is_taken or order.order_no in self._cancelling.waiting:
            return self._words("ticket.in_flight")
        if self._lock.is_resting:
            return self._words("ticket.just_sent")
        if order.order_type is OrderType.MARKET:
            return self._words("amend.market")
        if self._price_text and self.price is None:
            return self._words("ticket.price_unreadable")
        if self.price is not None and self.price == order.price:
            return self._words("amend.same_price")
        reasons = check_price(self.price, order.order_type, self._facts.limits(order.symbol))
        return self._words.sentences(reasons[:1]) or self._unaffordable(order)

    def _unaffordable(self, order: Order) -> str:
        """What a dearer buy would take beyond what is there; unknown amounts stop nothing."""
        account, price = self._facts.account, self.price
        if order.side is Side.SELL or account is None or account.buying_power is None:
            return ""
        if price is None or order.price is None:
            return ""
        needed = (price - order.price) * order.remaining
        if needed <= account.buying_power:
            return ""
        return self._words("order.not_enough_cash", needed=needed, available=account.buying_power)

    def _cancel_reason(self, order: Order) -> str:
        if order.order_no in self._cancelling.waiting:
            return self._words("ticket.in_flight")
        return self._standing(order)
