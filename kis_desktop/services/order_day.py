"""The orders of one trade date, ours and those of other programs: reports in, changes out.

Order numbers begin anew every day, so a day's reports are laid on that day's orders alone. Nothing
here waits, writes or sends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from kis_desktop.domain.event import Event
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Order, OrderState, Request
from kis_desktop.domain.order_report import BrokerOrder, Notice, NoticeKind, OrderReceipt
from kis_desktop.services.order_board import OrderBoard
from kis_desktop.services.order_evidence import TAKES_FROM_ORIGINAL, apply_notice, order_of_another
from kis_desktop.services.order_ledger import Record, amended_numbers, moved, number
from kis_desktop.services.order_settling import (
    NEVER_SPAN,
    NEVER_WALKS,
    Fate,
    Settling,
    Verdict,
    may_cancel_again,
)

_S = OrderState


class OrderDay:
    """All that is known of a day's orders. `cost` adds the estimated costs to a fill."""

    def __init__(self, trade_date: date, cost: Callable[[Fill], Fill], settling: Settling) -> None:
        self.trade_date = trade_date
        self._settling = settling
        self._records: dict[str, Record] = {}
        self._board = OrderBoard(self._records, cost)
        self._nameless: dict[str, Record] = {}
        self._numbers: dict[int, str] = {}
        self._seen: dict[int, int] = {}
        self._early: dict[int, list[tuple[Notice, float]]] = {}
        self._candidates: dict[str, tuple[BrokerOrder, ...]] = {}

    def find(self, local_id: str) -> Order | None:
        """An order by its local id."""
        return self._board.order(local_id) if local_id in self._records else None

    def find_number(self, order_no: str) -> Order | None:
        """An order by its number."""
        local_id = self._numbers.get(number(order_no))
        return None if local_id is None else self._board.order(local_id)

    def unfinished(self) -> tuple[Order, ...]:
        """The orders that are in no final state."""
        return self._board.unfinished()

    @property
    def is_settled(self) -> bool:
        """Whether nothing of the day can change any more."""
        return not self._board.unfinished()

    def put(self, order: Order) -> None:
        """Keep an order of ours as it is being sent, or as the journal tells of it."""
        record = self._records.get(order.local_id)
        if record is None:
            record = Record(order, known_before=len(self._seen))
            self._records[order.local_id] = record
        else:
            record.order = order
        self._changed(record)
        if order.order_no:
            self._bind(number(order.order_no), order.local_id)

    def put_fill(self, local_id: str, fill: Fill) -> None:
        """Keep a fill that the journal tells of."""
        record = self._records.get(local_id)
        if record is not None:
            record.count_fill(fill)
            self._board.touch(local_id)

    def take_early(self) -> list[tuple[Order, Fill]]:
        """Take the notices that came before the journal told whose they are; the fills that are new
        by them.
        """
        keys = [key for key in self._early if key in self._numbers]
        held = [(key, notice, at) for key in keys for notice, at in self._early.pop(key)]
        return [told for key, notice, at in held for told in self._apply(notice, key, at)]

    def move(self, local_id: str, state: OrderState, reason: Message | None = None) -> None:
        """The sending of an order has come so far; one that has its number stays as it is."""
        record = self._records[local_id]
        if not record.order.order_no:
            record.order = moved(record.order, state, reason=reason)
            self._changed(record)

    def lose(self, local_id: str, reason: Message, until: str, now: float) -> Order | None:
        """The sending of an order has ended without an answer, at the exchange time `until` and the
        monotonic second `now`; None for one that has its number all the same.
        """
        record = self._records[local_id]
        if record.order.order_no:
            return None
        record.ended_at = now
        record.order = moved(record.order, _S.UNKNOWN, reason=reason, sent_until=until)
        self._changed(record)
        return record.order

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
        self._candidates.pop(local_id, None)
        self._bind(key, local_id)
        self._changed(record)
        held = self._early.pop(key, [])
        return [told for notice, at in held for told in self._apply(notice, key, at)]

    def choose(self, local_id: str, order_no: str) -> BrokerOrder | None:
        """The trader's choice among the rows that an order may be; None where it is none any
        more.
        """
        record, key = self._records.get(local_id), number(order_no)
        if record is None or not record.is_unknown:
            return None
        for row in self._candidates.get(local_id, ()):
            if number(row.order_no) == key and not self._is_claimed(record, row):
                self.name(local_id, OrderReceipt(row.order_no, row.branch, row.order_time))
                self._lay_row(record, row, record.listed_at, is_amended=record.is_amended_in_list)
                return row
        return None

    def deny(self, local_id: str) -> tuple[str, ...]:
        """The trader says that an order is none of the rows that it may be: their numbers; none
        where nothing is to be chosen any more.
        """
        record = self._records.get(local_id)
        if record is None or not record.is_unknown:
            return ()
        numbers = tuple(row.order_no for row in self._candidates.pop(local_id, ()))
        record.denied.update(map(number, numbers))
        return numbers

    def put_denied(self, local_id: str, order_nos: Iterable[str]) -> None:
        """Keep what the trader said before, as the journal tells of it."""
        if local_id in self._records:
            self._records[local_id].denied.update(map(number, order_nos))

    def may_be_asked(self, original: Order, *, everything: bool) -> bool:
        """Whether an amend or cancel of an order may be sent while earlier ones have no answer.

        Never a second amend or a cancel of a part. A cancel of `everything` again once a list that
        was read after the earlier one's end shows shares resting.
        """
        key = number(original.order_no)
        pending = [
            record
            for record in self._nameless.values()
            if record.order.request is not Request.NEW and number(record.order.original_no) == key
        ]
        return not pending or (everything and may_cancel_again(self._record_of(key), pending))

    def notice(self, notice: Notice, now: float) -> list[tuple[Order, Fill]]:
        """Take a notice; the fills that are new by it. One whose order still waits for its number
        is held until it has.
        """
        key = number(notice.order_no)
        if key in self._numbers:
            return self._apply(notice, key, now)
        takes = notice.kind in TAKES_FROM_ORIGINAL
        if takes:  # the original has lost shares, whosever request it was
            self._apply(notice, key, now)
        if not takes or self._request_under_way(notice):
            self._early.setdefault(key, []).append((notice, now))
        return []

    def lay(
        self, rows: tuple[BrokerOrder, ...], begun: float, *, over: bool = False
    ) -> list[Verdict]:
        """Take the day's complete list, whose reading began at the monotonic second `begun`; what
        it makes of orders without an answer. `over`: the day has ended, and the list is final.
        """
        amended = amended_numbers(rows)
        nameless = tuple(self._nameless.values())
        verdicts = self._settling.settle(nameless, rows, self._is_claimed, begun, over=over)
        self._follow(verdicts)
        waiting = self._waiting()
        for row in rows:
            key = number(row.order_no)
            self._seen.setdefault(key, len(self._seen))
            if key not in self._numbers and not self._may_be_any(waiting, row):
                self._adopt(row)
                self._take_early_fills(key)
            record = self._record_of(key)
            if record is not None:
                self._lay_row(record, row, begun, is_amended=key in amended)
        self._count_missing({number(row.order_no) for row in rows}, begun)
        self._end(over=over)
        self._early = {key: held for key, held in self._early.items() if key not in self._numbers}
        return verdicts

    def changes(self) -> list[Event]:
        """What the screen has not been told yet."""
        return self._board.changes()

    def _changed(self, record: Record) -> None:
        """What is known of an order's sending has changed."""
        local_id = record.order.local_id
        self._board.touch(local_id)
        if record.is_nameless:
            self._nameless[local_id] = record
        else:
            self._nameless.pop(local_id, None)

    def _bind(self, key: int, local_id: str) -> None:
        self._numbers[key] = local_id
        self._seen.setdefault(key, len(self._seen))

    def _follow(self, verdicts: list[Verdict]) -> None:
        """Give the orders that were found their numbers, and keep what the others may be."""
        self._candidates = {}
        for verdict in verdicts:
            row, local_id = verdict.row, verdict.record.order.local_id
            if row is not None:
                self.name(local_id, OrderReceipt(row.order_no, row.branch, row.order_time))
            elif verdict.fate is Fate.CHOICE:
                self._candidates[local_id] = verdict.candidates

    def _is_claimed(self, record: Record, row: BrokerOrder) -> bool:
        """Whether a row is surely not an order: it is another of ours, was there before it, or the
        trader said so.
        """
        key = number(row.order_no)
        if key in record.denied:
            return True
        known = self._record_of(key)
        if known is not None and known is not record and known.is_ours:
            return True
        return self._seen.get(key, record.known_before) < record.known_before

    def _request_under_way(self, notice: Notice) -> bool:
        """Whether one of our own amends or cancels of this original still waits for its number."""
        return any(
            record.order.request is not Request.NEW
            and number(record.order.original_no) == number(notice.original_no)
            for record in self._nameless.values()
        )

    def _apply(self, notice: Notice, key: int, now: float) -> list[tuple[Order, Fill]]:
        return apply_notice(notice, key, now, self._touched)

    def _take_early_fills(self, key: int) -> None:
        """Fills of an order that was only now found in the list: notices alone tell their times."""
        for notice, at in self._early.get(key, []):
            if notice.kind is NoticeKind.FILLED:
                self._apply(notice, key, at)

    def _record_of(self, key: int) -> Record | None:
        local_id = self._numbers.get(key) if key else None
        return None if local_id is None else self._records[local_id]

    def _touched(self, key: int) -> Record | None:
        record = self._record_of(key)
        if record is not None:
            self._board.touch(record.order.local_id)
        return record

    def _lay_row(self, record: Record, row: BrokerOrder, begun: float, *, is_amended: bool) -> None:
        if record.order.request is not Request.CANCEL:
            if not record.lay(row, begun, is_amended=is_amended):
                return
        elif row.rejected:
            record.is_refused = True
        else:
            record.cancelled_by[number(row.order_no)] = record.order.quantity
        self._board.touch(record.order.local_id)

    def _waiting(self) -> list[Record]:
        """The orders of ours that may still be found by themselves."""
        return [
            record
            for local_id, record in self._nameless.items()
            if local_id not in self._candidates
        ]

    def _may_be_any(self, waiting: list[Record], row: BrokerOrder) -> bool:
        return any(
            self._settling.is_near(record.order, row) and not self._is_claimed(record, row)
            for record in waiting
        )

    def _adopt(self, row: BrokerOrder) -> None:
        """Take up an order that another program placed."""
        if row.request is Request.CANCEL:
            return
        order = order_of_another(row, self.trade_date)
        local_id = order.local_id
        self._records[local_id] = Record(order, is_ours=False)
        self._board.touch(local_id)
        self._bind(number(row.order_no), local_id)

    def _take_over(self, record: Record, stranger: str) -> None:
        """An order that was taken for another program's was ours: its evidence is."""
        other = self._records.pop(stranger)
        record.row, record.listed_at = other.row, other.listed_at
        record.is_amended_in_list, record.is_working = other.is_amended_in_list, other.is_working
        record.fills, record.noticed_at = other.fills, other.noticed_at
        record.cancelled_by, record.replaced_by = other.cancelled_by, other.replaced_by
        self._board.withdraw(stranger)

    def _count_missing(self, listed: set[int], begun: float) -> None:
        """Give up a resting order that enough complete lists over enough time did not hold."""
        for record in self._records.values():
            order, key = record.order, number(record.order.order_no)
            if not key or key in listed or record.shown().state.is_final:
                continue
            if order.request is not Request.CANCEL and record.miss(begun, NEVER_WALKS, NEVER_SPAN):
                record.is_vanished = True
                self._board.touch(order.local_id)

    def _end(self, *, over: bool) -> None:
        """Nothing rests any more once the day is over; a date that was told wrongly for a moment
        ends nothing.
        """
        for local_id, record in self._records.items():
            if record.is_over is not over:
                record.is_over = over
                self._board.touch(local_id)
