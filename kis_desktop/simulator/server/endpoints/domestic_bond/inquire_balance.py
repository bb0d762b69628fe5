"""장내채권 잔고조회, 국내주식-198: what is held, one row a purchase.

What a sale takes away is the oldest purchase; what waits to be sold is bound there first.
"""

from kis_desktop.simulator.server.bond_issue import may_be_taxed_apart
from kis_desktop.simulator.server.bond_orders import PAGE, WIDTH, Lot, dealt_in, lots, worth
from kis_desktop.simulator.server.bond_rows import bonds, won
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import day, rate

_LAYOUT = layout("domestic_bond/inquire_balance")


def _answer(call: Call) -> Reply:
    market = bonds(call)
    fills = market.dealer.held_over(call.account_number, market.trade_date(call.now))
    held = [
        one
        for one in lots(fills)
        if call.text("PDNO") in {"", one.code} and call.text("BUY_DT") in {"", day(one.day)}
    ]
    free: dict[str, int] = {}
    book = market.dealer.book(call.account_number)
    for one in held:
        free.setdefault(one.code, book.sellable(dealt_in(call, one.code)))
    rows = []
    for one in reversed(held):
        sellable = min(one.quantity, free[one.code])
        free[one.code] -= sellable
        rows.append(_LAYOUT.row("output", _row(call, one, sellable)))
    rows.reverse()
    names = ("CANO", "ACNT_PRDT_CD", "INQR_CNDT", "PDNO", "BUY_DT")
    page = page_of(call, rows, PAGE, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _row(call: Call, one: Lot, sellable: int) -> Values:
    traded = bonds(call).find(one.code)
    apart = may_be_taxed_apart(traded.bond)
    return {
        "pdno": one.code,
        "prdt_name": traded.bond.name,
        "buy_dt": one.day,
        "buy_sqno": str(one.number),
        "cblc_qty": one.quantity,
        "agrx_qty": 0 if apart else one.quantity,
        "sprx_qty": one.quantity if apart else 0,
        "exdt": traded.bond.due,
        "buy_erng_rt": rate(traded.rate(one.price, one.day), 8),
        "buy_unpr": won(one.price),
        "buy_amt": worth(call, one.code, one.price * one.quantity),
        "ord_psbl_qty": sellable,
    }


ENDPOINT = served("domestic_bond/inquire_balance", _answer, example={"INQR_CNDT": "00"})
