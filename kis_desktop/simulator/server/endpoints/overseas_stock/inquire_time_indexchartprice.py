"""해외지수분봉조회, v1_해외주식-031: up to 102 minutes of an index or a rate, newest first."""

from collections.abc import Iterator
from datetime import timedelta

from kis_desktop.simulator.markets.overseas_stock.world import Charted
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_charts import chart_head, no_chart
from kis_desktop.simulator.server.foreign_rows import Row
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.trading_hours import current_session

_LAYOUT = layout("overseas_stock/inquire_time_indexchartprice")
_ROWS = 102
_DAYS_BACK = 3


def _answer(call: Call) -> Reply:
    past = call.choice("FID_PW_DATA_INCU_YN", "Y", "N") == "Y"
    found = call.market.others.overseas_stock.charted(call.text("FID_INPUT_ISCD"))
    if found is None:
        return no_chart(_LAYOUT)
    rows = []
    for row in _newest_first(call, found, _DAYS_BACK if past else 1):
        rows.append(row)
        if len(rows) == _ROWS:
            break
    quote = found.course.quote(call.now)
    return _LAYOUT.done({"output1": chart_head(found, quote), "output2": rows})


def _newest_first(call: Call, found: Charted, days: int) -> Iterator[Row]:
    course = found.course
    session = course.session(call.now)
    for _ in range(days):
        for bar in reversed(course.minutes(session.trade_date, call.now)):
            yield {
                "stck_bsop_date": session.trade_date,
                "stck_cntg_hour": bar.time.astimezone(found.zone),
                "optn_prpr": found.money(bar.close),
                "optn_oprc": found.money(bar.open),
                "optn_hgpr": found.money(bar.high),
                "optn_lwpr": found.money(bar.low),
                "cntg_vol": bar.volume,
            }
        session = current_session(course.terms.sessions, session.start - timedelta(seconds=1))


ENDPOINT = served(
    "overseas_stock/inquire_time_indexchartprice",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "N",
        "FID_INPUT_ISCD": "SPX",
        "FID_HOUR_CLS_CODE": "0",
        "FID_PW_DATA_INCU_YN": "Y",
    },
)
