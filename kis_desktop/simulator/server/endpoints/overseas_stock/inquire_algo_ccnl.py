"""해외주식 지정가체결내역조회, 해외주식-070: the fills of a TWAP or VWAP order.

Without an order's day and number it is the last such order. `output` has the fills in turn,
`output3` the order itself.
"""

from datetime import timedelta

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import SIDE_NAMES
from kis_desktop.simulator.server.overseas_rows import ALGORITHMS, WIDTH, fixed, named, stocks
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/inquire_algo_ccnl")
_ROWS = 50
_LOOK_BACK = timedelta(days=14)


def _answer(call: Call) -> Reply:
    order = _order(call)
    fills = []
    if order is not None:
        day = order.trade_date
        fills = [
            one
            for one in stocks(call).dealer.fills(call.account_number, day, day)
            if one.order_number == order.number
        ]
    rows = [
        _LAYOUT.row("output", {"CCLD_SEQ": f"{place:04d}", "CCLD_BTWN": one.time})
        for place, one in enumerate(fills, start=1)
    ]
    names = ("CANO", "ACNT_PRDT_CD", "ORD_DT", "ODNO")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    shown = [] if order is None else [_row(call, order, len(fills))]
    return _LAYOUT.answered(
        {"output": page.rows, "output3": shown},
        continuation=page.continuation,
        before=page.context,
    )


def _order(call: Call) -> DealOrder | None:
    number = call.text("ODNO")
    end = call.day("ORD_DT") if call.text("ORD_DT") else call.now.date()
    start = end - timedelta(days=1) if call.text("ORD_DT") else end - _LOOK_BACK
    found = [
        one
        for one in stocks(call).dealer.orders(call.account_number, start, end)
        if one.order_type in ALGORITHMS
        and (not number.isdecimal() or int(number) == int(one.number))
    ]
    return found[-1] if found else None


def _row(call: Call, order: DealOrder, fills: int) -> Values:
    share = named(call, order)
    value = share.money(order.filled_value)
    average = value / order.filled_quantity if order.filled_quantity else value
    return {
        "odno": order.number,
        "trad_dvsn_name": SIDE_NAMES[order.side],
        "pdno": order.code,
        "item_name": share.name,
        "ft_ord_qty": order.quantity,
        "ft_ord_unpr3": fixed(share.money(order.price), 8),
        "ord_tmd": order.time,
        "splt_buy_attr_name": ALGORITHMS[order.order_type],
        "ft_ccld_qty": order.filled_quantity,
        "tr_crcy": share.currency,
        "ft_ccld_unpr3": fixed(average, 8),
        "ft_ccld_amt3": fixed(value, 5),
        "ccld_cnt": fills,
    }


ENDPOINT = served(
    "overseas_stock/inquire_algo_ccnl",
    _answer,
    required=(),
    example={},
    other={"ORD_DT": "20250618"},
)
