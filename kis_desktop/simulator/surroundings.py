"""What each of the other markets is made with."""

from dataclasses import dataclass, field
from datetime import date, datetime

from kis_desktop.simulator.deal_terms import OrderNumbers
from kis_desktop.simulator.shares import Shares


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One simulated world as its markets see it."""

    seed: int
    shares: Shares
    open_day: date | None
    """the trading day that a clock of `--clock open` began on, or the last one before: from it on
    every session is open all day; else None"""
    numbers: OrderNumbers = field(default_factory=OrderNumbers)
    """of orders in all the other markets"""

    @property
    def now(self) -> datetime:
        """Market time, KST."""
        return self.shares.clock.now()
