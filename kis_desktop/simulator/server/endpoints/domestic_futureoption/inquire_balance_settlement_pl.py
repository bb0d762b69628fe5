"""선물옵션 잔고정산손익내역, v1_국내선물-013: what was held, opened and closed on a day."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_days import SettledDay
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_balance_settlement_pl")
_PAGE, _WIDTH = 20, 200


def _answer(call: Call) -> Reply:
    day = SettledDay(call, call.day("INQR_DT"))
    rows = [_LAYOUT.row("output1", row) for row in day.rows()]
    page = page_of(call, rows, _PAGE, (call.text("CANO"), call.text("ACNT_PRDT_CD")), width=_WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": day.totals()},
        continuation=page.continuation,
        before=page.context,
    )


ENDPOINT = served(
    "domestic_futureoption/inquire_balance_settlement_pl",
    _answer,
    example={"INQR_DT": "20261112"},
    required=("INQR_DT",),
)
