"""Files that the trader has written from what is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kis_desktop.services.runtime import Worker


class Exports:
    """`write` replaces a file as a whole (blocking); `worker` is used for nothing else, so that a
    long file keeps nothing waiting.
    """

    def __init__(self, write: Callable[[Path, bytes], None], worker: Worker) -> None:
        self._write = write
        self._worker = worker

    async def save(self, file: str, content: Callable[[], bytes]) -> None:
        """Make a file's content and write it, both away from the screen. Raises `StorageFailed`;
        the file is then as it was.
        """
        await self._worker.run(self._save, Path(file), content)

    def _save(self, path: Path, content: Callable[[], bytes]) -> None:
        self._write(path, content())
