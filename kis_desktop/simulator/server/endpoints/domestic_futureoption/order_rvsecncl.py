"""선물옵션 정정취소주문, v1_국내선물-002: amends (01), cancels (02), all or a part."""

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.futureoption_holding import account_number
from kis_desktop.simulator.server.futureoption_orders import (
    ACCEPTED,
    order_fields,
    order_type,
    price_of,
    refused_order,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused

_LAYOUT = layout("domestic_futureoption/order_rvsecncl")


def _answer(call: Call) -> Reply:
    """RMN_QTY_YN=Y acts on all that remains, as ORD_QTY 0 does."""
    cancels = call.choice("RVSE_CNCL_DVSN_CD", "01", "02") == "02"
    everything = call.text("RMN_QTY_YN") == "Y" or not call.number("ORD_QTY")
    quantity = None if everything else call.number("ORD_QTY")
    if not call.text("ORGN_ODNO").isdecimal():
        raise CallRefused(invalid_input("ORGN_ODNO"))
    try:
        order = _carried_out(call, quantity, cancels=cancels)
    except Refused as refused:
        return refused_order(refused, call.world)
    code, message = ACCEPTED
    fields = {**order_fields(call, order), "ORGN_ODNO": order.original_number}
    return _LAYOUT.done({"output": [fields]}, code=code, message=message, accepted=True)


def _carried_out(call: Call, quantity: int | None, *, cancels: bool) -> DealOrder:
    derivatives = call.market.others.derivatives
    account, number = account_number(call), call.text("ORGN_ODNO")
    if cancels:
        return derivatives.dealer.cancel(account, number, call.now, quantity=quantity)
    original = derivatives.dealer.find_order(account, number)
    dealt = None if original is None else derivatives.find_dealt(original.exchange, original.code)
    if original is None or dealt is None:
        raise Refused(Refusal.NO_SUCH_ORDER, number)
    type_ = order_type(call)
    price = price_of(call, dealt, original.side, type_)
    return derivatives.dealer.amend(
        account, number, call.now, price=price, quantity=quantity, order_type=type_
    )


ENDPOINT = served(
    "domestic_futureoption/order_rvsecncl",
    _answer,
    example={
        "ORD_PRCS_DVSN_CD": "02",
        "RVSE_CNCL_DVSN_CD": "02",
        "ORGN_ODNO": "",
        "ORD_QTY": "0",
        "UNIT_PRICE": "0",
        "NMPR_TYPE_CD": "01",
        "KRX_NMPR_CNDT_CD": "0",
        "RMN_QTY_YN": "Y",
        "ORD_DVSN_CD": "01",
    },
    required=("RVSE_CNCL_DVSN_CD", "ORGN_ODNO"),
)
