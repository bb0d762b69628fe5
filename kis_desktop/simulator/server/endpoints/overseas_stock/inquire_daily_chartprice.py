"""해외주식 종목/지수/환율기간별시세, v1_해외주식-012: up to 100 bars of a period, newest first.

Indices, exchange rates, yields, metals and American shares; the division is not looked at, as a
code is found in one of them only.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_charts import chart_head, no_chart
from kis_desktop.simulator.server.foreign_rows import Row
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/inquire_daily_chartprice")
_ROWS = 100


def _answer(call: Call) -> Reply:
    period = call.choice("FID_PERIOD_DIV_CODE", "D", "W", "M", "Y")
    start, end = call.day("FID_INPUT_DATE_1"), call.day("FID_INPUT_DATE_2")
    found = call.market.others.overseas_stock.charted(call.text("FID_INPUT_ISCD"))
    if found is None:
        return no_chart(_LAYOUT)
    bars = found.course.bars(start, end, call.now, period)[-_ROWS:]
    quote = found.course.quote(call.now)
    rows: list[Row] = [
        {
            "stck_bsop_date": bar.day,
            "ovrs_nmix_prpr": found.money(bar.close),
            "ovrs_nmix_oprc": found.money(bar.open),
            "ovrs_nmix_hgpr": found.money(bar.high),
            "ovrs_nmix_lwpr": found.money(bar.low),
            "acml_vol": bar.volume,
            "mod_yn": False,
        }
        for bar in reversed(bars)
    ]
    head = chart_head(found, quote) | {"prdy_vol": quote.previous_volume}
    return _LAYOUT.done({"output1": head, "output2": rows})


ENDPOINT = served(
    "overseas_stock/inquire_daily_chartprice",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "N",
        "FID_INPUT_ISCD": "SPX",
        "FID_INPUT_DATE_1": "20260901",
        "FID_INPUT_DATE_2": "20281231",
        "FID_PERIOD_DIV_CODE": "D",
    },
)
