"""What a notice adds to the evidence about an order and the one that it names, and what a row of
another program is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, OrderState, OrderType, Request
from kis_desktop.domain.order_report import BrokerOrder, Notice, NoticeKind
from kis_desktop.services.order_ledger import Record, number, replaced_quantity

TAKES_FROM_ORIGINAL = frozenset({NoticeKind.AMENDED, NoticeKind.CANCELLED})


def order_of_another(row: BrokerOrder, trade_date: date) -> Order:
    """An order that another program placed."""
    return Order(
        local_id=f"kis-{trade_date:%Y%m%d}-{number(row.order_no)}",
        symbol=row.symbol,
        side=row.side,
        order_type=row.order_type or OrderType.LIMIT,
        quantity=row.quantity,
        price=row.price,
        venue=row.venue,
        state=OrderState.ACCEPTED,
        at=datetime.now(UTC),
        trade_date=trade_date,
        request=row.request,
        order_no=row.order_no,
        branch=row.branch,
        original_no=row.original_no,
        order_time=row.order_time,
        condition_price=row.condition_price,
    )


def apply_notice(
    notice: Notice, key: int, now: float, find: Callable[[int], Record | None]
) -> list[tuple[Order, Fill]]:
    """Take a notice of the order under number `key`; the fills that are new by it. `find` gives
    records by number, `now` is monotonic.
    """
    record = find(key)
    if notice.kind in TAKES_FROM_ORIGINAL:
        _take_from_original(notice, key, record, now, find)
    if record is None:
        return []
    record.noticed_at = max(record.noticed_at, now)
    match notice.kind:
        case NoticeKind.FILLED:
            return _fill(record, notice)
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
    notice: Notice,
    key: int,
    request: Record | None,
    now: float,
    find: Callable[[int], Record | None],
) -> None:
    """Count once what an amend or cancel took from the order that it names."""
    named = number(notice.original_no)
    if not named and request is not None:
        named = number(request.order.original_no)
    original = find(named) if named else None
    if original is None:
        return
    original.noticed_at = max(original.noticed_at, now)
    taken = original.replaced_by if notice.kind is NoticeKind.AMENDED else original.cancelled_by
    if key not in taken:
        taken[key] = replaced_quantity(original, notice)


def _fill(record: Record, notice: Notice) -> list[tuple[Order, Fill]]:
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
        trade_date=order.trade_date,
        sequence=len(record.fills) + 1,
    )
    return [(order, fill)] if record.count_fill(fill) else []
