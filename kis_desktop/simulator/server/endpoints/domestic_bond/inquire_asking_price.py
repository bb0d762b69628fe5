"""장내채권현재가(호가), 국내주식-132: five levels a side with their yields."""

from kis_desktop.simulator.server.bond_rows import LEVELS, asked, level_values
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_bond/inquire_asking_price")
_NAMES = {
    "ask": "bond_askp",
    "ask_size": "askp_rsqn",
    "ask_yield": "seln_ernn_rate",
    "bid": "bond_bidp",
    "bid_size": "bidp_rsqn",
    "bid_yield": "shnu_ernn_rate",
}


def _answer(call: Call) -> Reply:
    one = asked(call)
    book = one.course.book(call.now, LEVELS)
    day = one.course.session(call.now).trade_date
    return _LAYOUT.done(
        {
            "output": level_values(one, book, day, _NAMES)
            | {
                "aspr_acpt_hour": book.time,
                "total_askp_rsqn": book.total_ask,
                "total_bidp_rsqn": book.total_bid,
                "ntby_aspr_rsqn": book.total_bid - book.total_ask,
            }
        }
    )


ENDPOINT = served(
    "domestic_bond/inquire_asking_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "B", "FID_INPUT_ISCD": "KR103501GA03"},
)
