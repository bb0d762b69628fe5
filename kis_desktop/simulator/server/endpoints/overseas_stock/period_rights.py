"""해외주식 기간별권리조회, 해외주식-052: rights of a period, earliest first."""

from datetime import date, timedelta

from kis_desktop.simulator.markets.overseas_stock.exchanges import EXCHANGES
from kis_desktop.simulator.markets.overseas_stock.identity import isin_of
from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks
from kis_desktop.simulator.markets.overseas_stock.rights import (
    DIVIDEND,
    OFFERING,
    OPTION,
    Right,
    rights_of,
)
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/period_rights")
_ROWS = 20
_WIDTH = 50
_ALL = ("%%", "", "%")
_LONGEST = timedelta(days=366)
_SUBSCRIPTION = timedelta(days=40)
"""how long after the record a subscription surely is over"""


def _answer(call: Call) -> Reply:
    market = call.market.others.overseas_stock
    kind, by = call.text("RGHT_TYPE_CD"), call.choice("INQR_DVSN_CD", "02", "03", "04")
    start = call.day("INQR_STRT_DT")
    end = min(call.day("INQR_END_DT"), start + _LONGEST)
    wanted, product = call.text("PDNO").upper(), call.text("PRDT_TYPE_CD")
    today = call.now.date()
    found: list[tuple[date, Right]] = []
    for exchange in EXCHANGES:
        if product not in ("", exchange.product):
            continue
        for share in market.listed(exchange):
            if wanted not in ("", share.symbol):
                continue
            for right in rights_of(market.around.seed, share, start - _SUBSCRIPTION, end):
                if right.announced > today:
                    continue
                day = {"02": right.record, "03": right.first, "04": right.last}[by]
                if day is not None and start <= day <= end and kind in (*_ALL, right.kind):
                    found.append((day, right))
    found.sort(key=lambda one: (one[0], one[1].share.address))
    rows = [_row(market, right, today) for _, right in found]
    conditions = (kind, by, call.text("INQR_STRT_DT"), call.text("INQR_END_DT"))
    page = page_of(call, rows, _ROWS, conditions, width=_WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _row(market: OverseasStocks, right: Right, today: date) -> dict[str, str]:
    share = right.share
    pays = right.kind in (DIVIDEND, OPTION)
    offered = right.kind == OFFERING
    hong_kong, euro = _elsewhere(market, right) if right.kind == OPTION else (0.0, 0.0)
    of_price = float(right.amount) * 100 / float(share.listing.base)
    return _LAYOUT.row(
        "output",
        {
            "bass_dt": right.record,
            "rght_type_cd": right.kind,
            "pdno": share.symbol,
            "prdt_name": share.name,
            "prdt_type_cd": share.exchange.product,
            "std_pdno": isin_of(share),
            "acpl_bass_dt": right.record,
            "sbsc_strt_dt": right.first,
            "sbsc_end_dt": right.last,
            "cash_alct_rt": f"{of_price if pays else 0.0:.8f}",
            "stck_alct_rt": f"{right.ratio:.12f}",
            "crcy_cd": share.currency,
            "crcy_cd2": share.currency if pays else "",
            "crcy_cd3": "HKD" if right.kind == OPTION else "",
            "crcy_cd4": "EUR" if right.kind == OPTION else "",
            "alct_frcr_unpr": f"{right.amount if offered else 0:.5f}",
            "stkp_dvdn_frcr_amt2": f"{right.amount if pays else 0:.5f}",
            "stkp_dvdn_frcr_amt3": f"{hong_kong:.5f}",
            "stkp_dvdn_frcr_amt4": f"{euro:.5f}",
            "dfnt_yn": right.record <= today,
        },
    )


def _elsewhere(market: OverseasStocks, right: Right) -> tuple[float, float]:
    """A dividend with a choice in Hong Kong dollars and in euros, at the rates of the record."""
    rates = market.currencies
    now = market.around.now
    per_unit = {
        currency: float(rates.quoted_on(currency, right.record, now))
        / rates.won_rate(currency).unit
        for currency in (right.share.currency, "HKD", "EUR")
    }
    won = float(right.amount) * per_unit[right.share.currency]
    return won / per_unit["HKD"], won / per_unit["EUR"]


ENDPOINT = served(
    "overseas_stock/period_rights",
    _answer,
    example={
        "RGHT_TYPE_CD": "%%", "INQR_DVSN_CD": "03", "INQR_STRT_DT": "20260601",
        "INQR_END_DT": "20261130",
    },
)  # fmt: skip
