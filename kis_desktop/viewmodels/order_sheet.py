"""The sheet before sending (주문 확인): the whole order, what it meets, and the last word.

What is sent is what the sheet shows. Where a limit, the request or the price has moved meanwhile it
says so and asks again. Nothing is sent from here: `confirmed` carries the approved order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.order import OrderIntent, Side
from kis_desktop.domain.order_preview import OrderPreview
from kis_desktop.domain.order_size import OrderSize
from kis_desktop.domain.risk_rules import SETTABLE, Rule, Verdict
from kis_desktop.domain.tick_size import step
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_sheet_rows import (
    CheckRow,
    Row,
    check_rows,
    order_rows,
    price_row,
    size_question,
    wire_rows,
)
from kis_desktop.viewmodels.order_words import side_text
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket_entry import Entry
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.ticket_marks import Badge
from kis_desktop.viewmodels.ticket_session import session_line
from kis_desktop.viewmodels.ticket_view import TicketView
from kis_desktop.viewmodels.words import Words

LOOK_AGAIN = 1000  # ms between looks at the limits while the sheet is open
MOVED = 3  # ticks that the price may move before the sheet asks again
CHANGED = "changed"  # the tick that says: I have seen what changed

_NORMAL = OrderSize.NORMAL
_SIZES = {"risk.large": OrderSize.LARGE, "risk.very_large": OrderSize.VERY_LARGE}
_STOPPING = frozenset({Verdict.WARNED, Verdict.BLOCKED})
Ruling = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """Everything that the sheet says. `changed` is what has moved since it was confirmed last,
    `is_second` whether the next press is the last one of a very large order.
    """

    title: str = ""
    name: str = ""
    side: Side = Side.BUY
    environment: Environment = Environment.SIMULATED
    world: str = ""
    account: str = fmt.UNKNOWN
    badges: tuple[Badge, ...] = ()
    order: tuple[Row, ...] = ()
    costs: tuple[Row, ...] = ()
    wire: tuple[Row, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    changed: str = ""
    changed_ticked: bool = False
    question: str = ""
    again_text: str = ""
    button: str = ""
    can_send: bool = False
    reason: str = ""
    is_second: bool = False


class OrderSheet(QObject):
    """`changed` when the view has; `confirmed` with the order to be sent; `closed` at the end."""

    changed = Signal()
    confirmed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        context: ViewContext,
        facts: TicketFacts,
        intent: OrderIntent,
        ticket: TicketView,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._facts = facts
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._intent = intent
        self._ticket = ticket
        self._preview: OrderPreview | None = None
        self._failure = ""
        self._ticked: frozenset[str] = frozenset()
        self._again_text = ""
        self._told_changed = ""
        self._reference = self._price()
        self._is_second = False
        self._is_sending = False
        self._is_open = True
        self._view = SheetView()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_AGAIN)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        context.clock.frame.connect(self._on_frame)
        self._refresh()
        self.look()

    @property
    def view(self) -> SheetView:
        """What the sheet says."""
        return self._view

    def tick(self, rule: str, *, on: bool) -> None:
        """Confirm a warning, or a block that may be passed once, or that a change was seen."""
        self._ticked = self._ticked | {rule} if on else self._ticked - {rule}
        self._is_second = False
        self._refresh()

    def set_again_text(self, text: str) -> None:
        """The quantity was typed again."""
        self._again_text = text
        self._is_second = False
        self._refresh()

    def press(self, *, by_mouse: bool) -> bool:
        """The last word; whether the order goes. A large one never goes by Enter alone."""
        self._refresh()
        if not self._view.can_send or not self._is_confirmed(by_mouse=by_mouse):
            return False
        if self._size is OrderSize.VERY_LARGE and not self._is_second:
            self._is_second = True
            self._refresh()
            return False
        self._is_sending = True
        self._asking.read("preview", self._send())
        self._refresh()
        return True

    def close(self) -> None:
        """Nothing is sent from here any more."""
        if not self._is_open:
            return
        self._is_open = False
        self._looking.stop()
        self._asking.drop("preview")
        self.closed.emit()

    def look(self) -> None:
        """See whether request or limits are others now; the sheet does so by itself."""
        if self._is_open and not self._is_sending:
            self._asking.read("preview", self._read())

    async def _read(self) -> None:
        self._lay(await self._previewed())

    async def _send(self) -> None:
        """What goes is what was shown: the limits are asked once more, right before."""
        before = _ruling(self._preview)
        told = await self._previewed()
        self._lay(told)
        self._is_sending = False
        if told is None or _ruling(told) != before or not self._view_now().can_send:
            self._is_second = False
            self._refresh()
            return
        rules = frozenset(rule.value for rule in Rule)
        seen = self._facts.seen(self._intent.symbol, self._intent.venue)
        approved = self._approved & rules
        intent = msgspec.structs.replace(self._intent, seen=seen, approved=approved)
        self.confirmed.emit(intent)
        self._refresh()

    async def _previewed(self) -> OrderPreview | None:
        orders = self._context.services.orders
        intent = msgspec.structs.replace(self._intent, approved=frozenset())
        try:
            told = await self._context.commands.run(orders.preview, intent)
        except KisDesktopError as error:
            self._failure = self._words.sentence(error.message)
            return None
        self._failure = ""
        return told

    def _lay(self, told: OrderPreview | None) -> None:
        """Take a newer answer; what changed must be seen, and changed limits ticked anew."""
        before = self._preview
        self._preview = told
        if before is not None and told is not None and _ruling(before) != _ruling(told):
            old, new = _verdicts(before), _verdicts(told)
            others = {rule for rule in old.keys() | new.keys() if old.get(rule) != new.get(rule)}
            self._ticked -= {rule.value for rule in others}
            names = ", ".join(
                self._words(f"sheet.rule.{rule.value}") for rule in Rule if rule in others
            )
            self._tell_changed(names or self._words("sheet.request"))
        self._refresh()

    def _tell_changed(self, what: str) -> None:
        self._told_changed = self._words("sheet.changed", what=what)
        self._ticked -= {CHANGED}
        self._is_second = False

    def _on_frame(self, _frame: Frame) -> None:
        if not self._is_open:
            return
        price, reference = self._price(), self._reference
        if price is not None and reference is not None and self._has_moved(price, reference):
            self._reference = price
            moved = self._words("sheet.moved", before=fmt.price(reference), now=fmt.price(price))
            self._tell_changed(moved)
        elif reference is None:
            self._reference = price
        self._refresh()

    def _has_moved(self, price: Decimal, reference: Decimal) -> bool:
        table = self._facts.tick_table(self._intent.symbol)
        up, down = step(reference, table, MOVED), step(reference, table, -MOVED)
        return price >= up or price <= down

    def _price(self) -> Decimal | None:
        return self._facts.quote_at(self._intent.symbol, self._intent.venue).last

    @property
    def _size(self) -> OrderSize:
        """How large the order is: as the ticket counts it, or the limits, whichever is more."""
        checks = self._preview.assessment.checks if self._preview is not None else ()
        found = [_SIZES.get(one.told.id, _NORMAL) for one in checks if one.told is not None]
        return max([self._ticket.size, *found])

    @property
    def _approved(self) -> frozenset[str]:
        """What was ticked; a large order is approved by how it is sent, not by a tick."""
        if self._size is OrderSize.NORMAL:
            return self._ticked
        return self._ticked | {Rule.LARGE.value}

    def _is_confirmed(self, *, by_mouse: bool) -> bool:
        """Whether a large order was confirmed otherwise than by a key alone."""
        typed = fmt.parse_quantity(self._again_text) == self._intent.quantity
        match self._size:
            case OrderSize.NORMAL:
                return True
            case OrderSize.LARGE:
                return by_mouse or typed
            case OrderSize.VERY_LARGE:
                return typed
            case _:
                return False

    def _refresh(self) -> None:
        view = self._view_now()
        if view != self._view:
            self._view = view
            self.changed.emit()

    def _view_now(self) -> SheetView:
        words, preview, intent = self._words, self._preview, self._intent
        quote = self._facts.quote_at(intent.symbol, intent.venue)
        seen = self._facts.seen(intent.symbol, intent.venue)
        name = self._facts.name(intent.symbol)
        chosen = Entry(order_type=intent.order_type, venue=intent.venue)
        session = session_line(self._facts, words, chosen)
        tone = Tone.UNCERTAIN if session.is_urgent else Tone.TEXT
        reason = self._reason()
        button = words("sheet.once_more") if self._is_second else self._ticket.button
        view = SheetView(
            title=f"{side_text(intent.side, words)} · {name}",
            name=name,
            side=intent.side,
            environment=self._context.environment,
            world=self._context.world,
            badges=self._ticket.badges,
            order=(
                Row(words("sheet.symbol"), f"{name} {intent.symbol}"),
                Row(words("sheet.venue"), session.text, tone),
                *order_rows(intent, words),
                price_row(quote, seen.age_ms, words),
            ),
            costs=self._costs(),
            changed=self._told_changed,
            changed_ticked=CHANGED in self._ticked,
            question=size_question(self._size, words),
            again_text=self._again_text,
            button=button,
            can_send=not reason,
            reason=reason,
            is_second=self._is_second,
        )
        if preview is None:
            return view
        return replace(
            view,
            account=preview.draft.account,
            wire=wire_rows(preview.draft, words),
            checks=check_rows(preview, self._ticked, words),
        )

    def _costs(self) -> tuple[Row, ...]:
        """The estimate as the ticket had it when the sheet was opened."""
        words, ticket = self._words, self._ticket
        lines = (ticket.costs, ticket.after, ticket.holding)
        return (
            Row(words("ticket.amount"), ticket.amount),
            *(Row("", line) for line in lines if line),
        )

    def _reason(self) -> str:
        """Why the button doesn't send; empty when it does."""
        words = self._words
        if self._failure:
            return self._failure
        if self._preview is None:
            return words("sheet.reading")
        if self._is_sending:
            return words("ticket.in_flight")
        assessment = self._preview.assessment
        stopping = assessment.stopping(self._approved)
        if stopping:
            first = stopping[0]
            told = "" if first.told is None else words.sentence(first.told)
            return told or words("sheet.blocked", rule=words(f"sheet.rule.{first.rule.value}"))
        if assessment.unapproved(self._approved):
            return words("sheet.tick_warnings")
        if self._told_changed and CHANGED not in self._ticked:
            return words("sheet.tick_changed")
        typed = fmt.parse_quantity(self._again_text) == self._intent.quantity
        if self._size is OrderSize.VERY_LARGE and not typed:
            return words("sheet.ask_very_large")
        return ""


def _verdicts(preview: OrderPreview) -> dict[Rule, tuple[object, ...]]:
    """What decides about the order; whether a limit passed or could not be held is one thing."""
    return {
        check.rule: (
            check.verdict if check.verdict in _STOPPING else None,
            check.passable,
            check.bound if check.rule in SETTABLE else None,
        )
        for check in preview.assessment.checks
    }


def _ruling(preview: OrderPreview | None) -> Ruling:
    """The request and what decides about it, without the figures that move all the time."""
    if preview is None:
        return ()
    return preview.draft, tuple(sorted(_verdicts(preview).items(), key=lambda one: one[0]))
