"""Orders as journal entries and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec

from kis_desktop.domain.fill import Fill
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.message import message
from kis_desktop.domain.order import (
    Credit,
    CreditKind,
    Order,
    OrderState,
    OrderType,
    Origin,
    Request,
    Side,
    Venue,
)
from kis_desktop.domain.order_report import OrderReceipt
from kis_desktop.services.order_ledger import moved

_S = OrderState


def described(order: Order) -> dict[str, JournalValue]:
    """What an INTENT entry says of an order, but what `order_audit.evidence` adds."""
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


def ended_unknown(order_count: int) -> dict[str, JournalValue]:
    """What a RESOLVED entry says of an order whose day ended while it could be several others."""
    return {"order_no": "", "outcome": _S.EXPIRED.value, "candidates": order_count}


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


def cut_short(entries: Iterable[JournalEntry]) -> frozenset[str]:
    """The local ids of orders whose sending was begun, and of which nothing was written since."""
    last = {entry.local_id: entry.kind for entry in entries if entry.kind is not JournalKind.NOTICE}
    return frozenset(one for one, kind in last.items() if kind is JournalKind.SENDING)


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
    origin = body.get("origin")
    return Order(
        local_id=entry.local_id,
        symbol=str(body["symbol"]),
        side=Side(str(body["side"])),
        order_type=OrderType(str(body["order_type"])),
        quantity=int(body["quantity"] or 0),
        price=_price(body.get("price")),
        venue=Venue(str(body["venue"])),
        state=_S.INTENT,
        at=entry.at,
        trade_date=entry.trade_date,
        request=Request(str(body["request"])),
        branch=str(body.get("branch") or ""),
        original_no=str(body.get("original_no") or ""),
        sent_at=str(body.get("sent_at") or ""),
        condition_price=_price(body.get("condition_price")),
        credit=_credit(body),
        origin=None if origin is None else Origin(str(origin)),
    )


def _price(value: JournalValue) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _credit(body: dict[str, JournalValue]) -> Credit | None:
    kind, loan_date = body.get("credit"), body.get("loan_date")
    if kind is None:
        return None
    return Credit(CreditKind(str(kind)), date.fromisoformat(str(loan_date)))


def _after_entry(order: Order, entry: JournalEntry) -> Order:
    told = str(entry.body.get("order_no") or "")
    match entry.kind:
        case JournalKind.SENDING:
            return order.to(_S.SENDING).to(_S.UNKNOWN, reason=message("order.uncertain"))
        case JournalKind.UNKNOWN:
            until = str(entry.body.get("until") or "")
            return msgspec.structs.replace(order, sent_until=until)
        case JournalKind.ACCEPTED | JournalKind.ADOPTED:
            return _named(moved(order, _S.ACCEPTED, reason=None), entry)
        case JournalKind.RESOLVED if told:
            return _named(moved(order, _S.ACCEPTED, reason=None), entry)
        case JournalKind.RESOLVED if entry.body.get("outcome") == _S.EXPIRED.value:
            return moved(order, _S.EXPIRED, reason=message("order.expired_unknown"))
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
