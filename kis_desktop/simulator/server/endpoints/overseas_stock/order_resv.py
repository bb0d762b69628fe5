"""해외주식 예약주문접수, v1_해외주식-002: an order that is sent at the next opening.

For the United States the TR id says the side, for Asia `SLL_BUY_DVSN_CD`; `RVSE_CNCL_DVSN_CD` 02
takes an Asian one back. American MOO sales are type 31.
"""

from kis_desktop.simulator.markets.overseas_stock.exchanges import find_exchange
from kis_desktop.simulator.markets.overseas_stock.reservations import Reservation
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_rows import (
    refusal_abroad,
    selling_tr_ids,
    stocks,
    units,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused, Side

_ID = "overseas_stock/order_resv"
_SELLS = selling_tr_ids(_ID)
_MOO = "31"


def _answer(call: Call) -> Reply:
    market = stocks(call)
    try:
        if call.text("RVSE_CNCL_DVSN_CD") == "02":
            taken = market.reservations.cancel(call.account_number, call.text("OVRS_RSVN_ODNO"))
        else:
            taken = _reserved(call)
    except Refused as refused_by:
        return refusal_abroad(refused_by, call.world)
    output: Values = {
        "ODNO": taken.number,
        "RSVN_ORD_RCIT_DT": taken.received.date(),
        "OVRS_RSVN_ODNO": taken.number,
    }
    return layout(_ID).done(
        {"output": output},
        code="APBK0014",
        message="예약주문이 접수 되었습니다.",
        accepted=True,
    )


def _reserved(call: Call) -> Reservation:
    market, exchange = stocks(call), call.text("OVRS_EXCG_CD")
    if find_exchange(exchange) is None:
        place = find_exchange(call.text("PRDT_TYPE_CD"))
        exchange = "" if place is None else place.order_code
    dealt = market.dealer.find_dealt(exchange, call.text("PDNO"))
    share = None if dealt is None else market.find(exchange, dealt.code)
    if dealt is None or share is None:
        raise Refused(Refusal.UNKNOWN_SYMBOL, call.text("PDNO"))
    order_type = call.text("ORD_DVSN") or "00"
    price = 0 if order_type == _MOO else units(share, call.decimal("FT_ORD_UNPR3"))
    sells = call.tr_id in _SELLS or call.text("SLL_BUY_DVSN_CD") == "01"
    return market.reservations.reserve(
        call.account_number, dealt, Side.SELL if sells else Side.BUY, order_type,
        call.number("FT_ORD_QTY"), price, market.around.numbers.next(), call.now,
    )  # fmt: skip


ENDPOINT = served(
    _ID,
    _answer,
    required=("PDNO", "FT_ORD_QTY", "FT_ORD_UNPR3"),
    example={
        "PDNO": "TSLA",
        "OVRS_EXCG_CD": "NASD",
        "FT_ORD_QTY": "1",
        "FT_ORD_UNPR3": "290.50",
        "RVSE_CNCL_DVSN_CD": "00",
    },
)
