"""주식주문(현금), v1_국내주식-001: buys and sells; the TR id alone says which."""

from kis_desktop.simulator.order_rules import AFTER_TYPES
from kis_desktop.simulator.server.call import Call, Endpoint, asked_listing
from kis_desktop.simulator.server.order_answer import accepted
from kis_desktop.simulator.server.order_texts import account_refusal, refusal
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.views import Refusal, Refused, Side

_SELLS = frozenset({"TTTC0011U", "TTTC0801U", "VTTC0011U", "VTTC0801U"})


def _answer(call: Call) -> Reply:
    wrong_account = account_refusal(call.account_number, call.world)
    if wrong_account is not None:
        return wrong_account
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refusal(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    exchange = call.text("EXCG_ID_DVSN_CD") or "KRX"
    if call.paper and exchange != "KRX":
        return refusal(Refused(Refusal.EXCHANGE_NOT_OFFERED), call.world)
    if call.paper and call.text("ORD_DVSN") in AFTER_TYPES:
        return refusal(Refused(Refusal.MARKET_CLOSED), call.world)
    quantity, price = call.number("ORD_QTY"), call.number("ORD_UNPR")
    try:
        record = call.market.place(
            call.account_number,
            listing.symbol,
            Side.SELL if call.tr_id in _SELLS else Side.BUY,
            call.text("ORD_DVSN"),
            quantity,
            price,
            exchange,
            call.number("CNDT_PRIC"),
        )
    except Refused as refused_by:
        return refusal(refused_by, call.world)
    return accepted(record, call.world)


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/order-cash",
    method="POST",
    real=("TTTC0011U", "TTTC0012U", "TTTC0801U", "TTTC0802U"),
    paper=("VTTC0011U", "VTTC0012U", "VTTC0801U", "VTTC0802U"),
    required=("PDNO", "ORD_DVSN", "ORD_QTY", "ORD_UNPR"),
    answer=_answer,
    example={"PDNO": "005930", "ORD_DVSN": "00", "ORD_QTY": "1", "ORD_UNPR": "68000"},
    of_account=True,
    places_orders=True,
)
