"""Trading sessions: what the market is doing at a moment, and what may be sent in it."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta

import msgspec


class Phase(enum.StrEnum):
    """What a venue is doing."""

    CLOSED = "closed"
    PRE_HOURS = "pre_hours"  # 장전 시간외
    OPENING_AUCTION = "opening_auction"  # 장전 동시호가
    CONTINUOUS = "continuous"  # 정규장
    CLOSING_AUCTION = "closing_auction"  # 장마감 동시호가
    CLOSING_PRICE = "closing_price"  # 장후 시간외 종가
    AFTER_MARKET = "after_market"  # 애프터마켓
    HOLIDAY = "holiday"  # 휴장


class Window(msgspec.Struct, frozen=True):
    """A phase that holds from `start` to before `end`, exchange time, from the date `since` on."""

    venue: str
    phase: Phase
    start: time
    end: time
    since: date
    until: date | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether this window covers the moment (exchange time)."""
        day = moment.date()
        in_force = self.since <= day and (self.until is None or day <= self.until)
        return in_force and self.start <= moment.time() < self.end


def phase_at(
    windows: tuple[Window, ...], venue: str, moment: datetime, *, trading_day: bool
) -> Phase:
    """The venue's phase at a moment of exchange time; where windows overlap, the later
    start wins.
    """
    if not trading_day:
        return Phase.HOLIDAY
    held = [window for window in windows if window.venue == venue and window.holds(moment)]
    if not held:
        return Phase.CLOSED
    return max(held, key=lambda window: window.start).phase


def next_change(
    windows: tuple[Window, ...], venue: str, moment: datetime
) -> tuple[datetime, Phase] | None:
    """When the venue's phase changes next on this day, and into what; None after the last
    change.
    """
    day = moment.date()
    edges = {
        edge
        for window in windows
        if window.venue == venue and window.since <= day
        for edge in (window.start, window.end)
        if edge > moment.time()
    }
    now = phase_at(windows, venue, moment, trading_day=True)
    for edge in sorted(edges):
        at = moment.replace(hour=edge.hour, minute=edge.minute, second=edge.second, microsecond=0)
        phase = phase_at(windows, venue, at, trading_day=True)
        if phase is not now:
            return at, phase
    return None


def countdown(moment: datetime, change: datetime) -> timedelta:
    """How long until a change; never negative."""
    return max(change - moment, timedelta(0))
