"""What the day has won so far, from the newest reading of the account and the newest prices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from kis_desktop.domain.account import AccountSnapshot, Position
from kis_desktop.domain.daily_result import Marked, daily_result
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.quote import Quote

FindQuote = Callable[[str], Quote | None]


def day_result(
    account: AccountSnapshot | None, fills: Iterable[Fill], find_quote: FindQuote
) -> Decimal | None:
    """KRW won (negative: lost) today; None before the account was read, or where a price that it
    needs is not known.
    """
    if account is None:
        return None

    def find_close(symbol: str) -> Decimal | None:
        quote = find_quote(symbol)
        return None if quote is None else quote.previous_close

    held = [_marked(position, find_quote(position.symbol)) for position in account.positions]
    return daily_result(held, fills, find_close)


def _marked(position: Position, quote: Quote | None) -> Marked:
    """A position at the newest price that is known, the stream's before the account's."""
    last, close = position.last, _close(position)
    if quote is not None:
        last = last if quote.last is None else quote.last
        close = close if quote.previous_close is None else quote.previous_close
    return Marked(position.symbol, position.quantity, last, close)


def _close(position: Position) -> Decimal | None:
    if position.last is None or position.base_change is None:
        return None
    return position.last - position.base_change
