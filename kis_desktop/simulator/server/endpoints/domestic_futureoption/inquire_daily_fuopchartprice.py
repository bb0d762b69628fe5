"""선물옵션기간별시세, v1_국내선물-008: bars by day, week, month or year, newest first."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_chart import chart_head
from kis_desktop.simulator.server.futureoption_rows import (
    asked_by_night,
    asked_instrument,
    points,
    standing_of,
)
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_daily_fuopchartprice")
_ROWS = 100
_PERIODS = ("D", "W", "M", "Y")


def _answer(call: Call) -> Reply:
    instrument, night = asked_instrument(call), asked_by_night(call)
    period = call.choice("FID_PERIOD_DIV_CODE", *_PERIODS)
    start, end = call.day("FID_INPUT_DATE_1"), call.day("FID_INPUT_DATE_2")
    course = instrument.course(night=night)
    bars = course.bars(start, end, call.now, period)[-_ROWS:]
    multiplier = instrument.contract.product.multiplier
    rows: list[Values] = [
        {
            "stck_bsop_date": bar.day,
            "futs_prpr": points(bar.close),
            "futs_oprc": points(bar.open),
            "futs_hgpr": points(bar.high),
            "futs_lwpr": points(bar.low),
            "acml_vol": bar.volume,
            "acml_tr_pbmn": bar.turnover * multiplier // 100_000,
            "mod_yn": False,
        }
        for bar in reversed(bars)
    ]
    standing = standing_of(call, instrument, night=night)
    head = chart_head(call, instrument, standing, night=night)
    return _LAYOUT.done({"output1": head, "output2": rows})


ENDPOINT = served(
    "domestic_futureoption/inquire_daily_fuopchartprice",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "F",
        "FID_INPUT_ISCD": "A01612",
        "FID_INPUT_DATE_1": "20260801",
        "FID_INPUT_DATE_2": "20261120",
        "FID_PERIOD_DIV_CODE": "D",
    },
    other={"FID_COND_MRKT_DIV_CODE": "O", "FID_INPUT_ISCD": "C01612550"},
    required=("FID_INPUT_ISCD", "FID_INPUT_DATE_1", "FID_INPUT_DATE_2", "FID_PERIOD_DIV_CODE"),
)
