"""매수가능조회, v1_국내주식-007: money and shares that can be bought, with and without margin."""

from kis_desktop.simulator.orders import PRICED
from kis_desktop.simulator.server.account_worth import other_means
from kis_desktop.simulator.server.call import Call, Endpoint, asked_listing
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.order_texts import refusal
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import won
from kis_desktop.simulator.views import Refusal, Refused

_OUTPUT = FieldBlock("""
    ord_psbl_cash=0 ord_psbl_sbst=0 ruse_psbl_amt=0 fund_rpch_chgs=0 psbl_qty_calc_unpr=0
    nrcvb_buy_amt=0 nrcvb_buy_qty=0 max_buy_amt=0 max_buy_qty=0 cma_evlu_amt=0
    ovrs_re_use_amt_wcrc=0 ord_psbl_frcr_amt_wcrc=0
""")


def _answer(call: Call) -> Reply:
    """Without an instrument amounts alone; without a price reckoned at the upper limit."""
    if not call.text("PDNO"):
        return _reply(call, _amounts(call))
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refusal(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    order_type = call.text("ORD_DVSN")
    price = call.number("ORD_UNPR")
    asked = price if price and order_type in PRICED else None
    try:
        power = call.account.buying_power(listing.symbol, asked, order_type)
    except Refused as refused_by:
        return refusal(refused_by, call.world)
    return _reply(
        call,
        {
            "ord_psbl_cash": won(power.orderable_cash),
            "psbl_qty_calc_unpr": won(power.price),
            "nrcvb_buy_amt": won(power.cash_amount),
            "nrcvb_buy_qty": won(power.cash_quantity),
            "max_buy_amt": won(power.max_amount),
            "max_buy_qty": won(power.max_quantity),
        },
    )


def _amounts(call: Call) -> dict[str, str]:
    cash = call.account.cash()
    return {
        "ord_psbl_cash": won(cash.orderable),
        "nrcvb_buy_amt": won(cash.unborrowed),
        "max_buy_amt": won(cash.orderable),
    }


def _reply(call: Call, values: dict[str, str]) -> Reply:
    output = _OUTPUT.filled(values | other_means(call))
    return answered({"output": output})


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-psbl-order",
    real=("TTTC8908R",),
    paper=("VTTC8908R",),
    required=("ORD_DVSN",),
    answer=_answer,
    example={"PDNO": "005930", "ORD_UNPR": "0", "ORD_DVSN": "01", "OVRS_ICLD_YN": "Y"},
    of_account=True,
)
