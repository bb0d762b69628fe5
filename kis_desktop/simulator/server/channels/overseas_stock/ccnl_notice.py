"""H0GSCNI0, H0GSCNI9 (해외주식 실시간체결통보): orders for foreign shares, 25 fields.

Quantities have ten digits; prices nine or twelve, with as many decimals as the exchange's prices
and no point.
"""

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.foreign import ForeignListing, foreign_listings
from kis_desktop.simulator.markets.overseas_stock.dealing import FAMILY
from kis_desktop.simulator.markets.overseas_stock.exchanges import find_exchange
from kis_desktop.simulator.server.channels.streamed import Noticed
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.order_texts import BRANCH, SIDE_CODES
from kis_desktop.simulator.views import OrderEventKind, OrderKind

_KINDS = {OrderKind.NEW: "0", OrderKind.AMEND: "1", OrderKind.CANCEL: "2"}
_TYPES = {"31": "A", "32": "B", "33": "C", "34": "D", "50": "7"}
_STATES = {
    OrderEventKind.ACCEPTED: ("0", "1", "1"),
    OrderEventKind.AMENDED: ("0", "1", "2"),
    OrderEventKind.CANCELLED: ("0", "1", "2"),
    OrderEventKind.REFUSED: ("1", "1", "1"),
    OrderEventKind.REMAINDER_CANCELLED: ("0", "1", "3"),
    OrderEventKind.FILLED: ("0", "2", "2"),
}
"""RFUS_YN, CNTG_YN, ACPT_YN"""
_EXCHANGES = {"SEHK": "4", "NASD": "6", "NYSE": "7", "AMEX": "8", "SHAA": "A", "SZAA": "B",
              "TKSE": "D", "HASE": "E", "VNSE": "F"}  # fmt: skip


def _covers(event: DealEvent) -> bool:
    return event.market == FAMILY and event.kind in _STATES


def _values(event: DealEvent, hts_id: str) -> Values:
    order = event.order
    refused, filled, accepted = _STATES[event.kind]
    listing = _listing(order.exchange, order.code)
    return {
        "CUST_ID": hts_id,
        "ACNT_NO": order.account.replace("-", ""),
        "ODER_NO": order.number,
        "OODER_NO": order.original_number or "",
        "SELN_BYOV_CLS": SIDE_CODES[order.side],
        "RCTF_CLS": _KINDS[order.kind],
        "ODER_KIND2": _TYPES.get(order.order_type, "2"),
        "STCK_SHRN_ISCD": order.code,
        "CNTG_QTY": f"{event.quantity:010d}",
        "CNTG_UNPR": f"{event.price:09d}",
        "STCK_CNTG_HOUR": event.time,
        "RFUS_YN": refused,
        "CNTG_YN": filled,
        "ACPT_YN": accepted,
        "BRNC_NO": BRANCH,
        "ODER_QTY": f"{order.quantity:09d}",
        "ACNT_NAME": "홍**",
        "CNTG_ISNM": "" if listing is None else listing.name,
        "ODER_COND": _EXCHANGES.get(order.exchange, ""),
        "DEBT_GB": "10",
        "DEBT_DATE": "",
        "START_TM": "",
        "END_TM": "",
        "TM_DIV_TP": "",
        "CNTG_UNPR12": f"{event.price:012d}",
    }


def _listing(exchange: str, code: str) -> ForeignListing | None:
    place = find_exchange(exchange)
    return next(
        (
            one
            for one in foreign_listings()
            if place is not None and (one.exchange, one.symbol) == (place.code, code)
        ),
        None,
    )


NOTICE = Noticed("overseas_stock/ccnl_notice", _covers, _values)
