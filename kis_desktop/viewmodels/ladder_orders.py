"""Orders by pointing at a price, on ladder or chart: placed, moved and taken back, each once.

Every order passes the same way as one of the ticket. One that is asked about, by setting, by its
size or by a limit that warns, waits in `question` and goes only as it stands there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from uuid import uuid4

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.errors import SURELY_NOT_SENT, ApprovalNeeded, KisDesktopError
from kis_desktop.domain.order import (
    AmendIntent,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Origin,
    Request,
    Side,
)
from kis_desktop.domain.order_size import OrderSize
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.asked_first import AskedFirst
from kis_desktop.viewmodels.asking import Asking
from kis_desktop.viewmodels.click_checks import ClickChecks
from kis_desktop.viewmodels.click_modes import ClickSettings
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.ladder_question import Question
from kis_desktop.viewmodels.own_orders import can_change
from kis_desktop.viewmodels.priced_place import PricedPlace
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.send_lock import SendLock
from kis_desktop.viewmodels.taking_back import TakingBack
from kis_desktop.viewmodels.words import Words

_LIMITS = (OrderType.LIMIT, OrderType.AFTER_LIMIT)
_Lock = tuple[Side, Decimal | None, str]


class LadderOrders(QObject):
    """`changed` when the question or what is told has."""

    changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        ladder: PricedPlace,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        origin: Origin = Origin.LADDER,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._ladder = ladder
        self._origin = origin
        self._monotonic = monotonic
        self._words = Words(context.language)
        self._asking = Asking(self)
        self._locks: dict[_Lock, SendLock] = {}
        self._moving: set[str] = set()
        self._unanswered: dict[tuple[str, Side], str] = {}
        self.settings = ClickSettings(context.preferences, origin.value)
        self.checks = ClickChecks(context, ladder)
        self._asked = AskedFirst(context, self)
        self._back = TakingBack(context, origin, self)
        self.told = ""
        self.told_tone = Tone.DIM
        self._asked.changed.connect(self.changed)
        self._back.told.connect(self._tell)
        ladder.state_changed.connect(self._look)
        ladder.repriced.connect(self._follow)

    @property
    def question(self) -> Question | None:
        """What waits for the trader's word before it goes."""
        return self._asked.question

    def place(self, side: Side, price: Decimal, *, stop: bool = False) -> bool:
        """Order at a price, or ask about it; whether either happened.

        A stop (스톱지정가) waits until the market trades at the price and is a limit order there.
        """
        waits = (self._ladder.symbol, side) in self._unanswered
        reason = self.checks.why_not_placed(side, price, stop=stop, unanswered=waits)
        quantity = self._ladder.quantity
        if reason or quantity is None:
            self._tell(reason, Tone.UNCERTAIN)
            return False
        intent = OrderIntent(
            uuid4().hex,
            self._ladder.symbol,
            side,
            self.checks.order_type(stop=stop),
            quantity,
            price,
            venue=self._ladder.venue,
            condition_price=price if stop else None,
            origin=self._origin,
            seen=self._ladder.seen(),
        )
        size = self.checks.size(intent)
        if size is OrderSize.REFUSED:
            self._tell(self._words("ladder.too_large"), Tone.UNCERTAIN)
            return False
        if self.settings.confirms or size is not OrderSize.NORMAL:
            self._ask(Question.of_order(intent, self._ladder.name, size, self._words))
            self._asked.preview()
            return True
        return self._send(intent)

    def move(self, side: Side, before: Decimal, after: Decimal) -> bool:
        """Give our orders at a price another one, or ask about it; whether either happened. One
        that is being moved already stays out of it.
        """
        orders = tuple(one for one in self._orders(side, before) if self.may_move(one))
        reason = self.checks.why_not_moved(orders, before, after)
        if reason or before == after:
            self._tell(reason, Tone.UNCERTAIN)
            return False
        intents = tuple(
            AmendIntent(
                uuid4().hex,
                order.order_no,
                order.order_type,
                after,
                condition_price=_moved_condition(order, after),
                origin=self._origin,
                seen=self._ladder.seen(),
            )
            for order in orders
        )
        shares = sum(order.remaining for order in orders)
        question = Question.of_move(intents, side, before, shares, self._ladder.name, self._words)
        if self.settings.confirms or self._ladder.asks_moves:
            self._ask(question)
            self._asked.preview()
            return True
        return self._amend(question)

    def may_move(self, order: Order) -> bool:
        """Whether an order may be given another price now: not while a change is under way."""
        return can_change(order) and self.changing(order.order_no) is None

    def cancel_at(self, side: Side | None, price: Decimal) -> int:
        """Take back our orders at a price, of one side or both; how many are asked for now."""
        sides = tuple(Side) if side is None else (side,)
        return self._back.ask(order for one in sides for order in self._orders(one, price))

    def cancel_numbers(self, numbers: Iterable[str]) -> int:
        """Take back the orders of these numbers; how many are asked for now."""
        wanted = frozenset(numbers)
        working = self._ladder.own.working(self._ladder.symbol)
        return self._back.ask(one for one in working if one.order_no in wanted)

    def changing(self, order_no: str) -> Request | None:
        """What is being asked of an order, from the press on; None where nothing is."""
        if self._back.is_asked(order_no):
            return Request.CANCEL
        if order_no in self._moving:
            return Request.AMEND
        return self._ladder.own.changing(order_no)

    def cancel_all(self, side: Side | None = None) -> int:
        """Take back our orders of the symbol, of one side or both; how many are asked for now."""
        working = self._ladder.own.working(self._ladder.symbol)
        return self._back.ask(one for one in working if side is None or one.side is side)

    def count(self, side: Side | None = None) -> int:
        """Our orders of the symbol that can be taken back."""
        working = self._ladder.own.working(self._ladder.symbol)
        return sum(can_change(one) for one in working if side is None or one.side is side)

    def confirm(self, *, by_mouse: bool) -> bool:
        """Send what was asked about; whether it went. A large order never goes by a key alone."""
        question = self.question
        if question is None or not question.is_confirmed(by_mouse=by_mouse):
            return False
        reason = self._why_over(question)
        if reason:
            self.dismiss()
            self._tell(reason, Tone.UNCERTAIN)
            return False
        self._asked.close()
        if question.order is not None:
            fresh = uuid4().hex
            approved, seen = question.rules, self._ladder.seen()
            intent = msgspec.structs.replace(
                question.order, local_id=fresh, approved=approved, seen=seen
            )
            return self._send(intent)
        return self._amend(question)

    def dismiss(self) -> None:
        """Nothing is sent of what was asked about."""
        if self.question is not None:
            self._asked.close()
            self.changed.emit()

    def set_again_text(self, text: str) -> None:
        """The quantity was typed again."""
        self._asked.type_again(text)

    def tell(self, text: str) -> None:
        """Say what has become of something that was begun by hand and not sent."""
        self._tell(text, Tone.UNCERTAIN)

    def _why_over(self, question: Question) -> str:
        """Why what is asked about can't be sent any more; empty while it can."""
        if question.order is not None:
            return self.checks.why_off()
        found = [self._ladder.own.find(one.order_no) for one in question.amendments]
        here = self._ladder.symbol
        if not all(one is not None and one.symbol == here and self.may_move(one) for one in found):
            return self._words("ladder.nothing_to_move")
        return self._ladder.why_not_moving

    def _orders(self, side: Side, price: Decimal) -> Iterable[Order]:
        working = self._ladder.own.working(self._ladder.symbol)
        return tuple(one for one in working if one.side is side and one.price == price)

    def _lock(self, side: Side, price: Decimal | None, what: str) -> SendLock:
        return self._locks.setdefault((side, price, what), SendLock(self._monotonic))

    def _send(self, intent: OrderIntent) -> bool:
        lock = self._lock(intent.side, intent.price, intent.order_type.value)
        if not lock.take():
            self._tell(self._words("ladder.just_sent"), Tone.DIM)
            return False
        self._tell(self._words("ladder.sending"), Tone.DIM)
        self._asking.write(self._submit(intent, lock))
        return True

    async def _submit(self, intent: OrderIntent, lock: SendLock) -> None:
        orders = self._context.services.orders
        try:
            order = await self._context.commands.run(orders.submit, intent)
        except ApprovalNeeded as error:
            self._ask_approval(intent, error)
        except SURELY_NOT_SENT as error:
            self._tell(self._words.sentence(error.message), Tone.UNCERTAIN)
        except KisDesktopError as error:
            self._unanswered[intent.symbol, intent.side] = intent.local_id
            state = self._words(f"order_state.{OrderState.UNKNOWN.value}")
            self._tell(f"{state} · {self._words.sentence(error.message)}", Tone.UNCERTAIN)
        else:
            self._tell(self._words("ladder.sent", number=order.order_no or fmt.UNKNOWN), Tone.DIM)
        lock.settle()
        self.changed.emit()

    def _ask_approval(self, intent: OrderIntent, error: ApprovalNeeded) -> None:
        """A limit warns of an order, which was not sent; asked about while it can still be."""
        told = tuple(self._words.sentence(one) for one in error.told)
        if intent.symbol != self._ladder.symbol or self.checks.why_off():
            self._tell(told[0], Tone.UNCERTAIN)
            return
        size = self.checks.size(intent)
        question = Question.of_order(intent, self._ladder.name, size, self._words)
        self._ask(question.warned(told, error.rules | intent.approved))

    def _amend(self, question: Question) -> bool:
        sent = False
        for intent in question.amendments:
            lock = self._lock(question.side, intent.price, intent.order_no)
            if intent.order_no not in self._moving and lock.take():
                sent = True
                self._moving.add(intent.order_no)
                approved = msgspec.structs.replace(intent, approved=question.rules)
                self._asking.write(self._change(approved, lock, question))
        if sent:
            self._tell(self._words("ladder.moving"), Tone.DIM)
        return sent

    async def _change(self, intent: AmendIntent, lock: SendLock, question: Question) -> None:
        orders = self._context.services.orders
        try:
            await self._context.commands.run(orders.amend, intent)
        except ApprovalNeeded as error:
            fresh = msgspec.structs.replace(intent, local_id=uuid4().hex)
            told = tuple(self._words.sentence(one) for one in error.told)
            asked = question.only(fresh).warned(told, error.rules | intent.approved)
            waits = self.question
            # another order of the same move may wait for the same word: neither takes its place
            is_same = waits is not None and waits.amendments and waits.button == asked.button
            self._ask(waits.joined(asked) if waits is not None and is_same else asked)
        except KisDesktopError as error:
            self._tell(self._words.sentence(error.message), Tone.UNCERTAIN)
        else:
            self._tell(self._words("ladder.moved"), Tone.DIM)
        finally:
            self._moving.discard(intent.order_no)
        lock.settle()
        self.changed.emit()

    def _ask(self, question: Question) -> None:
        self.told = ""
        self._asked.ask(question)

    def _look(self) -> None:
        """A question that nothing may be sent of any more is put away, and that is told."""
        question = self.question
        if question is None:
            return
        if self._ladder.why_not_moving if question.amendments else self.checks.why_off():
            self.dismiss()
            self._tell(self._words("ladder.question_over"), Tone.UNCERTAIN)
        elif self._why_over(question):
            self.dismiss()
            self._tell(self._words("ladder.moved_meanwhile"), Tone.UNCERTAIN)

    def _follow(self) -> None:
        """An order without an answer stops blocking once reading has told what became of it."""
        for key, local_id in tuple(self._unanswered.items()):
            order = self._ladder.own.by_id(local_id)
            if order is not None and order.state not in _PENDING:
                del self._unanswered[key]
        self._look()
        self.changed.emit()

    def _tell(self, text: str, tone: Tone) -> None:
        self.told, self.told_tone = text, tone
        self.changed.emit()


_PENDING = frozenset({OrderState.INTENT, OrderState.SENDING, OrderState.UNKNOWN})


def _moved_condition(order: Order, after: Decimal) -> Decimal | None:
    """A stop of one price goes with it as a whole; a condition of its own stays."""
    one_price = order.condition_price is not None and order.condition_price == order.price
    return after if one_price else order.condition_price
