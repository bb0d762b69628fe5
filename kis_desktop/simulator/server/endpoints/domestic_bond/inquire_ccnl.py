"""장내채권현재가(체결), 국내주식-201: the last thirty trades, newest first."""

from kis_desktop.simulator.server.bond_rows import asked, change_values
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_bond/inquire_ccnl")
_PRINTS = 30


def _answer(call: Call) -> Reply:
    course = asked(call).course
    base = course.quote(call.now).base
    return _LAYOUT.done(
        {
            "output": [
                change_values(one.price, base)
                | {"stck_cntg_hour": one.time, "cntg_vol": one.size, "acml_vol": one.volume}
                for one in course.prints(call.now, _PRINTS)
            ]
        }
    )


ENDPOINT = served(
    "domestic_bond/inquire_ccnl",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "B", "FID_INPUT_ISCD": "KR103501GA03"},
)
