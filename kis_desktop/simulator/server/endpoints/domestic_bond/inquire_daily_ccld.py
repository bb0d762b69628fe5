"""장내채권 일별체결조회, 국내주식-127: orders of a period with what they traded, and the sums.

SLL_BUY_DVSN_CD 01 sells, 02 buys, else both; SORT_SQN_DVSN 01 newest first; NCCS_YN Y those that
still work, C those that traded. Cancellations stand in the list with the order that they took back.
"""

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.markets.domestic_bond.days import UNIT
from kis_desktop.simulator.server.bond_orders import (
    ORDER_TYPE,
    PAGE,
    WIDTH,
    average,
    name_values,
    worth,
)
from kis_desktop.simulator.server.bond_rows import bonds, won
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import BRANCH, KIND_NAMES, SIDE_CODES, SIDE_NAMES
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate
from kis_desktop.simulator.views import OrderKind, Side

_LAYOUT = layout("domestic_bond/inquire_daily_ccld")
_OLDEST_FIRST = "02"


def _answer(call: Call) -> Reply:
    start, end = call.day("INQR_STRT_DT"), call.day("INQR_END_DT")
    side = call.text("SLL_BUY_DVSN_CD")
    code = call.text("PDNO")
    orders = [
        one
        for one in bonds(call).dealer.orders(call.account_number, start, end)
        if side not in SIDE_CODES.values() or SIDE_CODES[one.side] == side
        if code in {"", one.code} and _is_wanted(one, call.text("NCCS_YN"))
    ]
    if call.text("SORT_SQN_DVSN") != _OLDEST_FIRST:
        orders.reverse()
    rows = [_LAYOUT.row("output1", _row(call, one)) for one in orders]
    names = ("CANO", "ACNT_PRDT_CD", "INQR_STRT_DT", "INQR_END_DT", "SLL_BUY_DVSN_CD", "PDNO")
    page = page_of(call, rows, PAGE, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": _sums(call, orders)},
        continuation=page.continuation,
        before=page.context,
    )


def _is_wanted(one: DealOrder, unfilled: str) -> bool:
    if unfilled == "Y":
        return one.remaining > 0
    return one.filled_quantity > 0 if unfilled == "C" else True


def _row(call: Call, one: DealOrder) -> Values:
    bought = one.side is Side.BUY
    return name_values(call, one) | {
        "ord_dt": one.trade_date,
        "odno": one.number,
        "orgn_odno": one.original_number or "",
        "ord_dvsn_name": ORDER_TYPE,
        "sll_buy_dvsn_cd_name": f"{SIDE_NAMES[one.side]}{KIND_NAMES[one.kind]}",
        "shtn_pdno": one.code,
        "ord_qty": one.quantity,
        "bond_ord_unpr": won(one.price),
        "ord_tmd": one.time,
        "tot_ccld_qty": one.filled_quantity,
        "bond_avg_unpr": average(one),
        "tot_ccld_amt": worth(call, one.code, one.filled_value),
        "loan_dt": None,
        "buy_dt": one.trade_date if bought else None,
        "samt_mket_ptci_yn_name": "N",
        "sprx_psbl_yn_ifom": "N",
        "ord_mdia_dvsn_name": "OpenAPI",
        "sll_buy_dvsn_cd": SIDE_CODES[one.side],
        "nccs_qty": one.remaining,
        "ord_gno_brno": BRANCH,
    }


def _sums(call: Call, orders: list[DealOrder]) -> Values:
    """Of all pages; a cancellation is no order of its own."""
    new = [one for one in orders if one.kind is not OrderKind.CANCEL]
    filled = sum(one.filled_quantity for one in new)
    value = sum(one.filled_value for one in new)
    return {
        "tot_ord_qty": sum(one.quantity for one in new),
        "tot_ccld_qty_smtl": filled,
        "tot_bond_ccld_avg_unpr": rate(value / filled / UNIT if filled else 0.0),
        "tot_ccld_amt_smtl": sum(worth(call, one.code, one.filled_value) for one in new),
    }


ENDPOINT = served(
    "domestic_bond/inquire_daily_ccld",
    _answer,
    example={
        "INQR_STRT_DT": "20260101",
        "INQR_END_DT": "20261120",
        "SLL_BUY_DVSN_CD": "%",
        "SORT_SQN_DVSN": "01",
        "NCCS_YN": "N",
    },
)
