"""업종 분봉조회, v1_국내주식-045: up to 102 bars of an index, newest first.

The length of a bar is FID_INPUT_HOUR_1 seconds, a minute at least: bars of thirty seconds come as
minutes. With FID_PW_DATA_INCU_YN=Y the days before fill up. acml_tr_pbmn is the day's so far.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from kis_desktop.catalogue.calendar import previous_trading_day
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
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import IndexView, MinuteBar

ROWS = 102
_LAYOUT = layout("domestic_stock/inquire_time_indexchartprice")
_LOOK_BACK = timedelta(days=28)
_MINUTE = 60


def _answer(call: Call) -> Reply:
    shown = asked_index(call)
    minutes = max(call.number("FID_INPUT_HOUR_1") // _MINUTE, 1)
    past = call.text("FID_PW_DATA_INCU_YN") == "Y"
    bars = islice(_backwards(call, shown, minutes, past=past), ROWS)
    head = chart_head(call.market, shown)
    return _LAYOUT.done({"output1": head, "output2": [_row(bar) for bar in bars]})


def _backwards(call: Call, shown: IndexView, minutes: int, *, past: bool) -> Iterator[MinuteBar]:
    day = shown.trade_date
    oldest = day - _LOOK_BACK if past else day
    while day >= oldest:
        yield from reversed(_joined(call.market.index_minutes(shown.code, day), minutes))
        day = previous_trading_day(day)


def _joined(bars: tuple[MinuteBar, ...], minutes: int) -> list[MinuteBar]:
    """Bars of so many minutes, counted from the open."""
    groups: dict[int, list[MinuteBar]] = {}
    for number, bar in enumerate(bars):
        groups.setdefault(number // minutes, []).append(bar)
    return [
        MinuteBar(
            time=group[0].time,
            open=group[0].open,
            high=max(bar.high for bar in group),
            low=min(bar.low for bar in group),
            close=group[-1].close,
            volume=sum(bar.volume for bar in group),
            turnover=sum(bar.turnover for bar in group),
            cumulative_volume=group[-1].cumulative_volume,
            cumulative_turnover=group[-1].cumulative_turnover,
        )
        for group in groups.values()
    ]


def _row(bar: MinuteBar) -> Fields:
    return {
        "stck_bsop_date": bar.time.date(),
        "stck_cntg_hour": bar.time,
        "bstp_nmix_prpr": points(bar.close),
        "bstp_nmix_oprc": points(bar.open),
        "bstp_nmix_hgpr": points(bar.high),
        "bstp_nmix_lwpr": points(bar.low),
        "cntg_vol": thousands(bar.cumulative_volume)
        - thousands(bar.cumulative_volume - bar.volume),
        "acml_tr_pbmn": millions(bar.cumulative_turnover),
    }


ENDPOINT = served(
    "domestic_stock/inquire_time_indexchartprice",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "U",
        "FID_ETC_CLS_CODE": "0",
        "FID_INPUT_ISCD": "0001",
        "FID_INPUT_HOUR_1": "60",
        "FID_PW_DATA_INCU_YN": "Y",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
