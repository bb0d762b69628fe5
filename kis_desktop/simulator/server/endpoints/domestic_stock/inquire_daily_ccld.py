"""주식일별주문체결조회, v1_국내주식-005: every numbered request of a span of days, by page.

Two TR ids share it: one reaches back three calendar months (3개월이내), the other (3개월이전) as
far as there are orders.
"""

from calendar import monthrange
from datetime import date

from kis_desktop.simulator.credit import LoanKind
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.order_texts import (
    BRANCH,
    KIND_NAMES,
    SIDE_CODES,
    SIDE_NAMES,
    TYPE_NAMES,
    condition_name,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.reserved_before import reserved_before
from kis_desktop.simulator.server.wire_text import clock, day, rate, won, yes
from kis_desktop.simulator.views import OrderKind, OrderRecord, OrderState

ROWS_REAL, ROWS_PAPER = 100, 15
_RECENT = frozenset({"TTTC0081R", "TTTC8001R", "VTTC0081R", "VTTC8001R"})
_MONTHS = 3
_OF_CREDIT = {
    "01": frozenset({None}),
    "02": frozenset(LoanKind),
    "04": frozenset({LoanKind.OWN_SHORT, LoanKind.MARKET_SHORT}),
    "06": frozenset({LoanKind.OWN_LOAN}),
    "07": frozenset({LoanKind.MARKET_LOAN}),
}
"""INQR_DVSN_3; 00 is all of them"""
_ROW = FieldBlock("""
    ord_dt ord_gno_brno odno orgn_odno ord_dvsn_name sll_buy_dvsn_cd sll_buy_dvsn_cd_name pdno
    prdt_name ord_qty=0 ord_unpr=0 ord_tmd tot_ccld_qty=0 avg_prvs=0 cncl_yn=N tot_ccld_amt=0
    loan_dt ordr_empno ord_dvsn_cd cncl_cfrm_qty=0 cnc_cfrm_qty=0 rmn_qty=0 rjct_qty=0
    ccld_cndt_name inqr_ip_addr cpbc_ordp_ord_rcit_dvsn_cd cpbc_ordp_infm_mthd_dvsn_cd infm_tmd
    ctac_tlno prdt_type_cd excg_dvsn_cd cpbc_ordp_mtrl_dvsn_cd ord_orgno rsvn_ord_end_dt
    excg_id_dvsn_Cd stpm_cndt_pric=0 stpm_efct_occr_dtmd
""")
_TOTALS = FieldBlock("""
    tot_ord_qty=0 tot_ccld_qty=0 tot_ccld_amt=0 prsm_tlex_smtl=0 pchs_avg_pric=0.0000
""")


def _answer(call: Call) -> Reply:
    start, end = call.day("INQR_STRT_DT"), call.day("INQR_END_DT")
    if call.tr_id in _RECENT:
        start = max(start, _months_before(call.now.date()))
    records = [one for one in call.account.order_history(start, end) if _asked_for(call, one)]
    if call.text("INQR_DVSN") != "01":
        records.reverse()
    conditions = [call.text(name) for name in ("CANO", "ACNT_PRDT_CD", "INQR_STRT_DT")]
    conditions += [call.text(name) for name in ("INQR_END_DT", "PDNO", "SLL_BUY_DVSN_CD")]
    reserved = _reserved_until(call, start, end)
    rows = [
        _row(call, record, reserved.get((record.trade_date, record.number))) for record in records
    ]
    page = page_of(call, rows, ROWS_PAPER if call.paper else ROWS_REAL, conditions)
    return answered(
        {"output1": list(page.rows), "output2": _totals(call, records, start, end)},
        continuation=page.continuation,
        before=page.context,
    )


def _asked_for(call: Call, record: OrderRecord) -> bool:
    side, filled = call.text("SLL_BUY_DVSN_CD"), call.text("CCLD_DVSN")
    number, symbol = call.text("ODNO"), call.text("PDNO")
    kinds = _OF_CREDIT.get(call.text("INQR_DVSN_3"))
    return (
        (kinds is None or (record.credit.kind if record.credit else None) in kinds)
        and side in {"", "00", SIDE_CODES[record.side]}
        and call.text("EXCG_ID_DVSN_CD") in {"", "ALL", record.exchange}
        and (filled != "01" or record.filled_quantity > 0)
        and (filled != "02" or record.remaining > 0)
        and (not number or (number.isdecimal() and int(number) == int(record.number)))
        and symbol in {"", record.symbol, f"A{record.symbol}"}
    )


def _reserved_until(call: Call, start: date, end: date) -> dict[tuple[date, str], date]:
    """The end of the reservations for several days (기간예약), by the orders that they became."""
    book = call.market.reservations
    before = reserved_before(call, start, end)
    return {
        (order.trade_date, order.number): one.wish.end
        for one in (*before, *book.of(call.account_number))
        for order in one.orders
        if one.wish.end is not None
    }


def _row(call: Call, record: OrderRecord, reserved_until: date | None) -> dict[str, str]:
    listing = call.market.universe.find(record.symbol)
    cancelled = record.state is OrderState.CANCELLED and record.kind is not OrderKind.CANCEL
    kind = KIND_NAMES[record.kind]
    money = record.credit.kind.value if record.credit else "현금"
    return _ROW.filled(
        {
            "ord_dt": day(record.trade_date),
            "ord_gno_brno": BRANCH,
            "odno": record.number,
            "orgn_odno": record.original_number or "",
            "ord_dvsn_name": TYPE_NAMES.get(record.order_type, ""),
            "sll_buy_dvsn_cd": SIDE_CODES[record.side],
            "sll_buy_dvsn_cd_name": ("" if kind else money) + SIDE_NAMES[record.side] + kind,
            "pdno": record.symbol,
            "prdt_name": listing.name if listing else "",
            "ord_qty": won(record.quantity),
            "ord_unpr": won(record.price),
            "ord_tmd": clock(record.time),
            "tot_ccld_qty": won(record.filled_quantity),
            "avg_prvs": _average(record.filled_amount, record.filled_quantity),
            "cncl_yn": yes(cancelled) if cancelled else "",
            "tot_ccld_amt": won(record.filled_amount),
            "loan_dt": day(record.credit.loan_date) if record.credit else "",
            "ord_dvsn_cd": record.order_type,
            "cncl_cfrm_qty": won(record.cancelled_quantity),
            "cnc_cfrm_qty": won(record.cancelled_quantity),
            "rmn_qty": won(record.remaining),
            "rjct_qty": won(record.rejected_quantity),
            "ccld_cndt_name": condition_name(record.order_type),
            "prdt_type_cd": "300",
            "excg_dvsn_cd": "02",
            "ord_orgno": BRANCH,
            "rsvn_ord_end_dt": day(reserved_until),
            "excg_id_dvsn_Cd": record.exchange,
            "stpm_cndt_pric": won(record.condition_price),
            "stpm_efct_occr_dtmd": clock(record.triggered_at),
        }
    )


def _totals(call: Call, records: list[OrderRecord], start: date, end: date) -> dict[str, str]:
    """Costs are those of the fills of the orders shown."""
    shown = {(record.trade_date, record.number) for record in records}
    fills = [
        fill
        for fill in call.account.fill_history(start, end)
        if (fill.time.date(), fill.order_number) in shown
    ]
    quantity = sum(record.filled_quantity for record in records)
    amount = sum(record.filled_amount for record in records)
    return _TOTALS.filled(
        {
            "tot_ord_qty": won(sum(record.quantity for record in records)),
            "tot_ccld_qty": won(quantity),
            "tot_ccld_amt": won(amount),
            "prsm_tlex_smtl": won(sum(fill.fee + fill.tax for fill in fills)),
            "pchs_avg_pric": rate(amount / quantity if quantity else 0.0, 4),
        }
    )


def _average(amount: int, quantity: int) -> str:
    """Whole where it is whole, else with four decimals."""
    if not quantity:
        return "0"
    return won(amount // quantity) if amount % quantity == 0 else rate(amount / quantity, 4)


def _months_before(today: date) -> date:
    """The first day that the recent TR ids answer for."""
    months = today.year * 12 + today.month - 1 - _MONTHS
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-daily-ccld",
    real=("TTTC0081R", "CTSC9215R", "TTTC8001R", "CTSC9115R"),
    paper=("VTTC0081R", "VTSC9215R", "VTTC8001R", "VTSC9115R"),
    required=("INQR_STRT_DT", "INQR_END_DT", "SLL_BUY_DVSN_CD", "CCLD_DVSN", "INQR_DVSN"),
    answer=_answer,
    example={
        "INQR_STRT_DT": "20260901",
        "INQR_END_DT": "20261120",
        "SLL_BUY_DVSN_CD": "00",
        "CCLD_DVSN": "00",
        "INQR_DVSN": "00",
    },
    of_account=True,
)
