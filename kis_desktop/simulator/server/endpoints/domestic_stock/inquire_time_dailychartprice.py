"""주식일별분봉조회, 국내주식-213: 120 minute bars of a past day, newest first; within a year."""

from itertools import islice

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.figures import quoted_listing
from kis_desktop.simulator.server.minute_rows import (
    asked_time,
    at_time,
    backwards,
    chart_head,
    chart_row,
    days_before,
)
from kis_desktop.simulator.server.replies import Reply, done

ROWS = 120
_LOOK_BACK_DAYS = 7
_KEPT_DAYS = 366


def _answer(call: Call) -> Reply:
    """With FID_PW_DATA_INCU_YN=Y rows of the days before fill up."""
    listing = quoted_listing(call)
    asked = call.day("FID_INPUT_DATE_1")
    until = min(at_time(asked, asked_time(call)), call.now)
    past = call.text("FID_PW_DATA_INCU_YN") == "Y"
    oldest = days_before(asked, _LOOK_BACK_DAYS) if past else asked
    kept = days_before(call.now.date(), _KEPT_DAYS)
    bars = islice(backwards(call, listing, until, max(oldest, kept)), ROWS)
    return done({"output1": chart_head(call, listing), "output2": [chart_row(bar) for bar in bars]})


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-time-dailychartprice",
    real=("FHKST03010230",),
    paper=(),
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD", "FID_INPUT_DATE_1"),
    answer=_answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_DATE_1": "20261119",
        "FID_INPUT_HOUR_1": "153000",
    },
)
