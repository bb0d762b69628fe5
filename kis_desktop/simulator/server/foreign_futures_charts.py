"""Charts of foreign futures and options: ticks, minutes, days, weeks, months, oldest row first.

A page ends where CLOSE_DATE_TIME says; INDEX_KEY names the place of its oldest row, a day and a
number within the day, and is blank when nothing comes before. Changes are against the row before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from kis_desktop.catalogue import loader
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.history import period_start
from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.foreign_futures import AskedContract, Row, asked_contract
from kis_desktop.simulator.server.layout import Layout
from kis_desktop.simulator.server.replies import Continuation, Reply, invalid_input
from kis_desktop.simulator.server.wire_text import sign
from kis_desktop.simulator.trading_hours import current_session

_MOST = {"tick": 40, "minute": 120, "D": 40, "W": 40, "M": 40}
_DAYS_A_BAR = {"D": 2, "W": 8, "M": 32}
_SESSIONS_BACK = 10
_KEY = 18
_NEXT_PAGE = "P"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row before it is written; prices in the units of the contract."""

    at: datetime
    day: date
    """that the row is named by"""
    place: int
    """within the day"""
    open: int
    high: int
    low: int
    last: int
    base: int
    """what the change is against"""
    size: int
    volume: int
    """cumulative"""


Bars = Callable[[AskedContract, datetime, int | None, int, int], list[Bar]]
"""of a contract: so many rows up to a moment, before a place of its day, of so many minutes"""


def charted(call: Call, shape: Layout, kind: str, *, head: str, rows: str) -> Reply:
    """A page of a chart: tick, minute, D, W or M."""
    asked = asked_contract(call)
    if asked is None:
        return shape.done({})
    count = call.number("QRY_CNT")
    count = min(count, _MOST[kind]) if count > 0 else _MOST[kind]
    until, place = _end(call)
    every = max(call.number("QRY_GAP"), 1)
    found = _MAKERS[kind](asked, until, place, count + 1, every)
    page = found[-count:]
    first = page[0] if len(found) > count else None
    known = {field.name for field in loader.endpoint(shape.id).outputs[head].fields}
    counted = f"{len(page):04d}"
    said: Row = {
        "tret_cnt": counted,
        "ret_cnt": counted,
        "last_n_cnt": _unfinished(asked, page, kind, every),
        "index_key": f"{first.day:%Y%m%d}{first.place:>10}" if first else "",
    }
    return shape.done(
        {
            head: {name: value for name, value in said.items() if name in known},
            rows: [_row(asked, bar) for bar in page],
        },
        continuation=Continuation.LAST,
    )


def _unfinished(asked: AskedContract, page: list[Bar], kind: str, every: int) -> int:
    """How many minutes or days the last bar has; a day and a tick are one."""
    if not page:
        return 0
    last = page[-1]
    if kind == "minute":
        return min((asked.now - last.at) // timedelta(minutes=1) + 1, every)
    first = period_start(last.day, kind) if kind in ("W", "M") else last.day
    days = (first + timedelta(days=number) for number in range((last.day - first).days + 1))
    return sum(asked.course.terms.sessions(day) is not None for day in days)


def _end(call: Call) -> tuple[datetime, int | None]:
    """The moment a page ends at, and the place of its day that it ends before."""
    key = call.fields.get("INDEX_KEY", "")
    if call.text("QRY_TP") == _NEXT_PAGE and key.strip():
        try:
            day = datetime.strptime(key[:8], "%Y%m%d").replace(tzinfo=KST)
            return day, int(key[8:_KEY])
        except ValueError as error:
            raise CallRefused(invalid_input("INDEX_KEY")) from error
    text = call.text("CLOSE_DATE_TIME")
    if not text:
        return call.now, None
    written = text if len(text) > len("YYYYMMDD") else f"{text}235959"
    try:
        at = datetime.strptime(written.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=KST)
    except ValueError as error:
        raise CallRefused(invalid_input("CLOSE_DATE_TIME")) from error
    return min(at, call.now), None


def _days(period: str) -> Bars:
    def made(
        asked: AskedContract, until: datetime, place: int | None, count: int, every: int
    ) -> list[Bar]:
        del every
        last = until.date()
        if place is not None:
            last = period_start(last, period) - timedelta(days=1)
        start = max(last - timedelta(days=count * _DAYS_A_BAR[period]), HISTORY_START)
        found = asked.course.bars(start, last, asked.now, period)[-count:]
        rows = []
        for bar in found:
            session = asked.course.terms.sessions(bar.day)
            assert session is not None
            end = min(session.end, asked.now)
            prints = asked.course.prints(end, 1)
            rows.append(
                Bar(
                    at=datetime.combine(bar.day, end.time(), tzinfo=KST),
                    day=bar.day,
                    place=0,
                    open=bar.open,
                    high=bar.high,
                    low=bar.low,
                    last=bar.close,
                    base=bar.base,
                    size=prints[0].size if prints else 0,
                    volume=bar.volume,
                )
            )
        return rows

    return made


def _minutes(
    asked: AskedContract, until: datetime, place: int | None, count: int, every: int
) -> list[Bar]:
    course = asked.course
    session = current_session(
        course.terms.sessions, until if place is None else until + timedelta(days=1)
    )
    while place is not None and session.trade_date > until.date():
        session = current_session(course.terms.sessions, session.start - timedelta(seconds=1))
    found: list[Bar] = []
    for _ in range(_SESSIONS_BACK):
        bars = course.minutes(session.trade_date, asked.now, every)
        numbered = [
            Bar(
                at=bar.time, day=session.trade_date, place=number, open=bar.open, high=bar.high,
                low=bar.low, last=bar.close, base=before.close, size=bar.volume,
                volume=bar.cumulative_volume,
            )
            for number, (before, bar) in enumerate(pairwise((*bars[:1], *bars)))
            if (number < place if place is not None else bar.time <= until)
        ]  # fmt: skip
        found = numbered + found
        if len(found) >= count:
            break
        session = current_session(course.terms.sessions, session.start - timedelta(seconds=1))
        if place is not None:
            place = 24 * 60
    return found[-count:]


def _ticks(
    asked: AskedContract, until: datetime, place: int | None, count: int, every: int
) -> list[Bar]:
    del every
    course = asked.course
    session = course.session(until)
    moment = until
    if place is not None:
        session = course.terms.sessions(until.date()) or session
        moment = session.at(place - 1) if place else session.start
    rows = []
    for one in reversed(course.prints(min(moment, asked.now), count)):
        quote = course.quote(one.time)
        rows.append(
            Bar(
                at=one.time,
                day=session.trade_date,
                place=session.elapsed(one.time),
                open=quote.open,
                high=quote.high,
                low=quote.low,
                last=one.price,
                base=quote.base,
                size=one.size,
                volume=one.volume,
            )
        )
    return rows


_MAKERS: dict[str, Bars] = {
    "tick": _ticks,
    "minute": _minutes,
    "D": _days("D"),
    "W": _days("W"),
    "M": _days("M"),
}


def _row(asked: AskedContract, bar: Bar) -> Row:
    change = bar.last - bar.base
    return {
        "data_date": bar.at.date(),
        "data_time": time(bar.at.hour, bar.at.minute, bar.at.second),
        "open_price": _plain(asked.price(bar.open)),
        "high_price": _plain(asked.price(bar.high)),
        "low_price": _plain(asked.price(bar.low)),
        "last_price": _plain(asked.price(bar.last)),
        "last_qntt": bar.size,
        "vol": bar.volume,
        "prev_diff_flag": sign(change),
        "prev_diff_price": _plain(asked.price(abs(change))),
        "prev_diff_rate": f"{change * 100 / bar.base:.8f}"[:10] if change else "0",
    }


def _plain(number: Decimal) -> str:
    """Without noughts at the end of its decimals."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
