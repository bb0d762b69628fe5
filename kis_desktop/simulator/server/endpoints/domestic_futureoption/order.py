"""선물옵션 주문, v1_국내선물-001: an order by day or, by its TR id, by night."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_holding import account_number
from kis_desktop.simulator.server.futureoption_orders import (
    ACCEPTED,
    dealt_in,
    is_night,
    life_of,
    order_fields,
    order_type,
    price_of,
    refused_order,
    side_of,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.order_texts import FORWARDING
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refused

_LAYOUT = layout("domestic_futureoption/order")


def _answer(call: Call) -> Reply:
    dealt = dealt_in(call, "SHTN_PDNO", night=is_night(call))
    side, type_ = side_of(call), order_type(call)
    quantity, price = call.number("ORD_QTY"), price_of(call, dealt, side, type_)
    try:
        order = call.market.others.derivatives.dealer.place(
            account_number(call), dealt.exchange, dealt.code, side, quantity, price, call.now,
            order_type=type_, life=life_of(type_),
        )  # fmt: skip
    except Refused as refused:
        return refused_order(refused, call.world)
    code, message = ACCEPTED
    fields = {**order_fields(call, order), "KRX_FWDG_ORD_ORGNO": FORWARDING[call.world]}
    return _LAYOUT.done({"output": fields}, code=code, message=message, accepted=True)


ENDPOINT = served(
    "domestic_futureoption/order",
    _answer,
    example={
        "ORD_PRCS_DVSN_CD": "02",
        "SLL_BUY_DVSN_CD": "02",
        "SHTN_PDNO": "A05612",
        "ORD_QTY": "1",
        "UNIT_PRICE": "530.00",
        "NMPR_TYPE_CD": "01",
        "KRX_NMPR_CNDT_CD": "0",
        "ORD_DVSN_CD": "01",
    },
    other={"SLL_BUY_DVSN_CD": "01", "UNIT_PRICE": "580.00", "ORD_QTY": "2"},
    required=("SLL_BUY_DVSN_CD", "SHTN_PDNO", "ORD_QTY"),
)
