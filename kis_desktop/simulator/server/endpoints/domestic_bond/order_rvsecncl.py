"""장내채권 정정취소주문, 국내주식-125: 01 moves an order to another price, 02 takes it back.

QTY_ALL_ORD_YN Y means all that is left, whatever the quantity says.
"""

from kis_desktop.simulator.server.bond_orders import accepted, asked_price
from kis_desktop.simulator.server.bond_rows import bonds
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.order_texts import refusal
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refused

_ID = "domestic_bond/order_rvsecncl"
_AMEND, _CANCEL = "01", "02"


def _answer(call: Call) -> Reply:
    kind = call.choice("RVSE_CNCL_DVSN_CD", _AMEND, _CANCEL)
    quantity = None if call.text("QTY_ALL_ORD_YN") == "Y" else call.number("ORD_QTY2")
    dealer, number = bonds(call).dealer, call.text("ORGN_ODNO")
    try:
        if kind == _CANCEL:
            order = dealer.cancel(call.account_number, number, call.now, quantity=quantity)
        else:
            order = dealer.amend(
                call.account_number, number, call.now, price=asked_price(call), quantity=quantity
            )
    except Refused as refused_by:
        return refusal(refused_by, call.world)
    return accepted(call, _ID, order)


ENDPOINT = served(
    _ID,
    _answer,
    required=("ORGN_ODNO", "RVSE_CNCL_DVSN_CD"),
    example={
        "PDNO": "KR6000004A02",
        "ORD_QTY2": "10",
        "BOND_ORD_UNPR": "9510.00",
        "QTY_ALL_ORD_YN": "Y",
        "RVSE_CNCL_DVSN_CD": "01",
    },
)
