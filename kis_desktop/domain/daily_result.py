"""What a day has won or lost so far: positions at today's prices against yesterday's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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


class Dealt(msgspec.Struct, frozen=True):
    """What a day's fills of one instrument come to: shares more, KRW brought in less their
    estimated costs (negative: spent).
    """

    shares: int = 0
    money: Decimal = Decimal(0)

    def after(self, fill: Fill) -> Dealt:
        """With one fill more."""
        costs = (fill.fee or 0) + (fill.tax or 0)
        if fill.side is Side.BUY:
            return Dealt(self.shares + fill.quantity, self.money - fill.amount - costs)
        return Dealt(self.shares - fill.quantity, self.money + fill.amount - costs)


def dealt(fills: Iterable[Fill]) -> dict[str, Dealt]:
    """What fills come to, by symbol."""
    found: dict[str, Dealt] = {}
    for fill in fills:
        found[fill.symbol] = found.get(fill.symbol, Dealt()).after(fill)
    return found


def daily_result(
    held: Iterable[Marked],
    dealt_in: Mapping[str, Dealt],
    find_close: Callable[[str], Decimal | None],
) -> Decimal | None:
    """KRW won (negative: lost) today, realized and not, costs as estimated; None where a price
    that it needs is not known.

    `find_close` gives yesterday's closing price of what was sold and is held no more.
    """
    marked = {one.symbol: one for one in held}
    for symbol in dealt_in.keys() - marked.keys():
        marked[symbol] = Marked(symbol, 0, None, find_close(symbol))
    total = Decimal(0)
    for one in marked.values():
        result = _of_symbol(one, dealt_in.get(one.symbol, Dealt()))
        if result is None:
            return None
        total += result
    return total


def _of_symbol(held: Marked, traded: Dealt) -> Decimal | None:
    worth = _worth(held.quantity, held.last)
    worth_before = _worth(held.quantity - traded.shares, held.previous_close)
    if worth is None or worth_before is None:
        return None
    return worth - worth_before + traded.money


def _worth(quantity: int, price: Decimal | None) -> Decimal | None:
    if not quantity:
        return Decimal(0)
    return None if price is None else price * quantity
