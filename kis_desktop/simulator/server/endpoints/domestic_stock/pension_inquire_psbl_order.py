"""퇴직연금 매수가능조회, v1_국내주식-034: what the account's money buys; nothing is lent here."""

from kis_desktop.simulator.orders import PRICED
from kis_desktop.simulator.server.call import Call, asked_listing
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.order_texts import refusal
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refusal, Refused

_LAYOUT = layout("domestic_stock/pension_inquire_psbl_order")


def _answer(call: Call) -> Reply:
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refusal(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    order_type, price = call.text("ORD_DVSN"), call.number("ORD_UNPR")
    asked = price if price and order_type in PRICED else None
    power = call.account.buying_power(listing.symbol, asked, order_type)
    cash = call.account.cash()
    return _LAYOUT.answered(
        {
            "output": {
                "ord_psbl_cash": cash.unborrowed,
                "ruse_psbl_amt": cash.reusable,
                "psbl_qty_calc_unpr": power.price,
                "max_buy_amt": power.cash_amount,
                "max_buy_qty": power.cash_quantity,
            }
        }
    )


ENDPOINT = served(
    "domestic_stock/pension_inquire_psbl_order",
    _answer,
    example={
        "PDNO": "069500",
        "ACCA_DVSN_CD": "00",
        "CMA_EVLU_AMT_ICLD_YN": "Y",
        "ORD_UNPR": "55000",
        "ORD_DVSN": "00",
    },
)
