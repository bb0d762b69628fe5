"""How the entries of the order journal hang together: each hash covers all before it."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

import msgspec

from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.storage.identity import Identity

_BEGINNING = "kis-desktop order journal 1"


class Row(NamedTuple):
    """An entry as its database has it. `at` is UTC in ISO form, `body` JSON with sorted keys."""

    number: int
    kind: str
    local_id: str
    at: str
    trade_date: str
    body: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: how many there are and the hash of the last, in hexadecimal."""

    count: int
    hash: str


class FaultKind(enum.StrEnum):
    """What a journal shows of having been touched."""

    EDITED = "edited"  # an entry is not what was written
    MISSING = "missing"  # entries lack in the middle
    CUT = "cut"  # the newest entries lack
    REWRITTEN = "rewritten"  # whole, but another journal than the one remembered
    UNREADABLE = "unreadable"  # the database itself is damaged


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at an entry, counted from 1, over `count` entries."""

    kind: FaultKind
    number: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at the whole chain found."""

    head: Head
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def genesis(identity: Identity) -> bytes:
    """What the first entry's hash covers instead of one before it: whose journal this is."""
    return hashlib.sha256(f"{_BEGINNING}\n{identity}".encode()).digest()


def linked(before: bytes, number: int, entry: JournalEntry) -> Row:
    """The row of an entry behind another one's hash.

    Raises `ValueError` or `TypeError` for a time without a zone and for values that a journal
    doesn't take.
    """
    if entry.at.tzinfo is None:
        raise ValueError("a time without a zone")
    body = msgspec.json.encode(entry.body, order="deterministic").decode()
    if msgspec.json.decode(body, type=dict[str, JournalValue]) != entry.body:
        raise ValueError("a body that does not come back")
    row = Row(
        number,
        JournalKind(entry.kind).value,
        entry.local_id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.trade_date.isoformat(),
        body,
        b"",
    )
    return row._replace(hash=digest(before, row))


def digest(before: bytes, row: Row) -> bytes:
    """The hash of a row behind another one's."""
    content = msgspec.json.encode(
        [row.number, row.kind, row.local_id, row.at, row.trade_date, row.body]
    )
    return hashlib.sha256(before + content).digest()


def parse_entry(row: Row) -> JournalEntry:
    """The entry of a row. Raises `ValueError` for one that this program didn't write."""
    return JournalEntry(
        kind=JournalKind(row.kind),
        local_id=row.local_id,
        at=datetime.fromisoformat(row.at),
        trade_date=date.fromisoformat(row.trade_date),
        body=msgspec.json.decode(row.body, type=dict[str, JournalValue]),
    )


def check(rows: Iterable[Row], identity: Identity, remembered: Head | None) -> Verdict:
    """What a walk over all rows finds; `remembered` is a head that was kept elsewhere."""
    faults: list[Fault] = []
    number, before = 0, genesis(identity)
    remembered_holds = remembered is None or remembered.count == 0
    for row in rows:
        missing = row.number - number - 1
        if missing:
            faults.append(Fault(FaultKind.MISSING, number + 1, missing))
        elif digest(before, row) != row.hash:
            faults.append(Fault(FaultKind.EDITED, row.number))
        number, before = row.number, row.hash
        if remembered == Head(number, before.hex()):
            remembered_holds = True
    if remembered is not None and not remembered_holds:
        faults.append(_against(remembered, number))
    return Verdict(Head(number, before.hex()), tuple(faults))


def _against(remembered: Head, count: int) -> Fault:
    if count < remembered.count:
        return Fault(FaultKind.CUT, count + 1, remembered.count - count)
    return Fault(FaultKind.REWRITTEN, remembered.count)
