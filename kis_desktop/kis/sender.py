"""Sends requests when it is their turn: a read with patience, an order once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import date, datetime
from http import HTTPStatus

from msgspec import structs

from kis_desktop.catalogue.entry import Endpoint, Lane
from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.catalogue.limits import Pace, server_limits
from kis_desktop.domain.errors import (
    AuthenticationFailed,
    OrderRefused,
    RequestFailed,
    TimedOut,
    Unreachable,
)
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order_preview import WireDraft
from kis_desktop.kis.auth import Credential
from kis_desktop.kis.credentials import CredentialStore, check_keys
from kis_desktop.kis.gate import Gate, Turn
from kis_desktop.kis.protocol.control import KST
from kis_desktop.kis.protocol.pacing import Pacing
from kis_desktop.kis.protocol.reply import Reply
from kis_desktop.kis.protocol.throttle import Throttle
from kis_desktop.kis.request import draft_of, headers, with_account
from kis_desktop.kis.transport import Exchange, Transport, unreadable

MAX_TRIES = 6
MAX_SECONDS = 30.0
BUSY_PAUSE = 0.15


def _nobody(told: Message) -> None:
    """Nobody listens."""


def nothing_stops() -> Message | None:
    """Nothing keeps a request from leaving."""
    return None


class Sender:
    """The requests of one key. `clock` gives monotonic seconds.

    `on_slower` is told once when the server keeps refusing and we go slower than planned.
    """

    def __init__(
        self,
        transport: Transport,
        token: Credential,
        store: CredentialStore,
        clock: Callable[[], float],
        enrolled: date | None = None,
    ) -> None:
        self.on_slower: Callable[[Message], None] = _nobody
        self.transport = transport
        self.pacing = Pacing(paper=transport.environment.is_paper, enrolled=enrolled)
        self.last_token = ""
        self._token = token
        self._store = store
        self._clock = clock
        self.gate = Gate(Throttle(self.pace(), clock()), clock)

    def market_date(self) -> date | None:
        """The date at the exchange by the server's clock; None before the first answer."""
        now = self.transport.server_time(self._clock())
        return None if now is None else now.astimezone(KST).date()

    def pace(self) -> Pace:
        """What is planned now; a simulator has the limits of today, whatever its date."""
        simulated = self.transport.environment.is_simulated
        at_market = None if simulated else self.market_date()
        return self.pacing.pace(at_market or datetime.now(KST).date(), self._clock())

    async def page(
        self, endpoint: Endpoint, tr_id: str, fields: Mapping[str, str], tr_cont: str, turn: Turn
    ) -> Exchange:
        """One page of a read, with patience: what the server says in the end.

        Raises `RequestFailed` where there was no answer, `AuthenticationFailed`, and `ValueError`
        for an order, which would be repeated.
        """
        if endpoint.is_order:
            raise ValueError(f"{endpoint.id} is an order: it is sent once")
        started = self._clock() - turn.waited
        renewed = False
        tries = 0
        while True:
            token = await self._token.get()
            outcome = await self._try(endpoint, tr_id, fields, tr_cont, turn, token)
            kind = _kind(outcome)
            if kind is ErrorKind.TOKEN and not renewed:
                renewed = True
                await self._token.renew(token)
                continue
            tries += 1
            asked_for = self._clock() - started - turn.waited  # waiting for the turn counts not
            over = tries >= MAX_TRIES or asked_for >= MAX_SECONDS
            if over or not turn.wanted or not _may_be_asked_again(outcome, kind):
                if isinstance(outcome, RequestFailed):
                    raise outcome
                return outcome
            await asyncio.sleep(_pause(kind, tries))

    async def order(
        self,
        endpoint: Endpoint,
        tr_id: str,
        fields: Mapping[str, str],
        why_not: Callable[[], Message | None] = nothing_stops,
    ) -> Reply:
        """Send an order, once. Raises as `Transport.send`; before it `AuthenticationFailed`,
        `InvalidInput`, and `OrderRefused` with what `why_not` says when its turn has come.

        Failures of obtaining a token and of waiting for the limit come before anything was sent.
        `OrderRefused` where the server's limit or a dead token kept it from being executed; a dead
        token is renewed, but the order is not sent again.
        """
        encoded = with_account(endpoint, fields, self._store)
        token = await self._order_token()
        turn = Turn(Lane.ORDER)
        exchange = await self._send(endpoint, tr_id, encoded, "", turn, token, why_not)
        reply = exchange.reply
        if reply is None:
            raise unreadable(exchange)
        if reply.kind is ErrorKind.BUSY:
            raise OrderRefused(_worded(reply, "kis.busy_order"))
        if reply.kind is ErrorKind.TOKEN:
            renewed = await self._renews(token)
            id_ = "kis.token_renewed_order" if renewed else "kis.token_dead_order"
            raise OrderRefused(_worded(reply, id_))
        return reply

    def draft(self, endpoint: Endpoint, tr_id: str, fields: Mapping[str, str]) -> WireDraft:
        """What `order` would send now. Raises `InvalidInput` where it would not be let out."""
        environment = self.transport.environment
        environment.check_destination(f"{environment.rest_url}{endpoint.path}", tr_id, endpoint)
        encoded = with_account(endpoint, fields, self._store)
        return draft_of(endpoint, environment.rest_url, tr_id, encoded)

    async def _try(
        self,
        endpoint: Endpoint,
        tr_id: str,
        fields: Mapping[str, str],
        tr_cont: str,
        turn: Turn,
        token: str,
    ) -> Exchange | RequestFailed:
        encoded = with_account(endpoint, fields, self._store)
        try:
            return await self._send(endpoint, tr_id, encoded, tr_cont, turn, token)
        except (TimedOut, Unreachable) as failure:
            return failure

    async def _send(
        self,
        endpoint: Endpoint,
        tr_id: str,
        encoded: Mapping[str, str],
        tr_cont: str,
        turn: Turn,
        token: str,
        why_not: Callable[[], Message | None] = nothing_stops,
    ) -> Exchange:
        """Wait for the turn and send. A request without an answer counts as still on its way."""
        self.gate.change_pace(self.pace())
        await self.gate.passage(turn)
        stopped = why_not()
        if stopped is not None:
            self.gate.answered(turn)
            raise OrderRefused(stopped)
        self.last_token = token
        keys = check_keys(self._store.keys())
        sent = headers(keys.app_key, keys.app_secret, token, tr_id, tr_cont)
        account = encoded.get("CANO", "")
        exchange = _nameless(await self.transport.exchange(endpoint, tr_id, sent, encoded), account)
        self.gate.answered(turn)
        kind = _kind(exchange)
        if kind is ErrorKind.BUSY:
            self._slow_down()
        if kind is ErrorKind.LEDGER_BUSY:
            lane = Lane.ACCOUNT if endpoint.is_order else turn.lane
            self.gate.ledger_refused(lane, server_limits().ledger_seconds)
        return exchange

    def _slow_down(self) -> None:
        """The server counted more than we did: of another program, or the customer is new."""
        self.gate.back_off(BUSY_PAUSE)
        if self.pacing.refused(self._clock()):
            pace = self.pace()
            self.gate.change_pace(pace)
            self.on_slower(message("rest.slower", plan=str(pace.plan)))

    async def _order_token(self) -> str:
        """The token; a failure of getting one is one before the order was sent."""
        try:
            return await self._token.get()
        except RequestFailed as error:
            raise AuthenticationFailed(error.message) from error

    async def _renews(self, dead: str) -> bool:
        try:
            await self._token.renew(dead)
        except (AuthenticationFailed, RequestFailed):
            return False
        return True


def _nameless(exchange: Exchange, account: str) -> Exchange:
    """The answer with an alias where the server's sentence quotes the account that was sent: the
    sentence goes to screen, log and journal. Asks nobody: an order may have been executed by now,
    and a failure here would be told as one before it was sent.
    """
    reply = exchange.reply
    if reply is None or not account or account not in reply.text:
        return exchange
    told = structs.replace(reply, text=reply.text.replace(account, "<CANO>"))
    return structs.replace(exchange, reply=told)


def _kind(outcome: Exchange | RequestFailed) -> ErrorKind | None:
    if isinstance(outcome, RequestFailed) or outcome.reply is None:
        return None
    return outcome.reply.kind


def _may_be_asked_again(outcome: Exchange | RequestFailed, kind: ErrorKind | None) -> bool:
    if isinstance(outcome, RequestFailed):
        return True
    if outcome.status == HTTPStatus.NOT_FOUND:  # what isn't there won't come by asking
        return False
    if outcome.reply is None:
        return True
    return kind is not None and kind.may_be_asked_again


def _pause(kind: ErrorKind | None, tries: int) -> float:
    """Seconds until a read is asked again."""
    if kind is ErrorKind.BUSY:
        return random.uniform(0.05, 0.15) * tries  # noqa: S311 - spreads repeats, guards nothing
    if kind is ErrorKind.LEDGER_BUSY:
        return server_limits().ledger_seconds  # and the gate holds the lane for longer
    spread = random.uniform(0.75, 1.25)  # noqa: S311 - spreads repeats, guards nothing
    return min(0.2 * 2.0 ** (tries - 1), 5.0) * spread


def _worded(reply: Reply, id_: str) -> Message:
    return Message(id_, {}, reply.code, reply.text)
