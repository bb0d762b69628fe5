"""퇴직연금 미체결내역, v1_국내주식-033: today's orders, newest first, by page."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.order_texts import (
    BRANCH,
    KIND_NAMES,
    SIDE_CODES,
    SIDE_NAMES,
    TYPE_NAMES,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.pension_rows import listing_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate
from kis_desktop.simulator.views import OrderRecord

ROWS = 50
_LAYOUT = layout("domestic_stock/pension_inquire_daily_ccld")
_FILLED, _OPEN = "01", "02"
_CUSTOMER = "개인"


def _answer(call: Call) -> Reply:
    today = call.market.trade_date
    rows = [
        _row(call, one) for one in reversed(call.account.orders(today, today)) if _asked(call, one)
    ]
    page = page_of(call, rows, ROWS, [call.text("CANO"), call.text("ACNT_PRDT_CD")])
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _asked(call: Call, one: OrderRecord) -> bool:
    which = call.text("CCLD_NCCS_DVSN")
    return (
        call.text("SLL_BUY_DVSN_CD") in {"", "00", SIDE_CODES[one.side]}
        and (which != _FILLED or one.filled_quantity > 0)
        and (which != _OPEN or one.remaining > 0)
    )


def _row(call: Call, one: OrderRecord) -> dict[str, str]:
    return _LAYOUT.row(
        "output",
        {
            "ord_gno_brno": BRANCH,
            "sll_buy_dvsn_cd": SIDE_CODES[one.side],
            "trad_dvsn_name": SIDE_NAMES[one.side] + KIND_NAMES[one.kind],
            "odno": one.number,
            "pdno": one.symbol,
            "prdt_name": listing_of(call, one.symbol).name,
            "ord_unpr": one.price,
            "ord_qty": one.quantity,
            "tot_ccld_qty": one.filled_quantity,
            "nccs_qty": one.remaining,
            "ord_dvsn_cd": one.order_type,
            "ord_dvsn_name": TYPE_NAMES.get(one.order_type, ""),
            "orgn_odno": one.original_number or "",
            "ord_tmd": one.time,
            "objt_cust_dvsn_name": _CUSTOMER,
            "pchs_avg_pric": rate(one.average_price, 4),
            "stpm_cndt_pric": one.condition_price,
            "stpm_efct_occr_dtmd": one.triggered_at,
            "stpm_efct_occr_yn": one.triggered_at is not None,
            "excg_id_dvsn_cd": one.exchange,
        },
    )


ENDPOINT = served(
    "domestic_stock/pension_inquire_daily_ccld",
    _answer,
    example={
        "USER_DVSN_CD": "%%",
        "SLL_BUY_DVSN_CD": "00",
        "CCLD_NCCS_DVSN": "%%",
        "INQR_DVSN_3": "00",
    },
)
