"""Which symbols are to be read once: the most important first; one that failed, again later.

Where the server allows one request a second, a list of forty takes most of a minute. What the
trader chooses meanwhile must not wait behind it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

LONGEST_RETRY = 60.0
"""seconds before a snapshot that keeps failing is asked for again; doubled up to here"""


class SnapshotQueue:
    """Lives on the I/O loop. `wanted` gives the symbols that count, most important first."""

    def __init__(self, wanted: Callable[[], Sequence[str]], first_retry: float) -> None:
        self._wanted = wanted
        self._first_retry = first_retry
        self._asked: set[str] = set()
        self._work = asyncio.Event()
        self._failures: dict[str, int] = {}
        self._retries: dict[str, asyncio.TimerHandle] = {}

    def ask(self, symbol: str) -> None:
        """Have a symbol read; asking more often changes nothing."""
        retry = self._retries.pop(symbol, None)
        if retry is not None:
            retry.cancel()
        self._asked.add(symbol)
        self._work.set()

    async def next(self) -> str:
        """The most important symbol that was asked for; what nobody wants any more is let go."""
        while True:
            for symbol in self._wanted():
                if symbol in self._asked:
                    self._asked.discard(symbol)
                    return symbol
            for symbol in self._asked:
                self._failures.pop(symbol, None)
            self._asked.clear()
            self._work.clear()
            await self._work.wait()

    def succeeded(self, symbol: str) -> None:
        """It was read."""
        self._failures.pop(symbol, None)

    def failed(self, symbol: str) -> None:
        """It could not be read; it is asked for again later, once however often that is said."""
        count = self._failures[symbol] = self._failures.get(symbol, 0) + 1
        pause = min(self._first_retry * 2.0 ** min(count - 1, 16), LONGEST_RETRY)
        before = self._retries.pop(symbol, None)
        if before is not None:
            before.cancel()
        loop = asyncio.get_running_loop()
        self._retries[symbol] = loop.call_later(pause, self.ask, symbol)

    def keeps_failing(self, symbol: str) -> bool:
        """Whether its last reading failed."""
        return symbol in self._failures

    def forgive(self) -> None:
        """The line is new, or the day: what failed before says nothing any more."""
        self._failures.clear()
