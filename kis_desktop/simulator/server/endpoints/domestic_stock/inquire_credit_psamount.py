"""신용매수가능조회, v1_국내주식-042: what can be bought on a loan with the cash there is."""

from kis_desktop.simulator.orders import PRICED
from kis_desktop.simulator.server.account_worth import other_means
from kis_desktop.simulator.server.call import Call, Endpoint, asked_listing
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.order_texts import CREDIT_CODES, refusal
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import won
from kis_desktop.simulator.views import Refusal, Refused

_OUTPUT = FieldBlock("""
    ord_psbl_cash=0 ord_psbl_sbst=0 ruse_psbl_amt=0 fund_rpch_chgs=0 psbl_qty_calc_unpr=0
    nrcvb_buy_amt=0 nrcvb_buy_qty=0 max_buy_amt=0 max_buy_qty=0 cma_evlu_amt=0
    ovrs_re_use_amt_wcrc=0 ord_psbl_frcr_amt_wcrc=0
""")


def _answer(call: Call) -> Reply:
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refusal(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    if not listing.credit:
        return refusal(Refused(Refusal.NOT_ON_CREDIT), call.world)
    call.choice("CRDT_TYPE", *CREDIT_CODES)
    order_type, price = call.text("ORD_DVSN"), call.number("ORD_UNPR")
    asked = price if price and order_type in PRICED else None
    try:
        power = call.account.credit_power(listing.symbol, asked, order_type)
    except Refused as refused_by:
        return refusal(refused_by, call.world)
    output = _OUTPUT.filled(
        {
            "ord_psbl_cash": won(power.orderable_cash),
            "psbl_qty_calc_unpr": won(power.price),
            "nrcvb_buy_amt": won(power.cash_amount),
            "nrcvb_buy_qty": won(power.cash_quantity),
            "max_buy_amt": won(power.max_amount),
            "max_buy_qty": won(power.max_quantity),
            **other_means(call),
        }
    )
    return answered({"output": output})


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-credit-psamount",
    real=("TTTC8909R",),
    paper=(),
    required=("PDNO", "ORD_DVSN", "CRDT_TYPE"),
    answer=_answer,
    example={
        "PDNO": "005930",
        "ORD_DVSN": "00",
        "ORD_UNPR": "68000",
        "CRDT_TYPE": "21",
        "OVRS_ICLD_YN": "Y",
    },
    of_account=True,
)
