"""해외주식 미체결내역, v1_해외주식-005: what still works; NASD means all of the US, a blank all."""

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_orders import kind_code, kind_name, order_row
from kis_desktop.simulator.server.overseas_rows import WIDTH, named, of_places, places, stocks
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/inquire_nccs")
_ROWS = 40


def _answer(call: Call) -> Reply:
    orders = of_places(stocks(call).dealer.open_orders(call.account_number), places(call))
    if call.text("SORT_SQN") == "AS":
        orders.reverse()
    rows = [_LAYOUT.row("output", _row(call, one)) for one in orders]
    names = ("CANO", "ACNT_PRDT_CD", "OVRS_EXCG_CD", "SORT_SQN")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _row(call: Call, order: DealOrder) -> Values:
    country = named(call, order).exchange.country
    return {
        **order_row(call, order),
        "rvse_cncl_dvsn_cd": kind_code(order),
        "rvse_cncl_dvsn_cd_name": kind_name(order),
        "ord_tmd": order.time,
        "natn_cd": country.number,
        "natn_kor_name": country.name,
    }


ENDPOINT = served(
    "overseas_stock/inquire_nccs",
    _answer,
    required=(),
    example={"OVRS_EXCG_CD": "NASD", "SORT_SQN": "DS"},
)
