"""해외선물옵션 주문가능조회, v1_해외선물-006: how many contracts can be ordered."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_futures_rows import (
    account_of,
    customer,
    futures,
    price_units,
    refusal_of_futures,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused, Side

_LAYOUT = layout("overseas_futureoption/inquire_psamount")


def _answer(call: Call) -> Reply:
    market, account = futures(call), account_of(call)
    contract = market.find(call.text("OVRS_FUTR_FX_PDNO"))
    dealt = None if contract is None else market.dealer.find_dealt("", contract.code)
    if contract is None or dealt is None:
        return refusal_of_futures(Refused(Refusal.UNKNOWN_SYMBOL), call)
    side = Side.SELL if call.text("SLL_BUY_DVSN_CD") == "01" else Side.BUY
    try:
        asked = price_units(call, "FM_ORD_PRIC", contract)
    except Refused as refused_by:
        return refusal_of_futures(refused_by, call)
    book = market.dealer.book(account)
    quote = dealt.course.quote(call.now)
    price = asked if asked > 0 else quote.last
    position = book.position(dealt, call.now).quantity
    closable = book.closable(dealt, side)
    most = market.dealer.affordable(account, dealt, side, price, call.now)
    at_market = market.dealer.affordable(
        account, dealt, side, quote.ask if side is Side.BUY else quote.bid, call.now
    )
    output: Values = {
        **customer(call),
        "ovrs_futr_fx_pdno": contract.code,
        "crcy_cd": contract.product.currency,
        "sll_buy_dvsn_cd": call.text("SLL_BUY_DVSN_CD"),
        "fm_ustl_qty": abs(position),
        "fm_lqd_psbl_qty": closable,
        "fm_new_ord_psbl_qty": max(most - closable, 0),
        "fm_tot_ord_psbl_qty": most,
        "fm_mkpr_tot_ord_psbl_qty": at_market,
    }
    return _LAYOUT.done({"output": output}, code="KIOK0510", message="조회가 완료되었습니다")


ENDPOINT = served(
    "overseas_futureoption/inquire_psamount",
    _answer,
    required=("OVRS_FUTR_FX_PDNO",),
    example={"OVRS_FUTR_FX_PDNO": "MESZ26", "SLL_BUY_DVSN_CD": "01"},
    other={"OVRS_FUTR_FX_PDNO": "MCLF27", "SLL_BUY_DVSN_CD": "02"},
)
