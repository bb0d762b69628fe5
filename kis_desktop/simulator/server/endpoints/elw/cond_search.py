"""ELW 종목검색, 국내주식-166: warrants that meet all conditions of the request, in its order.

Dates of listing and expiry are chosen by the classes that the request documents; further sorts
than the first decide between equals.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import (
    between,
    listed_views,
    of_months_left,
    of_right,
    of_terms,
)
from kis_desktop.simulator.server.elw_rows import view_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/cond_search"
_LAYOUT = layout(_ID)
_MOST = 100
_NEVER = 10_000
_AGES = {"1": (0, 0), "2": (0, 7), "3": (8, 30), "4": (31, 90)}
"""days since it was listed"""
_RANGES: tuple[tuple[str, str, Callable[[WarrantView], float]], ...] = (
    ("FID_INPUT_RMNN_DYNU_1", "FID_INPUT_RMNN_DYNU_2", lambda one: one.days_left),
    ("FID_PRPR_CNT1", "FID_PRPR_CNT2", lambda one: one.quote.last),
    ("FID_RSFL_RATE1", "FID_RSFL_RATE2", lambda one: one.quote.change_rate),
    ("FID_VOL1", "FID_VOL2", lambda one: one.quote.volume),
    ("FID_APLY_RANG_PRC_1", "FID_APLY_RANG_PRC_2", lambda one: _digits(one.warrant.last_day)),
    ("FID_LVRG_VAL1", "FID_LVRG_VAL2", lambda one: one.gauges.leverage),
    ("FID_VOL3", "FID_VOL4", lambda one: _digits(one.warrant.last_day)),
    ("FID_INTS_VLTL1", "FID_INTS_VLTL2", lambda one: one.implied),
    ("FID_PRMM_VAL1", "FID_PRMM_VAL2", lambda one: one.gauges.premium),
    ("FID_GEAR1", "FID_GEAR2", lambda one: one.gauges.gearing),
    ("FID_PRLS_QRYR_RATE1", "FID_PRLS_QRYR_RATE2", lambda one: one.gauges.premium_rate),
    ("FID_DELTA1", "FID_DELTA2", lambda one: one.gauges.delta),
    ("FID_ACPR1", "FID_ACPR2", lambda one: one.traded.pricing.strike),
    ("FID_STCK_CNVR_RATE1", "FID_STCK_CNVR_RATE2", lambda one: one.warrant.ratio),
    ("FID_PRIT1", "FID_PRIT2", lambda one: one.gauges.parity),
    ("FID_CFP1", "FID_CFP2", lambda one: one.traded.pricing.barrier),
    ("FID_INPUT_NMIX_PRICE_1", "FID_INPUT_NMIX_PRICE_2", lambda one: one.held_rate),
    ("FID_EGEA_VAL1", "FID_EGEA_VAL2", lambda one: one.gauges.approach),
    ("FID_INPUT_DVDN_ERT", "FID_INPUT_HIST_VLTL", lambda one: one.gauges.breakeven),
    ("FID_THETA1", "FID_THETA2", lambda one: one.moneyness),
)
"""what the fields at the end stand for is told by the published program's notes, not by names"""
_ORDERS: dict[str, Callable[[WarrantView], Any]] = {
    "1": lambda one: one.warrant.code,
    "2": lambda one: one.quote.last,
    "3": lambda one: one.quote.change_rate,
    "4": lambda one: one.quote.volume,
    "5": lambda one: one.traded.pricing.strike,
    "6": lambda one: one.warrant.ratio,
    "7": lambda one: one.warrant.listed,
    "8": lambda one: one.warrant.expiry,
    "9": lambda one: one.days_left,
    "10": lambda one: one.gauges.leverage,
}
_SORTS = (
    ("FID_RANK_SORT_CLS_CODE_3", "FID_INPUT_CNT_3"),
    ("FID_RANK_SORT_CLS_CODE_2", "FID_INPUT_CNT_2"),
    ("FID_RANK_SORT_CLS_CODE", "FID_INPUT_CNT_1"),
)
_FROM_BELOW = "2"
_NOT_BELOW, _NOT_ABOVE = "1", "2"
"""where a strike lies against the price of its underlying"""


def _answer(call: Call) -> Reply:
    views = of_terms(listed_views(call), call, issuer="FID_INPUT_ISCD")
    views = of_right(views, call.text("FID_MRKT_CLS_CODE"))
    views = of_months_left(views, call.text("FID_INPUT_DATE_2"))
    youngest, oldest = _AGES.get(call.text("FID_INPUT_DATE_1"), (0, _NEVER))
    early = {"1": False, "2": True}.get(call.text("FID_DIV_CLS_CODE"))
    views = [
        one
        for one in views
        if youngest <= (one.quote.trade_date - one.warrant.listed).days <= oldest
        and (early is None or early is bool(one.warrant.barrier))
    ]
    provider, strike = call.text("FID_INPUT_ISCD_2"), call.text("FID_ETC_CLS_CODE")
    views = [
        one
        for one in views
        if (not provider.strip("0") or one.warrant.issuer.member == provider)
        and (strike != _NOT_BELOW or one.traded.pricing.strike >= one.standing.price)
        and (strike != _NOT_ABOVE or one.traded.pricing.strike <= one.standing.price)
    ]
    for lowest, highest, figure in _RANGES:
        views = between(call, views, lowest, highest, figure)
    for field, end in _SORTS:
        order = _ORDERS.get(call.text(field))
        if order is not None:
            views.sort(key=order, reverse=call.text(end) != _FROM_BELOW)
    rows = [chosen(_ID, "output", view_values(one)) for one in views[:_MOST]]
    return _LAYOUT.done({"output": rows})


def _digits(day: date) -> float:
    return float(f"{day:%Y%m%d}")


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "11510",
        "FID_RANK_SORT_CLS_CODE": "4",
        "FID_INPUT_CNT_1": "1",
        "FID_INPUT_ISCD": "00000",
        "FID_MRKT_CLS_CODE": "A",
    },
)
