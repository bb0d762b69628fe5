"""What the tab to amend and cancel says, composed anew after every change."""

from __future__ import annotations

from dataclasses import dataclass

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import Order, OrderState, OrderType, Side
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.cancelling import Cancelling
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_chain import chain_text
from kis_desktop.viewmodels.order_words import (
    number_text,
    price_text,
    progress_text,
    side_text,
    side_tone,
    state_tone,
)
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.send_lock import SendLock
from kis_desktop.viewmodels.ticket_checks import Obstacle, band_of, price_obstacle
from kis_desktop.viewmodels.ticket_entry import TypedPrices
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.ticket_session import Choice, TypeChoices, type_refusal
from kis_desktop.viewmodels.words import Words


@dataclass(frozen=True, slots=True)
class AmendEntry(TypedPrices):
    """What is typed and chosen; an empty quantity means the whole rest."""

    quantity_text: str = ""

    @property
    def quantity(self) -> int | None:
        """Shares; None for the whole rest and for what can't be read."""
        return fmt.parse_quantity(self.quantity_text)


_NOTHING = AmendEntry()


@dataclass(frozen=True, slots=True)
class AmendView:
    """Everything that the tab says. `typed` is what was typed, `offer` the nearest price that can
    be sent.
    """

    typed: AmendEntry = _NOTHING
    has_order: bool = False
    title: str = ""
    side: str = ""
    side_tone: Tone = Tone.TEXT
    rest: str = ""
    chain: str = ""
    types: tuple[Choice[OrderType], ...] = ()
    amend: str = ""
    amend_reason: str = ""
    offer: str = ""
    offer_is_condition: bool = False
    cancel: str = ""
    cancel_reason: str = ""
    cancel_all: str = ""
    cancel_all_reason: str = ""
    open_count: int = 0
    is_asking_all: bool = False
    progress: str = ""
    progress_tone: Tone = Tone.TEXT


class AmendComposer:
    """Composes the view of the picked order."""

    def __init__(
        self, context: ViewContext, facts: TicketFacts, lock: SendLock, cancelling: Cancelling
    ) -> None:
        self._context = context
        self._facts = facts
        self._words = Words(context.language)
        self._types = TypeChoices(facts, self._words)
        self._lock = lock
        self._cancelling = cancelling

    def view(
        self,
        order: Order | None,
        entry: AmendEntry,
        *,
        open_count: int,
        asks_all: bool,
        failure: str,
    ) -> AmendView:
        """What the tab says now."""
        words = self._words
        every = words("amend.cancel_all_bare")
        if open_count:
            every = words("amend.cancel_all", n=open_count)
        asking = asks_all and open_count > 0
        if asking:
            every = words("amend.confirm_all", n=open_count)
        if order is None:
            return AmendView(
                entry,
                amend=words("amend.amend_bare"),
                amend_reason=self._context.no_orders or words("amend.empty"),
                cancel=words("amend.cancel_bare"),
                cancel_reason=self._context.no_orders or words("amend.empty"),
                cancel_all=every,
                cancel_all_reason=self.all_reason(open_count),
                open_count=open_count,
                is_asking_all=asking,
                progress=self._round(),
            )
        found = self._obstacle(order, entry)
        reason = "" if found is None else words.sentence(found.told)
        offer = None if found is None else found.nearest
        troubled = bool(failure or self._cancelling.failures)
        return AmendView(
            entry,
            has_order=True,
            title=f"{self._facts.name(order.symbol)} · {number_text(order)}",
            side=f"{side_text(order.side, words)} {price_text(order, words)}",
            side_tone=side_tone(order.side),
            rest=words("amend.rest", remaining=order.remaining, quantity=order.quantity),
            chain=chain_text(self._facts.own, order, words),
            types=self._types.of(order.symbol, order.venue),
            amend=self._amend_text(order, entry),
            amend_reason=reason,
            offer="" if offer is None else fmt.price(offer),
            offer_is_condition=found is not None and found.is_condition,
            cancel=self._cancel_text(order, entry),
            cancel_reason=self._cancel_reason(order, entry),
            cancel_all=every,
            cancel_all_reason=self.all_reason(open_count),
            open_count=open_count,
            is_asking_all=asking,
            progress=failure or self._round() or progress_text(order, words),
            progress_tone=Tone.UNCERTAIN if troubled else state_tone(order),
        )

    def all_reason(self, open_count: int) -> str:
        """Why not all open orders can be taken back; empty when they can."""
        nothing = "" if open_count else self._words("open_orders.nothing")
        return self._context.no_orders or nothing

    def _round(self) -> str:
        """How the last round of cancels went, while there is something to say."""
        failures = self._cancelling.failures
        if not failures:
            return ""
        counted = self._words(
            "amend.cancelled_count", done=self._cancelling.done, failed=len(failures)
        )
        return f"{counted} · {self._words.sentence(failures[-1])}"

    def _amend_text(self, order: Order, entry: AmendEntry) -> str:
        words = self._words
        if not entry.is_priced:
            kind = words(f"order_type.{entry.order_type.value}")
            return words("amend.amend_type_button", type=kind)
        if entry.price is None:
            return words("amend.amend_bare")
        price = fmt.price(entry.price)
        if entry.quantity is not None and entry.quantity < order.remaining:
            return words("amend.amend_part_button", quantity=entry.quantity, price=price)
        return words("amend.amend_button", price=price)

    def _cancel_text(self, order: Order, entry: AmendEntry) -> str:
        if order.state.is_final:
            return self._words("amend.cancel_bare")
        part = entry.quantity
        shares = order.remaining if part is None else min(part, order.remaining)
        return self._words("amend.cancel_button", remaining=shares)

    def _standing(self, order: Order) -> Message | None:
        if self._context.no_orders:
            return message("recorder.no_orders_here")
        if order.state is OrderState.UNKNOWN:
            return message("amend.uncertain")
        if order.state.is_final:
            return message("amend.finished")
        return None if order.order_no else message("amend.no_number")

    def _obstacle(self, order: Order, entry: AmendEntry) -> Obstacle | None:
        """Why the order can't be amended so; None where it can."""
        told = self._standing(order) or self._locked(order) or self._unreadable(order, entry)
        if told is not None:
            return Obstacle(told)
        table = self._facts.tick_table(order.symbol)
        band = band_of(self._facts, order.symbol)
        found = price_obstacle(entry.price, table, band, order.side)
        if found is not None:
            return found
        found = price_obstacle(entry.condition, table, band, order.side)
        if found is not None:
            return Obstacle(found.told, found.nearest, is_condition=True)
        told = self._unaffordable(order, entry)
        return None if told is None else Obstacle(told)

    def _locked(self, order: Order) -> Message | None:
        if self._lock.is_taken or order.order_no in self._cancelling.waiting:
            return message("ticket.in_flight")
        return message("ticket.just_sent") if self._lock.is_resting else None

    def _unreadable(self, order: Order, entry: AmendEntry) -> Message | None:
        told = self._quantity_reason(order, entry)
        if told is not None:
            return told
        if entry.price_text and entry.is_priced and entry.price is None:
            return message("ticket.price_unreadable")
        if entry.is_priced and entry.price is None:
            return message("order.price_missing")
        if entry.is_conditional and entry.condition is None:
            return message("amend.condition_missing")
        asked = entry.order_type, entry.price, entry.condition
        if asked == (order.order_type, order.price, order.condition_price):
            return message("amend.same_price" if entry.is_priced else "amend.market")
        return type_refusal(self._facts, order.symbol, entry.order_type, order.venue)

    def _quantity_reason(self, order: Order, entry: AmendEntry) -> Message | None:
        if not entry.quantity_text.strip():
            return None
        if entry.quantity is None:
            return message("amend.quantity_unreadable")
        if entry.quantity > order.remaining:
            return message("amend.too_many", remaining=order.remaining)
        return None

    def _unaffordable(self, order: Order, entry: AmendEntry) -> Message | None:
        """What a dearer buy would take beyond what is there; unknown amounts stop nothing."""
        account, price = self._facts.account, entry.price
        if order.side is Side.SELL or account is None or account.buying_power is None:
            return None
        if price is None or order.price is None:
            return None
        shares = order.remaining if entry.quantity is None else entry.quantity
        needed = (price - order.price) * shares
        if needed <= account.buying_power:
            return None
        return message("order.not_enough_cash", needed=needed, available=account.buying_power)

    def _cancel_reason(self, order: Order, entry: AmendEntry) -> str:
        if order.order_no in self._cancelling.waiting:
            return self._words("ticket.in_flight")
        told = self._standing(order) or self._quantity_reason(order, entry)
        if told is None and entry.quantity is not None:
            told = self._locked(order)
        return "" if told is None else self._words.sentence(told)
