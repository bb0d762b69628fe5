"""What the trading days before the running one came to, for rankings over several days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kis_desktop.simulator.course import Course

_HOLIDAYS = 25
"""days of the calendar that surely hold those without trading"""


@dataclass(frozen=True, slots=True)
class Past:
    """Some trading days, up to the one before the running one."""

    close: int
    """at the end of the first of them"""
    volume: int
    """of a day, on average"""
    turnover: int
    """of a day, on average, price units times quantity"""


def past_days(course: Course, trade_date: date, days: int, now: datetime) -> Past:
    """So many trading days before one, at least one."""
    first = trade_date - timedelta(days=days * 7 // 5 + _HOLIDAYS)
    bars = course.bars(first, trade_date - timedelta(days=1), now)[-days:]
    return Past(
        close=bars[0].close,
        volume=sum(bar.volume for bar in bars) // len(bars),
        turnover=sum(bar.turnover for bar in bars) // len(bars),
    )
