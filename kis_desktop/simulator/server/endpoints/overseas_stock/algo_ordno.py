"""해외주식 지정가주문번호조회, 해외주식-071: the TWAP and VWAP orders of a day.

Of a day without one the last day before it answers.
"""

from datetime import timedelta

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import BRANCH, SIDE_NAMES
from kis_desktop.simulator.server.overseas_rows import ALGORITHMS, WIDTH, fixed, named, stocks
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/algo_ordno")
_ROWS = 50
_LOOK_BACK = timedelta(days=10)


def _answer(call: Call) -> Reply:
    end = call.day("TRAD_DT")
    known = stocks(call).dealer.orders(call.account_number, end - _LOOK_BACK, end)
    orders = [one for one in known if one.order_type in ALGORITHMS]
    day = max((one.trade_date for one in orders), default=end)
    rows = []
    for order in orders:
        if order.trade_date != day:
            continue
        share = named(call, order)
        values: Values = {
            "ODNO": order.number,
            "TRAD_DVSN_NAME": SIDE_NAMES[order.side],
            "PDNO": order.code,
            "ITEM_NAME": share.name,
            "FT_ORD_QTY": order.quantity,
            "FT_ORD_UNPR3": fixed(share.money(order.price), 8),
            "SPLT_BUY_ATTR_NAME": ALGORITHMS[order.order_type],
            "FT_CCLD_QTY": order.filled_quantity,
            "ORD_GNO_BRNO": BRANCH,
        }
        rows.append(_LAYOUT.row("output", values))
    names = ("CANO", "ACNT_PRDT_CD", "TRAD_DT")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


ENDPOINT = served("overseas_stock/algo_ordno", _answer, example={"TRAD_DT": "20250619"})
