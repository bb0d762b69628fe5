"""What a day has won or lost so far: positions at today's prices against yesterday's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

import msgspec

from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Side


class Marked(msgspec.Struct, frozen=True):
    """Shares held now with the prices that they are counted at, in KRW; None: not known."""

    symbol: str
    quantity: int
    last: Decimal | None
    previous_close: Decimal | None


def daily_result(
    held: Iterable[Marked], fills: Iterable[Fill], find_close: Callable[[str], Decimal | None]
) -> Decimal | None:
    """KRW won (negative: lost) today, realized and not, costs as estimated; None where a price
    that it needs is not known.

    `find_close` gives yesterday's closing price of what was sold and is held no more.
    """
    marked = {one.symbol: one for one in held}
    by_symbol: dict[str, list[Fill]] = {symbol: [] for symbol in marked}
    for fill in fills:
        by_symbol.setdefault(fill.symbol, []).append(fill)
    total = Decimal(0)
    for symbol, traded in by_symbol.items():
        one = marked.get(symbol) or Marked(symbol, 0, None, find_close(symbol))
        result = _of_symbol(one, traded)
        if result is None:
            return None
        total += result
    return total


def _of_symbol(held: Marked, fills: list[Fill]) -> Decimal | None:
    bought = sum(fill.quantity for fill in fills if fill.side is Side.BUY)
    sold = sum(fill.quantity for fill in fills if fill.side is Side.SELL)
    worth = _worth(held.quantity, held.last)
    worth_before = _worth(held.quantity - bought + sold, held.previous_close)
    if worth is None or worth_before is None:
        return None
    return worth - worth_before + sum((_flow(fill) for fill in fills), Decimal(0))


def _worth(quantity: int, price: Decimal | None) -> Decimal | None:
    if not quantity:
        return Decimal(0)
    return None if price is None else price * quantity


def _flow(fill: Fill) -> Decimal:
    """What a fill brought in, its costs taken off."""
    costs = (fill.fee or 0) + (fill.tax or 0)
    return (fill.amount if fill.side is Side.SELL else -fill.amount) - costs
