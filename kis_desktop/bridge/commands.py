"""What the screen asks of the services, and how failures come back as sentences."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError as FutureCancelled
from typing import Any, ParamSpec, TypeVar

from kis_desktop.bridge.io_thread import IoThread
from kis_desktop.domain.errors import KisDesktopError, ServiceStopped
from kis_desktop.domain.message import message

_log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class Commands:
    """Runs service methods on the I/O thread for callers on the UI thread."""

    def __init__(self, io_thread: IoThread) -> None:
        self._io = io_thread
        self._started: set[asyncio.Task[Any]] = set()

    async def run(
        self,
        method: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Await a service method. Cancelling this cancels it there.

        Raises `KisDesktopError` alone: whatever else went wrong is logged and told as one.
        """
        if not self._io.is_running:
            raise ServiceStopped(message("program.stopped"))
        try:
            future = asyncio.run_coroutine_threadsafe(_told(method, *args, **kwargs), self._io.loop)
            return await asyncio.wrap_future(future)
        except (FutureCancelled, RuntimeError) as error:
            raise ServiceStopped(message("program.stopped")) from error

    def start(
        self,
        method: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> asyncio.Task[T | None]:
        """Run a service method whose outcome comes back as an event; a failure is logged."""

        async def quietly() -> T | None:
            try:
                return await self.run(method, *args, **kwargs)
            except KisDesktopError as error:
                _log.warning("%s failed: %s", method.__qualname__, error)
                return None

        task = asyncio.ensure_future(quietly())
        self._started.add(task)
        task.add_done_callback(self._started.discard)
        return task


def attempt(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The outcome of a plain call, such as building one panel among others.

    Raises `KisDesktopError` alone: whatever else went wrong is logged and told as one.
    """
    try:
        return call(*args, **kwargs)
    except KisDesktopError:
        raise
    except Exception as error:
        _log.exception("%s broke", getattr(call, "__qualname__", call))
        raise KisDesktopError(message("program.unexpected", error=type(error).__name__)) from error


async def _told(
    method: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
) -> T:
    try:
        return await method(*args, **kwargs)
    except KisDesktopError:
        raise
    except Exception as error:
        _log.exception("%s broke", method.__qualname__)
        raise KisDesktopError(message("program.unexpected", error=type(error).__name__)) from error
