"""Loans on foreign shares that an account holds (담보대출), and what it lends of them (대여).

Both are made up: some holdings carry a loan taken on the first day of the quarter for half a year,
some are lent in part from week to week. Neither moves the cash that is shown elsewhere.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.overseas_stock.exchanges import business_day
from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare

_TERM = timedelta(days=180)
_PART = Decimal("0.35")
"""of the value, that is lent on it"""
_STEP = 10_000
_PLEDGED, _LENT = 0.4, 0.5
_LENT_PART = 3


@dataclass(frozen=True, slots=True)
class Pledge:
    """One loan on a holding."""

    quantity: int
    won: int
    """owed"""
    taken: date
    expires: date


def pledge_of(
    stocks: OverseasStocks, share: ForeignShare, quantity: int, day: date, now: datetime
) -> Pledge | None:
    """The loan on a holding on a day, None for most of them."""
    key = noise.key(stocks.around.seed, share.address, "pledge")
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if quantity <= 0 or noise.uniform(key, quarter.toordinal(), 0) > _PLEDGED:
        return None
    taken = business_day(share.exchange.country, quarter, 0)
    if taken > day:
        return None
    pledged = max(quantity // 2, 1)
    bars = stocks.course(share).bars(taken - timedelta(days=10), taken, now)
    price = bars[-1].close if bars else share.anchor
    rates = stocks.currencies
    won = rates.quoted_on(share.currency, taken, now) / rates.won_rate(share.currency).unit
    owed = int(share.money(price) * pledged * won * _PART) // _STEP * _STEP
    return Pledge(pledged, owed, taken, taken + _TERM)


def lent_of(stocks: OverseasStocks, share: ForeignShare, quantity: int, day: date) -> int:
    """How many of a holding are lent on a day."""
    key = noise.key(stocks.around.seed, share.address, "lent")
    week = day.toordinal() // 7
    return quantity // _LENT_PART if noise.uniform(key, week, 0) < _LENT else 0
