"""All that one key has at KIS, put together: what the composition root asks for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

import httpx
import msgspec

from kis_desktop.domain.connection import Budget
from kis_desktop.kis.account_reader import KrxAccountReader
from kis_desktop.kis.auth import access_token, approval_key
from kis_desktop.kis.broker import KrxBroker
from kis_desktop.kis.companions import KrxCompanions
from kis_desktop.kis.credentials import CredentialStore
from kis_desktop.kis.environment import REGISTRATIONS, Environment
from kis_desktop.kis.history import KrxHistory
from kis_desktop.kis.line_socket import Connect, Timing
from kis_desktop.kis.masters import Masters
from kis_desktop.kis.profit_reader import KrxProfitReader
from kis_desktop.kis.quotes import KrxQuotes
from kis_desktop.kis.reservations import KrxReservations
from kis_desktop.kis.rest import Rest
from kis_desktop.kis.stream import Stream
from kis_desktop.kis.transport import READ_SECONDS, Tap, Transport


class KisClient:
    """One key in one world: broker, account, quotes, history, masters, stream and budget.

    To be made and used on the I/O loop. `on_server_time` gets the time of HTTP answers (UTC); that
    of the realtime line goes to `stream.on_server_time`. `enrolled` is the customer's first day
    with the API where it is known. `wire` stands in for the network of REST calls, `connect_to` for
    that of the realtime line.
    """

    def __init__(
        self,
        environment: Environment,
        store: CredentialStore,
        on_server_time: Callable[[datetime], None] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        timing: Timing | None = None,
        read_seconds: float = READ_SECONDS,
        enrolled: date | None = None,
        wire: httpx.AsyncBaseTransport | None = None,
        connect_to: Connect | None = None,
    ) -> None:
        self.environment = environment
        self._transport = Transport(
            environment, on_server_time, clock=clock, read_seconds=read_seconds, wire=wire
        )
        token = access_token(self._transport, store)
        self.rest = Rest(self._transport, token, store, clock=clock, enrolled=enrolled)
        self.broker = KrxBroker(self.rest)
        self.accounts = KrxAccountReader(self.rest, clock=clock)
        self.profit = KrxProfitReader(self.rest)
        self.reservations = KrxReservations(self.rest)
        self.quotes = KrxQuotes(self.rest, clock=clock)
        self.history = KrxHistory(self.rest, clock=clock)
        self.companions = KrxCompanions(self.rest)
        self.masters = Masters(self._transport)
        approval = approval_key(self._transport, store)
        self.stream = Stream(
            environment, approval, store, clock=clock, timing=timing, connect_to=connect_to
        )

    def tap_rest(self, tap: Tap | None) -> None:
        """Who is told every REST exchange but those of keys and tokens; None for nobody."""
        self._transport.tap = tap

    def budget(self) -> Budget:
        """The use of the server's limits now."""
        return msgspec.structs.replace(
            self.rest.budget(),
            registrations=self.stream.registered(),
            registration_limit=REGISTRATIONS,
            line=self.stream.registrations_shown(),
        )

    async def close(self) -> None:
        """Let go of everything; the stream ends with the task that runs it."""
        await self.rest.close()
        await self._transport.close()
