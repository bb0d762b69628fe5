"""주식예약주문, v1_국내주식-017: an order for the next opening, or for each one up to a day."""

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.order_texts import ACCEPTED, refusal
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.reservation_wish import asked_wish
from kis_desktop.simulator.views import Refused


def _answer(call: Call) -> Reply:
    wish = asked_wish(call)
    try:
        taken = call.market.reservations.reserve(call.account_number, wish, call.now)
    except Refused as refused_by:
        return refusal(refused_by, call.world)
    code, message = ACCEPTED
    return done(
        {"output": {"RSVN_ORD_SEQ": str(taken.number)}},
        code=code,
        message=message,
        accepted=True,
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/order-resv",
    method="POST",
    real=("CTSC0008U",),
    paper=(),
    required=(
        "PDNO",
        "ORD_QTY",
        "ORD_UNPR",
        "SLL_BUY_DVSN_CD",
        "ORD_DVSN_CD",
        "ORD_OBJT_CBLC_DVSN_CD",
    ),
    answer=_answer,
    example={
        "PDNO": "005930",
        "ORD_QTY": "1",
        "ORD_UNPR": "68000",
        "SLL_BUY_DVSN_CD": "02",
        "ORD_DVSN_CD": "00",
        "ORD_OBJT_CBLC_DVSN_CD": "10",
    },
    of_account=True,
    places_orders=True,
)
