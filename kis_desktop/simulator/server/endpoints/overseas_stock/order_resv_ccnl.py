"""해외주식 예약주문접수취소, v1_해외주식-004: takes back an American reservation not yet sent."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.overseas_rows import refusal_abroad, stocks
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refused

_ID = "overseas_stock/order_resv_ccnl"


def _answer(call: Call) -> Reply:
    try:
        taken = stocks(call).reservations.cancel(call.account_number, call.text("OVRS_RSVN_ODNO"))
    except Refused as refused_by:
        return refusal_abroad(refused_by, call.world)
    return layout(_ID).done(
        {"output": {"OVRS_RSVN_ODNO": taken.number}},
        code="APBK0015",
        message="예약주문이 취소 되었습니다.",
        accepted=True,
    )


ENDPOINT = served(
    _ID,
    _answer,
    required=("OVRS_RSVN_ODNO",),
    example={"RSVN_ORD_RCIT_DT": "20261120", "OVRS_RSVN_ODNO": "0030000012"},
)
