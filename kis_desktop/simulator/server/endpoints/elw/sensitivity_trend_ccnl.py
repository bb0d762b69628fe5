"""ELW 민감도 추이(체결), 국내주식-175: the greeks at the last trades."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_trends import prints
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/sensitivity_trend_ccnl"
_LAYOUT = layout(_ID)


def _answer(call: Call) -> Reply:
    rows = [
        chosen(_ID, "output", moment.values | {"stck_cntg_hour": one.time, "acml_vol": one.volume})
        for one, moment in prints(call)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _ID,
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": "58D001"},
    other={"FID_INPUT_ISCD": "57C005"},
)
