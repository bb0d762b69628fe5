"""The websocket side: sessions, heartbeat, one appkey in one session; any of the known paths.

The host sends the text PINGPONG and takes either answer: the same text, or a pong control frame
that carries it. Frames are plain ws, pings of the protocol are not used.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable
from http import HTTPStatus

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request, Response

from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.faults import Fault, FaultBox
from kis_desktop.simulator.server.feed import Feed, Reader
from kis_desktop.simulator.server.outbox import Outbox
from kis_desktop.simulator.server.registrations import (
    MessageError,
    Registrations,
    Rules,
    heartbeat,
    is_heartbeat_reply,
)
from kis_desktop.simulator.server.settings import Settings

_LOG = logging.getLogger(__name__)


class Connection(ServerConnection):
    """Notices pong frames that nobody asked for; can go deaf without closing."""

    last_pong: float = 0.0

    def process_event(self, event: object) -> None:
        """A frame has come in; called by the library."""
        if isinstance(event, Frame) and event.opcode is Opcode.PONG:
            self.last_pong = asyncio.get_running_loop().time()
        super().process_event(event)  # type: ignore[arg-type]

    def stop_reading(self) -> None:
        """Half open: what comes in stays in the socket."""
        self.transport.pause_reading()

    def start_reading(self) -> None:
        """Ordinary again."""
        self.transport.resume_reading()

    def cut(self) -> None:
        """The end of the line, without a close frame."""
        self.transport.abort()


class Session:
    """One connection with what it has registered and what waits for it."""

    def __init__(
        self, number: int, connection: Connection, rules: Rules, settings: Settings
    ) -> None:
        self.connection = connection
        self.registrations = Registrations(str(number), rules)
        self.outbox = Outbox(limit=settings.queue_limit, books_held_above=settings.books_held_above)
        self.wake = asyncio.Event()
        self.reader = Reader(self.registrations, self.outbox, self.wake.set, self._give_up)
        self.heard = asyncio.get_running_loop().time()
        """when the last heartbeat was answered"""

    def _give_up(self) -> None:
        _LOG.warning("session %s reads too slowly", self.registrations.session_id)
        self.connection.cut()

    def post(self, text: str) -> None:
        """Queues an answer."""
        self.outbox.put(text)
        self.wake.set()

    def last_sign_of_life(self) -> float:
        """Loop time of the last answer to a heartbeat, in either form."""
        return max(self.heard, self.connection.last_pong)

    def as_json(self) -> dict[str, object]:
        """For the admin side."""
        return {
            "id": self.registrations.session_id,
            "registrations": [list(entry) for entry in self.registrations.held],
            "waiting_frames": len(self.outbox),
        }


class Stream:
    """All sessions of a server."""

    def __init__(
        self,
        *,
        settings: Settings,
        feed: Feed,
        faults: FaultBox,
        hts_id: str,
        knows_approval: Callable[[str], bool],
        knows_symbol: Callable[[str], bool],
        knows_key: Callable[[Streamed, str], bool],
        market_stamp: Callable[[], str],
    ) -> None:
        self._settings = settings
        self._feed = feed
        self._faults = faults
        self._market_stamp = market_stamp
        self._numbers = itertools.count(1)
        self._owner: str | None = None
        self._in_use_until = 0.0
        self.sessions: dict[str, Session] = {}
        self.opened = 0
        self._rules = Rules(
            world=settings.world,
            hts_id=hts_id,
            knows_approval=knows_approval,
            knows_symbol=knows_symbol,
            knows_key=knows_key,
            claims_appkey=self._claim,
            injected=self._injected,
        )

    async def listen(self) -> Server:
        """The listening server; the caller closes it."""
        return await serve(
            self._serve,
            "127.0.0.1",
            self._settings.ws_port,
            process_request=_refuse_other_paths,
            create_connection=Connection,
            ping_interval=None,
            compression=None,
            server_header=None,
            close_timeout=1,
            logger=_LOG,
        )

    def drop(self, fault: Fault) -> None:
        """Cuts all lines; the appkey may stay in use for a while, as after an unclean end."""
        linger = fault.number("linger_ms") / 1000
        self._in_use_until = asyncio.get_running_loop().time() + linger
        for session in self.sessions.values():
            session.connection.cut()

    def hear_again(self) -> None:
        """Half open lines become ordinary."""
        for session in self.sessions.values():
            session.connection.start_reading()
            session.wake.set()

    async def _serve(self, connection: ServerConnection) -> None:
        assert isinstance(connection, Connection)
        session = Session(next(self._numbers), connection, self._rules, self._settings)
        self.sessions[session.registrations.session_id] = session
        self.opened += 1
        try:
            async with asyncio.TaskGroup() as tasks:
                helpers = [
                    tasks.create_task(self._send(session)),
                    tasks.create_task(self._beat(session)),
                ]
                await self._receive(session)
                for helper in helpers:
                    helper.cancel()
        finally:
            self._leave(session)

    async def _receive(self, session: Session) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for message in session.connection:
                text = message if isinstance(message, str) else message.decode(errors="replace")
                if is_heartbeat_reply(text):
                    session.heard = asyncio.get_running_loop().time()
                    continue
                self._carry_out(session, text)

    def _carry_out(self, session: Session, text: str) -> None:
        answer = session.registrations.answer(text)
        session.post(answer.text)
        if answer.added is not None:
            self._feed.add(session.reader, answer.added)
        if answer.removed is not None:
            self._feed.remove(session.reader, [answer.removed])
        if answer.closes:
            asyncio.get_running_loop().call_later(0.05, session.connection.cut)

    async def _send(self, session: Session) -> None:
        """Sends what waits; a reader that is too slow for it loses its session."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                await session.wake.wait()
                session.wake.clear()
                while not self._faults.holds("half_open"):
                    frame = session.outbox.take()
                    if frame is None:
                        break
                    await session.connection.send(frame)

    async def _beat(self, session: Session) -> None:
        """PINGPONG now and then; cuts a line that stays silent."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self._settings.heartbeat_every
        while True:
            await asyncio.sleep(min(0.25, self._settings.heartbeat_every))
            if self._faults.holds("half_open"):
                session.connection.stop_reading()
                session.heard = loop.time()
                continue
            if loop.time() - session.last_sign_of_life() > self._settings.heartbeat_patience:
                _LOG.warning("session %s does not answer", session.registrations.session_id)
                session.connection.cut()
            if loop.time() >= due:
                due += self._settings.heartbeat_every
                session.post(heartbeat(self._market_stamp()))

    def _leave(self, session: Session) -> None:
        number = session.registrations.session_id
        self.sessions.pop(number, None)
        self._feed.remove(session.reader, tuple(session.registrations.held))
        if self._owner == number:
            self._owner = None

    def _claim(self, session_id: str) -> bool:
        """The first session that registers something holds the appkey until it ends."""
        if self._owner is None and asyncio.get_running_loop().time() >= self._in_use_until:
            self._owner = session_id
        return self._owner == session_id

    def _injected(self) -> MessageError | None:
        fault = self._faults.take("refuse_subscribe")
        return None if fault is None else MessageError(fault.text("code"), fault.text("message"))


async def close(server: Server) -> None:
    """Ends all sessions and stops listening."""
    server.close(close_connections=True, code=CloseCode.GOING_AWAY)
    await server.wait_closed()


def _refuse_other_paths(connection: ServerConnection, request: Request) -> Response | None:
    """`/`, `/tryitout` and `/tryitout/<TR>`: the path does not select a feed."""
    path = request.path.partition("?")[0]
    if path in {"/", "/tryitout"} or path.startswith("/tryitout/"):
        return None
    return connection.respond(HTTPStatus.NOT_FOUND, "no such path\n")
