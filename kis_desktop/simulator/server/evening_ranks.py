"""What the rankings after hours share: the evenings of the shares, and the rows about them.

An evening that is over is known of every share; it is reckoned once. Of one that runs the most
traded shares are looked at, which the exchange then trades.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from kis_desktop.simulator.hours import HISTORY_START, MINUTE, hours, trading_days
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.others import Others
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.evening_book import EveningBook, evening_book
from kis_desktop.simulator.server.overtime_rows import Evening, past_evening, shown_evening
from kis_desktop.simulator.server.rankings import PAGE, Ranked
from kis_desktop.simulator.views import moment

_LOOKED_AT = 2 * PAGE
_Past = dict[str, Evening]
_past: WeakKeyDictionary[Others, tuple[date, _Past]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class RankedEvening:
    """A share with its evening."""

    ranked: Ranked
    evening: Evening

    @property
    def change_rate(self) -> float:
        """Against the close, percent."""
        return self.evening.change * 100 / self.evening.bar.close

    @property
    def part(self) -> float:
        """The evening's volume in percent of the regular session's."""
        volume = self.evening.bar.volume
        return self.evening.volume * 100 / volume if volume else 0.0

    def book(self, call: Call) -> EveningBook:
        """What waits."""
        return evening_book(call.market, self.ranked.listing, self.evening, call.now)


def evenings(call: Call, found: list[Ranked]) -> list[RankedEvening]:
    """The evenings shown of these shares, in their order; funds have none."""
    market = call.market
    shares = [one for one in found if not one.listing.is_etp]
    if _has_begun(call):
        shares.sort(key=lambda one: one.snapshot.turnover, reverse=True)
        return evenings_of(call, shares[:_LOOKED_AT])
    known = _evenings_before(market)
    return [RankedEvening(one, known[one.listing.symbol]) for one in shares]


def evenings_of(call: Call, few: list[Ranked]) -> list[RankedEvening]:
    """The evenings shown of a few shares; one that runs is looked at."""
    return [RankedEvening(one, shown_evening(call.market, one.listing, call.now)) for one in few]


def most(
    found: list[RankedEvening], key: Callable[[RankedEvening], float], size: int = PAGE
) -> list[RankedEvening]:
    """The first of them, the largest first."""
    return sorted(found, key=key, reverse=True)[:size]


def _has_begun(call: Call) -> bool:
    today = call.market.trade_date
    return call.now >= moment(today, hours(today).close + 30 * MINUTE)


def _evenings_before(market: Market) -> _Past:
    today = market.trade_date
    days = trading_days(max(today - timedelta(days=20), HISTORY_START), today - timedelta(days=1))
    known = _past.get(market.others)
    if known is None or known[0] != days[-1]:
        made = {
            one.symbol: _without_course(
                past_evening(market, one, market.history(one.symbol).bar(days[-1]))
            )
            for one in market.universe.listings
            if not one.is_etp
        }
        known = _past[market.others] = (days[-1], made)
    return known[1]


def _without_course(evening: Evening) -> Evening:
    """With its last print alone: thousands of them are kept."""
    return replace(evening, prints=evening.prints[-1:])
