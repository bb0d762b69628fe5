"""What came over the realtime line and does not read: counted, kept for a report, never shown."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Quarantined(msgspec.Struct, frozen=True):
    """How often a channel surprised us in one way. `first_at` UTC; `sample` is the first text.

    `tr_id` is empty where the text names no channel. Personal fields are not in the sample.
    """

    tr_id: str
    reason: str
    count: int
    first_at: datetime
    sample: str


class QuarantinedFrame(msgspec.Struct, frozen=True):
    """One such text as it came (`at` UTC), cut where it is very long, without personal fields."""

    tr_id: str
    reason: str
    at: datetime
    text: str
