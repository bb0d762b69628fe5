"""선물옵션 주문체결내역조회, v1_국내선물-003: orders by day of a period, a hundred a page."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_holding import long_price
from kis_desktop.simulator.server.futureoption_lists import (
    asked_orders,
    fee_of,
    filled_value,
    fills_between,
    order_row,
    type_code,
)
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_ccnl")
_PAGE, _WIDTH = 100, 200


def _answer(call: Call) -> Reply:
    orders = asked_orders(call, night=False)
    rows = [
        _LAYOUT.row(
            "output1",
            {
                **order_row(call, one),
                "nmpr_type_cd": type_code(one),
                "ord_idx": long_price(one.price),
                "tot_ccld_qty": one.filled_quantity,
                "tot_ccld_amt": filled_value(call, one),
            },
        )
        for one in orders
    ]
    numbers = {(one.trade_date, one.number) for one in orders}
    start, end = call.day("STRT_ORD_DT"), call.day("END_ORD_DT")
    fills = (
        one
        for one in fills_between(call, start, end)
        if (one.trade_date, one.order_number) in numbers
    )
    totals: Values = {
        "tot_ord_qty": sum(one.quantity for one in orders),
        "tot_ccld_amt_smtl": sum(filled_value(call, one) for one in orders),
        "tot_ccld_qty_smtl": sum(one.filled_quantity for one in orders),
        "fee_smtl": fee_of(fills),
        "ctac_tlno": "",
    }
    page = page_of(call, rows, _PAGE, (call.text("CANO"), call.text("ACNT_PRDT_CD")), width=_WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": totals},
        continuation=page.continuation,
        before=page.context,
    )


ENDPOINT = served(
    "domestic_futureoption/inquire_ccnl",
    _answer,
    example={
        "STRT_ORD_DT": "20261102",
        "END_ORD_DT": "20261120",
        "SLL_BUY_DVSN_CD": "00",
        "CCLD_NCCS_DVSN": "00",
        "SORT_SQN": "DS",
        "PDNO": "",
        "STRT_ODNO": "",
        "MKET_ID_CD": "00",
    },
    required=("STRT_ORD_DT", "END_ORD_DT"),
)
