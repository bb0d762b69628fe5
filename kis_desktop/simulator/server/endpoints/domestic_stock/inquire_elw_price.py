"""ELW 현재가 시세, v1_국내주식-014: a warrant as it stands.

Pivots are reckoned from the day so far; 디저항 and 디지지 are the middles between the first and the
pivot, for no document tells what they are.
"""

from kis_desktop.simulator.course import CourseQuote
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_rows import Row, asked, asked_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "domestic_stock/inquire_elw_price"
_LAYOUT = layout(_ID)
_ENDING = 30
"""days left from which on a warrant is warned of"""


def _answer(call: Call) -> Reply:
    one = asked(call)
    quote = one.course.quote(call.now)
    left = (one.warrant.last_day - quote.trade_date).days
    values = asked_values(call) | _pivots(quote)
    values["invt_epmd_cntt"] = "만기 임박 종목" if left <= _ENDING else ""
    return _LAYOUT.done({"output": chosen(_ID, "output", values)})


def _pivots(quote: CourseQuote) -> Row:
    point = (quote.high + quote.low + quote.last) // 3
    up, down = 2 * point - quote.low, 2 * point - quote.high
    return {
        "pvt_scnd_dmrs_prc": point + quote.high - quote.low,
        "pvt_frst_dmrs_prc": up,
        "pvt_pont_val": point,
        "pvt_frst_dmsp_prc": down,
        "pvt_scnd_dmsp_prc": point - quote.high + quote.low,
        "dmrs_val": (point + up) // 2,
        "dmsp_val": (point + down) // 2,
    }


ENDPOINT = served(
    _ID,
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": "58D001"},
    other={"FID_INPUT_ISCD": "57C005"},
)
