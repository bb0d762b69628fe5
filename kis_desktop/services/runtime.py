"""Supervisors and executors: one failing part never takes another with it.

Each service runs under a supervisor of its own that restarts it with back-off and says so. Blocking
work (fsync, key derivation, the bar store) runs on named executors of one thread each; nobody else
makes threads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import ParamSpec, TypeVar

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import message
from kis_desktop.services.ports import Publisher

_log = logging.getLogger(__name__)

_FIRST_PAUSE = 0.5  # seconds before the first restart
_LONGEST_PAUSE = 30.0  # seconds; doubled up to here
_QUIET_AFTER = 60.0  # seconds of good work that forgive earlier failures
assert 0 < _FIRST_PAUSE < _LONGEST_PAUSE < _QUIET_AFTER

Run = Callable[[], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]
P = ParamSpec("P")
T = TypeVar("T")


class Worker:
    """Blocking calls, one after another, on a thread of their own."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The outcome of a blocking call. A cancelled waiter leaves the call to be carried out,
        also one whose turn has not come yet: what was to be written is written.
        """
        loop = asyncio.get_running_loop()
        return await asyncio.shield(
            loop.run_in_executor(self._pool, partial(call, *args, **kwargs))
        )

    def close(self) -> None:
        """Wait for what was begun, then end the thread."""
        self._pool.shutdown(wait=True)


class Runtime:
    """Runs services until cancelled, and hands out workers that live until `close`."""

    def __init__(self, publisher: Publisher, sleep: Sleep = asyncio.sleep) -> None:
        self._publisher = publisher
        self._sleep = sleep
        self._workers: dict[str, Worker] = {}

    def worker(self, name: str) -> Worker:
        """The worker of this name, made on first use."""
        if name not in self._workers:
            self._workers[name] = Worker(name)
        return self._workers[name]

    async def run(self, services: Mapping[str, Run]) -> None:
        """Run all services until cancelled."""
        async with asyncio.TaskGroup() as group:
            for name, service in services.items():
                group.create_task(self._supervise(name, service), name=name)

    def close(self) -> None:
        """End the workers' threads, once nothing more is to be written."""
        for worker in self._workers.values():
            worker.close()

    async def _supervise(self, name: str, service: Run) -> None:
        loop = asyncio.get_running_loop()
        pause = _FIRST_PAUSE
        while True:
            begun = loop.time()
            try:
                await service()
            except Exception as error:  # noqa: BLE001 - the supervisor starts it anew
                _log.exception("service %s failed", name)
                if loop.time() - begun > _QUIET_AFTER:
                    pause = _FIRST_PAUSE
                self._tell(name, error, pause)
            else:
                return
            await self._sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _tell(self, name: str, error: Exception, pause: float) -> None:
        told = message("program.service_failed", service=name)
        if pause >= _LONGEST_PAUSE:
            told = message("program.service_gave_up", service=name, seconds=int(pause))
        if isinstance(error, KisDesktopError):
            told = error.message
        self._publisher.event(Logged(datetime.now(UTC), Severity.FAILURE, told))
