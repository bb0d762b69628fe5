"""ELW 변동성추이(일별), 국내주식-178: implied and historical volatility by day.

Historical volatility is the underlying's over so many days before.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_rows import asked, swing_values
from kis_desktop.simulator.server.elw_trends import day_values, days
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/volatility_trend_daily"
_LAYOUT = layout(_ID)


def _answer(call: Call) -> Reply:
    one = asked(call)
    rows = [
        chosen(
            _ID,
            "output",
            moment.values | swing_values(one, bar.day) | day_values(bar),
        )
        for bar, moment in days(call)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _ID,
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": "58D001"},
    other={"FID_INPUT_ISCD": "57C005"},
)
