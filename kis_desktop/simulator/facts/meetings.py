"""Regular meetings of shareholders (정기주주총회): every company's, once a fiscal year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.statements import Accounts, Period

_SOONEST, _SPREAD = 71, 19
"""days after the fiscal year's end; it has to be held within three months"""
_MOST_OWN = 0.06
"""of the shares are held by the company itself and have no vote"""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting with the day that decides who may vote."""

    record: date
    day: date
    voting: float
    """part of the shares that have a vote"""


def meetings_of(
    seed: int, symbol: str, accounts: Accounts, start: date, end: date
) -> Iterator[Meeting]:
    """Those in [start, end], oldest first."""
    key = noise.key(seed, symbol, "meeting")
    voting = 1 - _MOST_OWN * noise.uniform(key, 0, 1)
    for year in range(start.year - 1, end.year + 1):
        record = Period(year, 4, accounts.closing_month).end
        if record > end:
            return
        days = _SOONEST + int(_SPREAD * noise.uniform(key, year, 0) ** 0.5)
        day = next_trading_day(record + timedelta(days=days - 1))
        if start <= day <= end:
            yield Meeting(record, day, voting)
