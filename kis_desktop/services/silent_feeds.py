"""Whether a confirmed registration brings nothing although its symbol is traded (무소식).

The line may live, heartbeats and all, and yet bring no trades. Nobody can tell that from a thin
stock by waiting, so it is decided by evidence alone: a read begun after the last print shows more
volume than the stream has brought, and no print follows.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

QUIET_SECONDS = 30.0
"""without a print after which a symbol is worth a read"""
AGAIN_SECONDS = 60.0
"""between two reads of one quiet symbol"""
PACE_SECONDS = 5.0
"""between two reads of whatever symbol"""
ALARMED_PACE_SECONDS = 1.0
ALARMED_SECONDS = 60.0
"""after a feed has been found silent, in which the others are looked at faster"""
GRACE_SECONDS = 10.0
"""by which a read may be ahead of the stream"""


class _Watched(msgspec.Struct):
    heard_at: float
    volume: int | None = None
    read_at: float = float("-inf")
    suspect_since: float | None = None


class SilentFeeds:
    """What the stream brings of confirmed symbols, against what reads say. Monotonic seconds."""

    def __init__(self) -> None:
        self._watched: dict[str, _Watched] = {}
        self._silent: set[str] = set()
        self._looked_at = float("-inf")
        self._alarmed_at = float("-inf")

    def begin(self) -> None:
        """The line is new: nothing is held against any symbol."""
        self._watched.clear()
        self._silent.clear()

    def follow(self, symbols: Iterable[str], now: float) -> None:
        """Watch these, and no others: their registrations are confirmed."""
        before = self._watched
        self._watched = {one: before.get(one) or _Watched(now) for one in symbols}

    def is_silent(self, symbol: str) -> bool:
        """Whether a symbol was found silent and has not been heard since."""
        return symbol in self._silent

    def heard(self, symbol: str, volume: int | None, now: float) -> bool:
        """The stream brought a print; whether that ends a silence."""
        watched = self._watched.get(symbol)
        if watched is not None:
            watched.heard_at, watched.suspect_since = now, None
            watched.volume = volume
        if symbol not in self._silent:
            return False
        self._silent.discard(symbol)
        return True

    def read(self, symbol: str, volume: int | None, began: float) -> None:
        """A read that began then told the day's volume."""
        watched = self._watched.get(symbol)
        if watched is None or volume is None or began < watched.heard_at:
            return
        if watched.volume is None:
            watched.volume = volume
        elif volume > watched.volume and watched.suspect_since is None:
            watched.suspect_since = began

    def due(self, now: float) -> str | None:
        """The symbol to be read now to see whether it moves; None while there is none."""
        alarmed = now - self._alarmed_at < ALARMED_SECONDS
        pace = ALARMED_PACE_SECONDS if alarmed else PACE_SECONDS
        if now - self._looked_at < pace:
            return None
        quiet = [symbol for symbol, one in self._watched.items() if self._is_due(symbol, one, now)]
        if not quiet:
            return None
        chosen = min(quiet, key=lambda symbol: self._watched[symbol].read_at)
        self._looked_at = self._watched[chosen].read_at = now
        return chosen

    def found(self, now: float) -> tuple[str, ...]:
        """Symbols that have just been found silent, each told once."""
        found = tuple(
            symbol
            for symbol, one in self._watched.items()
            if one.suspect_since is not None
            and now - one.suspect_since >= GRACE_SECONDS
            and symbol not in self._silent
        )
        if found:
            self._alarmed_at = now
            self._silent.update(found)
        return found

    def _is_due(self, symbol: str, one: _Watched, now: float) -> bool:
        return (
            symbol not in self._silent
            and one.suspect_since is None
            and now - one.heard_at >= QUIET_SECONDS
            and now - one.read_at >= AGAIN_SECONDS
        )
