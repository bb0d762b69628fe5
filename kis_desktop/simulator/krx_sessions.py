"""When the KRX trades what has no order book here: its regular session, or all day long."""

from datetime import date, datetime, time, timedelta

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.trading_hours import SessionRule, TradingSession

_MICRO = timedelta(microseconds=1)


def regular_sessions(open_day: date | None) -> SessionRule:
    """Of trading days; from an `open_day` on, when the clock is open, from midnight to midnight."""

    def session(day: date) -> TradingSession | None:
        if not is_trading_day(day):
            return None
        midnight = datetime.combine(day, time(), tzinfo=KST)
        if open_day is not None and day >= open_day:
            return TradingSession(day, ((midnight, midnight + timedelta(days=1)),))
        edges = hours(day)
        return TradingSession(
            day, ((midnight + edges.open * _MICRO, midnight + edges.close * _MICRO),)
        )

    return session
