"""Tick sizes (호가단위): which prices may be quoted."""

from __future__ import annotations

import enum
from decimal import Decimal

import msgspec


class TickBand(msgspec.Struct, frozen=True):
    """Prices below `below` (None: all the rest) move in steps of `tick`. Both in the price's
    currency.
    """

    below: Decimal | None
    tick: Decimal


TickTable = tuple[TickBand, ...]


class Rounding(enum.Enum):
    """Which neighbour an off-tick price goes to."""

    DOWN = "down"
    UP = "up"


def tick_size(price: Decimal, table: TickTable) -> Decimal:
    """The step that holds at `price`, going up from it."""
    for band in table:
        if band.below is None or price < band.below:
            return band.tick
    raise ValueError(f"tick table has no band for {price}")


def tick_size_below(price: Decimal, table: TickTable) -> Decimal:
    """The step from `price` to the next lower quotable price: a band's lower edge uses the band
    below.
    """
    for band in table:
        if band.below is None or price <= band.below:
            return band.tick
    raise ValueError(f"tick table has no band for {price}")


def is_on_tick(price: Decimal, table: TickTable) -> bool:
    """Whether an order may carry this price."""
    return price > 0 and price % tick_size(price, table) == 0


def round_to_tick(price: Decimal, table: TickTable, rounding: Rounding) -> Decimal:
    """The nearest quotable price in the given direction; a quotable price is its own answer."""
    tick = tick_size(price, table)
    lower = price - price % tick
    if rounding is Rounding.DOWN or lower == price:
        return lower
    return lower + tick


def step(price: Decimal, table: TickTable, ticks: int) -> Decimal:
    """The price `ticks` steps above (below, when negative); never below the smallest tick.

    An off-tick price first goes to its neighbour in that direction, which counts as one step.
    """
    for _ in range(abs(ticks)):
        price = _step_up(price, table) if ticks > 0 else _step_down(price, table)
    return price


def _step_up(price: Decimal, table: TickTable) -> Decimal:
    if is_on_tick(price, table):
        return price + tick_size(price, table)
    return round_to_tick(price, table, Rounding.UP)


def _step_down(price: Decimal, table: TickTable) -> Decimal:
    if not is_on_tick(price, table):
        lower = round_to_tick(price, table, Rounding.DOWN)
    else:
        lower = price - tick_size_below(price, table)
    return max(lower, table[0].tick)


def ticks_between(low: Decimal, high: Decimal, table: TickTable) -> int:
    """How many whole steps lead up from one price to another; 0 where it lies no higher."""
    count, at = 0, low
    while at < high:
        band = next(band for band in table if band.below is None or at < band.below)
        end = high if band.below is None else min(high, band.below)
        steps = int((end - at) // band.tick)
        count += steps
        if end == high:
            return count
        at = end
    return count
