"""What the day has won so far, from the newest reading of the account and the newest prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from kis_desktop.domain.account import AccountSnapshot, Position
from kis_desktop.domain.daily_result import Dealt, Marked, daily_result, dealt
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.quote import Quote

FindQuote = Callable[[str], Quote | None]


class DayResult:
    """`find_account` gives the newest reading, `find_fills` those of today. On the I/O thread.

    A fill is known before the account holds its shares: those are added to what was read, or the
    purchase of a stock that has risen would be a loss until the next reading.
    """

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
        self._account: AccountSnapshot | None = None
        self._counted: dict[str, int] = {}

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
        if account is not self._account:
            self._account, self._counted = account, _counted(account, self._dealt)
        held = [
            _marked(one, self._find_quote(one.symbol), self._since(one.symbol))
            for one in account.positions
        ]
        known = {one.symbol for one in account.positions}
        for symbol in self._dealt.keys() - known:
            quote, shares = self._find_quote(symbol) or Quote(symbol), self._since(symbol)
            held.append(Marked(symbol, shares, quote.last, quote.previous_close))
        return daily_result(held, self._dealt, self._find_close)

    def _since(self, symbol: str) -> int:
        """Shares by which our fills are ahead of the reading."""
        return self._dealt.get(symbol, Dealt()).shares - self._counted.get(symbol, 0)

    def _find_close(self, symbol: str) -> Decimal | None:
        quote = self._find_quote(symbol)
        return None if quote is None else quote.previous_close


def _counted(account: AccountSnapshot, dealt_in: Mapping[str, Dealt]) -> dict[str, int]:
    """Today's shares that a reading holds: as it tells itself, else all that were known then."""
    counted = {symbol: one.shares for symbol, one in dealt_in.items()}
    told = {one.symbol: one.bought - one.sold for one in account.dealt if one.bought or one.sold}
    return counted | told


def _marked(position: Position, quote: Quote | None, since: int) -> Marked:
    """A position at the newest price that is known, the stream's before the account's."""
    last, close = position.last, _close(position)
    if quote is not None:
        last = last if quote.last is None else quote.last
        close = close if quote.previous_close is None else quote.previous_close
    return Marked(position.symbol, position.exposed + since, last, close)


def _close(position: Position) -> Decimal | None:
    if position.last is None or position.base_change is None:
        return None
    return position.last - position.base_change
