"""해외선물옵션 일별 주문내역, 해외선물-013: the orders of a span of trading days."""

from collections.abc import Mapping
from datetime import datetime

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import SIDE_CODES
from kis_desktop.simulator.server.overseas_futures_rows import (
    WIDTH,
    account_of,
    contract_of,
    customer,
    filled_matches,
    futures,
    key_of,
    kind_matches,
    last_fills,
    moment_text,
    price_text,
    product_matches,
    short,
    short_number,
    side_matches,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import OrderKind

_LAYOUT = layout("overseas_futureoption/inquire_daily_order")
_ROWS = 200
_KINDS = {OrderKind.NEW: "00", OrderKind.AMEND: "01", OrderKind.CANCEL: "02"}


def _answer(call: Call) -> Reply:
    start, end = call.day("STRT_DT"), call.day("END_DT")
    shown = [
        one
        for one in futures(call).dealer.orders(account_of(call), start, end)
        if filled_matches(call.text("CCLD_NCCS_DVSN"), one)
        and side_matches(call.text("SLL_BUY_DVSN_CD"), one.side)
        and kind_matches(call.text("FUOP_DVSN"), contract_of(call, one.code))
        and product_matches(call.text("FM_PDGR_CD"), contract_of(call, one.code))
    ]
    filled = last_fills(call, shown)
    rows = [_LAYOUT.row("output", _row(call, one, filled)) for one in shown]
    names = ("CANO", "ACNT_PRDT_CD", "STRT_DT", "END_DT", "CCLD_NCCS_DVSN", "SLL_BUY_DVSN_CD")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _row(call: Call, order: DealOrder, filled: Mapping[str, datetime]) -> Values:
    contract = contract_of(call, order.code)
    return {
        **customer(call),
        "dt": order.trade_date,
        "ord_dt": order.trade_date,
        "odno": short_number(order),
        "orgn_ord_dt": order.trade_date if order.original_number else "",
        "orgn_odno": short(order.original_number),
        "ovrs_futr_fx_pdno": order.code,
        "rvse_cncl_dvsn_cd": _KINDS[order.kind],
        "sll_buy_dvsn_cd": SIDE_CODES[order.side],
        "cplx_ord_dvsn_cd": "0",
        "pric_dvsn_cd": order.order_type,
        "rcit_dvsn_cd": "01",
        "fm_ord_qty": order.quantity,
        "fm_ord_pric": price_text(contract, order.price),
        "fm_stop_ord_pric": price_text(contract, order.stop_price),
        "ecis_rsvn_ord_yn": False,
        "fm_ccld_qty": order.filled_quantity,
        "fm_ccld_pric": price_text(contract, order.average_price),
        "fm_ord_rmn_qty": order.remaining,
        "ord_grp_name": "",
        "rcit_dtl_dtime": moment_text(order.time),
        "ccld_dtl_dtime": moment_text(filled.get(key_of(order))),
        "ordr_emp_no": "",
        "rjct_rson_name": "",
        "ccld_cndt_cd": "6",
        "trad_end_dt": contract.last_day,
    }


ENDPOINT = served(
    "overseas_futureoption/inquire_daily_order",
    _answer,
    required=("STRT_DT", "END_DT"),
    example={
        "STRT_DT": "20250601",
        "END_DT": "20250703",
        "CCLD_NCCS_DVSN": "01",
        "SLL_BUY_DVSN_CD": "%%",
        "FUOP_DVSN": "00",
    },
    other={"STRT_DT": "20261116", "END_DT": "20261121"},
)
