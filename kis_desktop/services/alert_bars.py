"""The bars and indicators that alerts are held against, kept true at their end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

import numpy as np

from kis_desktop.domain.alert import Against, Alert, BarVolume, StudyCross
from kis_desktop.domain.alert_gap import Facts
from kis_desktop.domain.bar import BarKey, BarTail
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.live_study import LiveStudy
from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, OPEN, VOLUME, BarPyramid
from kis_desktop.indicators.scan import find_indicator
from kis_desktop.indicators.series import BarSeries
from kis_desktop.indicators.study import Indicator
from kis_desktop.services.bar_builder import series

_log = logging.getLogger(__name__)

MOST_KEYS = 40
"""so many different kinds of bars are followed at most"""

_KEPT = 3000  # bars of one kind that are begun with
_MOST = 4 * _KEPT  # bars behind which they are read anew
_RETRY = 20.0  # seconds before bars that could not be read are asked for again

StudyKey = tuple[str, tuple[float, ...]]


class BarSource(Protocol):
    """Where bars come from. `load` raises `RequestFailed`."""

    async def load(self, key: BarKey) -> BarSeries:
        """All bars up to now."""

    async def follow(self, owner: str, key: BarKey) -> None:
        """Have the newest ones told from now on."""

    async def unfollow(self, owner: str) -> None:
        """Have them told no longer."""


@dataclass(slots=True)
class _Watched:
    """The bars of one kind. `settled` is the start of the last one that was judged as ended;
    `is_whole` once the newest ones have come: what is kept of earlier days may end before them.
    """

    pyramid: BarPyramid
    studies: dict[StudyKey, LiveStudy] = field(default_factory=dict)
    settled: int = 0
    is_whole: bool = False


def bar_key(alert: Alert) -> BarKey | None:
    """The bars that an alert needs."""
    interval = alert.interval
    return None if interval is None else BarKey(alert.symbol, interval, interval.is_dated)


def watched_indicator(condition: StudyCross) -> Indicator | None:
    """The indicator that a condition asks; None where there is none that bars alone tell, or it has
    no such output.
    """
    indicator = find_indicator(condition.study)
    if indicator is None or not indicator.needs_bars_alone:
        return None
    asked = [condition.output]
    asked += [condition.other] if condition.against is Against.OUTPUT else []
    return indicator if all(0 <= one < len(indicator.outputs) for one in asked) else None


class AlertBars:
    """On the I/O thread. `on_moved` is told of bars that changed, `on_read` of those that are here
    now as a whole.
    """

    def __init__(
        self,
        source: BarSource,
        on_moved: Callable[[BarKey], None],
        on_read: Callable[[BarKey], None],
    ) -> None:
        self._source = source
        self._on_moved = on_moved
        self._on_read = on_read
        self._wanted: frozenset[BarKey] = frozenset()
        self._watched: dict[BarKey, _Watched] = {}
        self._due: dict[BarKey, float] = {}

    def want(self, keys: frozenset[BarKey]) -> None:
        """Follow these bars from now on; `run` reads what lacks."""
        self._wanted = keys
        for key in [key for key in self._watched if key not in keys]:
            del self._watched[key]

    def read_anew(self) -> None:
        """A new day: what splits and rights changed is read again."""
        self._watched.clear()
        self._due = dict.fromkeys(self._due, 0.0)

    async def look(self, monotonic: float) -> None:
        """Read the bars that lack, and let go of those that nobody needs."""
        for key in [key for key in self._due if key not in self._wanted]:
            del self._due[key]
            await self._source.unfollow(_owner(key))
        for key in self._wanted - self._watched.keys():
            if self._due.get(key, 0.0) <= monotonic:
                self._due[key] = monotonic + _RETRY
                await self._read(key)

    def take(self, tail: BarTail) -> None:
        """Take the newest bars of a kind."""
        watched = self._watched.get(tail.key)
        if watched is None or not tail.bars:
            return
        pyramid = watched.pyramid
        start = pyramid.find(tail.bars[0].time - 1) + 1
        beyond = len(pyramid) and tail.bars[0].time > pyramid.time[-1]
        if beyond or len(pyramid) > _MOST:
            del self._watched[tail.key]
            self._due[tail.key] = 0.0
            return
        pyramid.put(start, series(tail.bars))
        bars = _inputs(pyramid)
        for study in watched.studies.values():
            study.follow(bars, min(start, len(study)))
        if watched.is_whole:
            self._on_moved(tail.key)
        else:
            watched.is_whole = True
            self._on_read(tail.key)

    def start(self, key: BarKey, bar: int) -> int | None:
        """When a bar, counted from the oldest, began (UTC epoch seconds); None where it isn't."""
        watched = self._watched.get(key)
        if watched is None or not watched.is_whole or not 0 <= bar < len(watched.pyramid):
            return None
        return int(watched.pyramid.time[bar])

    def count(self, key: BarKey) -> int:
        """How many bars are here."""
        watched = self._watched.get(key)
        return 0 if watched is None else len(watched.pyramid)

    def facts(self, alert: Alert, bar: int) -> Facts:
        """What a bar, counted from the oldest, says of an alert's condition."""
        key, condition = bar_key(alert), alert.condition
        watched = None if key is None else self._watched.get(key)
        if watched is None or not watched.is_whole or not 0 <= bar < len(watched.pyramid):
            return Facts()
        rows = watched.pyramid.level(0)
        price = _decimal(float(rows[CLOSE][bar]))
        if isinstance(condition, BarVolume):
            return Facts(
                price,
                bar_volume=_decimal(float(rows[VOLUME][bar])),
                mean_volume=_mean(rows[VOLUME][max(bar - condition.bars, 0) : bar], condition.bars),
            )
        if not isinstance(condition, StudyCross):
            return Facts(price)
        study = self._study(watched, condition)
        if study is None:
            return Facts(price)
        other = price if condition.against is Against.PRICE else None
        if condition.against is Against.OUTPUT:
            other = _decimal(study.value(bar, condition.other))
        return Facts(price, value=_decimal(study.value(bar, condition.output)), against=other)

    def take_settled(self, key: BarKey, start: int) -> bool:
        """Whether the bar of this start has ended since the last time that one had."""
        watched = self._watched[key]
        before, watched.settled = watched.settled, max(start, watched.settled)
        return start > before

    def _study(self, watched: _Watched, condition: StudyCross) -> LiveStudy | None:
        indicator, known = watched_indicator(condition), (condition.study, condition.parameters)
        if indicator is None:
            return None
        if known not in watched.studies:
            made = LiveStudy(indicator, condition.parameters, _inputs(watched.pyramid))
            watched.studies[known] = made
        return watched.studies[known]

    async def _read(self, key: BarKey) -> None:
        try:
            bars = await self._source.load(key)
            if key in self._wanted and len(bars):
                self._watched[key] = _Watched(BarPyramid(_newest(bars)))
                await self._source.follow(_owner(key), key)
        except KisDesktopError as error:
            _log.info("bars of %s for alerts: %s", key.text, error)


def _owner(key: BarKey) -> str:
    return f"alerts/{key.text}"


def _newest(bars: BarSeries) -> BarSeries:
    return BarSeries(*(column[-_KEPT:].copy() for column in bars.columns()))  # type: ignore[arg-type]


def _inputs(pyramid: BarPyramid) -> Inputs:
    rows = pyramid.level(0)
    return Inputs(pyramid.time, rows[OPEN], rows[HIGH], rows[LOW], rows[CLOSE], rows[VOLUME])


def _mean(volumes: np.ndarray[tuple[int], np.dtype[np.float64]], bars: int) -> Decimal | None:
    """The mean of so many volumes; None where there are fewer."""
    return None if len(volumes) < bars else _decimal(float(volumes.mean()))


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
