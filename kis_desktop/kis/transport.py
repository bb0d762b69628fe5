"""The one HTTP client and the last function before bytes leave."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import msgspec

from kis_desktop.catalogue.entry import Endpoint
from kis_desktop.domain.errors import InvalidInput, RequestFailed, TimedOut, Unreachable
from kis_desktop.domain.message import message
from kis_desktop.domain.traffic import RestTraffic
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.protocol.reply import Reply, read_reply

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)
_TALKATIVE = ("httpx", "httpcore", "websockets")
_CREDENTIALS = "auth/"  # the family of endpoints that deal in keys and tokens

_log = logging.getLogger(__name__)

Tap = Callable[[RestTraffic], None]


class Exchange(msgspec.Struct, frozen=True):
    """An answer as it came; `reply` is None where it is no answer of KIS. `seconds` on the wire."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    seconds: float
    reply: Reply | None


class NeverSent(Unreachable):
    """There was no connection; not a byte of the request left."""


class Unreadable(RequestFailed):
    """An answer came that is no answer."""


class Transport:
    """Sends one request and gives one answer; knows nothing of tokens, limits or repetition.

    `on_server_time` gets the `Date` of every answer (UTC). Redirects are not followed, proxies and
    certificates of the surroundings not used, certificates always verified. `wire` stands in for
    the network. `tap` is told every exchange but those of keys and tokens, on the I/O loop; one
    that fails is told nothing any more.
    """

    def __init__(
        self,
        environment: Environment,
        on_server_time: Callable[[datetime], None] | None = None,
        *,
        read_seconds: float = READ_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        wire: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        _silence_wire_logs()
        self.environment = environment
        self.tap: Tap | None = None
        self._clock = clock
        self._server_time: tuple[datetime, float] | None = None
        self._on_server_time = on_server_time
        self._client = httpx.AsyncClient(
            transport=wire or network(),
            timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=False,
        )

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    def server_time(self, now: float) -> datetime | None:
        """The server's clock at a monotonic second, from its last answer; None before the first."""
        if self._server_time is None:
            return None
        at, seen = self._server_time
        return at + timedelta(seconds=now - seen)

    async def send(
        self,
        endpoint: Endpoint,
        tr_id: str,
        headers: Mapping[str, str],
        fields: Mapping[str, str],
    ) -> Reply:
        """One request, one answer. Raises `NeverSent`, `TimedOut`, `Unreachable`, `Unreadable`.

        After all but the first the server may have acted on the request.
        """
        exchange = await self.exchange(endpoint, tr_id, headers, fields)
        if exchange.reply is None:
            raise unreadable(exchange)
        return exchange.reply

    async def exchange(
        self,
        endpoint: Endpoint,
        tr_id: str,
        headers: Mapping[str, str],
        fields: Mapping[str, str],
    ) -> Exchange:
        """As `send`, whatever the answer holds. Raises `NeverSent`, `TimedOut`, `Unreachable`."""
        url = f"{self.environment.rest_url}{endpoint.path}"
        self.environment.check_destination(url, tr_id, endpoint)
        started = self._clock()
        told = RestTraffic(
            at=started,
            seconds=0.0,
            endpoint_id=endpoint.id,
            method=endpoint.method,
            path=endpoint.path,
            tr_id=tr_id,
            tr_cont=headers.get("tr_cont", ""),
            fields=fields,
            status=0,
            headers={},
            content=b"",
        )
        try:
            response = await self._exchange(self._request(endpoint, url, headers, fields))
        except RequestFailed as failure:
            seconds = self._clock() - started
            self._tell(msgspec.structs.replace(told, seconds=seconds, failure=failure.message.id))
            raise
        self._tell_time(response)
        exchange = _read(endpoint, response, self._clock() - started)
        self._tell(
            msgspec.structs.replace(
                told,
                seconds=exchange.seconds,
                status=exchange.status,
                headers=dict(exchange.headers),
                content=exchange.content,
            )
        )
        return exchange

    async def fetch(self, url: str, limit: int) -> bytes:
        """The bytes of a public file of the masters' address, at most `limit`.

        Raises `RequestFailed`.
        """
        if not url.startswith(f"{self.environment.masters_url}/"):
            raise InvalidInput(message("kis.foreign_destination", destination=url))
        try:
            async with self._client.stream("GET", url) as response:
                return await _bounded(response, limit)
        except httpx.TimeoutException as error:
            raise TimedOut(message("kis.timed_out")) from error
        except httpx.TransportError as error:
            raise Unreachable(message("kis.unreachable")) from error

    def _request(
        self, endpoint: Endpoint, url: str, headers: Mapping[str, str], fields: Mapping[str, str]
    ) -> httpx.Request:
        sent = {"content-type": "application/json; charset=utf-8", **headers}
        if endpoint.method == "GET":
            return self._client.build_request("GET", url, params=dict(fields), headers=sent)
        body = msgspec.json.encode(dict(fields))
        return self._client.build_request(endpoint.method, url, content=body, headers=sent)

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._client.send(request)
        except httpx.LocalProtocolError:
            raise NeverSent(message("kis.unreachable")) from None  # it quotes the header
        except _NEVER_SENT as error:
            raise NeverSent(message("kis.unreachable")) from error
        except httpx.TimeoutException as error:
            raise TimedOut(message("kis.timed_out")) from error
        except httpx.NetworkError as error:
            raise Unreachable(message("kis.unreachable")) from error
        except httpx.HTTPError:
            raise Unreachable(message("kis.unreachable")) from None  # it may quote the answer

    def _tell(self, told: RestTraffic) -> None:
        """Hand an exchange to the tap: what listens must not end what it listens to."""
        if self.tap is None or told.endpoint_id.startswith(_CREDENTIALS):
            return
        try:
            self.tap(told)
        except Exception as error:  # noqa: BLE001 - an order's answer must not be lost with it
            self.tap = None
            _log.warning("what listened to the traffic failed: %s", type(error).__name__)

    def _tell_time(self, response: httpx.Response) -> None:
        try:
            at = parsedate_to_datetime(response.headers.get("date", ""))
        except ValueError:
            return
        if at.tzinfo is None:
            return
        self._server_time = (at, self._clock())
        if self._on_server_time is not None:
            self._on_server_time(at)


def network() -> httpx.AsyncBaseTransport:
    """The real network: certificates verified, nothing repeated, no proxy of the surroundings."""
    return httpx.AsyncHTTPTransport(retries=0, verify=True, trust_env=False)


def unreadable(exchange: Exchange) -> Unreadable:
    """The failure that an answer without an answer is."""
    return Unreadable(message("kis.unreadable", code=f"HTTP {exchange.status}"))


def _read(endpoint: Endpoint, response: httpx.Response, seconds: float) -> Exchange:
    status, content = response.status_code, response.content
    more = response.headers.get("tr_cont", "")
    has_result = not endpoint.id.startswith(_CREDENTIALS)
    reply = read_reply(status, content, more, has_result=has_result)
    return Exchange(status, tuple(response.headers.multi_items()), content, seconds, reply)


async def _bounded(response: httpx.Response, limit: int) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise RequestFailed(message("kis.unreadable", code=f"HTTP {response.status_code}"))
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > limit:
            raise RequestFailed(message("kis.unreadable", code=f"> {limit} B"))
    return bytes(content)


def _silence_wire_logs() -> None:
    """The libraries write addresses with account numbers, and headers with keys, to their logs."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
