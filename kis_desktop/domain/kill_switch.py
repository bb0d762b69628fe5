"""The kill switch (긴급 정지): new orders stopped, all working orders taken back."""

from __future__ import annotations

import enum
from datetime import datetime

import msgspec


class KillOutcome(enum.StrEnum):
    """What became of one cancel."""

    WAITING = "waiting"
    SENT = "sent"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    GONE = "gone"  # it was filled, or ended otherwise, before a cancel took it back


class KillLine(msgspec.Struct, frozen=True):
    """One order that the switch takes back; `words` is the refusal's own text. `order_no` is empty
    for one without an answer, of which nobody knows the number; `local_id` names every order.
    """

    order_no: str
    symbol: str
    outcome: KillOutcome
    code: str = ""
    words: str = ""
    local_id: str = ""


class KillReport(msgspec.Struct, frozen=True):
    """How the switch stands. `seconds_left` is what the remaining cancels need under the rate
    limit. `pulled_at` UTC, None while it has never been pulled; `reason` why it was released last.
    """

    stopped: bool
    pulled_at: datetime | None = None
    lines: tuple[KillLine, ...] = ()
    seconds_left: float = 0.0
    reason: str = ""

    def count(self, outcome: KillOutcome) -> int:
        """How many orders came out so."""
        return sum(line.outcome is outcome for line in self.lines)
