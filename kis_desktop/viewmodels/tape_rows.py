"""The tape's memory (체결): the newest prints in a ring, gaps marked, nothing twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kis_desktop.domain.quote import Trade

KEPT = 10_000  # rows


@dataclass(frozen=True, slots=True)
class Gap:
    """Trades that are missing on the tape: how many prints, or how many shares; 0 is not known."""

    prints: int = 0
    shares: int = 0


Entry = Trade | Gap


class Filtered:
    """The rows of a tape that are to be seen: prints of at least so many shares, and all gaps."""

    def __init__(self, least: int, rows: TapeRows) -> None:
        self.least = least
        self._entries = deque(rows[place] for place in range(len(rows)) if self.holds(rows[place]))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, place: int) -> Entry:
        return self._entries[place]

    def holds(self, entry: Entry) -> bool:
        """Whether a row is to be seen."""
        return isinstance(entry, Gap) or entry.size >= self.least

    def trim(self, count: int) -> None:
        """Let go of so many of the oldest rows."""
        for _ in range(count):
            self._entries.pop()

    def put(self, entries: Iterable[Entry]) -> None:
        """Put rows that are to be seen on top, oldest first given."""
        self._entries.extendleft(entries)


class TapeRows:
    """Entries newest first. The day's cumulative volume decides what is new and what is missing."""

    def __init__(self, kept: int = KEPT) -> None:
        self._entries: deque[Entry] = deque(maxlen=kept)
        self._newest: Trade | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, place: int) -> Entry:
        return self._entries[place]

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._newest = None

    def fresh(self, trades: Iterable[Trade], lost: int = 0) -> list[Entry]:
        """What prints (oldest first, `lost` still older ones missing) would add, oldest first."""
        entries: list[Entry] = []
        joined = self._joined(tuple(trades))
        newest = self._newest
        for trade in joined:
            if is_told(trade, newest):
                continue
            missing = missing_shares(trade, newest)
            if lost or missing:
                entries.append(Gap(lost, missing))
                lost = 0
            entries.append(trade)
            newest = trade
        return entries

    def _joined(self, trades: tuple[Trade, ...]) -> tuple[Trade, ...]:
        """The prints without those that were read before, where no volume told so.

        The server's reading carries no cumulative volume: its end may be the beginning of these.
        The last print told twice brings the volume from which the rest is counted.
        """
        newest = self._newest
        if newest is None or newest.volume is not None:
            return trades
        known = [_face(entry) for entry in reversed(self._entries) if isinstance(entry, Trade)]
        shared = _overlap(known, [_face(trade) for trade in trades])
        if shared:
            self._newest = trades[shared - 1]
        return trades[shared:]

    def put(self, entries: Iterable[Entry]) -> None:
        """Put entries on top, oldest first given; the oldest rows fall out of a full tape."""
        for entry in entries:
            self._entries.appendleft(entry)
            if isinstance(entry, Trade):
                self._newest = entry

    def oldest(self, count: int) -> list[Entry]:
        """So many of the oldest rows."""
        return [self._entries[-place] for place in range(1, count + 1)]

    def trim(self, kept: int) -> None:
        """Keep this many of the newest rows."""
        while len(self._entries) > kept:
            self._entries.pop()

    def begin(self, recent: Sequence[Trade]) -> None:
        """Put what the server still knew below what has arrived since; nothing stands twice."""
        live = list(self._entries)
        older = before(recent, [entry for entry in reversed(live) if isinstance(entry, Trade)])
        self.clear()
        self.put(self.fresh(older))
        oldest_live = next((entry for entry in reversed(live) if isinstance(entry, Trade)), None)
        if oldest_live is not None and not isinstance(live[-1], Gap):
            missing = missing_shares(oldest_live, self._newest)
            if missing:
                self._entries.appendleft(Gap(shares=missing))
        self.put(reversed(live))


def is_told(trade: Trade, newest: Trade | None) -> bool:
    """Whether the tape has counted this print already."""
    if newest is None or trade.volume is None or newest.volume is None:
        return False
    if _other_day(trade, newest):
        return False
    return trade.volume <= newest.volume


def missing_shares(trade: Trade, newest: Trade | None) -> int:
    """Shares traded between the newest print on the tape and this one."""
    if newest is None or trade.volume is None or newest.volume is None:
        return 0
    if _other_day(trade, newest):
        return 0
    return max(trade.volume - trade.size - newest.volume, 0)


def before(recent: Sequence[Trade], live: Sequence[Trade]) -> list[Trade]:
    """Those of the read prints that came before the first live one; both oldest first.

    Where the server tells no cumulative volume, the longest overlap of their faces decides.
    """
    if not live:
        return list(recent)
    first = live[0]
    if first.volume is not None and all(trade.volume is not None for trade in recent):
        edge = first.volume - first.size
        return [trade for trade in recent if trade.volume is not None and trade.volume <= edge]
    shared = _overlap([_face(trade) for trade in recent], [_face(trade) for trade in live])
    if shared:
        return list(recent[: len(recent) - shared])
    return [trade for trade in recent if trade.time <= first.time]


def _overlap(recent: Sequence[object], live: Sequence[object]) -> int:
    """The length of the longest end of one that is the beginning of the other."""
    longest = min(len(recent), len(live))
    return next(
        (size for size in range(longest, 0, -1) if recent[-size:] == live[:size]),
        0,
    )


def _face(trade: Trade) -> object:
    return trade.time, trade.price, trade.size


def _other_day(trade: Trade, newest: Trade) -> bool:
    return (
        trade.trade_date is not None
        and newest.trade_date is not None
        and trade.trade_date != newest.trade_date
    )
