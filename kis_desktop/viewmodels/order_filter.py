"""Which orders and fills of a list are shown."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from kis_desktop.domain.order import OrderState, Side

_REFUSED = frozenset({OrderState.REJECTED, OrderState.UNKNOWN})


class Standing(enum.StrEnum):
    """Where an order stands, as coarsely as it is filtered by."""

    OPEN = "open"
    FILLED = "filled"
    ENDED = "ended"  # cancelled, amended or expired
    REFUSED = "refused"  # or without an answer


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """None and empty: all. `text` is looked for in name, symbol and order number."""

    side: Side | None = None
    standing: Standing | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == OrderFilter()

    def takes(
        self, side: Side, name: str, symbol: str, order_no: str, standing: Standing | None = None
    ) -> bool:
        """Whether a row is shown; a row without a standing has none to be filtered by."""
        if self.side is not None and side is not self.side:
            return False
        if self.standing is not None and standing is not None and standing is not self.standing:
            return False
        wanted = self.text.strip().casefold()
        return not wanted or any(wanted in each.casefold() for each in (name, symbol, order_no))


def standing_of(state: OrderState) -> Standing:
    """The coarse standing of an order's state; one without an answer counts as refused."""
    if state in _REFUSED:
        return Standing.REFUSED
    if state is OrderState.FILLED:
        return Standing.FILLED
    return Standing.ENDED if state.is_final else Standing.OPEN
