"""The other half of the program: builds the services on the I/O thread and keeps them running.

The wire and what it needs are imported here, on the I/O thread and after the first paint, so that
the window does not wait for them.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from kis_desktop.app.profile import Profile
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.bridge.promised import Promise
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.services.application import Services
from kis_desktop.services.runtime import Runtime, Worker
from kis_desktop.storage.log_file import Redactor

_log = logging.getLogger(__name__)

_REMEMBER_EVERY = 5.0  # seconds


class Serving:
    """Runs on the I/O thread; `services` is kept once they are built."""

    def __init__(self, profile: Profile, mailbox: Mailbox, redactor: Redactor) -> None:
        self._profile = profile
        self._mailbox = mailbox
        self._redactor = redactor
        self._may_begin = asyncio.Event()
        self.services: Promise[Services] = Promise()

    def begin(self) -> None:
        """The window is up: start building. On the I/O thread."""
        self._may_begin.set()

    async def run(self) -> None:
        """Build the services and run them until cancelled."""
        await self._may_begin.wait()
        from kis_desktop.app.world import World  # noqa: PLC0415 - after the first paint

        runtime = Runtime(self._mailbox)
        try:
            world = await World.open(self._profile, self._mailbox, runtime, self._redactor)
        except KisDesktopError as error:
            _log.exception("could not start")
            self._mailbox.event(Logged(datetime.now(UTC), Severity.FAILURE, error.message))
            self.services.break_(error)
            try:
                await asyncio.Event().wait()
            finally:
                runtime.close()
            return
        self.services.keep(world.services)
        kept = {
            "preferences": lambda: self._keep_preferences(runtime.worker("disk")),
            "simulator": self._watch_simulator,
            "notices": world.notices.run,
            "journal_head": world.journal_watch.run,
        }
        try:
            await runtime.run({**world.services.supervised(), **kept})
        finally:
            await world.close()
            runtime.close()

    async def _keep_preferences(self, disk: Worker) -> None:
        """Write down what the screen wants remembered, now and then."""
        while True:
            await asyncio.sleep(_REMEMBER_EVERY)
            await disk.run(self._profile.preferences.flush)

    async def _watch_simulator(self) -> None:
        """Say so when the demo's market ends by itself: the line can then only wait for it."""
        await self._profile.simulator_died()
        told = message("program.simulator_died")
        self._mailbox.event(Logged(datetime.now(UTC), Severity.FAILURE, told))

    def close(self) -> None:
        """Let go of what the profile started."""
        self._profile.end_simulator()
