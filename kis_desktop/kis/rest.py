"""One method for every endpoint of the catalogue: reads are repeated, orders never.

A read waits its turn, is repeated with growing pauses where that can help, follows all pages, and
is shared by all who ask for the same while it is under way. An order is sent once, whatever comes.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime

import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Endpoint, FieldType, Lane
from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.domain.errors import (
    AuthenticationFailed,
    OrderRefused,
    RateLimited,
    RequestFailed,
    ServerRefused,
    TimedOut,
    Unreachable,
)
from kis_desktop.domain.message import Message, message
from kis_desktop.kis.auth import Credential
from kis_desktop.kis.credentials import CredentialStore, check_keys
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.gate import Gate
from kis_desktop.kis.protocol.control import KST
from kis_desktop.kis.protocol.paging import PageWalk, Step
from kis_desktop.kis.protocol.reply import Reply, Row
from kis_desktop.kis.protocol.throttle import Throttle
from kis_desktop.kis.transport import Transport, Unreadable

MAX_TRIES = 6
MAX_SECONDS = 30.0
LEDGER_PAUSE = 1.0
BUSY_PAUSE = 0.15

_ACCOUNT_FIELDS = frozenset({"CANO", "ACNT_PRDT_CD"})


class Answer(msgspec.Struct, frozen=True):
    """All pages of a read."""

    pages: tuple[Reply, ...]

    def rows(self, block: str) -> tuple[Row, ...]:
        """The rows of a block of all pages, names in lower case."""
        return tuple(row for page in self.pages for row in page.rows(block))

    def row(self, block: str) -> Row | None:
        """The first row of a block; None where there is none."""
        rows = self.rows(block)
        return rows[0] if rows else None

    def need(self, block: str) -> Row:
        """The first row of a block. Raises `ServerRefused` where there is none."""
        row = self.row(block)
        if row is None:
            raise ServerRefused(message("kis.missing_field", field=block))
        return row


class Rest:
    """The calls of one key in one world; lives on the I/O loop. `clock` gives monotonic seconds."""

    def __init__(
        self,
        transport: Transport,
        token: Credential,
        store: CredentialStore,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        environment = transport.environment
        self.environment: Environment = environment
        self._transport = transport
        self._token = token
        self._store = store
        self._clock = clock
        throttle = Throttle(environment.rest_rate, environment.rest_burst, clock())
        self._gate = Gate(throttle, clock)
        self._under_way: dict[tuple[object, ...], asyncio.Task[Answer]] = {}

    @property
    def token_valid_until(self) -> datetime | None:
        """When the access token in use ends (UTC)."""
        return self._token.valid_until

    def market_date(self) -> date | None:
        """The date at the exchange by the server's clock; None before the first answer."""
        now = self._transport.server_time(self._clock())
        return None if now is None else now.astimezone(KST).date()

    def used(self) -> int:
        """Requests of the last second."""
        return self._gate.throttle.used(self._clock())

    def waiting(self) -> int:
        """Requests in the queue."""
        return self._gate.throttle.waiting

    async def close(self) -> None:
        """End what is under way; waiting callers are cancelled."""
        self._gate.close()
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def call(
        self,
        endpoint_id: str,
        fields: Mapping[str, str] | None = None,
        *,
        choice: str = "",
        lane: Lane | None = None,
    ) -> Answer:
        """Read an endpoint, all pages. Fields not given have the catalogue's defaults.

        Raises `RequestFailed`, `AuthenticationFailed`, `InvalidInput` where this world has no such
        service or the keys cannot be sent, `ValueError` for an order and for a field that the
        endpoint hasn't.
        """
        endpoint = loader.endpoint(endpoint_id)
        if endpoint.is_order:
            raise ValueError(f"{endpoint_id} is an order: it goes through send_order")
        tr_id = self.environment.tr_id(endpoint, choice)
        filled = _filled(endpoint, fields or {})
        key = (endpoint_id, tr_id, *sorted(filled.items()))
        task = self._under_way.get(key)
        if task is None:
            read = self._read(endpoint, tr_id, filled, lane or endpoint.lane)
            task = asyncio.create_task(read, name=f"read {endpoint_id}")
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._forget(key, done))
        return await asyncio.shield(task)

    async def send_order(
        self, endpoint_id: str, fields: Mapping[str, str], *, choice: str = ""
    ) -> Reply:
        """Send an order, once. Raises as `Transport.send`; before it `AuthenticationFailed` and
        `InvalidInput`.

        Failures of obtaining a token and of waiting for the limit come before anything was sent.
        `OrderRefused` where the server's limit or a dead token kept it from being executed; a dead
        token is renewed, but the order is not sent again.
        """
        endpoint = loader.endpoint(endpoint_id)
        if not endpoint.is_order:
            raise ValueError(f"{endpoint_id} is no order")
        tr_id = self.environment.tr_id(endpoint, choice)
        encoded = self._with_account(endpoint, _filled(endpoint, fields))
        token = await self._order_token()
        await self._gate.passage(Lane.ORDER)
        reply = await self._transport.send(endpoint, tr_id, self._headers(tr_id, token), encoded)
        if reply.kind is ErrorKind.BUSY:
            self._gate.back_off(BUSY_PAUSE)
            raise OrderRefused(_worded(reply, "kis.busy_order"))
        if reply.kind is ErrorKind.TOKEN:
            renewed = await self._renews(token)
            id_ = "kis.token_renewed_order" if renewed else "kis.token_dead_order"
            raise OrderRefused(_worded(reply, id_))
        return reply

    async def _renews(self, dead: str) -> bool:
        try:
            await self._token.renew(dead)
        except (AuthenticationFailed, RequestFailed):
            return False
        return True

    async def _order_token(self) -> str:
        """The token; a failure of getting one is one before the order was sent."""
        try:
            return await self._token.get()
        except RequestFailed as error:
            raise AuthenticationFailed(error.message) from error

    async def _read(
        self, endpoint: Endpoint, tr_id: str, fields: Mapping[str, str], lane: Lane
    ) -> Answer:
        paging = endpoint.paging
        walk = PageWalk(paging.keys if paging is not None else ())
        pages: list[Reply] = []
        while True:
            asked = {**fields, **walk.keys}
            reply = await self._read_page(endpoint, tr_id, asked, walk.header, lane)
            match walk.take(reply):
                case Step.NEXT:
                    pages.append(reply)
                case Step.DONE:
                    return Answer((*pages, reply))
                case Step.RESTART:
                    pages.clear()
                case Step.GIVE_UP:
                    raise ServerRefused(_gave_up(reply))
                case Step.REFUSED:
                    raise _refusal(reply)

    async def _read_page(
        self, endpoint: Endpoint, tr_id: str, fields: Mapping[str, str], header: str, lane: Lane
    ) -> Reply:
        """One page, with patience: the answer is a success, a change or a final refusal."""
        started = self._clock()
        renewed = False
        tries = 0
        while True:
            token = await self._token.get()
            reply, failure = await self._try(endpoint, tr_id, fields, header, lane, token)
            if reply is not None and reply.kind is ErrorKind.TOKEN and not renewed:
                renewed = True
                await self._token.renew(token)
                continue
            if reply is not None and (reply.kind is None or not reply.kind.may_be_asked_again):
                return reply
            tries += 1
            if tries >= MAX_TRIES or self._clock() - started >= MAX_SECONDS:
                raise failure if failure is not None else _last(reply)
            await asyncio.sleep(self._pause(reply, tries, lane))

    async def _try(
        self,
        endpoint: Endpoint,
        tr_id: str,
        fields: Mapping[str, str],
        header: str,
        lane: Lane,
        token: str,
    ) -> tuple[Reply | None, RequestFailed | None]:
        await self._gate.passage(lane)
        headers = self._headers(tr_id, token, header)
        try:
            encoded = self._with_account(endpoint, fields)
            return await self._transport.send(endpoint, tr_id, headers, encoded), None
        except (TimedOut, Unreachable, Unreadable) as failure:
            return None, failure

    def _pause(self, reply: Reply | None, tries: int, lane: Lane) -> float:
        if reply is not None and reply.kind is ErrorKind.BUSY:
            self._gate.back_off(BUSY_PAUSE)
            return random.uniform(0.05, 0.15) * tries  # noqa: S311 - spreads repeats, guards nothing
        if reply is not None and reply.kind is ErrorKind.LEDGER_BUSY:
            self._gate.hold(lane, LEDGER_PAUSE * tries)
            return LEDGER_PAUSE * tries
        spread = random.uniform(0.75, 1.25)  # noqa: S311 - spreads repeats, guards nothing
        return min(0.2 * 2.0 ** (tries - 1), 5.0) * spread

    def _headers(self, tr_id: str, token: str, tr_cont: str = "") -> dict[str, str]:
        keys = check_keys(self._store.keys())
        return {
            "authorization": f"Bearer {token}",
            "appkey": keys.app_key,
            "appsecret": keys.app_secret,
            "tr_id": tr_id,
            "custtype": "P",
            "tr_cont": tr_cont,
        }

    def _with_account(self, endpoint: Endpoint, fields: Mapping[str, str]) -> dict[str, str]:
        """The last encoder: the only place where the account number is put in."""
        encoded = dict(fields)
        if any(param.name in _ACCOUNT_FIELDS for param in endpoint.params):
            account = self._store.account()
            encoded |= {"CANO": account.number, "ACNT_PRDT_CD": account.product}
        return encoded

    def _forget(self, key: tuple[object, ...], task: asyncio.Task[Answer]) -> None:
        self._under_way.pop(key, None)
        if not task.cancelled():
            task.exception()


def _filled(endpoint: Endpoint, given: Mapping[str, str]) -> dict[str, str]:
    """All fields of a request; personal ones stay empty until the last encoder."""
    unknown = given.keys() - {param.name for param in endpoint.params}
    if unknown:
        raise ValueError(f"{endpoint.id} has no field {', '.join(sorted(unknown))}")
    return {
        param.name: given.get(param.name, param.default)
        for param in endpoint.params
        if param.type is not FieldType.PERSONAL or param.name in given
    }


def _refusal(reply: Reply) -> RequestFailed | AuthenticationFailed:
    if reply.kind in (ErrorKind.CREDENTIALS, ErrorKind.TOKEN):
        return AuthenticationFailed(reply.message())
    return ServerRefused(reply.message())


def _worded(reply: Reply, id_: str) -> Message:
    return Message(id_, {}, reply.code, reply.text)


def _last(reply: Reply | None) -> RequestFailed | AuthenticationFailed:
    if reply is None:
        return Unreachable(message("kis.unreachable"))
    if reply.kind in (ErrorKind.BUSY, ErrorKind.LEDGER_BUSY):
        return RateLimited(reply.message())
    return _refusal(reply)


def _gave_up(reply: Reply) -> Message:
    return reply.message() if not reply.ok else message("kis.too_many_pages")
