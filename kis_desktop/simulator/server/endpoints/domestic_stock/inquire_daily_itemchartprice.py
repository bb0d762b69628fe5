"""국내주식기간별시세, v1_국내주식-016: up to 100 bars of a period, newest first.

분할 비율 tells how many shares one became, on the day of a split; adjusted bars tell it too.
"""

from datetime import timedelta

from kis_desktop.simulator.history import period_start
from kis_desktop.simulator.server.as_traded import PastPrices, past_prices
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import (
    change_fields,
    limit_fields,
    market_value,
    quoted_board,
    quoted_listing,
    session_fields,
    traded_fields,
)
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.share_facts import worth_fields
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar, Snapshot

ROWS = 100
_LAYOUT = layout("domestic_stock/inquire_daily_itemchartprice")
_FORTNIGHT = timedelta(days=14)


def _answer(call: Call) -> Reply:
    listing, board = quoted_listing(call), quoted_board(call)
    period = call.choice("FID_PERIOD_DIV_CODE", "D", "W", "M", "Y")
    adjusted = not call.switch("FID_ORG_ADJ_PRC")
    start, end = call.day("FID_INPUT_DATE_1"), call.day("FID_INPUT_DATE_2")
    market = call.market
    snapshot = market.snapshot(listing.symbol, board)
    past = past_prices(call, listing)
    bars = market.daily_bars(listing.symbol, start, end, period, board)
    if not adjusted and past.factor(start) != 1:
        first = period_start(start, period)
        bars = past.days(market.daily_bars(listing.symbol, first, end, "D", board), period)
    head: dict[str, Value] = {
        **change_fields(snapshot),
        **traded_fields(snapshot),
        **session_fields(snapshot),
        **limit_fields(snapshot),
        **_previous_day(call, listing.symbol, snapshot),
        **worth_fields(market, listing, snapshot.last),
        "stck_prdy_clpr": snapshot.base,
        "hts_kor_isnm": listing.name,
        "stck_shrn_iscd": listing.symbol,
        "prdy_vol": snapshot.previous_volume,
        "askp": snapshot.ask or 0,
        "bidp": snapshot.bid or 0,
        "prdy_vrss_vol": snapshot.volume - snapshot.previous_volume,
        "vol_tnrt": share(snapshot.volume, listing.listed_shares),
        "lstn_stcn": listing.listed_shares,
        "hts_avls": market_value(listing, snapshot),
        "itewhol_loan_rmnd_ratem": market.others.flows.last_credit(listing.symbol).loan_rate,
    }
    return _LAYOUT.done(
        {"output1": head, "output2": [_row(bar, past) for bar in reversed(bars[-ROWS:])]}
    )


def _previous_day(call: Call, symbol: str, snapshot: Snapshot) -> dict[str, Value]:
    today = snapshot.trade_date
    bars = call.market.daily_bars(symbol, today - _FORTNIGHT, today - timedelta(days=1))
    if not bars:
        return {}
    bar = bars[-1]
    return {"stck_prdy_oprc": bar.open, "stck_prdy_hgpr": bar.high, "stck_prdy_lwpr": bar.low}


def _row(bar: DayBar, past: PastPrices) -> dict[str, Value]:
    change = bar.close - bar.base
    return {
        "stck_bsop_date": bar.day,
        "stck_clpr": bar.close,
        "stck_oprc": bar.open,
        "stck_hgpr": bar.high,
        "stck_lwpr": bar.low,
        "acml_vol": bar.volume,
        "acml_tr_pbmn": bar.turnover,
        "flng_cls_code": "01" if past.loses_rights_on(bar.day) else "00",
        "prtt_rate": past.split_on(bar.day),
        "mod_yn": False,
        "prdy_vrss_sign": sign(change),
        "prdy_vrss": change,
    }


ENDPOINT = served(
    "domestic_stock/inquire_daily_itemchartprice",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_DATE_1": "20261001",
        "FID_INPUT_DATE_2": "20261120",
        "FID_PERIOD_DIV_CODE": "D",
        "FID_ORG_ADJ_PRC": "0",
    },
)
