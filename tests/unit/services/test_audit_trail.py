"""The journal's entries of one order, found by its id or by its number."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.services.audit_trail import AuditTrail
from kis_desktop.services.runtime import Worker

DAY = date(2026, 11, 20)


def entry(kind: JournalKind, local_id: str, order_no: str | None = None) -> JournalEntry:
    body: dict[str, str | int | None] = {} if order_no is None else {"order_no": order_no}
    return JournalEntry(kind, local_id, datetime(2026, 11, 20, 1, tzinfo=UTC), DAY, body)


class Book:
    """A journal in memory that can only be read."""

    ENTRIES = (
        entry(JournalKind.INTENT, "a"),
        entry(JournalKind.INTENT, "b"),
        entry(JournalKind.ACCEPTED, "a", "0000117057"),
        entry(JournalKind.ACCEPTED, "b", "0000117058"),
    )

    def append(self, *entries: JournalEntry) -> None:
        raise AssertionError(entries)

    def entries(self, trade_date: date | None = None) -> tuple[JournalEntry, ...]:
        return self.ENTRIES if trade_date == DAY else ()

    def open_entries(self) -> tuple[JournalEntry, ...]:
        return ()

    def newest(self, kind: JournalKind) -> JournalEntry | None:
        del kind
        return None


@pytest.fixture
def trail() -> Iterator[AuditTrail]:
    worker = Worker("trail-test")
    yield AuditTrail(Book(), worker)
    worker.close()


async def test_entries_of_an_order_come_in_the_order_of_writing(trail: AuditTrail) -> None:
    kinds = [each.kind for each in await trail.of_order(DAY, "a")]
    assert kinds == [JournalKind.INTENT, JournalKind.ACCEPTED]


async def test_an_order_known_by_its_number_alone_is_found(trail: AuditTrail) -> None:
    found = await trail.of_order(DAY, "", "117058")
    assert {each.local_id for each in found} == {"b"}


async def test_what_the_journal_does_not_hold_is_empty(trail: AuditTrail) -> None:
    assert await trail.of_order(DAY, "kis-20261120-9", "9") == ()
    assert await trail.of_order(date(2026, 11, 19), "a") == ()
    assert await trail.of_order(DAY, "") == ()
