"""해외주식 주문체결내역, v1_해외주식-007: every numbered request of a span of days there.

Days are those of the exchange; `dmst_ord_dt` and `thco_ord_tmd` are Korean. KIS answers with a
list, though its example for nothing found is an object.
"""

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_orders import kind_code, kind_name, order_row
from kis_desktop.simulator.server.overseas_rows import (
    WIDTH,
    named,
    of_places,
    places,
    side_matches,
    stocks,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/inquire_ccnl")
_ROWS_REAL, _ROWS_PAPER = 20, 15
_ALL = frozenset({"", "%", "%%"})


def _answer(call: Call) -> Reply:
    start, end = call.day("ORD_STRT_DT"), call.day("ORD_END_DT")
    orders = stocks(call).dealer.orders(call.account_number, start, end)
    exchange = call.text("OVRS_EXCG_CD")
    shown = [
        one
        for one in of_places(orders, () if exchange in _ALL else places(call))
        if _asked_for(call, one)
    ]
    if call.text("SORT_SQN") == "AS":
        shown.reverse()
    rows = [_LAYOUT.row("output", _row(call, one)) for one in shown]
    names = ("CANO", "ACNT_PRDT_CD", "PDNO", "ORD_STRT_DT", "ORD_END_DT", "SLL_BUY_DVSN")
    conditions = [call.text(name) for name in (*names, "CCLD_NCCS_DVSN", "OVRS_EXCG_CD")]
    size = _ROWS_PAPER if call.paper else _ROWS_REAL
    page = page_of(call, rows, size, conditions, width=WIDTH)
    return answered(
        {"output": list(page.rows)}, continuation=page.continuation, before=page.context
    )


def _asked_for(call: Call, order: DealOrder) -> bool:
    filled, number = call.text("CCLD_NCCS_DVSN"), call.text("ODNO")
    return (
        (call.text("PDNO") in _ALL or call.text("PDNO").upper() == order.code)
        and side_matches(call.text("SLL_BUY_DVSN"), order.side)
        and (filled != "01" or order.filled_quantity > 0)
        and (filled != "02" or order.remaining > 0)
        and (not number.isdecimal() or int(number) == int(order.number))
    )


def _row(call: Call, order: DealOrder) -> Values:
    country = named(call, order).exchange.country
    return {
        **order_row(call, order),
        "rvse_cncl_dvsn": kind_code(order),
        "rvse_cncl_dvsn_name": kind_name(order),
        "ord_tmd": order.time.astimezone(country.zone),
        "tr_natn": country.number,
        "tr_natn_name": country.name,
        "dmst_ord_dt": order.time,
        "thco_ord_tmd": order.time,
        "mdia_dvsn_name": "OpenAPI",
    }


ENDPOINT = served(
    "overseas_stock/inquire_ccnl",
    _answer,
    required=("ORD_STRT_DT", "ORD_END_DT"),
    example={
        "PDNO": "%",
        "ORD_STRT_DT": "20261119",
        "ORD_END_DT": "20261121",
        "SLL_BUY_DVSN": "00",
        "CCLD_NCCS_DVSN": "00",
        "OVRS_EXCG_CD": "NASD",
        "SORT_SQN": "DS",
    },
)
