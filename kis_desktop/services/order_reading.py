"""Reading the day's list: as often as things stand, and at once when there is a reason."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import Severity
from kis_desktop.domain.order import OrderState
from kis_desktop.services.order_days import OrderDays
from kis_desktop.services.order_writing import OrderWriting

_log = logging.getLogger(__name__)

_SETTLE = 0.4  # seconds to let a burst of notices end before the list is read
_UNKNOWN_EVERY = 2.5  # seconds between readings while an order's fate is unknown
_DEAF_EVERY = 2.5  # seconds between readings while orders rest and no notices come
_DEAF_IDLE_EVERY = 10.0  # seconds between readings while nothing rests and no notices come
_OPEN_EVERY = 20.0  # seconds between readings while orders rest
_IDLE_EVERY = 60.0  # seconds between readings otherwise
_AFTER_FAILURE = 3.0  # seconds before a failed reading is tried again
_LOOK = 1.0  # seconds between looks at how often to read
_GRACE = 4.0  # seconds that a reading which is due may take
assert _SETTLE < _UNKNOWN_EVERY <= _DEAF_EVERY < _DEAF_IDLE_EVERY < _OPEN_EVERY < _IDLE_EVERY


class OrderReading:
    """Has `reconcile` called until cancelled; it raises `KisDesktopError` where the list can't be
    read. `hears` tells whether notices come.
    """

    def __init__(
        self,
        days: OrderDays,
        writing: OrderWriting,
        hears: Callable[[], bool],
        reconcile: Callable[[], Awaitable[None]],
    ) -> None:
        self._days = days
        self._writing = writing
        self._hears = hears
        self._reconcile = reconcile
        self._wanted = asyncio.Event()
        self._failing = False
        self._deaf_since: float | None = None
        self.listed_at: float | None = None
        """The monotonic second at which the reading of the last complete list began."""

    @property
    def every(self) -> float:
        """Seconds between readings as things stand."""
        states = {order.state for order in self._days.open_orders()}
        if states & {OrderState.UNKNOWN, OrderState.SENDING}:
            return _UNKNOWN_EVERY
        if self._hears():
            return _OPEN_EVERY if states else _IDLE_EVERY
        return _DEAF_EVERY if states else _DEAF_IDLE_EVERY

    def ask(self) -> None:
        """Have the list read soon; several asks become one reading."""
        self._wanted.set()

    def complete(self, begun: float) -> None:
        """A complete list was read, from the monotonic second `begun` on."""
        self._deaf_since = self.listed_at = begun

    def deaf_for(self) -> float:
        """For how many seconds neither notices have come nor a list that was due; 0 while either
        tells of fills.
        """
        now = asyncio.get_running_loop().time()
        if self._hears():
            self._deaf_since = now
            return 0.0
        if self._deaf_since is None:
            self._deaf_since = now
        age = now - self._deaf_since
        return age if age > self.every + _GRACE else 0.0

    async def run(self) -> None:
        """Read until cancelled, at once in the beginning."""
        while True:
            self._wanted.clear()
            try:
                await self._reconcile()
            except KisDesktopError as error:
                self._tell_failure(error)
            else:
                self._failing = False
            await self._until_due(asyncio.get_running_loop().time())

    async def _until_due(self, since: float) -> None:
        """Wait until the next reading is due or asked for. How often they are may change at any
        time: orders come and end, and notices cease.
        """
        clock = asyncio.get_running_loop().time
        while not self._wanted.is_set():
            left = since + (_AFTER_FAILURE if self._failing else self.every) - clock()
            if left <= 0:
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, _LOOK)):
                    await self._wanted.wait()
            self.deaf_for()
        await asyncio.sleep(_SETTLE)

    def _tell_failure(self, error: KisDesktopError) -> None:
        """The list cannot be read: said once, until it can be again."""
        _log.warning("orders not read: %s", error)
        if not self._failing:
            self._failing = True
            self._writing.say(error.message, Severity.WARNING)
