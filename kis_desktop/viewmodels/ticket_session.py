"""What can be sent now and until when: order types and venues, each with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from kis_desktop.catalogue.order_permission import why_not
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderType, Venue
from kis_desktop.domain.session import Phase, countdown
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.ticket_entry import IMMEDIATE, Entry
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.words import Words

Kind = TypeVar("Kind", OrderType, Venue)

SOON = timedelta(minutes=10)
"""so long before resting orders are taken back it is said in amber"""

_P = Phase
_DAY = (_P.OPENING_AUCTION, _P.CONTINUOUS, _P.CLOSING_AUCTION)
_LAST: dict[Venue, dict[Phase, Phase]] = {
    Venue.KRX: {
        **dict.fromkeys((_P.PRE_HOURS, *_DAY), _P.CLOSING_AUCTION),
        **dict.fromkeys((_P.CLOSING_PRICE_ORDERS, _P.CLOSING_PRICE), _P.CLOSING_PRICE),
        _P.AFTER_MARKET: _P.AFTER_MARKET,
    },
    Venue.NXT: {
        _P.PRE_MARKET: _P.PRE_MARKET,
        _P.CONTINUOUS: _P.CONTINUOUS,
        **dict.fromkeys((_P.AFTER_AUCTION, _P.AFTER_MARKET), _P.AFTER_MARKET),
    },
    Venue.SOR: dict.fromkeys(_DAY, _P.CLOSING_AUCTION),
}
"""by venue and phase: the phase with whose end resting orders are taken back"""


@dataclass(frozen=True, slots=True)
class Choice(Generic[Kind]):
    """One that can be chosen, or the reason why not."""

    value: Kind
    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """The session of the chosen venue in a line. `is_urgent`: resting orders end soon."""

    text: str = ""
    ends: str = ""
    is_urgent: bool = False


class TypeChoices:
    """Every order type there is, those that cannot be sent now with the reason; made anew only when
    venue, session, day or kind of instrument are others.
    """

    def __init__(self, facts: TicketFacts, words: Words) -> None:
        self._facts = facts
        self._words = words
        self._key: object = None
        self._choices: tuple[Choice[OrderType], ...] = ()

    def of(self, symbol: str, venue: Venue) -> tuple[Choice[OrderType], ...]:
        """The choices of an instrument at a venue."""
        facts, words = self._facts, self._words
        key = facts.kind(symbol), venue, facts.phase_of(venue), facts.today(symbol)
        if self._key != key:
            self._key = key
            self._choices = tuple(
                Choice(
                    kind,
                    words(f"order_type.{kind.value}"),
                    _told(words, type_refusal(facts, symbol, kind, venue)),
                )
                for kind in OrderType
            )
        return self._choices


def type_refusal(
    facts: TicketFacts, symbol: str, order_type: OrderType, venue: Venue
) -> Message | None:
    """Why an order type cannot be sent to a venue now; None where it can."""
    return why_not(
        facts.rules,
        order_type,
        venue,
        facts.phase_of(venue),
        kind=facts.kind(symbol),
        on=facts.today(symbol),
        is_paper=facts.is_paper,
    )


def venue_choices(facts: TicketFacts, words: Words, symbol: str) -> tuple[Choice[Venue], ...]:
    """The three venues, those where the instrument cannot be ordered with the reason."""
    return tuple(
        Choice(venue, venue.value, _told(words, venue_refusal(facts, symbol, venue)))
        for venue in Venue
    )


def venue_refusal(facts: TicketFacts, symbol: str, venue: Venue) -> Message | None:
    """Why the instrument cannot be ordered at a venue at all; what isn't known forbids nothing."""
    if venue is Venue.KRX:
        return None
    if facts.is_paper:
        return message("order.why.paper_venue")
    details = facts.details(symbol)
    if details is None:
        return None
    if details.on_nxt is False:
        return message("ticket.not_on_nxt")
    if details.nxt_halted and venue is Venue.NXT:
        return message("ticket.nxt_halted")
    return None


def session_line(facts: TicketFacts, words: Words, entry: Entry) -> SessionLine:
    """What the venue does, how long yet, and when resting orders are taken back."""
    venue, now = entry.venue, facts.now
    phase = facts.phase_of(venue)
    if phase is None or now is None:
        return SessionLine(words("ticket.session_unknown", venue=venue.value))
    parts = [f"{venue.value} {words(f'phase.{phase.value}')}"]
    change = _change(facts.clock, venue)
    if change is not None:
        parts.append(words("ticket.left", time=_span(countdown(now, change))))
    ends = resting_ends(facts, venue, phase, now)
    if ends is None or entry.order_type in IMMEDIATE:
        return SessionLine(" · ".join(parts))
    told = words("ticket.rest_ends", time=fmt.clock(ends)[:5])
    return SessionLine(" · ".join([*parts, told]), told, ends - now <= SOON)


def resting_ends(facts: TicketFacts, venue: Venue, phase: Phase, now: datetime) -> datetime | None:
    """When an order that rests at the venue is taken back; None where none can rest."""
    last = _LAST[venue].get(phase)
    if last is None:
        return None
    windows = [
        window
        for window in facts.rules.sessions
        if window.venue == venue.value
        and window.phase is last
        and window.since <= now.date()
        and (window.until is None or now.date() <= window.until)
    ]
    if not windows:
        return None
    newest = max(windows, key=lambda window: window.since)
    end = datetime.combine(now.date(), newest.end, EXCHANGE_ZONE)
    return facts.rules.shift(now.date()).shifted(end)


def _change(clock: ClockReading | None, venue: Venue) -> datetime | None:
    if clock is None:
        return None
    for one in clock.venues:
        if one.venue == venue.value:
            return one.next_change
    return clock.next_change if venue is Venue.KRX else None


def _span(left: timedelta) -> str:
    seconds = int(left.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _told(words: Words, told: Message | None) -> str:
    return "" if told is None else words.sentence(told)
