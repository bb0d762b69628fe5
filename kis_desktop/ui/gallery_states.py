"""The states in which every panel is drawn, with services that answer, never answer, or refuse."""

from __future__ import annotations

import asyncio
import enum
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.directory import directory
from kis_desktop.domain.bar import BarKey
from kis_desktop.domain.connection import (
    Budget,
    ClockReading,
    ConnectionStatus,
    Environment,
    Feed,
    LinkState,
    Registered,
    Standing,
    Waiting,
)
from kis_desktop.domain.drawing import Drawing
from kis_desktop.domain.drill import Drill, DrillStatus
from kis_desktop.domain.errors import KisDesktopError, ServerRefused
from kis_desktop.domain.kept_charts import KeptCharts
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderIntent, OrderType
from kis_desktop.domain.order_preview import OrderPreview
from kis_desktop.domain.profit import ProfitReport, ProfitTotals
from kis_desktop.domain.risk_rules import RiskProfile
from kis_desktop.domain.session import Phase
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.api_explorer import ExplorerWorld
from kis_desktop.services.application import Services
from kis_desktop.services.topics import Topic
from kis_desktop.services.watchlists import WatchGroup, first_groups
from kis_desktop.ui import gallery_alerts as alerted
from kis_desktop.ui import gallery_conditional as watched
from kis_desktop.ui import gallery_explorer as explored
from kis_desktop.ui import gallery_ledger as ledger
from kis_desktop.ui import gallery_scene as scene
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory

_LIVE_ROWS = 20
_STALE_AGE = 47.0  # seconds


class State(enum.StrEnum):
    """What a picture shows."""

    EMPTY = "empty"
    LOADING = "loading"
    LIVE = "live"
    STALE = "stale"
    FAILED = "failed"
    LONG_NAMES = "long_names"


class ScriptedServices:
    """Answers every call that the screen makes, as the state asks."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.calls: list[str] = []
        self.kept_charts = KeptCharts()
        self.kept_drawings: tuple[Drawing, ...] = ()

    def __getattr__(self, _service: str) -> ScriptedServices:
        """Every service is this one: their methods have different names."""
        return self

    async def groups(self) -> object:
        empty = (WatchGroup(first_groups()[0].name, ()),)
        return await self._answer("groups", first_groups, empty)

    async def load(self, key: BarKey) -> object:
        nothing = BarSeries.empty()
        return await self._answer("load", lambda: scene.bars(key.interval), nothing)

    async def kept(self) -> KeptCharts:
        return self.kept_charts

    async def bars(self, key: BarKey) -> object:
        return scene.bars(key.interval)

    async def ex_dates(self, _symbol: str) -> object:
        return await self._answer("ex_dates", tuple, ())

    async def reach(self, *_: object) -> None:
        self.calls.append("reach")

    async def drawings_of(self, _symbol: str) -> object:
        return await self._answer("drawings_of", lambda: self.kept_drawings, ())

    async def recent_trades(self, _symbol: str) -> object:
        return await self._answer("recent_trades", scene.trades, ())

    async def buying_power(
        self, symbol: str, order_type: OrderType, price: Decimal | None
    ) -> object:
        power = scene.buying_power(symbol, order_type, price)
        return await self._answer("buying_power", lambda: power, power)

    async def sellable(self, _symbol: str) -> object:
        return await self._answer("sellable", lambda: 80, 0)

    async def profile(self) -> object:
        return await self._answer_or_wait("profile", RiskProfile(()))

    async def listing(self, symbol: str) -> object:
        return await self._answer_or_wait("listing", ListingDetails(symbol, on_nxt=True))

    async def preview(self, intent: OrderIntent) -> OrderPreview:
        return scene.preview(intent)

    async def days(self, start: date, end: date) -> object:
        return await self._answer("days", lambda: ledger.days(start, end), _no_profit(start, end))

    async def trades(self, start: date, end: date) -> object:
        long_names = self.state is State.LONG_NAMES
        full = ledger.trades(start, end, long_names=long_names)
        return await self._answer("trades", lambda: full, _no_profit(start, end))

    async def index(self, start: date, end: date) -> object:
        return await self._answer("index", lambda: ledger.index(start, end), ())

    async def order_history(self, start: date, end: date) -> object:
        return await self._answer("order_history", lambda: ledger.orders(start, end), ())

    async def of_order(self, trade_date: date, *_: object) -> object:
        return await self._answer("of_order", lambda: ledger.journal(trade_date), ())

    async def accept(self) -> None:
        self.calls.append("accept")

    async def set_interest(self, *_: object) -> None:
        self.calls.append("set_interest")

    async def follow(self, *_: object) -> None:
        self.calls.append("follow")

    async def unfollow(self, *_: object) -> None:
        self.calls.append("unfollow")

    async def refresh(self) -> None:
        await self._answer("refresh", lambda: None, None)

    async def reconcile(self) -> None:
        await self._answer("reconcile", lambda: None, None)

    async def pull(self) -> None:
        await self._answer("pull", lambda: None, None)

    async def release(self, reason: str) -> None:
        await self._answer(f"release {reason}", lambda: None, None)

    async def connect_now(self) -> None:
        self.calls.append("connect_now")

    async def save(self, _groups: object) -> None:
        self.calls.append("save")

    async def world(self) -> object:
        return await self._answer_or_wait("world", ExplorerWorld(explored.HOST, is_paper=False))

    async def directory(self) -> object:
        return await self._answer_or_wait("directory", directory())

    async def ask(self, endpoint_id: str, *_: object) -> object:
        long_names = self.state is State.LONG_NAMES
        answer = explored.page(endpoint_id, long_names=long_names)
        return await self._answer("ask", lambda: answer, answer)

    async def _answer_or_wait(self, name: str, answer: object) -> object:
        """What is there in every state but that of waiting."""
        self.calls.append(name)
        if self.state is State.LOADING:
            await asyncio.Event().wait()
        return answer

    async def _answer(self, name: str, full: Callable[[], Any], nothing: object) -> Any:
        self.calls.append(name)
        if self.state is State.LOADING:
            await asyncio.Event().wait()
        if self.state is State.FAILED:
            raise ServerRefused(message("kis.busy", code="EGW00201"))
        return nothing if self.state is State.EMPTY else full()


class DirectCommands:
    """Commands without a second thread: the scripted services run on the loop of the screen."""

    def __init__(self) -> None:
        self._started: set[asyncio.Task[Any]] = set()

    async def run(self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> Any:
        return await method(*args)

    def start(
        self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object
    ) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(self._quietly(method, *args))
        self._started.add(task)
        task.add_done_callback(self._started.discard)
        return task

    async def _quietly(self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> Any:
        try:
            return await method(*args)
        except KisDesktopError:
            return None


class KeptInMemory:
    """Preferences that end with the picture."""

    def __init__(self, words: dict[str, str] | None = None) -> None:
        self.words = words if words is not None else {}

    def get(self, key: str) -> str | None:
        return self.words.get(key)

    def set(self, key: str, value: str) -> None:
        self.words[key] = value


@dataclass(frozen=True, slots=True)
class Stage:
    """A context in a state, and the mailbox behind its clock."""

    state: State
    context: ViewContext
    mailbox: Mailbox
    services: ScriptedServices

    def play(self) -> None:
        """Send the frames of the state."""
        if self.state is not State.LOADING:
            self._play_program()
        if self.state in {State.LIVE, State.STALE, State.LONG_NAMES}:
            self._play_market()
        if self.state is State.STALE:
            self._break_line()
        self.context.clock.drain()

    def _play_program(self) -> None:
        long_names = self.state is State.LONG_NAMES
        put = self.mailbox.latest
        put(Topic.INSTRUMENTS, "", scene.instrument_list(long_names=long_names))
        put(Topic.CLOCK, "", _clock())
        put(Topic.BUDGET, "", _budget())
        put(Topic.DRILL, "", DrillStatus((Drill.RATE_LIMIT,), ((Drill.LINE_DROP, 1),)))
        put(Topic.HALT, "", False)
        live = self.state not in {State.EMPTY, State.FAILED}
        put(Topic.CONDITIONAL, "", watched.board(scene.DAY, empty=not live))
        put(Topic.ALERTS, "", alerted.board(scene.NOW, empty=not live))
        put(Topic.ORDERS, "", time.monotonic())
        status = ConnectionStatus(LinkState.LIVE, time.monotonic(), latency_ms=4.0)
        put(Topic.CONNECTION, "", status)
        self.context.clock.drain()

    def _play_market(self) -> None:
        age = _STALE_AGE if self.state is State.STALE else 0.0
        put = self.mailbox.latest
        for place, quote in enumerate(scene.quotes(age=age)):
            put(Topic.QUOTE, quote.symbol, quote)
            put(Topic.FEED, quote.symbol, Feed.LIVE if place < _LIVE_ROWS else Feed.POLLED)
        put(Topic.BOOK, scene.SYMBOL, scene.book(age=age))
        long_names = self.state is State.LONG_NAMES
        account = scene.account(long_names=long_names, age=age)
        put(Topic.ACCOUNT, "", ledger.with_loans(account))
        put(Topic.ACCOUNT_DETAILS, "", ledger.details(account.received))
        if long_names:
            put(Topic.COMPARISON, "", ledger.comparison(account.received))
        self.mailbox.prints(scene.SYMBOL, scene.trades())
        for event in scene.events():
            self.mailbox.event(event)
        self.context.clock.drain()

    def _break_line(self) -> None:
        now = time.monotonic()
        reason = message("kis.in_use", code="OPSP8996")
        status = ConnectionStatus(
            LinkState.GAP, now - _STALE_AGE, retry_at=now + 8, reason=reason, attempts=3
        )
        self.mailbox.latest(Topic.CONNECTION, "", status)
        for place, symbol in enumerate(scene.SYMBOLS):
            feed = Feed.GAP if place < _LIVE_ROWS else Feed.POLLED
            self.mailbox.latest(Topic.FEED, symbol, feed)


def stage(
    state: State,
    language: str = "ko",
    environment: Environment = Environment.SIMULATED,
    preferences: dict[str, str] | None = None,
) -> Stage:
    """A fresh world in a state; nothing has been sent yet. Needs a running loop once played."""
    mailbox = Mailbox()
    clock = FrameClock(mailbox)
    services = ScriptedServices(state)
    context = ViewContext(
        services=cast("Services", services),
        commands=cast("Any", DirectCommands()),
        clock=clock,
        link=LinkGroup("" if state is State.EMPTY else scene.SYMBOL),
        instruments=InstrumentDirectory(clock),
        preferences=KeptInMemory(preferences),
        language=language,
        environment=environment,
    )
    return Stage(state, context, mailbox, services)


def _no_profit(start: date, end: date) -> ProfitReport:
    return ProfitReport(start, end, (), ProfitTotals(*(Decimal(0),) * 6))


def _clock() -> ClockReading:
    """The scene's moment, standing still."""
    return ClockReading(
        market=scene.NOW.astimezone(EXCHANGE_ZONE),
        monotonic=time.monotonic(),
        rate=0.0,
        phase=Phase.CONTINUOUS,
        next_phase=Phase.CLOSING_AUCTION,
        next_change=scene.NOW.astimezone(EXCHANGE_ZONE) + timedelta(hours=5, minutes=7, seconds=27),
        synchronised=True,
    )


def _budget() -> Budget:
    ranked = enumerate(scene.SYMBOLS, start=1)
    line = [Registered("H0STCNI0", "", 0, Standing.CONFIRMED)]
    line += [
        Registered(
            "H0STCNT0", symbol, rank, Standing.CONFIRMED if rank <= _LIVE_ROWS else Standing.NO_ROOM
        )
        for rank, symbol in ranked
    ]
    return Budget(
        rest_used=3,
        rest_limit=15,
        waiting=5,
        registrations=_LIVE_ROWS,
        registration_limit=41,
        token_valid_until=scene.NOW.replace(year=2099),
        server_limit=18,
        queues=(
            Waiting("order", 0, 0.0),
            Waiting("account", 1, 0.1),
            Waiting("visible", 0, 0.0),
            Waiting("background", 4, 0.6),
        ),
        line=tuple(line),
        token_issued_at=scene.NOW,
        tokens_today=1,
    )
