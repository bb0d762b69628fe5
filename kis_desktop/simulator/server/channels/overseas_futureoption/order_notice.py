"""HDFFF1C0 (해외선물옵션 실시간주문내역통보): orders taken, moved, taken back, ended; 33 fields."""

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.markets.overseas_futureoption.dealing import FAMILY
from kis_desktop.simulator.server.channels.streamed import Noticed
from kis_desktop.simulator.server.futures_notice_fields import common_fields, contract_of
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.overseas_futures_rows import kind_of, moment_text, price_text
from kis_desktop.simulator.views import OrderEventKind


def _covers(event: DealEvent) -> bool:
    return event.market == FAMILY and event.kind is not OrderEventKind.FILLED


def _values(event: DealEvent, hts_id: str) -> Values:
    contract = contract_of(event.order)
    return {
        **common_fields(event, hts_id),
        "crcy_cd": contract.product.currency,
        "lqd_yn": False,
        "lqd_lmt_pric": price_text(contract, 0),
        "lqd_stop_pric": price_text(contract, 0),
        "trd_cond": "6",
        "term_ord_vald_dtime": moment_text(None),
        "spec_tp": "",
        "ecis_rsvn_ord_yn": False,
        "fuop_item_dvsn_cd": kind_of(contract),
        "auto_ord_dvsn_cd": "",
    }


NOTICE = Noticed("overseas_futureoption/order_notice", _covers, _values)
