"""Access token and approval key: obtained once, kept, shared, renewed rarely.

Every issue of a token sends the customer a message, one a minute is the most the server gives, and
within six hours it gives the same one again. So a token lives as long as the server accepts it, and
one that is given again although it is dead makes the next question wait long.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from math import ceil

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.catalogue.limits import server_limits
from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.errors import AuthenticationFailed, InvalidInput, ServerRefused
from kis_desktop.domain.message import message
from kis_desktop.kis.credentials import CredentialStore, Issued, can_be_sent, check_keys
from kis_desktop.kis.protocol.numbers import find_int, find_text
from kis_desktop.kis.protocol.reply import Reply
from kis_desktop.kis.transport import Transport

BETWEEN_ISSUES = timedelta(seconds=server_limits().token_seconds)
BETWEEN_APPROVALS = timedelta(seconds=5)
BEFORE_END = timedelta(minutes=5)
LIFE = timedelta(hours=24)
SAME_AGAIN = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))
"""how long nothing is asked for after the same dead one was given once, twice, more often"""

_FOREIGN = {
    World.REAL: "kis.keys_of_real",
    World.PAPER: "kis.keys_of_paper",
    World.SIMULATED: "kis.keys_of_simulator",
}

Send = Callable[[], Awaitable[Reply]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Credential:
    """One credential that the server issues in `world`. `now` is this computer's clock in UTC,
    `clock` gives monotonic seconds.

    All its methods raise `AuthenticationFailed`, `RequestFailed`, and `InvalidInput` for keys that
    cannot be sent or belong to another world; nothing was sent then. A refusal of the key itself is
    remembered for a minute, so that nothing runs against a wall.
    """

    def __init__(
        self,
        store: CredentialStore,
        world: World,
        issue: Send,
        value_field: str,
        load: Callable[[], Awaitable[Issued | None]],
        save: Callable[[Issued], Awaitable[None]],
        *,
        now: Callable[[], datetime] = _utc_now,
        clock: Callable[[], float] = time.monotonic,
        between: timedelta = BETWEEN_ISSUES,
        same_again_id: str = "kis.token_same_again",
    ) -> None:
        self._between = between
        self._same_again_id = same_again_id
        self._world = world
        self._clock = clock
        self._store = store
        self._issue = issue
        self._field = value_field
        self._load = load
        self._save = save
        self._now = now
        self._held: Issued | None = None
        self._single = asyncio.Lock()
        self._obtaining: set[asyncio.Task[str]] = set()
        self._asked_at = float("-inf")
        self._refused: AuthenticationFailed | None = None
        self._dead: set[str] = set()
        self._same_again = 0
        self._tried_again = False

    @property
    def issued_at(self) -> datetime | None:
        """When the one in use was issued (UTC); None before the first use."""
        return None if self._held is None else self._held.issued_at

    def issued_today(self, now: datetime) -> int | None:
        """How many were issued on the Korean date of `now`, by all processes that share the store;
        None before the first use.
        """
        if self._held is None:
            return None
        return self._held.count if self._held.is_of(now) else 0

    @property
    def valid_until(self) -> datetime | None:
        """When the one in use ends (UTC); None before the first use."""
        return None if self._held is None else self._held.expires_at

    async def get(self) -> str:
        """The one in use, from the store or newly issued."""
        self._check_world()
        held = self._held
        if held is not None and self._usable(held):
            return held.value
        return await self._obtain()

    async def renew(self, dead: str) -> str:
        """Another one than `dead`, which the server no longer accepts.

        Raises `AuthenticationFailed` where the last issue is too recent.
        """
        self._check_world()
        self._dead.add(dead)
        return await self._obtain()

    async def _obtain(self) -> str:
        """Goes on when nobody waits for it any more: the server issues what was asked for, and who
        threw that away could not ask again for a minute.
        """
        task = asyncio.create_task(self._obtained(), name="credential")
        self._obtaining.add(task)
        task.add_done_callback(self._end)
        return await asyncio.shield(task)

    def _end(self, task: asyncio.Task[str]) -> None:
        self._obtaining.discard(task)
        if not task.cancelled():
            task.exception()  # seen, though perhaps nobody waits for it

    async def _obtained(self) -> str:
        async with self._single:
            if self._held is not None and self._usable(self._held):
                return self._held.value
            self._check_refused()
            self._check_same_again()
            async with self._store.token_lock():
                kept = await self._load()
                if kept is not None and self._usable(kept):
                    self._held = kept
                    return kept.value
                self._check_pause(kept)
                return await self._ask(kept)

    async def _ask(self, kept: Issued | None) -> str:
        check_keys(self._store.keys())
        self._asked_at = self._clock()
        self._tried_again = False
        reply = await self._issue()
        if not reply.ok:
            raise self._refusal(reply)
        fresh = self._read(reply, kept)
        self._held = fresh
        await self._save(fresh)
        if fresh.value in self._dead:
            self._same_again += 1
            raise self._given_again()
        self._same_again = 0
        self._dead.clear()
        return fresh.value

    def _read(self, reply: Reply, kept: Issued | None) -> Issued:
        value = find_text(reply.body.get(self._field))
        if value is None or not can_be_sent(value):
            raise ServerRefused(message("kis.missing_field", field=self._field))
        seconds = find_int(reply.body.get("expires_in"))
        life = LIFE if seconds is None else timedelta(seconds=max(seconds, 0))
        now = self._now()
        before = kept.count if kept is not None and kept.is_of(now) else 0
        return Issued(value, now, now + life, before + 1)

    def _refusal(self, reply: Reply) -> AuthenticationFailed | ServerRefused:
        if reply.kind is ErrorKind.CREDENTIALS:
            self._refused = AuthenticationFailed(reply.message())
            return self._refused
        if reply.kind is ErrorKind.TOO_SOON:
            return AuthenticationFailed(reply.message(seconds=BETWEEN_ISSUES.seconds))
        if reply.kind is not None and reply.kind.may_be_asked_again:
            return ServerRefused(reply.message())
        return AuthenticationFailed(reply.message())

    def _check_world(self) -> None:
        """Keys of one world never leave for a host of another."""
        keys = self._store.keys()
        if keys.world is not self._world:
            raise InvalidInput(message(_FOREIGN[keys.world]))

    def _check_same_again(self) -> None:
        """While the server gives the same dead one, it is left alone for long; then what is kept is
        tried once, for maintenance may have ended, before another issue is asked for.
        """
        if not self._same_again:
            return
        if self._since_asked() < self._pause_after_same().total_seconds():
            raise self._given_again()
        if not self._tried_again:
            self._tried_again = True
            self._dead.clear()

    def _given_again(self) -> AuthenticationFailed:
        left = self._pause_after_same().total_seconds() - self._since_asked()
        minutes = max(1, ceil(left / 60))
        return AuthenticationFailed(message(self._same_again_id, minutes=minutes))

    def _pause_after_same(self) -> timedelta:
        return SAME_AGAIN[min(self._same_again, len(SAME_AGAIN)) - 1]

    def _check_refused(self) -> None:
        if self._refused is None:
            return
        if self._since_asked() < BETWEEN_ISSUES.total_seconds():
            raise AuthenticationFailed(self._refused.message)
        self._refused = None

    def _check_pause(self, kept: Issued | None) -> None:
        between = self._between.total_seconds()
        pauses = [between - self._since_asked()]
        if kept is not None:
            pauses.append((kept.issued_at - self._now()).total_seconds() + between)
        left = max(pauses)
        if 0 < left <= between:
            raise AuthenticationFailed(message("kis.too_soon", seconds=int(left) + 1))

    def _since_asked(self) -> float:
        return self._clock() - self._asked_at

    def _usable(self, candidate: Issued) -> bool:
        in_time = self._now() + BEFORE_END < candidate.expires_at
        return candidate.value not in self._dead and in_time and can_be_sent(candidate.value)


def access_token(
    transport: Transport,
    store: CredentialStore,
    now: Callable[[], datetime] = _utc_now,
    clock: Callable[[], float] = time.monotonic,
) -> Credential:
    """The access token of REST calls (접근토큰)."""
    world = transport.environment.world

    async def issue() -> Reply:
        keys = store.keys()
        fields = {
            "grant_type": "client_credentials",
            "appkey": keys.app_key,
            "appsecret": keys.app_secret,
        }
        return await transport.send(loader.endpoint("auth/auth_token"), "", {}, fields)

    load, save = store.load_token, store.save_token
    return Credential(store, world, issue, "access_token", load, save, now=now, clock=clock)


def approval_key(
    transport: Transport,
    store: CredentialStore,
    now: Callable[[], datetime] = _utc_now,
    clock: Callable[[], float] = time.monotonic,
) -> Credential:
    """The key of the realtime line (실시간 접속키); asked for at the start of a session alone."""
    world = transport.environment.world

    async def issue() -> Reply:
        keys = store.keys()
        fields = {
            "grant_type": "client_credentials",
            "appkey": keys.app_key,
            "secretkey": keys.app_secret,
        }
        return await transport.send(loader.endpoint("auth/auth_ws_token"), "", {}, fields)

    load, save = store.load_approval_key, store.save_approval_key
    return Credential(
        store,
        world,
        issue,
        "approval_key",
        load,
        save,
        now=now,
        clock=clock,
        between=BETWEEN_APPROVALS,
        same_again_id="kis.approval_same_again",
    )
