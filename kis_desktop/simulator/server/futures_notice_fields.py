"""The fields that both notices about foreign futures and options begin with."""

from decimal import Decimal

from kis_desktop.simulator.dealing import DealEvent, DealOrder
from kis_desktop.simulator.markets.overseas_futureoption.contracts import Contract, find_contract
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.order_texts import SIDE_CODES
from kis_desktop.simulator.server.overseas_futures_rows import (
    moment_text,
    price_text,
    short,
    short_number,
)
from kis_desktop.simulator.views import OrderKind

KINDS = {OrderKind.NEW: "0", OrderKind.AMEND: "1", OrderKind.CANCEL: "2"}


def contract_of(order: DealOrder) -> Contract:
    """The contract of an order. Raises LookupError."""
    found = find_contract(order.code)
    if found is None:
        raise LookupError(order.code)
    return found


def common_fields(event: DealEvent, hts_id: str) -> Values:
    """From the user to who ordered."""
    order = event.order
    contract = contract_of(order)
    return {
        "user_id": hts_id,
        "acct_no": order.account.replace("-", ""),
        "ord_dt": order.trade_date,
        "odno": short_number(order),
        "orgn_ord_dt": order.trade_date if order.original_number else "",
        "orgn_odno": short(order.original_number),
        "series": order.code,
        "rvse_cncl_dvsn_cd": KINDS[order.kind],
        "sll_buy_dvsn_cd": SIDE_CODES[order.side],
        "cplx_ord_dvsn_cd": "0",
        "prce_tp": order.order_type,
        "fm_excg_rcit_dvsn_cd": "02",
        "ord_qty": order.quantity,
        "fm_lmt_pric": price_text(contract, order.price),
        "fm_stop_ord_pric": price_text(contract, order.stop_price),
        "tot_ccld_qty": order.filled_quantity,
        "tot_ccld_uv": price_text(contract, Decimal(order.average_price)),
        "ord_remq": order.remaining,
        "fm_ord_grp_dt": "",
        "ord_grp_stno": "",
        "ord_dtl_dtime": moment_text(order.time),
        "oprt_dtl_dtime": moment_text(event.time),
        "work_empl": "",
    }
