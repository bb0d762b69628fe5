"""Our orders of the day and what changes them: pure, no wire and no clock.

Every report (receipt, notice, the day's list) is laid over what is known; a report never moves an
order against the table in `domain.order`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import MOVES, Order, OrderState, OrderType, Request
from kis_desktop.domain.order_report import BrokerOrder, Notice, NoticeKind

_S = OrderState


def number(order_no: str) -> int:
    """An order number as KIS compares it: padding with zeros or blanks doesn't count; 0
    for none.
    """
    stripped = order_no.strip()
    return int(stripped) if stripped.isdigit() else 0


def moved(order: Order, state: OrderState, **changes: object) -> Order:
    """The order in a state if the table allows it, else with the other changes alone."""
    if state is order.state or state in MOVES[order.state]:
        return order.to(state, **changes)
    return msgspec.structs.replace(order, **changes)


def with_fill(order: Order, quantity: int, price: Decimal) -> Order:
    """The order after shares of it were executed at a price."""
    filled = order.filled + quantity
    before = (order.average_price or Decimal(0)) * order.filled
    average = (before + price * quantity) / filled
    state = _S.FILLED if filled >= order.quantity - order.cancelled else _S.PARTLY_FILLED
    return moved(order, state, filled=filled, average_price=average)


def exceeds(order: Order, notice: Notice) -> bool:
    """Whether a fill notice counts more shares than the order can still have: told twice, or
    forged.
    """
    return order.filled + notice.quantity > order.quantity - order.cancelled


def after_notice(order: Order, notice: Notice) -> Order:
    """The order after a notice about it; a fill that exceeds the order changes nothing."""
    match notice.kind:
        case NoticeKind.WORKING:
            return moved(order, _S.WORKING) if order.filled == 0 else order
        case NoticeKind.AMENDED:
            return moved(order, _S.WORKING)
        case NoticeKind.CANCELLED | NoticeKind.REMAINDER_CANCELLED:
            return _cancelled(order, notice.quantity)
        case NoticeKind.REFUSED:
            return moved(order, _S.REJECTED)
        case NoticeKind.FILLED:
            if notice.price is None or exceeds(order, notice):
                return order
            return with_fill(order, notice.quantity, notice.price)


def replaced(order: Order, quantity: int) -> Order:
    """The old order after `quantity` shares of it were amended into another."""
    left = order.quantity - order.filled - order.cancelled - quantity
    if left > 0:
        return msgspec.structs.replace(order, cancelled=order.cancelled + quantity)
    return moved(order, _S.AMENDED, cancelled=order.cancelled + max(quantity, 0))


def after_row(order: Order, row: BrokerOrder, *, replaced_by: bool) -> Order:
    """The order as the day's list has it; `replaced_by` tells that an amendment names it."""
    filled = max(row.filled, 0)
    changes: dict[str, object] = {
        "filled": filled,
        "average_price": row.average_price if filled else order.average_price,
        "cancelled": row.cancelled,
        "branch": order.branch or row.branch,
        "order_no": order.order_no or row.order_no,
        "order_time": row.order_time or order.order_time,
        "original_no": order.original_no or row.original_no,
    }
    return moved(order, _state_of(row, replaced_by=replaced_by), **changes)


def _state_of(row: BrokerOrder, *, replaced_by: bool) -> OrderState:
    if row.rejected >= row.quantity > 0:
        return _S.REJECTED
    if row.filled >= row.quantity > 0:
        return _S.FILLED
    if row.remaining > 0:
        return _S.PARTLY_FILLED if row.filled else _S.WORKING
    if replaced_by:
        return _S.AMENDED
    return _S.CANCELLED if row.cancelled else _S.EXPIRED


def _cancelled(order: Order, quantity: int) -> Order:
    left = order.quantity - order.filled - order.cancelled
    cancelled = order.cancelled + min(quantity or left, left)
    if order.filled + cancelled < order.quantity:
        return msgspec.structs.replace(order, cancelled=cancelled)
    return moved(order, _S.CANCELLED, cancelled=cancelled)


def candidates(
    order: Order, rows: Iterable[BrokerOrder], claimed: frozenset[int], earliest: str
) -> tuple[BrokerOrder, ...]:
    """Rows that an order without an answer may be: unclaimed, alike, and not older than `earliest`.

    `earliest` is exchange time HHMMSS, the moment of sending less the measured skew of the clock.
    """
    return tuple(
        row
        for row in rows
        if number(row.order_no) not in claimed
        and row.symbol == order.symbol
        and row.side is order.side
        and row.quantity == order.quantity
        and row.request is order.request
        and number(row.original_no) == number(order.original_no)
        and _same_price(order, row)
        and row.order_time >= earliest
    )


def _same_price(order: Order, row: BrokerOrder) -> bool:
    if order.order_type is OrderType.MARKET:
        return True
    return row.price == order.price


def amended_numbers(rows: Iterable[BrokerOrder]) -> frozenset[int]:
    """Numbers of orders that an amendment in the list names as its original."""
    return frozenset(number(row.original_no) for row in rows if row.request is Request.AMEND)


def fills_to_match(fills: list[Fill], row: BrokerOrder, blank: Fill) -> list[Fill]:
    """The fills of an order, corrected so that their sum is what the day's list says.

    A duplicate is dropped from the end; what was never told is added as one fill at the price that
    makes the amounts agree. All of them are confirmed thereby.
    """
    kept = list(fills)
    while kept and sum(fill.quantity for fill in kept) > row.filled:
        kept.pop()
    missing = row.filled - sum(fill.quantity for fill in kept)
    if missing > 0 and row.average_price is not None:
        told = sum((fill.amount for fill in kept), Decimal(0))
        price = (row.average_price * row.filled - told) / missing
        kept.append(
            msgspec.structs.replace(blank, quantity=missing, price=price, sequence=len(kept) + 1)
        )
    return [msgspec.structs.replace(fill, provisional=False) for fill in kept]
