"""(야간)선물옵션 잔고현황, 국내선물-010: positions at the prices of the night."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_account import FuturesAccount
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_ngt_balance")
_PAGE, _WIDTH = 20, 200


def _answer(call: Call) -> Reply:
    account = FuturesAccount(call, night=True)
    rows = [
        _LAYOUT.row("output1", {**row, **_side(str(row["sll_buy_dvsn_name"]))})
        for row in account.holding_rows()
    ]
    totals = account.total_fields()
    del totals["nxdy_dncl_amt"]
    lacking = max(account.upkeep - account.deposit_next, 0)
    totals |= {
        **account.worth_fields(),
        "nxdy_dncl_amt": account.deposit_next + account.foreign,
        "mmga_tot_amt": account.upkeep,
        "mmga_cash_amt": account.upkeep_cash,
        "mtnc_rt": account.kept_up,
        "isfc_amt": lacking,
    }
    page = page_of(call, rows, _PAGE, (call.text("CANO"), call.text("ACNT_PRDT_CD")), width=_WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": totals},
        continuation=page.continuation,
        before=page.context,
    )


def _side(name: str) -> dict[str, str]:
    return {
        "sll_buy_dvsn_cd": {"SLL": "01", "BUY": "02"}.get(name, ""),
        "trad_dvsn_name": {"SLL": "매도", "BUY": "매수"}.get(name, ""),
    }


ENDPOINT = served(
    "domestic_futureoption/inquire_ngt_balance",
    _answer,
    example={"MGNA_DVSN": "01", "EXCC_STAT_CD": "1"},
    required=(),
)
