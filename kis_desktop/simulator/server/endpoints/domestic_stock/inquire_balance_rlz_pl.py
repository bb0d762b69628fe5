"""주식잔고조회_실현손익, v1_국내주식-041: holdings, loans by lot, today's realized profit."""

from kis_desktop.simulator import profit
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.holding_rows import MONEY_NAMES, holding_rows, money_fields
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import rate, share, won

ROWS = 50
_ROW = FieldBlock("""
    pdno prdt_name trad_dvsn_name bfdy_buy_qty=0 bfdy_sll_qty=0 thdt_buyqty=0 thdt_sll_qty=0
    hldg_qty=0 ord_psbl_qty=0 pchs_avg_pric=0.0000 pchs_amt=0 prpr=0 evlu_amt=0 evlu_pfls_amt=0
    evlu_pfls_rt=0.00 evlu_erng_rt=0.00000000 loan_dt loan_amt=0 stln_slng_chgs=0 expd_dt
    stck_loan_unpr=0.0000 bfdy_cprs_icdc=0 fltt_rt=0.00000000
""")
_TOTALS = FieldBlock(f"""
    {MONEY_NAMES}
    rlzt_pfls=0 rlzt_erng_rt=0.00000000 real_evlu_pfls=0 real_evlu_pfls_erng_rt=0.00000000
""")


def _answer(call: Call) -> Reply:
    rows = [_ROW.filled(row) for row in holding_rows(call, by_date=True)]
    names = ("CANO", "ACNT_PRDT_CD", "AFHR_FLPR_YN", "INQR_DVSN", "UNPR_DVSN", "PRCS_DVSN")
    page = page_of(call, rows, ROWS, [call.text(name) for name in names])
    money = money_fields(call)
    today = call.market.trade_date
    closed = profit.of(call.account.fill_history(today, today))
    unrealized, cost = int(money["evlu_pfls_smtl_amt"]), int(money["pchs_amt_smtl_amt"])
    totals = _TOTALS.filled(
        {
            **money,
            "rlzt_pfls": won(closed.realized),
            "rlzt_erng_rt": rate(closed.rate, 8),
            "real_evlu_pfls": won(unrealized + closed.realized),
            "real_evlu_pfls_erng_rt": rate(
                share(unrealized + closed.realized, cost + closed.cost), 8
            ),
        }
    )
    return answered(
        {"output1": list(page.rows), "output2": [totals]},
        continuation=page.continuation,
        before=page.context,
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-balance-rlz-pl",
    real=("TTTC8494R",),
    paper=(),
    required=("INQR_DVSN", "UNPR_DVSN", "PRCS_DVSN"),
    answer=_answer,
    example={"INQR_DVSN": "00", "UNPR_DVSN": "01", "PRCS_DVSN": "01"},
    of_account=True,
)
