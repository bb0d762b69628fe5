"""ELW 변동성추이(체결), 국내주식-177: implied volatility and quotes at the last trades."""

from kis_desktop.simulator.course import CoursePrint
from kis_desktop.simulator.markets.elw.pricing import TICK
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_rows import Row
from kis_desktop.simulator.server.elw_trends import prints
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Side

_ID = "elw/volatility_trend_ccnl"
_LAYOUT = layout(_ID)


def _answer(call: Call) -> Reply:
    rows = [chosen(_ID, "output", moment.values | _traded(one)) for one, moment in prints(call)]
    return _LAYOUT.done({"output": rows})


def _traded(one: CoursePrint) -> Row:
    """A buyer has paid the ask, a seller has got the bid."""
    tick = TICK(one.price)
    bought = one.side is Side.BUY
    return {
        "stck_cntg_hour": one.time,
        "acml_vol": one.volume,
        "askp": one.price if bought else one.price + tick,
        "bidp": one.price - tick if bought else one.price,
    }


ENDPOINT = served(
    _ID,
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": "58D001"},
    other={"FID_INPUT_ISCD": "57C005"},
)
