"""프로그램매매 종합현황(시간), 국내주식-114: the last thirty minutes of a market, newest first.

Every row is cumulative; rates are percent of the market's turnover. After the close rows of each
minute up to 17:00 repeat the day's end, as at KIS.
"""

from datetime import datetime, timedelta
from itertools import pairwise

from kis_desktop.simulator.facts.flow_days import Sides, sides_of
from kis_desktop.simulator.facts.market_sums import Sums
from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import BOARDS
from kis_desktop.simulator.server.flow_rows import (
    MARKETS,
    MILLION,
    ROWS,
    THOUSAND,
    Fields,
    flows,
    program_parts,
)
from kis_desktop.simulator.server.index_rows import points
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import MinuteBar, moment

_LAYOUT = layout("domestic_stock/comp_program_trade_today")
_LAST_ROW = 17


def _answer(call: Call) -> Reply:
    group = MARKETS.get(call.text("FID_MRKT_CLS_CODE").upper())
    board = BOARDS.get(call.text("FID_COND_MRKT_DIV_CODE"))
    if group is None or board is None:
        raise CallRefused(invalid_input("FID_MRKT_CLS_CODE"))
    told = flows(call).markets.minutes(group, ROWS + 1, board)
    minutes = call.market.index_minutes(group)
    base = call.market.index(group).base
    rows = [
        _row(at, now, before, _level(minutes, at, base), base)
        for (_, before), (at, now) in pairwise(told)
    ]
    return _LAYOUT.done({"output": _repeated(call, rows)[::-1]})


def _repeated(call: Call, rows: list[Fields]) -> list[Fields]:
    """After the close every minute has a row like the last one."""
    day = call.market.trade_date
    close = moment(day, hours(day).close)
    if not rows or call.now < close:
        return rows
    end = min(call.now, close.replace(hour=_LAST_ROW, minute=0))
    count = min(int((end - close) / timedelta(minutes=1)), ROWS - 1)
    first = end.replace(second=0, microsecond=0) - timedelta(minutes=count)
    return [
        rows[-1] | {"bsop_hour": (first + timedelta(minutes=number)).time()}
        for number in range(count + 1)
    ]


def _level(minutes: tuple[MinuteBar, ...], at: datetime, base: int) -> int:
    """The index at the end of a minute."""
    return next((bar.close for bar in reversed(minutes) if bar.time < at), base)


def _row(at: datetime, now: Sums, before: Sums, level: int, base: int) -> Fields:
    parts = program_parts(sides_of(now.programs.arbitrage), sides_of(now.programs.other))
    earlier = program_parts(sides_of(before.programs.arbitrage), sides_of(before.programs.other))
    turnover = now.turnover / MILLION
    whole, was = parts["whol_smtn"], earlier["whol_smtn"]
    change = level - base
    fields: Fields = {
        "bsop_hour": at.time(),
        "whol_smtn_ntby_tr_pbmn": whole.net_amount,
        "whol_ntby_tr_pbmn_rate": share(whole.net_amount, turnover),
        "bstp_nmix_prpr": points(level),
        "bstp_nmix_prdy_vrss": points(change),
        "prdy_vrss_sign": sign(change),
        "stck_bsop_date": now.day,
        "stck_clpr": points(level),
        "prdy_vrss": points(change),
        "prdy_ctrt": share(change, base),
        "acml_vol": now.volume // THOUSAND,
        "acml_tr_pbmn": now.turnover // MILLION,
        "whol_smtn_seln_vol": whole.sold,
        "whol_smtn_shnu_vol": whole.bought,
        "whol_smtn_ntby_qty": whole.net,
        "whol_smtn_seln_tr_pbmn": whole.received,
        "whol_smtn_shnu_tr_pbmn": whole.paid,
        "whol_ntby_vol_icdc": whole.net - was.net,
        "whol_ntby_tr_pbmn_icdc2": whole.net_amount - was.net_amount,
    }
    for kind in ("arbt", "nabt"):
        fields |= _kind_fields(kind, parts[f"{kind}_smtn"], turnover)
    return fields


def _kind_fields(kind: str, one: Sides, turnover: float) -> Fields:
    return {
        f"{kind}_smtn_seln_tr_pbmn": one.received,
        f"{kind}_smtm_seln_tr_pbmn_rate": share(one.received, turnover),
        f"{kind}_smtn_shnu_tr_pbmn": one.paid,
        f"{kind}_smtm_shun_tr_pbmn_rate": share(one.paid, turnover),
        f"{kind}_smtn_ntby_tr_pbmn": one.net_amount,
        f"{kind}_smtm_ntby_tr_pbmn_rate": share(one.net_amount, turnover),
    }


ENDPOINT = served(
    _LAYOUT.id, _answer, example={"FID_COND_MRKT_DIV_CODE": "J", "FID_MRKT_CLS_CODE": "K"}
)
