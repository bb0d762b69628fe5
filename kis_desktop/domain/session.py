"""Trading sessions: what the market is doing at a moment, and what may be sent in it."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta

import msgspec


class Phase(enum.StrEnum):
    """What a venue is doing."""

    CLOSED = "closed"
    PRE_MARKET = "pre_market"  # NXT 프리마켓
    PRE_HOURS = "pre_hours"  # 장전 시간외
    OPENING_AUCTION = "opening_auction"  # 장전 동시호가
    CONTINUOUS = "continuous"  # 정규장
    CLOSING_AUCTION = "closing_auction"  # 장마감 동시호가
    CLOSING_PRICE_ORDERS = "closing_price_orders"  # 장후 시간외 종가의 접수, not yet matched
    CLOSING_PRICE = "closing_price"  # 장후 시간외 종가
    AFTER_AUCTION = "after_auction"  # NXT: orders for the after-market's first price
    AFTER_MARKET = "after_market"  # 애프터마켓
    HOLIDAY = "holiday"  # 휴장


_NOON = 12  # o'clock: edges before it belong to the opening, later ones to the closing


class Shift(msgspec.Struct, frozen=True):
    """How many minutes later a day opens and closes than others."""

    opening: int = 0
    closing: int = 0

    def ordinary(self, moment: datetime) -> datetime:
        """The moment of an ordinary day that this moment of a shifted day stands for."""
        late = moment - timedelta(minutes=self.closing)
        if late.hour >= _NOON and late.date() == moment.date():
            return late
        early = moment - timedelta(minutes=self.opening)
        return early if early.hour < _NOON and early.date() == moment.date() else moment

    def shifted(self, edge: datetime) -> datetime:
        """When an edge of an ordinary day falls on this day."""
        minutes = self.opening if edge.hour < _NOON else self.closing
        return edge + timedelta(minutes=minutes)


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
    windows: tuple[Window, ...],
    venue: str,
    moment: datetime,
    *,
    trading_day: bool,
    shift: Shift = Shift(),  # noqa: B008 - a frozen value
) -> Phase:
    """The venue's phase at a moment of exchange time; where windows overlap, the later
    start wins.
    """
    if not trading_day:
        return Phase.HOLIDAY
    ordinary = shift.ordinary(moment)
    held = [window for window in windows if window.venue == venue and window.holds(ordinary)]
    if not held:
        return Phase.CLOSED
    return max(held, key=lambda window: window.start).phase


def next_change(
    windows: tuple[Window, ...],
    venue: str,
    moment: datetime,
    shift: Shift = Shift(),  # noqa: B008 - a frozen value
) -> tuple[datetime, Phase] | None:
    """When the venue's phase changes next on this day, and into what; None after the last."""
    now = phase_at(windows, venue, moment, trading_day=True, shift=shift)
    edges = {
        shift.shifted(datetime.combine(moment.date(), edge, moment.tzinfo))
        for window in windows
        if window.venue == venue
        for edge in (window.start, window.end)
    }
    for at in sorted(edge for edge in edges if edge > moment):
        phase = phase_at(windows, venue, at, trading_day=True, shift=shift)
        if phase is not now:
            return at, phase
    return None


def countdown(moment: datetime, change: datetime) -> timedelta:
    """How long until a change; never negative."""
    return max(change - moment, timedelta(0))
