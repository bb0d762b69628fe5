"""The REST side on sockets: reads a request, asks the gate, writes the answer as KIS writes it.

Header names are part of the behaviour: `tr_id`, `tr_cont`, `gt_uid` in lower case,
`Content-Type`, `Content-Length` and `Date` in their usual case. `Date` is market time: clients
learn the host's clock from it.
"""

import asyncio
import contextlib
import json
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from kis_desktop.simulator.clock import MarketClock
from kis_desktop.simulator.server.gate import (
    Ending,
    Gate,
    Outcome,
    RestRequest,
    Trickle,
    hashkey,
)
from kis_desktop.simulator.server.replies import Reply, gateway_error, oauth_error
from kis_desktop.simulator.server.tokens import ApprovalDesk, TokenDesk, check_keys

OAUTH_HEADERS = ("appkey", "appsecret")
_PREPARED_AT_ONCE = 0.1
"""seconds after which others have their turn"""
_MOST_PIECES = 600
"""a clock that runs through days faster than they are prepared makes nobody wait for ever"""
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class CasedResponse(Response):
    """A response whose header names keep their case on the wire."""

    def __init__(self, content: bytes, status: int, headers: dict[str, str]) -> None:
        super().__init__(content, status)
        named = {"Content-Type": "application/json; charset=utf-8"} | headers
        named["Content-Length"] = str(len(content))
        self.raw_headers = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()
        ]


class TrickledResponse(CasedResponse):
    """A response whose body comes little by little."""

    def __init__(
        self, content: bytes, status: int, headers: dict[str, str], trickle: Trickle
    ) -> None:
        super().__init__(content, status, headers)
        self._trickle = trickle

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        body, size = bytes(self.body), self._trickle.size
        for start in range(0, len(body), size):
            await asyncio.sleep(self._trickle.ms / 1000)
            part = {"body": body[start : start + size], "more_body": True}
            await send({"type": "http.response.body", **part})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class OpenProtocol(H11Protocol):
    """Lends the transport to the application, which may have to cut the line."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected; called by the loop."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class RestServer(uvicorn.Server):
    """Uvicorn without its own signal handling, and with an event for when it serves."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=OpenProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=1,
                timeout_keep_alive=75,
            )
        )
        self.serving = asyncio.Event()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        """Signals belong to the command line."""
        return nullcontext()

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Listens; called by `serve`."""
        await super().startup(sockets)  # type: ignore[arg-type]
        self.serving.set()


class RestSide:
    """The routes and what stands behind them."""

    def __init__(
        self,
        *,
        gate: Gate,
        tokens: TokenDesk,
        approvals: ApprovalDesk,
        clock: MarketClock,
        told_time: Callable[[], datetime],
        flush: Callable[[], None],
        prepare: Callable[[float], bool],
        monotonic: Callable[[], float],
    ) -> None:
        self._gate = gate
        self._tokens = tokens
        self._approvals = approvals
        self._clock = clock
        self._told_time = told_time
        self._flush = flush
        self._prepare = prepare
        self._monotonic = monotonic

    def app(self, further: list[BaseRoute]) -> Starlette:
        """The application; `further` routes come first."""
        return Starlette(
            routes=[
                *further,
                Route("/oauth2/tokenP", self._oauth(self._issue_token), methods=["POST"]),
                Route("/oauth2/revokeP", self._oauth(self._tokens.revoke), methods=["POST"]),
                Route("/oauth2/Approval", self._oauth(self._issue_approval), methods=["POST"]),
                Route("/uapi/hashkey", self._hashkey, methods=["POST"]),
                Route("/{path:path}", self._uapi, methods=_METHODS),
            ],
            exception_handlers={Exception: self._accident},
        )

    def _issue_token(self, body: dict[str, object]) -> Reply:
        return self._tokens.issue(body, self._monotonic(), self._clock.now())

    def _issue_approval(self, body: dict[str, object]) -> Reply:
        return self._approvals.issue(body, self._monotonic())

    def _oauth(
        self, answer: Callable[[dict[str, object]], Reply]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = _json_object(await request.body())
            if body is None:
                return self._response(oauth_error("EGW00101", "유효하지 않은 요청입니다."))
            self._gate.requests[request.url.path] += 1
            return self._response(answer(body))

        return endpoint

    async def _hashkey(self, request: Request) -> Response:
        keys: dict[str, object] = {name: request.headers.get(name, "") for name in OAUTH_HEADERS}
        refusal = check_keys(self._gate.customer, keys, secret_name="appsecret")  # noqa: S106
        if refusal is not None:
            return self._response(refusal)
        body = _json_object(await request.body())
        if body is None:
            return self._response(oauth_error("EGW00101", "유효하지 않은 요청입니다."))
        return self._response(Reply({"BODY": body, "HASH": hashkey(body)}))

    async def _uapi(self, request: Request) -> Response:
        asked = RestRequest(
            request.method,
            request.url.path,
            {name.lower(): value for name, value in request.headers.items()},
            tuple(request.query_params.multi_items()),
            await request.body(),
        )
        if self._gate.is_of_whole_market(asked):
            await self._make_ready()
        return await self._carry_out(request, self._gate.pass_through(asked))

    async def _make_ready(self) -> None:
        """Looks at every instrument piece by piece, so that others are served in between."""
        for _ in range(_MOST_PIECES):
            if self._prepare(_PREPARED_AT_ONCE):
                break
            await asyncio.sleep(0)

    async def _accident(self, request: Request, _: Exception) -> Response:
        """What the host says when it fails; the reason goes to the log."""
        failed = gateway_error("EGW00002", "서버 에러가 발생했습니다.")
        return self._response(failed, {"tr_id": request.headers.get("tr_id", ""), "tr_cont": ""})

    async def _carry_out(self, request: Request, outcome: Outcome) -> Response:
        if outcome.notices_first:
            self._flush()
        if outcome.delay_ms:
            await _pause(request, outcome.delay_ms / 1000)
        if outcome.ending is Ending.DROP:
            cast("asyncio.Transport", request.state.transport).abort()
        headers = {
            "tr_id": outcome.tr_id,
            "tr_cont": outcome.reply.continuation.value,
            "gt_uid": request.headers.get("gt_uid") or uuid.uuid4().hex,
        }
        return self._response(outcome.reply, headers, outcome.trickle)

    def _response(
        self,
        reply: Reply,
        headers: dict[str, str] | None = None,
        trickle: Trickle | None = None,
    ) -> Response:
        told = format_datetime(self._told_time().astimezone(UTC), usegmt=True)
        named = {"Date": told} | (headers or {})
        if trickle is not None:
            return TrickledResponse(reply.content, reply.status, named, trickle)
        return CasedResponse(reply.content, reply.status, named)


async def _pause(request: Request, seconds: float) -> None:
    """Waits so long, or until the client has gone."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass


def _json_object(text: bytes) -> dict[str, object] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
