"""Orders as journal entries and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from kis_desktop.domain.fill import Fill
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Order, OrderState, OrderType, Request, Side, Venue
from kis_desktop.domain.order_report import OrderReceipt
from kis_desktop.services.order_ledger import moved

_S = OrderState


def described(order: Order) -> dict[str, JournalValue]:
    """What an INTENT entry says of an order."""
    return {
        "request": order.request.value,
        "symbol": order.symbol,
        "side": order.side.value,
        "order_type": order.order_type.value,
        "quantity": order.quantity,
        "price": None if order.price is None else str(order.price),
        "venue": order.venue.value,
        "branch": order.branch,
        "original_no": order.original_no,
        "sent_at": order.sent_at,
    }


def receipt_of(receipt: OrderReceipt) -> dict[str, JournalValue]:
    """What an ACCEPTED or RESOLVED entry says."""
    return {"order_no": receipt.order_no, "branch": receipt.branch, "time": receipt.order_time}


def noted(order: Order, fill: Fill) -> JournalEntry:
    """The entry of a fill that a notice told."""
    body: dict[str, JournalValue] = {
        "order_no": fill.order_no,
        "quantity": fill.quantity,
        "price": str(fill.price),
        "time": fill.time,
    }
    now = datetime.now(UTC)
    return JournalEntry(JournalKind.NOTICE, order.local_id, now, order.trade_date, body)


def noted_fill(entry: JournalEntry, order: Order) -> Fill:
    """The fill of a NOTICE entry."""
    return Fill(
        order_no=order.order_no,
        symbol=order.symbol,
        side=order.side,
        quantity=int(entry.body["quantity"] or 0),
        price=Decimal(str(entry.body["price"])),
        time=str(entry.body["time"]),
        trade_date=entry.trade_date,
        sequence=0,
    )


def restored(entries: Iterable[JournalEntry]) -> tuple[Order, ...]:
    """The orders that a journal tells of; one that was being sent is UNKNOWN, one not yet sent is
    not.
    """
    found: dict[str, Order] = {}
    for entry in entries:
        if entry.kind is JournalKind.INTENT:
            found[entry.local_id] = _from_intent(entry)
        elif entry.local_id in found:
            found[entry.local_id] = _after_entry(found[entry.local_id], entry)
    return tuple(
        order.to(_S.REJECTED, reason=message("order.not_sent"))
        if order.state is _S.INTENT
        else order
        for order in found.values()
    )


def _from_intent(entry: JournalEntry) -> Order:
    body = entry.body
    price = body.get("price")
    return Order(
        local_id=entry.local_id,
        symbol=str(body["symbol"]),
        side=Side(str(body["side"])),
        order_type=OrderType(str(body["order_type"])),
        quantity=int(body["quantity"] or 0),
        price=None if price is None else Decimal(str(price)),
        venue=Venue(str(body["venue"])),
        state=_S.INTENT,
        at=entry.at,
        trade_date=entry.trade_date,
        request=Request(str(body["request"])),
        branch=str(body.get("branch") or ""),
        original_no=str(body.get("original_no") or ""),
        sent_at=str(body.get("sent_at") or ""),
    )


def _after_entry(order: Order, entry: JournalEntry) -> Order:
    told = str(entry.body.get("order_no") or "")
    match entry.kind:
        case JournalKind.SENDING:
            return order.to(_S.SENDING).to(_S.UNKNOWN, reason=message("order.uncertain"))
        case JournalKind.ACCEPTED:
            return _named(moved(order, _S.ACCEPTED, reason=None), entry)
        case JournalKind.RESOLVED if told:
            return _named(moved(order, _S.ACCEPTED, reason=None), entry)
        case JournalKind.RESOLVED:
            return moved(order, _S.REJECTED, reason=message("order.never_arrived"))
        case JournalKind.REJECTED:
            code, text = entry.body.get("code"), entry.body.get("text")
            reason = message("order.refused", code=str(code or ""), original=str(text or ""))
            return moved(order, _S.REJECTED, reason=reason)
        case _:
            return order


def _named(order: Order, entry: JournalEntry) -> Order:
    return msgspec.structs.replace(
        order,
        order_no=str(entry.body.get("order_no") or ""),
        branch=str(entry.body.get("branch") or ""),
        order_time=str(entry.body.get("time") or ""),
    )
