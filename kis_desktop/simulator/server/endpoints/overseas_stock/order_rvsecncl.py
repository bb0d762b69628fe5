"""해외주식 정정취소주문, v1_해외주식-003: moves or takes back an order of the day."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.overseas_amends import amended
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "overseas_stock/order_rvsecncl"


def _answer(call: Call) -> Reply:
    return amended(_ID, call)


ENDPOINT = served(
    _ID,
    _answer,
    required=("OVRS_EXCG_CD", "PDNO", "ORGN_ODNO", "RVSE_CNCL_DVSN_CD", "ORD_QTY"),
    example={
        "OVRS_EXCG_CD": "NASD",
        "PDNO": "AAPL",
        "ORGN_ODNO": "0030000007",
        "RVSE_CNCL_DVSN_CD": "02",
        "ORD_QTY": "1",
        "OVRS_ORD_UNPR": "0",
        "ORD_SVR_DVSN_CD": "0",
    },
)
