"""One method for every endpoint of the catalogue: reads are repeated, orders never.

A read waits its turn, is repeated with growing pauses where that can help, follows all pages, and
is shared by all who ask for the same while it is under way. An order is sent once, whatever comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Endpoint, Lane
from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.domain.api_page import ApiBlock, ApiPage
from kis_desktop.domain.connection import Budget
from kis_desktop.domain.errors import (
    AuthenticationFailed,
    RateLimited,
    RequestFailed,
    ServerRefused,
)
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order_preview import WireDraft
from kis_desktop.kis.auth import Credential
from kis_desktop.kis.credentials import CredentialStore
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.explorer import Explorer
from kis_desktop.kis.gate import Turn
from kis_desktop.kis.protocol.paging import PageWalk, Step
from kis_desktop.kis.protocol.reply import Reply, Row
from kis_desktop.kis.protocol.typed import typed_block
from kis_desktop.kis.request import check_whole, filled
from kis_desktop.kis.sender import Sender, nothing_stops
from kis_desktop.kis.sharing import SharedReads
from kis_desktop.kis.transport import Transport, unreadable


class Answer(msgspec.Struct, frozen=True):
    """All pages of a read."""

    endpoint: Endpoint
    pages: tuple[Reply, ...]

    def rows(self, block: str) -> tuple[Row, ...]:
        """The rows of a block of all pages, names in lower case."""
        return tuple(row for page in self.pages for row in page.rows(block))

    def table(self, block: str) -> ApiBlock:
        """A block of all pages, typed as the catalogue says; names in lower case."""
        return typed_block(block, self.endpoint.outputs.get(block), self.rows(block))

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
    """The calls of one key in one world; lives on the I/O loop. `clock` gives monotonic seconds.

    `enrolled` is the customer's first day with the API where it is known: the server allows less
    in the first days.
    """

    def __init__(
        self,
        transport: Transport,
        token: Credential,
        store: CredentialStore,
        *,
        clock: Callable[[], float] = time.monotonic,
        enrolled: date | None = None,
    ) -> None:
        self.environment: Environment = transport.environment
        self._token = token
        self._sender = Sender(transport, token, store, clock, enrolled)
        self._explorer = Explorer(self._sender, store, clock)
        self._shared: SharedReads[Answer] = SharedReads(self._sender.gate.hurry)
        self._clock = clock

    @property
    def token_valid_until(self) -> datetime | None:
        """When the access token in use ends (UTC)."""
        return self._token.valid_until

    def on_slower(self, told: Callable[[Message], None]) -> None:
        """Who is told once when the server keeps refusing and we go slower than planned."""
        self._sender.on_slower = told

    def market_date(self) -> date | None:
        """The date at the exchange by the server's clock; None before the first answer."""
        return self._sender.market_date()

    def used(self) -> int:
        """Requests of the last second."""
        return self._sender.gate.throttle.used(self._clock())

    def waiting(self) -> int:
        """Requests in the queue."""
        return self._sender.gate.throttle.waiting

    def budget(self) -> Budget:
        """What REST calls use of the server's limits now."""
        pace = self._sender.pace()
        return Budget(
            rest_used=self.used(),
            rest_limit=pace.plan,
            server_limit=pace.server,
            waiting=self.waiting(),
            queues=self._sender.gate.queues(),
            busy_answers=self._sender.pacing.busy_answers,
            token_valid_until=self.token_valid_until,
            token_issued_at=self._token.issued_at,
            tokens_today=self._token.issued_today(datetime.now(UTC)),
        )

    async def close(self) -> None:
        """End what is under way; waiting callers are cancelled."""
        self._sender.gate.close()
        await self._shared.close()

    async def call(
        self,
        endpoint_id: str,
        fields: Mapping[str, str] | None = None,
        *,
        choice: str = "",
        lane: Lane | None = None,
        max_pages: int | None = None,
    ) -> Answer:
        """Read an endpoint, all pages. Fields not given have the catalogue's defaults.

        With `max_pages` the reading ends there; without, a list that has no end is refused.

        Raises `RequestFailed`, `AuthenticationFailed`, `InvalidInput` where this world has no such
        service or the keys cannot be sent, `ValueError` for an order and for a field that the
        endpoint hasn't.
        """
        endpoint = loader.endpoint(endpoint_id)
        if endpoint.is_order:
            raise ValueError(f"{endpoint_id} is an order: it goes through send_order")
        tr_id = self.environment.tr_id(endpoint, choice)
        asked = filled(endpoint, fields or {})
        return await self._shared.get(
            (endpoint_id, tr_id, max_pages, *sorted(asked.items())),
            lane or endpoint.lane,
            lambda turn: self._read(endpoint, tr_id, asked, turn, max_pages),
        )

    async def send_order(
        self,
        endpoint_id: str,
        fields: Mapping[str, str],
        choice: str = "",
        why_not: Callable[[], Message | None] = nothing_stops,
    ) -> Reply:
        """Send an order, once. Raises as `Sender.order`."""
        return await self._sender.order(*self._order(endpoint_id, fields, choice), why_not)

    def draft_order(
        self, endpoint_id: str, fields: Mapping[str, str], choice: str = ""
    ) -> WireDraft:
        """What `send_order` would send now. Raises `InvalidInput` and `ValueError` as it does."""
        return self._sender.draft(*self._order(endpoint_id, fields, choice))

    def _order(
        self, endpoint_id: str, fields: Mapping[str, str], choice: str
    ) -> tuple[Endpoint, str, dict[str, str]]:
        endpoint = loader.endpoint(endpoint_id)
        if not endpoint.is_order:
            raise ValueError(f"{endpoint_id} is no order")
        tr_id = self.environment.tr_id(endpoint, choice)
        asked = filled(endpoint, fields)
        check_whole(endpoint, asked)
        return endpoint, tr_id, asked

    async def explore(
        self,
        endpoint_id: str,
        fields: Mapping[str, str],
        *,
        choice: str = "",
        position: Mapping[str, str] | None = None,
    ) -> ApiPage:
        """One page of any endpoint as it came, without secrets. Raises as `Explorer.page`."""
        return await self._explorer.page(endpoint_id, fields, choice, position)

    async def _read(
        self,
        endpoint: Endpoint,
        tr_id: str,
        fields: Mapping[str, str],
        turn: Turn,
        max_pages: int | None,
    ) -> Answer:
        walk = PageWalk(endpoint.paging)
        pages: list[Reply] = []
        while True:
            asked = {**fields, **walk.keys}
            exchange = await self._sender.page(endpoint, tr_id, asked, walk.header, turn)
            reply = exchange.reply
            if reply is None:
                raise unreadable(exchange)
            match walk.take(reply):
                case Step.NEXT:
                    pages.append(reply)
                    if len(pages) == max_pages:
                        return Answer(endpoint, tuple(pages))
                case Step.DONE:
                    return Answer(endpoint, (*pages, reply))
                case Step.REPEATED:
                    return Answer(endpoint, tuple(pages))
                case Step.RESTART:
                    pages.clear()
                case Step.GIVE_UP:
                    raise ServerRefused(_gave_up(reply))
                case Step.REFUSED:
                    raise _refusal(reply)


def _refusal(reply: Reply) -> RequestFailed | AuthenticationFailed:
    if reply.kind in (ErrorKind.CREDENTIALS, ErrorKind.TOKEN):
        return AuthenticationFailed(reply.message())
    if reply.kind in (ErrorKind.BUSY, ErrorKind.LEDGER_BUSY):
        return RateLimited(reply.message())
    return ServerRefused(reply.message())


def _gave_up(reply: Reply) -> Message:
    return reply.message() if not reply.ok else message("kis.too_many_pages")
