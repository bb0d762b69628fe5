"""선물옵션 잔고평가손익내역, v1_국내선물-015: positions and what they have brought."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_account import FuturesAccount
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_balance_valuation_pl")
_PAGE, _WIDTH = 20, 200


def _answer(call: Call) -> Reply:
    account = FuturesAccount(call)
    rows = [_LAYOUT.row("output1", row) for row in account.holding_rows("cblc_qty1")]
    totals = {
        **account.total_fields(),
        "tot_ccld_amt": account.traded,
        "prsm_dpast_amt": account.assets,
    }
    page = page_of(call, rows, _PAGE, (call.text("CANO"), call.text("ACNT_PRDT_CD")), width=_WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": totals},
        continuation=page.continuation,
        before=page.context,
    )


ENDPOINT = served(
    "domestic_futureoption/inquire_balance_valuation_pl",
    _answer,
    example={"MGNA_DVSN": "01", "EXCC_STAT_CD": "1"},
    required=(),
)
