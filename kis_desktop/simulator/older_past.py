"""The years of an account before its past: written when they are asked for, a year at a time.

Every year ends flat: whatever it buys it sells again, so that today's holdings and money know
nothing of it. One well-known share is traded on each day, since programs ask for single days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kis_desktop.simulator.charges import FeePlan
from kis_desktop.simulator.hours import HISTORY_START, trading_days
from kis_desktop.simulator.past import Past, Plan
from kis_desktop.simulator.past_writer import Writer
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import FillRecord, OrderRecord


@dataclass(frozen=True, slots=True)
class OlderYears:
    """All that an account did before a day."""

    seed: int
    account: str
    plan: Plan
    fees: FeePlan
    listings: tuple[Listing, ...]
    before: date
    """the past's first day"""

    def orders(self, start: date, end: date) -> tuple[OrderRecord, ...]:
        """Orders of trade dates in [start, end], oldest first."""
        return tuple(
            order
            for past in self._years(start, end)
            for order in past.orders
            if start <= order.trade_date <= end
        )

    def fills(self, start: date, end: date) -> tuple[FillRecord, ...]:
        """Fills of trade dates in [start, end], oldest first."""
        return tuple(
            fill
            for past in self._years(start, end)
            for fill in past.fills
            if start <= fill.time.date() <= end
        )

    def _years(self, start: date, end: date) -> Iterator[Past]:
        last = min(end, self.before - timedelta(days=1))
        for year in range(max(start, HISTORY_START).year, last.year + 1):
            yield _year(self, year)


@lru_cache(maxsize=24)
def _year(of: OlderYears, year: int) -> Past:
    known = {listing.symbol: listing for listing in of.listings if not listing.halted}
    end = min(date(year, 12, 31), of.before - timedelta(days=1))
    days = trading_days(date(year, 1, 1), end)
    return Writer(of.seed, of.account, str(year), of.fees, known, days, of.before).write(of.plan)
