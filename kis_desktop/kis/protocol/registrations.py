"""Which channels are registered, which are wanted, and what is to be said next.

A registration counts when the server has confirmed it. Changes are made in place and one at a
time, what is no longer wanted first; never more than the places there are.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

import msgspec

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.kis.protocol.control import Ack

ANSWER_SECONDS = 5.0
TRIES = 3
LATER_SECONDS = 30.0


class Registration(msgspec.Struct, frozen=True):
    """A channel for a key: a symbol, or the HTS ID of notices."""

    tr_id: str
    key: str


class Standing(enum.Enum):
    """How far a registration has come."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    LEAVING = "leaving"
    REFUSED = "refused"
    PUT_OFF = "put_off"


class _Entry(msgspec.Struct):
    standing: Standing
    since: float
    tries: int = 1


class Order(msgspec.Struct, frozen=True):
    """What is to be said next: register, or take back."""

    registration: Registration
    wanted: bool


class Registrations:
    """The book of one session. Times are monotonic seconds."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._limit = places
        self._wanted: dict[Registration, None] = {}
        self._entries: dict[Registration, _Entry] = {}

    @property
    def settled(self) -> bool:
        """Whether all that is wanted is confirmed or finally refused, and nothing is pending."""
        return all(self._is_settled(wanted) for wanted in self._wanted)

    def want(self, wanted: Iterable[Registration]) -> None:
        """What is wanted, most important first; what finds no place is left out."""
        self._wanted = dict.fromkeys(list(dict.fromkeys(wanted))[: self._limit])
        for registration, entry in list(self._entries.items()):
            if entry.standing is Standing.REFUSED and registration not in self._wanted:
                del self._entries[registration]

    def begin(self) -> None:
        """A new session: nothing is registered, nothing refused."""
        self._entries.clear()
        self._limit = self._places

    def ask_again(self, registration: Registration) -> None:
        """Forget that one was refused."""
        entry = self._entries.get(registration)
        if entry is not None and entry.standing is Standing.REFUSED:
            del self._entries[registration]

    def confirmed(self) -> frozenset[Registration]:
        """What the server has confirmed and we have not taken back."""
        return frozenset(
            registration
            for registration, entry in self._entries.items()
            if entry.standing is Standing.CONFIRMED
        )

    def wanted(self) -> Sequence[Registration]:
        """What is wanted and has a place."""
        return tuple(self._wanted)

    def next(self, now: float) -> Order | None:
        """What to say now; None while there is nothing, or an answer is awaited."""
        for registration, entry in self._entries.items():
            if entry.standing is Standing.CONFIRMED and registration not in self._wanted:
                return Order(registration, wanted=False)
        return self._repeat(now) or self._first()

    def said(self, order: Order, now: float) -> None:
        """That was sent."""
        entry = self._entries.get(order.registration)
        standing = Standing.ASKED if order.wanted else Standing.LEAVING
        repeated = entry is not None and entry.standing in (standing, Standing.PUT_OFF)
        tries = entry.tries + 1 if entry is not None and repeated else 1
        self._entries[order.registration] = _Entry(standing, now, tries)

    def heard(self, ack: Ack, now: float) -> Registration | None:
        """The server answered; what it refuses for good is given back."""
        registration = Registration(ack.tr_id, ack.tr_key)
        entry = self._entries.get(registration)
        if entry is None:
            return None
        if entry.standing is Standing.LEAVING:
            del self._entries[registration]
            return None
        return self._judge(registration, entry, ack.kind, now)

    def overdue(self, now: float) -> Registration | None:
        """One that was never answered, however often it was asked; it counts as refused now."""
        for registration, entry in list(self._entries.items()):
            if not self._is_due(entry, now) or entry.tries < TRIES:
                continue
            if entry.standing is Standing.LEAVING:
                del self._entries[registration]
                continue
            entry.standing = Standing.REFUSED
            return registration
        return None

    def _judge(
        self, registration: Registration, entry: _Entry, kind: ErrorKind, now: float
    ) -> Registration | None:
        entry.since = now
        if kind is ErrorKind.CONFIRMED:
            entry.standing = Standing.CONFIRMED
            entry.tries = 1
            return None
        if kind is ErrorKind.LATER and entry.tries < TRIES:
            entry.standing = Standing.PUT_OFF
            return None
        if kind is ErrorKind.FULL:
            return self._shrink(registration)
        entry.standing = Standing.REFUSED
        return registration

    def _shrink(self, refused: Registration) -> Registration | None:
        """There are fewer places than we thought: the least important make room."""
        del self._entries[refused]
        self._limit = max(self._occupied(), 1)
        self.want(tuple(self._wanted))
        return None if refused in self._wanted else refused

    def _repeat(self, now: float) -> Order | None:
        for registration, entry in self._entries.items():
            if self._is_due(entry, now) and entry.tries < TRIES:
                leaving = entry.standing is Standing.LEAVING
                return Order(registration, wanted=not leaving and registration in self._wanted)
        return None

    def _first(self) -> Order | None:
        if self._occupied() >= self._limit:
            return None
        for registration in self._wanted:
            if registration not in self._entries:
                return Order(registration, wanted=True)
        return None

    def _occupied(self) -> int:
        """Places that are, or may be, taken at the server."""
        return sum(
            entry.standing in (Standing.ASKED, Standing.CONFIRMED, Standing.LEAVING)
            for entry in self._entries.values()
        )

    def _is_due(self, entry: _Entry, now: float) -> bool:
        match entry.standing:
            case Standing.ASKED | Standing.LEAVING:
                return now - entry.since >= ANSWER_SECONDS
            case Standing.PUT_OFF:
                return now - entry.since >= LATER_SECONDS
            case _:
                return False

    def _is_settled(self, registration: Registration) -> bool:
        entry = self._entries.get(registration)
        return entry is not None and entry.standing in (
            Standing.CONFIRMED,
            Standing.REFUSED,
            Standing.PUT_OFF,
        )
