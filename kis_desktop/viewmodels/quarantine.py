"""What came over the realtime line and does not read: told once, kept aside, saved on demand."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue.loader import find_channel
from kis_desktop.domain.quarantine import Quarantined, QuarantinedFrame
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

Kind = tuple[str, str]


class QuarantineNews(QObject):
    """A sentence until it is dismissed; a kind that was not there before brings it back."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Words(context.language)
        self._kept: tuple[Quarantined, ...] = ()
        self._dismissed: frozenset[Kind] = frozenset()
        context.clock.frame.connect(self._on_frame)

    @property
    def count(self) -> int:
        """How many texts did not read since the start."""
        return sum(one.count for one in self._kept)

    @property
    def sentence(self) -> str:
        """What to tell; empty where nothing is new."""
        fresh = [one for one in self._kept if _kind(one) not in self._dismissed]
        if not fresh:
            return ""
        last = fresh[-1]
        return self._words(
            "quarantine.told", n=self.count, channel=self._title(last.tr_id), reason=last.reason
        )

    def dismiss(self) -> None:
        """Tell no more of what is known by now."""
        self._dismissed = frozenset(map(_kind, self._kept))
        self.changed.emit()

    async def report(self) -> bytes:
        """The last such texts, a JSON object a line. Raises `KisDesktopError`."""
        frames: tuple[QuarantinedFrame, ...] = await self._context.commands.run(
            self._context.services.connection.quarantine
        )
        return b"".join(msgspec.json.encode(frame) + b"\n" for frame in frames)

    def _title(self, tr_id: str) -> str:
        channel = find_channel(tr_id)
        if channel is None:
            return tr_id or self._words("quarantine.no_channel")
        title = channel.title.ko if self._words.language == "ko" else channel.title.en
        return f"{title} {tr_id}"

    def _on_frame(self, frame: Frame) -> None:
        kept = frame.latest.get((Topic.QUARANTINE, ""))
        if isinstance(kept, tuple) and kept != self._kept:
            self._kept = kept
            self.changed.emit()


def _kind(one: Quarantined) -> Kind:
    return one.tr_id, one.reason
