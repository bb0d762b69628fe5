"""주식잔고조회, v1_국내주식-006: positions by page, and the account's money."""

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.wire_text import rate, share, won
from kis_desktop.simulator.views import Cash, Position

ROWS_REAL, ROWS_PAPER = 50, 20
_ROW = FieldBlock("""
    pdno prdt_name trad_dvsn_name bfdy_buy_qty=0 bfdy_sll_qty=0 thdt_buyqty=0 thdt_sll_qty=0
    hldg_qty=0 ord_psbl_qty=0 pchs_avg_pric=0.0000 pchs_amt=0 prpr=0 evlu_amt=0 evlu_pfls_amt=0
    evlu_pfls_rt=0.00 evlu_erng_rt=0.00000000 loan_dt loan_amt=0 stln_slng_chgs=0 expd_dt
    fltt_rt=0.00000000 bfdy_cprs_icdc=0 item_mgna_rt_name grta_rt_name sbst_pric=0
    stck_loan_unpr=0.0000
""")
_TOTALS = FieldBlock("""
    dnca_tot_amt=0 nxdy_excc_amt=0 prvs_rcdl_excc_amt=0 cma_evlu_amt=0 bfdy_buy_amt=0
    thdt_buy_amt=0 nxdy_auto_rdpt_amt=0 bfdy_sll_amt=0 thdt_sll_amt=0 d2_auto_rdpt_amt=0
    bfdy_tlex_amt=0 thdt_tlex_amt=0 tot_loan_amt=0 scts_evlu_amt=0 tot_evlu_amt=0 nass_amt=0
    fncg_gld_auto_rdpt_yn pchs_amt_smtl_amt=0 evlu_amt_smtl_amt=0 evlu_pfls_smtl_amt=0
    tot_stln_slng_chgs=0 bfdy_tot_asst_evlu_amt=0 asst_icdc_amt=0 asst_icdc_erng_rt=0.00000000
""")


def _answer(call: Call) -> Reply:
    positions = call.account.positions()
    rows = [_row(call, position) for position in positions]
    conditions = [
        call.text(name)
        for name in ("CANO", "ACNT_PRDT_CD", "AFHR_FLPR_YN", "OFL_YN", "INQR_DVSN", "UNPR_DVSN")
    ]
    page = page_of(call, rows, ROWS_PAPER if call.paper else ROWS_REAL, conditions)
    totals = _totals(call.account.cash(), positions)
    return done(
        {"output1": list(page.rows), "output2": [totals]},
        code="KIOK0510",
        message="조회가 완료되었습니다",
        continuation=page.continuation,
        before=page.context,
    )


def _row(call: Call, position: Position) -> dict[str, str]:
    listing = call.market.universe.find(position.symbol)
    glance = call.market.glance(position.symbol)
    return _ROW.filled(
        {
            "pdno": position.symbol,
            "prdt_name": listing.name if listing else "",
            "trad_dvsn_name": "현금",
            "thdt_buyqty": won(position.bought_today),
            "thdt_sll_qty": won(position.sold_today),
            "hldg_qty": won(position.quantity),
            "ord_psbl_qty": won(position.sellable),
            "pchs_avg_pric": rate(position.average_price, 4),
            "pchs_amt": won(position.cost),
            "prpr": won(position.last),
            "evlu_amt": won(position.value),
            "evlu_pfls_amt": won(position.unrealized),
            "evlu_pfls_rt": rate(position.unrealized_rate),
            "fltt_rt": rate(share(position.last - glance.base, glance.base), 8),
            "bfdy_cprs_icdc": won(position.last - glance.base),
        }
    )


def _totals(cash: Cash, positions: tuple[Position, ...]) -> dict[str, str]:
    value = sum(position.value for position in positions)
    return _TOTALS.filled(
        {
            "dnca_tot_amt": won(cash.deposit),
            "nxdy_excc_amt": won(cash.next_day),
            "prvs_rcdl_excc_amt": won(cash.day_after),
            "bfdy_buy_amt": won(cash.previous_buys),
            "thdt_buy_amt": won(cash.today_buys),
            "bfdy_sll_amt": won(cash.previous_sells),
            "thdt_sll_amt": won(cash.today_sells),
            "thdt_tlex_amt": won(cash.today_fees + cash.today_taxes),
            "scts_evlu_amt": won(value),
            "tot_evlu_amt": won(value + cash.day_after),
            "nass_amt": won(value + cash.day_after),
            "pchs_amt_smtl_amt": won(sum(position.cost for position in positions)),
            "evlu_amt_smtl_amt": won(value),
            "evlu_pfls_smtl_amt": won(sum(position.unrealized for position in positions)),
        }
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-balance",
    real=("TTTC8434R",),
    paper=("VTTC8434R",),
    required=("INQR_DVSN", "UNPR_DVSN", "PRCS_DVSN"),
    answer=_answer,
    example={"INQR_DVSN": "02", "UNPR_DVSN": "01", "PRCS_DVSN": "00"},
    of_account=True,
)
