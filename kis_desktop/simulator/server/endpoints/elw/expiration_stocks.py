"""ELW 만기예정/만기종목, 국내주식-184: what ends or has ended in a period.

What has ended shows its last price and is paid what the underlying's close on its last day makes;
what still trades would be paid what it makes now. 상환청구금액 is taken for the whole issue,
상환금액 for what private holders have of it.
"""

from datetime import date, timedelta
from itertools import islice

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.markets.elw.market import Traded
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.elw_choice import day_of
from kis_desktop.simulator.server.elw_rows import Row, market_of
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate

_LAYOUT = layout("elw/expiration_stocks")
_MOST = 100
_AHEAD = timedelta(days=1_000)
_RIGHTS = {"0": True, "1": False}
_EARLY = {"1": False, "2": True}


def _answer(call: Call) -> Reply:
    market = market_of(call)
    today = market.trade_date(call.now)
    start = max(day_of(call.text("FID_INPUT_DATE_1")) or today, HISTORY_START)
    end = min(day_of(call.text("FID_INPUT_DATE_2")) or today, today + _AHEAD)
    under, house = call.text("FID_UNAS_INPUT_ISCD"), call.text("FID_INPUT_ISCD_2")
    calls = _RIGHTS.get(call.text("FID_DIV_CLS_CODE"))
    early = _EARLY.get(call.text("FID_BLNG_CLS_CODE"))
    found = (
        one
        for one in market.expired(start, end)
        if one.warrant.listed <= today
        and (not under.strip("0") or one.warrant.underlying == under)
        and (not house.strip("0") or one.warrant.issuer.member == house)
        and calls in {None, one.warrant.is_call}
        and early in {None, bool(one.warrant.barrier)}
    )
    return _LAYOUT.done({"output": [_row(call, one, today) for one in islice(found, _MOST)]})


def _row(call: Call, one: Traded, today: date) -> Row:
    warrant, pricing = one.warrant, one.pricing
    if warrant.last_day < today:
        spot = float(one.underlying.days(warrant.last_day, warrant.last_day).close[-1])
        bar = one.days.bars(warrant.last_day, warrant.last_day)[-1]
    else:
        spot = one.underlying.standing().price
        bar = one.course.bars(today, today, call.now)[-1]
    spot = round(spot, 2)
    paid = round(pricing.settled(spot), 2)
    held = one.provider.day(bar).holding
    return {
        "elw_shrn_iscd": warrant.code,
        "elw_kor_isnm": warrant.name,
        "unas_isnm": warrant.underlying_name,
        "unas_prpr": rate(spot),
        "acpr": rate(pricing.strike),
        "stck_cnvr_rate": rate(warrant.ratio, 6),
        "elw_prpr": bar.close,
        "stck_lstn_date": warrant.listed,
        "stck_last_tr_date": warrant.last_day,
        "total_rdmp_amt": round(paid * warrant.issued),
        "rdmp_amt": round(paid * (warrant.issued - held)),
        "lstn_stcn": warrant.issued,
        "lp_hvol": held,
        "ccls_paym_prc": rate(paid),
        "mtrt_vltn_amt": rate(spot),
        "evnt_prd_fin_date": warrant.expiry,
        "stlm_date": next_trading_day(next_trading_day(warrant.expiry)),
        "pblc_prc": one.days.issue_price(),
        "unas_shrn_iscd": warrant.underlying,
        "stnd_iscd": warrant.isin,
        "rdmp_ask_amt": round(paid * warrant.issued),
    }


ENDPOINT = served(
    "elw/expiration_stocks",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "11547",
        "FID_INPUT_DATE_1": "20261101",
        "FID_INPUT_DATE_2": "20261231",
        "FID_DIV_CLS_CODE": "2",
        "FID_UNAS_INPUT_ISCD": "000000",
        "FID_INPUT_ISCD_2": "00000",
        "FID_BLNG_CLS_CODE": "0",
    },
)
