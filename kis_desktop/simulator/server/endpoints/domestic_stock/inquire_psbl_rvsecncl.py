"""주식정정취소가능주문조회, v1_국내주식-004: orders that still rest, newest first, by page."""

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.order_texts import (
    BRANCH,
    KIND_NAMES,
    SIDE_CODES,
    SIDE_NAMES,
    TYPE_NAMES,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.wire_text import clock, won, yes
from kis_desktop.simulator.views import OrderRecord, Side

ROWS = 50
_SIDES = {"0": frozenset(Side), "1": frozenset({Side.SELL}), "2": frozenset({Side.BUY})}
_ROW = FieldBlock("""
    ord_gno_brno odno orgn_odno ord_dvsn_name pdno prdt_name rvse_cncl_dvsn_name ord_qty=0
    ord_unpr=0 ord_tmd tot_ccld_qty=0 tot_ccld_amt=0 psbl_qty=0 sll_buy_dvsn_cd ord_dvsn_cd
    mgco_aptm_odno excg_dvsn_cd excg_id_dvsn_cd excg_id_dvsn_name stpm_cndt_pric=0
    stpm_efct_occr_yn=N
""")


def _answer(call: Call) -> Reply:
    by_symbol = call.choice("INQR_DVSN_1", "0", "1", "2") != "0"
    sides = _SIDES[call.choice("INQR_DVSN_2", *_SIDES)]
    records = [one for one in reversed(call.account.open_orders()) if one.side in sides]
    if by_symbol:
        records.sort(key=lambda record: record.symbol)
    rows = [_row(call, record) for record in records]
    page = page_of(call, rows, ROWS, [call.text("CANO"), call.text("ACNT_PRDT_CD")])
    return answered(
        {"output": list(page.rows)},
        continuation=page.continuation,
        before=page.context,
    )


def _row(call: Call, record: OrderRecord) -> dict[str, str]:
    listing = call.market.universe.find(record.symbol)
    kind = KIND_NAMES[record.kind]
    return _ROW.filled(
        {
            "ord_gno_brno": BRANCH,
            "odno": record.number,
            "orgn_odno": record.original_number or "",
            "ord_dvsn_name": TYPE_NAMES.get(record.order_type, ""),
            "pdno": record.symbol,
            "prdt_name": listing.name if listing else "",
            "rvse_cncl_dvsn_name": SIDE_NAMES[record.side] + kind if kind else "",
            "ord_qty": won(record.quantity),
            "ord_unpr": won(record.price),
            "ord_tmd": clock(record.time),
            "tot_ccld_qty": won(record.filled_quantity),
            "tot_ccld_amt": won(record.filled_amount),
            "psbl_qty": won(record.remaining),
            "sll_buy_dvsn_cd": SIDE_CODES[record.side],
            "ord_dvsn_cd": record.order_type,
            "excg_dvsn_cd": "02",
            "excg_id_dvsn_cd": record.exchange,
            "excg_id_dvsn_name": record.exchange,
            "stpm_cndt_pric": won(record.condition_price),
            "stpm_efct_occr_yn": yes(record.triggered_at is not None),
        }
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-psbl-rvsecncl",
    real=("TTTC0084R", "TTTC8036R"),
    paper=(),
    required=("INQR_DVSN_1", "INQR_DVSN_2"),
    answer=_answer,
    example={"INQR_DVSN_1": "0", "INQR_DVSN_2": "0"},
    of_account=True,
)
