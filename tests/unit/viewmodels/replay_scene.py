"""A chart with two days of minutes, and services that have no way for an order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.commands import Commands
from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.bar import Bar, BarKey, Interval
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import ServiceStopped
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import message
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.application import Services
from kis_desktop.services.bar_builder import KOREA, joined, series
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_replay import ReplayModel
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory

SAMSUNG, HYNIX = "005930", "000660"
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
MINUTES = 30
"""of each day, from nine o'clock on"""


def nine(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=KOREA).timestamp())


def at(day: date, minute: int) -> int:
    """A moment, counted in minutes from nine o'clock on."""
    return nine(day) + 60 * minute


def minute_bar(day: date, minute: int) -> Bar:
    """Prices that rise and fall by hundreds, so that all are on tick."""
    base = 70_000 + (0 if day == MONDAY else 3_000)
    middle = base + 100 * ((minute * 7) % 11)
    end = base + 100 * (((minute + 1) * 7) % 11)
    low, high = min(middle, end) - 100, max(middle, end) + 200
    first, top, bottom, last = (Decimal(price) for price in (middle, high, low, end))
    return Bar(at(day, minute), first, top, bottom, last, 1_000 + 10 * minute)


ALL = tuple(minute_bar(day, minute) for day in (MONDAY, TUESDAY) for minute in range(MINUTES))


def daily() -> BarSeries:
    found: list[Bar] = []
    for day in (MONDAY, TUESDAY):
        whole = [minute_bar(day, minute) for minute in range(MINUTES)]
        found.append(
            Bar(
                nine(day) - 9 * 3600,
                whole[0].open,
                max(bar.high for bar in whole),
                min(bar.low for bar in whole),
                whole[-1].close,
                sum(bar.volume for bar in whole),
            )
        )
    return series(found)


def bars_of(interval: Interval) -> BarSeries:
    return daily() if interval.is_dated else series(joined(ALL, interval))


@dataclass
class History:
    """Everything is here; what lies before `first` has to be reached."""

    first: int = 0
    without_minutes: bool = False
    reached: list[tuple[Interval, int]] = field(default_factory=list)

    async def load(self, key: BarKey) -> BarSeries:
        return await self.bars(key)

    async def bars(self, key: BarKey) -> BarSeries:
        if self.without_minutes and key.interval == Interval.MINUTE_1:
            return BarSeries.empty()
        whole = bars_of(key.interval)
        here = int((whole.time < self.first).sum())
        return BarSeries(*(column[here:] for column in whole.columns()))  # type: ignore[arg-type]

    async def reach(self, key: BarKey, time: int) -> None:
        self.reached.append((key.interval, time))
        self.first = min(self.first, time)

    async def ex_dates(self, _symbol: str) -> tuple[()]:
        return ()

    async def follow(self, owner: str, key: BarKey) -> None:
        pass

    async def unfollow(self, owner: str) -> None:
        pass


class MarketData:
    async def set_interest(self, owner: str, interest: Interest) -> None:
        pass


ACTING = frozenset({"orders", "conditional", "reservations", "kill_switch", "drills"})
"""services that can change something outside of this program"""


@dataclass
class Silent:
    """A service that is away: whatever is asked of it fails as if it had stopped."""

    name: str

    def __getattr__(self, method: str) -> Callable[..., Coroutine[Any, Any, object]]:
        async def fails(*_args: object) -> object:
            raise ServiceStopped(message("program.stopped"))

        fails.__qualname__ = f"{self.name}.{method}"
        return fails


class WatchedServices:
    """Services of which only those that read bars are there; what else is asked for is noted."""

    def __init__(self) -> None:
        self.history = History()
        self.market_data = MarketData()
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Silent:
        self.asked.add(name)
        return Silent(name)


class HereCommands:
    """Commands on the test's own loop; every method that ran is noted."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    async def run(self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> object:
        self.ran.append(method.__qualname__)
        return await method(*args)

    def start(
        self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object
    ) -> asyncio.Task[Any]:
        self.ran.append(method.__qualname__)
        return asyncio.ensure_future(method(*args))


class Directory(QObject):
    changed = Signal()

    def find(self, symbol: str) -> Instrument | None:
        if symbol != SAMSUNG:
            return None
        return Instrument(SAMSUNG, "삼성전자", Market.KOSPI, InstrumentKind.STOCK)

    def name(self, symbol: str) -> str:
        return "삼성전자" if symbol == SAMSUNG else symbol


class Kept:
    def get(self, key: str) -> str | None:
        return None

    def set(self, key: str, value: str) -> None:
        pass


class Scene:
    """A context, and on demand a chart's model with its replay."""

    def __init__(self, language: str = "ko") -> None:
        self.mailbox = Mailbox()
        self.services = WatchedServices()
        self.commands = HereCommands()
        self.link = LinkGroup(SAMSUNG)
        self.clock = FrameClock(self.mailbox)
        self.context = ViewContext(
            services=cast("Services", self.services),
            commands=cast("Commands", self.commands),
            clock=self.clock,
            link=self.link,
            instruments=cast("InstrumentDirectory", Directory()),
            preferences=Kept(),
            language=language,
            environment=Environment.SIMULATED,
        )

    async def chart(self, interval: Interval = Interval.MINUTE_1) -> ChartModel:
        chart = ChartModel(self.context)
        chart.show_interval(interval)
        chart.start()
        await turns()
        return chart

    async def replay(
        self, moment: int, interval: Interval = Interval.MINUTE_1
    ) -> tuple[ChartModel, ReplayModel]:
        """A replay that stands at a moment."""
        chart = await self.chart(interval)
        replay = ReplayModel(self.context, chart, chart)
        replay.start_at(moment)
        await turns()
        return chart, replay


async def turns() -> None:
    """Let every question be answered."""
    for _ in range(12):
        await asyncio.sleep(0)
