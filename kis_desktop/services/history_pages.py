"""A day's minutes page by page: from the newest back to the session's first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.domain.bar import Bar
from kis_desktop.domain.feed_key import MarketView, split_feed_key
from kis_desktop.services.bar_builder import KOREA
from kis_desktop.services.ports import HistorySource

_MOST_PAGES = 30  # a day of NXT's minutes is 24 pages of 30
_OPENS, _OPENS_LATE, _OPENS_EARLY = time(9, 0), time(10, 0), time(8, 0)
LATEST = "210000"  # exchange time; the after-markets of the KRX and of NXT end at 20:00
_NOVEMBER, _THURSDAY, _EXAM_DAYS = 11, 3, range(12, 21)


class DayRead(NamedTuple):
    """A day's minutes, oldest first. `whole`: they are known to begin with the session."""

    bars: tuple[Bar, ...]
    whole: bool


async def past_day(
    source: HistorySource, symbol: str, day: date, *, background: bool = False
) -> DayRead:
    """All minutes of a past day. Raises as the source."""
    read = await minutes_since(source, symbol, day, LATEST, background=background)
    return DayRead(read.bars, read.whole or _opened_late(day, read.bars))


async def minutes_since(
    source: HistorySource,
    symbol: str,
    day: date,
    until: str,
    since: int = 0,
    *,
    background: bool = False,
) -> DayRead:
    """A day's minutes from the exchange time `until` (HHMMSS) back to the minute `since` (UTC epoch
    seconds) or the session's first. Raises as the source.
    """
    found: dict[int, Bar] = {}
    for _ in range(_MOST_PAGES):
        page = await source.minute_page(symbol, day, until, background=background)
        fresh = [bar for bar in page if bar.time not in found]
        if not fresh:
            break
        found.update((bar.time, bar) for bar in fresh)
        first = datetime.fromtimestamp(min(found), KOREA)
        if first.time() <= opens(symbol) or min(found) <= since:
            return DayRead(_sorted(found), whole=True)
        until = before(min(found))
    return DayRead(_sorted(found), whole=False)


def opens(symbol: str) -> time:
    """When a feed key's market opens, exchange time."""
    return _OPENS if split_feed_key(symbol)[1] is MarketView.KRX else _OPENS_EARLY


def before(start: int) -> str:
    """The exchange time (HHMMSS) of the minute before one that starts so (UTC epoch seconds)."""
    return (datetime.fromtimestamp(start, KOREA) - timedelta(minutes=1)).strftime("%H%M%S")


def _sorted(found: dict[int, Bar]) -> tuple[Bar, ...]:
    return tuple(found[start] for start in sorted(found))


def _opened_late(day: date, bars: Sequence[Bar]) -> bool:
    """Whether a day's minutes begin at ten because the exchange opened at ten.

    It does on the first trading day of a year, and on the day of the college exam (수능), a
    Thursday in the middle of November.
    """
    new_year = previous_trading_day(day).year != day.year
    exam = day.month == _NOVEMBER and day.weekday() == _THURSDAY and day.day in _EXAM_DAYS
    first = datetime.fromtimestamp(bars[0].time, KOREA).time() if bars else None
    return (new_year or exam) and first == _OPENS_LATE
