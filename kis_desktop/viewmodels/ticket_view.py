"""What the ticket says, composed anew after every change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.domain.message import Message
from kis_desktop.domain.order import OrderType, Side, Venue
from kis_desktop.domain.order_size import OrderSize, order_size
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket_checks import Obstacle, obstacle, offer_text, unreadable
from kis_desktop.viewmodels.ticket_draft import TicketDraft
from kis_desktop.viewmodels.ticket_entry import AT_MARKET
from kis_desktop.viewmodels.ticket_estimate import Estimate, OnCredit, estimate
from kis_desktop.viewmodels.ticket_marks import Badge, badges
from kis_desktop.viewmodels.ticket_sending import TicketSending
from kis_desktop.viewmodels.ticket_session import (
    Choice,
    SessionLine,
    TypeChoices,
    session_line,
    type_refusal,
    venue_choices,
)
from kis_desktop.viewmodels.ticket_words import TicketWords
from kis_desktop.viewmodels.words import Words

_NO_SESSION = SessionLine()
_BY_THE_CLOCK = frozenset({"order.why.phase", "order.why.closed"})


@dataclass(frozen=True, slots=True)
class TicketView:
    """Everything that the ticket says.

    `inputs` is what was chosen and typed. `types` and `venues` are all there are, with the reason
    of those that can't be chosen now; `type_reason` is that of the chosen one, which stays chosen.
    `offer` is the nearest price that can be sent.
    """

    inputs: object = None
    name: str = ""
    badges: tuple[Badge, ...] = ()
    types: tuple[Choice[OrderType], ...] = ()
    venues: tuple[Choice[Venue], ...] = ()
    type_reason: str = ""
    session: SessionLine = _NO_SESSION
    button: str = ""
    can_send: bool = False
    reason: str = ""
    offer: str = ""
    offer_is_condition: bool = False
    note: str = ""
    size: OrderSize = OrderSize.NORMAL
    amount: str = fmt.UNKNOWN
    costs: str = ""
    after: str = ""
    holding: str = ""
    sizing: str = ""
    available: str = ""
    told: str = ""
    told_tone: Tone = Tone.DIM


class TicketComposer:
    """Composes the view from what is typed, what is known, and what became of the last order."""

    def __init__(self, context: ViewContext, draft: TicketDraft, sending: TicketSending) -> None:
        self._context = context
        self._words = Words(context.language)
        self._draft = draft
        self._facts = draft.facts
        self._sending = sending
        self._types = TypeChoices(draft.facts, self._words)

    def view(self, *, has_sheet: bool) -> TicketView:
        """What the ticket says now."""
        draft, words = self._draft, self._words
        symbol, entry, quantity = draft.symbol, draft.entry, draft.quantity
        at = draft.counted_at()
        figures = self._estimate(at)
        size = self._size(figures)
        types = self._types.of(symbol, entry.venue)
        chosen = next((one.reason for one in types if one.value is entry.order_type), "")
        venues = venue_choices(self._facts, words, symbol)
        obstacle_ = self._obstacle(size, figures, venues, has_sheet=has_sheet)
        reason = "" if obstacle_ is None else words.sentence(obstacle_.told)
        note = self._note(size, figures)
        told, tone = self._told(reason, note)
        texts = TicketWords(words, self._facts, symbol, entry, quantity)
        costs = texts.costs(figures, self._reserved())
        return TicketView(
            inputs=(entry, draft.credit.is_unlocked),
            name=self._facts.name(symbol) if symbol else "",
            badges=badges(self._facts, words, symbol) if symbol else (),
            types=types,
            venues=venues,
            type_reason=chosen,
            session=session_line(self._facts, words, entry),
            button=texts.button(),
            can_send=obstacle_ is None,
            reason=reason,
            offer=offer_text(obstacle_),
            offer_is_condition=obstacle_ is not None and obstacle_.is_condition,
            note=note,
            size=size,
            amount=costs.amount,
            costs=costs.costs,
            after=costs.after,
            holding=costs.holding,
            sizing=texts.sizing(draft.share, draft.power, at),
            available=texts.available(draft.power),
            told=told,
            told_tone=tone,
        )

    def _told(self, reason: str, note: str) -> tuple[str, Tone]:
        """The one line of the ticket: what became of the last order, else what stands against this.

        What is still to be typed is told quietly, what is wrong or uncertain in amber.
        """
        draft = self._draft
        is_blank = not draft.symbol or draft.entry.is_blank
        progress, tone = self._sending.progress(self._draft.symbol)
        settling = self._sending.is_settling(draft.symbol, draft.side)
        if progress and (settling or not (reason or note) or is_blank):
            return progress, tone
        quiet = bool(reason) and (is_blank or reason == self._context.no_orders)
        return reason or note, Tone.DIM if quiet else Tone.UNCERTAIN

    def _estimate(self, at: Decimal | None) -> Estimate | None:
        draft, symbol = self._draft, self._draft.symbol
        quantity = draft.quantity
        if not symbol or at is None or quantity is None:
            return None
        terms, kind = self._facts.terms(symbol), draft.entry.credit
        credit = None if kind is None else OnCredit(kind, draft.power.lot())
        return estimate(draft.side, at, quantity, terms, self._facts.account, symbol, credit)

    def _reserved(self) -> Estimate | None:
        """What an order to buy at the market keeps back until it's filled: all at the upper
        limit.
        """
        draft = self._draft
        if draft.side is Side.SELL or draft.entry.order_type not in AT_MARKET:
            return None
        return self._estimate(self._facts.quote(draft.symbol).limit_up)

    def _size(self, figures: Estimate | None) -> OrderSize:
        quantity = self._draft.quantity
        if quantity is None:
            return OrderSize.NORMAL
        amount = None if figures is None else figures.gross
        return order_size(amount, quantity, self._facts.listed_shares(self._draft.symbol))

    def _obstacle(
        self,
        size: OrderSize,
        figures: Estimate | None,
        venues: tuple[Choice[Venue], ...],
        *,
        has_sheet: bool,
    ) -> Obstacle | None:
        """Why the button doesn't send, the most telling one first; None when it does."""
        draft = self._draft
        told = self._standing(has_sheet=has_sheet) or self._closed(venues)
        told = told or unreadable(draft.entry, draft.quantity)
        if told is not None:
            return Obstacle(told)
        intent = draft.intent()
        if intent is None:
            return Obstacle(Message("order.quantity_missing"))
        found = obstacle(intent, draft.entry, self._facts, draft.power)
        if found is not None:
            return found
        if size is OrderSize.REFUSED:
            amount = fmt.price(None if figures is None else figures.gross)
            return Obstacle(Message("ticket.too_large", {"amount": amount}))
        return None

    def _standing(self, *, has_sheet: bool) -> Message | None:
        """What stands against any order now."""
        draft, sending = self._draft, self._sending
        if self._context.no_orders:
            return Message("recorder.no_orders_here")
        if not draft.symbol:
            return Message("ticket.no_symbol")
        if sending.lock.is_taken:
            return Message("ticket.in_flight")
        if sending.lock.is_resting:
            return Message("ticket.just_sent")
        if has_sheet:
            return Message("ticket.sheet_open")
        if self._facts.halted:
            return Message("order.halted_by_user")
        return None

    def _closed(self, venues: tuple[Choice[Venue], ...]) -> Message | None:
        """Why the chosen venue or order type can't be sent to now."""
        entry, words = self._draft.entry, self._words
        refused = next((one.reason for one in venues if one.value is entry.venue), "")
        if refused:
            return Message("ticket.cannot", {"reason": refused})
        told = type_refusal(self._facts, self._draft.symbol, entry.order_type, entry.venue)
        phase = self._facts.phase_of(entry.venue)
        if told is None or phase is None or told.id not in _BY_THE_CLOCK:
            return told
        return Message(
            "ticket.type_closed",
            {
                "phase": words(f"phase.{phase.value}"),
                "type": words(f"order_type.{entry.order_type.value}"),
            },
        )

    def _note(self, size: OrderSize, figures: Estimate | None) -> str:
        """What the trader should know although it stops nothing."""
        draft, words = self._draft, self._words
        if self._sending.is_unanswered(draft.symbol, draft.side):
            return words("ticket.beside_unknown")
        if size in {OrderSize.LARGE, OrderSize.VERY_LARGE}:
            amount = fmt.price(None if figures is None else figures.gross)
            return words(f"ticket.{size.name.lower()}", amount=amount)
        line = self._facts.line
        if line.is_starting:
            return words("panel.connecting")
        return words("ticket.stale") if line.is_broken else ""
