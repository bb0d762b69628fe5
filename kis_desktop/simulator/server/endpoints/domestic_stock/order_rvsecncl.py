"""주식주문(정정취소), v1_국내주식-003: amends (01) and cancels (02), all of the rest or a part."""

from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint
from kis_desktop.simulator.server.order_answer import accepted
from kis_desktop.simulator.server.order_texts import refusal
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.views import OrderRecord, Refused


def _answer(call: Call) -> Reply:
    """QTY_ALL_ORD_YN=Y acts on all that remains and does not look at ORD_QTY."""
    cancels = call.choice("RVSE_CNCL_DVSN_CD", "01", "02") == "02"
    everything = call.choice("QTY_ALL_ORD_YN", "Y", "N") == "Y"
    quantity = None if everything else call.number("ORD_QTY")
    if not call.text("ORGN_ODNO").isdecimal():
        raise CallRefused(invalid_input("ORGN_ODNO"))
    try:
        return accepted(_carried_out(call, quantity, cancels=cancels), call.world)
    except Refused as refused_by:
        return refusal(refused_by, call.world)


def _carried_out(call: Call, quantity: int | None, *, cancels: bool) -> OrderRecord:
    original = call.text("ORGN_ODNO")
    if cancels:
        return call.market.cancel(call.account_number, original, quantity=quantity)
    return call.market.amend(
        call.account_number,
        original,
        quantity=quantity,
        price=call.number("ORD_UNPR"),
        order_type=call.text("ORD_DVSN"),
        condition_price=call.number("CNDT_PRIC") or None,
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/order-rvsecncl",
    method="POST",
    real=("TTTC0013U", "TTTC0803U"),
    paper=("VTTC0013U", "VTTC0803U"),
    required=("ORGN_ODNO", "ORD_DVSN", "RVSE_CNCL_DVSN_CD", "QTY_ALL_ORD_YN"),
    answer=_answer,
    example={
        "ORD_DVSN": "00",
        "RVSE_CNCL_DVSN_CD": "01",
        "QTY_ALL_ORD_YN": "Y",
        "ORD_UNPR": "68100",
    },
    of_account=True,
    places_orders=True,
)
