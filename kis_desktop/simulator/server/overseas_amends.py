"""Amending and cancelling orders for foreign shares, in the regular hours and by day."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.overseas_rows import (
    accepted_abroad,
    refusal_abroad,
    stocks,
    units,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.views import Refusal, Refused

_CANCEL = "02"


def amended(id_: str, call: Call) -> Reply:
    """The answer; the exchange and the symbol have to be those of the order."""
    call.choice("RVSE_CNCL_DVSN_CD", "01", _CANCEL)
    market, number = stocks(call), call.text("ORGN_ODNO")
    known = market.dealer.find_order(call.account_number, number)
    share = market.find(call.text("OVRS_EXCG_CD"), call.text("PDNO"))
    if known is None:
        return refusal_abroad(Refused(Refusal.NO_SUCH_ORDER, number), call.world)
    if share is None or (share.exchange.order_code, share.symbol) != (known.exchange, known.code):
        return refusal_abroad(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    quantity = call.number("ORD_QTY") or None
    try:
        if call.text("RVSE_CNCL_DVSN_CD") == _CANCEL:
            order = market.dealer.cancel(call.account_number, number, call.now, quantity=quantity)
        else:
            price = units(share, call.decimal("OVRS_ORD_UNPR"))
            order = market.dealer.amend(
                call.account_number, number, call.now, price=price, quantity=quantity
            )
    except Refused as refused_by:
        return refusal_abroad(refused_by, call.world)
    return accepted_abroad(id_, order, call)
