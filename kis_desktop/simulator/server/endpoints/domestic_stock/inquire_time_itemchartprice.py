"""주식당일분봉조회, v1_국내주식-022: thirty minute bars of today, newest first."""

from itertools import islice

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.minute_rows import (
    asked_time,
    at_time,
    backwards,
    chart_head,
    chart_row,
    days_before,
)
from kis_desktop.simulator.server.replies import Reply, done

ROWS = 30
_LOOK_BACK_DAYS = 7


def _answer(call: Call) -> Reply:
    """With FID_PW_DATA_INCU_YN=Y rows of the days before fill up; asked after now: up to now."""
    listing = quoted_listing(call)
    past = call.choice("FID_PW_DATA_INCU_YN", "Y", "N") == "Y"
    today = call.market.snapshot(listing.symbol, quoted_board(call)).trade_date
    until = min(at_time(today, asked_time(call)), call.now)
    oldest = days_before(today, _LOOK_BACK_DAYS) if past else today
    bars = islice(backwards(call, listing, until, oldest), ROWS)
    return done({"output1": chart_head(call, listing), "output2": [chart_row(bar) for bar in bars]})


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-time-itemchartprice",
    real=("FHKST03010200",),
    paper=("FHKST03010200",),
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD", "FID_PW_DATA_INCU_YN"),
    answer=_answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_HOUR_1": "153000",
        "FID_PW_DATA_INCU_YN": "Y",
    },
)
