"""What the research houses think of a share: an opinion now and then, with a target near the price.

A function of seed, house, share and month; the target is drawn around the close before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.corporate_actions import COMMON
from kis_desktop.simulator.hours import HISTORY_START, session_day
from kis_desktop.simulator.universe import Kind, Listing

HOUSES = {
    "00003": "한국투자증권",
    "00005": "미래에셋증권",
    "00012": "NH투자증권",
    "00017": "KB증권",
    "00030": "삼성증권",
    "00002": "신한투자증권",
    "00004": "대신증권",
    "00010": "메리츠증권",
    "00006": "하나증권",
    "00024": "유진투자증권",
    "00050": "키움증권",
    "00025": "유안타증권",
}
"""by member code"""
_OFTEN, _SOMETIMES, _SELDOM = 0.4, 0.08, 0.01
"""chance of an opinion a month: members of the KOSPI200, other large companies, the rest"""
_LARGE = 500_000_000_000
_MONTHS = 12
_LONGEST_SILENCE = 18
_MEAN, _SPREAD = 0.22, 0.24
"""of the target above the price"""


class Opinion(Enum):
    """The words and the code that they are given by."""

    STRONG_BUY = ("강력매수", "1", 0.42)
    BUY = ("매수", "2", 0.1)
    HOLD = ("중립", "3", -0.02)
    SELL = ("매도", "4", -1.0)

    def __init__(self, words: str, code: str, least: float) -> None:
        self.words = words
        self.code = code
        self.least = least
        """how far the target lies at least above the price"""


@dataclass(frozen=True, slots=True)
class Report:
    """One house's opinion of one day."""

    listing: Listing
    house: str
    day: date
    opinion: Opinion
    before: Opinion | None
    """what it thought last"""
    upside: float
    """of the target over the close before, in parts of it"""

    def target(self, close: int) -> int:
        """목표가 above the close of the day before, won, in round figures."""
        wanted = close * (1 + self.upside)
        step: int = 10 ** max(len(str(int(wanted))) - 3, 1)
        return max(round(wanted / step), 1) * step


def reports(
    seed: int,
    listings: tuple[Listing, ...],
    start: date,
    end: date,
    wanted: Callable[[str], bool] = lambda _house: True,
) -> Iterator[Report]:
    """Those in [start, end] of some houses, newest first."""
    start = max(start, HISTORY_START + timedelta(days=_MONTHS))
    first, last = _number(start), _number(end)
    houses = [house for house in HOUSES if wanted(house)]
    for month in range(last, first - 1, -1):
        found = [
            report
            for listing in listings
            if listing.kind is Kind.STOCK and listing.symbol.endswith(COMMON)
            for report in _reports(seed, listing, houses, month)
            if start <= report.day <= end
        ]
        yield from sorted(found, key=lambda one: (one.day, one.listing.symbol), reverse=True)


def _reports(seed: int, listing: Listing, houses: list[str], month: int) -> Iterator[Report]:
    chance = _chance(listing)
    for house in houses:
        key = noise.key(seed, listing.symbol, house, "opinion")
        if noise.uniform(key, month, 0) >= chance:
            continue
        year, number = divmod(month, _MONTHS)
        day = date(year, number + 1, 1) + timedelta(days=int(28 * noise.uniform(key, month, 1)))
        before = next(
            (
                earlier
                for earlier in range(month - 1, month - _LONGEST_SILENCE, -1)
                if noise.uniform(key, earlier, 0) < chance
            ),
            None,
        )
        yield Report(
            listing=listing,
            house=house,
            day=session_day(day),
            opinion=_opinion(_upside(key, month)),
            before=None if before is None else _opinion(_upside(key, before)),
            upside=_upside(key, month),
        )


def close_before(close_on: Callable[[str, date], int], report: Report) -> int:
    """The close that a report was written upon."""
    return close_on(report.listing.symbol, previous_trading_day(report.day))


def _chance(listing: Listing) -> float:
    if listing.kospi200 not in {"", "0"}:
        return _OFTEN
    value = listing.listed_shares * listing.base_price
    return _SOMETIMES if value >= _LARGE else _SELDOM


def _upside(key: int, month: int) -> float:
    """A slow mood of the house, so that opinions change seldom, and a little of the day."""
    mood = noise.uniform(key, month // _MONTHS, 2) + 0.3 * noise.uniform(key, month, 3) - 0.65
    return _MEAN + 2 * _SPREAD * mood


def _opinion(upside: float) -> Opinion:
    return next(one for one in Opinion if upside >= one.least)


def _number(day: date) -> int:
    return day.year * _MONTHS + day.month - 1
