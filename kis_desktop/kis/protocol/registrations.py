"""Which channels are registered, which are wanted, and what is to be said next.

A registration counts when the server has confirmed it. Changes are made in place, never more than
the places there are. The server blocks who registers and takes back without end, so nothing is
taken back before its place is needed or it was out of sight for a while, nothing makes room for
what was wanted for a moment only, and there is a bound on the changes of a minute.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

import msgspec

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.domain.connection import Standing
from kis_desktop.kis.protocol.control import Ack
from kis_desktop.kis.protocol.places import Changes, Places

ANSWER_SECONDS = 5.0
TRIES = 3
LATER_SECONDS = 30.0
REFUSED_SECONDS = 600.0
"""after which what was refused may be asked for again"""
LINGER_SECONDS = 60.0
"""for which what nobody wants any more keeps its place while there is room"""
SETTLE_SECONDS = 0.4
"""for which wishes must rest before anything gives up its place for another"""
PATIENCE_SECONDS = 3.0
"""for which one must be wanted to get a place while wishes never rest"""


class Registration(msgspec.Struct, frozen=True):
    """A channel for a key: a symbol, or the HTS ID of notices."""

    tr_id: str
    key: str


class Stage(enum.Enum):
    """How far a registration has come with the server."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    LEAVING = "leaving"
    REFUSED = "refused"
    PUT_OFF = "put_off"


_TAKES_PLACE = (Stage.ASKED, Stage.CONFIRMED, Stage.LEAVING)


class _Entry(msgspec.Struct):
    stage: Stage
    since: float
    tries: int = 1


class _Wish(msgspec.Struct):
    rank: int
    since: float


class Order(msgspec.Struct, frozen=True):
    """What is to be said next: register, or take back."""

    registration: Registration
    wanted: bool


class Registrations:
    """The book of one line. Times are monotonic seconds."""

    def __init__(self, places: int) -> None:
        self._places = Places(places)
        self._changes = Changes()
        self._wanted: dict[Registration, _Wish] = {}
        self._firm: frozenset[Registration] = frozenset()
        self._urgent = 0
        self._moved_at = float("-inf")
        self._unwanted: dict[Registration, float] = {}
        self._entries: dict[Registration, _Entry] = {}
        self._renewed: set[Registration] = set()

    @property
    def settled(self) -> bool:
        """Whether every answer is in and nothing waits for a place that is free."""
        answered = all(
            self._entries[one].stage is not Stage.ASKED
            for one in self._wanted
            if one in self._entries
        )
        return answered and self._first(float("-inf")) is None

    def want(
        self,
        wanted: Iterable[Registration],
        now: float = 0.0,
        *,
        firm: int | None = None,
        urgent: int = 0,
    ) -> None:
        """What is wanted, most important first.

        The `firm` first ones (all, if not told) take places from less important ones; those behind
        them use only what is free. The `urgent` first ones may do so when others have to wait.
        """
        before = self._wanted
        ordered = list(dict.fromkeys(wanted))
        now_firm = frozenset(ordered[:firm])
        stayed = self._firm & now_firm
        self._wanted = {
            one: _Wish(rank, before[one].since if one in stayed else now)
            for rank, one in enumerate(ordered)
        }
        if now_firm != self._firm:
            self._moved_at = now
        self._firm, self._urgent = now_firm, urgent
        gone = [one for one in self._entries if one not in self._wanted]
        self._unwanted = {one: self._unwanted.get(one, now) for one in gone}
        for one in gone:
            if self._is_past(self._entries[one], now):
                self._forget(one)

    def begin(self) -> None:
        """A new session: nothing is registered, nothing refused."""
        self._entries.clear()
        self._unwanted.clear()
        self._renewed.clear()
        self._places.begin()

    def ask_again(self, registration: Registration) -> None:
        """Forget that one was refused."""
        entry = self._entries.get(registration)
        if entry is not None and entry.stage is Stage.REFUSED:
            del self._entries[registration]

    def renew(self, registration: Registration) -> None:
        """Take a confirmed one back and ask for it anew, in place."""
        if registration in self.confirmed():
            self._renewed.add(registration)

    def confirmed(self) -> frozenset[Registration]:
        """What the server has confirmed and we have not taken back."""
        return frozenset(
            registration
            for registration, entry in self._entries.items()
            if entry.stage is Stage.CONFIRMED
        )

    def has(self, tr_id: str) -> bool:
        """Whether the server may send this channel in this session."""
        return any(one.tr_id == tr_id for one in self._entries)

    def standings(self) -> Sequence[tuple[Registration, Standing]]:
        """All that is wanted, most important first, and how each stands."""
        free = self._places.limit - self._occupied()
        shown: list[tuple[Registration, Standing]] = []
        for one in self._wanted:
            standing = self._standing(one)
            if standing is None:
                standing = Standing.ASKED if free > 0 else Standing.NO_ROOM
                free -= 1
            shown.append((one, standing))
        return tuple(shown)

    def next(self, now: float) -> Order | None:
        """What to say now; None while there is nothing, or an answer is awaited."""
        self._places.look(now)
        return self._repeat(now) or self._register(now) or self._leave(now)

    def said(self, order: Order, now: float) -> None:
        """That was sent."""
        entry = self._entries.get(order.registration)
        stage = Stage.ASKED if order.wanted else Stage.LEAVING
        repeated = entry is not None and entry.stage in (stage, Stage.PUT_OFF)
        if stage is Stage.LEAVING and not repeated:
            self._changes.note(now)
        self._renewed.discard(order.registration)
        tries = entry.tries + 1 if entry is not None and repeated else 1
        self._entries[order.registration] = _Entry(stage, now, tries)

    def heard(self, ack: Ack, now: float) -> Registration | None:
        """The server answered; what it refuses for good is given back."""
        registration = Registration(ack.tr_id, ack.tr_key)
        entry = self._entries.get(registration)
        if entry is None:
            return None
        if entry.stage is Stage.LEAVING:
            self._forget(registration)
            return None
        return self._judge(registration, entry, ack.kind, now)

    def overdue(self, now: float) -> Registration | None:
        """One that was never answered, however often it was asked; it counts as refused now."""
        for registration, entry in list(self._entries.items()):
            if not self._is_unanswered(entry, now) or entry.tries < TRIES:
                continue
            if entry.stage is Stage.LEAVING:
                self._forget(registration)
                continue
            entry.stage, entry.since = Stage.REFUSED, now
            return registration
        return None

    def _judge(
        self, registration: Registration, entry: _Entry, kind: ErrorKind, now: float
    ) -> Registration | None:
        entry.since = now
        if kind is ErrorKind.CONFIRMED:
            entry.stage = Stage.CONFIRMED
            entry.tries = 1
            self._places.taken(self._occupied())
            return None
        if kind is ErrorKind.LATER and entry.tries < TRIES:
            entry.stage = Stage.PUT_OFF
            return None
        if kind is ErrorKind.FULL:
            return self._shrink(registration, now)
        entry.stage = Stage.REFUSED
        return registration

    def _shrink(self, refused: Registration, now: float) -> Registration | None:
        """There are fewer places than we thought: the least important make room."""
        self._forget(refused)
        self._places.full(self._occupied(), now)
        wish = self._wanted.get(refused)
        return None if wish is not None and self._victim(wish.rank) is not None else refused

    def _repeat(self, now: float) -> Order | None:
        for registration, entry in self._entries.items():
            if self._is_unanswered(entry, now) and entry.tries < TRIES:
                leaving = entry.stage is Stage.LEAVING
                return Order(registration, wanted=not leaving and registration in self._wanted)
        return None

    def _leave(self, now: float) -> Order | None:
        """What is to be taken back: for another, for its own good, or as nobody wants it."""
        newcomer = self._newcomer(now)
        if newcomer is not None and self._changes.may(now, urgent=newcomer.rank < self._urgent):
            victim = self._victim(newcomer.rank)
            if victim is not None:
                return Order(victim, wanted=False)
        if not self._changes.may(now, urgent=False):
            return None
        for registration in self._renewed:
            if registration in self._wanted and self._is_confirmed(registration):
                return Order(registration, wanted=False)
        for registration, since in self._unwanted.items():
            if now - since >= LINGER_SECONDS and self._is_confirmed(registration):
                return Order(registration, wanted=False)
        return None

    def _newcomer(self, now: float) -> _Wish | None:
        """The most important one for which no place is free or about to be."""
        freed = self._places.limit - self._occupied() + self._count(Stage.LEAVING)
        rested = now - self._moved_at >= SETTLE_SECONDS
        for one, wish in self._wanted.items():
            if one not in self._firm:
                return None
            if not self._waits(one, now):
                continue
            if freed > 0:
                freed -= 1
            elif rested or now - wish.since >= PATIENCE_SECONDS:
                return wish
        return None

    def _victim(self, rank: int) -> Registration | None:
        """Whose place one of this rank may have: what was out of sight longest, or the least."""
        lingering = [one for one in self._unwanted if self._is_confirmed(one)]
        if lingering:
            return min(lingering, key=self._unwanted.__getitem__)
        less = [one for one, wish in self._wanted.items() if wish.rank > rank]
        return next(filter(self._is_confirmed, reversed(less)), None)

    def _register(self, now: float) -> Order | None:
        first = self._first(now)
        return None if first is None else Order(first, wanted=True)

    def _first(self, now: float) -> Registration | None:
        """The most important one that waits, if a place is free."""
        if self._occupied() >= self._places.limit:
            return None
        return next((one for one in self._wanted if self._waits(one, now)), None)

    def _waits(self, registration: Registration, now: float) -> bool:
        """Whether one is to be asked for."""
        entry = self._entries.get(registration)
        if entry is None:
            return True
        match entry.stage:
            case Stage.PUT_OFF:
                return now - entry.since >= LATER_SECONDS
            case Stage.REFUSED:
                return now - entry.since >= REFUSED_SECONDS
            case _:
                return False

    def _is_past(self, entry: _Entry, now: float) -> bool:
        """Whether what the server said of an unwanted one is of no interest any more."""
        refused = entry.stage is Stage.REFUSED and now - entry.since >= REFUSED_SECONDS
        return refused or entry.stage is Stage.PUT_OFF

    def _standing(self, registration: Registration) -> Standing | None:
        """How one stands; None where it has not been asked for."""
        entry = self._entries.get(registration)
        match None if entry is None else entry.stage:
            case None:
                return None
            case Stage.CONFIRMED:
                return Standing.CONFIRMED
            case Stage.REFUSED:
                return Standing.REFUSED
            case Stage.LEAVING:
                return Standing.NO_ROOM
            case _:
                return Standing.ASKED

    def _forget(self, registration: Registration) -> None:
        del self._entries[registration]
        self._unwanted.pop(registration, None)

    def _is_confirmed(self, registration: Registration) -> bool:
        entry = self._entries.get(registration)
        return entry is not None and entry.stage is Stage.CONFIRMED

    def _occupied(self) -> int:
        """Places that are, or may be, taken at the server."""
        return sum(entry.stage in _TAKES_PLACE for entry in self._entries.values())

    def _count(self, stage: Stage) -> int:
        return sum(entry.stage is stage for entry in self._entries.values())

    def _is_unanswered(self, entry: _Entry, now: float) -> bool:
        waits = entry.stage in (Stage.ASKED, Stage.LEAVING)
        return waits and now - entry.since >= ANSWER_SECONDS
