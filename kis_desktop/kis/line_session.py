"""One session of the realtime line, from its opening to its end: listen, speak, watch.

Silence ends it, for a line that says nothing is no line however open it looks. So does a computer
that slept, for whose monotonic clock no time has passed. A listener that fails ends it too: what it
missed is read anew after the gap.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.domain.message import Message, message
from kis_desktop.kis.frame_reader import FrameReader
from kis_desktop.kis.line_socket import Dropped, Socket, Timing
from kis_desktop.kis.line_tap import LineTap
from kis_desktop.kis.protocol import control
from kis_desktop.kis.protocol.control import Ack, Heartbeat
from kis_desktop.kis.protocol.frames import Surprise
from kis_desktop.kis.protocol.registrations import Order

_log = logging.getLogger(__name__)

_ASLEEP = 10.0  # seconds by which the wall's clock runs ahead between two looks


class Ended(Exception):
    """A session is over; `reason` is told to the trader, `kind` decides what follows."""

    def __init__(self, reason: Message, kind: ErrorKind | None = None) -> None:
        super().__init__(reason.id)
        self.reason = reason
        self.kind = kind


class Speaker(Protocol):
    """Who knows what is to be said, and takes the answers. Raises `Ended` to end the session."""

    def next_order(self) -> Order | None:
        """What to register or take back now."""

    def sent(self, order: Order) -> None:
        """That goes out in this moment: its answer may be here before the sending returns."""

    def answered(self, ack: Ack, now: float) -> None:
        """The server answered."""

    def server_time(self, at: datetime) -> None:
        """The server told its time."""


class LineSession:
    """One connection. `work` is set when there may be something to say."""

    def __init__(
        self,
        socket: Socket,
        key: str,
        speaker: Speaker,
        reader: FrameReader,
        tap: LineTap,
        *,
        work: asyncio.Event,
        clock: Callable[[], float],
        timing: Timing,
    ) -> None:
        self._socket = socket
        self._key = key
        self._speaker = speaker
        self._reader = reader
        self._tap = tap
        self._work = work
        self._clock = clock
        self._timing = timing
        self._heard_at = clock()

    async def hold(self) -> Ended:
        """The session as long as it lasts.

        No `TaskGroup`: in Python 3.11 one whose task fails in the moment it is cancelled forgets
        the cancellation.
        """
        tasks = [  # the watches come first: where one ended the line, the others merely lost it
            asyncio.create_task(self._watch(), name="stream watch"),
            asyncio.create_task(self._watch_sleep(), name="stream sleep watch"),
            asyncio.create_task(self._listen(), name="stream listen"),
            asyncio.create_task(self._speak(), name="stream speak"),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        ends = [_end_by(error) for error in outcomes if isinstance(error, Exception)]
        return min(ends, key=lambda end: end.kind is None)

    @property
    def heard_at(self) -> float:
        """The monotonic second at which the server was heard last, or the session began."""
        return self._heard_at

    async def _listen(self) -> None:
        while True:
            text = await self._socket.recv()
            self._heard_at = now = self._clock()
            if isinstance(text, bytes):
                self._reader.wonder(Surprise("bytes"), text.decode("latin-1"))
            elif control.is_control(text):
                self._tap.heard_control(text)
                if self._take_control(text, now):
                    self._tap.said(text)
                    await self._socket.send(text)
            else:
                self._tap.heard_frame(text, self._reader)
                self._reader.take(text, now)

    async def _speak(self) -> None:
        """Say what is to be said, one thing at a time, at a pace that no server minds."""
        while True:
            order = self._speaker.next_order()
            if order is None:
                await self._work_or_look()
                continue
            self._speaker.sent(order)
            one = order.registration
            self._tap.said(control.registration("", one.tr_id, one.key, wanted=order.wanted))
            await self._socket.send(
                control.registration(self._key, one.tr_id, one.key, wanted=order.wanted)
            )
            await asyncio.sleep(self._timing.pace)

    async def _work_or_look(self) -> None:
        self._work.clear()
        try:
            async with asyncio.timeout(self._timing.look):
                await self._work.wait()
        except TimeoutError:
            return

    async def _watch(self) -> None:
        while True:
            left = self._heard_at + self._timing.silence - self._clock()
            if left <= 0:
                self._socket.abort()
                raise Ended(message("kis.stream_silent", seconds=round(self._timing.silence)))
            await asyncio.sleep(left)

    async def _watch_sleep(self) -> None:
        """See whether the computer slept: what the server sent meanwhile is lost."""
        while True:
            ahead = time.time() - self._clock()
            await asyncio.sleep(self._timing.look)
            if time.time() - self._clock() - ahead >= _ASLEEP:
                self._socket.abort()
                raise Ended(message("kis.stream_asleep"))

    def _take_control(self, text: str, now: float) -> bool:
        """Take in a control message; whether the same text is to be sent back."""
        said = control.read_control(text)
        if isinstance(said, Heartbeat):
            if said.at is not None:
                self._speaker.server_time(said.at)
            return True
        if isinstance(said, Surprise):
            self._reader.wonder(said, text)
            return False
        if said.key and said.iv:
            self._reader.learn(said.tr_id, said.key, said.iv)
        self._speaker.answered(said, now)
        return False


def _end_by(error: Exception) -> Ended:
    """The end that a failed task of a session brings; a mistake of our own is logged in full."""
    if isinstance(error, Ended):
        return error
    if isinstance(error, Dropped):
        return Ended(message("kis.stream_dropped"))
    _log.error("the realtime line ended by a failure of the program", exc_info=error)
    return Ended(message("kis.stream_failed"))
