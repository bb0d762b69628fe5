"""When a market beside the KRX trades: the session of a trading day as spans of Korean time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from kis_desktop.simulator.clock import KST

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class TradingSession:
    """One trading day of one market; spans are KST, in order, and do not touch."""

    trade_date: date
    spans: tuple[tuple[datetime, datetime], ...]
    seconds: int = field(init=False, compare=False, repr=False)
    """how long it trades, pauses not counted"""

    def __post_init__(self) -> None:
        """Asked for too often to be reckoned each time."""
        length = int(sum((end - start).total_seconds() for start, end in self.spans))
        object.__setattr__(self, "seconds", length)

    @property
    def start(self) -> datetime:
        """When it opens."""
        return self.spans[0][0]

    @property
    def end(self) -> datetime:
        """When it closes."""
        return self.spans[-1][1]

    @property
    def ends(self) -> frozenset[int]:
        """How long it has traded when each of its spans ends, seconds."""
        lengths = (int((end - start).total_seconds()) for start, end in self.spans)
        return frozenset(accumulate(lengths))

    def elapsed(self, now: datetime) -> int:
        """Whole seconds of trading up to now: 0 before the start, all of them after the end."""
        passed = 0
        for start, end in self.spans:
            if now <= start:
                break
            passed += int((min(now, end) - start).total_seconds())
        return passed

    def at(self, elapsed: int) -> datetime:
        """The moment after so many seconds of trading."""
        rest = elapsed
        for start, end in self.spans:
            length = int((end - start).total_seconds())
            if rest <= length:
                return start + timedelta(seconds=rest)
            rest -= length
        return self.end

    def is_open(self, now: datetime) -> bool:
        """Whether it trades at this moment."""
        return any(start <= now < end for start, end in self.spans)


SessionRule = Callable[[date], TradingSession | None]
"""The session of a trading day, None on a day without one."""


def weekday_sessions(
    *spans: tuple[time, time], begins: int = 0, closed: frozenset[date] = frozenset()
) -> SessionRule:
    """Sessions from Monday to Friday; `begins` -1 when the first span starts on the eve.

    A span that ends before it starts ends on the next day; so do all after it.
    """

    def session(day: date) -> TradingSession | None:
        if day.weekday() >= _SATURDAY or day in closed:
            return None
        found: list[tuple[datetime, datetime]] = []
        current = day + timedelta(days=begins)
        for start, end in spans:
            opened = datetime.combine(current, start, tzinfo=KST)
            if found and opened < found[-1][1]:
                current += timedelta(days=1)
                opened = datetime.combine(current, start, tzinfo=KST)
            if end <= start:
                current += timedelta(days=1)
            found.append((opened, datetime.combine(current, end, tzinfo=KST)))
        return TradingSession(day, tuple(found))

    return session


def open_all_day(day: date) -> SessionRule:
    """From midnight to midnight on every weekday and on `day`: for a clock that is `open`."""

    def session(asked: date) -> TradingSession | None:
        if asked.weekday() >= _SATURDAY and asked != day:
            return None
        start = datetime.combine(asked, time(), tzinfo=KST)
        return TradingSession(asked, ((start, start + timedelta(days=1)),))

    return session


def current_session(rule: SessionRule, now: datetime) -> TradingSession:
    """The session that runs, or the last one that has begun."""
    day = now.astimezone(KST).date() + timedelta(days=1)
    for _ in range(30):
        found = rule(day)
        if found is not None and found.start <= now:
            return found
        day -= timedelta(days=1)
    raise ValueError(f"no session within a month before {now.isoformat()}")
