"""A recording of the wire (기록): whose it is, how it goes, and what a file was found to hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from kis_desktop.domain.message import Message


class RecordingHeader(msgspec.Struct, frozen=True):
    """What stands at the beginning of every file of a recording.

    `world` and `dialect` name the environment, `rules` the date of each market's rules by id.
    `date` is the trading day, `started` the market's time at offset 0 (ISO), both empty where no
    server had told the time yet. `account`, `product` and `user` are the aliases that stand for
    ours. `series` is drawn at random and is the same in all parts.
    """

    format: int
    program: str
    world: str
    dialect: Literal["real", "paper"]
    date: Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
    started: str
    rules: Mapping[str, str]
    account: str
    product: str
    user: str
    series: str
    part: int = 1


class RecordingStatus(msgspec.Struct, frozen=True):
    """Whether something is being recorded, since when (monotonic seconds) and how much.

    `lost` messages found no room in the queue; `reason` says why a recording has ended by itself.
    """

    active: bool = False
    name: str = ""
    since: float = 0.0
    messages: int = 0
    size: int = 0  # bytes
    lost: int = 0
    reason: Message | None = None


class PlayStatus(msgspec.Struct, frozen=True):
    """Where a replay stands: seconds of the recording, its speed, and whether it is held.

    `damaged` places of the file don't read and were left out.
    """

    position: float
    span: float
    speed: float
    paused: bool
    damaged: int = 0

    @property
    def ended(self) -> bool:
        """Whether all of it has been played."""
        return self.position >= self.span


class RecordingSummary(msgspec.Struct, frozen=True):
    """What a file holds. `span` in seconds; `lost` messages were never written.

    `damaged` blocks don't read, `unread` bytes belong to no block (a killed program leaves some).
    """

    header: RecordingHeader
    parts: int
    messages: int
    span: float
    channels: Mapping[str, int]
    endpoints: Mapping[str, int]
    gaps: int
    lost: int
    damaged: int
    unread: int
