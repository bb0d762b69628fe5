"""변동성완화장치(VI) 현황, v1_국내주식-055: the VI of a day, newest first.

A day without trading stands for the last one before it, a day before the history for its beginning.
No document tells the codes of VI_CLS_CODE and VI_KIND_CODE. Ours: Y in force, N over; 1 static, 2
dynamic. The time of release is blank while one is in force.
"""

from collections import Counter
from datetime import date, timedelta

from kis_desktop.simulator.hours import HISTORY_START, session_day, trading_days
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.vi_list import ViEvent
from kis_desktop.simulator.volatility import ViKind

_LAYOUT = layout("domestic_stock/inquire_vi_status")
_KINDS = {ViKind.STATIC: "1", ViKind.DYNAMIC: "2"}
_MARKETS = {"K": "KOSPI", "Q": "KOSDAQ"}
_UP, _DOWN = "1", "2"


def _answer(call: Call) -> Reply:
    day = _day(call)
    counts: Counter[str] = Counter()
    rows: list[dict[str, Value]] = []
    for event in reversed(call.market.vi_events(day)):
        counts[event.symbol] += 1
        if _asked(call, event):
            rows.append(_row(call, event, counts[event.symbol]))
    return _LAYOUT.done({"output": rows[::-1]})


def _day(call: Call) -> date:
    today = call.market.trade_date
    if not call.text("FID_INPUT_DATE_1"):
        return today
    first = trading_days(HISTORY_START, HISTORY_START + timedelta(days=14))[1]
    return max(min(session_day(call.day("FID_INPUT_DATE_1")), today), first)


def _asked(call: Call, event: ViEvent) -> bool:
    symbol = call.text("FID_INPUT_ISCD")
    kind = call.text("FID_RANK_SORT_CLS_CODE")
    market = _MARKETS.get(call.text("FID_MRKT_CLS_CODE"))
    direction = call.text("FID_DIV_CLS_CODE")
    return (
        (not symbol or symbol == event.symbol)
        and (kind not in _KINDS.values() or kind == _KINDS[event.kind])
        and (market is None or call.market.listing(event.symbol).market == market)
        and (direction != _UP or event.price >= event.reference)
        and (direction != _DOWN or event.price < event.reference)
    )


def _row(call: Call, event: ViEvent, count: int) -> dict[str, Value]:
    over = event.until <= call.now
    static = event.kind is ViKind.STATIC
    deviation = share(event.price - event.reference, event.reference)
    return {
        "hts_kor_isnm": call.market.listing(event.symbol).name,
        "mksc_shrn_iscd": event.symbol,
        "vi_cls_code": "N" if over else "Y",
        "bsop_date": event.since.date(),
        "cntg_vi_hour": event.since,
        "vi_cncl_hour": event.until if over else None,
        "vi_kind_code": _KINDS[event.kind],
        "vi_prc": event.price,
        "vi_stnd_prc": event.reference if static else 0,
        "vi_dprt": deviation if static else 0.0,
        "vi_dmc_stnd_prc": 0 if static else event.reference,
        "vi_dmc_dprt": 0.0 if static else deviation,
        "vi_count": count,
    }


ENDPOINT = served(
    "domestic_stock/inquire_vi_status",
    _answer,
    of_whole_market=True,
    example={
        "FID_DIV_CLS_CODE": "0",
        "FID_COND_SCR_DIV_CODE": "20139",
        "FID_MRKT_CLS_CODE": "0",
        "FID_INPUT_ISCD": "",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_INPUT_DATE_1": "20260604",
    },
    other={"FID_INPUT_DATE_1": "20260601"},
    required=(),
)
