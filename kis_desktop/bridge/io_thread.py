"""The thread that owns every socket and service, with a plain asyncio loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future

Main = Callable[[], Coroutine[object, object, None]]


class IoThread:
    """Runs one main coroutine; the loop lives as long as it does."""

    def __init__(self, name: str = "io") -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._ready = threading.Event()
        self.finished: Future[None] = Future()

    def start(self, main: Main) -> None:
        """Begin; returns when the loop runs."""
        self._thread = threading.Thread(target=self._work, args=(main,), name=self._name)
        self._thread.start()
        self._ready.wait()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The running loop. Raises `RuntimeError` before the start and after the end."""
        if self._loop is None or self._loop.is_closed():
            raise RuntimeError("the I/O thread is not running")
        return self._loop

    @property
    def is_running(self) -> bool:
        """Whether commands can be given."""
        return self._thread is not None and self._thread.is_alive() and not self.finished.done()

    def stop(self, timeout: float = 20.0) -> bool:
        """Cancel the main coroutine and wait for the thread; false when it didn't end in time."""
        if self._thread is None:
            return True
        if self._loop is not None and self._main is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._main.cancel)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self, main: Main) -> None:
        try:
            asyncio.run(self._run(main))
        except asyncio.CancelledError:
            self.finished.set_result(None)
        except BaseException as error:  # noqa: BLE001 - whatever ended the thread is handed on
            self.finished.set_exception(error)
        else:
            self.finished.set_result(None)
        finally:
            self._ready.set()

    async def _run(self, main: Main) -> None:
        self._loop = asyncio.get_running_loop()
        self._main = asyncio.current_task()
        self._ready.set()
        await main()
