"""A whole simulator: the market, its REST and websocket side, and the task that drives them."""

import asyncio
import contextlib
import secrets
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server import stream as stream_side
from kis_desktop.simulator.server.admin import ROOT, AdminSide
from kis_desktop.simulator.server.channels.notices import CHANNELS
from kis_desktop.simulator.server.endpoints import find_endpoint
from kis_desktop.simulator.server.faults import Fault, FaultBox
from kis_desktop.simulator.server.feed import Feed
from kis_desktop.simulator.server.gate import Gate
from kis_desktop.simulator.server.identity import identity
from kis_desktop.simulator.server.rest_app import RestServer, RestSide
from kis_desktop.simulator.server.settings import Settings
from kis_desktop.simulator.server.stream import Stream
from kis_desktop.simulator.server.tokens import ApprovalDesk, TokenDesk

HOST = "127.0.0.1"
_PREPARED_AT_ONCE = 0.01
"""seconds spent between two flushes on what a ranking will ask for"""
_LEAST_REST = 0.2
"""of the time that a step took: in it requests are answered and sockets written"""
_FASTEST_PREPARED = 60.0
"""market seconds a second: on days that pass faster only what is asked for is reckoned"""


class SimulatorServer:
    """Everything on one loop; made inside a running one by `serving`."""

    def __init__(
        self,
        market: Market,
        settings: Settings,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.market = market
        self.settings = settings
        self.faults = FaultBox()
        self.customer = identity(settings.seed, settings.world)
        self.hts_id = market.accounts[0].hts_id
        self.tokens = TokenDesk(self.customer, limited=settings.limits)
        self.market_id = secrets.token_hex(8)  # no two markets are one, whatever their seed
        self.approvals = ApprovalDesk(self.customer)
        self.gate = Gate(
            market=market,
            settings=settings,
            customer=self.customer,
            tokens=self.tokens,
            faults=self.faults,
            find_endpoint=find_endpoint,
            monotonic=monotonic,
        )
        self.feed = Feed(
            market=market,
            world=settings.world,
            faults=self.faults,
            notice_channel=CHANNELS[settings.world],
            hts_id=self.hts_id,
            later=lambda delay, call: asyncio.get_running_loop().call_later(delay, call),
            monotonic=monotonic,
            widths=settings.widths,
        )
        self.stream = Stream(
            settings=settings,
            feed=self.feed,
            faults=self.faults,
            hts_id=self.hts_id,
            knows_approval=lambda key: self.approvals.knows(key, monotonic()),
            knows_symbol=lambda symbol: market.universe.find(symbol) is not None,
            knows_key=lambda channel, key: channel.knows(market, key),
            market_stamp=lambda: self.told_time().strftime("%Y%m%d%H%M%S"),
        )
        self.rest = RestSide(
            gate=self.gate,
            tokens=self.tokens,
            approvals=self.approvals,
            clock=market.clock,
            told_time=self.told_time,
            flush=self.feed.flush,
            prepare=market.prepare,
            monotonic=monotonic,
        )
        self.rest_server = RestServer(self.rest.app(AdminSide(self).routes()))
        self.driving: asyncio.Task[None] | None = None
        """runs `drive` while the server serves"""
        self.rest_port = settings.rest_port
        self.ws_port = settings.ws_port
        self._skew = timedelta()
        self.faults.on_immediate = self._carry_out

    @property
    def rest_url(self) -> str:
        """Base address of the REST side."""
        return f"http://{HOST}:{self.rest_port}"

    @property
    def ws_url(self) -> str:
        """Address of the websocket."""
        return f"ws://{HOST}:{self.ws_port}"

    def ready_line(self) -> dict[str, object]:
        """What the command line prints first."""
        return {
            "rest": self.rest_url,
            "ws": self.ws_url,
            "world": self.settings.world.value,
            "appkey": self.customer.appkey,
            "appsecret": self.customer.appsecret,
            "accounts": self._accounts(),
            "hts_id": self.hts_id,
            "admin": f"{self.rest_url}{ROOT}",
            "clock": self.clock_state(),
            "market": self.market_id,
        }

    def told_time(self) -> datetime:
        """Market time as clients are told it: `clock_skew` makes it another."""
        return self.market.clock.now() + self._skew

    def clock_state(self) -> dict[str, object]:
        """Market time and speed."""
        clock = self.market.clock
        return {"now": clock.now().isoformat(timespec="seconds"), "speed": clock.speed}

    def state(self) -> dict[str, object]:
        """What `GET state` answers."""
        self.market.advance()
        gate = self.gate
        return self.market.state() | {
            "clock": self.clock_state(),
            "sessions": [session.as_json() for session in self.stream.sessions.values()],
            "sessions_opened": self.stream.opened,
            "requests": dict(gate.requests),
            "order_requests": dict(gate.orders_by_path),
            "order_requests_by_tr": dict(gate.orders_by_tr),
            "order_log": list(gate.order_log),
            "limited_requests": gate.limited_requests,
            "tokens": {"issued": self.tokens.issued, "answered": self.tokens.answered},
            "approvals": {"issued": self.approvals.issued},
            "cpu_seconds": time.process_time(),
            "frames_sent": self.feed.frames,
            "prints_sent": self.feed.prints,
            "faults": self.faults.as_json(),
        }

    def catch_up(self) -> None:
        """Follows a clock that has been set; set back, the market has begun anew."""
        self.market.advance()
        self.feed.forget_figures()
        self.feed.wake()

    def reset(self) -> None:
        """The market and the counts as at the start, no faults, no sessions; keys live on."""
        for session in self.stream.sessions.values():
            session.connection.cut()
        self.feed.forget()
        self.gate.forget()
        self.gate.limited = self.settings.limits
        self.feed.widths = self.settings.widths
        self._skew = timedelta()
        self.faults.forget()
        self.market.reset()

    async def drive(self) -> None:
        """Lets the market go on and feeds the sessions, until cancelled; ends only by failing.

        A market that can't keep up has nearly all of the time, and nothing is prepared beside it.
        """
        market, every = self.market, self.settings.flush_every
        while True:
            began = time.perf_counter()
            if market.pace is not None:
                market.pace.end_rest()
            self.feed.step()
            spent = time.perf_counter() - began
            is_idle = spent + _PREPARED_AT_ONCE < every and market.keeps_up
            if is_idle and market.clock.speed <= _FASTEST_PREPARED:
                market.prepare(_PREPARED_AT_ONCE)
                spent = time.perf_counter() - began
            await asyncio.sleep(max(every - spent, spent * _LEAST_REST))

    def _accounts(self) -> dict[str, str]:
        number = self.market.accounts[0].number
        customer = number.partition("-")[0]
        return {
            "stock": number,
            "futures": f"{customer}-03",
            "overseas_futures": f"{customer}-08",
            "pension": f"{customer}-22",
            "retirement": f"{customer}-29",
        }

    def _carry_out(self, fault: Fault) -> None:
        match fault.kind:
            case "dead_token":
                self.tokens.kill(sticky=bool(fault.values["sticky"]))
            case "expired_token":
                self.tokens.expire()
            case "limits":
                self.gate.limited = bool(fault.values["on"])
            case "drop_ws":
                self.stream.drop(fault)
            case "widths":
                self.feed.set_widths(fault)
            case "garbage":
                self.feed.tell_all(fault.text("text"))
            case "clock_skew":
                self._skew = timedelta(seconds=fault.number("seconds"))
            case "clear":
                self._skew = timedelta()
                self.gate.limited = self.settings.limits
                self.feed.widths = self.settings.widths
                self.stream.hear_again()
            case kind:
                raise AssertionError(f"nothing carries out the fault {kind}")


@contextlib.asynccontextmanager
async def serving(
    market: Market, settings: Settings, *, monotonic: Callable[[], float] = time.monotonic
) -> AsyncIterator[SimulatorServer]:
    """A simulator that listens; its ports are known inside the context. Raises OSError."""
    server = SimulatorServer(market, settings, monotonic=monotonic)
    with _listener(settings.rest_port) as listener:
        server.rest_port = listener.getsockname()[1]
        sessions = await server.stream.listen()
        server.ws_port = sessions.sockets[0].getsockname()[1]
        server.driving = asyncio.create_task(server.drive())
        serve_rest = asyncio.create_task(server.rest_server.serve(sockets=[listener]))
        await server.rest_server.serving.wait()
        try:
            yield server
        finally:
            server.rest_server.should_exit = True
            server.driving.cancel()
            await stream_side.close(sessions)
            await serve_rest
            with contextlib.suppress(asyncio.CancelledError):
                await server.driving


def _listener(port: int) -> socket.socket:
    """Says TCP in so many words: asyncio sends without delay only on sockets that do."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
