"""장내채권 매수주문, 국내주식-124: a limit order to buy."""

from kis_desktop.simulator.server.bond_orders import placed
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Side

_ID = "domestic_bond/buy"


def _answer(call: Call) -> Reply:
    return placed(call, _ID, Side.BUY)


ENDPOINT = served(
    _ID,
    _answer,
    required=("PDNO", "ORD_QTY2", "BOND_ORD_UNPR"),
    example={
        "PDNO": "KR6000004A02",
        "ORD_QTY2": "10",
        "BOND_ORD_UNPR": "9500.00",
        "SAMT_MKET_PTCI_YN": "N",
        "BOND_RTL_MKET_YN": "N",
    },
)
