"""The liquidity provider of a warrant: what it sold, bought back and holds, part of the volume."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.elw.days import WarrantDays
from kis_desktop.simulator.views import DayBar
from kis_desktop.simulator.warrant_listings import Warrant

_MOST, _LEAST = 0.46, 0.28
"""of the volume, that it sells or buys"""
_SPREAD = 0.004
"""of the average price, by which it sells dearer and buys cheaper"""
_LIFE = 182
_YOUNG, _SWAY = 0.85, 0.2
"""of what it sells, that it buys back while the warrant is young, and its sway"""
_KEPT = 0.5
"""of what waits in the book, the least that it has put there"""
_HOUSES = 0.02
"""of the volume, traded by neither it nor private investors"""


@dataclass(frozen=True, slots=True)
class Provided:
    """A day of the provider up to some volume."""

    sold: int
    bought: int
    holding: int
    """after it"""
    sold_at: int
    """average, won"""
    bought_at: int
    private: int
    """bought and sold by private investors, halved, so that all that trade make up the volume"""

    @property
    def net(self) -> int:
        """Bought less sold."""
        return self.bought - self.sold


class Provider:
    """Holds all warrants at first."""

    def __init__(self, seed: int, warrant: Warrant, days: WarrantDays) -> None:
        self._key = noise.key(seed, warrant.code, "provider")
        self._warrant = warrant
        self._days = days
        self._before = lru_cache(maxsize=4)(self._holding_before)

    def day(self, bar: DayBar) -> Provided:
        """The day of a bar, as far as the bar goes."""
        sold, bought = (int(each[0]) for each in self._traded([bar]))
        average = bar.turnover / bar.volume if bar.volume else bar.close
        return Provided(
            sold=sold,
            bought=bought,
            holding=self._before(bar.day) + bought - sold,
            sold_at=min(round(average * (1 + _SPREAD)), bar.high),
            bought_at=max(round(average * (1 - _SPREAD)), bar.low),
            private=round(bar.volume * (1 - _HOUSES)) - (sold + bought) // 2,
        )

    def waiting(self, sizes: list[int], side: str, time: datetime) -> list[int]:
        """What of the sizes of a book's side, best first, it has put there."""
        key = noise.key(self._key, side)
        draws = noise.uniforms(key, np.arange(len(sizes)) + 64 * int(time.timestamp()), 0)
        return [
            int(size * (_KEPT + (1 - _KEPT) * draw))
            for size, draw in zip(sizes, draws, strict=True)
        ]

    def _holding_before(self, day: date) -> int:
        bars = self._days.bars(self._warrant.listed, day - timedelta(days=1))
        if not bars:
            return self._warrant.issued
        sold, bought = self._traded(bars)
        return int(self._warrant.issued + (bought - sold).sum())

    def _traded(self, bars: list[DayBar]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """It sells more than it buys back in the first half of its life."""
        numbers = np.array([bar.day.toordinal() for bar in bars])
        volumes = np.array([bar.volume for bar in bars])
        young = (numbers - self._warrant.listed.toordinal()) * 2 < _LIFE
        part = _LEAST + (_MOST - _LEAST) * noise.uniforms(self._key, numbers, 1)
        back = np.where(young, _YOUNG, 1.0) + _SWAY * (noise.uniforms(self._key, numbers, 2) - 0.5)
        sold = volumes * part
        return sold.astype(np.int64), (sold * back).astype(np.int64)
