"""해외주식 권리종합, 해외주식-050: what the holders of one share get, by announcement.

Without days asked for, three months before and after today.
"""

from datetime import timedelta

from kis_desktop.simulator.markets.overseas_stock.exchanges import EXCHANGES
from kis_desktop.simulator.markets.overseas_stock.rights import (
    NEW_CODE,
    OFFERING,
    OPTION,
    TITLES,
    Right,
    rights_of,
)
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import Row, asked_day
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/rights_by_ice")
_THREE_MONTHS = timedelta(days=91)


def _answer(call: Call) -> Reply:
    market = call.market.others.overseas_stock
    today = call.now.date()
    start = asked_day(call, "ST_YMD", today - _THREE_MONTHS)
    end = asked_day(call, "ED_YMD", today + _THREE_MONTHS)
    places = (one for one in EXCHANGES if one.country.code == call.text("NCOD").upper())
    shares = (market.find(place.code, call.text("SYMB")) for place in places)
    rights = [
        right
        for share in shares
        if share is not None
        for right in rights_of(market.around.seed, share, start, end)
        if start <= right.announced <= min(end, today)
    ]
    rights.sort(key=lambda right: right.announced, reverse=True)
    return _LAYOUT.done({"output1": [_row(right) for right in rights]})


def _row(right: Right) -> Row:
    pays = right.kind not in (NEW_CODE, OFFERING)
    return {
        "anno_dt": right.announced,
        "ca_title": TITLES[right.kind],
        "div_lock_dt": right.ex_day if pays else None,
        "pay_dt": right.paid if right.kind != NEW_CODE else None,
        "record_dt": right.record if right.kind != NEW_CODE else None,
        "validity_dt": right.record if right.kind == NEW_CODE else None,
        "local_end_dt": right.last if right.kind in (OPTION, OFFERING) else None,
        "lock_dt": right.ex_day if right.kind == OFFERING else None,
        "effective_dt": right.ex_day if right.kind == NEW_CODE else None,
    }


ENDPOINT = served(
    "overseas_stock/rights_by_ice",
    _answer,
    example={"NCOD": "US", "SYMB": "GE", "ST_YMD": "20211001"},
    other={"SYMB": "D"},
)
