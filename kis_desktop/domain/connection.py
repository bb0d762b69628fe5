"""How the program stands with the server: line, budgets, clock."""

from __future__ import annotations

import enum
from datetime import datetime

import msgspec

from kis_desktop.domain.message import Message
from kis_desktop.domain.session import Phase


class LinkState(enum.StrEnum):
    """Where the realtime line stands."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    LIVE = "live"
    GAP = "gap"  # the line broke; prices on the screen are old until the snapshot is in
    BLOCKED = "blocked"  # the server refuses us; the trader decides


class Environment(enum.StrEnum):
    """Which world a profile trades in."""

    REAL = "real"
    PAPER = "paper"
    SIMULATED = "simulated"
    REPLAY = "replay"  # a recording: nothing is sent anywhere


class ConnectionStatus(msgspec.Struct, frozen=True):
    """The realtime line as it stands. `retry_at` and `since` are monotonic seconds;
    latency in ms.
    """

    state: LinkState
    since: float
    latency_ms: float | None = None
    retry_at: float | None = None
    reason: Message | None = None
    attempts: int = 0


class Notices(enum.StrEnum):
    """How we learn what becomes of our orders."""

    LIVE = "live"  # the server tells at once (체결통보)
    POLLING = "polling"  # not registered, so the day's list is read often
    WITHHELD = "withheld"  # refused or suspected to break the line; read often, tried again later


class NoticeStatus(msgspec.Struct, frozen=True):
    """Order notices as they stand. `read_every` is the seconds between readings of the day's list
    now, `retry_at` (monotonic seconds) when the registration is tried again.
    """

    state: Notices
    read_every: float
    reason: Message | None = None
    retry_at: float | None = None


class Waiting(msgspec.Struct, frozen=True):
    """A lane's queue: how many wait, and for how long (seconds) the first of them has."""

    lane: str
    count: int
    longest: float


class Standing(enum.StrEnum):
    """How far a registration on the realtime line has come."""

    CONFIRMED = "confirmed"
    ASKED = "asked"
    REFUSED = "refused"
    NO_ROOM = "no_room"  # wanted, but others are more important


class Registered(msgspec.Struct, frozen=True):
    """One registration: the TR id, its key (empty for notices: an HTS ID is personal), its rank
    (0 is the most important) and how it stands.
    """

    tr_id: str
    key: str
    rank: int
    standing: Standing


class Budget(msgspec.Struct, frozen=True):
    """What is used of what the server allows.

    `rest_used` counts the last second against `rest_limit` (what we plan, not the `server_limit`);
    `waiting` requests stand in the `queues`; `busy_answers` counts refusals for going too fast
    since the start; registrations count confirmed ones, `line` has them all. Tokens: when
    the one in use was issued and ends (UTC), and how many were issued on this date (Korean time).
    """

    rest_used: int = 0
    rest_limit: float = 0
    waiting: int = 0
    registrations: int = 0
    registration_limit: int = 41
    token_valid_until: datetime | None = None
    server_limit: float = 0
    queues: tuple[Waiting, ...] = ()
    busy_answers: int = 0
    line: tuple[Registered, ...] = ()
    token_issued_at: datetime | None = None
    tokens_today: int | None = None


class Feed(enum.StrEnum):
    """How the price of a symbol reaches the screen."""

    LIVE = "live"
    POLLED = "polled"
    WAITING = "waiting"
    GAP = "gap"


class VenueClock(msgspec.Struct, frozen=True):
    """What one venue (`Venue` value) is doing, and what comes next; None after the day's last."""

    venue: str
    phase: Phase
    next_phase: Phase | None = None
    next_change: datetime | None = None


class ClockReading(msgspec.Struct, frozen=True):
    """The market's clock: `market` at the monotonic second `monotonic`, running at `rate`.

    `phase` and what follows it are the KRX's; `venues` has every venue. Until the server has told
    its time, `synchronised` is false and the screen shows no clock.
    """

    market: datetime
    monotonic: float
    rate: float
    phase: Phase
    next_phase: Phase | None
    next_change: datetime | None
    synchronised: bool
    venues: tuple[VenueClock, ...] = ()

    def phase_of(self, venue: str) -> Phase:
        """What a venue is doing; closed where nothing is known of it."""
        found = next((one.phase for one in self.venues if one.venue == venue), None)
        if found is not None:
            return found
        return self.phase if venue == "KRX" else Phase.CLOSED

    def at(self, monotonic: float) -> datetime:
        """Market time at a monotonic second."""
        from_here = (monotonic - self.monotonic) * self.rate
        return datetime.fromtimestamp(self.market.timestamp() + from_here, self.market.tzinfo)
