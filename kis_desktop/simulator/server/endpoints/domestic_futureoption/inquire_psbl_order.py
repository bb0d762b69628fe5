"""선물옵션 주문가능, v1_국내선물-005: how many contracts an order may have."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_holding import long_price
from kis_desktop.simulator.server.futureoption_orders import ability
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_psbl_order")


def _answer(call: Call) -> Reply:
    able = ability(call, night=False)
    output: Values = {
        "tot_psbl_qty": able.opening + able.closing,
        "lqd_psbl_qty1": able.closing,
        "ord_psbl_qty": able.opening,
        "bass_idx": long_price(able.price),
    }
    return _LAYOUT.answered({"output": output}, continuation=Continuation.SINGLE)


ENDPOINT = served(
    "domestic_futureoption/inquire_psbl_order",
    _answer,
    example={"PDNO": "A01612", "SLL_BUY_DVSN_CD": "02", "UNIT_PRICE": "557.5", "ORD_DVSN_CD": "01"},
    other={"PDNO": "A05612", "SLL_BUY_DVSN_CD": "01", "UNIT_PRICE": "", "ORD_DVSN_CD": "02"},
    required=("PDNO",),
)
