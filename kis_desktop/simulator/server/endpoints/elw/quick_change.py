"""ELW 당일급변종목, 국내주식-171: what has changed most since some minutes or days ago.

FID_HOUR_CLS_CODE 1 counts FID_INPUT_HOUR_1 in minutes (from FID_INPUT_HOUR_2 or now), 2 in days;
nought or blank is one. FID_RANK_SORT_CLS_CODE: 1 price risen, 2 fallen, 3 volume, 4 what waits at
the bid, 5 at the ask; the reference value (기준값) is that figure then.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from kis_desktop.simulator.course import Course
from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import of_ranking
from kis_desktop.simulator.server.elw_rows import Row, view_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share

_ID = "elw/quick_change"
_LAYOUT = layout(_ID)
_MOST = 100
_FURTHEST = 1_000
"""minutes or days back"""
_BY_DAYS, _FALLEN = "2", "2"
_FIGURES: dict[str, Callable[[Course, datetime], int]] = {
    "3": lambda course, when: course.quote(when).volume,
    "4": lambda course, when: course.book(when).total_bid,
    "5": lambda course, when: course.book(when).total_ask,
}


def _answer(call: Call) -> Reply:
    sort = call.text("FID_RANK_SORT_CLS_CODE")
    figure = _FIGURES.get(sort, _price)
    now, then = _span(call)
    rows: list[tuple[float, str, Row]] = []
    for one in of_ranking(call, right="FID_MRKT_CLS_CODE"):
        course = one.traded.course
        before = figure(course, max(then, course.session(now).start))
        change = figure(course, now) - before
        way = 1 if sort == _FALLEN else -1
        rows.append(
            (way * share(change, before), one.warrant.code, _row(call, one, before, change))
        )
    rows.sort(key=lambda row: row[:2])
    return _LAYOUT.done({"output": [row for _, _, row in rows[:_MOST]]})


def _price(course: Course, when: datetime) -> int:
    return course.quote(when).last


def _row(call: Call, one: WarrantView, before: int, change: int) -> Row:
    book = one.traded.course.book(call.now)
    values = view_values(one) | {
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
        "stnd_val": before,
        "stnd_val_vrss": change,
        "stnd_val_ctrt": rate(share(change, before)),
    }
    return chosen(_ID, "output", values)


def _span(call: Call) -> tuple[datetime, datetime]:
    """Up to when, and from when."""
    text = call.text("FID_INPUT_HOUR_1")
    count = min(int(text), _FURTHEST) if text.isdecimal() and int(text) else 1
    if call.text("FID_HOUR_CLS_CODE") == _BY_DAYS:
        return call.now, call.now - timedelta(days=count)
    now = call.now
    asked = call.text("FID_INPUT_HOUR_2")
    with contextlib.suppress(ValueError):
        wanted = datetime.strptime(asked, "%H%M%S").time()  # noqa: DTZ007 — a time of day
        now = min(now, datetime.combine(now.date(), wanted, tzinfo=now.tzinfo))
    return now, now - timedelta(minutes=count)


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "20287",
        "FID_UNAS_INPUT_ISCD": "000000",
        "FID_INPUT_ISCD": "00000",
        "FID_MRKT_CLS_CODE": "A",
        "FID_HOUR_CLS_CODE": "1",
        "FID_INPUT_HOUR_1": "30",
        "FID_RANK_SORT_CLS_CODE": "1",
        "FID_BLNG_CLS_CODE": "0",
    },
)
