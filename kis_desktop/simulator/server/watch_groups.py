"""The trader's 관심종목: a group for each theme, with what was noted beside its shares."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kis_desktop.simulator import noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.hours import session_day
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.other_lists import THEMES
from kis_desktop.simulator.universe import Listing

_CHANGED_WITHIN = 90
"""days before today"""
_NOTED_WITHIN = 60


@dataclass(frozen=True, slots=True)
class WatchGroup:
    """One group as it was saved."""

    code: str
    name: str
    rank: int
    saved: datetime
    listings: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What the trader wrote beside a share: bought so many at a close of the last weeks."""

    quantity: int
    price: int
    day: date


def watch_groups(market: Market) -> tuple[WatchGroup, ...]:
    """All groups with at least one share of this universe."""
    found: list[WatchGroup] = []
    today = market.trade_date
    for name, symbols in THEMES:
        listings = tuple(one for one in map(market.universe.find, symbols) if one is not None)
        if not listings:
            continue
        rank = len(found) + 1
        key = noise.key(market.others.around.seed, "watch group", name)
        back = 1 + int(noise.uniform(key, 0, 0) * _CHANGED_WITHIN)
        second = int(noise.uniform(key, 0, 1) * 43_200)
        saved = datetime.combine(today - timedelta(days=back), time(8), tzinfo=KST)
        found.append(
            WatchGroup(f"{rank:03}", name, rank, saved + timedelta(seconds=second), listings)
        )
    return tuple(found)


def note_of(market: Market, listing: Listing) -> Note:
    """What stands beside a share."""
    key = noise.key(market.others.around.seed, "watched", listing.symbol)
    back = 1 + int(noise.uniform(key, 0, 0) * _NOTED_WITHIN)
    day = session_day(market.trade_date - timedelta(days=back))
    price = market.history(listing.symbol).bar(day).close
    return Note(1 + int(noise.uniform(key, 0, 1) * 5_000_000 / price), price, day)
