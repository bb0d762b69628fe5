"""ELW 투자지표추이(일별), 국내주식-173: the last days with what their closes meant."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_trends import day_values, days
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/indicator_trend_daily"
_LAYOUT = layout(_ID)


def _answer(call: Call) -> Reply:
    rows = [chosen(_ID, "output", moment.values | day_values(one)) for one, moment in days(call)]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _ID,
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": "58D001"},
    other={"FID_INPUT_ISCD": "57C005"},
)
