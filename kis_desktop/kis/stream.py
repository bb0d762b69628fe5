"""The realtime line: when it is tried, what it is to bring, how it stands.

The line is never trusted to be there: silence ends it, a drop shows as a gap until all that was
wanted is confirmed again, and attempts follow the plan of `protocol.backoff`. What cannot be read
goes into quarantine; it never ends the line.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from kis_desktop.catalogue.error_codes import ErrorKind, find_error_code
from kis_desktop.domain.api_page import ChannelRows
from kis_desktop.domain.connection import ConnectionStatus, LinkState, Notices, Registered
from kis_desktop.domain.errors import AuthenticationFailed, InvalidInput, RequestFailed
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quarantine import Quarantined, QuarantinedFrame
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.domain.traffic import LineTraffic
from kis_desktop.kis.auth import Credential
from kis_desktop.kis.channels import Channels, is_personal
from kis_desktop.kis.credentials import CredentialStore
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.frame_reader import FrameReader
from kis_desktop.kis.line_session import Ended, LineSession
from kis_desktop.kis.line_socket import Connect, Timing, websocket
from kis_desktop.kis.line_tap import LineTap
from kis_desktop.kis.markets.krx.venues import check_served
from kis_desktop.kis.protocol.backoff import Backoff
from kis_desktop.kis.protocol.control import Ack
from kis_desktop.kis.protocol.registrations import Order, Registration
from kis_desktop.kis.quarantine import Quarantine
from kis_desktop.kis.subscriptions import Subscriptions

PATH = "/tryitout"
_PASSING = frozenset({"kis.too_soon", "kis.approval_same_again"})  # a later attempt may succeed


class Stream:
    """The market feed of one key; lives on the I/O loop. `clock` gives monotonic seconds.

    `connect_to` opens another connection than a websocket, such as a recording.
    """

    def __init__(
        self,
        environment: Environment,
        approval: Credential,
        store: CredentialStore,
        *,
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
        timing: Timing | None = None,
        connect_to: Connect | None = None,
    ) -> None:
        self.on_trades: Callable[[str, Sequence[Trade]], None] = _ignore
        self.on_book: Callable[[OrderBook], None] = _ignore
        self.on_notice: Callable[[Notice], None] = _ignore
        self.on_channel: Callable[[ChannelRows], None] = _ignore
        self.on_status: Callable[[ConnectionStatus], None] = _ignore
        self.on_server_time: Callable[[datetime], None] = _ignore
        self.find_quote: Callable[[str], Quote | None] = _unknown
        self._environment = environment
        self._approval = approval
        self._clock = clock
        self._timing = timing or Timing()
        self._connect = connect_to or websocket(self._timing)
        self._backoff = Backoff(draw)
        self._channels = Channels(environment, store.hts_id)
        self._subscriptions = Subscriptions(environment, store.hts_id, self._channels, clock)
        self._quarantine = Quarantine()
        self._tap = LineTap(clock)
        self._reader = FrameReader(
            self,
            self._channels,
            self._quarantine,
            account=store.account,
            expects=self._subscriptions.has,
            tell=self._tell_aside,
        )
        self._status = ConnectionStatus(LinkState.OFFLINE, clock())
        self._work = asyncio.Event()
        self._wake = asyncio.Event()
        self._asked_at: dict[Registration, float] = {}
        self._latency: float | None = None
        self._was_live = False
        self._current: LineSession | None = None

    @property
    def status(self) -> ConnectionStatus:
        """The line as it stands."""
        return self._status

    def notices(self) -> tuple[Notices, Message | None, float | None]:
        """How order notices stand, why they don't come, and when (monotonic seconds) they are
        tried again.
        """
        return self._subscriptions.notices()

    @property
    def notices_live(self) -> bool:
        """Whether the registration of order notices is confirmed by the server now."""
        return self._subscriptions.notices_confirmed

    @property
    def heard_at(self) -> float | None:
        """The monotonic second at which the server was heard last; None while there is no line."""
        return None if self._current is None else self._current.heard_at

    @property
    def tap(self) -> Callable[[LineTraffic], None] | None:
        """Who is told of each text in and out; one that fails is let go."""
        return self._tap.listener

    @tap.setter
    def tap(self, listener: Callable[[LineTraffic], None] | None) -> None:
        self._tap.listener = listener

    def registered(self) -> int:
        """How many registrations the server has confirmed."""
        return len(self._subscriptions.confirmed())

    def registrations_shown(self) -> tuple[Registered, ...]:
        """All that is wanted of the line, most important first, and how each stands."""
        return self._subscriptions.shown()

    def quarantine(self) -> tuple[Quarantined, ...]:
        """What did not read since the start, by kind."""
        return self._quarantine.kinds()

    def quarantined_frames(self) -> tuple[QuarantinedFrame, ...]:
        """The last texts that did not read, for a report."""
        return self._quarantine.frames()

    def want(
        self,
        trades: Sequence[str],
        books: Sequence[str],
        background: Sequence[str] = (),
        focused: int = 0,
    ) -> None:
        """The feeds to be registered, by feed key, most important first; notices come before all.

        Trades of `background` feeds get only the places that nothing else needs. The trader
        chose the `focused` first ones, so they need not wait when much has changed already.
        """
        self._subscriptions.want(trades, books, background, focused)
        self._work.set()

    def check_served(self, keys: Sequence[str]) -> None:
        """Raises `InvalidInput` where this world doesn't have a feed key's market."""
        check_served(self._environment, keys)

    def want_channels(self, wanted: Sequence[tuple[str, str]]) -> None:
        """Channels for the explorer as (channel id, key): behind all that the screen shows.

        Raises `InvalidInput` where this world doesn't serve one or a key is missing.
        """
        self._channels.want(wanted)
        self._subscriptions.refresh()
        self._work.set()

    def renew(self, symbol: str) -> None:
        """Have the trades of a feed key registered anew, in place."""
        self._subscriptions.renew(symbol)
        self._work.set()

    def live(self) -> tuple[frozenset[str], frozenset[str]]:
        """Feeds whose trades, and whose books, are confirmed by the server now."""
        if self._status.state is not LinkState.LIVE:
            return frozenset(), frozenset()
        return self._subscriptions.symbols(self._subscriptions.confirmed())

    def placed(self) -> tuple[frozenset[str], frozenset[str]]:
        """Feeds whose trades, and whose books, have a place on the line, confirmed or not yet."""
        return self._subscriptions.symbols(self._subscriptions.placed())

    def connect_now(self) -> None:
        """Try at once instead of waiting for the next attempt; order notices too."""
        self._subscriptions.try_notices()
        self._work.set()
        self._backoff.asked(self._clock())
        if self._status.retry_at is not None:
            self._tell(self._status.state, self._status.reason)
        self._wake.set()

    async def run(self) -> None:
        """Keep the line up until cancelled."""
        try:
            while True:
                await self._wait_for_turn()
                await self._attempt()
        finally:
            self._subscriptions.begin()
            self._tell(LinkState.OFFLINE)

    def next_order(self) -> Order | None:
        """What the session is to say next."""
        for one in self._subscriptions.unanswered():
            self._asked_at.pop(one, None)
            id_ = "kis.subscription_unanswered"
            self._tell_aside(message(id_, channel=one.tr_id, key=_shown_key(one.tr_id, one.key)))
            self._check_settled()
        return self._subscriptions.next_order()

    def sent(self, order: Order) -> None:
        """The session says that now."""
        self._asked_at[order.registration] = self._clock()
        self._subscriptions.said(order)

    def server_time(self, at: datetime) -> None:
        """The server told its time."""
        self.on_server_time(at)

    def answered(self, ack: Ack, now: float) -> None:
        """The server confirmed or refused. Raises `Ended` where it refuses the whole session."""
        if ack.kind in (ErrorKind.IN_USE, ErrorKind.APPROVAL):
            raise Ended(_refusal(ack), ack.kind)
        asked = self._asked_at.pop(Registration(ack.tr_id, ack.tr_key), None)
        if asked is not None:
            self._latency = (now - asked) * 1000
        had_notices = self.notices_live
        if self._subscriptions.heard(ack):
            self._tell_aside(_refusal(ack))
        elif self.notices_live and not had_notices and self._status.state is LinkState.LIVE:
            self._tell(LinkState.LIVE)
        self._check_settled()
        self._work.set()

    async def _wait_for_turn(self) -> None:
        """Returns when an attempt is due, or the trader asks for one."""
        while (due := self._backoff.next_at()) is None or due > self._clock():
            self._wake.clear()
            try:
                async with asyncio.timeout(None if due is None else due - self._clock()):
                    await self._wake.wait()
            except TimeoutError:
                return

    async def _attempt(self) -> None:
        """One attempt and, if it comes to one, the session until its end."""
        self._backoff.attempt(self._clock())
        self._tell(LinkState.GAP if self._was_live else LinkState.CONNECTING)
        try:
            key = await self._approval.get()
            end = await self._session(key)
            if end.kind is ErrorKind.APPROVAL:
                await self._approval.renew(key)
        except (AuthenticationFailed, InvalidInput) as error:
            end = Ended(error.message, ErrorKind.CREDENTIALS)
        except RequestFailed as error:
            end = Ended(error.message)
        self._after(end)

    async def _session(self, key: str) -> Ended:
        self._subscriptions.begin()
        self._asked_at.clear()
        try:
            async with self._connect(f"{self._environment.stream_url}{PATH}") as socket:
                session = LineSession(
                    socket,
                    key,
                    self,
                    self._reader,
                    self._tap,
                    work=self._work,
                    clock=self._clock,
                    timing=self._timing,
                )
                self._tap.opened()
                self._check_settled()
                self._current = session
                try:
                    return await session.hold()
                finally:
                    self._current = None
                    self._tap.ended()
        except TimeoutError:
            return Ended(message("kis.timed_out"))
        except OSError:
            return Ended(message("kis.unreachable"))

    def _after(self, end: Ended) -> None:
        """What follows from the end of a session or of an attempt."""
        dropped = end.reason.id == "kis.stream_dropped"
        unanswered = any(is_personal(one.tr_id) for one in self._asked_at)
        if dropped and unanswered:
            if self._subscriptions.suspect_notices():
                end.reason = message("kis.hts_id_suspect")
        elif dropped and self._status.state is not LinkState.LIVE:
            self._subscriptions.acquit_notices()
        self._subscriptions.begin()
        self._plan_next(end)
        reason = end.reason
        if self._backoff.blocked:
            self._tell(LinkState.BLOCKED, reason)
            return
        if self._backoff.is_slow(self._clock()) and end.kind is None:
            reason = message("kis.stream_waiting")
        self._tell(LinkState.GAP if self._was_live else LinkState.CONNECTING, reason)

    def _plan_next(self, end: Ended) -> None:
        now = self._clock()
        if end.kind is ErrorKind.IN_USE:
            self._backoff.in_use(now)
        elif end.kind is ErrorKind.CREDENTIALS and end.reason.id not in _PASSING:
            self._backoff.give_up()
        else:
            self._backoff.failed(now)

    def _check_settled(self) -> None:
        """The line is live when all that was wanted is confirmed or refused for good."""
        if self._status.state is LinkState.LIVE or not self._subscriptions.settled:
            return
        self._was_live = True
        self._backoff.opened(self._clock())
        self._tell(LinkState.LIVE)

    def _tell_aside(self, said: Message) -> None:
        """Tell of something that leaves the line as it is."""
        self._tell(self._status.state, said)

    def _tell(self, state: LinkState, reason: Message | None = None) -> None:
        since = self._status.since if state is self._status.state else self._clock()
        due = self._backoff.next_at()
        waits = state in (LinkState.GAP, LinkState.CONNECTING) and reason is not None
        self._status = ConnectionStatus(
            state,
            since,
            latency_ms=self._latency if state is LinkState.LIVE else None,
            retry_at=due if waits else None,
            reason=reason,
            attempts=self._backoff.failures,
        )
        self.on_status(self._status)


def _refusal(ack: Ack) -> Message:
    known = find_error_code(ack.code)
    own = known is not None and ack.kind is not ErrorKind.REQUEST
    id_ = known.message_id if known is not None and own else "kis.subscription_refused"
    shown = _shown_key(ack.tr_id, ack.tr_key)
    return Message(id_, {"channel": ack.tr_id, "key": shown}, ack.code, ack.text)


def _shown_key(tr_id: str, key: str) -> str:
    """The key of a registration; an HTS ID is personal."""
    return "" if is_personal(tr_id) else key


def _unknown(_: str) -> None:
    """Nobody knows the symbol."""


def _ignore(*_: object) -> None:
    """Nobody listens."""
