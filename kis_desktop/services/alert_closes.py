"""When bars end, told by the market's clock: also where nothing is traded behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from kis_desktop.domain.bar import BarKey, Interval, Unit
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.services.alert_axis import hours
from kis_desktop.services.bar_builder import KOREA, bucket

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Close:
    """The last price of a bar (KRW), and its trade date."""

    price: Decimal
    on: date
    at: int  # market time, UTC epoch seconds


class BarCloses:
    """The newest price of each feed, and the bars that were judged by it."""

    def __init__(self) -> None:
        self._newest: dict[str, Close] = {}
        self._judged: dict[str, int] = {}

    def see(self, symbol: str, price: Decimal, on: date, at: int) -> None:
        """Take a price at which shares were traded at a moment of the market (epoch seconds)."""
        self._newest[symbol] = Close(price, on, at)

    def take(self, alert: str, key: BarKey, now: datetime) -> Close | None:
        """The end of the bar that holds the newest price, once it has ended; once for an alert."""
        newest = self._newest.get(key.symbol)
        if newest is None:
            return None
        start = start_of(newest.at, key.interval)
        if not has_ended(key, start, now) or self._judged.get(alert, -1) >= start:
            return None
        self._judged[alert] = start
        return newest

    def forget(self, alert: str) -> None:
        """An alert has other terms, or is no more."""
        self._judged.pop(alert, None)


def start_of(moment: int, interval: Interval) -> int:
    """When the bar of a moment began (UTC epoch seconds): a bar of minutes, or the day's."""
    if interval.unit is Unit.MINUTE:
        return bucket(moment - moment % _MINUTE, interval)
    day = datetime.fromtimestamp(moment, KOREA).date()
    return int(datetime.combine(day, time(), KOREA).timestamp())


def has_ended(key: BarKey, start: int, now: datetime) -> bool:
    """Whether a bar of minutes or of a day is over at a moment of the market; of longer ones it is
    only known once the next has begun.
    """
    minutes = key.interval.minutes
    if minutes is not None:
        return start + minutes * _MINUTE <= now.timestamp()
    if key.interval != Interval.DAY:
        return False
    local, day = now.astimezone(KOREA), datetime.fromtimestamp(start, KOREA).date()
    _, closes = hours(split_feed_key(key.symbol)[1], day)
    return day < local.date() or local.time() >= closes
