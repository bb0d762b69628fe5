"""주식잔고조회, v1_국내주식-006: positions by page, and the account's money."""

from kis_desktop.simulator.credit import GUARANTEE_PERCENT
from kis_desktop.simulator.server.account_worth import substitute_price
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.holding_rows import (
    BY_LOAN_DATE,
    MONEY_NAMES,
    holding_rows,
    money_fields,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import won

ROWS_REAL, ROWS_PAPER = 50, 20
_ROW = FieldBlock("""
    pdno prdt_name trad_dvsn_name bfdy_buy_qty=0 bfdy_sll_qty=0 thdt_buyqty=0 thdt_sll_qty=0
    hldg_qty=0 ord_psbl_qty=0 pchs_avg_pric=0.0000 pchs_amt=0 prpr=0 evlu_amt=0 evlu_pfls_amt=0
    evlu_pfls_rt=0.00 evlu_erng_rt=0.00000000 loan_dt loan_amt=0 stln_slng_chgs=0 expd_dt
    fltt_rt=0.00000000 bfdy_cprs_icdc=0 item_mgna_rt_name grta_rt_name sbst_pric=0
    stck_loan_unpr=0.0000
""")
_TOTALS = FieldBlock(MONEY_NAMES)


def _answer(call: Call) -> Reply:
    by_date = call.text("INQR_DVSN") == BY_LOAN_DATE
    rows = [_ROW.filled(row | _terms(call, row)) for row in holding_rows(call, by_date=by_date)]
    conditions = [
        call.text(name)
        for name in ("CANO", "ACNT_PRDT_CD", "AFHR_FLPR_YN", "OFL_YN", "INQR_DVSN", "UNPR_DVSN")
    ]
    page = page_of(call, rows, ROWS_PAPER if call.paper else ROWS_REAL, conditions)
    totals = _TOTALS.filled(money_fields(call))
    return answered(
        {"output1": list(page.rows), "output2": [totals]},
        continuation=page.continuation,
        before=page.context,
    )


def _terms(call: Call, row: dict[str, str]) -> dict[str, str]:
    """증거금율 and 대용가격 of the instrument."""
    listing = call.market.listing(row["pdno"])
    return {
        "item_mgna_rt_name": f"{listing.margin_rate}%",
        "grta_rt_name": f"{GUARANTEE_PERCENT}%" if listing.credit else "",
        "sbst_pric": won(substitute_price(call, listing.symbol)),
    }


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-balance",
    real=("TTTC8434R",),
    paper=("VTTC8434R",),
    required=("INQR_DVSN", "UNPR_DVSN", "PRCS_DVSN"),
    answer=_answer,
    example={"INQR_DVSN": "01", "UNPR_DVSN": "01", "PRCS_DVSN": "00"},
    of_account=True,
)
