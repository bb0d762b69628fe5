"""Notices about orders for Korean futures and options."""

from datetime import datetime

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.markets.domestic_futureoption.contracts import find_contract
from kis_desktop.simulator.markets.domestic_futureoption.products import all_products
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.order_texts import BRANCH, HOLDER, SIDE_CODES
from kis_desktop.simulator.server.wire_text import clock
from kis_desktop.simulator.universe import load_universe
from kis_desktop.simulator.views import OrderEventKind, OrderKind

_FAMILY = "domestic_futureoption"
_FLAGS = {
    OrderEventKind.ACCEPTED: ("0", "1", "1"),
    OrderEventKind.AMENDED: ("0", "1", "2"),
    OrderEventKind.CANCELLED: ("0", "1", "2"),
    OrderEventKind.REFUSED: ("1", "1", "1"),
    OrderEventKind.REMAINDER_CANCELLED: ("0", "1", "3"),
    OrderEventKind.FILLED: ("0", "2", "2"),
}
"""RFUS_YN, CNTG_YN, ACPT_YN, as in the notices about shares"""
_REQUESTS = {OrderKind.NEW: "0", OrderKind.AMEND: "1", OrderKind.CANCEL: "2"}
_CONDITIONS = {"10": "3", "12": "3", "14": "3", "11": "4", "13": "4", "15": "4"}
"""ODER_COND by ORD_DVSN_CD: 3 IOC, 4 FOK, 0 none"""


def is_reported(event: DealEvent, exchange: str) -> bool:
    """Whether a notice tells of the event: in this market and on this exchange."""
    return event.market == _FAMILY and event.order.exchange == exchange and event.kind in _FLAGS


def is_option(event: DealEvent) -> bool:
    """Whether the event is about an option."""
    return event.order.code[:1] in {"B", "C"}


def notice(event: DealEvent, hts_id: str) -> dict[str, Value]:
    """The first nineteen fields; prices have two decimals, unwritten (protocol section 9)."""
    order = event.order
    filled = event.kind is OrderEventKind.FILLED
    refused, kind, accepted = _FLAGS[event.kind]
    return {
        "cust_id": hts_id,
        "acnt_no": order.account.replace("-", ""),
        "oder_no": order.number,
        "ooder_no": order.original_number or "",
        "seln_byov_cls": SIDE_CODES[order.side],
        "rctf_cls": _REQUESTS[order.kind],
        "oder_kind2": "0" if filled else "L",
        "stck_shrn_iscd": order.code,
        "cntg_qty": f"{event.quantity:010d}",
        "cntg_unpr": f"{event.price if filled else 0:09d}",
        "stck_cntg_hour": clock(event.time),
        "rfus_yn": refused,
        "cntg_yn": kind,
        "acpt_yn": accepted,
        "brnc_no": BRANCH,
        "oder_qty": f"{order.quantity:09d}",
        "acnt_name": HOLDER,
        "cntg_isnm": contract_name(order.code, event.time),
        "oder_cond": _CONDITIONS.get(order.order_type, "0"),
    }


def contract_name(code: str, now: datetime) -> str:
    """HTS 한글 종목명; the code itself for what is not listed."""
    found = find_contract(all_products(load_universe().listings), code, now.date())
    return code if found is None else found.name
