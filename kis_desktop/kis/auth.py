"""Access token and approval key: obtained once, kept, shared, renewed rarely.

Every issue of a token sends the customer a message, one a minute is the most the server gives, and
within six hours it gives the same one again. So a token lives as long as the server accepts it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.domain.errors import AuthenticationFailed, ServerRefused
from kis_desktop.domain.message import message
from kis_desktop.kis.credentials import CredentialStore, Issued, can_be_sent, check_keys
from kis_desktop.kis.protocol.numbers import find_int, find_text
from kis_desktop.kis.protocol.reply import Reply
from kis_desktop.kis.transport import Transport

BETWEEN_ISSUES = timedelta(seconds=60)
BETWEEN_APPROVALS = timedelta(seconds=5)
BEFORE_END = timedelta(minutes=5)
LIFE = timedelta(hours=24)

Send = Callable[[], Awaitable[Reply]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Credential:
    """One credential that the server issues. `now` is this computer's clock in UTC.

    All its methods raise `AuthenticationFailed`, `RequestFailed`, and `InvalidInput` for keys that
    cannot be sent. A refusal of the key itself
    is remembered for a minute, so that nothing runs against a wall.
    """

    def __init__(
        self,
        store: CredentialStore,
        issue: Send,
        value_field: str,
        load: Callable[[], Awaitable[Issued | None]],
        save: Callable[[Issued], Awaitable[None]],
        now: Callable[[], datetime] = _utc_now,
        between: timedelta = BETWEEN_ISSUES,
    ) -> None:
        self._between = between
        self._store = store
        self._issue = issue
        self._field = value_field
        self._load = load
        self._save = save
        self._now = now
        self._held: Issued | None = None
        self._single = asyncio.Lock()
        self._asked_at = float("-inf")
        self._refused: AuthenticationFailed | None = None
        self._dead = ""

    @property
    def valid_until(self) -> datetime | None:
        """When the one in use ends (UTC); None before the first use."""
        return None if self._held is None else self._held.expires_at

    async def get(self) -> str:
        """The one in use, from the store or newly issued."""
        held = self._held
        if held is not None and self._usable(held):
            return held.value
        return await self._obtain()

    async def renew(self, dead: str) -> str:
        """Another one than `dead`, which the server no longer accepts.

        Raises `AuthenticationFailed` where the last issue is too recent.
        """
        self._dead = dead
        return await self._obtain()

    async def _obtain(self) -> str:
        async with self._single:
            if self._held is not None and self._usable(self._held):
                return self._held.value
            self._check_refused()
            async with self._store.token_lock():
                kept = await self._load()
                if kept is not None and self._usable(kept):
                    self._held = kept
                    return kept.value
                self._check_pause(kept)
                return await self._ask()

    async def _ask(self) -> str:
        check_keys(self._store.keys())
        self._asked_at = time.monotonic()
        reply = await self._issue()
        if not reply.ok:
            raise self._refusal(reply)
        fresh = self._read(reply)
        self._held = fresh
        await self._save(fresh)
        if fresh.value == self._dead:
            raise AuthenticationFailed(message("kis.token"))
        return fresh.value

    def _read(self, reply: Reply) -> Issued:
        value = find_text(reply.body.get(self._field))
        if value is None or not can_be_sent(value):
            raise ServerRefused(message("kis.missing_field", field=self._field))
        seconds = find_int(reply.body.get("expires_in"))
        life = LIFE if seconds is None else timedelta(seconds=max(seconds, 0))
        now = self._now()
        return Issued(value, now, now + life)

    def _refusal(self, reply: Reply) -> AuthenticationFailed | ServerRefused:
        if reply.kind is ErrorKind.CREDENTIALS:
            self._refused = AuthenticationFailed(reply.message())
            return self._refused
        if reply.kind is ErrorKind.TOO_SOON:
            return AuthenticationFailed(reply.message(seconds=BETWEEN_ISSUES.seconds))
        if reply.kind is not None and reply.kind.may_be_asked_again:
            return ServerRefused(reply.message())
        return AuthenticationFailed(reply.message())

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
        return time.monotonic() - self._asked_at

    def _usable(self, candidate: Issued) -> bool:
        in_time = self._now() + BEFORE_END < candidate.expires_at
        return candidate.value != self._dead and in_time and can_be_sent(candidate.value)


def access_token(
    transport: Transport, store: CredentialStore, now: Callable[[], datetime] = _utc_now
) -> Credential:
    """The access token of REST calls (접근토큰)."""

    async def issue() -> Reply:
        keys = store.keys()
        fields = {
            "grant_type": "client_credentials",
            "appkey": keys.app_key,
            "appsecret": keys.app_secret,
        }
        return await transport.send(loader.endpoint("auth/auth_token"), "", {}, fields)

    return Credential(store, issue, "access_token", store.load_token, store.save_token, now)


def approval_key(
    transport: Transport, store: CredentialStore, now: Callable[[], datetime] = _utc_now
) -> Credential:
    """The key of the realtime line (실시간 접속키); asked for at the start of a session alone."""

    async def issue() -> Reply:
        keys = store.keys()
        fields = {
            "grant_type": "client_credentials",
            "appkey": keys.app_key,
            "secretkey": keys.app_secret,
        }
        return await transport.send(loader.endpoint("auth/auth_ws_token"), "", {}, fields)

    load, save = store.load_approval_key, store.save_approval_key
    return Credential(store, issue, "approval_key", load, save, now, BETWEEN_APPROVALS)
