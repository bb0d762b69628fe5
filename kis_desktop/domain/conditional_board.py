"""All conditional orders as they stand, with the beat of what watches over them."""

from __future__ import annotations

import msgspec

from kis_desktop.domain.conditional_order import ConditionalOrder

BEAT = 1.0
"""seconds between two beats"""

SILENT = 3.5
"""seconds without a beat after which nothing is being watched"""


class ConditionalBoard(msgspec.Struct, frozen=True):
    """The orders in the trader's order. `beat` is the monotonic second of the newest beat, `held`
    whether new orders are stopped, so that nothing can fire.
    """

    orders: tuple[ConditionalOrder, ...] = ()
    beat: float = 0.0
    held: bool = False

    @property
    def armed(self) -> int:
        """How many need this program to run."""
        return sum(order.is_armed for order in self.orders)

    def is_alive(self, monotonic: float) -> bool:
        """Whether the beat still goes."""
        return monotonic - self.beat <= SILENT
