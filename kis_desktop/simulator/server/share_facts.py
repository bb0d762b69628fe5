"""What the facts around a share add to its quotes: its worth, who trades it, what is lent on it."""

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Board

_HUNDRED_MILLION = 100_000_000
_PLEDGE_RATES = {20: 76, 30: 70, 40: 66, 50: 63, 60: 60}
"""대용가 in percent of the close, by the margin rate; nothing for those paid in full"""
_PLEDGE_STEP = 10


def worth_fields(market: Market, listing: Listing, price: int) -> dict[str, Value]:
    """액면가, 자본금 (100 million won), PER, PBR, EPS at a price; nothing of a fund."""
    worth = market.others.companies.valuation(listing.symbol, price)
    if worth is None:
        return {}
    return {
        "stck_fcam": worth.face_value,
        "cpfn": worth.capital // _HUNDRED_MILLION,
        "per": worth.per,
        "pbr": worth.pbr,
        "eps": worth.eps,
    }


def flow_fields(market: Market, listing: Listing, board: Board) -> dict[str, Value]:
    """외국인, 프로그램, 공매도, 융자 of today; nothing of a fund but what is traded."""
    flows, symbol = market.others.flows, listing.symbol
    holding = flows.holding(symbol)
    return {
        "hts_frgn_ehrt": holding.exhaustion,
        "frgn_hldn_qty": holding.held,
        "frgn_ntby_qty": flows.investors(symbol, board).foreign.net,
        "pgtr_ntby_qty": flows.program(symbol, board).whole.net,
        "whol_loan_rmnd_rate": flows.last_credit(symbol).loan_rate,
        "last_ssts_cntg_qty": flows.last_short_sale(symbol).quantity,
    }


def pledge_price(listing: Listing, close: int) -> int:
    """주식 대용가: what a share counts as collateral, won; nothing of a troubled one."""
    if listing.halted or listing.administrative:
        return 0
    rate = _PLEDGE_RATES.get(listing.margin_rate, 0)
    return close * rate // 100 // _PLEDGE_STEP * _PLEDGE_STEP
