"""HDFFF2C0 (해외선물옵션 실시간체결내역통보): fills; 33 fields."""

from decimal import Decimal

from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.markets.overseas_futureoption.dealing import FAMILY
from kis_desktop.simulator.server.channels.streamed import Noticed
from kis_desktop.simulator.server.futures_notice_fields import common_fields, contract_of
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.overseas_futures_rows import kind_of, money_text, price_text
from kis_desktop.simulator.views import OrderEventKind


def _covers(event: DealEvent) -> bool:
    return event.market == FAMILY and event.kind is OrderEventKind.FILLED


def _values(event: DealEvent, hts_id: str) -> Values:
    fill, contract = event.fill, contract_of(event.order)
    assert fill is not None
    product = contract.product
    number = f"{int(event.order.number) % 10**6:06d}{event.order.filled_quantity % 100:02d}"
    value = Decimal(fill.value).scaleb(-product.decimals) * product.size
    return {
        **common_fields(event, hts_id),
        "ccld_dt": fill.trade_date,
        "ccno": number,
        "api_ccno": number,
        "ccld_qty": fill.quantity,
        "fm_ccld_pric": price_text(contract, fill.price),
        "crcy_cd": product.currency,
        "trst_fee": money_text(fill.fee, product.currency),
        "ord_mdia_online_yn": True,
        "fm_ccld_amt": money_text(value, product.currency),
        "fuop_item_dvsn_cd": kind_of(contract),
    }


NOTICE = Noticed("overseas_futureoption/ccnl_notice", _covers, _values)
