"""당사 해외주식담보대출 가능 종목, 해외주식-051: what is lent on, less on wild ones."""

from datetime import date, timedelta

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.overseas_stock.exchanges import EXCHANGES
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/colable_by_company")
_ROWS = 20
_BY_NAME = "01"
_WILDEST = 0.03
"""a day's volatility from which on nothing is lent"""
_STARTED = date(2020, 9, 1)


def _answer(call: Call) -> Reply:
    market = call.market.others.overseas_stock
    nation, wanted, product = (call.text(name) for name in ("NATN_CD", "PDNO", "PRDT_TYPE_CD"))
    found = [
        share
        for exchange in EXCHANGES
        if exchange.country.number == nation and product in ("", exchange.product)
        for share in market.listed(exchange)
        if not share.is_index
        and share.volatility < _WILDEST
        and wanted.upper() in ("", share.symbol)
    ]
    by_name = call.text("INQR_SQN_DVSN") == _BY_NAME
    found.sort(key=lambda share: share.name if by_name else share.symbol)
    seed = market.around.seed
    rows = [_row(seed, share) for share in found]
    page = page_of(call, rows, _ROWS, (nation, wanted))
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": {"loan_psbl_item_num": len(found)}},
        continuation=page.continuation,
        before=page.context,
    )


def _row(seed: int, share: ForeignShare) -> dict[str, str]:
    lent = 65 - round(share.volatility * 1_000 / 5) * 5
    entered = noise.stream(seed, share.address, "collateral").randrange(2_000)
    exchange = share.exchange
    return _LAYOUT.row(
        "output1",
        {
            "pdno": share.symbol,
            "ovrs_item_name": share.name,
            "loan_rt": float(lent),
            "mgge_mntn_rt": float(200 - lent),
            "mgge_ensu_rt": float(round(10_000 / lent)),
            "loan_exec_psbl_yn": True,
            "erlm_dt": _STARTED + timedelta(days=entered),
            "tr_mket_name": exchange.name,
            "crcy_cd": share.currency,
            "natn_kor_name": exchange.country.name,
            "ovrs_excg_cd": exchange.order_code,
        },
    )


ENDPOINT = served(
    "overseas_stock/colable_by_company",
    _answer,
    example={"PDNO": "", "NATN_CD": "840", "INQR_SQN_DVSN": "02"},
    required=("NATN_CD", "INQR_SQN_DVSN"),
)
