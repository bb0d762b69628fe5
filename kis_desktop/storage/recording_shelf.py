"""Where recordings of a profile lie, and what stands at the beginning of each."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from kis_desktop import __version__
from kis_desktop.domain.recording import RecordingHeader
from kis_desktop.storage.recorder import FORMAT, SUFFIX, Clean, RecordingWriter
from kis_desktop.storage.recording_alias import Aliases

KEPT_BYTES = 4 * 1024 * 1024 * 1024  # of a profile's own folder; the oldest go first

Identify = Callable[[], tuple[str, str, str]]
"""Account number, its product code, and the HTS ID: what gets the first aliases."""


class RecordingShelf:
    """The recordings of one profile. Blocking."""

    def __init__(
        self,
        folder: Path,
        *,
        world: str,
        dialect: Literal["real", "paper"],
        rules: Mapping[str, str],
        identify: Identify,
        clean: Clean,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self._folder = folder
        self._world, self._dialect, self._rules = world, dialect, rules
        self._identify = identify
        self._clean = clean
        self._kept_bytes = kept_bytes

    def name(self, file: Path | None, market: datetime) -> str:
        """What the trader is shown: the name of a file, without its folder."""
        return self._path(file, market).name

    def begin(
        self, file: Path | None, market: datetime, began: float, *, known: bool
    ) -> RecordingWriter:
        """A new recording. Raises `StorageFailed`."""
        aliases = Aliases()
        number, product, user = self._identify()
        header = RecordingHeader(
            format=FORMAT,
            program=__version__,
            world=self._world,
            dialect=self._dialect,
            date=market.date().isoformat() if known else "",
            started=market.isoformat() if known else "",
            rules=dict(self._rules),
            account=aliases.account(number),
            product=aliases.product(product),
            user=aliases.alias(user),
            series=secrets.token_hex(8),
        )
        if file is None:
            self._make_room()
        return RecordingWriter(self._path(file, market), header, aliases, self._clean, began)

    def _path(self, file: Path | None, market: datetime) -> Path:
        if file is not None:
            return file
        return self._folder / f"{market.strftime('%Y%m%d-%H%M%S')}{SUFFIX}"

    def _make_room(self) -> None:
        """Remove the oldest of our own folder while all together are more than is kept."""
        with contextlib.suppress(OSError):
            files = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda one: one.stat().st_mtime)
            held = sum(one.stat().st_size for one in files)
            while files and held > self._kept_bytes:
                oldest = files.pop(0)
                held -= oldest.stat().st_size
                oldest.unlink()
