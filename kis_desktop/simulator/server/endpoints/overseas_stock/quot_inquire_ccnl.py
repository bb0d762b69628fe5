"""해외주식 체결추이, 해외주식-037: the last prints of today or of the day before, newest first."""

from datetime import datetime

from kis_desktop.simulator.course import CoursePrint
from kis_desktop.simulator.markets.overseas_stock.sessions import Part
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import (
    Asked,
    Row,
    asked_share,
    change_row,
    key_page,
    strength,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/quot_inquire_ccnl")
_ROWS = 30
_FURTHEST = 3_000


def _answer(call: Call) -> Reply:
    asked = asked_share(call)
    today = call.choice("TDAY", "0", "1") == "1"
    if asked is None:
        return _LAYOUT.done({})
    moment = asked.now if today else asked.session_before().end
    wanted = min(int(call.text("KEYB") or 0) if call.text("KEYB").isdecimal() else 0, _FURTHEST)
    prints = asked.course.prints(moment, wanted + _ROWS + 1)
    page = key_page(call, prints, _ROWS)
    return page.paged(_LAYOUT, {"output1": [_row(asked, one, moment) for one in page.rows]})


def _row(asked: Asked, made: CoursePrint, latest: datetime) -> Row:
    quote = asked.course.quote(min(made.time, latest))
    daytime = asked.code == asked.share.exchange.daytime
    row: Row = {
        "khms": made.time,
        "last": asked.price(made.price),
        "evol": made.size,
        "tvol": made.volume,
        "mtyp": (Part.DAYTIME if daytime else Part.REGULAR).value,
        "pbid": asked.price(quote.bid),
        "pask": asked.price(quote.ask),
        "vpow": strength(quote),
    }
    return row | change_row(asked.share, made.price, quote.base)


ENDPOINT = served(
    "overseas_stock/quot_inquire_ccnl",
    _answer,
    example={"EXCD": "NAS", "SYMB": "AAPL", "TDAY": "1"},
)
