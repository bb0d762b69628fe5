"""Our own fills against the server's account, after each complete reading. Nothing is corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.comparison import (
    Baseline,
    Comparison,
    Difference,
    FillKey,
    dealt_differences,
    differences_since,
    fill_key,
)
from kis_desktop.domain.event import Event, FillReceived, FillWithdrawn, Logged, Severity
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Trade
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic


class AccountComparison:
    """Holds what orders tell against what the account says.

    A difference counts once two readings one after the other show it, with the same fills: a fill
    may reach the account before it reaches us. Positions and cash are reckoned from the first
    reading of the day that agreed with our fills. `trade_date` gives the market's date.
    """

    def __init__(
        self,
        publisher: Publisher,
        trade_date: Callable[[], date],
        name_of: Callable[[str], str] = str,
    ) -> None:
        self._publisher = publisher
        self._trade_date = trade_date
        self._name_of = name_of
        self._fills: dict[FillKey, Fill] = {}
        self._is_listed = False
        self._baseline: Baseline | None = None
        self._before: tuple[tuple[Difference, ...], dict[FillKey, Fill]] | None = None
        self._told: tuple[Difference, ...] = ()

    def on_event(self, event: Event) -> None:
        """Take what orders tell."""
        match event:
            case FillReceived(fill):
                self._fills[fill_key(fill)] = fill
            case FillWithdrawn(fill):
                self._fills.pop(fill_key(fill), None)
            case _:
                return

    def fills(self) -> tuple[Fill, ...]:
        """Our fills of today."""
        day = self._trade_date()
        return tuple(fill for fill in self._fills.values() if fill.trade_date == day)

    def on_list(self) -> None:
        """The day's list of orders has been read whole: its fills are known."""
        self._is_listed = True

    def on_account(self, account: AccountSnapshot) -> None:
        """Compare with a complete reading."""
        if not self._is_listed:
            return
        day = self._trade_date()
        if self._baseline is not None and self._baseline.day != day:
            self._baseline, self._before = None, None
        fills = [fill for fill in self._fills.values() if fill.trade_date == day]
        found = dealt_differences(account, fills, day)
        if self._baseline is not None:
            found += differences_since(self._baseline, account, fills)
        elif not found:
            self._baseline = Baseline(account, day, frozenset(map(fill_key, fills)))
        self._tell(account, self._lasting(found))

    async def accept(self) -> None:
        """The trader knows why (a deposit, a dividend): reckon from the next reading that agrees
        with our fills.
        """
        self._baseline, self._before = None, None

    def _lasting(self, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
        before, self._before = self._before, (found, dict(self._fills))
        if before is None or before[1] != self._fills:
            return ()
        return tuple(each for each in found if each in before[0])

    def _tell(self, account: AccountSnapshot, lasting: tuple[Difference, ...]) -> None:
        since = None if self._baseline is None else self._baseline.account.received
        outcome = Comparison(account.received, since, lasting)
        self._publisher.latest(Topic.COMPARISON, "", outcome)
        for difference in lasting:
            if difference not in self._told:
                told = message(
                    f"compare.logged_{difference.kind}",
                    name=self._name_of(difference.symbol) if difference.symbol else "",
                    ours=f"{difference.ours:,.0f}",
                    theirs=f"{difference.theirs:,.0f}",
                )
                self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, told))
        self._told = lasting


class Overheard:
    """A publisher that lets the comparison hear what orders tell, and passes all of it on."""

    def __init__(self, publisher: Publisher, comparison: AccountComparison) -> None:
        self._publisher = publisher
        self._comparison = comparison

    def latest(self, topic: Topic, key: str, value: object) -> None:
        """Put a value that replaces an unread one of the same topic and key."""
        if topic is Topic.ORDERS:
            self._comparison.on_list()
        self._publisher.latest(topic, key, value)

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Append trades to the tape of a symbol."""
        self._publisher.prints(symbol, trades)

    def event(self, event: Event) -> None:
        """Append an event; never dropped."""
        self._comparison.on_event(event)
        self._publisher.event(event)
