"""Texts of the realtime line that did not read, kept for a report: bounded, and nobody is in them.

A text of a channel that tells prices is kept as it came. Of any other, order notices above all,
only the shape is kept: letters as `x`, digits as `9`, and codes or counts of few characters.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

from kis_desktop.catalogue import loader
from kis_desktop.domain.quarantine import Quarantined, QuarantinedFrame
from kis_desktop.kis.protocol.control import is_control
from kis_desktop.kis.protocol.frames import Surprise

KEPT = 200
KINDS = 100
LONGEST = 4_000  # characters of a text that are kept

_LONGEST_TR_ID = 16
_OTHER = Surprise("further kinds")
_CODE = re.compile(r"[0-9A-Za-z]{0,2}|[0-9]{3}")
_FIELDS = re.compile(r"([\^|])")


class Quarantine:
    """The last texts that did not read, and how many there were of each kind."""

    def __init__(self, wall: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._wall = wall
        self._kinds: dict[tuple[str, str], Quarantined] = {}
        self._frames: deque[QuarantinedFrame] = deque(maxlen=KEPT)

    def take(self, surprise: Surprise, text: str) -> bool:
        """Keep a text that surprised us; whether it is the first of its kind."""
        kind = Surprise(surprise.reason, surprise.tr_id[:_LONGEST_TR_ID])
        kept = harmless(text, kind.tr_id)
        at = self._wall()
        self._frames.append(QuarantinedFrame(kind.tr_id, kind.reason, at, kept))
        if (kind.tr_id, kind.reason) not in self._kinds and len(self._kinds) >= KINDS:
            kind = _OTHER
        before = self._kinds.get((kind.tr_id, kind.reason))
        self._kinds[kind.tr_id, kind.reason] = Quarantined(
            kind.tr_id,
            kind.reason,
            1 if before is None else before.count + 1,
            at if before is None else before.first_at,
            kept if before is None else before.sample,
        )
        return before is None

    def kinds(self) -> tuple[Quarantined, ...]:
        """What surprised us since the start, in the order of the first time."""
        return tuple(self._kinds.values())

    def frames(self) -> tuple[QuarantinedFrame, ...]:
        """The last texts, oldest first."""
        return tuple(self._frames)


def harmless(text: str, tr_id: str) -> str:
    """A text without anything personal, cut to what is worth keeping."""
    channel = loader.find_channel(tr_id)
    if channel is not None and not channel.encrypted and not is_control(text):
        return text[:LONGEST]
    head, separator, rest = text[:LONGEST].partition(f"|{tr_id}|")
    if not tr_id or not separator:
        return _shape(text[:LONGEST])
    return f"{_shape(head)}{separator}{_shape(rest)}"


def _shape(text: str) -> str:
    return "".join(
        part if _CODE.fullmatch(part) or part in ("^", "|") else _masked(part)
        for part in _FIELDS.split(text)
    )


def _masked(field: str) -> str:
    return "".join(
        "9" if sign.isdigit() else "x" if sign.isalpha() else _plain(sign) for sign in field
    )


def _plain(sign: str) -> str:
    return sign if sign.isascii() and sign.isprintable() else "?"
