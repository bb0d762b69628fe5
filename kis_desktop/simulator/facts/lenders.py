"""Short sales, loans on shares and shares lent, day by day, told once a day's session is over."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.facts import lending
from kis_desktop.simulator.facts.flow_days import (
    CreditDay,
    LendingDay,
    MarketLending,
    ShortSale,
    columns,
)
from kis_desktop.simulator.facts.investors import Ints
from kis_desktop.simulator.hours import HISTORY_START, session_day, trading_days
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Board, DayBar, Phase

_OUR_PART = 12
"""percent of what is lent to individuals that this house lends"""
UNFINISHED = frozenset(
    {
        Phase.CLOSED,
        Phase.PRE_HOURS,
        Phase.OPENING_AUCTION,
        Phase.CONTINUOUS,
        Phase.VI_AUCTION,
        Phase.CLOSING_AUCTION,
    }
)
"""the regular session is not over yet"""


class Lenders:
    """Every method raises `Refused` for an unknown symbol; `members` are the shares of a market."""

    def __init__(self, around: Surroundings, members: Callable[[str], tuple[Listing, ...]]) -> None:
        self.around = around
        self._shares = around.shares
        self._members = members

    def short_sales(self, symbol: str, start: date, end: date) -> tuple[ShortSale, ...]:
        """The finished days in [start, end], oldest first."""
        bars = self._finished(symbol, start, end)
        one = lending.borrower(self.around.seed, self._shares.listing(symbol))
        numbers, volume, turnover = columns(bars)
        sold = lending.short_sold(one, numbers, volume)
        prices = turnover / np.maximum(volume, 1) * lending.short_price(one, numbers)
        return tuple(
            ShortSale(bar.day, int(quantity), int(quantity * price), bar.volume, bar.turnover)
            for bar, quantity, price in zip(bars, sold, prices, strict=True)
        )

    def last_short_sale(self, symbol: str) -> ShortSale:
        """Of the last finished day."""
        today = self._shares.trade_date
        return self.short_sales(symbol, today - timedelta(days=14), today)[-1]

    def credit_days(self, symbol: str, start: date, end: date) -> tuple[CreditDay, ...]:
        """Loans for purchases and borrowed shares on the finished days in [start, end]."""
        bars = self._finished(symbol, start, end)
        listing = self._shares.listing(symbol)
        one = lending.borrower(self.around.seed, listing)
        numbers, volume, _ = columns(bars)
        before = _days_before(numbers)
        loans = lending.loans(one, numbers, before, volume)
        shorts = lending.shorts(one, numbers, before, volume)
        return tuple(
            CreditDay(
                bar,
                loan_new=int(loans.new[number]),
                loan_repaid=int(loans.repaid[number]),
                loan_standing=int(loans.standing[number]),
                short_new=int(shorts.new[number]),
                short_repaid=int(shorts.repaid[number]),
                short_standing=int(shorts.standing[number]),
                listed=listing.listed_shares,
            )
            for number, bar in enumerate(bars)
        )

    def last_credit(self, symbol: str) -> CreditDay:
        """Of the last finished day."""
        today = self._shares.trade_date
        return self.credit_days(symbol, today - timedelta(days=14), today)[-1]

    def loan_rates(self, listings: tuple[Listing, ...]) -> tuple[float, ...]:
        """What is bought of each on loans, percent of its listed shares, when a day last ended."""
        numbers = self._last_finished()
        many = (lending.borrower(self.around.seed, listing) for listing in listings)
        return tuple(
            float(lending.standing_loans(one, numbers)[0]) * 100 / one.listed for one in many
        )

    def short_limits(self, listings: tuple[Listing, ...]) -> tuple[tuple[int, int], ...]:
        """Shares of each that individuals may borrow here to sell them, and how many they have."""
        numbers = self._last_finished()
        found = []
        for listing in listings:
            one = lending.borrower(self.around.seed, listing)
            used = int(lending.standing_shorts(one, numbers)[0]) * _OUR_PART // 100
            found.append((lending.short_limit(one) * _OUR_PART // 100 + used, used))
        return tuple(found)

    def lending_days(self, symbol: str, start: date, end: date) -> tuple[LendingDay, ...]:
        """Shares lent on the finished days in [start, end], oldest first."""
        bars = self._finished(symbol, start, end)
        one = lending.borrower(self.around.seed, self._shares.listing(symbol))
        numbers, volume, _ = columns(bars)
        found = lending.lent(one, numbers, _days_before(numbers), volume)
        return tuple(
            LendingDay(bar, int(new), int(repaid), int(standing))
            for bar, new, repaid, standing in zip(
                bars, found.new, found.repaid, found.standing, strict=True
            )
        )

    def market_lending(self, group: str, start: date, end: date) -> tuple[MarketLending, ...]:
        """The sums over the shares of a group on the finished days in [start, end]."""
        if self._shares.phase() in UNFINISHED:
            end = min(end, eve(self._shares.trade_date))
        days = trading_days(start, end)
        if not days:
            return ()
        numbers = np.array([day.toordinal() for day in days], dtype=np.int64)
        before = _days_before(numbers)
        sums = np.zeros((4, len(days)), dtype=np.int64)
        for listing in self._members(group):
            traded = self._shares.history(listing.symbol).traded(start, end)
            one = lending.borrower(self.around.seed, listing)
            found = lending.lent(one, numbers, before, traded.volume)
            standing = found.standing
            sums += np.array([found.new, found.repaid, standing, standing * traded.close])
        return tuple(
            MarketLending(day, *(int(one) for one in row))
            for day, row in zip(days, sums.T, strict=True)
        )

    def _last_finished(self) -> Ints:
        today = self._shares.trade_date
        over = self._shares.phase() not in UNFINISHED
        day = today if over else session_day(eve(today))
        return np.array([day.toordinal()], dtype=np.int64)

    def _bars(self, symbol: str, start: date, end: date, board: Board) -> tuple[DayBar, ...]:
        return self._shares.daily_bars(symbol, max(start, HISTORY_START), end, "D", board)

    def _finished(self, symbol: str, start: date, end: date) -> tuple[DayBar, ...]:
        bars = self._bars(symbol, start, end, Board.KRX)
        running = self._shares.phase() in UNFINISHED
        if bars and running and bars[-1].day == self._shares.trade_date:
            return bars[:-1]
        return bars


def eve(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def _days_before(numbers: Ints) -> Ints:
    """The trading day before each, as ordinals."""
    days = [previous_trading_day(date.fromordinal(int(number))) for number in numbers]
    return np.array([day.toordinal() for day in days], dtype=np.int64)
