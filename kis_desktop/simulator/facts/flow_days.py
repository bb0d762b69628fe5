"""What is told of who traded: frozen days of investors, programs, houses, short sales and loans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from kis_desktop.simulator.credit import LOAN_PERCENT
from kis_desktop.simulator.facts.houses import FOREIGN
from kis_desktop.simulator.facts.investors import (
    FOREIGNERS,
    INSTITUTIONS,
    Ints,
    Investor,
    Split,
    columns_of,
)
from kis_desktop.simulator.views import DayBar


class Moment(Protocol):
    """How much had been traded of a share at a moment of a day: a print, the bar of a day."""

    @property
    def day(self) -> date: ...
    @property
    def volume(self) -> int: ...
    @property
    def turnover(self) -> int: ...


Traded = Sequence[Moment]


@dataclass(frozen=True, slots=True)
class Sides:
    """What somebody bought and sold; shares and won."""

    bought: int
    sold: int
    paid: int
    """won for what was bought"""
    received: int
    """won for what was sold"""

    @property
    def net(self) -> int:
        """순매수, shares."""
        return self.bought - self.sold

    @property
    def net_amount(self) -> int:
        """순매수, won."""
        return self.paid - self.received

    def __add__(self, other: "Sides") -> "Sides":
        return Sides(
            self.bought + other.bought,
            self.sold + other.sold,
            self.paid + other.paid,
            self.received + other.received,
        )


NOTHING = Sides(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class InvestorDay:
    """What each investor traded of one thing on one day; sums over all are the day's volume."""

    day: date
    volume: int
    turnover: int
    by_investor: tuple[Sides, ...]
    """in the order of `Investor`"""

    def of(self, *investors: Investor) -> Sides:
        """What these investors traded together."""
        return total(self.by_investor[one] for one in investors)

    @property
    def foreign(self) -> Sides:
        """외국인, registered or not."""
        return self.of(*FOREIGNERS)

    @property
    def institutions(self) -> Sides:
        """기관계."""
        return self.of(*INSTITUTIONS)


@dataclass(frozen=True, slots=True)
class ProgramDay:
    """Program trading of one thing on one day: 차익 and 비차익, by customers and own account."""

    day: date
    arbitrage: tuple[Sides, ...]
    """in the order of `Investor`"""
    other: tuple[Sides, ...]

    @property
    def whole(self) -> Sides:
        """전체."""
        return total((*self.arbitrage, *self.other))


@dataclass(frozen=True, slots=True)
class ForeignHolding:
    """What foreigners hold of a share at the end of a day."""

    day: date
    held: int
    limit: int
    """the most that they may hold"""

    @property
    def exhaustion(self) -> float:
        """외국인 소진율, percent of the limit."""
        return self.held * 100 / self.limit if self.limit else 0.0


@dataclass(frozen=True, slots=True)
class ShortSale:
    """What was sold short of a share on a day."""

    day: date
    quantity: int
    amount: int
    """won"""
    volume: int
    """of the day, as the next"""
    turnover: int


@dataclass(frozen=True, slots=True)
class CreditDay:
    """Shares bought on loans (융자) and borrowed to be sold (대주), at the end of a day."""

    bar: DayBar
    loan_new: int
    loan_repaid: int
    loan_standing: int
    short_new: int
    short_repaid: int
    short_standing: int
    listed: int

    @property
    def loan_rate(self) -> float:
        """융자 잔고 비율, percent of the listed shares."""
        return self.loan_standing * 100 / self.listed

    @property
    def loan_amount(self) -> int:
        """융자 잔고, won: the broker's part of what the shares are worth."""
        return self.loan_standing * self.bar.close * LOAN_PERCENT // 100

    @property
    def short_amount(self) -> int:
        """대주 잔고, won."""
        return self.short_standing * self.bar.close

    @property
    def short_rate(self) -> float:
        """대주 잔고 비율, percent of the listed shares."""
        return self.short_standing * 100 / self.listed


@dataclass(frozen=True, slots=True)
class LendingDay:
    """Shares lent (대차거래) at the end of a day."""

    bar: DayBar
    new: int
    repaid: int
    standing: int


@dataclass(frozen=True, slots=True)
class MarketLending:
    """Shares of a whole market that are lent at the end of a day."""

    day: date
    new: int
    repaid: int
    standing: int
    amount: int
    """won at the day's closes"""


@dataclass(frozen=True, slots=True)
class HouseDay:
    """What went through each house on one day, shares; sums over all are the day's volume."""

    day: date
    volume: int
    bought: tuple[int, ...]
    """in the order of `HOUSES`"""
    sold: tuple[int, ...]

    @property
    def foreign_bought(self) -> int:
        """Through the foreign houses (외국계)."""
        return sum(one for one, foreign in zip(self.bought, FOREIGN, strict=True) if foreign)

    @property
    def foreign_sold(self) -> int:
        """Through the foreign houses (외국계)."""
        return sum(one for one, foreign in zip(self.sold, FOREIGN, strict=True) if foreign)


def total(parts: Iterable[Sides]) -> Sides:
    """The sum of these."""
    return sum(parts, NOTHING)


def sides_of(dealt: Split) -> tuple[Sides, ...]:
    """A split with one figure an investor, in the order of `Investor`."""
    columns = (one.tolist() for one in columns_of(dealt))
    return tuple(Sides(*row) for row in zip(*columns, strict=True))


def columns(traded: Traded) -> tuple[Ints, Ints, Ints]:
    """Ordinals of the days, volumes and turnovers."""
    rows = [(one.day.toordinal(), one.volume, one.turnover) for one in traded]
    numbers, volume, turnover = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return numbers, volume, turnover
