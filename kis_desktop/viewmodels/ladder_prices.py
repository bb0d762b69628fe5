"""The column of prices of a ladder: every quotable price of the day, the highest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from kis_desktop.domain.quote import Quote
from kis_desktop.domain.tick_size import (
    Rounding,
    TickTable,
    is_on_tick,
    round_to_tick,
    step,
    tick_size_below,
)

AROUND = 300  # ticks on either side of the last price, where the day's limits aren't known
_MOST = 10_000  # prices; a table that gives more is none


@dataclass(frozen=True, slots=True)
class PriceColumn:
    """Prices in KRW that stand still while the market moves through them."""

    prices: tuple[Decimal, ...] = ()
    _places: dict[Decimal, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.prices)

    def place(self, price: Decimal | None) -> int | None:
        """Where a price stands; None for one that isn't quotable today."""
        return None if price is None else self._places.get(price)

    def place_at_or_below(self, price: Decimal | None) -> int | None:
        """Where a price of any kind, such as an average, stands at or just above."""
        if price is None or not self.prices or not self.prices[-1] <= price <= self.prices[0]:
            return None
        low, high = 0, len(self.prices) - 1
        while low < high:
            middle = (low + high) // 2
            if self.prices[middle] <= price:
                high = middle
            else:
                low = middle + 1
        return low


def price_column(table: TickTable | None, quote: Quote) -> PriceColumn:
    """The prices of the day; empty while too little is known to say which they are."""
    if table is None:
        return PriceColumn()
    low, high = quote.limit_down, quote.limit_up
    if low is None or high is None:
        if quote.last is None:
            return PriceColumn()
        low, high = step(quote.last, table, -AROUND), step(quote.last, table, AROUND)
    prices = tuple(_falling(table, low, high))
    return PriceColumn(prices, {price: place for place, price in enumerate(prices)})


def _falling(table: TickTable, low: Decimal, high: Decimal) -> Iterator[Decimal]:
    price = high if is_on_tick(high, table) else round_to_tick(high, table, Rounding.DOWN)
    for _ in range(_MOST):
        if price < low or price <= 0:
            return
        yield price
        price -= tick_size_below(price, table)
