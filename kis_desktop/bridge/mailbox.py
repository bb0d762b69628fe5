"""The way from the I/O thread to the screen, in three lanes.

*Latest* overwrites by key what was not yet read. *Prints* keeps every trade in a bounded ring per
symbol; an overflow leaves a counted gap. *Events* are never dropped and stay in order.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from kis_desktop.domain.event import Event
from kis_desktop.domain.quote import Trade
from kis_desktop.services.topics import Topic

RING_LENGTH = 4096  # trades a symbol between two frames; 30 frames a second make 120,000 a second

LatestKey = tuple[Topic, str]


@dataclass(frozen=True, slots=True)
class PrintBatch:
    """The trades of one symbol since the last frame, oldest first; `lost` older ones fell out."""

    trades: tuple[Trade, ...]
    lost: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that arrived between two drains."""

    latest: dict[LatestKey, object]
    prints: dict[str, PrintBatch]
    events: tuple[Event, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing arrived."""
        return not (self.latest or self.prints or self.events)


@dataclass(slots=True)
class _Ring:
    trades: deque[Trade]
    lost: int = 0

    def extend(self, trades: Sequence[Trade]) -> None:
        room = (self.trades.maxlen or 0) - len(self.trades)
        self.lost += max(len(trades) - room, 0)
        self.trades.extend(trades)


@dataclass(slots=True)
class _Lanes:
    latest: dict[LatestKey, object] = field(default_factory=dict)
    prints: dict[str, _Ring] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)


class Mailbox:
    """Filled from any thread, drained by the UI thread; no call blocks longer than a swap."""

    def __init__(self, ring_length: int = RING_LENGTH) -> None:
        self._ring_length = ring_length
        self._lock = threading.Lock()
        self._lanes = _Lanes()

    def latest(self, topic: Topic, key: str, value: object) -> None:
        """Put a value that replaces an unread one of the same topic and key."""
        with self._lock:
            self._lanes.latest[topic, key] = value

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Append trades to the tape of a symbol; the oldest fall out of a full ring, counted."""
        with self._lock:
            ring = self._lanes.prints.get(symbol)
            if ring is None:
                ring = self._lanes.prints[symbol] = _Ring(deque(maxlen=self._ring_length))
            ring.extend(trades)

    def event(self, event: Event) -> None:
        """Append an event."""
        with self._lock:
            self._lanes.events.append(event)

    def drain(self) -> Frame:
        """Take everything out."""
        with self._lock:
            lanes, self._lanes = self._lanes, _Lanes()
        prints = {
            symbol: PrintBatch(tuple(ring.trades), ring.lost)
            for symbol, ring in lanes.prints.items()
        }
        return Frame(lanes.latest, prints, tuple(lanes.events))
