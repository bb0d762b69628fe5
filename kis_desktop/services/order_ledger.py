"""What is known of one order, and what follows from it: pure, no wire and no clock.

The evidence is kept apart by its source: what we sent, what notices told, what the day's list said.
What the screen shows is worked out from all of it anew each time, so that no guess is ever final
and no report counts twice, in whatever order the reports arrive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import MOVES, Order, OrderState, Request
from kis_desktop.domain.order_report import BrokerOrder, Notice

LISTED_BY_THEN = 5.0  # seconds after a notice by which the day's list counts what it told

_S = OrderState
_NAMELESS = frozenset({_S.INTENT, _S.SENDING, _S.UNKNOWN})
_LONG_AGO = float("-inf")


def number(order_no: str) -> int:
    """An order number as KIS compares it: padding with zeros or blanks doesn't count; 0 for
    none.
    """
    stripped = order_no.strip()
    return int(stripped) if stripped.isdigit() else 0


def moved(order: Order, state: OrderState, **changes: object) -> Order:
    """The order in a state if the table allows it, else with the other changes alone."""
    if state is order.state or state in MOVES[order.state]:
        return order.to(state, **changes)
    return msgspec.structs.replace(order, **changes)


@dataclass(slots=True)
class Record:
    """The evidence about one order. Times are monotonic seconds.

    `order` is what was sent or found, in the state of its sending; never what the exchange made of
    it. `is_ours` is false for an order of another program. `known_before` is how many order numbers
    of the day were known when it was written down, and `ended_at` when its sending ended without an
    answer. `denied` are numbers that the trader said it is not. `cancelled_by` and `replaced_by`
    hold shares by the number of the request that took them.
    """

    order: Order
    is_ours: bool = True
    known_before: int = 0
    ended_at: float = _LONG_AGO
    denied: set[int] = field(default_factory=set)
    fills: list[Fill] = field(default_factory=list)
    cancelled_by: dict[int, int] = field(default_factory=dict)
    replaced_by: dict[int, int] = field(default_factory=dict)
    is_working: bool = False
    is_refused: bool = False
    noticed_at: float = _LONG_AGO
    row: BrokerOrder | None = None
    listed_at: float = _LONG_AGO
    is_amended_in_list: bool = False
    missed_since: float | None = None
    missed: int = 0
    is_vanished: bool = False
    is_over: bool = False

    @property
    def is_nameless(self) -> bool:
        """Whether the order is being sent, or was without an answer: it has no number."""
        return not self.order.order_no and self.order.state in _NAMELESS

    @property
    def is_unknown(self) -> bool:
        """Whether the order's sending ended without an answer, and nothing has settled it."""
        return not self.order.order_no and self.order.state is _S.UNKNOWN

    def count_fill(self, fill: Fill) -> bool:
        """Take a fill that a notice told; false for one told before or beyond the order."""
        known = any(_same_fill(fill, other) for other in self.fills)
        told = sum(one.quantity for one in self.fills) + fill.quantity
        if known or told > self.order.quantity:
            return False
        self.fills.append(fill)
        return True

    def lay(self, row: BrokerOrder, begun: float, *, is_amended: bool) -> bool:
        """Take the order's row in a list whose reading began at `begun`, an older one not; whether
        it can have changed what is shown.
        """
        if begun < self.listed_at:
            return False
        known = (self.row, self.is_amended_in_list, self.missed) == (row, is_amended, 0)
        unchanged = known and self._list_is_newer()
        self.row, self.listed_at, self.is_amended_in_list = row, begun, is_amended
        self.missed, self.missed_since, self.is_vanished = 0, None, False
        return not unchanged

    def miss(self, begun: float, walks: int, span: float) -> bool:
        """Count a complete list without the order; whether they are enough, over enough time."""
        self.missed += 1
        if self.missed_since is None:
            self.missed_since = begun
        return self.missed >= walks and begun - self.missed_since >= span

    def shown(self) -> Order:
        """The order as the screen should have it."""
        order = self.order
        if not order.order_no:
            return order
        filled, cancelled, replaced = self._filled(), self._cancelled(), self._replaced()
        state = self._state(filled, cancelled, replaced)
        vanished = state is _S.EXPIRED and self.is_vanished
        return msgspec.structs.replace(
            order,
            state=state,
            filled=filled,
            average_price=self._average(filled),
            cancelled=cancelled + replaced,
            reason=_vanished(order) if vanished else None,
        )

    def shown_fills(self) -> tuple[Fill, ...]:
        """The order's fills, so that they add up to what `shown` counts.

        Shares that only the list told are one fill at the price that makes the amounts agree, its
        time unknown. What the list counts is confirmed.
        """
        filled = self._filled()
        kept = _cut_to(self.fills, filled)
        missing = filled - sum(fill.quantity for fill in kept)
        listed = self.row.filled if self.row is not None else 0
        if missing > 0 and self.row is not None and self.row.average_price is not None:
            told = sum((fill.amount for fill in kept), Decimal(0))
            price = (self.row.average_price * listed - told) / missing
            kept.append(self._untold(missing, price))
        return tuple(
            msgspec.structs.replace(
                fill,
                sequence=place,
                provisional=sum(one.quantity for one in kept[:place]) > listed,
            )
            for place, fill in enumerate(kept, 1)
        )

    def _untold(self, quantity: int, price: Decimal) -> Fill:
        order = self.order
        return Fill(
            order_no=order.order_no,
            symbol=order.symbol,
            side=order.side,
            quantity=quantity,
            price=price,
            time="",
            trade_date=order.trade_date,
            sequence=0,
        )

    def _list_is_newer(self) -> bool:
        return self.listed_at - self.noticed_at > LISTED_BY_THEN

    def _filled(self) -> int:
        told = sum(fill.quantity for fill in self.fills)
        listed = self.row.filled if self.row is not None else 0
        count = listed if self._list_is_newer() else max(told, listed)
        return min(max(count, 0), self.order.quantity)

    def _cancelled(self) -> int:
        told = sum(self.cancelled_by.values())
        listed = self.row.cancelled if self.row is not None else 0
        return listed if self._list_is_newer() else max(told, listed)

    def _replaced(self) -> int:
        told = sum(self.replaced_by.values())
        row = self.row
        if row is None or not self.is_amended_in_list:
            return 0 if self._list_is_newer() else told
        gone = row.quantity - row.filled - row.remaining - row.cancelled - row.rejected
        return max(gone, 0) if self._list_is_newer() else max(told, gone)

    def _average(self, filled: int) -> Decimal | None:
        if not filled:
            return None
        row = self.row
        if row is not None and row.filled == filled and row.average_price is not None:
            return row.average_price
        kept = _cut_to(self.fills, filled)
        if sum(fill.quantity for fill in kept) != filled:
            return row.average_price if row is not None else None
        return sum((fill.amount for fill in kept), Decimal(0)) / filled

    def _state(self, filled: int, cancelled: int, replaced: int) -> OrderState:
        quantity, row = self.order.quantity, self.row
        if self.is_refused or (row is not None and row.rejected >= quantity > 0):
            return _S.REJECTED
        if filled >= quantity:
            return _S.FILLED
        if filled + cancelled + replaced >= quantity:
            return _S.AMENDED if replaced else _S.CANCELLED
        ended = self._ended_in_list()
        if ended is not None:
            return ended
        if self.is_vanished or self.is_over:
            return _S.EXPIRED
        if filled:
            return _S.PARTLY_FILLED
        return _S.WORKING if self.is_working or row is not None else _S.ACCEPTED

    def _ended_in_list(self) -> OrderState | None:
        """How the list says that nothing rests any more; a list read before a notice says
        nothing.
        """
        row = self.row
        if row is None or row.remaining > 0 or self.listed_at < self.noticed_at:
            return None
        if self.is_amended_in_list:
            return _S.AMENDED
        return _S.CANCELLED if row.cancelled else _S.EXPIRED


def _vanished(order: Order) -> Message:
    return message("order.vanished", order_no=order.order_no)


def _same_fill(one: Fill, other: Fill) -> bool:
    return (one.time, one.price, one.quantity) == (other.time, other.price, other.quantity)


def _cut_to(fills: Sequence[Fill], count: int) -> list[Fill]:
    """The first fills that together are at most `count` shares."""
    kept: list[Fill] = []
    for fill in fills:
        if sum(one.quantity for one in kept) + fill.quantity > count:
            break
        kept.append(fill)
    return kept


def amended_numbers(rows: Iterable[BrokerOrder]) -> frozenset[int]:
    """Numbers of orders that an amendment in the list names as its original."""
    return frozenset(number(row.original_no) for row in rows if row.request is Request.AMEND)


def replaced_quantity(record: Record, notice: Notice) -> int:
    """Shares that an amend or cancel notice takes from its original; the whole rest where it
    doesn't say.
    """
    order = record.shown()
    left = max(order.quantity - order.filled - order.cancelled, 0)
    return min(notice.quantity, left) if notice.quantity > 0 else left
