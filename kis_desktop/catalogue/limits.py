"""What the server allows a key, by date, and how much of it we plan to use; from `limits.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Annotated

import msgspec

_Positive = Annotated[float, msgspec.Meta(gt=0)]
_Count = Annotated[int, msgspec.Meta(ge=0)]
_Burst = Annotated[int, msgspec.Meta(ge=1)]


class Pace(msgspec.Struct, frozen=True):
    """Requests in any second: what the `server` allows and what we `plan`.

    `burst` reads may go at once after a pause; `kept` places of a second are left to orders.
    """

    server: int
    plan: float
    burst: int
    kept: int


class _Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    since: date
    server: _Burst
    plan: _Positive
    burst: _Burst
    kept: _Count

    @property
    def pace(self) -> Pace:
        return Pace(self.server, self.plan, self.burst, self.kept)


class ServerLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All limits. `newcomer_days` of the enrolment have a pace of their own; seconds are the least
    pauses after a refusal of the ledger and between two tokens.
    """

    newcomer_days: int
    ledger_seconds: float
    token_seconds: int
    registrations: int
    registrations_used: int
    real: tuple[_Dated, ...]
    newcomer: tuple[_Dated, ...]
    paper: tuple[_Dated, ...]

    def real_pace(self, day: date) -> Pace:
        """The pace of the real world on a Korean date."""
        return _on(self.real, day)

    def newcomer_pace(self, day: date) -> Pace:
        """The pace of a customer who has just enrolled, also our retreat in the real world."""
        return _on(self.newcomer, day)

    def paper_pace(self, day: date) -> Pace:
        """The pace of paper trading on a Korean date."""
        return _on(self.paper, day)

    def is_newcomer(self, enrolled: date, day: date) -> bool:
        """Whether a customer enrolled on that date has the newcomers' limit on this day."""
        new_for = (day - enrolled).days
        return 0 <= new_for < self.newcomer_days and day >= self.newcomer[0].since


@lru_cache(maxsize=1)
def server_limits() -> ServerLimits:
    """The limits as the file has them."""
    file = resources.files("kis_desktop.catalogue").joinpath("limits.toml")
    return msgspec.toml.decode(file.read_bytes(), type=ServerLimits)


def _on(dated: Sequence[_Dated], day: date) -> Pace:
    """The newest that holds on a day; the oldest for days before all."""
    holding = [entry for entry in dated if entry.since <= day]
    return (holding[-1] if holding else dated[0]).pace
