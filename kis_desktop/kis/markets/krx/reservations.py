"""KRX reservation orders (예약주문) over REST: bodies that are sent, rows that come back."""

from __future__ import annotations

from datetime import date

from kis_desktop.domain.order import OrderType, Side
from kis_desktop.domain.reservation import (
    PRICED,
    Reservation,
    ReservationIntent,
    ReservationState,
)
from kis_desktop.kis.markets.krx.wire import SIDES, order_number
from kis_desktop.kis.protocol.numbers import find_date, find_int, find_price, find_text
from kis_desktop.kis.protocol.reply import Row

_TYPES = {
    OrderType.LIMIT: "00",
    OrderType.MARKET: "01",
    OrderType.CONDITIONAL_LIMIT: "02",
    OrderType.PRE_HOURS: "05",
}
_TYPE_OF = {code: kind for kind, code in _TYPES.items()}
_SIDE_CODES = {Side.SELL: "01", Side.BUY: "02"}
_CASH = "10"
_NO_PRICE = "0"
_DONE = "Y"


def wish_fields(intent: ReservationIntent) -> dict[str, str]:
    """What is to be ordered, without the account."""
    priced = intent.order_type in PRICED and intent.price is not None
    fields = {
        "PDNO": intent.symbol,
        "ORD_QTY": str(intent.quantity),
        "ORD_UNPR": f"{intent.price:f}" if priced else _NO_PRICE,
        "SLL_BUY_DVSN_CD": _SIDE_CODES[intent.side],
        "ORD_DVSN_CD": _TYPES[intent.order_type],
        "ORD_OBJT_CBLC_DVSN_CD": _CASH,
    }
    if intent.until is not None:
        fields["RSVN_ORD_END_DT"] = _day(intent.until)
    return fields


def named_fields(reservation: Reservation) -> dict[str, str]:
    """Which reservation is meant. The list names no organisation, and none is asked for."""
    return {
        "RSVN_ORD_SEQ": reservation.number,
        "RSVN_ORD_ORGNO": "",
        "RSVN_ORD_ORD_DT": _day(reservation.order_date),
    }


def list_fields(start: date, end: date) -> dict[str, str]:
    """All reservations of the days, those that were taken back too."""
    return {
        "RSVN_ORD_ORD_DT": _day(start),
        "RSVN_ORD_END_DT": _day(end),
        "TMNL_MDIA_KIND_CD": "00",
        "PRCS_DVSN_CD": "0",
        "CNCL_YN": "N",
    }


def read_number(row: Row) -> str:
    """The number of a new reservation; empty where there is none."""
    return find_text(row.get("rsvn_ord_seq")) or ""


def is_done(row: Row) -> bool:
    """Whether an amendment or a cancel was carried out."""
    return find_text(row.get("nrml_prcs_yn")) == _DONE


def is_padding(row: Row) -> bool:
    """Whether a row fills the page and stands for no reservation."""
    return not (find_text(row.get("rsvn_ord_seq")) or "").strip("0")


def read_reservation(row: Row) -> Reservation | None:
    """A row of the list; None where number, day, side or quantity don't read."""
    number = find_text(row.get("rsvn_ord_seq"))
    day = find_date(row.get("rsvn_ord_ord_dt"))
    side = SIDES.get(find_text(row.get("sll_buy_dvsn_cd")) or "")
    quantity = find_int(row.get("ord_rsvn_qty"))
    if number is None or day is None or side is None or quantity is None:
        return None
    kind = _TYPE_OF.get(find_text(row.get("ord_dvsn_cd")) or "")
    return Reservation(
        number=number,
        order_date=day,
        symbol=find_text(row.get("pdno")) or "",
        name=find_text(row.get("kor_item_shtn_name")) or "",
        side=side,
        order_type=kind,
        quantity=quantity,
        price=find_price(row.get("ord_rsvn_unpr")) if kind in PRICED else None,
        filled=find_int(row.get("tot_ccld_qty")) or 0,
        state=_state(row),
        received_on=find_date(row.get("rsvn_ord_rcit_dt")),
        received_time=find_text(row.get("rsvn_ord_rcit_tmd")) or "",
        until=find_date(row.get("rsvn_end_dt")),
        order_no=order_number(row.get("odno")),
        reason=find_text(row.get("rjct_rson2")) or "",
    )


def _state(row: Row) -> ReservationState:
    """A day of cancelling, a reason of refusal and an order number speak; the words of 처리결과
    are nowhere defined.
    """
    if find_date(row.get("cncl_ord_dt")) is not None:
        return ReservationState.CANCELLED
    if find_text(row.get("rjct_rson2")):
        return ReservationState.REFUSED
    return ReservationState.SENT if order_number(row.get("odno")) else ReservationState.WAITING


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")
