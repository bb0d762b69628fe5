"""국내주식 실시간체결통보 H0STCNI0 (real) and H0STCNI9 (paper): what happens to one's orders.

Field order: portal document 실시간-005; 26 fields, 23 before March 2025. The three flags:

    event                          RFUS_YN  CNTG_YN  ACPT_YN   CNTG_QTY
    order taken on                    0        1        1      the order's quantity
    amendment, cancel confirmed       0        1        2      the amended, cancelled quantity
    refused by the exchange           1        1        1      the order's quantity
    rest of an IOC or FOK cancelled   0        1        3      the cancelled quantity
    fill                              0        2        2      this fill alone
"""

from kis_desktop.simulator.orders import ALL_OR_NOTHING, IOC_TYPES
from kis_desktop.simulator.server.order_texts import (
    BRANCH,
    HOLDER,
    SIDE_CODES,
    credit_code,
)
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.server.wire_text import clock, day
from kis_desktop.simulator.views import Board, OrderEvent, OrderEventKind, OrderKind

CHANNELS = {World.REAL: "H0STCNI0", World.PAPER: "H0STCNI9"}
WIDTHS = (26, 23)
_FLAGS = {
    OrderEventKind.ACCEPTED: ("0", "1", "1"),
    OrderEventKind.AMENDED: ("0", "1", "2"),
    OrderEventKind.CANCELLED: ("0", "1", "2"),
    OrderEventKind.REFUSED: ("1", "1", "1"),
    OrderEventKind.REMAINDER_CANCELLED: ("0", "1", "3"),
    OrderEventKind.FILLED: ("0", "2", "2"),
}
"""an order that ends with the day is not reported"""
_REQUESTS = {OrderKind.NEW: "0", OrderKind.AMEND: "1", OrderKind.CANCEL: "2"}
"""RCTF_CLS"""
_EXCHANGES = {
    ("KRX", Board.KRX): "1",
    ("NXT", Board.NXT): "2",
    ("SOR", Board.KRX): "3",
    ("SOR", Board.NXT): "4",
}
"""ORD_EXG_GB, by what was asked for and where it went"""


def is_reported(event: OrderEvent) -> bool:
    """Whether a notice tells of the event."""
    return event.kind in _FLAGS


def notice_record(event: OrderEvent, hts_id: str, name: str, width: int) -> str:
    """The fields of one event, joined, before encryption; `name` is the instrument's."""
    fields = _common(event, hts_id)
    price = f"{event.order.price:09d}"
    if width == WIDTHS[1]:
        return "^".join((*fields, name, *_credit(event), name, price))
    exchange = _EXCHANGES[event.order.exchange, event.order.routed]
    waits_for = f"{event.order.condition_price:09d}"
    return "^".join((*fields, waits_for, exchange, "Y", "", *_credit(event), name, price))


def _common(event: OrderEvent, hts_id: str) -> tuple[str, ...]:
    order = event.order
    filled = event.kind is OrderEventKind.FILLED
    refused, kind, accepted = _FLAGS[event.kind]
    return (
        hts_id,
        order.account.replace("-", ""),
        order.number,
        order.original_number or "",
        SIDE_CODES[order.side],
        _REQUESTS[order.kind],
        order.order_type,
        _condition(order.order_type),
        order.symbol,
        f"{event.quantity:010d}",
        f"{event.price if filled else 0:09d}",
        clock(event.time),
        refused,
        kind,
        accepted,
        BRANCH,
        f"{order.quantity:09d}",
        HOLDER,
    )


def _credit(event: OrderEvent) -> tuple[str, str]:
    """CRDT_CLS and CRDT_LOAN_DATE."""
    credit = event.order.credit
    return credit_code(credit), day(credit.loan_date) if credit else ""


def _condition(order_type: str) -> str:
    """ODER_COND: 1 IOC, 2 FOK."""
    if order_type in IOC_TYPES:
        return "1"
    return "2" if order_type in ALL_OR_NOTHING else "0"
