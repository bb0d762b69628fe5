"""Services that are still being built on the other thread: calls wait until they are there."""

from __future__ import annotations

import asyncio
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Promise(Generic[T]):
    """Something that the I/O thread will have made. `keep` and `break_` are called there alone."""

    def __init__(self) -> None:
        self._made: T | None = None
        self._error: BaseException | None = None
        self._waiting: set[asyncio.Future[T]] = set()

    def keep(self, made: T) -> None:
        """It is there; whoever waits goes on."""
        self._made = made
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(made)
        self._waiting.clear()

    def break_(self, error: BaseException) -> None:
        """It will never be there; whoever waits is told why."""
        self._error = error
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(error)
        self._waiting.clear()

    async def wait(self) -> T:
        """What was promised. Raises what it broke with. On the I/O thread."""
        if self._error is not None:
            raise self._error
        if self._made is not None:
            return self._made
        waiter: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        return await waiter


class Promised:
    """Stands for an object with coroutine methods, or with parts that have them.

    `Promised(promise).orders.submit` is a coroutine function that waits for the object and then
    calls `orders.submit` on it.
    """

    def __init__(self, promise: Promise[Any], path: tuple[str, ...] = ()) -> None:
        self._promise = promise
        self._path = path
        self.__qualname__ = ".".join(path)

    def __getattr__(self, name: str) -> Promised:
        return Promised(self._promise, (*self._path, name))

    async def __call__(self, *args: object, **kwargs: object) -> Any:
        target = await self._promise.wait()
        for name in self._path:
            target = getattr(target, name)
        return await target(*args, **kwargs)
