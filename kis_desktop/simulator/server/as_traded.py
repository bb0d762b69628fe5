"""Prices of the past as they were traded (원주가): before splits, reductions and new shares.

The past is reckoned in shares of today, which is what adjusted prices (수정주가) are. What was
really paid for a share of then is told by minute charts and by daily ones that ask for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.facts.corporate_actions import Action, ActionKind
from kis_desktop.simulator.history import merged
from kis_desktop.simulator.price_grid import nearest_prices
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import DayBar, MinuteBar

_FACES = frozenset({ActionKind.FACE, ActionKind.REDUCTION})
_RIGHTS = frozenset({ActionKind.BONUS, ActionKind.RIGHTS})


@dataclass(frozen=True, slots=True)
class _Change:
    day: date
    """the first on which the new shares' price is traded"""
    price: float
    """before in parts of after"""
    shares: float
    """after in parts of before, where each share became so many"""


@dataclass(frozen=True, slots=True)
class PastPrices:
    """What prices and volumes of an instrument's past were before its shares changed."""

    listing: Listing
    changes: tuple[_Change, ...]

    def factor(self, day: date) -> float:
        """The price of a day as traded in parts of the adjusted one."""
        return _product(one.price for one in self.changes if day < one.day)

    def split_on(self, day: date) -> float:
        """How many shares one became on a day; nought where none did."""
        shares = [one.shares for one in self.changes if one.day == day and one.shares != 1]
        return _product(shares) if shares else 0.0

    def loses_rights_on(self, day: date) -> bool:
        """Whether a right to new shares is gone from a day on (권리락)."""
        return any(one.day == day and one.shares == 1 for one in self.changes)

    def days(self, bars: Sequence[DayBar], period: str) -> tuple[DayBar, ...]:
        """Daily bars as traded, summed up by a period."""
        return merged([self._day(bar) for bar in bars], period)

    def minutes(self, bars: Iterable[MinuteBar]) -> Iterator[MinuteBar]:
        """Minutes as traded."""
        for bar in bars:
            factor = self.factor(bar.time.date())
            if factor == 1:
                yield bar
                continue
            open_, high, low, close = self._prices(factor, bar.open, bar.high, bar.low, bar.close)
            shares = self._shares(bar.time.date())
            yield replace(
                bar,
                open=open_,
                high=high,
                low=low,
                close=close,
                volume=round(bar.volume / shares),
                cumulative_volume=round(bar.cumulative_volume / shares),
            )

    def _day(self, bar: DayBar) -> DayBar:
        factor = self.factor(bar.day)
        if factor == 1:
            return bar
        told = (bar.open, bar.high, bar.low, bar.close, bar.base)
        open_, high, low, close, base = self._prices(factor, *told)
        volume = round(bar.volume / self._shares(bar.day))
        return DayBar(bar.day, open_, high, low, close, volume, bar.turnover, base)

    def _shares(self, day: date) -> float:
        return _product(one.shares for one in self.changes if day < one.day)

    def _prices(self, factor: float, *prices: int) -> tuple[int, ...]:
        scaled = np.array(prices, dtype=np.float64) * factor
        return tuple(int(price) for price in nearest_prices(scaled, etp=self.listing.is_etp))


def past_prices(call: Call, listing: Listing) -> PastPrices:
    """The changes of an instrument up to today, oldest first."""
    today = call.now.date()
    actions = call.market.others.companies.actions.of(listing.symbol)
    changes = [_change(one) for one in actions if one.kind in _FACES | _RIGHTS]
    return PastPrices(listing, tuple(one for one in changes if one.day <= today))


def _change(one: Action) -> _Change:
    if one.kind in _FACES:
        return _Change(one.listed, one.growth, one.growth)
    paid = 1 - one.discount / 100 if one.kind is ActionKind.RIGHTS else 0.0
    price = one.growth / (1 + one.new_for_one * paid)
    return _Change(previous_trading_day(one.record), price, 1.0)


def _product(factors: Iterable[float]) -> float:
    product = 1.0
    for factor in factors:
        product *= factor
    return product
