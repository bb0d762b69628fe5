"""해외주식 주문, v1_해외주식-001: buys and sells in nine exchanges; the TR id says which side.

There are no market orders but MOO and MOC sales in the United States (price 0); the American TR
ids are taken for every American exchange. A wrong exchange for a symbol is APBK0656.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.overseas_rows import (
    AT_MARKET,
    LOT,
    accepted_abroad,
    check_type,
    refusal_abroad,
    selling_tr_ids,
    stocks,
    units,
)
from kis_desktop.simulator.server.replies import Reply, refused
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused, Side

_ID = "overseas_stock/order"
_SELLS = selling_tr_ids(_ID, "VTTT1006U")


def _answer(call: Call) -> Reply:
    market, exchange = stocks(call), call.text("OVRS_EXCG_CD")
    side = Side.SELL if call.tr_id in _SELLS else Side.BUY
    dealt = market.dealer.find_dealt(exchange, call.text("PDNO"))
    share = None if dealt is None else market.find(exchange, dealt.code)
    if dealt is None or share is None:
        return refusal_abroad(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    order_type, quantity = call.text("ORD_DVSN") or "00", call.number("ORD_QTY")
    if quantity % dealt.lot and order_type != "50":
        code, rt_cd, message = LOT
        return refused(code, message, rt_cd=rt_cd)
    try:
        check_type(order_type, side, share, paper=call.paper)
        price = 0 if order_type in AT_MARKET else units(share, call.decimal("OVRS_ORD_UNPR"))
        order = market.dealer.place(
            call.account_number, dealt.exchange, dealt.code, side, quantity, price, call.now,
            order_type=order_type,
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
        "ORD_QTY": "1",
        "OVRS_ORD_UNPR": "180.00",
        "ORD_SVR_DVSN_CD": "0",
        "ORD_DVSN": "00",
    },
)
