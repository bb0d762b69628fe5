"""국내주식 예상체결지수 추이, 국내주식-121: an index as the auction would leave it, newest first.

FID_MKOP_CLS_CODE 1 is the opening auction, 2 the closing one. Steps of FID_INPUT_HOUR_1 seconds, of
ten when it is empty. Before today's auction there is nothing yet; after it its whole course stands.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from kis_desktop.simulator import auctions
from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import (
    Fields,
    asked_index,
    millions,
    points,
    thousands,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import IndexView, moment

ROWS = 100
_LAYOUT = layout("domestic_stock/exp_index_trend")
_CLOSING = "2"
_USUAL_STEP = 10


def _answer(call: Call) -> Reply:
    shown = asked_index(call, whole="0001")
    closing = call.text("FID_MKOP_CLS_CODE") == _CLOSING
    rows = []
    for at in _steps(call, shown, closing=closing):
        seen = call.market.index_indicated(shown.code, at, closing=closing)
        if seen is None:
            break
        rows.append(_row(seen.time, shown.base, seen.value, seen.volume, seen.turnover))
    return _LAYOUT.done({"output": rows})


def _steps(call: Call, shown: IndexView, *, closing: bool) -> Iterator[datetime]:
    """The last moments of the auction that have passed, newest first."""
    every = call.number("FID_INPUT_HOUR_1") or _USUAL_STEP
    day = shown.trade_date
    start, end = (moment(day, edge) for edge in auctions.bounds(hours(day), closing=closing))
    last = min(call.now, end)
    steps = int((last - start).total_seconds()) // max(every, 1)
    if last < start:
        return
    yield last
    for number in range(steps, max(steps - ROWS, -1), -1):
        at = start + timedelta(seconds=number * every)
        if at < last:
            yield at


def _row(at: datetime, base: int, value: int, volume: int, turnover: int) -> Fields:
    change = value - base
    return {
        "stck_cntg_hour": at,
        "bstp_nmix_prpr": points(value),
        "prdy_vrss_sign": sign(change),
        "bstp_nmix_prdy_vrss": points(change),
        "prdy_ctrt": share(change, base),
        "acml_vol": thousands(volume),
        "acml_tr_pbmn": millions(turnover),
    }


ENDPOINT = served(
    "domestic_stock/exp_index_trend",
    _answer,
    example={
        "FID_MKOP_CLS_CODE": "1",
        "FID_INPUT_HOUR_1": "60",
        "FID_INPUT_ISCD": "0001",
        "FID_COND_MRKT_DIV_CODE": "U",
    },
    required=("FID_INPUT_ISCD", "FID_COND_MRKT_DIV_CODE"),
)
