"""해외주식 미국주간정정취소, v1_해외주식-027: moves or takes back a daytime order."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.overseas_amends import amended
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "overseas_stock/daytime_order_rvsecncl"


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
        "ORD_QTY": "2",
        "OVRS_ORD_UNPR": "0",
        "ORD_SVR_DVSN_CD": "0",
    },
)
