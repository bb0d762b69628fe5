"""The orders of one trade date, ours and those of other programs: reports in, changes out.

Order numbers begin anew every day, so a day's reports are laid on that day's orders alone. Nothing
here waits, writes or sends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kis_desktop.domain.event import (
    Event,
    FillReceived,
    FillWithdrawn,
    OrderChanged,
    OrderWithdrawn,
)
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Order, OrderState, OrderType, Request
from kis_desktop.domain.order_report import BrokerOrder, Notice, NoticeKind, OrderReceipt
from kis_desktop.services.order_ledger import (
    Record,
    amended_numbers,
    candidates,
    moved,
    number,
    replaced_quantity,
)

NEVER_WALKS = 3  # complete lists that must miss an order before it is given up
NEVER_SPAN = 60.0  # seconds that they must span

_S = OrderState
_NAMELESS = frozenset({_S.SENDING, _S.UNKNOWN})
_TAKES_FROM_ORIGINAL = frozenset({NoticeKind.AMENDED, NoticeKind.CANCELLED})


@dataclass(frozen=True, slots=True)
class Settled:
    """What a list made of an order without an answer: found under a number, or never come."""

    order: Order
    row: BrokerOrder | None


class OrderDay:
    """All that is known of a day's orders. `cost` adds the estimated costs to a fill."""

    def __init__(self, trade_date: date, cost: Callable[[Fill], Fill]) -> None:
        self.trade_date = trade_date
        self._cost = cost
        self._records: dict[str, Record] = {}
        self._numbers: dict[int, str] = {}
        self._early: dict[int, list[tuple[Notice, float]]] = {}
        self._told: dict[str, Order] = {}
        self._told_fills: dict[str, tuple[Fill, ...]] = {}
        self._withdrawn: list[Event] = []

    def find(self, local_id: str) -> Order | None:
        """An order by its local id."""
        record = self._records.get(local_id)
        return None if record is None else record.shown()

    def find_number(self, order_no: str) -> Order | None:
        """An order by its number."""
        local_id = self._numbers.get(number(order_no))
        return None if local_id is None else self.find(local_id)

    def orders(self) -> tuple[Order, ...]:
        """Every order, in the order in which they came to be known."""
        return tuple(record.shown() for record in self._records.values())

    @property
    def is_settled(self) -> bool:
        """Whether nothing of the day can change any more."""
        return all(order.state.is_final for order in self.orders())

    def put(self, order: Order) -> None:
        """Keep an order of ours as it is being sent, or as the journal tells of it."""
        record = self._records.get(order.local_id)
        if record is None:
            self._records[order.local_id] = Record(order)
        else:
            record.order = order
        if order.order_no:
            self._numbers[number(order.order_no)] = order.local_id

    def put_fill(self, local_id: str, fill: Fill) -> None:
        """Keep a fill that the journal tells of."""
        record = self._records.get(local_id)
        if record is not None:
            record.count_fill(fill)

    def move(self, local_id: str, state: OrderState, reason: Message | None = None) -> None:
        """The sending of an order has come so far; one that has its number stays as it is."""
        record = self._records[local_id]
        if not record.order.order_no:
            record.order = moved(record.order, state, reason=reason)

    def name(self, local_id: str, receipt: OrderReceipt) -> list[tuple[Order, Fill]]:
        """KIS has given an order its number; the fills of notices that came before it."""
        key = number(receipt.order_no)
        stranger = self._numbers.get(key)
        record = self._records[local_id]
        if stranger not in (None, local_id):
            self._take_over(record, str(stranger))
        record.order = moved(
            record.order,
            _S.ACCEPTED,
            order_no=receipt.order_no,
            branch=receipt.branch,
            order_time=receipt.order_time,
            reason=None,
        )
        self._numbers[key] = local_id
        held = self._early.pop(key, [])
        return [told for notice, at in held for told in self._apply(notice, key, at)]

    def notice(self, notice: Notice, now: float) -> list[tuple[Order, Fill]]:
        """Take a notice; the fills that are new by it. One whose order still waits for its number
        is held until it has.
        """
        key = number(notice.order_no)
        if not self._concerns_known(notice, key):
            self._early.setdefault(key, []).append((notice, now))
            return []
        return self._apply(notice, key, now)

    def lay(self, rows: tuple[BrokerOrder, ...], begun: float) -> list[Settled]:
        """Take the day's complete list; what it settled of orders without an answer."""
        amended = amended_numbers(rows)
        settled = self._settle(rows, begun)
        for row in rows:
            key = number(row.order_no)
            if key not in self._numbers and not self._awaits_number(row):
                self._adopt(row)
                self._take_early_fills(key)
            local_id = self._numbers.get(key)
            if local_id is not None:
                self._lay_row(self._records[local_id], row, begun, is_amended=key in amended)
        self._count_missing({number(row.order_no) for row in rows}, begun)
        self._early = {key: held for key, held in self._early.items() if key not in self._numbers}
        return settled

    def changes(self) -> list[Event]:
        """What the screen has not been told yet."""
        events, self._withdrawn = self._withdrawn, []
        for local_id, record in self._records.items():
            order = record.shown()
            if self._told.get(local_id) != order:
                self._told[local_id] = order
                events.append(OrderChanged(order))
            events += self._fill_changes(local_id, record)
        return events

    def _fill_changes(self, local_id: str, record: Record) -> list[Event]:
        if record.order.request is Request.CANCEL:
            return []
        before = self._told_fills.get(local_id, ())
        now = tuple(self._cost(fill) for fill in record.shown_fills())
        self._told_fills[local_id] = now
        gone = before[len(now) :]
        fresh = [fill for place, fill in enumerate(now) if before[place : place + 1] != (fill,)]
        return [*(FillWithdrawn(fill) for fill in gone), *(FillReceived(fill) for fill in fresh)]

    def _concerns_known(self, notice: Notice, key: int) -> bool:
        if key in self._numbers:
            return True
        return notice.kind in _TAKES_FROM_ORIGINAL and not self._request_under_way(notice)

    def _request_under_way(self, notice: Notice) -> bool:
        """Whether one of our own amends or cancels of this original still waits for its number."""
        return any(
            record.order.state in _NAMELESS
            and record.order.request is not Request.NEW
            and not record.order.order_no
            and number(record.order.original_no) == number(notice.original_no)
            for record in self._records.values()
        )

    def _apply(self, notice: Notice, key: int, now: float) -> list[tuple[Order, Fill]]:
        record = self._record_of(key)
        if notice.kind in _TAKES_FROM_ORIGINAL:
            self._take_from_original(notice, key, record, now)
        if record is None:
            return []
        record.noticed_at = max(record.noticed_at, now)
        match notice.kind:
            case NoticeKind.FILLED:
                return self._fill(record, notice)
            case NoticeKind.REFUSED:
                record.is_refused = True
            case NoticeKind.CANCELLED if record.order.request is Request.CANCEL:
                record.cancelled_by[key] = record.order.quantity
            case NoticeKind.REMAINDER_CANCELLED:
                record.cancelled_by.setdefault(key, replaced_quantity(record, notice))
            case _:
                record.is_working = True
        return []

    def _take_from_original(
        self, notice: Notice, key: int, request: Record | None, now: float
    ) -> None:
        """Count once what an amend or cancel took from the order that it names."""
        named = number(notice.original_no)
        if not named and request is not None:
            named = number(request.order.original_no)
        original = self._record_of(named)
        if original is None:
            return
        original.noticed_at = max(original.noticed_at, now)
        taken = original.replaced_by if notice.kind is NoticeKind.AMENDED else original.cancelled_by
        if key not in taken:
            taken[key] = replaced_quantity(original, notice)

    def _fill(self, record: Record, notice: Notice) -> list[tuple[Order, Fill]]:
        if notice.price is None or notice.quantity <= 0:
            return []
        order = record.order
        fill = Fill(
            order_no=order.order_no,
            symbol=order.symbol,
            side=order.side,
            quantity=notice.quantity,
            price=notice.price,
            time=notice.time,
            trade_date=self.trade_date,
            sequence=len(record.fills) + 1,
        )
        return [(order, fill)] if record.count_fill(fill) else []

    def _take_early_fills(self, key: int) -> None:
        """Fills of an order that was only now found in the list: notices alone tell their times."""
        for notice, at in self._early.get(key, []):
            if notice.kind is NoticeKind.FILLED:
                self._apply(notice, key, at)

    def _record_of(self, key: int) -> Record | None:
        local_id = self._numbers.get(key) if key else None
        return None if local_id is None else self._records[local_id]

    def _lay_row(self, record: Record, row: BrokerOrder, begun: float, *, is_amended: bool) -> None:
        if record.order.request is not Request.CANCEL:
            record.lay(row, begun, is_amended=is_amended)
        elif row.rejected:
            record.is_refused = True
        else:
            record.cancelled_by[number(row.order_no)] = record.order.quantity

    def _settle(self, rows: tuple[BrokerOrder, ...], begun: float) -> list[Settled]:
        """Find orders without an answer in the list, in the order in which they were sent."""
        settled: list[Settled] = []
        for record in sorted(self._records.values(), key=lambda one: one.order.at):
            order = record.order
            if order.state is not _S.UNKNOWN or order.order_no:
                continue
            if self._twin_is_under_way(order):
                continue
            claimed = frozenset(self._numbers)
            found = candidates(order, rows, claimed, order.sent_at)
            if found:
                row = found[0]
                self.name(order.local_id, OrderReceipt(row.order_no, row.branch, row.order_time))
                settled.append(Settled(record.order, row))
            elif not candidates(order, rows, claimed, "") and record.miss(
                begun, NEVER_WALKS, NEVER_SPAN
            ):
                settled.append(Settled(order, None))
        return settled

    def _twin_is_under_way(self, order: Order) -> bool:
        """Whether an alike order is being sent right now: a row could be either of them."""
        return any(
            record.order.state is _S.SENDING
            and (record.order.symbol, record.order.side) == (order.symbol, order.side)
            for record in self._records.values()
        )

    def _awaits_number(self, row: BrokerOrder) -> bool:
        """Whether an order of ours that still waits for its number could be this row."""
        return any(
            record.order.state in _NAMELESS
            and not record.order.order_no
            and candidates(record.order, (row,), frozenset(), "")
            for record in self._records.values()
        )

    def _adopt(self, row: BrokerOrder) -> None:
        """Take up an order that another program placed."""
        if row.request is Request.CANCEL:
            return
        self.put(
            Order(
                local_id=f"kis-{self.trade_date:%Y%m%d}-{number(row.order_no)}",
                symbol=row.symbol,
                side=row.side,
                order_type=row.order_type or OrderType.LIMIT,
                quantity=row.quantity,
                price=row.price,
                venue=row.venue,
                state=_S.ACCEPTED,
                at=datetime.now(UTC),
                trade_date=self.trade_date,
                request=row.request,
                order_no=row.order_no,
                branch=row.branch,
                original_no=row.original_no,
                order_time=row.order_time,
            )
        )

    def _take_over(self, record: Record, stranger: str) -> None:
        """An order that was taken for another program's was ours: its evidence is."""
        other = self._records.pop(stranger)
        record.row, record.listed_at = other.row, other.listed_at
        record.is_amended_in_list, record.is_working = other.is_amended_in_list, other.is_working
        record.fills, record.noticed_at = other.fills, other.noticed_at
        record.cancelled_by, record.replaced_by = other.cancelled_by, other.replaced_by
        gone = self._told_fills.pop(stranger, ())
        self._withdrawn += [FillWithdrawn(fill) for fill in gone]
        if self._told.pop(stranger, None) is not None:
            self._withdrawn.append(OrderWithdrawn(stranger))

    def _count_missing(self, listed: set[int], begun: float) -> None:
        """Give up a resting order that enough complete lists over enough time did not hold."""
        for record in self._records.values():
            order = record.shown()
            key = number(order.order_no)
            if not key or key in listed or order.state.is_final:
                continue
            if order.request is not Request.CANCEL and record.miss(begun, NEVER_WALKS, NEVER_SPAN):
                record.is_vanished = True
