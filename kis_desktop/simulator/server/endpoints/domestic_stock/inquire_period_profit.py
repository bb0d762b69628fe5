"""기간별손익일별합산조회, v1_국내주식-052: traded amounts and realized profit, a row a day."""

from kis_desktop.simulator import profit
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.profit_totals import OLDEST_FIRST, asked_fills, total_fields
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import day, rate, won

ROWS = 50
"""our own choice: the document gives no number"""
_ROW = FieldBlock("""
    trad_dt buy_amt=0 sll_amt=0 rlzt_pfls=0 fee=0 loan_int=0 tl_tax=0 pfls_rt=0.00000000
    sll_qty1=0 buy_qty1=0
""")
_TOTALS = FieldBlock("""
    sll_qty_smtl=0 sll_tr_amt_smtl=0 sll_fee_smtl=0 sll_tltx_smtl=0 sll_excc_amt_smtl=0
    buy_qty_smtl=0 buy_tr_amt_smtl=0 buy_fee_smtl=0 buy_tax_smtl=0 buy_excc_amt_smtl=0 tot_qty=0
    tot_tr_amt=0 tot_fee=0 tot_tltx=0 tot_excc_amt=0 tot_rlzt_pfls=0 loan_int=0
""")


def _answer(call: Call) -> Reply:
    fills = asked_fills(call)
    days = profit.grouped(fills, lambda fill: fill.time.date())
    rows = [
        _ROW.filled({"trad_dt": day(traded), **_row(profit.of(of_day))})
        for traded, of_day in days.items()
    ]
    if call.text("SORT_DVSN") != OLDEST_FIRST:
        rows.reverse()
    names = ("CANO", "ACNT_PRDT_CD", "INQR_STRT_DT", "INQR_END_DT", "SORT_DVSN", "PDNO")
    page = page_of(call, rows, ROWS, [call.text(name) for name in names])
    totals = profit.of(fills)
    return answered(
        {
            "output1": list(page.rows),
            "output2": _TOTALS.filled(
                {**total_fields(totals), "buy_qty_smtl": won(totals.buy_quantity)}
            ),
        },
        continuation=page.continuation,
        before=page.context,
    )


def _row(sums: profit.Profit) -> dict[str, str]:
    return {
        "buy_amt": won(sums.buys),
        "sll_amt": won(sums.sells),
        "rlzt_pfls": won(sums.realized),
        "fee": won(sums.fees),
        "loan_int": won(sums.interest),
        "tl_tax": won(sums.taxes),
        "pfls_rt": rate(sums.rate, 8),
        "sll_qty1": won(sums.sell_quantity),
        "buy_qty1": won(sums.buy_quantity),
    }


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-period-profit",
    real=("TTTC8708R",),
    paper=(),
    required=("INQR_STRT_DT", "INQR_END_DT", "SORT_DVSN", "INQR_DVSN", "CBLC_DVSN"),
    answer=_answer,
    example={
        "INQR_STRT_DT": "20240415",
        "INQR_END_DT": "20261120",
        "SORT_DVSN": "01",
        "INQR_DVSN": "00",
        "CBLC_DVSN": "00",
    },
    of_account=True,
)
