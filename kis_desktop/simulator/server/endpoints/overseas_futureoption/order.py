"""해외선물옵션 주문, v1_해외선물-001: limit (1), market (2), stop (3) and stop-limit (4) orders.

`ORD_DT` is the trading day there. All orders end with their session.
"""

from kis_desktop.simulator.markets.overseas_futureoption.contracts import Contract
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.overseas_futures_rows import (
    accepted_order,
    account_of,
    futures,
    price_units,
    refusal_of_futures,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused, Side

_ID = "overseas_futureoption/order"
_LIMIT, _STOP, _STOP_LIMIT = "1", "3", "4"
_WITH_PRICE = frozenset({_LIMIT, _STOP_LIMIT})
_WITH_STOP = frozenset({_STOP, _STOP_LIMIT})


def _answer(call: Call) -> Reply:
    kind = call.choice("PRIC_DVSN_CD", _LIMIT, "2", _STOP, _STOP_LIMIT)
    side = Side.SELL if call.choice("SLL_BUY_DVSN_CD", "01", "02") == "01" else Side.BUY
    contract = futures(call).find(call.text("OVRS_FUTR_FX_PDNO"))
    if contract is None:
        return refusal_of_futures(Refused(Refusal.UNKNOWN_SYMBOL), call)
    try:
        order = futures(call).dealer.place(
            account_of(call), contract.product.exchange, contract.code, side,
            call.number("FM_ORD_QTY"),
            _price(call, "FM_LIMIT_ORD_PRIC", contract) if kind in _WITH_PRICE else 0,
            call.now,
            order_type=kind,
            stop=_price(call, "FM_STOP_ORD_PRIC", contract) if kind in _WITH_STOP else 0,
        )  # fmt: skip
    except Refused as refused_by:
        return refusal_of_futures(refused_by, call)
    return accepted_order(_ID, order)


def _price(call: Call, name: str, contract: Contract) -> int:
    price = price_units(call, name, contract)
    if price <= 0:
        raise Refused(Refusal.PRICE_MISSING, name)
    return price


ENDPOINT = served(
    _ID,
    _answer,
    required=("OVRS_FUTR_FX_PDNO", "SLL_BUY_DVSN_CD", "PRIC_DVSN_CD", "FM_ORD_QTY"),
    example={
        "OVRS_FUTR_FX_PDNO": "MESZ26",
        "SLL_BUY_DVSN_CD": "02",
        "PRIC_DVSN_CD": "1",
        "FM_LIMIT_ORD_PRIC": "5200.00",
        "FM_ORD_QTY": "1",
        "CCLD_CNDT_CD": "6",
        "CPLX_ORD_DVSN_CD": "0",
        "ECIS_RSVN_ORD_YN": "N",
        "FM_HDGE_ORD_SCRN_YN": "N",
    },
)
