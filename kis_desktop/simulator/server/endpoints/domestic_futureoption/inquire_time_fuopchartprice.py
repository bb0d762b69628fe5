"""선물옵션 분봉조회, v1_국내선물-012: bars of so many seconds up to a moment, newest first."""

from datetime import date, datetime, time, timedelta

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.futureoption_chart import chart_head
from kis_desktop.simulator.server.futureoption_rows import (
    asked_by_night,
    asked_instrument,
    points,
    standing_of,
)
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import MinuteBar

_LAYOUT = layout("domestic_futureoption/inquire_time_fuopchartprice")
_ROWS = 102
_MOST_DAYS = 14
_SHORTEST, _LONGEST = 10, 86_400


def _answer(call: Call) -> Reply:
    instrument, night = asked_instrument(call), asked_by_night(call)
    every = call.number("FID_HOUR_CLS_CODE") or 60
    if not _SHORTEST <= every <= _LONGEST:
        raise CallRefused(invalid_input("FID_HOUR_CLS_CODE"))
    until = min(_moment(call), call.now)
    days = _MOST_DAYS if call.text("FID_PW_DATA_INCU_YN") == "Y" else 1
    course = instrument.course(night=night)
    multiplier = instrument.contract.product.multiplier
    rows: list[Values] = [
        {
            "stck_bsop_date": day,
            "stck_cntg_hour": bar.time.time(),
            "futs_prpr": points(bar.close),
            "futs_oprc": points(bar.open),
            "futs_hgpr": points(bar.high),
            "futs_lwpr": points(bar.low),
            "cntg_vol": bar.volume,
            "acml_tr_pbmn": bar.cumulative_turnover * multiplier // 100_000,
        }
        for day, bar in _last(course, until, call.now, every, days)
    ]
    standing = standing_of(call, instrument, night=night)
    head: dict[str, object] = dict(chart_head(call, instrument, standing, night=night))
    head["prdy_nmix"] = points(standing.spot.base)
    return _LAYOUT.done({"output1": head, "output2": rows})  # type: ignore[dict-item]


def _last(
    course: Course, until: datetime, now: datetime, every: int, days: int
) -> list[tuple[date, MinuteBar]]:
    found: list[tuple[date, MinuteBar]] = []
    day = course.session(until).trade_date
    for _ in range(days):
        bars = course.intervals(day, now, every)
        found.extend((day, bar) for bar in reversed(bars) if bar.time <= until)
        if len(found) >= _ROWS:
            break
        day -= timedelta(days=1)
    return found[:_ROWS]


def _moment(call: Call) -> datetime:
    """The day and the time asked for; blank ones are now."""
    day = call.day("FID_INPUT_DATE_1") if call.text("FID_INPUT_DATE_1") else call.now.date()
    text = call.text("FID_INPUT_HOUR_1") or "235959"
    try:
        at = time(min(int(text[:2]), 23), int(text[2:4]), int(text[4:6]))
    except ValueError as error:
        raise CallRefused(invalid_input("FID_INPUT_HOUR_1")) from error
    return datetime.combine(day, at, tzinfo=KST)


ENDPOINT = served(
    "domestic_futureoption/inquire_time_fuopchartprice",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "F",
        "FID_INPUT_ISCD": "A01612",
        "FID_HOUR_CLS_CODE": "60",
        "FID_PW_DATA_INCU_YN": "Y",
        "FID_FAKE_TICK_INCU_YN": "N",
        "FID_INPUT_DATE_1": "20261120",
        "FID_INPUT_HOUR_1": "100000",
    },
    other={"FID_COND_MRKT_DIV_CODE": "O", "FID_INPUT_ISCD": "B01612560"},
    required=("FID_INPUT_ISCD", "FID_HOUR_CLS_CODE"),
)
