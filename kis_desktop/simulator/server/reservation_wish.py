"""What a reservation asks for, read from a request to make or to amend one."""

from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.reservations import TYPES, Wish
from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.order_texts import CASH_CODE, SIDE_CODES, refusal
from kis_desktop.simulator.server.replies import invalid_input
from kis_desktop.simulator.server.wire_text import parse_day
from kis_desktop.simulator.views import Refusal, Refused, Side

_LOAN_CODE = "28"
"""ORD_OBJT_CBLC_DVSN_CD 각종 대출: the lot of the loan date is sold"""


def asked_wish(call: Call) -> Wish:
    """Raises CallRefused."""
    listing = asked_listing(call, "PDNO")
    if listing is None:
        raise CallRefused(refusal(Refused(Refusal.UNKNOWN_SYMBOL), call.world))
    sides = {code: side for side, code in SIDE_CODES.items()}
    side = sides[call.choice("SLL_BUY_DVSN_CD", *sides)]
    end = call.text("RSVN_ORD_END_DT")
    try:
        last = parse_day(end) if end else None
    except ValueError as error:
        raise CallRefused(invalid_input("RSVN_ORD_END_DT")) from error
    return Wish(
        symbol=listing.symbol,
        side=side,
        order_type=call.choice("ORD_DVSN_CD", *sorted(TYPES)),
        quantity=call.number("ORD_QTY"),
        price=call.number("ORD_UNPR"),
        credit=_credit(call, listing.symbol, side),
        end=last,
    )


def _credit(call: Call, symbol: str, side: Side) -> Credit | None:
    if call.choice("ORD_OBJT_CBLC_DVSN_CD", CASH_CODE, _LOAN_CODE) == CASH_CODE:
        return None
    for loan in call.account.loans():
        dated = loan.loan_date.strftime("%Y%m%d") == call.text("LOAN_DT")
        closes = (side is Side.BUY) is loan.kind.short
        if loan.symbol == symbol and dated and closes:
            return Credit(loan.kind, loan.loan_date, repays=True)
    raise CallRefused(refusal(Refused(Refusal.NO_SUCH_LOAN), call.world))
