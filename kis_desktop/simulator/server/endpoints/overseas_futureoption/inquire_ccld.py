"""해외선물옵션 당일주문내역조회, v1_해외선물-004: the orders of the session that runs."""

from collections.abc import Mapping
from datetime import datetime

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.markets.overseas_futureoption.account import orders_today
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
    kind_of,
    last_fills,
    moment_text,
    price_text,
    short,
    short_number,
    side_matches,
    state_code,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/inquire_ccld")
_ROWS = 50


def _answer(call: Call) -> Reply:
    shown = [
        one
        for one in orders_today(futures(call), account_of(call), call.now)
        if filled_matches(call.text("CCLD_NCCS_DVSN"), one)
        and side_matches(call.text("SLL_BUY_DVSN_CD"), one.side)
        and kind_matches(call.text("FUOP_DVSN"), contract_of(call, one.code))
    ]
    filled = last_fills(call, shown)
    rows = [_LAYOUT.row("output", _row(call, one, filled)) for one in reversed(shown)]
    names = ("CANO", "ACNT_PRDT_CD", "CCLD_NCCS_DVSN", "SLL_BUY_DVSN_CD", "FUOP_DVSN")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _row(call: Call, order: DealOrder, filled: Mapping[str, datetime]) -> Values:
    contract = contract_of(call, order.code)
    return {
        **customer(call),
        "ord_dt": order.trade_date,
        "odno": short_number(order),
        "orgn_ord_dt": order.trade_date if order.original_number else "",
        "orgn_odno": short(order.original_number),
        "ovrs_futr_fx_pdno": order.code,
        "rcit_dvsn_cd": "01",
        "sll_buy_dvsn_cd": SIDE_CODES[order.side],
        "trad_stgy_dvsn_cd": "",
        "bass_pric_type_cd": order.order_type,
        "ord_stat_cd": state_code(order),
        "fm_ord_qty": order.quantity,
        "fm_ord_pric": price_text(contract, order.price),
        "fm_stop_ord_pric": price_text(contract, order.stop_price),
        "rsvn_dvsn": "",
        "fm_ccld_qty": order.filled_quantity,
        "fm_ccld_pric": price_text(contract, order.average_price),
        "fm_ord_rmn_qty": order.remaining,
        "ord_grp_name": "",
        "erlm_dtl_dtime": moment_text(order.time),
        "ccld_dtl_dtime": moment_text(filled.get(key_of(order))),
        "ord_stfno": "",
        "rmks1": "",
        "new_lqd_dvsn_cd": "",
        "fm_lqd_lmt_ord_pric": price_text(contract, 0),
        "fm_lqd_stop_pric": price_text(contract, 0),
        "ccld_cndt_cd": "6",
        "noti_vald_dt": order.trade_date,
        "acnt_type_cd": "",
        "fuop_dvsn": kind_of(contract),
    }


ENDPOINT = served(
    "overseas_futureoption/inquire_ccld",
    _answer,
    required=(),
    example={"CCLD_NCCS_DVSN": "01", "SLL_BUY_DVSN_CD": "%%", "FUOP_DVSN": "00"},
)
