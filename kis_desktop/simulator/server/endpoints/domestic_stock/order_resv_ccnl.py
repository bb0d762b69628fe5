"""주식예약주문조회, v1_국내주식-020: reservations and what became of them, newest first.

Those from before the market began are told by the orders that they became.
"""

from kis_desktop.simulator.reservations import Reservation
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.order_texts import SIDE_CODES, TYPE_NAMES, refusal
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply, answered
from kis_desktop.simulator.server.reserved_before import reserved_before
from kis_desktop.simulator.server.wire_text import clock, day, won

ROWS = 20
_WIDTH = 200
_VALID_ONLY = "Y"
"""CNCL_YN: without those that were taken back"""
_ROW = FieldBlock("""
    rsvn_ord_seq rsvn_ord_ord_dt rsvn_ord_rcit_dt pdno ord_dvsn_cd ord_rsvn_qty=0 tot_ccld_qty=0
    cncl_ord_dt ord_tmd ctac_tlno rjct_rson2 odno rsvn_ord_rcit_tmd kor_item_shtn_name
    sll_buy_dvsn_cd ord_rsvn_unpr=0 tot_ccld_amt=0 loan_dt cncl_rcit_tmd prcs_rslt ord_dvsn_name
    tmnl_mdia_kind_cd rsvn_end_dt
""")


def _answer(call: Call) -> Reply:
    start, end = call.day("RSVN_ORD_ORD_DT"), call.day("RSVN_ORD_END_DT")
    processed = call.choice("PRCS_DVSN_CD", "0", "1", "2")
    book = call.market.reservations
    told = [(one, _filled(one)) for one in reserved_before(call, start, end)]
    told += [(one, book.filled(one)) for one in book.of(call.account_number)]
    rows = [
        _row(call, one, filled)
        for one, filled in reversed(told)
        if start <= one.first_day <= end and _asked_for(call, one, processed)
    ]
    names = ("CANO", "ACNT_PRDT_CD", "RSVN_ORD_ORD_DT", "RSVN_ORD_END_DT", "PRCS_DVSN_CD")
    conditions = [call.text(name) for name in names]
    page = page_of(call, rows, ROWS, conditions, width=_WIDTH)
    return answered(
        {"output": list(page.rows)},
        continuation=page.continuation,
        before=page.context,
    )


def _asked_for(call: Call, one: Reservation, processed: str) -> bool:
    number, symbol = call.text("RSVN_ORD_SEQ"), call.text("PDNO")
    sent = bool(one.orders) or one.refusal is not None
    return (
        (call.text("CNCL_YN") != _VALID_ONLY or one.cancelled is None)
        and (processed == "0" or sent is (processed == "1"))
        and number in {"", str(one.number)}
        and symbol in {"", one.wish.symbol}
        and call.text("SLL_BUY_DVSN_CD") in {"", "00", SIDE_CODES[one.wish.side]}
    )


def _row(call: Call, one: Reservation, filled: tuple[int, int]) -> dict[str, str]:
    wish = one.wish
    listing = call.market.universe.find(wish.symbol)
    quantity, amount = filled
    last = one.orders[-1] if one.orders else None
    values = {
        "rsvn_ord_seq": str(one.number),
        "rsvn_ord_ord_dt": day(one.first_day),
        "rsvn_ord_rcit_dt": day(one.received.date()),
        "pdno": wish.symbol,
        "ord_dvsn_cd": wish.order_type,
        "ord_rsvn_qty": won(wish.quantity),
        "tot_ccld_qty": won(quantity),
        "cncl_ord_dt": day(one.cancelled.date()) if one.cancelled else "",
        "ord_tmd": clock(last.time) if last else "",
        "rjct_rson2": _reason(call, one),
        "odno": last.number if last else "",
        "rsvn_ord_rcit_tmd": clock(one.received),
        "kor_item_shtn_name": listing.name if listing else "",
        "sll_buy_dvsn_cd": SIDE_CODES[wish.side],
        "ord_rsvn_unpr": won(wish.price),
        "tot_ccld_amt": won(amount),
        "loan_dt": day(wish.credit.loan_date) if wish.credit else "",
        "cncl_rcit_tmd": clock(one.cancelled),
        "prcs_rslt": _result(one),
        "ord_dvsn_name": TYPE_NAMES.get(wish.order_type, ""),
        "rsvn_end_dt": day(wish.end),
    }
    return _ROW.filled(values)


def _filled(one: Reservation) -> tuple[int, int]:
    """Shares and won that one of the past has found by its end."""
    orders = one.orders
    return sum(of.filled_quantity for of in orders), sum(of.filled_amount for of in orders)


def _result(one: Reservation) -> str:
    """처리결과; the words are our own choice."""
    if one.cancelled is not None:
        return "취소"
    if one.refusal is not None:
        return "거부"
    return "처리" if one.orders else "미처리"


def _reason(call: Call, one: Reservation) -> str:
    if one.refusal is None:
        return ""
    return str(refusal(one.refusal, call.world).body["msg1"]).strip()


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/order-resv-ccnl",
    real=("CTSC0004R",),
    paper=(),
    required=("RSVN_ORD_ORD_DT", "RSVN_ORD_END_DT", "PRCS_DVSN_CD", "CNCL_YN"),
    answer=_answer,
    example={
        "RSVN_ORD_ORD_DT": "20260901",
        "RSVN_ORD_END_DT": "20261130",
        "TMNL_MDIA_KIND_CD": "00",
        "PRCS_DVSN_CD": "0",
        "CNCL_YN": "N",
    },
    of_account=True,
)
