"""The chart's model: whose bars are shown, when they are read again, and what is marked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Signal

from kis_desktop.bridge.commands import Commands
from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.bar import Bar, BarKey, BarTail, Interval
from kis_desktop.domain.connection import ConnectionStatus, Environment, Feed, LinkState
from kis_desktop.domain.errors import KisDesktopError, TimedOut
from kis_desktop.domain.event import ConnectionChanged, OrderChanged
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark, Market
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Order, OrderState, OrderType, Side, Venue
from kis_desktop.domain.quote import Quote, Sign
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.application import Services
from kis_desktop.services.bar_builder import series
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.chart import ChartModel, ChartState
from kis_desktop.viewmodels.chart_levels import LevelKind
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.roles import Tone

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
SAMSUNG, HYNIX = "005930", "000660"
TODAY = date(2026, 11, 20)


def bar(minute: int, close: int = 100) -> Bar:
    price = Decimal(close)
    return Bar(NINE + 60 * minute, price, price, price, price, 10)


def bars(count: int, close: int = 100) -> BarSeries:
    return series([bar(minute, close) for minute in range(count)])


class Directory(QObject):
    changed = Signal()
    known: tuple[Instrument, ...] = (
        Instrument(
            SAMSUNG,
            "삼성전자",
            Market.KOSPI,
            InstrumentKind.STOCK,
            kospi200=True,
            margin_rate=Decimal(20),
            marks=(Mark.CAUTION,),
        ),
    )

    def find(self, symbol: str) -> Instrument | None:
        return next((one for one in self.known if one.symbol == symbol), None)

    def name(self, symbol: str) -> str:
        found = self.find(symbol)
        return found.name if found else symbol


@dataclass
class Kept:
    words: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        return self.words.get(key)

    def set(self, key: str, value: str) -> None:
        self.words[key] = value


@dataclass
class History:
    """Each load waits until the test answers it."""

    loads: list[tuple[str, Interval, asyncio.Future[BarSeries]]] = field(default_factory=list)
    followed: list[tuple[str, Interval]] = field(default_factory=list)

    async def load(self, key: BarKey) -> BarSeries:
        answer: asyncio.Future[BarSeries] = asyncio.get_running_loop().create_future()
        self.loads.append((key.symbol, key.interval, answer))
        return await asyncio.shield(answer)

    async def ex_dates(self, _symbol: str) -> tuple[()]:
        return ()

    async def follow(self, owner: str, key: BarKey) -> None:
        self.followed.append((key.symbol, key.interval))

    async def unfollow(self, owner: str) -> None:
        self.followed.clear()


@dataclass
class MarketData:
    interests: list[Interest] = field(default_factory=list)

    async def set_interest(self, owner: str, interest: Interest) -> None:
        self.interests.append(interest)


@dataclass
class FakeServices:
    history: History = field(default_factory=History)
    market_data: MarketData = field(default_factory=MarketData)


class HereCommands:
    """Commands on the test's own loop."""

    async def run(self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> object:
        return await method(*args)

    def start(
        self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object
    ) -> asyncio.Task[Any]:
        return asyncio.ensure_future(method(*args))


class Now:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Desk:
    """A chart model with everything that it sees."""

    def __init__(self, symbol: str = "") -> None:
        self.mailbox = Mailbox()
        self.services = FakeServices()
        self.history = self.services.history
        self.link = LinkGroup(symbol)
        self.kept = Kept()
        self.now = Now()
        self.directory = Directory()
        self.clock = FrameClock(self.mailbox)
        self.context = ViewContext(
            services=cast("Services", self.services),
            commands=cast("Commands", HereCommands()),
            clock=self.clock,
            link=self.link,
            instruments=cast("InstrumentDirectory", self.directory),
            preferences=self.kept,
            language="ko",
            environment=Environment.SIMULATED,
        )
        self.model = ChartModel(self.context, monotonic=self.now)
        self.model.start()

    async def answer(self, answer: BarSeries | KisDesktopError, load: int = -1) -> None:
        await turns()
        future = self.history.loads[load][2]
        if isinstance(answer, KisDesktopError):
            future.set_exception(answer)
        else:
            future.set_result(answer)
        await turns()

    async def tail(self, *newest: Bar, symbol: str = SAMSUNG) -> None:
        tail = BarTail(BarKey(symbol, self.model.interval, adjusted=True), newest)
        self.mailbox.latest(Topic.BARS, tail.key.text, tail)
        self.clock.drain()
        await turns()

    def quote(self, **fields: Any) -> None:
        told: dict[str, Any] = {"last": Decimal(98_400), "received": self.now.seconds} | fields
        self.mailbox.latest(Topic.QUOTE, SAMSUNG, Quote(SAMSUNG, **told))
        self.clock.drain()

    def line(self, state: LinkState) -> None:
        self.mailbox.event(ConnectionChanged(ConnectionStatus(state, 0.0)))
        self.clock.drain()

    def level(self, kind: LevelKind) -> str | None:
        found = [level.label or level.text for level in self.model.levels if level.kind is kind]
        return found[0] if found else None


async def turns() -> None:
    for _ in range(6):
        await asyncio.sleep(0)


@pytest.fixture
def desk(qapp: QCoreApplication) -> Desk:
    return Desk()


def order(**fields: Any) -> Order:
    told: dict[str, Any] = {
        "local_id": "one",
        "symbol": SAMSUNG,
        "side": Side.BUY,
        "order_type": OrderType.LIMIT,
        "quantity": 120,
        "price": Decimal(98_300),
        "venue": Venue.KRX,
        "state": OrderState.WORKING,
        "at": datetime(2026, 11, 20, 1, tzinfo=UTC),
        "trade_date": TODAY,
    } | fields
    return Order(**told)


def test_nothing_is_shown_before_a_symbol_is_chosen(desk: Desk) -> None:
    assert desk.model.state is ChartState.EMPTY
    assert not desk.model.levels


async def test_a_chosen_symbol_is_loading_until_its_bars_are_here(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    assert desk.model.state is ChartState.LOADING
    assert desk.model.headline.name == "삼성전자"
    await desk.answer(bars(100))
    assert desk.model.state.value == "ready"
    assert len(desk.model.pyramid) == 100
    assert desk.history.followed == [(SAMSUNG, Interval.MINUTE_1)]
    assert desk.services.market_data.interests == [
        Interest(quotes=frozenset({SAMSUNG}), focused=True)
    ]


async def test_a_chart_that_is_added_later_knows_the_price_and_the_line(desk: Desk) -> None:
    desk.quote(previous_close=Decimal(97_100))
    desk.mailbox.latest(Topic.CONNECTION, "", ConnectionStatus(LinkState.GAP, 0.0))
    desk.clock.drain()
    later = ChartModel(desk.context, monotonic=desk.now, owner="chart-2")
    later.show_symbol(SAMSUNG)
    assert later.headline.last == "98,400"
    assert later.stale
    assert LevelKind.PREVIOUS_CLOSE in {level.kind for level in later.levels}
    await desk.answer(bars(5))


async def test_the_symbol_that_is_linked_at_the_start_is_shown(qapp: QCoreApplication) -> None:
    desk = Desk(SAMSUNG)
    await desk.answer(bars(5))
    assert desk.model.symbol == SAMSUNG


@pytest.mark.parametrize("late_first", [True, False])
async def test_bars_of_an_older_choice_never_stand_under_the_new_name(
    desk: Desk,
    late_first: bool,
) -> None:
    desk.link.select(SAMSUNG)
    await turns()
    desk.link.select(HYNIX)
    await turns()
    answers = {0: bars(10, close=1), 1: bars(20, close=2)}
    for load in (0, 1) if late_first else (1, 0):
        await desk.answer(answers[load], load)
        assert 1.0 not in desk.model.pyramid.close
    assert len(desk.model.pyramid) == 20


async def test_a_tail_of_another_symbol_changes_nothing(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(10))
    await desk.tail(bar(9, close=777), symbol=HYNIX)
    assert 777.0 not in desk.model.pyramid.close


async def test_choosing_clears_the_bars_at_once(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(10))
    desk.link.select(HYNIX)
    assert len(desk.model.pyramid) == 0
    await desk.answer(bars(1))


async def test_the_tail_moves_the_last_bar_and_brings_new_ones(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(100))
    await desk.tail(bar(98), bar(99, close=150), bar(100, close=160))
    assert len(desk.model.pyramid) == 101
    assert desk.model.pyramid.close[-2:].tolist() == [150.0, 160.0]
    assert desk.model.plots[0].study.value(100) == pytest.approx((300 + 150 + 160) / 5)


async def test_a_tail_that_came_while_loading_is_laid_over_the_answer(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await turns()
    await desk.tail(bar(9, close=150), bar(10, close=160))
    await desk.answer(bars(10))
    assert desk.model.pyramid.close[-2:].tolist() == [150.0, 160.0]


async def test_missing_bars_are_read_again_and_meanwhile_nothing_is_pieced_together(
    desk: Desk,
) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(10))
    await desk.tail(bar(15, close=150), bar(16, close=160))
    assert len(desk.history.loads) == 2
    assert len(desk.model.pyramid) == 10
    assert desk.model.state is ChartState.READY
    await desk.answer(bars(16))
    assert len(desk.model.pyramid) == 17
    assert desk.model.pyramid.close[-1] == 160.0


async def test_minutes_without_a_trade_are_asked_for_once_alone(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(10))
    await desk.tail(bar(30, close=150))
    await desk.answer(bars(10))
    await desk.tail(bar(30, close=151))
    assert len(desk.history.loads) == 2
    assert desk.model.pyramid.close[-1] == 151.0


async def test_bars_that_cannot_be_read_again_stay_and_say_so(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(10))
    await desk.tail(bar(15))
    await desk.answer(TimedOut(message("kis.timed_out")))
    assert desk.model.state is ChartState.READY
    assert desk.model.stale == "봉을 새로 읽지 못했습니다."
    assert len(desk.model.pyramid) == 10
    await desk.tail(bar(15))
    assert len(desk.history.loads) == 2
    desk.now.seconds += 11
    desk.clock.drain()
    await desk.answer(bars(16))
    assert len(desk.model.pyramid) == 16
    desk.clock.drain()
    assert desk.model.stale == ""


async def test_a_failure_says_the_sentence_and_the_code_and_may_be_tried_again(
    desk: Desk,
) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(TimedOut(message("kis.timed_out", code="EGW00999")))
    assert desk.model.state is ChartState.FAILED
    assert desk.model.failure == "서버가 제때 응답하지 않았습니다. [EGW00999]"
    desk.model.retry()
    await desk.answer(bars(3))
    assert desk.model.state.value == "ready"


async def test_another_interval_is_loaded(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(3))
    desk.model.show_interval(Interval.DAY)
    await desk.answer(bars(2))
    assert desk.history.loads[-1][1] == Interval.DAY
    assert desk.model.setup.interval is Interval.DAY


async def test_a_line_that_is_back_has_the_bars_read_again(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(10))
    desk.line(LinkState.LIVE)
    desk.line(LinkState.GAP)
    desk.line(LinkState.LIVE)
    await desk.answer(bars(12))
    assert len(desk.model.pyramid) == 12


async def test_a_line_that_is_back_tries_a_failed_chart_again(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(TimedOut(message("kis.timed_out")))
    desk.line(LinkState.OFFLINE)
    desk.line(LinkState.LIVE)
    await desk.answer(bars(12))
    assert len(desk.model.pyramid) == 12


def test_prices_are_old_while_the_line_is_down(desk: Desk) -> None:
    desk.model.symbol = SAMSUNG
    desk.quote(change=Decimal(1300), sign=Sign.UP)
    assert desk.model.levels[0].tone.value == "up"
    desk.now.seconds += 12
    desk.line(LinkState.GAP)
    assert desk.model.stale == "이전 시세 · 12초 전"
    assert desk.model.headline.stale
    assert desk.model.levels[0].tone.value == "faint"
    desk.line(LinkState.LIVE)
    assert desk.model.stale == ""


def test_a_quiet_price_on_a_good_line_is_not_old(desk: Desk) -> None:
    desk.model.symbol = SAMSUNG
    desk.line(LinkState.LIVE)
    desk.quote()
    desk.now.seconds += 600
    desk.clock.drain()
    assert desk.model.stale == ""


def test_the_last_price_of_a_symbol_nobody_watched_is_old(desk: Desk) -> None:
    desk.model.symbol = SAMSUNG
    desk.mailbox.latest(Topic.FEED, SAMSUNG, Feed.WAITING)
    desk.quote()
    assert desk.model.stale == ""
    desk.now.seconds += 6
    desk.clock.drain()
    assert desk.model.stale == "이전 시세 · 6초 전"


def test_the_headline_says_what_is_known_and_no_more(desk: Desk) -> None:
    desk.model.symbol = SAMSUNG
    desk.quote(
        change=Decimal(1300),
        change_rate=Decimal("1.349"),
        sign=Sign.UP,
        previous_close=Decimal(97_100),
        low=Decimal(96_900),
        strength=Decimal("118.42"),
    )
    headline = desk.model.headline
    assert (headline.last, headline.change, headline.rate) == ("98,400", "▲ 1,300", "+1.34%")
    assert headline.badges == ("KOSPI200", "증거금 20%")
    assert headline.marks == ("투자주의",)
    told = {figure.name: (figure.text, figure.tone) for figure in headline.figures}
    assert told["시"] == ("—", Tone.TEXT)
    assert told["저"] == ("96,900", Tone.DOWN)
    assert told["체결강도"] == ("118.42", Tone.UP)


def test_levels_mark_what_the_market_says(desk: Desk) -> None:
    desk.model.symbol = SAMSUNG
    desk.quote(
        previous_close=Decimal(97_100),
        limit_up=Decimal(126_200),
        vi_base=Decimal(97_500),
        trade_date=TODAY,
    )
    assert desk.level(LevelKind.LAST) == "98,400"
    assert desk.level(LevelKind.PREVIOUS_CLOSE) == "전일 종가"
    assert desk.level(LevelKind.LIMIT) == "상한가"
    told = [
        (level.label, level.text)
        for level in desk.model.levels
        if level.kind is LevelKind.INTERRUPTION
    ]
    assert told == [
        ("VI 상승 발동", "107,300"),
        ("VI 기준가", "97,500"),
        ("VI 하락 발동", "87,700"),
    ]


@pytest.mark.parametrize(
    ("price", "nearest"),
    [(98_449.0, 98_400), (98_451.0, 98_500), (1_999.6, 2_000), (2_002.4, 2_000), (-5.0, 1)],
)
def test_a_price_of_the_chart_goes_to_its_nearest_tick(
    desk: Desk, price: float, nearest: int
) -> None:
    desk.model.symbol = SAMSUNG
    desk.quote(trade_date=TODAY)
    assert desk.model.ticks.nearest(price) == nearest
    assert str(desk.model.ticks.nearest(price)) == str(nearest)
    assert desk.model.ticks.step == 100.0


def test_a_picked_price_goes_to_the_ticket(desk: Desk) -> None:
    picked: list[Decimal] = []
    desk.link.price_picked.connect(picked.append)
    desk.model.pick_price(Decimal(98_300))
    assert picked == [Decimal(98_300)]


async def test_while_a_past_day_is_played_the_market_lays_no_bars(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(2))
    desk.model.begin_replay(bars(3, close=7))
    await desk.tail(bar(2, close=300))
    assert desk.model.replaying
    assert desk.model.pyramid.close.tolist() == [7, 7, 7]
    desk.model.advance_replay(series([bar(3, close=8)]))
    assert desk.model.pyramid.close.tolist() == [7, 7, 7, 8]
    desk.model.end_replay()
    await desk.answer(bars(2))
    assert desk.model.state is ChartState.READY
    assert desk.model.pyramid.close.tolist() == [100, 100]


async def test_a_replay_shows_its_own_moment_alone(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(2))
    desk.quote(last=Decimal(98_700), previous_close=Decimal(98_000), limit_up=Decimal(127_000))
    desk.mailbox.event(OrderChanged(order(state=OrderState.WORKING, order_no="0000117057")))
    desk.clock.drain()
    desk.model.begin_replay(bars(1, close=7))
    assert not desk.model.levels
    assert desk.model.headline.last == "—"
    desk.model.show_replayed(Quote(SAMSUNG, last=Decimal(90_000)))
    desk.quote(last=Decimal(98_800))
    assert desk.model.headline.last == "90,000"
    assert desk.model.headline.marks == ()
    assert [level.price for level in desk.model.levels] == [Decimal(90_000)]
    desk.model.end_replay()
    assert desk.model.headline.last == "98,800"
    assert [level.price for level in desk.model.levels] == [Decimal(98_800)]
    await desk.answer(bars(2))


async def test_nothing_is_offered_to_the_ticket_out_of_a_replay(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(2))
    told: list[object] = []
    desk.link.order_picked.connect(told.append)
    desk.link.price_picked.connect(told.append)
    desk.model.begin_replay(bars(1))
    desk.model.pick_price(Decimal(98_300))
    desk.model.pick_order("0000117057")
    assert told == []


async def test_a_replay_keeps_its_symbol_and_waits_for_bars_of_another_length(desk: Desk) -> None:
    desk.link.select(SAMSUNG)
    await desk.answer(bars(2))
    desk.model.begin_replay(bars(1))
    desk.link.select(HYNIX)
    assert desk.model.symbol == SAMSUNG
    read = len(desk.history.loads)
    desk.model.show_interval(Interval.MINUTE_5)
    await turns()
    assert desk.model.replaying
    assert desk.model.state is ChartState.LOADING
    assert len(desk.history.loads) == read
    desk.model.end_replay()
    await turns()
    assert desk.model.symbol == HYNIX
    assert desk.history.loads[-1][:2] == (HYNIX, Interval.MINUTE_5)
    await desk.answer(bars(2))
