"""Alerts over a real file, with a market, bars and a clock that a test tells."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.alert import Alert, AlertBoard, AlertFired, Condition, Frequency
from kis_desktop.domain.bar import Bar, BarKey, BarTail, Interval
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.quote import Aggressor, Quote, Sign, Source, Trade
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.alert_book import AlertBook
from kis_desktop.services.alert_clock import AlertClock
from kis_desktop.services.alerts import Alerts
from kis_desktop.services.bar_builder import KOREA, series
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from kis_desktop.storage.alert_file import AlertFile
from tests.unit.services.plain_screen import PlainScreen

SYMBOL = "005930"
TODAY = date(2026, 11, 20)
OPEN = datetime.combine(TODAY, time(10), KOREA)
RULES = load_market_rules("krx")


class Market:
    """Quotes that a test sets, and what was asked to come."""

    def __init__(self) -> None:
        self.quotes: dict[str, Quote] = {}
        self.interests: dict[str, Interest] = {}
        self.refused: KisDesktopError | None = None
        self.unserved = frozenset({SYMBOL})

    def quote(self, symbol: str) -> Quote | None:
        return self.quotes.get(symbol)

    async def set_interest(self, owner: str, interest: Interest) -> None:
        if self.refused is not None and interest.quotes & self.unserved:
            raise self.refused
        self.interests[owner] = interest


class Bars:
    """Bars that a test sets, by key."""

    def __init__(self) -> None:
        self.known: dict[BarKey, list[Bar]] = {}
        self.followed: dict[str, BarKey] = {}
        self.fails: KisDesktopError | None = None
        self.loads = 0
        self.tell: Callable[[BarTail], None] = lambda _tail: None

    async def load(self, key: BarKey) -> BarSeries:
        self.loads += 1
        if self.fails is not None:
            raise self.fails
        return series(self.known.get(key, []))

    async def follow(self, owner: str, key: BarKey) -> None:
        self.followed[owner] = key
        self.tell(BarTail(key, tuple(self.known[key][-2:])))

    async def daily_page(
        self,
        symbol: str,
        start: date,
        end: date,
        interval: Interval,
        *,
        adjusted: bool,
        background: bool,
    ) -> tuple[Bar, ...]:
        assert not adjusted
        assert background
        if self.fails is not None:
            raise self.fails
        first = datetime.combine(start, time(), KOREA).timestamp()
        bars = self.known.get(BarKey(symbol, interval), [])
        return tuple(bar for bar in bars if bar.time >= first)

    async def unfollow(self, owner: str) -> None:
        self.followed.pop(owner, None)


class Desk:
    """One run of the program; `file` outlives it."""

    def __init__(self, file: Path, market: Market, bars: Bars, now: datetime = OPEN) -> None:
        self.market, self.bars = market, bars
        self.screen = PlainScreen()
        self.seconds = 1_000.0
        self.start = now
        self.session = SessionClock(RULES, self.screen, monotonic=lambda: self.seconds)
        self.session.observe(now)
        self.disk = Worker("alerts")
        self.book = AlertBook(AlertFile(file), self.disk, self.screen)
        clock = AlertClock(self.session, lambda: self.seconds, lambda: self.now.astimezone(UTC))
        self.alerts = Alerts(self.book, market, bars, bars, clock)
        bars.tell = self.alerts.on_bars

    @property
    def now(self) -> datetime:
        """Market time."""
        return self.session.now()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds

    async def make(
        self, condition: Condition, frequency: Frequency | None = None, symbol: str = SYMBOL
    ) -> str:
        """Arm an alert; its id."""
        return await self.alerts.make(Alert("", symbol, condition, frequency or Frequency()))

    def say(self, *prices: int, symbol: str = SYMBOL, old: float = 0.0, volume: int = 1) -> None:
        """Print these prices, one each."""
        moment = (self.now - timedelta(seconds=old)).time().replace(microsecond=0)
        for price in prices:
            before = self.market.quotes.get(symbol) or Quote(symbol)
            trade = Trade(
                symbol, moment, Decimal(price), 1, Aggressor.BUY, Sign.UP, None, None, None, None,
                None, volume, None, None, None, None, self.now.date(), self.seconds - old,
            )  # fmt: skip
            self.market.quotes[symbol] = before.after(trade)
            self.alerts.on_trades(symbol, [trade])

    def read(self, price: int, *, close: int | None = None, symbol: str = SYMBOL) -> None:
        """Read a quote over REST."""
        quote = Quote(
            symbol,
            Decimal(price),
            volume=1,
            previous_close=None if close is None else Decimal(close),
            trade_date=self.now.date(),
            source=Source.REST,
            received=self.seconds,
        )
        self.market.quotes[symbol] = quote
        self.alerts.on_quote(quote)

    def moved(self, key: BarKey, *bars: Bar) -> None:
        """The newest bars of a kind."""
        self.alerts.on_bars(BarTail(key, bars))

    @property
    def fired(self) -> list[AlertFired]:
        """What was told of alerts."""
        return [one for one in self.screen.events if isinstance(one, AlertFired)]

    @property
    def prices(self) -> list[int]:
        """The prices at which they were told as met."""
        return [int(one.price or 0) for one in self.told if not one.missed]

    @property
    def told(self) -> list[AlertFired]:
        """As `fired`, with what is still on its way."""
        self.book.tell_met()
        return self.fired

    @property
    def board(self) -> AlertBoard:
        """What the screen has."""
        board = self.screen.values[Topic.ALERTS, ""]
        assert isinstance(board, AlertBoard)
        return board


@asynccontextmanager
async def desk(
    file: Path,
    market: Market | None = None,
    bars: Bars | None = None,
    now: datetime = OPEN,
) -> AsyncIterator[Desk]:
    """A run of the program, from its begin to its end."""
    made = Desk(file, market or Market(), bars or Bars(), now)
    try:
        await made.alerts.restore()
        await made.alerts.look()
        yield made
        await made.alerts.finish()
    finally:
        made.disk.close()


def bar(minute: int, close: int, volume: int = 10, begin: datetime = OPEN) -> Bar:
    """A minute's bar, so many minutes behind the begin."""
    start = int(begin.timestamp()) + minute * 60
    return Bar(start, Decimal(close), Decimal(close), Decimal(close), Decimal(close), volume)
