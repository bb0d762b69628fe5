"""장내채권 매수가능조회, 국내주식-199: how much of a bond the account can buy at a price.

Without a price at the last one. Holdings count as a deposit (대용) at what other bonds do.
"""

from kis_desktop.simulator.server.account_worth import savings
from kis_desktop.simulator.server.bond_issue import deposit_value
from kis_desktop.simulator.server.bond_orders import asked_price, dealt_in
from kis_desktop.simulator.server.bond_rows import asked, bonds, won
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Side

_LAYOUT = layout("domestic_bond/inquire_psbl_order")


def _answer(call: Call) -> Reply:
    market, one = bonds(call), asked(call, "PDNO")
    dealer, dealt = market.dealer, dealt_in(call, one.code)
    price = asked_price(call) or one.course.quote(call.now).last
    book = dealer.book(call.account_number)
    quantity = dealer.affordable(call.account_number, dealt, Side.BUY, price, call.now)
    sold = sum(
        fill.value
        for fill in dealer.fills(call.account_number, *[market.trade_date(call.now)] * 2)
        if fill.side is Side.SELL
    )
    values: Values = {
        "ord_psbl_cash": int(book.free("KRW", call.now)),
        "ord_psbl_sbst": sum(
            deposit_value(market.find(held.code), call.now, held.quantity)
            for held in book.positions(call.now)
        ),
        "ruse_psbl_amt": int(dealt.money(sold)),
        "bond_ord_unpr2": won(price),
        "buy_psbl_amt": int(dealt.money(price * quantity)),
        "buy_psbl_qty": quantity,
        "cma_evlu_amt": savings(call).cma,
    }
    return _LAYOUT.done({"output": values}, code="KIOK0510", message="조회가 완료되었습니다")


ENDPOINT = served(
    "domestic_bond/inquire_psbl_order",
    _answer,
    example={"PDNO": "KR6000004A02", "BOND_ORD_UNPR": "9800"},
    other={"PDNO": "KR6000005A01", "BOND_ORD_UNPR": "10010"},
)
