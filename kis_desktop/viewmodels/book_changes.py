"""How the size at each price has changed from one book to the next (잔량 증감)."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.domain.order_book import OrderBook

SHOWN_SECONDS = 1.5
"""for which a change is told: long enough to be read, too short to be taken for a new one"""

_Level = tuple[bool, Decimal]


class SizeChanges:
    """Follows the books of one feed. The change that the server itself told goes first."""

    def __init__(self) -> None:
        self._sizes: dict[_Level, int] = {}
        self._changes: dict[_Level, tuple[int, float]] = {}

    def clear(self) -> None:
        """Another instrument, or a line that was lost: nothing is compared with what was."""
        self._sizes.clear()
        self._changes.clear()

    def take(self, book: OrderBook) -> None:
        """A newer book. Prices that came into sight with it have no change."""
        now: dict[_Level, int] = {}
        for is_ask, levels in ((True, book.asks), (False, book.bids)):
            for level in levels:
                key = is_ask, level.price
                now[key] = level.size
                change = level.change
                if change is None:
                    change = level.size - self._sizes.get(key, level.size)
                if change:
                    self._changes[key] = change, book.received
        self._sizes = now

    def change(self, price: Decimal, at: float, *, is_ask: bool) -> int | None:
        """The last change at a price, as long as it is to be told at the monotonic second `at`."""
        told = self._changes.get((is_ask, price))
        if told is None or at - told[1] > SHOWN_SECONDS:
            return None
        return told[0]

    def forget_old(self, at: float) -> bool:
        """Let go of what isn't told any more; whether there was any."""
        old = [key for key, (_, since) in self._changes.items() if at - since > SHOWN_SECONDS]
        for key in old:
            del self._changes[key]
        return bool(old)
