"""A lock between processes, held through an open file and so released when the holder dies."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.storage.disk_error import told

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PATIENCE = 30.0  # seconds until a lock that another process holds is given up
_LOOK_AGAIN = 0.02  # seconds between tries
assert 0 < _LOOK_AGAIN < _PATIENCE


class FileLock:
    """Held by one owner at a time, among processes and within one.

    As a context manager it blocks the thread, as an asynchronous one it only waits. Both raise
    `StorageFailed` when the holder doesn't let go in time. The file itself stays where it is: to
    remove it would let two owners hold two files of one name.
    """

    def __init__(self, path: Path, patience: float = _PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this owner holds the lock."""
        return self._descriptor is not None

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it. Raises `StorageFailed` when there can't be one."""
        if self._descriptor is not None:
            return False
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageFailed(told(error, self._path)) from error
        if not _lock(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go, if held."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            _unlock(descriptor)
            os.close(descriptor)

    def __enter__(self) -> Self:
        deadline = time.monotonic() + self._patience
        while not self.try_acquire():
            self._check_patience(deadline)
            time.sleep(_LOOK_AGAIN)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    async def __aenter__(self) -> Self:
        deadline = time.monotonic() + self._patience
        while not self.try_acquire():
            self._check_patience(deadline)
            await asyncio.sleep(_LOOK_AGAIN)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _check_patience(self, deadline: float) -> None:
        if time.monotonic() >= deadline:
            raise StorageFailed(message("storage.busy", file=self._path.name))


if sys.platform == "win32":

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
