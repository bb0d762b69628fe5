"""국내업종 시간별지수(분), 국내주식-119: an index at the last full steps of time, newest first."""

from itertools import pairwise

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import asked_index, tick_fields
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

ROWS = 100
_LAYOUT = layout("domestic_stock/inquire_index_timeprice")
_MINUTE, _DAY = 60, 86_400


def _answer(call: Call) -> Reply:
    """The step is FID_INPUT_HOUR_1 seconds, a minute when it is empty."""
    shown = asked_index(call)
    every = min(max(call.number("FID_INPUT_HOUR_1"), 0), _DAY) or _MINUTE
    ticks = call.market.index_ticks(shown.code, every, ROWS + 1)
    rows = [
        tick_fields(tick, before, shown.base) | {"bsop_hour": tick.time}
        for tick, before in pairwise((*ticks, None)[: ROWS + 1])
        if tick is not None
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/inquire_index_timeprice",
    _answer,
    example={"FID_INPUT_HOUR_1": "60", "FID_INPUT_ISCD": "0001", "FID_COND_MRKT_DIV_CODE": "U"},
    required=("FID_INPUT_ISCD", "FID_COND_MRKT_DIV_CODE"),
)
