"""What may happen to a conditional order, and what is to be done then.

`at` is a monotonic second, `today` the market's trade date, `age` in seconds (None: not known).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec

from kis_desktop.domain.conditional_order import Told
from kis_desktop.domain.conditional_trigger import MAX_AGE, Prices
from kis_desktop.domain.order import OrderState


class Printed(msgspec.Struct, frozen=True):
    """A price came for a feed key. `permitted`: the session is one in which the order may fire.
    `regular`: the price is one of the regular session.
    """

    key: str
    prices: Prices
    age: float | None
    permitted: bool
    at: float
    today: date
    regular: bool = True

    @property
    def is_fresh(self) -> bool:
        """Whether its age is known and small."""
        return self.age is not None and self.age <= MAX_AGE


class Lost(msgspec.Struct, frozen=True):
    """Prices of a feed key (empty: all) may be missing: the line broke, the machine slept."""

    key: str = ""


class SessionChanged(msgspec.Struct, frozen=True):
    """Another phase of the market's day has begun."""


class Clicked(msgspec.Struct, frozen=True):
    """The market's clock moved on. `now` is None while the server has not told its time."""

    now: datetime | None
    today: date
    permitted: bool
    at: float


class DayBegan(msgspec.Struct, frozen=True):
    """A new trade date, and the previous close that its prices stand against; None: not known."""

    today: date
    base_price: Decimal | None = None


class ConfirmBegan(msgspec.Struct, frozen=True):
    """The reading that a leg waits for is under way."""

    leg: int


class Read(msgspec.Struct, frozen=True):
    """What the reading said. `local_id` is to be the order's. `held` shares may be sold; None: not
    known, or older than the entry's newest fill.
    """

    leg: int
    prices: Prices
    age: float | None
    permitted: bool
    at: float
    today: date
    local_id: str
    held: int | None = None


class ReadFailed(msgspec.Struct, frozen=True):
    """The reading brought nothing."""

    leg: int
    reason: Told
    at: float


class NotKept(msgspec.Struct, frozen=True):
    """That a leg fired could not be written down, so its order was not sent."""

    leg: int
    reason: Told


class Taken(msgspec.Struct, frozen=True):
    """The order service has sent a leg's order, and KIS has taken it in."""

    leg: int


class TurnedDown(msgspec.Struct, frozen=True):
    """A leg's order surely does not exist."""

    leg: int
    reason: Told


class InDoubt(msgspec.Struct, frozen=True):
    """A leg's order may exist."""

    leg: int
    reason: Told


class OrderSeen(msgspec.Struct, frozen=True):
    """What is known of an order that may be of a leg or an entry."""

    local_id: str
    state: OrderState
    filled: int
    at: float
    order_no: str = ""
    reason: Told | None = None


class EntryRefused(msgspec.Struct, frozen=True):
    """The entry surely does not exist."""

    reason: Told


class EntryInDoubt(msgspec.Struct, frozen=True):
    """The entry may exist."""

    reason: Told


class Restored(msgspec.Struct, frozen=True):
    """The program has begun. `known` are those of the order's local ids that the journal has."""

    today: date
    known: frozenset[str]


class Paused(msgspec.Struct, frozen=True):
    """Nothing is to fire until the trader says so."""

    reason: Told


class Resumed(msgspec.Struct, frozen=True):
    """The trader arms it again."""

    today: date
    base_price: Decimal | None = None


Event = (
    Printed
    | Lost
    | SessionChanged
    | Clicked
    | DayBegan
    | ConfirmBegan
    | Read
    | ReadFailed
    | NotKept
    | Taken
    | TurnedDown
    | InDoubt
    | OrderSeen
    | EntryRefused
    | EntryInDoubt
    | Restored
    | Paused
    | Resumed
)


class Confirm(msgspec.Struct, frozen=True):
    """Read one quote over REST for a leg."""

    leg: int


class Send(msgspec.Struct, frozen=True):
    """Make the order durable as it stands now, then hand the leg's order to the order service."""

    leg: int


class CancelEntry(msgspec.Struct, frozen=True):
    """Take the rest of the entry back: a leg behind it has fired."""

    order_no: str


class Tell(msgspec.Struct, frozen=True):
    """Say it to the trader; `loud` where something did not happen that was asked for."""

    told: Told
    loud: bool = False


Action = Confirm | Send | CancelEntry | Tell
