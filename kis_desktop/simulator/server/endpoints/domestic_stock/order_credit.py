"""주식주문(신용), v1_국내주식-002: purchases on a loan, short sales, and what pays them back."""

from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint, asked_listing
from kis_desktop.simulator.server.order_answer import accepted
from kis_desktop.simulator.server.order_texts import CREDIT_CODES, account_refusal, refusal
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.wire_text import parse_day
from kis_desktop.simulator.views import Refusal, Refused, Side

_BUY, _SELL = "TTTC0052U", "TTTC0051U"
_OLD_BUY, _OLD_SELL = "TTTC0852U", "TTTC0851U"


def _answer(call: Call) -> Reply:
    wrong_account = account_refusal(call.account_number, call.world)
    if wrong_account is not None:
        return wrong_account
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refusal(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    side = Side.BUY if call.tr_id in {_BUY, _OLD_BUY} else Side.SELL
    credit = _credit(call, side)
    quantity, price = call.number("ORD_QTY"), call.number("ORD_UNPR")
    condition = call.number("CNDT_PRIC")
    try:
        record = call.market.place(
            call.account_number,
            listing.symbol,
            side,
            call.text("ORD_DVSN"),
            quantity,
            price,
            call.text("EXCG_ID_DVSN_CD") or "KRX",
            condition,
            credit,
        )
    except Refused as refused_by:
        return refusal(refused_by, call.world)
    return accepted(record, call.world)


def _credit(call: Call, side: Side) -> Credit:
    """The loan; raises CallRefused for one that this side cannot mean.

    A new loan has today's date; shares are lent to be sold and are bought back.
    """
    kind, repays = CREDIT_CODES[call.choice("CRDT_TYPE", *CREDIT_CODES)]
    if (side is Side.BUY) is not (kind.short is repays):
        raise CallRefused(invalid_input("CRDT_TYPE"))
    try:
        loan_date = parse_day(call.text("LOAN_DT"))
    except ValueError as error:
        raise CallRefused(invalid_input("LOAN_DT")) from error
    if not repays and loan_date != call.market.trade_date:
        raise CallRefused(invalid_input("LOAN_DT"))
    return Credit(kind, loan_date, repays)


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/order-credit",
    method="POST",
    real=(_SELL, _BUY, _OLD_SELL, _OLD_BUY),
    paper=(),
    required=("PDNO", "CRDT_TYPE", "LOAN_DT", "ORD_DVSN", "ORD_QTY", "ORD_UNPR"),
    answer=_answer,
    example={
        "PDNO": "005930",
        "CRDT_TYPE": "21",
        "LOAN_DT": "20261120",
        "ORD_DVSN": "00",
        "ORD_QTY": "1",
        "ORD_UNPR": "68100",
    },
    of_account=True,
    places_orders=True,
)
