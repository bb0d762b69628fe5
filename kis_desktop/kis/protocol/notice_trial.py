"""Whether order notices are asked for: a wrong HTS ID makes the server close the whole line.

Two closes in a row while their registration was unanswered, and the line goes on without them, so
that prices don't suffer. They are tried again after a long pause, whenever the trader asks, and at
once where the line is closed without them too.
"""

from __future__ import annotations

AGAIN_SECONDS = 600.0
SUSPICIOUS_CLOSES = 2


class NoticeTrial:
    """What speaks against the notices. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._closes = 0
        self._withheld = False
        self._again: float | None = None

    @property
    def withheld(self) -> bool:
        """Whether the line does without notices for now."""
        return self._withheld

    @property
    def retry_at(self) -> float | None:
        """When they are tried again; None unless they were withheld or refused."""
        return self._again

    def is_due(self, now: float) -> bool:
        """Whether they were withheld or refused so long ago that they are worth another try."""
        return self._again is not None and now >= self._again

    def begin(self) -> None:
        """They are tried again; one more close is enough to withhold them anew."""
        self._withheld = False
        self._again = None

    def confirmed(self) -> None:
        """The server has confirmed them."""
        self._closes = 0
        self.begin()

    def acquitted(self) -> None:
        """The line was closed without them too: they were not the reason."""
        self.confirmed()

    def refused(self, now: float) -> None:
        """The server refused them, or never answered, and kept the line."""
        self._again = now + AGAIN_SECONDS

    def closed(self, now: float) -> bool:
        """The line was closed before they were answered; whether they are withheld now."""
        self._closes += 1
        if self._closes >= SUSPICIOUS_CLOSES:
            self._withheld = True
            self._again = now + AGAIN_SECONDS
        return self._withheld
