"""ETF 구성종목시세, 국내주식-073: what a creation unit holds, at the prices of its shares.

The last row is what is no share of this market: deposits, futures, holdings abroad. Net assets and
a position's part of them are in 100 million won, a position of the creation unit in won.
"""

from kis_desktop.simulator.facts.funds import Basket, Holding
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import change_fields, market_value, traded_fields
from kis_desktop.simulator.server.fund_rows import (
    HUNDRED_MILLION,
    Fields,
    asked_fund,
    nav_fields,
    nav_span,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("etfetn/inquire_component_stock_price")
_REST = ("CASH00000001", "원화예금·기타")


def _answer(call: Call) -> Reply:
    listing = asked_fund(call)
    funds = call.market.others.funds
    snapshot, nav = call.market.snapshot(listing.symbol), funds.nav(listing.symbol)
    basket, assets = funds.basket(listing.symbol), funds.assets(listing.symbol, nav)
    head = {
        **change_fields(snapshot),
        **nav_fields(nav),
        **nav_span(nav),
        "etf_cnfg_issu_avls": _part(assets, basket.value - basket.rest, basket),
        "etf_ntas_ttam": assets // HUNDRED_MILLION,
        "prdy_clpr_nav": nav.base,
        "etf_cu_unit_scrt_cnt": basket.units,
        "etf_cnfg_issu_cnt": len(basket.holdings) + 1,
    }
    rows = [_row(one, assets, basket) for one in basket.holdings]
    code, name = _REST
    rest: Fields = {
        "stck_shrn_iscd": code,
        "hts_kor_isnm": name,
        "etf_cnfg_issu_avls": _part(assets, basket.rest, basket),
        "etf_cnfg_issu_rlim": basket.rest_weight,
        "etf_vltn_amt": basket.rest,
    }
    return _LAYOUT.done({"output1": head, "output2": [*rows, rest]})


def _part(assets: int, value: int, basket: Basket) -> int:
    """A part of the creation unit as a part of the whole fund, in 100 million won."""
    return round(assets * value / basket.value / HUNDRED_MILLION)


def _row(one: Holding, assets: int, basket: Basket) -> Fields:
    snapshot = one.snapshot
    opened = snapshot.open or snapshot.base
    return {
        **change_fields(snapshot),
        **traded_fields(snapshot),
        "stck_shrn_iscd": one.listing.symbol,
        "hts_kor_isnm": one.listing.name,
        "tday_rsfl_rate": share(snapshot.last - opened, opened),
        "prdy_vrss_vol": snapshot.volume - snapshot.previous_volume,
        "tr_pbmn_tnrt": share(snapshot.turnover, snapshot.last * one.listing.listed_shares),
        "hts_avls": market_value(one.listing, snapshot),
        "etf_cnfg_issu_avls": _part(assets, one.value, basket),
        "etf_cnfg_issu_rlim": one.weight,
        "etf_vltn_amt": one.value,
    }


ENDPOINT = served(
    "etfetn/inquire_component_stock_price",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "069500",
        "FID_COND_SCR_DIV_CODE": "11216",
    },
    other={"FID_INPUT_ISCD": "360750"},
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
