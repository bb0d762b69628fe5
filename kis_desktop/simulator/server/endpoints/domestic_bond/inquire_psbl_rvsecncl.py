"""채권정정취소가능주문조회, 국내주식-126: what still works, newest first."""

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.server.bond_orders import PAGE, WIDTH, name_values, worth
from kis_desktop.simulator.server.bond_rows import bonds, won
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import KIND_NAMES, SIDE_CODES
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import day

_LAYOUT = layout("domestic_bond/inquire_psbl_rvsecncl")
_LIMIT = "01"


def _answer(call: Call) -> Reply:
    number = call.text("ODNO")
    orders = [
        one
        for one in reversed(bonds(call).dealer.open_orders(call.account_number))
        if call.text("ORD_DT") in {"", day(one.trade_date)}
        and (not number.isdecimal() or int(number) == int(one.number))
    ]
    rows = [_LAYOUT.row("output", _row(call, one)) for one in orders]
    names = ("CANO", "ACNT_PRDT_CD", "ORD_DT", "ODNO")
    page = page_of(call, rows, PAGE, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _row(call: Call, one: DealOrder) -> Values:
    return name_values(call, one) | {
        "odno": one.number,
        "pdno": one.code,
        "rvse_cncl_dvsn_name": KIND_NAMES[one.kind].rstrip("*") or "정상",
        "ord_qty": one.quantity,
        "bond_ord_unpr": won(one.price),
        "ord_tmd": one.time,
        "tot_ccld_qty": one.filled_quantity,
        "tot_ccld_amt": worth(call, one.code, one.filled_value),
        "ord_psbl_qty": one.remaining,
        "orgn_odno": one.original_number or "",
        "sll_buy_dvsn_cd": SIDE_CODES[one.side],
        "ord_dvsn_cd": _LIMIT,
        "samt_mket_ptci_yn": False,
    }


ENDPOINT = served("domestic_bond/inquire_psbl_rvsecncl", _answer, example={})
