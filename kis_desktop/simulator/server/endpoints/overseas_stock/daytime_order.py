"""해외주식 미국주간주문, v1_해외주식-026: limit orders in the American daytime session."""

from kis_desktop.simulator.markets.overseas_stock.exchanges import find_exchange
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.overseas_rows import (
    accepted_abroad,
    check_limit,
    refusal_abroad,
    selling_tr_ids,
    stocks,
    units,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused, Side

_ID = "overseas_stock/daytime_order"
_SELLS = selling_tr_ids(_ID)


def _answer(call: Call) -> Reply:
    market = stocks(call)
    place = find_exchange(call.text("OVRS_EXCG_CD"))
    session = place.daytime if place is not None else ""
    dealt = market.dealer.find_dealt(session, call.text("PDNO")) if session else None
    share = None if dealt is None else market.find(session, dealt.code)
    if dealt is None or share is None:
        return refusal_abroad(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    try:
        check_limit(call.text("ORD_DVSN") or "00")
        price = units(share, call.decimal("OVRS_ORD_UNPR"))
        order = market.dealer.place(
            call.account_number, session, dealt.code,
            Side.SELL if call.tr_id in _SELLS else Side.BUY,
            call.number("ORD_QTY"), price, call.now,
        )  # fmt: skip
    except Refused as refused_by:
        return refusal_abroad(refused_by, call.world)
    return accepted_abroad(_ID, order, call)


ENDPOINT = served(
    _ID,
    _answer,
    required=("OVRS_EXCG_CD", "PDNO", "ORD_QTY", "OVRS_ORD_UNPR"),
    example={
        "OVRS_EXCG_CD": "NASD",
        "PDNO": "AAPL",
        "ORD_QTY": "2",
        "OVRS_ORD_UNPR": "175.50",
        "ORD_SVR_DVSN_CD": "0",
        "ORD_DVSN": "00",
    },
)
