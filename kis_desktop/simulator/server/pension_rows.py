"""What the requests about 퇴직연금 accounts share."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.universe import Kind, Listing

BALANCE_CODE, BALANCE_NAME = "01", "현금"
"""잔고구분: all is held in cash, nothing on credit"""
KIND_NAMES = {Kind.STOCK: "주식", Kind.ETF: "ETF", Kind.ETN: "ETN", Kind.REIT: "리츠"}


def listing_of(call: Call, symbol: str) -> Listing:
    """Of an instrument that the account holds or has ordered."""
    return call.market.listing(symbol)
