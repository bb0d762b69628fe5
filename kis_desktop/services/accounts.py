"""The account: cash and positions, read anew after every fill and now and then."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from kis_desktop.domain.account import AccountDetails, AccountSnapshot, BuyingPower
from kis_desktop.domain.errors import InvalidInput, KisDesktopError
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderType
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.services.ports import AccountSource, Publisher
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_SETTLE = 0.3  # seconds to let a burst of fills end before reading
_EVERY = 30.0  # seconds between readings when nothing happens
_AFTER_FAILURE = 3.0  # seconds before a failed reading is tried again
_DETAILS_AFTER = 2.0  # seconds that what stands beside the holdings waits behind them
_LONGEST_DAYS = 366  # of orders in one question
assert _SETTLE < _AFTER_FAILURE < _EVERY


class Accounts:
    """The newest complete reading of the account, and answers about what can be traded.

    `on_reading` is told each complete reading, on the I/O thread.
    """

    def __init__(
        self,
        source: AccountSource,
        publisher: Publisher,
        on_reading: Callable[[AccountSnapshot], None] = lambda _: None,
    ) -> None:
        self._source = source
        self._publisher = publisher
        self._on_reading = on_reading
        self._reading = asyncio.Lock()
        self._wanted = asyncio.Event()
        self._wants_details = asyncio.Event()
        self._snapshot: AccountSnapshot | None = None
        self._failed = False

    @property
    def snapshot(self) -> AccountSnapshot | None:
        """The newest reading; None before the first."""
        return self._snapshot

    def ask(self) -> None:
        """Have the account read soon; several asks become one reading."""
        self._wanted.set()

    async def refresh(self) -> None:
        """Read the account now and show it. Raises `RequestFailed`. Two readings never overlap: the
        older one could end last.
        """
        async with self._reading:
            self._snapshot = await self._source.account()
        self._publisher.latest(Topic.ACCOUNT, "", self._snapshot)
        self._on_reading(self._snapshot)
        self._wants_details.set()

    async def details(self) -> AccountDetails:
        """Read what stands beside the holdings now, and show it. Raises `AuthenticationFailed`."""
        told = await self._source.details()
        self._publisher.latest(Topic.ACCOUNT_DETAILS, "", told)
        return told

    async def buying_power(
        self, symbol: str, order_type: OrderType, price: Decimal | None
    ) -> BuyingPower:
        """What could be bought without 미수. Raises `RequestFailed`."""
        return await self._source.buying_power(symbol, order_type, price)

    async def sellable(self, symbol: str) -> int | None:
        """Shares that may be sold now; None where the world doesn't say. Raises `RequestFailed`."""
        return await self._source.sellable(symbol)

    async def order_history(self, start: date, end: date) -> tuple[BrokerOrder, ...]:
        """All orders of the days, both included, newest first. Raises `RequestFailed`, and
        `InvalidInput` for days that cannot be.
        """
        if start > end:
            raise InvalidInput(message("profit.period_reversed"))
        if (end - start).days > _LONGEST_DAYS:
            raise InvalidInput(message("history.period_too_long"))
        return await self._source.orders_between(start, end)

    async def run(self) -> None:
        """Keep the reading fresh until cancelled."""
        pause = 0.0
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wanted.wait()
                await asyncio.sleep(_SETTLE)
            self._wanted.clear()
            pause = _EVERY if await self._try_refresh() else _AFTER_FAILURE

    async def run_details(self) -> None:
        """Read what stands beside the holdings behind each reading of them, until cancelled."""
        while True:
            await self._wants_details.wait()
            await asyncio.sleep(_DETAILS_AFTER)
            self._wants_details.clear()
            try:
                await self.details()
            except KisDesktopError as error:
                _log.warning("account details: %s", error)

    async def _try_refresh(self) -> bool:
        try:
            await self.refresh()
        except KisDesktopError as error:
            if not self._failed:
                self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, error.message))
            self._failed = True
            _log.warning("account: %s", error)
            return False
        self._failed = False
        return True
