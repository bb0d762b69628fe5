"""What is told of a share's days beside its bars, read when a chart asks and kept for the run."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

import numpy as np

from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.domain.companion import InvestorDay, SidesDay
from kis_desktop.domain.errors import RequestFailed
from kis_desktop.indicators.beside import Told
from kis_desktop.services.bar_builder import KOREA
from kis_desktop.services.ports import CompanionSource

INVESTORS = ("individual", "foreign", "institution")
SIDES = ("bought", "sold")

_WANTED = {Unit.DAY: 260, Unit.WEEK: 520, Unit.MONTH: 780, Unit.YEAR: 1040}  # trading days
_FRESH = 60.0  # seconds that the newest days count as new
_SIDES_PAGE = timedelta(days=145)  # calendar days that hold at most a hundred trading days
_ONE = timedelta(days=1)
_MOST_KEPT = 48

Day = InvestorDay | SidesDay


Pages = Callable[..., Awaitable[tuple[Day, ...]]]


@dataclass(slots=True)
class _Kept:
    """Days without a hole among them, and when the newest were read."""

    page: Pages  # the days up to one
    days: dict[date, Day] = field(default_factory=dict)
    complete: bool = False  # nothing older is told
    read_at: float = float("-inf")
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Companions:
    """Days of single shares by the names that indicators ask for (`INDICATOR_BESIDE`)."""

    def __init__(
        self,
        source: CompanionSource,
        today: Callable[[], date],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._today = today
        self._monotonic = monotonic
        self._kept: OrderedDict[tuple[str, bool], _Kept] = OrderedDict()

    async def load(self, symbol: str, name: str, interval: Interval) -> Told:
        """The days of a feed key, oldest first, as far back as charts of this interval usually
        show: nothing for minutes and prints, of which no day tells.

        Raises `RequestFailed`, `AuthenticationFailed`, `InvalidInput` for a market that this world
        doesn't have, and `ValueError` for a name that nobody tells. Where an older page fails, what
        is newer is given, and the rest is asked for with the next load.
        """
        if name not in INVESTORS + SIDES:
            raise ValueError(f"nobody tells {name!r}")
        if not interval.is_dated:
            return _told((), name)
        kept = self._of(symbol, name)
        async with kept.lock:
            await self._fill(kept, _WANTED[interval.unit])
        return _told(kept.days.values(), name)

    def _of(self, symbol: str, name: str) -> _Kept:
        """What is kept of a share; the one that nobody asked for the longest goes."""
        read = self._investors if name in INVESTORS else self._sides
        key = (symbol, name in INVESTORS)
        kept = self._kept.setdefault(key, _Kept(partial(read, symbol)))
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return kept

    async def _fill(self, kept: _Kept, wanted: int) -> None:
        if self._monotonic() - kept.read_at >= _FRESH:
            _renew(kept, await kept.page(self._today(), background=False))
            kept.read_at = self._monotonic()
        while len(kept.days) < wanted and not kept.complete:
            before = min(kept.days) - _ONE
            try:
                older = await kept.page(before, background=True)
            except RequestFailed:
                return
            fresh = {one.day: one for one in older if one.day <= before}
            kept.days |= fresh
            kept.complete = not fresh

    async def _investors(
        self, symbol: str, until: date, *, background: bool
    ) -> tuple[InvestorDay, ...]:
        return await self._source.investors_page(symbol, until, background=background)

    async def _sides(self, symbol: str, until: date, *, background: bool) -> tuple[SidesDay, ...]:
        start = until - _SIDES_PAGE
        return await self._source.sides_page(symbol, start, until, background=background)


def _renew(kept: _Kept, newest: tuple[Day, ...]) -> None:
    """Lay the newest days over those that are here; where a hole would stay, older ones go."""
    joins = not newest or max(kept.days, default=date.min) >= newest[0].day
    if not joins:
        kept.days.clear()
    kept.days |= {one.day: one for one in newest}
    kept.complete = not kept.days or (joins and kept.complete)


def _told(days: Iterable[Day], name: str) -> Told:
    ordered = sorted(days, key=lambda one: one.day)
    found = [getattr(one, name) for one in ordered]
    values = [float("nan") if value is None else float(value) for value in found]
    return Told(
        np.array([_midnight(one.day) for one in ordered], np.int64), np.array(values, np.float64)
    )


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=KOREA).timestamp())
