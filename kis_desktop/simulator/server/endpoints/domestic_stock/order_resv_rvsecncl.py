"""주식예약주문정정취소, v1_국내주식-018,019: the TR id alone says which of the two."""

from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint
from kis_desktop.simulator.server.order_texts import ACCEPTED, refusal
from kis_desktop.simulator.server.replies import Reply, done, invalid_input
from kis_desktop.simulator.server.reservation_wish import asked_wish
from kis_desktop.simulator.views import Refused

_CANCEL, _AMEND = "CTSC0009U", "CTSC0013U"


def _answer(call: Call) -> Reply:
    number = call.text("RSVN_ORD_SEQ")
    if not number.isdecimal():
        raise CallRefused(invalid_input("RSVN_ORD_SEQ"))
    book = call.market.reservations
    try:
        if call.tr_id == _CANCEL:
            book.cancel(call.account_number, int(number), call.now)
        else:
            book.amend(call.account_number, int(number), asked_wish(call), call.now)
    except Refused as refused_by:
        return refusal(refused_by, call.world)
    code, message = ACCEPTED
    return done({"output": {"NRML_PRCS_YN": "Y"}}, code=code, message=message, accepted=True)


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/order-resv-rvsecncl",
    method="POST",
    real=(_AMEND, _CANCEL),
    paper=(),
    required=("RSVN_ORD_SEQ", "RSVN_ORD_ORD_DT"),
    answer=_answer,
    example={"RSVN_ORD_SEQ": "94000", "RSVN_ORD_ORGNO": "06010", "RSVN_ORD_ORD_DT": "20261123"},
    of_account=True,
    places_orders=True,
)
