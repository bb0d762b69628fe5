"""Realised profit (실현손익) of a period, read when the screen asks for it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.domain.profit import IndexClose, ProfitReport

LONGEST_DAYS = 5 * 366
"""a longer period is taken for a slip"""


class ProfitSource(Protocol):
    """Reads realised profit. All raise `RequestFailed`, `AuthenticationFailed`, `InvalidInput`."""

    async def days(self, start: date, end: date) -> ProfitReport:
        """What each day has realised, every page."""

    async def trades(self, start: date, end: date) -> ProfitReport:
        """What each instrument has realised on each day, every page."""

    async def index(self, start: date, end: date) -> tuple[IndexClose, ...]:
        """KOSPI at the close of each trading day, oldest first."""


class Profit:
    """Both ends of a period belong to it. All methods raise what the source raises."""

    def __init__(self, source: ProfitSource) -> None:
        self._source = source

    async def days(self, start: date, end: date) -> ProfitReport:
        """What each day has realised. Raises `InvalidInput` for a period that cannot be."""
        _check(start, end)
        return await self._source.days(start, end)

    async def trades(self, start: date, end: date) -> ProfitReport:
        """What each instrument has realised on each day. Raises as `days`."""
        _check(start, end)
        return await self._source.trades(start, end)

    async def index(self, start: date, end: date) -> tuple[IndexClose, ...]:
        """KOSPI at the close of each trading day. Raises as `days`."""
        _check(start, end)
        return await self._source.index(start, end)


def _check(start: date, end: date) -> None:
    if start > end:
        raise InvalidInput(message("profit.period_reversed"))
    if (end - start).days > LONGEST_DAYS:
        raise InvalidInput(message("profit.period_too_long"))
