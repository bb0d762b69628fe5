"""What an account did before the market began: orders, fills and what is left of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kis_desktop.catalogue.calendar import next_trading_day
from kis_desktop.simulator.credit import LoanKind, Lot
from kis_desktop.simulator.views import FillRecord, OrderRecord


@dataclass(frozen=True, slots=True)
class Kept:
    """A holding that outlives the past."""

    symbol: str
    quantity: int
    share: int
    """average price of what came in before the past, hundred-thousandths of the base price"""
    bought_last: int = 0
    """of the quantity, bought on the past's last day at that day's price"""
    sold_last: int = 0
    """beside the quantity, sold on the past's last day"""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A loan that is still open."""

    symbol: str
    quantity: int
    kind: LoanKind
    days_ago: int
    """trading days"""


@dataclass(frozen=True, slots=True)
class Repaid:
    """A loan that was taken up and paid back."""

    symbol: str
    quantity: int
    kind: LoanKind
    taken: float
    """when, in parts of the days; shares are sold again `back`"""
    back: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What an account is to have when the market begins, and what it traded on the side."""

    kept: tuple[Kept, ...] = ()
    borrowed: tuple[Borrowed, ...] = ()
    repaid: tuple[Repaid, ...] = ()
    traded: tuple[str, ...] = ()
    steady: str = ""
    """bought and sold in turn, one order a day"""

    @property
    def symbols(self) -> tuple[str, ...]:
        """All that it trades."""
        kept = (one.symbol for one in self.kept)
        borrowed = (one.symbol for one in self.borrowed)
        repaid = (one.symbol for one in self.repaid)
        steady = (self.steady,) if self.steady else ()
        return tuple(dict.fromkeys((*kept, *borrowed, *repaid, *self.traded, *steady)))


class Earlier(Protocol):
    """What was before a past, reckoned when it is asked for; oldest first."""

    def orders(self, start: date, end: date) -> tuple[OrderRecord, ...]: ...
    def fills(self, start: date, end: date) -> tuple[FillRecord, ...]: ...


@dataclass(frozen=True, slots=True)
class Past:
    """Oldest first; nothing here changes any more."""

    orders: tuple[OrderRecord, ...]
    fills: tuple[FillRecord, ...]
    opening: Mapping[str, tuple[int, int]]
    """symbol: shares and cost that came in before the first fill"""
    holdings: Mapping[str, tuple[int, int]]
    """symbol: shares and cost at the end"""
    lots: tuple[Lot, ...]
    earlier: Earlier | None = field(default=None, compare=False)

    def orders_between(self, start: date, end: date) -> tuple[OrderRecord, ...]:
        """Orders of trade dates in [start, end]."""
        earlier = self.earlier.orders(start, end) if self.earlier else ()
        return (*earlier, *(one for one in self.orders if start <= one.trade_date <= end))

    def fills_between(self, start: date, end: date) -> tuple[FillRecord, ...]:
        """Fills of trade dates in [start, end]."""
        earlier = self.earlier.fills(start, end) if self.earlier else ()
        return (*earlier, *(one for one in self.fills if start <= one.time.date() <= end))

    def pending(self, day: date) -> dict[date, int]:
        """Money that settles after a day, by day."""
        moved: dict[date, int] = {}
        for fill in reversed(self.fills):
            due = next_trading_day(next_trading_day(fill.time.date()))
            if due <= day:
                break
            moved[due] = moved.get(due, 0) + fill.cash
        return moved

    def fills_of(self, day: date) -> tuple[FillRecord, ...]:
        """The fills of one day."""
        return tuple(fill for fill in self.fills if fill.time.date() == day)


NOTHING = Past((), (), {}, {}, ())
