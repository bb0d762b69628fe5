"""Minutes of an index on past days: shaped at random, fitted to the day's bar."""

from datetime import date, datetime, time

from kis_desktop.simulator import noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course, DayKnots, Terms, TickTable, knots_of
from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.trading_hours import TradingSession
from kis_desktop.simulator.views import DayBar, MinuteBar, moment

_STEP = TickTable(((0, 1),))
_KNOWN = 16


class _OneDay:
    """A single day whose bar is known."""

    def __init__(self, key: int, bar: DayBar) -> None:
        self._key = key
        self._bar = bar

    def bars(self, start: date, end: date) -> list[DayBar]:
        return [self._bar] if start <= self._bar.day <= end else []

    def knots(self, session: TradingSession) -> DayKnots:
        return knots_of(self._key, session, self._bar, _STEP)


class PastMinutes:
    """Remembers the days last asked for."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._known: dict[tuple[str, DayBar], tuple[MinuteBar, ...]] = {}

    def minutes(self, code: str, bar: DayBar) -> tuple[MinuteBar, ...]:
        """All minutes of a day that is over, oldest first."""
        known = self._known.get((code, bar))
        if known is None:
            known = self._known[code, bar] = self._shaped(code, bar)
            if len(self._known) > _KNOWN:
                del self._known[next(iter(self._known))]
        return known

    def _shaped(self, code: str, bar: DayBar) -> tuple[MinuteBar, ...]:
        day = _OneDay(noise.key(self._seed, "index", code), bar)
        terms = Terms(f"index/{code}", 2, bar.close, 0.01, bar.volume, _STEP, _session)
        over = datetime.combine(bar.day, time.max, tzinfo=KST)
        return Course(self._seed, terms, day).minutes(bar.day, over)


def _session(day: date) -> TradingSession:
    session = hours(day)
    return TradingSession(day, ((moment(day, session.open), moment(day, session.closing_auction)),))
