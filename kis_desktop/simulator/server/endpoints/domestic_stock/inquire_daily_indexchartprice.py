"""국내주식업종기간별시세, v1_국내주식-021: up to 50 bars of an index, newest first.

output1 is an object, as the host sends it, though the documents call it an array.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_charts import chart_head
from kis_desktop.simulator.server.index_rows import (
    Fields,
    asked_index,
    millions,
    points,
    thousands,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import DayBar

ROWS = 50
_LAYOUT = layout("domestic_stock/inquire_daily_indexchartprice")


def _answer(call: Call) -> Reply:
    period = call.choice("FID_PERIOD_DIV_CODE", "D", "W", "M", "Y")
    start, end = call.day("FID_INPUT_DATE_1"), call.day("FID_INPUT_DATE_2")
    shown = asked_index(call)
    bars = call.market.index_bars(shown.code, start, end, period)[-ROWS:]
    rows: list[dict[str, str]] = [_LAYOUT.row("output2", _row(bar)) for bar in reversed(bars)]
    head = _LAYOUT.row("output1", chart_head(call.market, shown))
    return done({"output1": head, "output2": rows})


def _row(bar: DayBar) -> Fields:
    return {
        "stck_bsop_date": bar.day,
        "bstp_nmix_prpr": points(bar.close),
        "bstp_nmix_oprc": points(bar.open),
        "bstp_nmix_hgpr": points(bar.high),
        "bstp_nmix_lwpr": points(bar.low),
        "acml_vol": thousands(bar.volume),
        "acml_tr_pbmn": millions(bar.turnover),
        "mod_yn": "N",
    }


ENDPOINT = served(
    "domestic_stock/inquire_daily_indexchartprice",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "U",
        "FID_INPUT_ISCD": "0001",
        "FID_INPUT_DATE_1": "20261001",
        "FID_INPUT_DATE_2": "20261120",
        "FID_PERIOD_DIV_CODE": "D",
    },
)
