"""How many orders were sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.services.order_pace import OrderPace

NOW = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 20), date(2026, 11, 19)


def test_the_last_minute_and_the_session_are_counted() -> None:
    pace = OrderPace()
    for ago in (90, 61, 60, 59, 0):
        pace.count(NOW - timedelta(seconds=ago), TODAY)
    assert pace.last_minute(NOW) == 2
    assert pace.on(TODAY) == 5
    assert pace.on(YESTERDAY) == 0


def test_a_new_session_begins_at_nothing() -> None:
    pace = OrderPace()
    pace.count(NOW - timedelta(days=1), YESTERDAY)
    pace.count(NOW, TODAY)
    assert (pace.on(TODAY), pace.on(YESTERDAY)) == (1, 0)


def test_what_an_earlier_run_sent_counts_but_cancels_and_what_was_never_sent() -> None:
    def told(kind: JournalKind, local_id: str, request: str = "") -> JournalEntry:
        return JournalEntry(kind, local_id, NOW, TODAY, {"request": request} if request else {})

    pace = OrderPace()
    pace.restore(
        [
            told(JournalKind.INTENT, "a", "new"),
            told(JournalKind.SENDING, "a"),
            told(JournalKind.INTENT, "b", "cancel"),
            told(JournalKind.SENDING, "b"),
            told(JournalKind.INTENT, "c", "amend"),
            told(JournalKind.SENDING, "c"),
            told(JournalKind.INTENT, "d", "new"),
        ]
    )
    assert (pace.on(TODAY), pace.last_minute(NOW)) == (2, 2)


def test_what_was_not_sent_after_all_does_not_count() -> None:
    pace = OrderPace()
    pace.count(NOW, TODAY)
    pace.count(NOW, TODAY)
    pace.take_back(NOW, TODAY)
    assert (pace.on(TODAY), pace.last_minute(NOW)) == (1, 1)
    pace.take_back(NOW - timedelta(minutes=2), YESTERDAY)
    assert (pace.on(TODAY), pace.last_minute(NOW)) == (1, 1)
