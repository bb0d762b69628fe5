"""The realtime line: one websocket, its registrations, its state, and what it brings.

The line is never trusted to be there: silence ends it, a drop shows as a gap until all that was
wanted is confirmed again, and attempts follow the plan of `protocol.backoff`. What cannot be read
is skipped and told once; it never ends the line. A listener that fails does end it: what it missed
is read anew after the gap.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain, zip_longest

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.error_codes import ErrorKind, find_error_code
from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.errors import AuthenticationFailed, InvalidInput, RequestFailed
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quote import Trade
from kis_desktop.kis.auth import Credential
from kis_desktop.kis.credentials import CredentialStore
from kis_desktop.kis.environment import REGISTRATIONS_USED, Environment
from kis_desktop.kis.frame_reader import FrameReader
from kis_desktop.kis.markets.krx import stream as krx
from kis_desktop.kis.protocol import control
from kis_desktop.kis.protocol.backoff import Backoff
from kis_desktop.kis.protocol.control import Ack, Heartbeat
from kis_desktop.kis.protocol.frames import Surprise
from kis_desktop.kis.protocol.notice_trial import NoticeTrial
from kis_desktop.kis.protocol.registrations import Registration, Registrations

PATH = "/tryitout"

_MAX_FRAME_BYTES = 4 * 1024 * 1024
_log = logging.getLogger(__name__)
_QUIET = logging.getLogger("kis_desktop.wire")
_QUIET.setLevel(logging.CRITICAL)


class Timing(msgspec.Struct, frozen=True):
    """Seconds. The server asks for a sign of life about every ten."""

    silence: float = 35.0
    pace: float = 0.03
    look: float = 1.0
    open: float = 10.0
    close: float = 2.0


class _Ended(Exception):
    """A session is over; `reason` is told to the trader, `kind` decides what follows."""

    def __init__(self, reason: Message, kind: ErrorKind | None = None) -> None:
        super().__init__(reason.id)
        self.reason = reason
        self.kind = kind


class Stream:
    """The market feed of one key; lives on the I/O loop. `clock` gives monotonic seconds."""

    def __init__(
        self,
        environment: Environment,
        approval: Credential,
        store: CredentialStore,
        *,
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
        timing: Timing | None = None,
    ) -> None:
        self.on_trades: Callable[[str, Sequence[Trade]], None] = _ignore
        self.on_book: Callable[[OrderBook], None] = _ignore
        self.on_notice: Callable[[Notice], None] = _ignore
        self.on_status: Callable[[ConnectionStatus], None] = _ignore
        self.on_server_time: Callable[[datetime], None] = _ignore
        self._environment = environment
        self._approval = approval
        self._store = store
        self._clock = clock
        self._timing = timing or Timing()
        self._backoff = Backoff(draw)
        self._registrations = Registrations(REGISTRATIONS_USED)
        self._status = ConnectionStatus(LinkState.OFFLINE, clock())
        self._symbols: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._reader = FrameReader(self, store.account, self._tell_aside)
        self._work = asyncio.Event()
        self._wake = asyncio.Event()
        self._heard_at = 0.0
        self._asked_at: dict[Registration, float] = {}
        self._latency: float | None = None
        self._was_live = False
        self._trial = NoticeTrial()

    @property
    def status(self) -> ConnectionStatus:
        """The line as it stands."""
        return self._status

    @property
    def notices_live(self) -> bool:
        """Whether the registration of order notices is confirmed by the server now."""
        confirmed = self._registrations.confirmed()
        return any(one in confirmed for one in self._notices())

    def registered(self) -> int:
        """How many registrations the server has confirmed."""
        return len(self._registrations.confirmed())

    def want(self, trades: Sequence[str], books: Sequence[str]) -> None:
        """The symbols to be registered, most important first; notices come before all."""
        self._symbols = (tuple(trades), tuple(books))
        self._registrations.want(self._wanted())
        self._work.set()

    def live(self) -> tuple[frozenset[str], frozenset[str]]:
        """Symbols whose trades, and whose books, are confirmed by the server now."""
        if self._status.state is not LinkState.LIVE:
            confirmed: frozenset[Registration] = frozenset()
        else:
            confirmed = self._registrations.confirmed()
        trades = frozenset(one.key for one in confirmed if one.tr_id == krx.TRADES)
        return trades, frozenset(one.key for one in confirmed if one.tr_id == krx.BOOKS)

    def connect_now(self) -> None:
        """Try at once instead of waiting for the next attempt; order notices too."""
        self._try_notices()
        self._backoff.asked(self._clock())
        self._wake.set()

    async def run(self) -> None:
        """Keep the line up until cancelled."""
        try:
            while True:
                await self._wait_for_turn()
                await self._attempt()
        finally:
            self._registrations.begin()
            self._tell(LinkState.OFFLINE)

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
            end = _Ended(error.message, ErrorKind.CREDENTIALS)
        except RequestFailed as error:
            end = _Ended(error.message)
        self._after(end)

    def _after(self, end: _Ended) -> None:
        """What follows from the end of a session or of an attempt."""
        self._suspect_hts_id(end)
        self._registrations.begin()
        self._plan_next(end)
        reason = end.reason
        if self._backoff.blocked:
            self._tell(LinkState.BLOCKED, reason)
            return
        if self._backoff.is_slow(self._clock()) and end.kind is None:
            reason = message("kis.stream_waiting")
        self._tell(LinkState.GAP if self._was_live else LinkState.CONNECTING, reason)

    def _plan_next(self, end: _Ended) -> None:
        now = self._clock()
        if end.kind is ErrorKind.IN_USE:
            self._backoff.in_use(now)
        elif end.kind is ErrorKind.CREDENTIALS and end.reason.id != "kis.too_soon":
            self._backoff.give_up()
        else:
            self._backoff.failed(now)

    def _suspect_hts_id(self, end: _Ended) -> None:
        """A wrong HTS ID makes the server close the line."""
        unanswered = any(one in self._asked_at for one in self._notices())
        dropped = end.reason.id == "kis.stream_dropped"
        if dropped and unanswered and self._trial.closed(self._clock()):
            end.reason = message("kis.hts_id_suspect")

    def _try_notices(self) -> None:
        """Have order notices registered that were withheld or refused."""
        self._trial.begin()
        for one in self._notices():
            self._registrations.ask_again(one)
        self._registrations.want(self._wanted())
        self._work.set()

    async def _session(self, key: str) -> _Ended:
        self._registrations.begin()
        if self._trial.is_due(self._clock()):
            self._trial.begin()
        self._registrations.want(self._wanted())
        self._asked_at.clear()
        try:
            async with connect(
                f"{self._environment.stream_url}{PATH}",
                ping_interval=None,
                compression=None,
                proxy=None,
                open_timeout=self._timing.open,
                close_timeout=self._timing.close,
                max_size=_MAX_FRAME_BYTES,
                logger=_QUIET,
            ) as socket:
                return await self._hold(socket, key)
        except TimeoutError:
            return _Ended(message("kis.timed_out"))
        except (OSError, InvalidHandshake, InvalidURI):
            return _Ended(message("kis.unreachable"))

    async def _hold(self, socket: ClientConnection, key: str) -> _Ended:
        """The session as long as it lasts.

        No `TaskGroup`: in Python 3.11 one whose task fails in the moment it is cancelled forgets
        the cancellation.
        """
        self._heard_at = self._clock()
        self._check_settled()
        tasks = [  # the watch comes first: where it ended the line, the others merely lost it
            asyncio.create_task(self._watch(socket), name="stream watch"),
            asyncio.create_task(self._listen(socket), name="stream listen"),
            asyncio.create_task(self._speak(socket, key), name="stream speak"),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        ends = [_end_by(error) for error in outcomes if isinstance(error, Exception)]
        return min(ends, key=lambda end: end.kind is None)

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            while True:
                text = await socket.recv()
                self._heard_at = now = self._clock()
                if isinstance(text, bytes):
                    self._reader.wonder(Surprise("bytes"))
                elif not control.is_control(text):
                    self._reader.take(text, now)
                elif self._take_control(text, now):
                    await socket.send(text)
        except ConnectionClosed as error:
            raise _Ended(message("kis.stream_dropped")) from error

    async def _speak(self, socket: ClientConnection, key: str) -> None:
        """Say what is to be said, one thing at a time, at a pace that no server minds."""
        while True:
            self._tell_unanswered()
            if self._trial.is_due(self._clock()):
                self._try_notices()
            order = self._registrations.next(self._clock())
            if order is None:
                await self._work_or_look()
                continue
            one = order.registration
            text = control.registration(key, one.tr_id, one.key, wanted=order.wanted)
            # noted before it is sent: the answer may be here before `send` returns
            self._asked_at[one] = self._clock()
            self._registrations.said(order, self._clock())
            try:
                await socket.send(text)
            except ConnectionClosed as error:
                raise _Ended(message("kis.stream_dropped")) from error
            await asyncio.sleep(self._timing.pace)

    async def _work_or_look(self) -> None:
        self._work.clear()
        try:
            async with asyncio.timeout(self._timing.look):
                await self._work.wait()
        except TimeoutError:
            return

    async def _watch(self, socket: ClientConnection) -> None:
        """A line that says nothing is no line, however open it looks."""
        while True:
            left = self._heard_at + self._timing.silence - self._clock()
            if left <= 0:
                socket.transport.abort()
                raise _Ended(message("kis.stream_silent", seconds=round(self._timing.silence)))
            await asyncio.sleep(left)

    def _take_control(self, text: str, now: float) -> bool:
        """Take in a control message; whether the same text is to be sent back."""
        said = control.read_control(text)
        if isinstance(said, Heartbeat):
            if said.at is not None:
                self.on_server_time(said.at)
            return True
        if isinstance(said, Surprise):
            self._reader.wonder(said)
        else:
            self._take_ack(said, now)
        return False

    def _take_ack(self, ack: Ack, now: float) -> None:
        if ack.kind in (ErrorKind.IN_USE, ErrorKind.APPROVAL):
            raise _Ended(_refusal(ack), ack.kind)
        if ack.key and ack.iv:
            self._reader.learn(ack.tr_id, ack.key, ack.iv)
        asked = self._asked_at.pop(Registration(ack.tr_id, ack.tr_key), None)
        if asked is not None:
            self._latency = (now - asked) * 1000
        refused = self._registrations.heard(ack, now)
        if refused is not None:
            self._note_refusal(refused, now)
            self._tell_aside(_refusal(ack))
        elif ack.tr_id in krx.NOTICES and self.notices_live:
            self._trial.confirmed()
            if self._status.state is LinkState.LIVE:
                self._tell(LinkState.LIVE)
        self._check_settled()
        self._work.set()

    def _note_refusal(self, refused: Registration, now: float) -> None:
        if refused.tr_id in krx.NOTICES:
            self._trial.refused(now)

    def _check_settled(self) -> None:
        """The line is live when all that was wanted is confirmed or refused for good."""
        if self._status.state is LinkState.LIVE or not self._registrations.settled:
            return
        self._was_live = True
        self._backoff.opened(self._clock())
        self._tell(LinkState.LIVE)

    def _tell_unanswered(self) -> None:
        while (one := self._registrations.overdue(self._clock())) is not None:
            self._asked_at.pop(one, None)
            self._note_refusal(one, self._clock())
            id_ = "kis.subscription_unanswered"
            self._tell_aside(message(id_, channel=one.tr_id, key=_shown(one)))
            self._check_settled()

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

    def _wanted(self) -> Iterator[Registration]:
        """Notices, then trades and books in turn, most important first."""
        yield from self._notices()
        trades = (Registration(krx.TRADES, symbol) for symbol in self._symbols[0])
        books = (Registration(krx.BOOKS, symbol) for symbol in self._symbols[1])
        for one in chain.from_iterable(zip_longest(trades, books)):
            if one is not None:
                yield one

    def _notices(self) -> tuple[Registration, ...]:
        hts_id = self._store.hts_id()
        if not hts_id or self._trial.withheld:
            return ()
        channel = loader.channel("domestic_stock/ccnl_notice")
        return (Registration(self._environment.channel_tr_id(channel), hts_id),)


def _end_by(error: Exception) -> _Ended:
    """The end that a failed task of a session brings; a mistake of our own is logged in full."""
    if isinstance(error, _Ended):
        return error
    _log.error("the realtime line ended by a failure of the program", exc_info=error)
    return _Ended(message("kis.stream_failed"))


def _refusal(ack: Ack) -> Message:
    known = find_error_code(ack.code)
    own = known is not None and ack.kind is not ErrorKind.REQUEST
    id_ = known.message_id if known is not None and own else "kis.subscription_refused"
    shown = "" if ack.tr_id in krx.NOTICES else ack.tr_key
    return Message(id_, {"channel": ack.tr_id, "key": shown}, ack.code, ack.text)


def _shown(registration: Registration) -> str:
    """The key of a registration; an HTS ID is personal."""
    return "" if registration.tr_id in krx.NOTICES else registration.key


def _ignore(*_: object) -> None:
    """Nobody listens."""
