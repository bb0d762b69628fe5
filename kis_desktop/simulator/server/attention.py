"""Whom customers watch: more who is worth more, trades more and moves more."""

import math

from kis_desktop.simulator import noise
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.rankings import Ranked
from kis_desktop.simulator.universe import Listing

_PER_ROOT = 58
"""registrations for each square root of 100 million won of market value"""
_SPREAD = 0.45
_MINUTES = 10
"""for which an instrument draws attention for no reason"""


def registrations(market: Market, listing: Listing) -> int:
    """관심종목 등록 건수: moves by some parts in a thousand from day to day."""
    seed, day = market.others.around.seed, market.trade_date.toordinal()
    key = noise.key(seed, listing.symbol, "attention")
    fame = math.exp(_SPREAD * 2 * (noise.uniform(key, 0, 0) - 0.5))
    worth = math.sqrt(listing.listed_shares * listing.base_price / 100_000_000)
    return int(_PER_ROOT * worth * fame * (1 + 0.004 * noise.uniform(key, day, 1)))


def views(market: Market, one: Ranked) -> float:
    """How much it is looked at now, to be compared."""
    now, snapshot = market.clock.now(), one.snapshot
    key = noise.key(market.others.around.seed, one.listing.symbol, "views")
    slot = now.toordinal() * 144 + (now.hour * 60 + now.minute) // _MINUTES
    whim = 0.5 + noise.uniform(key, slot, 0)
    return math.sqrt(snapshot.turnover) * (1 + abs(snapshot.change_rate) / 4) * whim
