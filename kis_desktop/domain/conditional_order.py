"""Conditional orders (조건주문) of this machine: what is watched, what is sent, where each stands.

One conditional order has one leg, or two of which one alone may be sent: a pair (OCO), or the stop
and the target behind an entry (bracket).
"""

from __future__ import annotations

import enum
from datetime import date, time
from decimal import Decimal

import msgspec

from kis_desktop.domain.message import Message
from kis_desktop.domain.order import OrderIntent, Side
from kis_desktop.domain.session import Phase


class TriggerKind(enum.StrEnum):
    """What a leg waits for. Written for a sale; a purchase waits for the mirror image."""

    STOP = "stop"  # 손절: the price falls to the level
    TAKE_PROFIT = "take_profit"  # 이익실현: it rises to the level
    KEEP_PROFIT = "keep_profit"  # 이익보존: it rises over the level, then falls back through it
    TRAILING = "trailing"  # it falls so far from its highest
    TIME = "time"  # a time of the market's clock


class Grouping(enum.StrEnum):
    """How the legs belong together."""

    SINGLE = "single"
    PAIR = "pair"  # OCO: one is sent, the other is not
    BRACKET = "bracket"  # a pair behind an entry that is sent at once


class Basis(enum.StrEnum):
    """Which price is watched."""

    LAST = "last"
    BID = "bid"
    ASK = "ask"


class TrailUnit(enum.StrEnum):
    """In what a trailing distance is counted."""

    TICKS = "ticks"
    WON = "won"
    PERCENT = "percent"


class Trigger(msgspec.Struct, frozen=True):
    """What has to happen. `key` is a feed key, `level` in KRW, `ticks` how far a kept profit has to
    fall back behind its level, `distance` in its unit, `at` exchange time.
    """

    kind: TriggerKind
    key: str
    basis: Basis = Basis.LAST
    level: Decimal | None = None
    ticks: int = 0
    distance: Decimal | None = None
    unit: TrailUnit | None = None
    at: time | None = None


class LegState(enum.StrEnum):
    """Where a leg stands; `MOVES` says what may come next."""

    WAITING_ENTRY = "waiting_entry"  # nothing of the entry is filled yet
    WAITING_FIRST_CROSS = "waiting_first_cross"  # the profit to be kept is not there yet
    ARMED = "armed"
    TRIGGERED = "triggered"  # a print met it; a reading over REST is asked for
    CONFIRMING = "confirming"  # that reading is under way
    SENDING = "sending"  # on the disk as fired, and handed over to the order service
    DONE = "done"  # KIS has taken the order in
    REFUSED = "refused"
    UNKNOWN = "unknown"  # whether the order was sent has to be looked at
    EXPIRED = "expired"
    PAUSED = "paused"
    CANCELLED = "cancelled"

    @property
    def is_watching(self) -> bool:
        """Whether a coming price can make it fire."""
        return self in _WATCHING

    @property
    def is_in_flight(self) -> bool:
        """Whether an order may be under way because of it."""
        return self in (LegState.SENDING, LegState.UNKNOWN)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self in _OVER


_S = LegState
_STOPPED = frozenset({_S.PAUSED, _S.CANCELLED, _S.EXPIRED})
_BEGINS = frozenset({_S.ARMED, _S.WAITING_FIRST_CROSS, _S.WAITING_ENTRY})
MOVES: dict[LegState, frozenset[LegState]] = {
    _S.WAITING_ENTRY: _STOPPED | {_S.ARMED, _S.WAITING_FIRST_CROSS},
    _S.WAITING_FIRST_CROSS: _STOPPED | {_S.ARMED},
    _S.ARMED: _STOPPED | {_S.TRIGGERED},
    _S.TRIGGERED: _STOPPED | {_S.CONFIRMING, _S.ARMED},
    # back to the first cross where the reading doesn't know of one
    _S.CONFIRMING: _STOPPED | {_S.SENDING, _S.ARMED, _S.WAITING_FIRST_CROSS, _S.REFUSED},
    # paused: it could not be written down as fired, so it was not sent
    _S.SENDING: frozenset({_S.DONE, _S.REFUSED, _S.UNKNOWN, _S.PAUSED}),
    # back to the start only by the trader, and only where the journal knows of no order
    _S.UNKNOWN: _BEGINS | {_S.DONE, _S.REFUSED},
    _S.DONE: frozenset({_S.REFUSED}),  # the exchange refused what KIS had taken in
    _S.REFUSED: _BEGINS,
    _S.PAUSED: _BEGINS | {_S.CANCELLED, _S.EXPIRED},
    _S.CANCELLED: frozenset({_S.PAUSED}),  # its other leg was refused after all
    _S.EXPIRED: frozenset(),
}
_WATCHING = frozenset({_S.WAITING_FIRST_CROSS, _S.ARMED, _S.TRIGGERED, _S.CONFIRMING})
_OVER = frozenset({_S.DONE, _S.EXPIRED, _S.CANCELLED})


class Told(msgspec.Struct, frozen=True):
    """A `Message` that can be kept on the disk and read back."""

    id: str
    arguments: dict[str, str | int] = {}
    code: str = ""
    original: str = ""

    @classmethod
    def of(cls, message: Message) -> Told:
        """The message to be kept."""
        kept = {name: _kept(value) for name, value in message.arguments.items()}
        return cls(message.id, kept, message.code, message.original)

    @property
    def message(self) -> Message:
        """The message as it is shown."""
        return Message(self.id, {**self.arguments}, self.code, self.original)


class Leg(msgspec.Struct, frozen=True):
    """One trigger and the order that it sends.

    `template` has no local id; `local_id` is the order's, chosen when the leg fires, on `fired_on`.
    `is_based`: a price was seen since the last time that data was missing. `crossed_on` and
    `extreme_on` are the trade dates of the first cross and of the best price since the leg was
    armed. `is_known`: the order journal has an order of `local_id`. `retry_at` (monotonic seconds):
    no reading before.
    """

    trigger: Trigger
    template: OrderIntent
    state: LegState
    is_based: bool = False
    crossed_on: date | None = None
    extreme: Decimal | None = None
    extreme_on: date | None = None
    local_id: str = ""
    fired_on: date | None = None
    is_known: bool = False
    reason: Told | None = None
    retry_at: float = 0.0
    failures: int = 0

    def to(self, state: LegState, **changes: object) -> Leg:
        """This leg in another state. Raises `ValueError` for a move that the table doesn't hold."""
        if state is not self.state and state not in MOVES[self.state]:
            raise ValueError(f"leg {self.trigger.kind}: {self.state} cannot become {state}")
        return msgspec.structs.replace(self, state=state, **changes)

    @property
    def falls(self) -> bool:
        """Whether it fires on the way down."""
        sells = self.template.side is Side.SELL
        return sells is not (self.trigger.kind is TriggerKind.TAKE_PROFIT)


class EntryState(enum.StrEnum):
    """Where the entry of a bracket stands."""

    SENDING = "sending"  # on the disk, and handed over to the order service
    RESTING = "resting"
    UNKNOWN = "unknown"  # whether it was sent has to be looked at
    ENDED = "ended"  # nothing more of it can be filled


class Entry(msgspec.Struct, frozen=True):
    """The order that a bracket begins with; `filled` shares of it so far. `filled_at` is the
    monotonic second at which we heard of the newest of them.
    """

    intent: OrderIntent
    sent_on: date
    state: EntryState = EntryState.SENDING
    filled: int = 0
    filled_at: float = 0.0
    order_no: str = ""


class ConditionalOrder(msgspec.Struct, frozen=True):
    """Legs of which one alone may be sent.

    `made_on` and `armed_on` are trade dates, `until` the last one on which it may fire.
    `base_price` is the previous close (KRW) of the day on which it was armed, `close` the newest
    price of that day's regular session. It fires in `phases` alone.
    """

    id: str
    grouping: Grouping
    legs: tuple[Leg, ...]
    made_on: date
    armed_on: date
    until: date
    base_price: Decimal | None = None
    close: Decimal | None = None
    phases: frozenset[Phase] = frozenset({Phase.CONTINUOUS})
    entry: Entry | None = None

    @property
    def is_armed(self) -> bool:
        """Whether it needs this program to run."""
        return any(leg.state.is_watching or leg.state is _S.WAITING_ENTRY for leg in self.legs)

    @property
    def is_in_flight(self) -> bool:
        """Whether an order may be under way because of it, the entry left aside."""
        return any(leg.state.is_in_flight for leg in self.legs)

    @property
    def may_resume(self) -> bool:
        """Whether the trader may arm it again: something waits, and nothing may be under way."""
        if any(leg.state in (_S.SENDING, _S.DONE) for leg in self.legs):
            return False
        if any(leg.state is _S.UNKNOWN and leg.is_known for leg in self.legs):
            return False
        waiting = (_S.PAUSED, _S.REFUSED, _S.UNKNOWN)
        return any(leg.state in waiting for leg in self.legs)

    @property
    def keys(self) -> frozenset[str]:
        """The feed keys that it watches."""
        return frozenset(leg.trigger.key for leg in self.legs)


def first_state(trigger: Trigger) -> LegState:
    """Where a leg begins when it is armed."""
    if trigger.kind is TriggerKind.KEEP_PROFIT:
        return LegState.WAITING_FIRST_CROSS
    return LegState.ARMED


def _kept(value: str | int | Decimal) -> str | int:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value
