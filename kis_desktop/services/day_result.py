"""What the day has won so far, from the newest reading of the account and the newest prices."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kis_desktop.domain.account import AccountSnapshot, Position
from kis_desktop.domain.daily_result import Dealt, Marked, daily_result, dealt
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.quote import Quote

FindQuote = Callable[[str], Quote | None]


class DayResult:
    """`find_account` gives the newest reading, `find_fills` those of today. On the I/O thread."""

    def __init__(
        self,
        find_account: Callable[[], AccountSnapshot | None],
        find_fills: Callable[[], tuple[Fill, ...]],
        find_quote: FindQuote,
    ) -> None:
        self._find_account = find_account
        self._find_fills = find_fills
        self._find_quote = find_quote
        self._fills: tuple[Fill, ...] = ()
        self._dealt: dict[str, Dealt] = {}

    def find(self) -> Decimal | None:
        """KRW won (negative: lost) today; None before the account was read, or where a price that
        it needs is not known.
        """
        account = self._find_account()
        if account is None:
            return None
        fills = self._find_fills()
        if fills != self._fills:  # a day may have ten thousand
            self._fills, self._dealt = fills, dealt(fills)
        held = [_marked(one, self._find_quote(one.symbol)) for one in account.positions]
        return daily_result(held, self._dealt, self._find_close)

    def _find_close(self, symbol: str) -> Decimal | None:
        quote = self._find_quote(symbol)
        return None if quote is None else quote.previous_close


def _marked(position: Position, quote: Quote | None) -> Marked:
    """A position at the newest price that is known, the stream's before the account's."""
    last, close = position.last, _close(position)
    if quote is not None:
        last = last if quote.last is None else quote.last
        close = close if quote.previous_close is None else quote.previous_close
    return Marked(position.symbol, position.exposed, last, close)


def _close(position: Position) -> Decimal | None:
    if position.last is None or position.base_change is None:
        return None
    return position.last - position.base_change
