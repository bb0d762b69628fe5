"""해외선물옵션 미결제내역조회(잔고), v1_해외선물-005: what is open, at last prices."""

from kis_desktop.simulator.markets.overseas_futureoption.account import Holding, holdings
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import SIDE_CODES
from kis_desktop.simulator.server.overseas_futures_rows import (
    account_of,
    customer,
    futures,
    kind_matches,
    kind_of,
    money_text,
    price_text,
)
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_futureoption/inquire_unpd")
_ROWS = 50


def _answer(call: Call) -> Reply:
    rows = [
        _LAYOUT.row("output", _row(call, one))
        for one in holdings(futures(call), account_of(call), call.now)
        if kind_matches(call.text("FUOP_DVSN"), one.contract)
    ]
    names = ("CANO", "ACNT_PRDT_CD", "FUOP_DVSN")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names])
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _row(call: Call, one: Holding) -> Values:
    contract, currency = one.contract, one.contract.product.currency
    option = contract.is_option
    return {
        **customer(call),
        "ovrs_futr_fx_pdno": contract.code,
        "prdt_type_cd": "600",
        "crcy_cd": currency,
        "sll_buy_dvsn_cd": SIDE_CODES[one.side],
        "fm_ustl_qty": abs(one.position.quantity),
        "fm_ccld_avg_pric": price_text(contract, one.position.average_price),
        "fm_now_pric": price_text(contract, one.last),
        "fm_evlu_pfls_amt": "" if option else money_text(one.profit, currency),
        "fm_opt_evlu_amt": money_text(one.value, currency) if option else "",
        "fm_otp_evlu_pfls_amt": money_text(one.profit, currency) if option else "",
        "fuop_dvsn": kind_of(contract),
        "ecis_rsvn_ord_yn": "",
        "fm_lqd_psbl_qty": one.closable,
    }


ENDPOINT = served(
    "overseas_futureoption/inquire_unpd",
    _answer,
    required=(),
    example={"FUOP_DVSN": "00"},
)
