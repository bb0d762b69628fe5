"""Short sales and loans of all shares at once, for rankings; figures are those of `Flows`.

They belong to finished days, so they are reckoned once a day.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from kis_desktop.simulator.facts import lending
from kis_desktop.simulator.facts.investors import Ints
from kis_desktop.simulator.facts.lenders import UNFINISHED
from kis_desktop.simulator.hours import HISTORY_START, trading_days
from kis_desktop.simulator.overview import RECENT
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.universe import Listing

_K = TypeVar("_K")
_V = TypeVar("_V")
_KEPT = 8


class FlowRanks:
    """Made when first asked for; keeps what it has reckoned of a day."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._shares = around.shares
        self._borrowers: dict[str, lending.Borrower] = {}
        self._short: dict[tuple[int, date], dict[str, float]] = {}
        self._balances: dict[tuple[int, bool, date], dict[str, tuple[int, int]]] = {}

    def finished_days(self, count: int) -> tuple[date, ...]:
        """The last trading days whose regular sessions are over, oldest first."""
        today = self._shares.trade_date
        last = today - timedelta(days=1) if self._shares.phase() in UNFINISHED else today
        return trading_days(max(last - timedelta(days=2 * count + 14), HISTORY_START), last)[
            -count:
        ]

    def sold_short(self, count: int) -> dict[str, float]:
        """공매도: percent of the volume of the last finished days, `RECENT` of them at most."""
        days = self.finished_days(min(count, RECENT))
        numbers = _ordinals(days)

        def part(listing: Listing, borrower: lending.Borrower) -> float:
            volume = self._volume(listing.symbol, days)
            sold = lending.short_sold(borrower, numbers, volume)
            return float(sold.sum()) * 100 / max(float(volume.sum()), 1.0)

        return self._of_all(self._short, (len(days), days[-1]), part)

    def standing(self, back: int, *, shorts: bool) -> dict[str, tuple[int, int]]:
        """신용잔고: shares bought on loans, or borrowed to be sold, at the end of the last finished
        day and of the one `back` days before it.
        """
        days = self.finished_days(back + 1)
        numbers = _ordinals((days[0], days[-1]))
        reckon = lending.standing_shorts if shorts else lending.standing_loans

        def balances(_: Listing, borrower: lending.Borrower) -> tuple[int, int]:
            before, now = reckon(borrower, numbers).tolist()
            return now, before

        return self._of_all(self._balances, (back, shorts, days[-1]), balances)

    def _volume(self, symbol: str, days: tuple[date, ...]) -> Ints:
        today = self._shares.trade_date
        past = self._shares.recent_days(symbol).volume
        if days[-1] < today:
            return past[-len(days) :]
        now = self._shares.glance(symbol).volume
        return np.append(past[len(past) - len(days) + 1 :], now)

    def _of_all(
        self,
        kept: dict[_K, dict[str, _V]],
        key: _K,
        reckon: Callable[[Listing, lending.Borrower], _V],
    ) -> dict[str, _V]:
        known = kept.get(key)
        if known is None:
            known = {
                one.symbol: reckon(one, self._borrower(one))
                for one in self._shares.universe.listings
            }
            kept[key] = known
            if len(kept) > _KEPT:
                del kept[next(iter(kept))]
        return known

    def _borrower(self, listing: Listing) -> lending.Borrower:
        known = self._borrowers.get(listing.symbol)
        if known is None:
            known = lending.borrower(self._around.seed, listing)
            self._borrowers[listing.symbol] = known
        return known


def _ordinals(days: tuple[date, ...]) -> Ints:
    return np.array([day.toordinal() for day in days], dtype=np.int64)
