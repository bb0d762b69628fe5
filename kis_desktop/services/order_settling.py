"""Which order of the day's list an order without an answer may be: worked out by reading alone.

A row is exactly an order if it was asked for alike and stamped within the time of its sending, and
near it if it could be with some goodwill about type and time. Only an exact row that is
the only one, and can be no other order's of ours, settles the order by itself. Cancels of one
original are all alike, and go in the order of their sending. Nothing here waits or sends.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.order import Order, Request
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.services.order_ledger import Record, number

NEVER_WALKS = 3  # complete lists that must miss an order before it is given up
NEVER_SPAN = 60.0  # seconds that they must span
LISTED_AFTER = 2.0  # seconds after the end of a sending by which the list holds what it made

IsClaimed = Callable[[Record, BrokerOrder], bool]


class Fate(enum.Enum):
    """What a list made of an order without an answer."""

    OPEN = enum.auto()  # nothing yet
    FOUND = enum.auto()
    CHOICE = enum.auto()  # nobody but the trader can say which it is
    NEVER = enum.auto()  # it never came
    ENDED = enum.auto()  # its day is over: whichever it was, nothing of it rests


@dataclass(frozen=True, slots=True)
class Verdict:
    """An order's fate by a list; `candidates` are the rows that it may be, oldest first."""

    record: Record
    fate: Fate
    candidates: tuple[BrokerOrder, ...] = ()

    @property
    def row(self) -> BrokerOrder | None:
        """The row that the order was found in."""
        return self.candidates[0] if self.fate is Fate.FOUND else None


class Settling:
    """Settles orders by the rules of a market."""

    def __init__(self, rules: MarketRules) -> None:
        self._rules = rules

    def settle(
        self,
        nameless: Sequence[Record],
        rows: Sequence[BrokerOrder],
        is_claimed: IsClaimed,
        begun: float,
        *,
        over: bool,
    ) -> list[Verdict]:
        """What a complete list, whose reading began at the monotonic second `begun`, makes of the
        orders without an answer among those without a number. `over`: their day has ended and the
        list is final.
        """
        free = {
            id(record): [row for row in rows if not is_claimed(record, row)] for record in nameless
        }
        taken: set[int] = set()
        verdicts: list[Verdict] = []
        for record in sorted(nameless, key=lambda one: one.order.at):
            if not record.is_unknown:
                continue
            near = _by_time(
                row
                for row in free[id(record)]
                if number(row.order_no) not in taken and self.is_near(record.order, row)
            )
            others = [one for one in nameless if one is not record]
            if begun < record.ended_at + LISTED_AFTER or self._is_sent_alike(others, near):
                verdicts.append(Verdict(record, Fate.OPEN, near))
                continue
            if record.order.request is Request.CANCEL:
                found = near[0] if near else None
            else:
                found = self._only(record, near, others, free)
            verdict = _verdict(record, found, near, begun, over=over)
            if verdict.row is not None:
                taken.add(number(verdict.row.order_no))
            verdicts.append(verdict)
        return verdicts

    def is_near(self, order: Order, row: BrokerOrder) -> bool:
        """Whether a row may be an order, with goodwill."""
        if (row.request, row.symbol, row.side) != (order.request, order.symbol, order.side):
            return False
        if order.request is not Request.NEW:
            same = number(row.original_no) == number(order.original_no)
            return same and (order.request is Request.CANCEL or self._may_be_priced(order, row))
        return row.quantity == order.quantity and self._may_be_priced(order, row)

    def _is_exact(self, order: Order, row: BrokerOrder) -> bool:
        """Whether a near row is alike in all and was stamped within the time of the sending, as far
        as the server had told its time by then.
        """
        stamped, begun, until = row.order_time, order.sent_at, order.sent_until
        if not stamped or not begun or stamped < begun or (until and stamped > until):
            return False
        if row.order_type is not None and row.order_type is not order.order_type:
            return False
        return row.price is not None or not self._is_priced(order)

    def _may_be_priced(self, order: Order, row: BrokerOrder) -> bool:
        return not self._is_priced(order) or row.price is None or row.price == order.price

    def _is_priced(self, order: Order) -> bool:
        return self._rules.order_type(order.order_type.value).priced

    def _is_sent_alike(self, others: Iterable[Record], rows: Iterable[BrokerOrder]) -> bool:
        """Whether one of the rows may be an order that is being sent right now."""
        sent = [record.order for record in others if not record.is_unknown]
        return any(self.is_near(order, row) for row in rows for order in sent)

    def _only(
        self,
        record: Record,
        near: Iterable[BrokerOrder],
        others: Iterable[Record],
        free: dict[int, list[BrokerOrder]],
    ) -> BrokerOrder | None:
        """The one exact row, where it can be no other order of ours without an answer."""
        exact = [row for row in near if self._is_exact(record.order, row)]
        if len(exact) != 1:
            return None
        row = exact[0]
        contested = any(
            row in free[id(one)] and self.is_near(one.order, row) and self._is_exact(one.order, row)
            for one in others
        )
        return None if contested else row


def may_cancel_again(original: Record | None, pending: Sequence[Record]) -> bool:
    """Whether an order may be cancelled as a whole while earlier changes of it have no answer: a
    list that was read after the earlier cancel's end shows shares resting.
    """
    if original is None or original.row is None:
        return all(record.order.request is Request.AMEND for record in pending)
    rests, listed_at = original.row.remaining > 0, original.listed_at
    return all(
        record.order.request is Request.AMEND
        or (record.is_unknown and rests and listed_at >= record.ended_at + LISTED_AFTER)
        for record in pending
    )


def _verdict(
    record: Record,
    found: BrokerOrder | None,
    near: tuple[BrokerOrder, ...],
    begun: float,
    *,
    over: bool,
) -> Verdict:
    if found is not None:
        return Verdict(record, Fate.FOUND, (found,))
    if near:
        return Verdict(record, Fate.ENDED if over else Fate.CHOICE, near)
    if record.miss(begun, NEVER_WALKS, NEVER_SPAN):
        return Verdict(record, Fate.NEVER)
    return Verdict(record, Fate.OPEN)


def _by_time(rows: Iterable[BrokerOrder]) -> tuple[BrokerOrder, ...]:
    return tuple(sorted(rows, key=lambda row: (row.order_time, number(row.order_no))))
