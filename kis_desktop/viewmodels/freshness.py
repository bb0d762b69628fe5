"""Whether what a panel shows is still true: the states of a panel and the line behind them."""

from __future__ import annotations

import enum
import time

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.words import Words


class PanelState(enum.StrEnum):
    """What a panel has to show."""

    EMPTY = "empty"
    LOADING = "loading"
    LIVE = "live"
    STALE = "stale"
    FAILED = "failed"


class Line:
    """The realtime line as the frames tell of it."""

    def __init__(self) -> None:
        self._status: ConnectionStatus | None = None
        self._was_up = False
        self._returned_at = 0.0

    def take(self, frame: Frame) -> bool:
        """Whether the line changed between good and broken with this frame."""
        told = frame.latest.get((Topic.CONNECTION, ""))
        if not isinstance(told, ConnectionStatus):
            return False
        before = self.is_broken
        self._status = told
        if before and not self.is_broken and self._was_up:
            self._returned_at = told.since
        self._was_up |= told.state in {LinkState.LIVE, LinkState.GAP}
        return before != self.is_broken

    @property
    def is_broken(self) -> bool:
        """Whether prices on the screen can be old; false before the first word."""
        return self._status is not None and self._status.state is not LinkState.LIVE

    def is_before_gap(self, received: float) -> bool:
        """Whether a value is from before the line was lost last, and nothing newer is known."""
        return received < self._returned_at

    @property
    def broken_for(self) -> float | None:
        """Seconds since the line broke; None while it stands."""
        if self._status is None or not self.is_broken:
            return None
        return max(time.monotonic() - self._status.since, 0.0)

    @property
    def is_starting(self) -> bool:
        """Whether the line is being connected and never stood before: nothing was lost yet."""
        return (
            self._status is not None
            and self._status.state is LinkState.CONNECTING
            and not self._was_up
        )

    def words(self, words: Words, since: float | None) -> str:
        """The sentence for prices that came `since` seconds ago; empty while the line stands."""
        if not self.is_broken:
            return ""
        if self.is_starting:
            return words("panel.connecting")
        if not self._was_up:
            return words("panel.no_line")  # nothing was lost, so nothing has an age
        return words("panel.stale", age=fmt.age(since, words.language))


RECENT = 30.0  # seconds that a remembered price may be old and still begin something new


def is_recent(received: float) -> bool:
    """Whether a remembered value is new enough to begin with while a newer one is on its way."""
    age = age_of(received)
    return age is not None and age <= RECENT


def age_of(received: float) -> float | None:
    """Seconds since a value arrived (`received`, monotonic); None where that is unknown."""
    return max(time.monotonic() - received, 0.0) if received > 0 else None
