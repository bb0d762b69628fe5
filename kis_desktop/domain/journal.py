"""What is written down about orders before and after the wire."""

from __future__ import annotations

import enum
from datetime import date, datetime

import msgspec

JournalValue = str | int | None


class JournalKind(enum.StrEnum):
    """What an entry reports of its order, or of what stands before all orders."""

    INTENT = "intent"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    AMEND = "amend"
    CANCEL = "cancel"
    NOTICE = "notice"
    RESOLVED = "resolved"
    ADOPTED = "adopted"  # the trader chose which order of the day's list it is
    DENIED = "denied"  # the trader said that it is none of these orders of the day's list
    RESERVATION = "reservation"  # its step and what is asked stand in the body
    LIMITS = "limits"  # limits were changed
    LOCKOUT = "lockout"  # the limit on the day's loss was met
    STOPPED = "stopped"  # the kill switch was pulled
    RELEASED = "released"
    TOUCHED = "touched"  # at its start the program found the journal changed or cut


class JournalEntry(msgspec.Struct, frozen=True):
    """One line of the journal.

    `at` is UTC; prices in `body` are strings in KRW; no account number stands in it. What concerns
    no single order has an empty `local_id`.
    """

    kind: JournalKind
    local_id: str
    at: datetime
    trade_date: date
    body: dict[str, JournalValue]
