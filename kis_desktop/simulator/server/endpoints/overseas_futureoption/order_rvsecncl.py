"""해외선물옵션 정정취소주문, v1_해외선물-002,003: OTFM3002U moves, OTFM3003U takes back."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.overseas_futures_rows import (
    accepted_order,
    account_of,
    contract_of,
    futures,
    price_units,
    refusal_of_futures,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused

_ID = "overseas_futureoption/order_rvsecncl"
_CANCELS = "OTFM3003U"


def _answer(call: Call) -> Reply:
    dealer, account, number = futures(call).dealer, account_of(call), call.text("ORGN_ODNO")
    known = dealer.find_order(account, number)
    if known is None:
        return refusal_of_futures(Refused(Refusal.NO_SUCH_ORDER, number), call)
    try:
        if call.tr_id == _CANCELS:
            order = dealer.cancel(account, number, call.now)
        else:
            at_market = call.text("FM_MKPR_CVSN_YN") == "Y"
            price = price_units(call, "FM_LIMIT_ORD_PRIC", contract_of(call, known.code))
            order = dealer.amend(
                account, number, call.now,
                price=0 if at_market else price or known.price,
                order_type="2" if at_market else None,
            )  # fmt: skip
    except Refused as refused_by:
        return refusal_of_futures(refused_by, call)
    return accepted_order(_ID, order)


ENDPOINT = served(
    _ID,
    _answer,
    required=("ORGN_ODNO",),
    example={
        "ORGN_ORD_DT": "20261120",
        "ORGN_ODNO": "30000007",
        "FM_LIMIT_ORD_PRIC": "5150.00",
        "FM_HDGE_ORD_SCRN_YN": "N",
    },
)
