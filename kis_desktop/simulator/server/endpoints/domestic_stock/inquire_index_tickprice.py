"""국내업종 시간별지수(초), 국내주식-064: an index every ten seconds, newest first."""

from itertools import pairwise

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import asked_index, tick_fields
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

ROWS = 100
_LAYOUT = layout("domestic_stock/inquire_index_tickprice")
_EVERY = 10
"""seconds"""


def _answer(call: Call) -> Reply:
    shown = asked_index(call)
    ticks = call.market.index_ticks(shown.code, _EVERY, ROWS + 1)
    rows = [
        tick_fields(tick, before, shown.base) | {"stck_cntg_hour": tick.time}
        for tick, before in pairwise((*ticks, None)[: ROWS + 1])
        if tick is not None
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/inquire_index_tickprice",
    _answer,
    example={"FID_INPUT_ISCD": "0001", "FID_COND_MRKT_DIV_CODE": "U"},
)
