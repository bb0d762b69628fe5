"""해외주식분봉조회, v1_해외주식-030: up to 120 bars of so many minutes, newest first.

A bar is named by the minute it begins in. The regular session alone is shown, for BAQ, BAY and BAA
the daytime one; whether the host adds the hours around it is not known.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.foreign_rows import Asked, Row, asked_key, asked_share, unknown
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.trading_hours import current_session

_LAYOUT = layout("overseas_stock/inquire_time_itemchartprice")
_ROWS = 120
_LONGEST = 1440
_DAYS_BACK = 30


def _answer(call: Call) -> Reply:
    asked = asked_share(call)
    if asked is None:
        return unknown(_LAYOUT, "output1", rsym=asked_key(call))
    every = min(max(call.number("NMIN"), 1), _LONGEST)
    count = min(call.number("NREC") or _ROWS, _ROWS)
    past = call.choice("PINC", "0", "1") == "1"
    daytime = asked.code == asked.share.exchange.daytime
    until = _until(call, asked)
    rows: list[Row] = []
    for row in _newest_first(asked, every, until, _DAYS_BACK if past and not daytime else 1):
        rows.append(row)
        if len(rows) > count:
            break
    more = "1" if len(rows) > count else "0"
    session = asked.session
    head: Row = {
        "rsym": asked.key,
        "zdiv": asked.share.decimals,
        "stim": asked.local(session.start),
        "etim": asked.local(session.end),
        "sktm": session.start,
        "ektm": session.end,
        "next": more,
        "more": more,
        "nrec": len(rows[:count]),
    }
    return _LAYOUT.done({"output1": head, "output2": rows[:count]})


def _until(call: Call, asked: Asked) -> datetime:
    """The latest moment that is asked for: now, or KEYB in the exchange's own time."""
    text = call.text("KEYB")
    if not text:
        return asked.now
    try:
        moment = datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007 — local
    except ValueError as error:
        raise CallRefused(invalid_input("KEYB")) from error
    local = moment.replace(tzinfo=asked.share.exchange.country.zone)
    return min(local.astimezone(asked.now.tzinfo), asked.now)


def _newest_first(asked: Asked, every: int, until: datetime, days: int) -> Iterator[Row]:
    course = asked.course
    session = course.session(until)
    for _ in range(days):
        for bar in reversed(course.minutes(session.trade_date, asked.now, every)):
            if bar.time > until:
                continue
            local = asked.local(bar.time)
            yield {
                "tymd": session.trade_date,
                "xymd": local.date(),
                "xhms": local.replace(second=0),
                "kymd": bar.time.date(),
                "khms": bar.time.replace(second=0),
                "open": asked.price(bar.open),
                "high": asked.price(bar.high),
                "low": asked.price(bar.low),
                "last": asked.price(bar.close),
                "evol": bar.volume,
                "eamt": asked.turnover(bar.turnover),
            }
        session = current_session(course.terms.sessions, session.start - timedelta(seconds=1))


ENDPOINT = served(
    "overseas_stock/inquire_time_itemchartprice",
    _answer,
    example={"EXCD": "NAS", "SYMB": "AAPL", "NMIN": "1", "PINC": "1", "NREC": "120"},
)
